"""The last hand on a site that MkDocs has built, where all its files lie in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from explainer import assets


def finish(site: Path) -> None:
    """Name files after their content, give each page its styles at once, and drop unused styles."""
    names = {**_name_pictures(site), **_name_search(site)}
    asked: set[str] = set()
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        joined, sheets = assets.joined(html, lambda path: (site / path).read_text(encoding="utf-8"))
        for path, content in sheets.items():
            (site / path).write_text(content, encoding="utf-8")
        finished = assets.renamed(joined, names)
        if finished != html:
            file.write_text(finished, encoding="utf-8")
        asked.update(assets.STYLES.findall(finished))
    for sheet in (site / assets.FOLDER).glob("*.css"):
        if sheet.name not in asked:
            sheet.unlink()


def _name_pictures(site: Path) -> Mapping[str, str]:
    """Rename the pictures that heads of pages name; return their new paths by the old ones."""
    names = {}
    for file in [file for pattern in assets.PICTURES for file in site.glob(pattern)]:
        path = file.relative_to(site).as_posix()
        names[path] = assets.named(path, file.read_bytes())
        file.rename(site / names[path])
    return names


def _name_search(site: Path) -> Mapping[str, str]:
    """Move the search to a folder named after all its files; return the new path by the old one.

    The files keep their names, because MkDocs's worker knows them.
    """
    folder = site / assets.SEARCH
    files = sorted(folder.glob("*.js*"))
    if not files:  # a site may do without search
        return {}
    name = assets.named(assets.SEARCH, b"".join(file.read_bytes() for file in files))
    (site / name).mkdir()
    for file in files:
        file.rename(site / name / file.name)
    if not any(folder.iterdir()):  # a page of the site may lie there too
        folder.rmdir()
    return {assets.SEARCH: name}
