"""Where the notes of a text stand in its edition, and in what order they are numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.anchor import AnchorError, Range, Selector, anchor, whole_words
from explainer.marks import text_of
from explainer.model import Note, Paragraph, Text
from explainer.prose import Renderer

# Paragraphs of a passage that a note's quote runs across are joined by this.
_JOINT = "\n"
_RENDERER = Renderer()


@dataclass(frozen=True, slots=True)
class Placed:
    """A note with its number and the ranges it covers, by paragraph; none for a whole paragraph."""

    note: Note
    number: int
    ranges: Mapping[str, Range]


def edition_html(paragraph: Paragraph) -> str:
    """Render a paragraph of an edition."""
    return _RENDERER.block(paragraph.markdown)


def edition_text(paragraph: Paragraph) -> str:
    """Return the text of a paragraph as a reader sees it, which notes are anchored in."""
    return text_of(edition_html(paragraph))


def locate(note: Note, text: Text, rendered: Mapping[str, str]) -> Mapping[str, Range]:
    """Return the ranges of a note's quote, by paragraph.

    ``rendered`` holds the text of every paragraph. Raises ``AnchorError`` if the quote does not
    stand there, stands more than once, or begins or ends inside a word.
    """
    if note.quote is None:
        return {}
    names = [paragraph.id for paragraph in text.paragraphs]
    first = names.index(note.paragraph)
    last = names.index(note.to) if note.to else first
    covered = names[first : last + 1]
    if not covered:
        raise AnchorError(f"words of paragraphs in order, but {note.to} precedes {note.paragraph}")
    joined = _JOINT.join(rendered[name] for name in covered)
    selector = Selector(note.quote, note.prefix or "", note.suffix or "")
    place = anchor(joined, selector)
    if not whole_words(joined, place):
        raise AnchorError("whole words of the text")
    found: dict[str, Range] = {}
    start = 0
    for name in covered:
        end = start + len(rendered[name])
        if place.start < end and start < place.end:
            found[name] = Range(max(place.start, start) - start, min(place.end, end) - start)
        start = end + len(_JOINT)
    return found


def placed(text: Text) -> list[Placed]:
    """Return the notes of a text in reading order, numbered from 1.

    A note on a whole paragraph follows the notes on its words.
    """
    rendered = {paragraph.id: edition_text(paragraph) for paragraph in text.paragraphs}
    order = {name: index for index, name in enumerate(rendered)}
    located = [(note, locate(note, text, rendered)) for note in text.notes]

    def key(entry: tuple[Note, Mapping[str, Range]]) -> tuple[int, int, int]:
        note, ranges = entry
        last = list(ranges)[-1] if ranges else note.paragraph
        end = ranges[last].end if ranges else len(rendered[last]) + 1
        start = ranges[last].start if ranges else 0
        return order[last], end, start

    ordered = sorted(located, key=key)
    return [Placed(note, number, ranges) for number, (note, ranges) in enumerate(ordered, 1)]
