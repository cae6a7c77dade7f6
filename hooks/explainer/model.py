"""What exists in an explainer: texts with notes, events, tables, references, actors and terms.

Records are immutable, and unknown keys are refused. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pydantic import Field

from explainer.editions import Edition
from explainer.fields import Edtf, Flag, Instant, ItemId, Line, Number, Record, Slug, Url, Zone
from explainer.ledger import Ledger, Register
from explainer.problems import Place
from explainer.vocabulary import Settings

Certainty = Literal["stated", "inferred", "not stated", "not applicable"]
Confidence = Literal["confirmed", "single-source", "unverified"]
QuestionKind = Literal["sourcing", "context", "close-reading", "corroboration"]
Rights = Literal["full", "excerpts", "paraphrase", "link-only"]


class Side(Record):
    """One value of a disagreement, and who says so."""

    value: Line
    evidence: tuple[ItemId, ...] = Field(min_length=1)


class Disagreement(Record):
    """What sources do not agree on, with each side's value."""

    about: Line
    sides: tuple[Side, ...] = Field(min_length=2)


class Moment(Record):
    """When something happened by the clock: a moment in UTC, and the zone of the place."""

    instant: Instant
    until: Instant | None = Field(default=None, description="The end, if it lasted.")
    zone: Zone = Field(description="The zone of the place where it happened.")
    qualifier: Literal["about", "from", "by"] | None = None
    note: Line | None = Field(
        default=None, description="What happened then, or who gives the time."
    )


class Account(Record):
    """How one party described an event at the time, or that no word of it was found."""

    by: Slug = Field(description="An actor.")
    text: Line
    silent: Flag = Field(default=False, description="No account of the time was found.")
    evidence: tuple[ItemId, ...] = Field(min_length=1)


class Event(Record):
    """Something that happened, at its local date."""

    id: Slug
    date: Edtf
    second_date: Edtf | None = Field(
        default=None, description="The day on the second calendar, only where it differs."
    )
    time: Moment | None = None
    title: Line
    summary: Line
    actors: tuple[Slug, ...] = Field(min_length=1)
    lane: Slug
    theme: Slug
    phase: Slug
    figures: tuple[Line, ...] = ()
    date_note: Line | None = None
    disagreements: tuple[Disagreement, ...] = ()
    accounts: tuple[Account, ...] = ()
    confidence: Confidence
    see: tuple[ItemId, ...] = ()
    evidence: tuple[ItemId, ...] = Field(min_length=1)


class Value(Record):
    """What a cell says as a number with its unit, or as a date, and whose figure it is."""

    number: Number | None = None
    low: Number | None = Field(default=None, description="The lower end of a range.")
    high: Number | None = Field(default=None, description="The upper end of a range.")
    unit: Line | None = None
    date: Edtf | None = None
    by: Line | None = Field(default=None, description="Who gives the figure.")


class Cell(Record):
    """What one source or party says in one respect, how certain that is, and on what evidence."""

    text: Line
    certainty: Certainty
    stance: Line | None = Field(
        default=None,
        description="The position in a word or two; cells of a row with the same words agree.",
    )
    values: tuple[Value, ...] = ()
    evidence: tuple[ItemId, ...] = Field(min_length=1)
    disagreements: tuple[Disagreement, ...] = ()


class Column(Record):
    """One of the things compared."""

    id: Slug
    label: Line
    about: Line | None = None
    see: ItemId | None = None


class Row(Record):
    """One respect in which the columns are compared."""

    id: Slug
    label: Line
    lesson: Line | None = Field(default=None, description="What the row teaches, in one sentence.")
    cells: Mapping[str, Cell]


class Chart(Record):
    """A small picture of the values of one column, a row of the table to a line."""

    column: Slug
    title: Line
    scale: Literal["linear", "log"] = "linear"


class Comparison(Record):
    """A table that sets things side by side."""

    id: Slug
    title: Line
    short: Line | None = Field(default=None, description="What lists of links call it.")
    caption: Line
    guide: Line | None = Field(default=None, description="How to read the table.")
    charts: tuple[Chart, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)
    rows: tuple[Row, ...] = ()


