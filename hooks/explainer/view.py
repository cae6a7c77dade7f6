"""What templates ask: how an item is named, where it leads and how prose reads from one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from markupsafe import Markup

from explainer import dates, ledger, moments, prose, urls
from explainer.contents import Site
from explainer.editions import Edition
from explainer.ledger import Gone
from explainer.mentions import PAGE
from explainer.model import (
    Comparison,
    Event,
    Item,
    Moment,
    Note,
    Paragraph,
    Question,
    Reference,
    Row,
    Text,
)
from explainer.vocabulary import Lane, NoteKind, Settings, Theme
from explainer.words import words


@dataclass(frozen=True)
class View:
    """The site as seen from one page, which relative addresses start from."""

    site: Site
    page: str

    # Where a reader of a list meets an item again: in texts and tables, not in other lists.
    READING: ClassVar = (Text, Paragraph, Note, Question, Comparison, Row)

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

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """The themes of events by ID."""
        return {theme.id: theme for theme in self.settings.themes}

    @cached_property
    def lens_words(self) -> Mapping[str, str]:
        """The words that a script adds to the timeline's form."""
        names = ("about", "asof", "day", "days", "later", "open", "shown")
        return {"of": self.words["of"], **{name: self.words[f"lens_{name}"] for name in names}}

    def authors(self, text: Text) -> str:
        """Return the names of a text's authors."""
        return text.source.written_by

    def flag(self, event: Event) -> str:
        """Return the short name of an event that marks the picture's whole height.

        An event that points at a source text is named as that text is.
        """
        names = [name for name in event.see if name in self.site.texts]
        return self.title(names[0]) if names else self.title(f"event/{event.id}")

    def href(self, name: str) -> str:
        """Return the address of an item, or of a hand-written page after ``page:``."""
        if name.startswith(PAGE):
            return urls.page_href(name.removeprefix(PAGE), self.page)
        return urls.href(self.site.explainer.read_as(name), self.page)

    def page_href(self, page: str) -> str:
        """Return the address of a page by its source file."""
        return urls.page_href(page, self.page)

    def lens_href(self, lens: str, name: str) -> str:
        """Return the address of the page of an actor's, a theme's or a phase's events."""
        return self.page_href(urls.lens_page(lens, name))

    @property
    def cards(self) -> bool:
        """Whether items have cards: not in a private copy, which nobody links or cites."""
        return not self.site.originals

    def card_href(self, name: str) -> str:
        """Return the address of an item's card."""
        return urls.card_href(name, self.page)

    def path(self, name: str) -> str:
        """Return where an item, or a page by its source file, is read below the site's root."""
        if name.endswith(".md"):
            return urls.url(name)
        place = self.site.address(name)
        return urls.url(place.page) + (f"#{place.fragment}" if place.fragment else "")

    def cite_href(self, name: str, ending: str) -> str:
        """Return the address of an item's file for reference managers, of that ending."""
        return self.data_href(urls.cite_file(name, ending))

    def data_href(self, file: str) -> str:
        """Return the address of a data file by its path below the site's root."""
        return urls.data_href(file, self.page)

    def title(self, name: str) -> str:
        """Return how an item or page is named in a list of links."""
        if name.startswith(PAGE):
            return self.site.manuscripts[name.removeprefix(PAGE)].title
        return self.site.titles[name]

    @cached_property
    def gone(self) -> tuple[Gone, ...]:
        """What became of the IDs that were read on this page and are gone."""
        return self.site.gone.get(self.page, ())

    @property
    def edition(self) -> Edition | None:
        """The site's current edition."""
        return self.site.edition

    def edition_name(self, edition: Edition) -> str:
        """Return how an edition is called: by its day, and by its ID if that is another."""
        called = self.words["edition_of"].format(date=dates.words(edition.date))
        return called if edition.id == edition.date else f"{called} ({edition.id})"

    def any_title(self, name: str) -> str:
        """Return how whatever was published is named: an item, a cell, or an ID that is gone."""
        row, is_cell, column = name.partition("--")
        table = self.site.explainer.items.get(row.rpartition("/")[0])
        if is_cell and isinstance(table, Comparison) and row in self.site.titles:
            labels = {each.id: each.label for each in table.columns}
            return prose.quotation_marks(f"{self.title(row)}, {labels.get(column, column)}")
        return self.site.titles.get(name, name)

    def any_href(self, name: str) -> str:
        """Return the address of whatever was published, or of what is said of it, if there is one."""
        try:
            return self.href(name)
        except ValueError:  # a question that is gone; another entry of the ledger says where it was
            days = self.site.explainer.ledger.days
            read = (each for each in days if ledger.question(each) == name)
            return next(map(self.href, read), "")

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
        """Return the label and address of each entry of a list of evidence; copies are said."""
        found = (self.site.explainer.evidence(name) for name in names)
        return [(self._marked(name), self.href(name)) for name in found if name]

    def _marked(self, name: str) -> str:
        """Return the words of a citation, with a mark if what was seen is somebody else's copy."""
        item = self.site.explainer.items[name]
        copied = isinstance(item, Reference) and item.custom.tier == "copy"
        return f"{self.label(name)} ({self.words['copy_mark']})" if copied else self.label(name)

    def links(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the title and address of each item."""
        return [(self.title(name), self.href(name)) for name in names]

    @cached_property
    def reading_words(self) -> Mapping[str, object]:
        """The words that a script adds to an annotated text."""
        names = ("close", "copied", "copy", "keys", "of", "reveal", "single")
        listed = {"n": "next", "p": "previous", "m": "marks", "/": "search", "?": "help"}
        return {
            **{name: self.words[f"reading_{name}"] for name in names},
            "list": {key: self.words[f"reading_key_{name}"] for key, name in listed.items()},
            "notes": self.words["notes"],
        }

    def events_of(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return the title and address of those of the items that are events."""
        return self.links([name for name in names if name.startswith("event/")])

    def mentions(
        self, name: str, known: Sequence[str] = (), only: tuple[type[Item], ...] | None = None
    ) -> list[tuple[str, str]]:
        """Return the title and address of whatever mentions an item, save what is ``known``.

        ``only`` leaves out what is of another kind; hand-written pages are always among them.
        """
        items = self.site.explainer.items
        return self.links(
            [
                owner
                for owner in self.site.mentions.get(name, ())
                if owner not in known
                and (only is None or owner not in items or isinstance(items[owner], only))
            ]
        )

    def date(self, text: str) -> str:
        """Word an EDTF date."""
        return dates.words(text)

    def time(self, moment: Moment) -> Markup:
        """Word a time of day by the clock of its place and by others, with what it is the time of."""
        text = moments.words(moment, self.settings.clocks)
        return self.inline(f"{text}, {moment.note}" if moment.note else text)

    def apart(self, event: Event) -> bool:
        """Whether the day on the second calendar must be said: a clock of its zone says it too."""
        zones = [clock.zone for clock in self.settings.clocks]
        told = event.time is not None and self.settings.second_zone in zones
        return event.second_date is not None and not told

    def place(self, share: float) -> str:
        """Return a position along a ruler, as short as it can be and true to within a pixel."""
        return f"{share:.3f}".rstrip("0").rstrip(".").removeprefix("0") or "0"

    def days(self, text: str) -> str:
        """Return a date as the timeline's script reads it: first day, last day, ``~`` if in doubt.

        >>> View.days(None, "2016-01-06"), View.days(None, "2018-06")
        ('2016-01-06', '2018-06-01/2018-06-30~')
        """
        span = dates.parse(text)
        days = f"{span.first}" if span.first == span.last else f"{span.first}/{span.last}"
        return days if dates.begun(span)[1] else f"{days}~"

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
