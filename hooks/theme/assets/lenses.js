// The timeline's choices: a count of what is shown, and the address that brings them back.
// Which events are shown is decided by styles alone, so without this script they work all the same.
(() => {
  "use strict";
  const page = document.querySelector("article.timeline");
  const form = page.querySelector("form.lenses");
  const said = JSON.parse(page.dataset.words);
  const items = [...page.querySelectorAll(".events > li")];
  const years = [...page.querySelectorAll("section.year")];
  // The picture's marks by the event that each leads to. What follows is done once it is needed, or there
  // is time for it: a phone is to answer at once.
  const marks = new Map();
  const draw = () => {
    if (marks.size) return;
    // The tall drawing has still marks; links are those of the wide one's lanes, turned over.
    for (const still of page.querySelectorAll(".picture .tall [data-of]")) {
      const lane = document.getElementById(still.dataset.of).cloneNode(true);
      lane.removeAttribute("id");
      lane.setAttribute("transform", "matrix(0 1 1 0 0 0)");
      still.replaceWith(lane);
    }
    for (const link of page.querySelectorAll(".picture svg a")) {
      const name = link.getAttribute("href").slice(1);
      marks.set(name, [...(marks.get(name) ?? []), link]);
    }
  };
  explainer.idle(draw);
  // Names of the marks for the pointer; all else has the events themselves.
  page.querySelector(".picture").addEventListener("pointerenter", () => {
    draw();
    for (const [name, links] of marks) {
      for (const link of links.filter((link) => link.querySelector("use"))) {
        const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
        title.textContent = document.getElementById(name).querySelector("a").lastChild.textContent.trim();
        link.prepend(title);
      }
    }
  }, { once: true });
  // Paper names the address of each event; where no build knew it, it is that of this page.
  addEventListener("beforeprint", () => {
    const known = page.style.getPropertyValue("--here");
    if (!known) page.style.setProperty("--here", JSON.stringify(location.href.split(/[?#]/)[0]));
  });
  const NAMES = ["actor", "theme", "phase", "text"];
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const field = (name) => form.elements[name];

  const count = form.querySelector(".count");
  const asof = field("asof");
  const day = field("day"); // any may be asked for, not only those of the texts
  for (const each of form.querySelectorAll("[hidden]")) each.hidden = false;

  const DAY_LENGTH = 86400000;
  // data-d, if there is one, holds the first day, after a slash the last, and ~ if the day is not known.
  const read = (item) => {
    const given = item.dataset.d ?? item.querySelector("time").dateTime;
    const known = !given.endsWith("~");
    const [first, last = first] = given.replace("~", "").split("/");
    const days = Math.floor((Date.parse(last) - Date.parse(first)) / DAY_LENGTH / 2);
    const vague = !known && Date.parse(last) - Date.parse(first) > 30 * DAY_LENGTH;
    return { first, last, known, vague, begun: Date.parse(first) + (known ? 0 : days * DAY_LENGTH) };
  };
  const spans = new Map();
  const spanOf = (item) => {
    if (!spans.has(item)) spans.set(item, read(item));
    return spans.get(item);
  };
  const dayChosen = () => (DAY.test(day?.value) ? day.value : "");
  const dayInWords = () => dayChosen() && new Date(`${dayChosen()}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  let apart = false;
  const setApart = () => {
    const limit = dayChosen();
    if (!limit && !apart) return;
    apart = limit !== "";
    const shown = dayInWords();
    for (const item of items) {
      const { first, last } = spanOf(item);
      const state = !limit || last <= limit ? "" : first > limit ? "later" : "open";
      item.classList.toggle("later", state === "later");
      item.classList.toggle("open", state === "open");
      if (state) item.style.setProperty("--said", JSON.stringify(said[state].replace("{date}", shown)));
      else item.style.removeProperty("--said");
    }
  };

  const measure = (shown) => {
    shown.forEach((item, index) => {
      let gap = item.querySelector(".gap");
      const [here, before] = [spanOf(item), index && spanOf(shown[index - 1])];
      // Nothing is counted to or from a day that is not known to within a month.
      if (!before || here.vague || before.vague) return gap?.remove();
      if (!gap) {
        gap = document.createElement("span");
        gap.className = "gap";
        item.querySelector(".when").append(gap);
      }
      const days = Math.max(0, Math.round((here.begun - before.begun) / DAY_LENGTH));
      const about = here.known && before.known ? "" : `${said.about} `;
      gap.textContent = `${about}+${days} ${days === 1 ? said.day : said.days}`;
    });
  };

  // How many are shown, and as of which day. Styles see what is chosen of a list, but not a day.
  const tell = (number) => {
    const known = dayInWords() && `. ${said.asof} ${dayInWords()}`;
    const told = said.shown.replace("{shown}", number).replace("{all}", items.length) + known;
    explainer.tell(count, told);
    form.classList.toggle("asked", known !== "");
  };

  // Where nothing is chosen nothing needs to be measured, which takes a phone long.
  const chosen = () => NAMES.some((name) => field(name)?.value);
  let narrowed = false;
  const show = () => {
    // Styles then need not look into the form for every event.
    form.classList.toggle("whole", [...form.querySelectorAll("select")].every((select) => !select.value));
    setApart();
    if (narrowed || chosen()) return narrow();
    tell(items.length);
    if (field("gaps").checked) measure(items);
  };
  const narrow = () => {
    narrowed = chosen();
    draw();
    for (const year of years) year.classList.remove("bare");
    const shown = items.filter((item) => item.getClientRects().length > 0);
    const seen = new Set(shown);
    tell(shown.length);
    for (const item of items) {
      const links = marks.get(item.querySelector("h3").id) ?? [];
      for (const link of links) link.classList.toggle("unchosen", !seen.has(item));
    }
    for (const year of years) {
      const all = [...year.querySelectorAll(".events > li")];
      const left = all.filter((item) => seen.has(item)).length;
      const note = year.querySelector("h2 small");
      note.dataset.all ??= note.textContent;
      note.textContent = left === all.length ? note.dataset.all : `${left} ${said.of} ${note.dataset.all}`;
      year.classList.toggle("bare", left === 0);
    }
    if (field("gaps").checked) measure(shown);
  };

  const save = () => {
    const query = new URLSearchParams();
    for (const name of NAMES) if (field(name)?.value) query.set(name, field(name).value);
    if (asof && (dayChosen() || asof.value)) query.set("asof", dayChosen() || asof.value);
    if (field("gaps").checked) query.set("gaps", "1");
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) history.pushState(null, "", `${location.pathname}${search}${location.hash}`);
  };

  const restore = () => {
    const query = new URLSearchParams(location.search);
    const choose = (select, value) => {
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    };
    for (const name of NAMES) if (field(name)) choose(field(name), query.get(name) ?? "");
    const limit = query.get("asof") ?? "";
    if (asof) {
      day.value = DAY.test(limit) ? limit : "";
      choose(asof, limit);
    }
    field("gaps").checked = query.get("gaps") === "1";
    show();
  };

  form.addEventListener("change", (event) => {
    if (event.target === day) asof.value = "";
    if (event.target === asof) day.value = "";
    save();
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { save(); show(); }));
  addEventListener("popstate", restore);
  addEventListener("hashchange", show);
  restore();
})();
