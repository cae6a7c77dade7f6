// Choices on a table: which columns and rows are shown, in which order, all kept in the address; a copy to
// take away. Without this script the whole table is there, and columns.css lets a reader choose its columns.
(() => {
  "use strict";

  // A region is a stop for the keyboard only while there is something to scroll. What is scrolled to
  // must clear the header, whose height depends on its words.
  const watch = (region) => {
    const head = region.querySelector("thead");
    const look = () => {
      const scrolls = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
      const free = getComputedStyle(region).overflowX === "visible";
      if (scrolls && !free) region.tabIndex = 0;
      else if (region !== document.activeElement) region.removeAttribute("tabindex");
      region.style.setProperty("--head", `${head.offsetHeight}px`);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(region);
    observer.observe(region.firstElementChild);
  };
  // Before anything is measured: these make a header higher.
  for (const button of document.querySelectorAll(".sort")) button.hidden = false;
  for (const region of document.querySelectorAll(".region")) watch(region);

  const article = document.querySelector("article.compare");
  if (!article) return;
  const table = article.querySelector(".comparison");
  const choose = article.querySelector(".choose");
  const words = JSON.parse(choose?.dataset.words ?? "{}");
  const within = (selector) => [...(choose?.querySelectorAll(selector) ?? [])];
  const sorts = [...table.querySelectorAll(".sort")];
  const boxes = within(".pick input");
  const pair = within(".two select");
  const which = within(".which input");
  const by = within(".by select")[0];
  const chosen = article.querySelector(".chosen");
  const reset = article.querySelector(".reset");

  // What each row holds, read once.
  const rows = [...table.tBodies].map((body) => {
    const cells = new Map([...body.rows[0].cells].filter((cell) => cell.dataset.c).map((cell) => [cell.dataset.c, cell]));
    const stances = new Map();
    const disputed = new Set();
    for (const [name, cell] of cells) {
      const stance = cell.querySelector(".stance");
      if (stance) stances.set(name, stance.textContent);
      if (cell.classList.contains("disputed")) disputed.add(name);
    }
    return { body, cells, stances, disputed, head: body.rows[0].cells[0], lesson: body.rows[1]?.cells[0] };
  });

  // Which columns are shown, by the numbers of their cells.
  const heads = [...table.tHead.rows[0].cells].filter((head) => head.dataset.c);
  const put = (element, there) => {
    if (element.hidden === there) element.hidden = !there;
  };
  const columns = () => boxes.filter((box) => box.checked).map((box) => box.dataset.n);
  const state = { rows: "all", sort: "", asked: ["", ""] };

  // Whether the cells of a row hold different positions; null where they do not all say.
  const differs = (row, shown) => {
    const found = shown.map((name) => row.stances.get(name)).filter((each) => each !== undefined);
    if (new Set(found).size > 1) return true;
    return found.length > 1 && found.length === shown.length ? false : null;
  };

  const judge = (row, shown) => {
    if (!boxes.length) return;
    const both = shown.length === 2 && shown.every((name) => row.stances.has(name));
    let verdict = row.head.querySelector(".verdict");
    if (!both) return verdict?.remove();
    if (!verdict) {
      verdict = Object.assign(document.createElement("p"), { className: "verdict" });
      row.head.firstElementChild.after(verdict);
    }
    verdict.textContent = words[differs(row, shown) ? "different" : "same"];
  };

  // To move rows costs a large table much, so they move only where their order changes.
  let ordered = rows;
  const order = (wanted) => {
    if (wanted.some((row, index) => row !== ordered[index])) table.append(...wanted.map((row) => row.body));
    ordered = wanted;
  };

  const sort = () => {
    const button = sorts.find((each) => each.value === state.sort.replace(/^-/, ""));
    for (const each of sorts) each.parentElement.removeAttribute("aria-sort");
    if (!button) return order(rows);
    const head = button.parentElement;
    const sign = state.sort.startsWith("-") ? -1 : 1;
    head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    const numbers = "numbers" in button.dataset;
    const keys = new Map(rows.map((row) => {
      const cell = row.cells.get(head.dataset.c);
      return [row, numbers ? Number(cell.dataset.key ?? NaN) : (cell.querySelector(".value") ?? cell).textContent.trim()];
    }));
    // What has no number comes last either way.
    const compare = numbers
      ? (a, b) => isNaN(a) - isNaN(b) || sign * (a - b) || 0
      : (a, b) => sign * a.localeCompare(b, document.documentElement.lang, { numeric: true, sensitivity: "base" });
    order([...rows].sort((a, b) => compare(keys.get(a), keys.get(b))));
  };

  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

  // The address's query as it stands for what is chosen, other parts of it kept.
  const query = (shown) => {
    const other = new URLSearchParams(location.search);
    for (const name of ["columns", "rows", "sort"]) other.delete(name);
    const parts = other.size ? [`${other}`] : [];
    const names = boxes.filter((box) => box.checked).map((box) => box.value);
    if (shown.length < boxes.length) parts.push(`columns=${names.join(",") || "none"}`);
    if (state.rows !== "all") parts.push(`rows=${state.rows}`);
    if (state.sort) parts.push(`sort=${state.sort}`);
    return parts.length ? `?${parts.join("&")}` : "";
  };

  // Shows what is chosen, and says so.
  const show = () => {
    const shown = columns();
    table.classList.toggle("wide", shown.length > choose?.dataset.most);
    table.style.setProperty("--shown", boxes.length ? shown.length : heads.length);
    for (const head of heads) put(head, !boxes.length || shown.includes(head.dataset.c));
    let unmarked = 0;
    for (const row of rows) {
      const different = state.rows === "differ" ? differs(row, shown) : true;
      unmarked += different === null;
      put(row.body, state.rows === "disputed" ? shown.some((name) => row.disputed.has(name)) : Boolean(different));
      for (const box of boxes) put(row.cells.get(box.dataset.n), box.checked);
      judge(row, shown);
      if (row.lesson && row.lesson.colSpan !== shown.length) row.lesson.colSpan = Math.max(1, shown.length);
    }
    article.dataset.rows = state.rows;
    sort();
    if (!choose) return;
    const button = sorts.find((each) => each.value === state.sort.replace(/^-/, ""));
    const parts = [fill(words.rows, { shown: rows.filter((row) => !row.body.hidden).length, all: rows.length })];
    if (state.rows !== "all") parts[0] += ` ${words[state.rows]}`;
    if (unmarked) parts.push(fill(words.unmarked, { count: unmarked }));
    if (button) {
      const column = button.parentElement.firstElementChild.textContent;
      parts.push(fill(words[state.sort.startsWith("-") ? "descending" : "ascending"], { column }));
    }
    explainer.tell(chosen.firstElementChild, `${parts.join("; ")}.`);
    const all = shown.length === boxes.length && state.rows === "all" && !state.sort;
    chosen.classList.toggle("whole", all);
    reset.hidden = all;
    for (const each of which) each.checked = each.value === state.rows;
    if (by) by.value = state.sort;
    pair.forEach((select, index) => {
      select.value = shown.length === 2 ? boxes.find((box) => box.dataset.n === shown[index]).value : state.asked[index];
    });
  };

  const choice = () => {
    const search = query(columns());
    if (search !== location.search) history.pushState(null, "", `${location.pathname}${search}${location.hash}`);
    show();
  };

  // What the address says, as far as this table knows it.
  const restore = () => {
    const given = new URLSearchParams(location.search);
    const names = (given.get("columns") ?? "").split(",");
    const some = names.includes("none") || boxes.some((box) => names.includes(box.value));
    for (const box of boxes) box.checked = !some || names.includes(box.value);
    state.rows = which.find((each) => each.value === given.get("rows"))?.value ?? "all";
    const order = given.get("sort") ?? "";
    state.sort = sorts.some((each) => order === each.value || order === `-${each.value}`) ? order : "";
    show();
  };

  // A link to a row or cell that a choice hides shows it all the same.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = rows.find((each) => each.body.contains(target));
    if (!row) return;
    const box = boxes.find((each) => each.dataset.n === target.dataset.c);
    if (!row.body.hidden && (box?.checked ?? true)) return;
    if (box) box.checked = true;
    state.rows = "all";
    choice();
    target.scrollIntoView();
  };

  for (const box of boxes) box.addEventListener("change", choice);
  for (const select of pair) {
    select.addEventListener("change", () => {
      const two = pair.map((each) => each.value);
      state.asked = two;
      if (two.includes("") || two[0] === two[1]) return;
      for (const box of boxes) box.checked = two.includes(box.value);
      choice();
    });
  }
  for (const each of which) {
    each.addEventListener("change", () => {
      state.rows = each.value;
      choice();
    });
  }
  by?.addEventListener("change", () => {
    state.sort = by.value;
    choice();
  });
  for (const button of sorts) {
    // Ascending, then descending, then as it was given.
    button.addEventListener("click", () => {
      state.sort = state.sort === button.value ? `-${button.value}` : state.sort === `-${button.value}` ? "" : button.value;
      choice();
    });
  }
  reset?.addEventListener("click", () => {
    for (const box of boxes) box.checked = true;
    Object.assign(state, { rows: "all", sort: "", asked: ["", ""] });
    choice();
    choose.querySelector("summary, input, select, a").focus(); // the button itself is gone
  });

  // A copy of what is shown, as a table with its links and as text between tabs: safe in a spreadsheet.
  const make = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };
  const bare = (element) => {
    const copy = element.cloneNode(true);
    for (const link of copy.querySelectorAll("a")) {
      const plain = make("a", ...link.childNodes);
      plain.setAttribute("href", link.href);
      link.replaceWith(plain);
    }
    for (const each of copy.querySelectorAll("[class]")) each.removeAttribute("class");
    return [...copy.childNodes];
  };
  const remarks = (cell) => {
    const found = [cell.querySelector(".certainty")?.textContent];
    if (cell.classList.contains("disputed")) found.push(words.disagree);
    return ` [${found.join("; ")}]`;
  };
  const content = (cell) => {
    const parts = [...cell.querySelectorAll(".stance, .values li, .value")];
    return [...parts.flatMap((part, index) => (index ? ["; ", ...bare(part)] : bare(part))), remarks(cell)];
  };
  const copied = () => {
    const shown = columns();
    const heads = [...table.tHead.rows[0].cells].filter((head) => !head.dataset.c || shown.includes(head.dataset.c));
    const field = (name, ...parts) => {
      const made = make(name, ...parts);
      const said = made.textContent.trim();
      if (explainer.inert(said) !== said) made.prepend("'");
      return made;
    };
    const first = make("tr", ...heads.map((head) => field("th", head.firstElementChild.textContent)));
    const bodies = [...table.tBodies].filter((body) => !body.hidden).map((body) => {
      const row = rows.find((each) => each.body === body);
      const cells = shown.map((name) => field("td", ...content(row.cells.get(name))));
      return make("tr", field("th", row.head.firstElementChild.textContent), ...cells);
    });
    const address = make("a", location.href);
    address.setAttribute("href", location.href);
    const source = make("p", `${words.source}: ${table.caption.textContent}, `, address);
    return { lines: [first, ...bodies], source };
  };
  const tabbed = ({ lines, source }) =>
    [...lines.map((line) => [...line.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).join("\t")), source.textContent].join("\n");
  const taking = () => {
    const made = copied();
    const html = make("table", make("thead", made.lines[0]), make("tbody", ...made.lines.slice(1))).outerHTML + made.source.outerHTML;
    return [tabbed(made), html];
  };
  const offer = (said, text) => {
    const area = Object.assign(document.createElement("textarea"), { readOnly: true, value: text, rows: 8 });
    choose.querySelector(".by-hand")?.remove();
    const holder = make("label", `${words.to_copy} `, area);
    holder.className = "by-hand";
    said.after(holder);
    area.select();
  };
  const button = choose?.querySelector(".copy-table");
  if (button) {
    const said = Object.assign(make("span"), { className: "said" });
    button.after(" ", said);
    explainer.copier({ button, said, name: button.textContent, copied: words.copied, take: taking, failed: offer });
  }

  // The address and citation of a cell, once its proof is opened: that of its row, with the column named.
  const cite = (proof) => {
    const cell = proof.closest("td");
    const given = cell?.closest("tbody").dataset.cite;
    if (!given || proof.querySelector(".copying")) return;
    const column = heads.find((head) => head.dataset.c === cell.dataset.c).firstElementChild.textContent;
    const button = Object.assign(make("button", words.copy), { type: "button", className: "copy" });
    const said = Object.assign(make("span"), { className: "said" });
    explainer.copier({
      button,
      said,
      name: `${words.copy}: ${cell.parentElement.cells[0].firstElementChild.textContent}, ${column}`,
      copied: words.copied,
      take: () => [`${fill(words.cite, { column, row: given })} ${explainer.address}#${cell.id}`],
      failed: (_, text) => explainer.byHand(said, text, words.to_copy),
    });
    const copying = Object.assign(make("span", " · ", button, " ", said), { className: "copying" });
    proof.querySelector(".backlinks").append(copying);
  };
  table.addEventListener("toggle", ({ target }) => {
    if (target.matches(".proof[open]")) cite(target);
  }, true);

  for (const each of [chosen, ...within("[hidden]")]) if (each) each.hidden = false;
  choose?.classList.add("ready");
  addEventListener("popstate", restore);
  addEventListener("hashchange", reveal);
  restore();
  if (location.hash) {
    reveal();
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }
})();
