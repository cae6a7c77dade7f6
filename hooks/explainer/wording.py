"""What an item says, as words alone, and a short hash by which two states of it are told apart.

Words are what a reader reads of the item itself: no markup, no citations or evidence, no pointers at
other items, no place in a list. Dates, figures and judgments count as words. The parts of an item
that have IDs of their own have hashes of their own: paragraphs, notes and questions of a text, rows
and cells of a table.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping

from explainer import prose
from explainer.fields import Record
from explainer.model import Explainer, Item, Paragraph, Row, Text
from explainer.notes import edition_text

DIGITS = 12
"""Digits of a hash (hexadecimal): it tells states of one item apart, not items."""
# Names of other items, where an item stands or what it is sorted under, and parts with IDs of their own.
_NO_WORDS = frozenset(
    "id evidence see actors lane theme phase paragraph to prefix suffix original column scale "
    "paragraphs rows cells names URL accessed snapshot custom".split()
)


def hashes(explainer: Explainer) -> Mapping[str, str]:
    """Return the hash of every item and cell by its permanent ID."""
    return {name: _hash(words) for name, words in _worded(explainer)}


def _worded(explainer: Explainer) -> Iterator[tuple[str, Iterator[str]]]:
    for name, item in explainer.items.items():
        yield name, _said(item)
        if isinstance(item, Row):
            yield from ((f"{name}--{column}", _of(cell)) for column, cell in item.cells.items())


def _said(item: Item) -> Iterator[str]:
    if isinstance(item, Paragraph):
        yield edition_text(item)
    else:
        yield from _of(item.source if isinstance(item, Text) else item)


def _of(value: object) -> Iterator[str]:
    """Yield the texts of a record, in the order of its fields."""
    if isinstance(value, Record):
        for name in type(value).model_fields:
            if name not in _NO_WORDS:
                yield from _of(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _of(each)
    elif isinstance(value, str):
        yield prose.bare(value)


def _hash(words: Iterator[str]) -> str:
    """Return the SHA-256 of words, shortened; typographic marks and white space do not count."""
    shown = "\n".join(" ".join(prose.quotation_marks(each).split()) for each in words)
    return hashlib.sha256(unicodedata.normalize("NFC", shown).encode()).hexdigest()[:DIGITS]
