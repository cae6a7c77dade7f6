// Ways to read an annotated text. Without this script every note is there; with it a reader chooses.
// What is chosen is kept in the address's query, so that a teacher can link it.
(() => {
  "use strict";
  const text = document.querySelector("article.text");
  if (!text) return;
  const words = JSON.parse(text.dataset.words);
  const notes = [...text.querySelectorAll("aside.note")];
  const links = [...text.querySelectorAll("a.noteref")];
  const marks = [...text.querySelectorAll("mark")];
  for (const mark of marks) mark.dataset.kinds = mark.className.replaceAll("k-", "");
  const kinds = [...text.querySelectorAll(".legend li")].map((item) => item.dataset.kind);
  const of = (element) => kinds.filter((kind) => element.classList.contains(`k-${kind}`));
  const state = { kinds: new Set(kinds), mode: "all", lines: false };
  const MODES = ["all", "none", "try"];

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Controls
  const boxes = new Map();
  for (const item of text.querySelectorAll(".legend li")) {
    const box = item.querySelector("input");
    box.addEventListener("change", () => {
      state.kinds[box.checked ? "add" : "delete"](item.dataset.kind);
      update();
    });
    boxes.set(item.dataset.kind, box);
    box.hidden = false;
  }
  const tools = text.querySelector(".tools");
  const choice = tools.querySelector("select");
  choice.addEventListener("change", () => {
    state.mode = choice.value;
    update();
  });
  const lines = tools.querySelector("input");
  lines.addEventListener("change", () => {
    state.lines = lines.checked;
    update();
  });
  const keys = tools.querySelector("button");
  const shown = tools.querySelector(".shown");
  tools.hidden = false;

  // "Try first": a paragraph's notes stay hidden until its reader asks for them.
  const askers = [...text.querySelectorAll(".para")].flatMap((para) => {
    const holder = para.querySelector(".notes");
    if (!holder) return [];
    const count = holder.querySelectorAll(".note").length;
    const button = element("button", { type: "button", className: "ask", hidden: true });
    button.textContent = `${words.reveal} (${count})`;
    button.addEventListener("click", () => {
      holder.classList.add("asked");
      update();
      holder.querySelector("a.back").focus();
    });
    para.querySelector(".words").append(button);
    return [{ button, holder }];
  });

  // Numbers for every fifth line, as in a handout. The measure is fixed, so paper breaks alike.
  const EVERY = 5;
  const number = () => {
    for (const old of text.querySelectorAll(".line")) old.remove();
    text.classList.toggle("lined", state.lines);
    if (!state.lines) return;
    let count = 0;
    for (const block of text.querySelectorAll(".para :is(.words, .original) > :is(p, ul, ol):not(.pn, .under, .whose)")) {
      const range = document.createRange();
      range.selectNodeContents(block);
      const host = block.closest(".words");
      const top = host.getBoundingClientRect().top;
      const height = parseFloat(getComputedStyle(block).lineHeight);
      const rows = new Set([...range.getClientRects()].map((box) => Math.round((box.top + box.height / 2 - top) / height - 0.5)));
      for (const row of [...rows].sort((a, b) => a - b)) {
        count += 1;
        if (count % EVERY) continue;
        const mark = element("span", { className: "line", textContent: count });
        mark.setAttribute("aria-hidden", "true");
        mark.style.top = `${((row + 0.5) * height) / parseFloat(getComputedStyle(host).fontSize)}em`;
        host.append(mark);
      }
    }
  };
  addEventListener("resize", () => state.lines && number());

  const visible = (note) =>
    state.mode !== "none" &&
    of(note).some((kind) => state.kinds.has(kind)) &&
    (state.mode !== "try" || note.parentElement.classList.contains("asked"));

  const update = () => {
    for (const note of notes) note.hidden = !visible(note);
    for (const link of links) {
      link.hidden = document.getElementById(link.hash.slice(1))?.hidden ?? true;
    }
    const marked = state.mode !== "none";
    for (const mark of marks) {
      // A mark looks like the innermost of its notes that is shown.
      const kind = mark.dataset.kinds.split(" ").find((each) => state.kinds.has(each));
      mark.className = marked && kind ? `k-${kind}` : "off";
    }
    for (const { button, holder } of askers) {
      button.hidden = state.mode !== "try" || holder.classList.contains("asked");
    }
    for (const [kind, box] of boxes) box.checked = state.kinds.has(kind);
    choice.value = state.mode;
    lines.checked = state.lines;
    number();
    const count = notes.filter((note) => !note.hidden).length;
    explainer.tell(shown, `${count} ${words.of} ${notes.length} ${words.notes}`);
    const query = new URLSearchParams(location.search);
    query.delete("notes");
    query.delete("kinds");
    query.delete("lines");
    if (state.lines) query.set("lines", "1");
    if (state.mode !== "all") query.set("notes", state.mode);
    if (state.kinds.size < kinds.length) query.set("kinds", [...state.kinds].join(" ") || "none");
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) history.replaceState(null, "", `${location.pathname}${search}${location.hash}`);
  };

  const query = new URLSearchParams(location.search);
  if (MODES.includes(query.get("notes"))) state.mode = query.get("notes");
  if (query.has("kinds")) state.kinds = new Set(query.get("kinds").split(" ").filter((kind) => kinds.includes(kind)));
  state.lines = query.get("lines") === "1";
  update();
  // A link to a note that a choice hides shows it all the same.
  const reveal = () => {
    const note = notes.find((each) => `#${each.id}` === decodeURIComponent(location.hash));
    if (!note?.hidden) return;
    state.mode = state.mode === "none" ? "all" : state.mode;
    of(note).forEach((kind) => state.kinds.add(kind));
    note.parentElement.classList.add("asked");
    update();
    note.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // A look at the note where its number stands: on hover and on focus; Escape puts it away.
  const preview = element("div", { className: "preview", hidden: true });
  preview.setAttribute("aria-hidden", "true"); // the link leads to the same words
  text.append(preview);
  let leaving = 0;
  const put = (link) => {
    const note = document.getElementById(link.hash.slice(1));
    clearTimeout(leaving);
    for (const each of notes) each.classList.toggle("lit", each === note);
    const box = note.getBoundingClientRect();
    if (box.top >= 0 && box.bottom <= innerHeight && box.height) return hide(false);
    preview.replaceChildren(...[...note.querySelector(".point").childNodes].map((node) => node.cloneNode(true)));
    for (const each of preview.querySelectorAll("a")) each.tabIndex = -1;
    preview.className = `preview ${note.className}`;
    preview.hidden = false;
    const at = link.getBoundingClientRect();
    const host = text.getBoundingClientRect();
    const left = Math.min(at.left - host.left, host.width - preview.offsetWidth);
    preview.style.left = `${Math.max(0, left)}px`;
    preview.style.top = `${at.bottom - host.top + 4}px`;
  };
  const hide = (dim = true) => {
    preview.hidden = true;
    if (dim) for (const each of notes) each.classList.remove("lit");
  };
  const leave = () => {
    leaving = setTimeout(hide, 200); // time to move the pointer onto the preview
  };
  for (const link of links) {
    link.addEventListener("mouseenter", () => put(link));
    link.addEventListener("focus", () => put(link));
    link.addEventListener("mouseleave", leave);
    link.addEventListener("blur", () => hide()); // at once, or it would cover where focus goes
  }
  preview.addEventListener("mouseenter", () => clearTimeout(leaving));
  preview.addEventListener("mouseleave", leave);

  // A paragraph's button copies its citation, by the address that stays.
  for (const number of text.querySelectorAll(".pn a")) {
    const copying = number.closest(".words").querySelector(".copying");
    const button = copying.querySelector("button");
    const said = copying.querySelector(".said");
    copying.hidden = false;
    // The address that stays is that of the paragraph's card, which a private copy has not.
    const card = copying.parentElement.querySelector("a[href$='#cite']");
    const place = card ? card.getAttribute("href").split("#")[0] : number.hash;
    explainer.copier({
      button,
      said,
      name: `${words.copy}: ${number.textContent}`,
      copied: words.copied,
      take: () => [`${number.closest(".words").dataset.citation} ${new URL(place, explainer.address).href}`],
      failed: (_, citation) => explainer.byHand(said, citation, words.copy),
    });
  }

  // Keys. They can be switched off, for those whose software sends letters (WCAG 2.1.4).
  const OFF = "explainer-keys-off";
  let off = false;
  try {
    off = localStorage.getItem(OFF) === "1";
  } catch {} // a browser may keep nothing
  const help = element("dialog", { className: "keys" });
  help.setAttribute("aria-labelledby", "keys-title");
  const list = element("dl");
  for (const [key, meaning] of Object.entries(words.list)) {
    list.append(element("dt", {}, element("kbd", { textContent: key })), element("dd", { textContent: meaning }));
  }
  const single = element("input", { type: "checkbox", checked: !off });
  single.addEventListener("change", () => {
    off = !single.checked;
    try {
      localStorage.setItem(OFF, off ? "1" : "0");
    } catch {}
  });
  const close = element("button", { className: "close", textContent: words.close });
  help.append(
    element("form", { method: "dialog" }, element("h2", { id: "keys-title", textContent: words.keys }), close),
    list,
    element("label", {}, single, ` ${words.single}`),
  );
  document.body.append(help);
  keys.addEventListener("click", () => help.showModal());

  const step = (by) => {
    const there = links.filter((link) => !link.hidden && link.checkVisibility());
    const now = there.indexOf(document.activeElement);
    const near = there.findIndex((link) => link.getBoundingClientRect().top > 0);
    const next = now >= 0 ? now + by : by > 0 ? Math.max(near, 0) : near - 1;
    there[Math.min(Math.max(next, 0), there.length - 1)]?.focus();
  };
  const actions = {
    n: () => step(1),
    p: () => step(-1),
    m: () => {
      state.mode = state.mode === "none" ? "all" : "none";
      update();
    },
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (off || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
})();
