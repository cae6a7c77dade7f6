// Enhancements only: every page is readable without them. Search starts MkDocs's worker on first use.
(() => {
  "use strict";

  // What the scripts of single pages share: they run after this one.
  // Where the site has an address of its own, a page's address begins with it, whatever copy this is.
  const address = (document.querySelector("link[rel=canonical]")?.href ?? location.href).split(/[?#]/)[0];

  // Copies a text, and beside it the same as HTML, for what shows that, such as a word processor.
  const copy = async (text, html) => {
    if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const as = (type, content) => [type, new Blob([content], { type })];
    const kinds = [as("text/html", html), as("text/plain", text)];
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds))]);
  };

  // Where nothing can be copied, a field that is selected for the reader's own command.
  const byHand = (said, text, label) => {
    const field = Object.assign(document.createElement("input"), { readOnly: true, value: text, ariaLabel: label });
    said.replaceChildren(field);
    field.select();
  };

  // Says in a line what a choice came to, for eyes and ears (WCAG 4.1.3). A line becomes a status once its
  // first words stand in it, for those are no news.
  const tell = (line, text) => {
    if (line.textContent !== text) line.textContent = text;
    if (!line.hasAttribute("role")) line.setAttribute("role", "status");
  };

  // Lets a button copy what `take` returns, and say so beside it.
  const copier = ({ button, said, name, copied, take, failed }) => {
    button.setAttribute("aria-label", name);
    tell(said, "");
    button.addEventListener("click", async () => {
      const [text, html] = take();
      said.textContent = "";
      try {
        await copy(text, html);
        said.textContent = copied;
      } catch {
        failed(said, text);
      }
    });
  };

  // A field of a table that no spreadsheet takes for a formula, by the rule of the downloads.
  const FORMULA = /^(?:[\s\x1c-\x1f\x85'"]*[=+\-@＝＋－＠]|['"]*[\s\x1c-\x1f\x85])/;
  const inert = (field) => (FORMULA.test(field) && !/^[+-]?\d+(?:\.\d+)?$/.test(field) ? `'${field}` : field);
  // Does something as soon as the browser has time.
  const idle = (act) => (window.requestIdleCallback ?? setTimeout)(act);
  window.explainer = { address, byHand, copier, idle, inert, tell };

  const here = document.querySelector("script[data-scripts]").dataset;
  const root = here.root.replace(/\/?$/, "/");

  // Where a site stands may be known to its readers only.
  for (const holder of document.querySelectorAll(".address[data-path]")) {
    holder.textContent = new URL(root + holder.dataset.path, location.href).href;
  }

  for (const citing of document.querySelectorAll(".citing")) {
    const { copy, copied, selected } = citing.dataset;
    for (const holder of citing.querySelectorAll("dd")) {
      const citation = document.createElement("span");
      citation.append(...holder.childNodes);
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "copy", textContent: copy });
      const said = document.createElement("span");
      copier({
        button,
        said,
        name: `${copy}: ${holder.previousElementSibling.textContent}`,
        copied,
        take: () => [citation.textContent.trim(), citation.innerHTML.trim()], // italics and all
        failed: () => {
          getSelection().selectAllChildren(citation); // the reader's own command copies it
          said.textContent = selected;
        },
      });
      const tools = document.createElement("span");
      tools.className = "copying";
      tools.append(button, " ", said);
      holder.append(citation, " ", tools);
    }
  }

  // Parts of a long page that styles leave for later are laid out as soon as there is time, a few at once:
  // a phone can be used meanwhile, and assistive software finds only what is laid out. Its styles and its
  // place are two steps, for a large part takes long for each; were several parts placed in one, browsers
  // would lose a reader's place.
  const AT_ONCE = 4; // milliseconds
  const steps = [...document.querySelectorAll(".deferred")].flatMap((part) => [
    () => {
      part.style.contentVisibility = "visible";
      return getComputedStyle(part.firstElementChild ?? part).color; // works them out
    },
    () => part.getBoundingClientRect(),
  ]);
  const lay = () => {
    const end = performance.now() + AT_ONCE;
    while (steps.length && performance.now() < end) steps.shift()();
    if (steps.length % 2) setTimeout(lay); // no frame need come between the two
    else if (steps.length) idle(lay);
  };
  idle(lay);

  const opener = document.querySelector("button.search");
  const dialog = document.querySelector("dialog.search");
  const field = dialog.querySelector("input");
  const status = dialog.querySelector(".status");
  const list = dialog.querySelector(".results");
  const SHOWN = 30; // more results than this are a sign to add a word, not to scroll
  let worker = null;

  const show = (results) => {
    const words = field.value.trim();
    list.replaceChildren(
      ...results.slice(0, SHOWN).map((result) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root + result.location;
        link.textContent = result.title;
        const text = document.createElement("p");
        text.textContent = excerpt(result, words);
        item.append(link, text);
        return item;
      }),
    );
    const { found, best } = dialog.dataset;
    const more = results.length > SHOWN ? `, ${best.replace("{count}", SHOWN)}` : "";
    status.textContent = words ? found.replace("{count}", results.length) + more : "";
  };

  // What surrounds the first word sought, from word to word, without the title, which stands above it.
  const excerpt = ({ text: whole, title }, words) => {
    const text = whole.startsWith(title) ? whole.slice(title.length).trim() : whole;
    const at = text.toLowerCase().indexOf(words.toLowerCase().split(/\s+/)[0]);
    const start = at > 60 ? text.lastIndexOf(" ", at - 60) + 1 : 0;
    const space = text.lastIndexOf(" ", start + 180);
    const end = text.length <= start + 180 ? text.length : space > at ? space : start + 180;
    return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  };

  const ask = () => {
    const words = field.value.replace(/[-+~^:*]/g, " ").trim();
    if (!words || !worker) return show([]);
    const terms = words.split(/\s+/);
    const last = terms.pop(); // perhaps still being typed, so it may only begin a word
    const wanted = [...terms.map((term) => `+${term}`), last, `${last}*`];
    worker.postMessage({ query: wanted.join(" ") });
  };

  const start = () => {
    if (worker) return;
    worker = new Worker(new URL("worker.js", new URL(here.search, location.href)));
    status.textContent = dialog.dataset.loading;
    worker.onmessage = ({ data }) => {
      if (data.allowSearch) {
        status.textContent = "";
        field.addEventListener("input", ask);
        ask();
      } else if (data.results) {
        show(data.results);
      }
    };
    worker.postMessage({ init: true });
  };

  const open = () => {
    start();
    dialog.showModal();
    field.focus();
  };

  // Single keys can be switched off, in the dialog of keys that a page with a text has (WCAG 2.1.4).
  const off = () => {
    try {
      return localStorage.getItem("explainer-keys-off") === "1";
    } catch {
      return false; // a browser may keep nothing
    }
  };

  opener.hidden = false;
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !off() && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
  // In a search field Escape would first empty the field.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    dialog.close();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) dialog.close();
  });

  // A link to something inside a closed disclosure opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Paper shows everything: disclosures open for it, and close again after it.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
})();
