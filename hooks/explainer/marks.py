"""Puts marks for notes into the HTML of a paragraph.

A mark is cut at every element's boundary and wherever another begins or ends, so marks are flat
and never nest. After a note's last segment stands one real link to the note; ARIA names only the
innermost note of a segment, because a list of IDs is invalid there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from explainer.anchor import Range

_TOKEN = re.compile(r"(<[^>]*>)")
# Not the apostrophe of a genitive, nor the point in a number: those are inside a word.
_CLOSING = re.compile(r"[”’\"'»).,;:!?…]+(?!\w)")
_ANCHOR = re.compile(r"<a[\s>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A range of a paragraph's text that a note is about."""

    range: Range
    note: str
    """The ID of the note's element on the page."""
    kind: str
    link: str
    """The HTML of the link to the note, which follows the range's last segment, and whatever
    quotation marks and punctuation close on it."""


def text_of(rendered: str) -> str:
    """Return the text that offsets count: that of the HTML, with entities decoded."""
    return "".join(html.unescape(part) for part in _TOKEN.split(rendered)[::2])


def apply(rendered: str, marks: Sequence[Mark]) -> str:
    """Return the HTML with every mark in it."""
    whole = text_of(rendered)
    marks = [_tightened(mark, whole) for mark in marks]
    ending: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.range.end, mark.range.start)):
        ending.setdefault(_closed(whole, mark.range.end), []).append(mark)
    edges_of_marks = {edge for mark in marks for edge in (mark.range.start, mark.range.end)}
    cuts = sorted(edges_of_marks | ending.keys())
    output: list[str] = []
    waiting: list[str] = []  # a link cannot stand inside another, only after it
    at, linked = 0, False
    for index, part in enumerate(_TOKEN.split(rendered)):
        if index % 2:
            output.append(part)
            linked = bool(_ANCHOR.match(part)) or (linked and part != "</a>")
            if not linked:
                output += waiting
                waiting.clear()
            continue
        text = html.unescape(part)
        edges = [0, *(cut - at for cut in cuts if at < cut < at + len(text)), len(text)]
        for start, end in pairwise(edges):
            if start == end:
                continue
            output.append(_segment(text[start:end], at + start, at + end, marks))
            links = waiting if linked else output
            links += (mark.link for mark in ending.get(at + end, ()))
        at += len(text)
    return "".join(output)


def _closed(text: str, end: int) -> int:
    """Return the offset after the quotation marks and punctuation that close at ``end``."""
    match = _CLOSING.match(text, end)
    return match.end() if match else end


def _tightened(mark: Mark, text: str) -> Mark:
    """End the mark with its last visible character, after which its link can stand."""
    start, end = mark.range.start, mark.range.end
    visible = len(text[start:end].rstrip())
    return replace(mark, range=Range(start, start + visible)) if visible else mark


def _segment(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    words = html.escape(text, quote=False)
    over = [mark for mark in marks if mark.range.start <= start and end <= mark.range.end]
    if not over or not text.strip():
        return words
    inner = sorted(over, key=lambda mark: (mark.range.end - mark.range.start, mark.range.start))
    kinds = " ".join(dict.fromkeys(f"k-{mark.kind}" for mark in inner))
    return f'<mark class="{kinds}" aria-details="{inner[0].note}">{words}</mark>'
