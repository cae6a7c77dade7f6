"""Small pictures of the values of one column: an axis, and a mark for each value, to scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from explainer import tables
from explainer.model import Chart, Comparison, Row, Value

# Steps between ticks, times a power of ten: those that people count in.
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
# More than so many steps of a linear axis crowd its numbers on a phone.
_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A linear or logarithmic scale from its first value to its last."""

    first: Decimal
    last: Decimal
    log: bool
    ticks: tuple[Decimal, ...]

    def at(self, value: Decimal) -> float:
        """Return where a value stands, from 0 to 1."""
        if self.log:
            return math.log(value / self.first) / math.log(self.last / self.first)
        return float((value - self.first) / (self.last - self.first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value on the axis: a dot where both ends meet, else a bar; positions from 0 to 1."""

    start: float
    end: float
    text: str
    by: str | None
    closed: bool
    """Whether both ends are known; an open bar reaches the end of the axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table with a mark for each value of its cell."""

    row: Row
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart: ticks with their positions and numbers, and a line for each row of the table."""

    chart: Chart
    unit: str | None
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]


def draw(table: Comparison, chart: Chart, words: Mapping[str, str]) -> Drawing:
    """Lay out a chart; ``words`` are the interface's. The checks see to it that there are values."""
    values = [value for row in table.rows for value in row.cells[chart.column].values]
    scale = axis([end for value in values for end in _ends(value)], log=chart.scale == "log")
    return Drawing(
        chart=chart,
        unit=values[0].unit,
        ticks=tuple((scale.at(tick), tables.number(f"{tick:f}")) for tick in scale.ticks),
        lines=tuple(
            Line(
                row=row,
                marks=tuple(_mark(scale, each, words) for each in row.cells[chart.column].values),
            )
            for row in table.rows
        ),
    )


def _ends(value: Value) -> list[Decimal]:
    return [Decimal(end) for end in (value.number, value.low, value.high) if end]


def _mark(scale: Axis, value: Value, words: Mapping[str, str]) -> Mark:
    ends = [scale.at(end) for end in _ends(value)]
    closed = bool(value.number or (value.low and value.high))
    return Mark(
        start=ends[0] if closed or value.low else 0.0,
        end=ends[-1] if closed or value.high else 1.0,
        text=tables.amount(value, words),
        by=value.by,
        closed=closed,
    )


def axis(values: Sequence[Decimal], *, log: bool) -> Axis:
    """Return the axis that holds all of some values between two round numbers.

    A logarithmic one needs values above 0. A linear one begins at 0, unless all values lie in the
    upper half from there: dots, unlike bars from a base, can be compared without it.
    """
    return _logarithmic(min(values), max(values)) if log else _linear(min(values), max(values))


def _linear(low: Decimal, high: Decimal) -> Axis:
    lone = low == high
    if lone or 0 <= low <= high / 2:
        low = min(low, Decimal(0))
    if lone or low / 2 <= high <= 0:
        high = max(high, Decimal(0))
    spread = (high - low) or Decimal(1)
    power = Decimal(10) ** math.floor(math.log10(spread / _MOST))
    step = next(power * each for each in _STEPS if power * each * _MOST >= spread)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    ticks = tuple(step * number for number in range(int(first), int(last) + 1))
    return Axis(first=ticks[0], last=ticks[-1], log=False, ticks=ticks)


def _logarithmic(low: Decimal, high: Decimal) -> Axis:
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    round_ = [Decimal(10) ** power * each for power in powers for each in _STEPS[:-1]]
    first = max(each for each in round_ if each <= low)
    last = min(each for each in round_ if each >= high and each > first)
    tens = [each for each in round_ if first <= each <= last and _is_power(each)]
    # Within two powers of ten, there would be too few numbers to read a scale by.
    ticks = tens if len(tens) > 1 else [each for each in round_ if first <= each <= last]
    return Axis(first=first, last=last, log=True, ticks=tuple(ticks))


def _is_power(value: Decimal) -> bool:
    return value.normalize().as_tuple().digits == (1,)
