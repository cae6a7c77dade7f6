// A list of links to take away: of which text, of which kind, in which notation.
// What can be listed stands in the page already, so nothing is fetched.
(() => {
  "use strict";
  const block = document.querySelector(".links[data-words]");
  const said = JSON.parse(block.dataset.words);
  const groups = [...block.querySelectorAll("details[data-kind]")];
  const entries = groups.flatMap((group) => [...group.querySelectorAll("li")].map((item) => {
    const [card, place] = item.querySelectorAll("a");
    const address = (link) => new URL(link.getAttribute("href"), explainer.address).href;
    const { kind, part } = group.dataset;
    return { kind, part, title: card.textContent, card: address(card), place: address(place ?? card) };
  }));

  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const field = (text) => `"${explainer.inert(text).replaceAll('"', '""')}"`;
  const notations = {
    html: (list, to) =>
      `<ul>\n${list.map((each) => `<li><a href="${escaped(each[to])}">${escaped(each.title)}</a></li>\n`).join("")}</ul>\n`,
    markdown: (list, to) =>
      list.map((each) => `- [${each.title.replace(/[\\[\]*_`<]/g, "\\$&")}](${each[to]})\n`).join(""),
    csv: (list) => [["kind", "title", "card", "place"], ...list.map((each) => [said.kinds[each.kind], each.title, each.card, each.place])]
      .map((row) => `${row.map(field).join(",")}\n`).join(""),
  };

  const form = document.createElement("form");
  form.className = "tools";
  form.setAttribute("aria-label", said.form);
  const choice = (label, options) => {
    const holder = document.createElement("label");
    const select = document.createElement("select");
    select.autocomplete = "off";
    select.append(...options.map(([value, text]) => new Option(text, value)));
    holder.append(`${label} `, select);
    form.append(holder, " ");
    return select;
  };
  const every = ["", said.every];
  const part = choice(said.part, [every, ...Object.entries(said.parts)]);
  const kind = choice(said.kind, [every, ...Object.entries(said.kinds)]);
  const to = choice(said.to, [["card", said.card], ["place", said.places]]);
  const as = choice(said.as, [["html", said.html], ["markdown", said.markdown], ["csv", said.csv]]);
  const button = (text) => Object.assign(document.createElement("button"), { type: "button", textContent: text });
  const make = Object.assign(button(said.make), { type: "submit" });
  form.append(make);

  const made = document.createElement("div");
  made.className = "made";
  made.hidden = true;
  const area = document.createElement("textarea");
  Object.assign(area, { readOnly: true, rows: 10, spellcheck: false });
  area.setAttribute("aria-label", said.form);
  const copy = button(said.copy);
  copy.className = "copy";
  const status = document.createElement("span");
  const line = document.createElement("p");
  line.className = "tools";
  line.append(copy, " ", status);
  made.append(area, line);

  const chosen = () => entries.filter((each) =>
    (!part.value || each.part === part.value) && (!kind.value || each.kind === kind.value));
  const show = () => {
    const list = chosen();
    area.value = notations[as.value](list, to.value);
    explainer.tell(status, said.list.replace("{count}", list.length));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    made.hidden = false;
    show();
  });
  form.addEventListener("change", () => {
    to.disabled = as.value === "csv"; // which holds both
    if (!made.hidden) show();
  });
  explainer.copier({
    button: copy,
    said: status,
    name: said.copy,
    copied: said.copied,
    take: () => [area.value, as.value === "html" && area.value], // a list where one is shown
    failed: () => {
      area.select(); // the reader's own command copies it
      status.textContent = said.selected;
    },
  });
  block.prepend(form, made);
})();
