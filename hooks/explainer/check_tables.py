"""Everything that must hold in tables: each row has its cells, and no cell contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from explainer import urls
from explainer.lengths import at_most
from explainer.manuscripts import Manuscript
from explainer.model import Cell, Comparison, Explainer, Row, Text, Value
from explainer.problems import Problem, must
from explainer.words import words

LONGEST_CELL = 35
LONGEST_GUIDE = 80
LONGEST_LESSON = 35
# Cells of these say nothing, so there is nothing to count in them, or for sources to differ on.
_EMPTY = ("not stated", "not applicable")


def check(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    """Yield a problem for each cell that is missing, too long or at odds with itself."""
    for table in explainer.comparisons:
        yield from at_most(LONGEST_GUIDE, table.guide or "", "guide", table.place, "guide")
        yield from _fragments(table)
        yield from _charts(table)
        for row in table.rows:
            yield from _row(table, row)
            yield from at_most(LONGEST_LESSON, row.lesson or "", "lesson", row.place, "lesson")
            for cell in row.cells.values():
                yield from at_most(LONGEST_CELL, cell.text, "text", cell.place)
                yield from _certainty(cell)
                yield from _worded(explainer, cell)
                for value in cell.values:
                    yield from _value(value)
        yield from _units(table)
        yield from _cited(explainer, table)


def _row(table: Comparison, row: Row) -> Iterator[Problem]:
    columns = [column.id for column in table.columns]
    for name in row.cells:
        if name not in columns:
            rule = f"a column of {table.id}"
            yield row.place.problem(must("a cell", rule, name, columns), "cells", name)
    for name in columns:
        if name not in row.cells:
            message = f"row {row.id} must have a cell for column {name}, got nothing."
            yield row.place.problem(message, "cells")


def _fragments(table: Comparison) -> Iterator[Problem]:
    """Yield a problem for each row that would stand where the account of a column stands."""
    taken = {urls.column(column.id) for column in table.columns}
    for row in table.rows:
        if row.id in taken:
            rule = "another name, as a column's account stands there"
            yield row.place.problem(must("id", rule, row.id), "id")


def _certainty(cell: Cell) -> Iterator[Problem]:
    for key, given in (("disagreements", cell.disagreements), ("values", cell.values)):
        if cell.certainty in _EMPTY and given:
            rule = f"another than '{cell.certainty}' for a cell with {key}"
            yield cell.place.problem(f"certainty must be {rule}.", "certainty")


def _worded(explainer: Explainer, cell: Cell) -> Iterator[Problem]:
    """Yield a problem for a cell that begins by saying that it says nothing, and is filed as more.

    The words are those by which the interface names a certainty, in whatever language it speaks.
    """
    said = words(explainer.settings)
    for certainty in _EMPTY:
        begins = re.match(rf"{re.escape(said[certainty])}(?!\w)", cell.text, re.IGNORECASE)
        if begins and cell.certainty != certainty:
            rule = f"'{certainty}' for a text that begins with '{said[certainty]}'"
            yield cell.place.problem(must("certainty", rule, cell.certainty), "certainty")


def _cited(explainer: Explainer, table: Comparison) -> Iterator[Problem]:
    """Yield a problem for each cell of a column on a source text that does not cite that text.

    What the text states stands in a paragraph; what is inferred from it, or was sought in it and
    not found, may rest on the text as a whole. What does not apply needs no words of the text.
    """
    for column in table.columns:
        text = explainer.items.get(column.see) if column.see else None
        if not isinstance(text, Text):
            continue
        for cell in (row.cells[column.id] for row in table.rows if column.id in row.cells):
            paragraph = any(name.startswith(f"{text.id}/") for name in cell.evidence)
            if cell.certainty == "not applicable" or paragraph:
                continue
            if cell.certainty == "stated" and text.paragraphs:
                rule = f"a paragraph of {text.id}, which the column is on, for what is stated"
            elif text.id not in cell.evidence:
                rule = f"{text.id}, which the column is on, or a paragraph of it"
            else:
                continue
            yield cell.place.problem(must("evidence", rule, ", ".join(cell.evidence)), "evidence")


def _value(value: Value) -> Iterator[Problem]:
    if not (value.number or value.low or value.high or value.date):
        yield value.place.problem("a value must be a number, a range or a date, got none.")
    elif not value.date and not value.by:
        yield value.place.problem("by must be given for a number: whose figure it is, got nothing.")
    if value.date and (value.number or value.low or value.high):
        yield value.place.problem("a value must be a number or a date, got both.", "date")
    if value.low and value.high and Decimal(value.low) > Decimal(value.high):
        message = must("high", f"at least low, {value.low}", value.high)
        yield value.place.problem(message, "high")


def _units(table: Comparison) -> Iterator[Problem]:
    """Yield a problem for each value that its column could not be sorted or drawn by."""
    for column in table.columns:
        values = [
            value
            for row in table.rows
            if column.id in row.cells
            for value in row.cells[column.id].values
        ]
        for value in values[1:]:
            if value.unit != values[0].unit:
                rule = f"that of the column's first value, {values[0].unit}"
                yield value.place.problem(must("unit", rule, value.unit), "unit")


def _charts(table: Comparison) -> Iterator[Problem]:
    columns = {column.id for column in table.columns}
    for chart in table.charts:
        if chart.column not in columns:
            rule = f"a column of {table.id}"
            yield chart.place.problem(must("column", rule, chart.column, columns), "column")
            continue
        values = [
            value
            for row in table.rows
            if chart.column in row.cells
            for value in row.cells[chart.column].values
        ]
        if not values or any(value.date for value in values):
            rule = "one whose cells have values that are numbers"
            yield chart.place.problem(must("column", rule, chart.column), "column")
        for value in values if chart.scale == "log" else ():
            ends = (value.number, value.low, value.high)
            if any(end and Decimal(end) <= 0 for end in ends):
                yield value.place.problem("a value on a log scale must be above 0.")
