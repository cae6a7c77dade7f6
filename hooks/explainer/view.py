"""What templates ask: how an item is named, where it leads and how prose reads from one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from explainer import dates, moments, notes, prose, urls
from explainer.citations import Formatted
from explainer.classroom import Whole
from explainer.manuscripts import Manuscript
from explainer.mentions import PAGE
from explainer.model import (
    Comparison,
    Event,
    Explainer,
    Item,
    Moment,
    Note,
    Paragraph,
    Question,
    Reference,
    Row,
    Text,
)
from explainer.vocabulary import Lane, NoteKind, Settings
from explainer.words import words


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

    def address(self, name: str) -> urls.Address:
        """Return where an item is read."""
        return urls.address(self.explainer.read_as(name))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """How every item is named in a list of links."""
        return {
            name: prose.quotation_marks(self._title(name, item))
            for name, item in self.explainer.items.items()
        }

    def _title(self, name: str, item: Item) -> str:
        if isinstance(item, Paragraph):
            return f"{self.texts[item.text].source.short} {item.source.name}"
        if isinstance(item, Note | Question):
            return self._numbered(name, item)
        if isinstance(item, Row):
            return f"{self.titles_of_tables[name.split('/')[1]]}: {item.label}"
        if isinstance(item, Reference):
            return self.formatted[item.id].label
        if isinstance(item, Text):
            return item.source.short
        return item.title if isinstance(item, Event | Comparison) else item.name

    def _numbered(self, name: str, item: Note | Question) -> str:
        text = self.texts[self.explainer.read_as(name).split("/", maxsplit=1)[0]]
        if isinstance(item, Note):
            key, number = "note", self.numbers[name].number
        else:
            key, number = "question", text.questions.index(item) + 1
        return f"{text.source.short}, {words(self.explainer.settings)[key].lower()} {number}"

    @cached_property
    def titles_of_tables(self) -> Mapping[str, str]:
        """Titles of tables by ID."""
        return {table.id: table.title for table in self.explainer.comparisons}


@dataclass(frozen=True)
class View:
    """The site as seen from one page, which relative addresses start from."""

    site: Site
    page: str

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The interface's words."""
        return words(self.site.explainer.settings)

    @cached_property
    def settings(self) -> Settings:
        """The explainer's own vocabulary."""
        return self.site.explainer.settings

    @cached_property
    def kinds(self) -> Mapping[str, NoteKind]:
        """The kinds of note by ID."""
        return {kind.id: kind for kind in self.settings.kinds}

    @cached_property
    def lanes(self) -> Mapping[str, Lane]:
        """The timeline's lanes by ID."""
        return {lane.id: lane for lane in self.settings.lanes}

    def authors(self, text: Text) -> str:
        """Return the names of a text's authors."""
        names = text.source.authors
        return ", ".join(name.literal or f"{name.given} {name.family}" for name in names)

    def flag(self, event: Event) -> str:
        """Return the short name of an event that marks the picture's whole height.

        An event that points at a source text is named as that text is.
        """
        names = [name for name in event.see if name in self.site.texts]
        return self.title(names[0]) if names else event.title

    def href(self, name: str) -> str:
        """Return the address of an item, or of a hand-written page after ``page:``."""
        if name.startswith(PAGE):
            return urls.page_href(name.removeprefix(PAGE), self.page)
        return urls.href(self.site.explainer.read_as(name), self.page)

    def page_href(self, page: str) -> str:
        """Return the address of a page by its source file."""
        return urls.page_href(page, self.page)

    def data_href(self, file: str) -> str:
        """Return the address of a data file by its path below the site's root."""
        return urls.data_href(file, self.page)

    def title(self, name: str) -> str:
        """Return how an item or page is named in a list of links."""
        if name.startswith(PAGE):
            return self.site.manuscripts[name.removeprefix(PAGE)].title
        return self.site.titles[name]

    def label(self, name: str, locator: str = "") -> str:
        """Return the words of a citation."""
        label = self.title(name)
        return f"{label}, {locator}" if locator and name.startswith("ref/") else label

    def inline(self, text: str) -> Markup:
        """Render a line of prose, its citations and links included."""
        is_text = self.site.texts.__contains__
        return Markup(self.site.renderer.linked(text, self._links, is_text))  # noqa: S704 - our own

    @cached_property
    def _links(self) -> prose.Links:
        return prose.Links(self.href, self.label)

    def split(self, text: str) -> tuple[Markup, Markup]:
        """Render a note's first sentence, which is its point, and the rest."""
        point, *rest = prose.sentences(text)
        return self.inline(point), self.inline(" ".join(rest)) if rest else Markup()

    def evidence(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the label and address of each entry of a list of evidence."""
        found = (self.site.explainer.evidence(name) for name in names)
        return [(self.label(name), self.href(name)) for name in found if name]

    def links(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the title and address of each item."""
        return [(self.title(name), self.href(name)) for name in names]

    @cached_property
    def reading_words(self) -> Mapping[str, object]:
        """The words of the controls that a script adds to an annotated text."""
        prefix = "reading_"
        given = {key.removeprefix(prefix): v for key, v in self.words.items() if prefix in key}
        listed = {"n": "next", "p": "previous", "m": "marks", "/": "search", "?": "help"}
        keys = {key: given.pop(f"key_{name}") for key, name in listed.items()}
        return {**given, "list": keys, "notes": self.words["notes"]}

    def events_of(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the title and address of those of the items that are events."""
        return self.links([name for name in names if name.startswith("event/")])

    def mentions(self, name: str) -> list[tuple[str, str]]:
        """Return the title and address of whatever mentions an item."""
        return self.links(self.site.mentions.get(name, ()))

    def date(self, text: str) -> str:
        """Word an EDTF date."""
        return dates.words(text)

    def time(self, moment: Moment) -> Markup:
        """Word a time of day by the clock of its place and by others, with what it is the time of."""
        text = moments.words(moment, self.settings.clocks)
        return self.inline(f"{text}, {moment.note}" if moment.note else text)

    def iso(self, text: str) -> str:
        """Return an EDTF date as HTML's ``datetime`` takes it."""
        return dates.iso(text)

    def entry(self, key: str) -> Markup:
        """Return a reference's entry in the bibliography."""
        return Markup(self.site.formatted[key].entry)  # noqa: S704 - citeproc's HTML

    def names(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the short name and address of each actor."""
        actors = {actor.id: actor for actor in self.site.explainer.actors}
        return [(actors[name].short, self.href(f"actor/{name}")) for name in names]
