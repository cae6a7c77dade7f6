// Citations: a button that copies each, and this site's address where no build knew it.
(() => {
  "use strict";
  const root = document.currentScript.dataset.root.replace(/\/?$/, "/");

  // Where a site stands may be known to its readers only.
  for (const address of document.querySelectorAll(".address[data-path]")) {
    address.textContent = new URL(root + address.dataset.path, location.href).href;
  }

  for (const citing of document.querySelectorAll(".citing")) {
    const { copy, copied, selected } = citing.dataset;
    for (const holder of citing.querySelectorAll("dd")) {
      const citation = document.createElement("span");
      citation.append(...holder.childNodes);
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "copy", textContent: copy });
      const said = document.createElement("span");
      explainer.copier({
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
})();