class Name(Record):
    """A person or body as CSL has it: family and given name, or one literal name."""

    family: Line | None = None
    given: Line | None = None
    literal: Line | None = None


class Seen(Record):
    """What was seen of a work, and of what tier it is."""

    tier: Literal["primary", "press", "copy"]
    seen: Literal["page", "excerpt", "reported"]
    note: Line | None = None
    snapshot: Url | None = Field(default=None, description="An archived copy of the page.")


class Reference(Record):
    """A cited work, in the fields of CSL 1.0.2 that this project uses."""

    id: Slug
    type: Literal[
        "webpage",
        "article-newspaper",
        "article-magazine",
        "article-journal",
        "article",
        "report",
        "treaty",
        "legislation",
        "book",
        "chapter",
        "speech",
        "broadcast",
        "document",
    ]
    title: Line
    author: tuple[Name, ...] = ()
    container_title: Line | None = Field(default=None, alias="container-title")
    publisher: Line | None = None
    issued: Edtf | None = None
    URL: Url | None = None
    accessed: Edtf | None = None
    custom: Seen


class Actor(Record):
    """A state, body or person that acts in the events."""

    id: Slug
    name: Line
    short: Line
    kind: Literal["state", "organization", "person"]
    about: Line
    evidence: tuple[ItemId, ...] = ()
    see: tuple[ItemId, ...] = ()


class Term(Record):
    """A glossary entry."""

    id: Slug
    name: Line
    also: tuple[Line, ...] = ()
    definition: Line
    evidence: tuple[ItemId, ...] = ()
    see: tuple[ItemId, ...] = ()


class Note(Record):
    """What a careful teacher would point at, tied to words of an edition or to a paragraph."""

    id: Slug
    paragraph: Slug
    to: Slug | None = Field(
        default=None, description="The last paragraph, for a quote that runs over several."
    )
    quote: Line | None = None
    prefix: Line | None = None
    suffix: Line | None = None
    original: Line | None = None
    kind: Slug
    assessment: Line | None = None
    claim: Line | None = None
    text: Line
    evidence: tuple[ItemId, ...] = ()
    see: tuple[ItemId, ...] = ()


class Question(Record):
    """What a teacher asks of a text or a paragraph, with a sketch of an answer.

    The kinds are those of reading like a historian: who wrote it and why, what was happening, what
    the words do, what other sources say.
    """

    id: Slug
    kind: QuestionKind
    paragraph: Slug | None = None
    question: Line
    sketch: Line = Field(description="A sketch of an answer, for teachers, with citations.")
    evidence: tuple[ItemId, ...] = Field(min_length=1)
    see: tuple[ItemId, ...] = ()


class ParagraphSource(Record):
    """Where a paragraph's own words begin and end in the publisher's page."""

    id: Slug
    starts: Line | None = None
    ends: Line | None = None
    prefix: Line | None = Field(
        default=None, description="Words just before `starts`, if `starts` stands twice."
    )
    suffix: Line | None = None
    label: Line | None = None

    @property
    def name(self) -> str:
        """How the paragraph is named to a reader: ¶4, or in words for one without a number."""
        number = self.id.removeprefix("p")
        return self.label or (f"¶{number}" if number.isdigit() else self.id.replace("-", " "))


class TextSource(Record):
    """Who wrote a source text, where it was published, and what may be shown of it."""

    id: Slug
    title: Line
    short: Line
    kind: Line
    authors: tuple[Name, ...] = Field(min_length=1)
    issued: Edtf
    publisher: Line
    first_published: Line | None = None
    URL: Url
    rights: Rights
    rights_note: Line
    accessed: Edtf | None = Field(default=None, description="The day on which it was last read.")
    snapshot: Url | None = Field(default=None, description="An archived copy of the page.")
    about: Line
    author_note: Line
    names: tuple[Line, ...] = Field(
        default=(), description="Titles and names that may stand whole, however long."
    )
    paragraphs: tuple[ParagraphSource, ...] = Field(min_length=1)

    @property
    def written_by(self) -> str:
        """The names of its authors, as a reader writes them."""
        return ", ".join(name.literal or f"{name.given} {name.family}" for name in self.authors)


