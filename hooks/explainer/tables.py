"""What templates show of a table: its columns and rows, typeset figures, order and agreement."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explainer import dates
from explainer.model import Cell, Column, Comparison, Row, Value

# So many columns are read side by side; where there are more, a reader is offered a choice, and
# paper breaks each row into lines.
AT_ONCE = 5
# A column whose cells are all shorter than this, in characters, need not be as wide as the others.
SHORT = 60
# A table of more cells than this costs a slow machine too much unless rows out of sight wait.
LARGE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column as it heads a table."""

    column: Column
    number: int
    """Its place in the whole table, from 1, by which the style sheet knows it."""
    ordered: bool
    """Whether cells have values, by which rows can be sorted."""
    short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A cell in its column."""

    head: Head
    cell: Cell
    figures: tuple[tuple[str, Value], ...]
    """Each value with its typeset amount, unit aside."""
    key: str
    """A number to sort by, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with the cells of the columns shown."""

    row: Row
    entries: tuple[Entry, ...]
    verdict: str
    """``same`` or ``different`` for two cells that both have a stance, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, or a part of it, as it is shown."""

    table: Comparison
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]

    @property
    def most(self) -> int:
        """How many columns can be read side by side."""
        return AT_ONCE

    @property
    def wide(self) -> bool:
        """Whether there are more columns than can be read side by side."""
        return len(self.heads) > self.most

    @property
    def large(self) -> bool:
        """Whether there are so many cells that a browser should not lay out rows out of sight."""
        return len(self.heads) * len(self.lines) > LARGE

    @property
    def abreast(self) -> int:
        """How many cells stand side by side on paper, so that lines are about equally full."""
        return math.ceil(len(self.heads) / math.ceil(len(self.heads) / AT_ONCE))

    @property
    def marked(self) -> bool:
        """Whether any row has two cells with a stance, so that it can be seen where they differ."""
        return any(
            sum(each.cell.stance is not None for each in line.entries) > 1 for line in self.lines
        )

    @property
    def disputed(self) -> bool:
        """Whether sources disagree in any cell."""
        return any(each.cell.disagreements for line in self.lines for each in line.entries)

    @property
    def single(self) -> Entry | None:
        """The only cell, if there is but one."""
        entries = [entry for line in self.lines for entry in line.entries]
        return entries[0] if len(entries) == 1 else None


def grid(
    table: Comparison, columns: Sequence[Column], rows: Sequence[Row], words: Mapping[str, str]
) -> Grid:
    """Return a table's columns and rows as they are shown; ``words`` are the interface's."""
    numbers = {column.id: number for number, column in enumerate(table.columns, 1)}
    heads = tuple(_head(table, column, numbers[column.id]) for column in columns)
    lines = tuple(_line(row, heads, words) for row in rows)
    return Grid(table=table, heads=heads, lines=lines)


def _head(table: Comparison, column: Column, number: int) -> Head:
    cells = [row.cells[column.id] for row in table.rows]
    return Head(
        column=column,
        number=number,
        ordered=any(cell.values for cell in cells),
        short=all(len(cell.text) < SHORT for cell in cells),
    )


def _line(row: Row, heads: Sequence[Head], words: Mapping[str, str]) -> Line:
    entries = tuple(
        Entry(
            head=head,
            cell=cell,
            figures=tuple(
                zip(
                    aligned([amount(value, words) for value in cell.values]),
                    cell.values,
                    strict=True,
                )
            ),
            key=order(cell),
        )
        for head in heads
        for cell in [row.cells[head.column.id]]
    )
    return Line(row=row, entries=entries, verdict=verdict([entry.cell for entry in entries]))


def verdict(cells: Sequence[Cell]) -> str:
    """Return whether two cells hold the ``same`` position or a ``different`` one, if both say.

    >>> verdict([])
    ''
    """
    stances = [cell.stance for cell in cells]
    if len(stances) != 2 or None in stances:  # noqa: PLR2004 - two are compared
        return ""
    return "same" if stances[0] == stances[1] else "different"


def order(cell: Cell) -> str:
    """Return the number by which a cell is sorted: that of its first value, or nothing.

    A range counts by its middle, a date by the first day that it may mean.
    """
    if not cell.values:
        return ""
    first = cell.values[0]
    if first.date:
        return str(dates.parse(first.date).first.toordinal())
    ends = [Decimal(each) for each in (first.number, first.low, first.high) if each]
    return str(sum(ends) / len(ends))


def amount(value: Value, words: Mapping[str, str]) -> str:
    """Typeset a value without its unit.

    >>> amount(Value(low="6", high="9.5"), {}), amount(Value(number="15000"), {})
    ('6–9.5', '15,000')
    """
    if value.date:
        return dates.words(value.date)
    if value.number:
        return number(value.number)
    if value.low and value.high:
        return f"{number(value.low)}–{number(value.high)}"
    key, end = ("value_from", value.low) if value.low else ("value_to", value.high)
    assert end is not None
    return words[key].format(number=number(end))


def aligned(amounts: Sequence[str]) -> list[str]:
    """Return amounts with spaces as wide as what they lack, so that their decimal points line up.

    They stand one below the other, ending in line. One that ends in a word is left as it is.

    >>> [each.replace("\u2007", "0").replace("\u2008", ".") for each in aligned(["4.62", "0.6–1"])]
    ['4.62', '0.6–1.00']
    """
    ends = [_END.search(each) for each in amounts]
    longest = max((len(end[1] or "") for end in ends if end), default=0)
    full = _POINT + _DIGIT * (longest - 1) if longest else ""
    return [
        each + full[len(end[1] or "") :] if end else each
        for each, end in zip(amounts, ends, strict=True)
    ]


# The end of an amount that ends in a number: its last whole digit, then what follows the point.
_END = re.compile(r"\d(\.\d+)?\Z")
# Spaces as wide as a point and as a digit.
_POINT, _DIGIT = "\u2008", "\u2007"


def number(text: str) -> str:
    """Typeset a decimal number, with as many digits as were given."""
    return f"{Decimal(text):,}".replace("-", "−")


def script_words(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words of the controls that a script adds to a table."""
    prefix = "table_"
    mine = {key.removeprefix(prefix): each for key, each in words.items() if key.startswith(prefix)}
    shared = {key: words[key] for key in ("same", "different", "disagree")}
    return {**mine, **shared, "copy": words["reading_copy"]}
