"""Every passage of prose and every pointer of the data files, each with the item it belongs to.

Checks, quotations and mentions all look at the same passages; this is the one list of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.fields import Record
from explainer.model import Account, Comparison, Disagreement, Event, Explainer, Note, Text
from explainer.problems import Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose of an item, with the evidence that it rests on."""

    owner: str
    markdown: str
    evidence: tuple[str, ...]
    place: Place
    field: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """An item's pointer at another: an entry of ``evidence`` or ``see``, or an actor."""

    owner: str
    target: str
    """A permanent ID, or for evidence the key of a reference."""
    place: Place
    field: str
    evidence: bool


def passages(explainer: Explainer) -> Iterator[Passage]:
    """Yield every passage of prose in the data files, editions aside."""
    for text in explainer.texts:
        yield from _of_text(text)
    for event in explainer.events:
        yield from _of_event(event)
    for table in explainer.comparisons:
        yield from _of_table(table)
    for term in explainer.terms:
        yield from _fields(f"term/{term.id}", term, term.evidence, "definition")
    for actor in explainer.actors:
        yield from _fields(f"actor/{actor.id}", actor, actor.evidence, "about")


def _fields(
    owner: str, record: Record, evidence: tuple[str, ...], *names: str
) -> Iterator[Passage]:
    for name in names:
        value = getattr(record, name)
        if value:
            yield Passage(owner, value, evidence, record.place.within(name), name)


def _of_text(text: Text) -> Iterator[Passage]:
    yield from _fields(text.id, text.source, (), "about", "author_note", "rights_note")
    for note in text.notes:
        owner = f"{text.id}/n/{note.id}"
        yield from _fields(owner, note, note.evidence or (f"{text.id}/{note.paragraph}",), "claim")
        yield from _fields(owner, note, (f"{text.id}/{note.paragraph}", *note.evidence), "text")
    for question in text.questions:
        about = f"{text.id}/{question.paragraph}" if question.paragraph else text.id
        evidence = (about, *question.evidence)
        yield from _fields(f"question/{question.id}", question, evidence, "question", "sketch")


def _of_event(event: Event) -> Iterator[Passage]:
    owner = f"event/{event.id}"
    yield from _fields(owner, event, event.evidence, "title", "summary", "date_note")
    for index, figure in enumerate(event.figures):
        place = event.place.within("figures", index)
        yield Passage(owner, figure, event.evidence, place, "figures")
    if event.time and event.time.note:
        yield Passage(owner, event.time.note, event.evidence, event.place.within("time"), "note")
    for account in event.accounts:
        yield from _fields(owner, account, account.evidence, "text")
    yield from _of_disagreements(owner, event.disagreements)


def _of_table(table: Comparison) -> Iterator[Passage]:
    yield from _fields(f"compare/{table.id}", table, (), "caption", "guide")
    for column in table.columns:
        evidence = (column.see,) if column.see else ()
        yield from _fields(f"compare/{table.id}", column, evidence, "about")
    for row in table.rows:
        owner = f"compare/{table.id}/{row.id}"
        everything = tuple(name for cell in row.cells.values() for name in cell.evidence)
        yield from _fields(owner, row, everything, "lesson")
        for cell in row.cells.values():
            yield from _fields(owner, cell, cell.evidence, "text")
            yield from _of_disagreements(owner, cell.disagreements)


def _of_disagreements(owner: str, disagreements: Sequence[Disagreement]) -> Iterator[Passage]:
    for each in disagreements:
        everything = tuple(name for side in each.sides for name in side.evidence)
        yield from _fields(owner, each, everything, "about")
        for side in each.sides:
            yield from _fields(owner, side, side.evidence, "value")


def pointers(explainer: Explainer) -> Iterator[Pointer]:
    """Yield every pointer from one item to another."""
    for text in explainer.texts:
        for note in text.notes:
            yield from _lists(f"{text.id}/n/{note.id}", note)
        for question in text.questions:
            yield from _lists(f"question/{question.id}", question)
    for event in explainer.events:
        yield from _from_event(event)
    for table in explainer.comparisons:
        yield from _from_table(table)
    for term in explainer.terms:
        yield from _lists(f"term/{term.id}", term)
    for actor in explainer.actors:
        yield from _lists(f"actor/{actor.id}", actor)


def _from_event(event: Event) -> Iterator[Pointer]:
    owner = f"event/{event.id}"
    yield from _lists(owner, event)
    for index, actor in enumerate(event.actors):
        place = event.place.within("actors", index)
        yield Pointer(owner, f"actor/{actor}", place, "actors", evidence=False)
    for account in event.accounts:
        yield from _from_account(owner, account)
    yield from _sides(owner, event.disagreements)


def _from_account(owner: str, account: Account) -> Iterator[Pointer]:
    by = f"actor/{account.by}"
    yield Pointer(owner, by, account.place.within("by"), "by", evidence=False)
    yield from _lists(owner, account)


def _from_table(table: Comparison) -> Iterator[Pointer]:
    for column in table.columns:
        if column.see:
            place = column.place.within("see")
            yield Pointer(f"compare/{table.id}", column.see, place, "see", evidence=False)
    for row in table.rows:
        owner = f"compare/{table.id}/{row.id}"
        for cell in row.cells.values():
            yield from _lists(owner, cell)
            yield from _sides(owner, cell.disagreements)


def _lists(owner: str, record: Record) -> Iterator[Pointer]:
    for name in ("evidence", "see"):
        for index, target in enumerate(getattr(record, name, ())):
            place = record.place.within(name, index)
            yield Pointer(owner, target, place, name, evidence=name == "evidence")


def _sides(owner: str, disagreements: Sequence[Disagreement]) -> Iterator[Pointer]:
    for each in disagreements:
        for side in each.sides:
            yield from _lists(owner, side)


def notes(explainer: Explainer) -> Iterator[tuple[Text, Note]]:
    """Yield every note with its text."""
    for text in explainer.texts:
        for note in text.notes:
            yield text, note
