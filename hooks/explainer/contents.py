"""Everything that pages are made from, and what follows from it: names, numbers, what is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from explainer import editions, notes, prose, urls
from explainer.citations import Formatted
from explainer.citestyles import Styles
from explainer.classroom import Whole
from explainer.editions import Edition
from explainer.ledger import Gone
from explainer.manuscripts import Manuscript
from explainer.model import (
    Comparison,
    Event,
    Explainer,
    Item,
    Note,
    Paragraph,
    Question,
    Reference,
    Row,
    Text,
)
from explainer.words import words

Made = TypeVar("Made")


@dataclass(frozen=True)
class Site:
    """Everything that pages are made from."""

    explainer: Explainer
    manuscripts: Mapping[str, Manuscript]
    mentions: Mapping[str, tuple[str, ...]]
    formatted: Mapping[str, Formatted]
    originals: Mapping[str, Whole] = field(default_factory=dict)
    """Whole originals by text, in a classroom copy alone."""
    renderer: prose.Renderer = field(default_factory=prose.Renderer)
    root: str = ""
    """The address of the site's root, with a slash at its end; empty while it is unknown."""
    current: str = ""
    """Where the site is read as it is now, without a slash at its end, if this is an edition kept."""
    styles: Styles = field(default_factory=Styles)
    """The styles of citations, and where what they formatted is kept."""
    _made: dict[Callable[[Site], Any], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, make: Callable[[Site], Made]) -> Made:
        """Return what ``make`` makes of the site; it is made once, whoever asks."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def at(self, root: str) -> Site:
        """Return the site as it is published at another address."""
        return self if root == self.root else replace(self, root=root, _made={})

    @cached_property
    def texts(self) -> Mapping[str, Text]:
        """The source texts by ID."""
        return {text.id: text for text in self.explainer.texts}

    @cached_property
    def numbers(self) -> Mapping[str, notes.Placed]:
        """Every note with its number and place, by permanent ID."""
        return {
            f"{text.id}/n/{placed.note.id}": placed
            for text in self.explainer.texts
            for placed in notes.placed(text)
        }

    @property
    def edition(self) -> Edition | None:
        """The current edition."""
        return editions.current(self.explainer.editions)

    @cached_property
    def gone(self) -> Mapping[str, tuple[Gone, ...]]:
        """What became of the published IDs that no item has, by the page where they were read."""
        found: dict[str, list[Gone]] = {}
        for each in self.explainer.register.gone:
            if each.address:
                found.setdefault(each.address.page, []).append(each)
        # The notice of a whole page stands above those of its parts.
        return {page: tuple(sorted(each, key=lambda gone: gone.id)) for page, each in found.items()}

    def address(self, name: str) -> urls.Address:
        """Return where an item is read."""
        return urls.address(self.explainer.read_as(name))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """How every item is named in a list of links."""
        return {
            name: prose.quotation_marks(prose.unspanned(self._title(name, item)))
            for name, item in self.explainer.items.items()
        }

    def _title(self, name: str, item: Item) -> str:
        match item:
            case Paragraph():
                title = f"{self.texts[item.text].source.short} {item.source.name}"
            case Note() | Question():
                title = self._numbered(name, item)
            case Row():
                title = f"{self.titles_of_tables[name.split('/')[1]]}: {item.label}"
            case Reference():
                title = self.formatted[item.id].label
            case Text():
                title = item.source.short
            case Comparison():
                title = self.titles_of_tables[item.id]
            case Event():
                title = item.title
            case _:
                title = item.name
        return title

    def _numbered(self, name: str, item: Note | Question) -> str:
        text = self.texts[self.explainer.read_as(name).split("/", maxsplit=1)[0]]
        if isinstance(item, Note):
            key, number = "note", self.numbers[name].number
        else:
            key, number = "question", text.questions.index(item) + 1
        return f"{text.source.short}, {words(self.explainer.settings)[key].lower()} {number}"

    @cached_property
    def titles_of_tables(self) -> Mapping[str, str]:
        """How lists of links call tables, by ID."""
        return {table.id: table.short or table.title for table in self.explainer.comparisons}
