"""Where the marks of a timeline stand: positions to scale, and rows so that no two overlap."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from explainer import dates
from explainer.model import Event, Explainer
from explainer.vocabulary import Lane

# The narrowest strip of a year that a 320 px screen leaves room for, and the size of its numbered
# marks, both in CSS px. Rows are solved for these, so wider screens cannot collide.
NARROWEST = 280
MARK = 26
# The picture of the whole period: its extent along time and the size of a mark, in its own units.
EXTENT = 1000
DOT = 11


@dataclass(frozen=True, slots=True)
class Placed:
    """An event's mark: its position along time from 0 to 1, and its row from 0."""

    event: Event
    at: float
    row: int


@dataclass(frozen=True, slots=True)
class LaneOfMarks:
    """A lane of the picture with its marks and the number of rows that they need."""

    lane: Lane
    marks: tuple[Placed, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a whole period."""

    first: date
    last: date
    years: tuple[tuple[int, float], ...]
    """Each year, with the position of its first day."""
    lanes: tuple[LaneOfMarks, ...]
    flags: tuple[tuple[Event, float, float], ...]
    """Events that mark the whole height, such as the source texts: first and last position."""

    @property
    def rows(self) -> int:
        """Rows of marks in all lanes together."""
        return sum(lane.rows for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's events in order, each placed on the year's own ruler."""

    year: int
    marks: tuple[Placed, ...]
    rows: int
    months: tuple[tuple[int, float], ...]


def rows(positions: Sequence[float], gap: float) -> list[int]:
    """Return a row for each position, so that marks in one row stand at least ``gap`` apart.

    Positions must be in ascending order. Each mark takes the first row that is free, as few as
    can be; time grows with n log n.
    """
    taken: list[tuple[float, int]] = []  # when a row is free again, and its number
    free: list[int] = []
    result = []
    for position in positions:
        while taken and taken[0][0] <= position:
            heapq.heappush(free, heapq.heappop(taken)[1])
        row = heapq.heappop(free) if free else len(taken)
        result.append(row)
        heapq.heappush(taken, (position + gap, row))
    return result


def share(day: date, first: date, last: date) -> float:
    """Return how far into the days from ``first`` to ``last``, both included, ``day`` begins."""
    return (day - first).days / ((last - first).days + 1)


def picture(explainer: Explainer) -> Picture:
    """Lay out the picture of the period that the settings name."""
    span = dates.parse(explainer.settings.span)
    first, last = span.first, span.last
    shown = [each for each in explainer.events if first <= _middle(each) <= last]
    flags = {lane.id for lane in explainer.settings.lanes if lane.shape == "flag"}
    return Picture(
        first,
        last,
        tuple(
            (year, share(max(date(year, 1, 1), first), first, last))
            for year in range(first.year, last.year + 1)
        ),
        tuple(
            _lane(lane, [each for each in shown if each.lane == lane.id], first, last)
            for lane in explainer.settings.lanes
            if lane.id not in flags
        ),
        tuple(
            (
                each,
                share(max(parsed.first, first), first, last),
                share(min(parsed.last, last), first, last),
            )
            for each in shown
            if each.lane in flags
            for parsed in [dates.parse(each.date)]
        ),
    )


def _lane(lane: Lane, events: Sequence[Event], first: date, last: date) -> LaneOfMarks:
    ordered = sorted(events, key=lambda each: (_middle(each), each.id))
    positions = [share(_middle(each), first, last) for each in ordered]
    found = rows(positions, DOT / EXTENT)
    marks = tuple(itertools.starmap(Placed, zip(ordered, positions, found, strict=True)))
    return LaneOfMarks(lane, marks, max(found, default=0) + 1)


def first_year(events: Sequence[Event]) -> int:
    """Return the year in which the first event begins; the calendar's last year without events."""
    return min((dates.parse(event.date).first.year for event in events), default=date.max.year)


def years(events: Sequence[Event]) -> list[Year]:
    """Lay out each year that has events, in order, on rulers of one scale."""
    found: dict[int, list[Event]] = {}
    for event in events:
        found.setdefault(dates.parse(event.date).first.year, []).append(event)
    return [_year(year, found[year]) for year in sorted(found)]


def _year(year: int, events: Sequence[Event]) -> Year:
    first, last = date(year, 1, 1), date(year, 12, 31)
    ordered = sorted(events, key=lambda each: (min(_middle(each), last), each.id))
    positions = [share(min(_middle(each), last), first, last) for each in ordered]
    # The ruler and the marks are inset alike, by half a mark on each side.
    found = rows(positions, MARK / (NARROWEST - MARK))
    months = tuple((month, share(date(year, month, 1), first, last)) for month in range(1, 13))
    placed = tuple(itertools.starmap(Placed, zip(ordered, positions, found, strict=True)))
    return Year(year, placed, max(found, default=0) + 1, months)


def _middle(event: Event) -> date:
    return dates.parse(event.date).middle


def around(events: Sequence[Event], when: str) -> tuple[list[Event], list[Event], list[Event]]:
    """Return the events that were over by an EDTF date, those that may have been, and those to come.

    An event of the day itself is over; one inside an interval, or that spans it, may have been.
    """
    span = dates.parse(when)
    over, open_, ahead = [], [], []
    for event in events:
        found = dates.parse(event.date)
        if found.last <= span.first:
            over.append(event)
        elif found.first > span.last:
            ahead.append(event)
        else:
            open_.append(event)
    return over, open_, ahead
