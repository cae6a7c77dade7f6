"""What the site's search finds: every item for itself, where it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer import prose, urls
from explainer.contents import Site
from explainer.model import Actor, Event, Item, Note, Paragraph, Question, Reference, Row, Term
from explainer.view import View


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found: its address from the site's root, its title and its words."""

    location: str
    title: str
    text: str


def entries(site: Site) -> Iterator[Entry]:
    """Yield an entry for each item; texts and tables are found through their parts."""
    view = View(site, "index.md")
    for name, item in site.explainer.items.items():
        words = _words(view, name, item)
        if words:
            address = site.address(name)
            location = f"{urls.url(address.page)}#{address.fragment}"
            text = prose.quotation_marks(prose.bare(" ".join(filter(None, words))))
            yield Entry(location, _title(view, name, item), text)


def _title(view: View, name: str, item: Item) -> str:
    if isinstance(item, Note):
        return f"{view.title(name)}: {view.kinds[item.kind].label}"
    if isinstance(item, Question):
        return f"{view.title(name)}: {view.words[item.kind]}"
    return view.title(name)


def _words(view: View, name: str, item: Item) -> list[str]:  # noqa: PLR0911 - one for each kind
    """Return the prose of an item that is worth finding; none for one that has only parts."""
    match item:
        case Paragraph():
            return [item.markdown.replace("\n", " ")]
        case Note():
            return [item.text, item.assessment or ""]
        case Question():
            return [item.question, item.sketch]
        case Event():
            return [view.date(item.date), item.summary, item.date_note or "", *item.figures]
        case Row():
            cells = (cell.text for cell in item.cells.values())
            return [view.title(name), item.lesson or "", *cells]
        case Term():
            return [item.definition, *item.also]
        case Actor():
            return [item.short, item.about]
        case Reference():
            return [item.title, item.container_title or "", item.custom.note or ""]
        case _:
            return []
