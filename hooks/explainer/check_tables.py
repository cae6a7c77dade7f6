"""Everything that must hold in tables: each row has its cells, and no cell contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from explainer import urls
from explainer.lengths import at_most
from explainer.manuscripts import Manuscript
from explainer.model import Cell, Comparison, Explainer, Row, Value
from explainer.problems import Problem, must

LONGEST_CELL = 35
LONGEST_GUIDE = 80
LONGEST_LESSON = 35
# Cells of these say nothing, so nothing can be said of what they say.
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
                for value in cell.values:
                    yield from _value(value)
        yield from _units(table)


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
    if cell.certainty == "not applicable" and cell.disagreements:
        rule = "another than 'not applicable' for a cell with disagreements"
        yield cell.place.problem(f"certainty must be {rule}.", "certainty")
    if cell.certainty in _EMPTY and cell.values:
        rule = f"another than '{cell.certainty}' for a cell with values"
        yield cell.place.problem(f"certainty must be {rule}.", "certainty")


def _value(value: Value) -> Iterator[Problem]:
    if not (value.number or value.low or value.high or value.date):
        yield value.place.problem("a value must be a number, a range or a date, got none.")
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