class QuoteEntry(Record):
    """A quotation that was compared with the original, and when."""

    paragraph: Slug
    quote: Line
    verified: Edtf


class QuoteRecord(Record):
    """The record of every quotation of one text that was held against its original."""

    original: Line = Field(description="SHA-256 of the original that was compared.")
    quotes: tuple[QuoteEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of an edition: our restatement, in Markdown, of the paragraph of that ID."""

    id: str
    text: str
    source: ParagraphSource
    markdown: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A source text: its particulars, edition, notes, questions and record of quotations."""

    source: TextSource
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]
    questions: tuple[Question, ...] = ()
    record: QuoteRecord | None

    @property
    def id(self) -> str:
        """The text's permanent ID."""
        return self.source.id

    def paragraph(self, name: str) -> Paragraph | None:
        """Return the paragraph of that ID, if the edition has one."""
        return next((each for each in self.paragraphs if each.id == name), None)


Carded = Text | Paragraph | Note | Question | Event | Comparison | Row | Term | Actor
"""Whatever has a permanent ID and a card: all that is ours, not the work of others that is cited."""
Item = Carded | Reference
"""Whatever has a permanent ID."""


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """Everything that ``sources/`` holds."""

    settings: Settings
    texts: tuple[Text, ...]
    events: tuple[Event, ...]
    comparisons: tuple[Comparison, ...]
    references: tuple[Reference, ...]
    actors: tuple[Actor, ...]
    terms: tuple[Term, ...]
    ledger: Ledger = field(default_factory=Ledger)
    editions: tuple[Edition, ...] = ()
    unreadable: frozenset[str] = frozenset()
    """IDs of records that exist but break the model, so that nobody reports them missing too."""

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by its permanent ID."""
        return dict(self._identified())

    def _identified(self) -> Iterator[tuple[str, Item]]:
        for text in self.texts:
            yield text.id, text
            yield from ((f"{text.id}/{each.id}", each) for each in text.paragraphs)
            yield from ((f"{text.id}/n/{note.id}", note) for note in text.notes)
            yield from ((f"question/{each.id}", each) for each in text.questions)
        yield from ((f"event/{event.id}", event) for event in self.events)
        for table in self.comparisons:
            yield f"compare/{table.id}", table
            yield from ((f"compare/{table.id}/{row.id}", row) for row in table.rows)
        yield from ((f"term/{term.id}", term) for term in self.terms)
        yield from ((f"actor/{actor.id}", actor) for actor in self.actors)
        yield from ((f"ref/{reference.id}", reference) for reference in self.references)

    @cached_property
    def register(self) -> Register:
        """The ledger of published IDs, held against every ID that has an address of its own.

        Those are the IDs of items and of cells, and, for an item whose ID does not say where it is
        read, the one that does: it too must keep leading somewhere.
        """
        cells = (
            f"compare/{table.id}/{row.id}--{column}"
            for table in self.comparisons
            for row in table.rows
            for column in row.cells
        )
        living = {*self.items, *map(self.read_as, self.items), *cells}
        return Register(self.ledger, frozenset(living))

    def read_as(self, name: str) -> str:
        """Return the ID that says where an item is read, for ``urls``: its own, save a question's.

        A question keeps its ID if it moves to another text, so the ID does not name the text.
        """
        return self._read_elsewhere.get(name, name)

    @cached_property
    def _read_elsewhere(self) -> Mapping[str, str]:
        return {
            f"question/{each.id}": f"{text.id}/q/{each.id}"
            for text in self.texts
            for each in text.questions
        }

    def exists(self, name: str) -> bool:
        """Whether an item of that permanent ID is in the files, be it readable or not."""
        return name in self.items or any(
            name == broken or name.startswith(f"{broken}/") for broken in self.unreadable
        )

    def evidence(self, name: str) -> str | None:
        """Return the permanent ID that an entry of a list of evidence means, if it exists.

        An entry is the key of a reference, or the ID of a text or of one of its paragraphs.
        """
        if f"ref/{name}" in self.items:
            return f"ref/{name}"
        return name if isinstance(self.items.get(name), Text | Paragraph) else None
