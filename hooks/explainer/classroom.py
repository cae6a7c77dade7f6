"""The classroom copy: whole originals, cut into their paragraphs, with the same notes on them.

Whoever holds the originals may read them beside the restatements; no published page is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from explainer import anchor
from explainer.anchor import AnchorError, Range, Selector
from explainer.marks import text_of
from explainer.model import Note, Text
from explainer.notes import Placed, edition_text, placed
from explainer.problems import Problem
from explainer.quotes import RUN, Original
from explainer.templating import environment, unbroken

FOLDER = "classroom"
"""Where a classroom copy is built, below the project's root; it is never tracked or published."""
MARKER = "DO-NOT-PUBLISH.txt"
"""The file by which a classroom copy is told from a site, wherever it was copied to."""

# What stands in double quotation marks of a rendered edition, without closing punctuation, which
# American usage puts inside the marks, whoever it belongs to.
_QUOTED = re.compile(r"“([^“”]+?)[.,;:?!…]*”")
# Marks that open a paragraph just after another, as a quotation mark does.
_OPENING = re.compile(r"(?<!\S)[^\w\s]*\Z")
_BULLET = re.compile(r"\s*[•‣◦▪●*-]\s+")
# Words by which an editor finds a passage in the original again.
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole original: its paragraphs as HTML, and where the notes stand in them, by their IDs."""

    paragraphs: Mapping[str, str]
    ranges: Mapping[str, Mapping[str, Range]]
    """For each note its range by paragraph, in the text of the HTML; none for a whole paragraph."""


def wholes(
    texts: Iterable[Text], contents: Mapping[str, str]
) -> tuple[dict[str, Whole], list[Problem]]:
    """Cut the originals of texts, whose ``contents`` are given by text, and set the notes on them.

    A text without an original is left out. There is a problem for each paragraph that the original
    does not hold as its source says, for running text that no paragraph holds, and for each note
    whose words do not stand exactly once in the original of its paragraph.
    """
    found: dict[str, Whole] = {}
    problems: list[Problem] = []
    for text in texts:
        if text.id not in contents:
            continue
        cut, wrong = paragraphs(text, contents[text.id])
        whole = {name: _html(words) for name, words in cut.items()}
        ranges: dict[str, Mapping[str, Range]] = {}
        # Notes on a paragraph that could not be cut would only be reported as a consequence.
        for each in [] if wrong else placed(text):
            try:
                ranges[each.note.id] = _standing(each, text, whole)
            except AnchorError as error:
                wrong.append(_misplaced(each.note, error))
        problems += wrong
        found[text.id] = Whole(whole, ranges)
    return found, problems


def paragraphs(text: Text, content: str) -> tuple[dict[str, str], list[Problem]]:
    """Cut an original into the whole words of each paragraph, by paragraph.

    A source names the words in which a paragraph begins and ends; it has what else stands on their
    lines, such as a closing full stop. Pull quotes that repeat words of a paragraph, and whatever a
    website put around the text, belong to none.
    """
    original = Original(text, content)
    problems = [*original.problems, *_unbounded(text)]
    if problems:
        return {}, problems
    ordered = sorted(original.places.items(), key=lambda entry: entry[1])
    places = {each.id: each.place for each in text.source.paragraphs}
    for (name, here), (following, there) in pairwise(ordered):
        if there.start < here.end:
            rule = f"words that stand before paragraph {following} begins in the original"
            problems.append(places[name].problem(f"ends must be {rule}.", "ends"))
    if problems:
        return {}, problems
    ranges = _extended(content, ordered)
    cut = {name: content[place.start : place.end].strip() for name, place in ranges.items()}
    for words in _forgotten(content, list(ranges.values())):
        rule = f"the running text of the original, but none holds '{words} …'"
        hint = "If that is no part of the text, delete it from the original's file."
        message = f"paragraphs must cover {rule}. {hint}"
        problems.append(text.source.place.problem(message, "paragraphs"))
    return cut, problems


def _unbounded(text: Text) -> Iterator[Problem]:
    for each in text.source.paragraphs:
        for key, words in (("starts", each.starts), ("ends", each.ends)):
            if words is None:
                message = f"{key} must be given for a classroom copy, got nothing."
                yield each.place.problem(message)


def _extended(content: str, ordered: list[tuple[str, Range]]) -> dict[str, Range]:
    """Extend each paragraph to the ends of its lines, or to its neighbor on the same line."""
    starts = []
    floor = 0
    for _, place in ordered:
        line = content.rfind("\n", 0, place.start) + 1
        opening = _OPENING.search(content, floor, place.start)
        starts.append(line if line >= floor else opening.start() if opening else place.start)
        floor = place.end
    ranges = {}
    for (name, place), start, ceiling in zip(
        ordered, starts, [*starts[1:], len(content)], strict=True
    ):
        line = content.find("\n", place.end, ceiling)
        ranges[name] = Range(start, line if line >= 0 else ceiling)
    return ranges


def _forgotten(content: str, ranges: list[Range]) -> Iterator[str]:
    """Yield the first words of each line between paragraphs that is running text of none.

    A line that repeats words of a paragraph is a pull quote, and a short one a heading or a button.
    """
    shown = [_plain(content[place.start : place.end]) for place in ranges]
    for before, after in pairwise(ranges):
        for line in content[before.end : after.start].splitlines():
            words = _plain(line)
            if words.count(" ") > RUN and not any(words in each for each in shown):
                yield " ".join(line.split()[:_SHOWN])


def _plain(text: str) -> str:
    """Return words in lower case, each after and before a space, without any punctuation."""
    words = [word for word in anchor.words(text.lower()) if word[0].isalnum()]
    return f" {' '.join(words)} "


def _html(words: str) -> str:
    """Render a paragraph of an original; each of its lines is a paragraph or an item of a list."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    blocks = [
        (listed, [_BULLET.sub("", line, count=1) if listed else line for line in group])
        for listed, group in groupby(lines, lambda line: bool(_BULLET.match(line)))
    ]
    return unbroken(environment().get_template("original.html.j2").render(blocks=blocks))


def _standing(each: Placed, text: Text, whole: Mapping[str, str]) -> Mapping[str, Range]:
    """Return where a note stands in an original; raises ``AnchorError`` as ``anchor`` does.

    What the note gives as the original's words comes first, for it can tell apart words that stand
    twice; then its quote, if the edition has that in quotation marks. Any other note belongs to its
    paragraph as a whole.
    """
    if each.note.original:
        name, words = each.note.paragraph, each.note.original
    elif each.note.quote and (at := _verbatim(each, text)):
        name, words = at, each.note.quote
    else:
        return {}
    original = text_of(whole[name])
    place = anchor.anchor(original, Selector(words))
    if not anchor.whole_words(original, place):
        raise AnchorError("whole words of the text")
    return {name: place}


def _verbatim(each: Placed, text: Text) -> str | None:
    """Return the paragraph in whose quotation marks the whole of a note's quote stands, if any."""
    if len(each.ranges) != 1:
        return None
    [(name, place)] = each.ranges.items()
    paragraph = text.paragraph(name)
    quoted = _QUOTED.finditer(edition_text(paragraph)) if paragraph else ()
    inside = any(span.start(1) <= place.start and place.end <= span.end(1) for span in quoted)
    return name if inside else None


def _misplaced(note: Note, error: AnchorError) -> Problem:
    key, words = ("original", note.original) if note.original else ("quote", note.quote)
    hint = "" if note.original else " Words given as 'original' would come before the quote."
    message = f"{key} must, in the original of {note.paragraph}, be {error}, got '{words}'.{hint}"
    return note.place.problem(message, key)
