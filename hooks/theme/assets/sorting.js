// Lets a reader sort a table by its columns; without this script it stands in the order of the texts.
(() => {
  "use strict";
  const ASCENDING = "ascending";
  const DESCENDING = "descending";
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    const given = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, column) => {
      const cell = row.cells[column].cloneNode(true);
      cell.querySelector(".column")?.remove();
      return cell.textContent.trim().toLocaleLowerCase();
    };
    const sort = (column) => {
      const was = heads[column].getAttribute("aria-sort");
      for (const head of heads) head.removeAttribute("aria-sort");
      // Ascending, then descending, then as it was given.
      const now = was === ASCENDING ? DESCENDING : was === DESCENDING ? null : ASCENDING;
      const sign = now === DESCENDING ? -1 : 1;
      const rows = now
        ? [...given].sort((a, b) => sign * key(a, column).localeCompare(key(b, column)))
        : given;
      if (now) heads[column].setAttribute("aria-sort", now);
      body.append(...rows);
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(column));
      head.append(button);
    });
  }
})();
