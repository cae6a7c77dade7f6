// Citations: a button that copies each, and this site's address where no build knew it.
(() => {
  "use strict";
  const root = document.currentScript.dataset.root.replace(/\/?$/, "/");

  // Where a site stands may be known to its readers only.
  for (const address of document.querySelectorAll(".address[data-path]")) {
    address.textContent = new URL(root + address.dataset.path, location.href).href;
  }

  // With its italics for a word processor, and as plain text for everything else.
  const put = async (citation) => {
    const text = citation.textContent.trim();
    if (!window.ClipboardItem) return navigator.clipboard.writeText(text);
    const as = (type, content) => [type, new Blob([content], { type })];
    const kinds = [as("text/html", citation.innerHTML.trim()), as("text/plain", text)];
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds))]);
  };

  for (const citing of document.querySelectorAll(".citing")) {
    const { copy, copied, selected } = citing.dataset;
    for (const holder of citing.querySelectorAll("dd")) {
      const citation = document.createElement("span");
      citation.append(...holder.childNodes);
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "copy", textContent: copy });
      const name = `${copy}: ${holder.previousElementSibling.textContent}`;
      button.setAttribute("aria-label", name);
      button.addEventListener("blur", () => button.setAttribute("aria-label", name));
      const said = document.createElement("span");
      button.addEventListener("click", async () => {
        said.textContent = "";
        try {
          await put(citation);
          said.textContent = copied;
        } catch {
          getSelection().selectAllChildren(citation); // the reader's own command copies it
          said.textContent = selected;
        }
        button.setAttribute("aria-label", `${said.textContent} ${name}`); // its name is heard where it changes
      });
      const tools = document.createElement("span");
      tools.className = "copying";
      tools.append(button, " ", said);
      holder.append(citation, " ", tools);
    }
  }
})();
