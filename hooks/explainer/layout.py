"""Where the marks of a timeline stand: positions to scale, and rows so that no two overlap."""

from __future__ import annotations

import heapq
from calendar import isleap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from explainer import dates
from explainer.model import Event, Explainer
from explainer.vocabulary import Lane, Phase

# The narrowest strip of a year that a 320 px screen leaves room for, and the size of its numbered
# marks, both in CSS px. Rows are solved for these, so wider screens cannot collide.
NARROWEST = 280
MARK = 26
# The picture of the whole period: its extent along time and the size of a mark, in its own units.
EXTENT = 1000
DOT = 11
# The width of a letter of a phase's label, on the safe side, so that labels do not meet; they are
# largest where the picture is drawn small.
LETTER = 9


@dataclass(frozen=True, slots=True)
class Placed:
    """An event's mark: its position along time from 0 to 1, and its row from 0."""

    event: Event
    at: float
    row: int
    extent: tuple[float, float] | None
    """From where to where it may stand or did last; nothing for one known day."""
    drawn: Literal["day", "lasting", "uncertain"]


@dataclass(frozen=True, slots=True)
class LaneOfMarks:
    """A lane of the picture with its marks and the number of rows that they need."""

    lane: Lane
    marks: tuple[Placed, ...]
    rows: int

    @property
    def by_year(self) -> Mapping[int, int]:
        """How many events each year has, for years that have any."""
        return Counter(_middle(mark.event).year for mark in self.marks)

    @property
    def pause(self) -> Pause | None:
        """The longest time between two events of the lane, none of them of a vague date."""
        pauses = (
            Pause((_middle(after.event) - _middle(before.event)).days, before.event, after.event)
            for before, after in pairwise(self.marks)
            if not any(dates.vague(dates.parse(each.event.date)) for each in (before, after))
        )
        return max(pauses, key=lambda each: each.days, default=None)


@dataclass(frozen=True, slots=True)
class Band:
    """A phase of the picture: its first and last position, and the row of its label."""

    phase: Phase
    start: float
    end: float
    row: int


@dataclass(frozen=True, slots=True)
class Pause:
    """The longest time between two events of a lane, one after the other."""

    days: int
    before: Event
    after: Event


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
    phases: tuple[Band, ...]
    """Phases that have a span inside the period, in order."""

    @property
    def rows(self) -> int:
        """Rows of marks in all lanes together."""
        return sum(lane.rows for lane in self.lanes)

    @property
    def bands(self) -> int:
        """Rows of the phases' labels."""
        return max((band.row for band in self.phases), default=-1) + 1

    @property
    def count(self) -> int:
        """Events in the picture."""
        return sum(len(lane.marks) for lane in self.lanes) + len(self.flags)

    @property
    def by_year(self) -> Mapping[int, int]:
        """How many events each year of the period has, flags aside."""
        found = Counter(_middle(mark.event).year for lane in self.lanes for mark in lane.marks)
        return {year: found[year] for year, _ in self.years}

    @property
    def begun(self) -> frozenset[int]:
        """The years in which an event of the picture begins: those that a timeline of them has."""
        marked = (mark.event for lane in self.lanes for mark in lane.marks)
        shown = (*marked, *(event for event, _, _ in self.flags))
        return frozenset(dates.parse(event.date).first.year for event in shown)

    @property
    def extremes(self) -> tuple[tuple[int, list[int]], tuple[int, list[int]]]:
        """The largest and the smallest number of events in a year, each with its years."""
        counts = self.by_year
        ends = max(counts.values()), min(counts.values())
        most, fewest = ((end, [year for year in counts if counts[year] == end]) for end in ends)
        return most, fewest


@dataclass(frozen=True, slots=True)
class Year:
    """A year's events in order, each placed on the year's own ruler."""

    year: int
    marks: tuple[Placed, ...]
    rows: int

    @property
    def leap(self) -> bool:
        """Whether the ruler has 366 days; styles know where the months begin on either ruler."""
        return isleap(self.year)


def rows(starts: Sequence[float], ends: Sequence[float], gap: float) -> list[int]:
    """Return a row for each stretch, so that stretches in one row stand at least ``gap`` apart.

    Starts must be in ascending order. Each stretch takes the first row that is free, as few as
    can be; time grows with n log n.
    """
    taken: list[tuple[float, int]] = []  # when a row is free again, and its number
    free: list[int] = []
    result = []
    for start, end in zip(starts, ends, strict=True):
        while taken and taken[0][0] <= start:
            heapq.heappush(free, heapq.heappop(taken)[1])
        row = heapq.heappop(free) if free else len(taken)
        result.append(row)
        heapq.heappush(taken, (end + gap, row))
    return result


def share(day: date, first: date, last: date) -> float:
    """Return how far into the days from ``first`` to ``last``, both included, ``day`` begins."""
    return (day - first).days / ((last - first).days + 1)


def picture(explainer: Explainer, events: Sequence[Event] | None = None) -> Picture:
    """Lay out the picture of the period that the settings name, of all events or of some."""
    span = dates.parse(explainer.settings.span)
    first, last = span.first, span.last
    given = explainer.events if events is None else events
    shown = [each for each in given if first <= _middle(each) <= last]
    flags = {lane.id for lane in explainer.settings.lanes if lane.shape == "flag"}
    return Picture(
        first,
        last,
        tuple(
            (year, share(max(date(year, 1, 1), first), first, last))
            for year in range(first.year, last.year + 1)
        ),
        tuple(
            LaneOfMarks(lane, *_place(lane_events, first, last, DOT / EXTENT))
            for lane in explainer.settings.lanes
            if lane.id not in flags
            for lane_events in [[each for each in shown if each.lane == lane.id]]
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
        tuple(_phases(explainer.settings.phases, first, last)),
    )


def _phases(phases: Sequence[Phase], first: date, last: date) -> Iterator[Band]:
    spans = [(phase, dates.parse(phase.span)) for phase in phases if phase.span]
    inside = sorted(
        (
            (*_extent(span, first, last), phase)
            for phase, span in spans
            if span.last >= first and span.first <= last
        ),
        key=lambda each: each[:2],
    )
    starts = [start for start, _, _ in inside]
    ends = [start + len(phase.label) * LETTER / EXTENT for start, _, phase in inside]
    found = rows(starts, ends, LETTER / EXTENT)
    for (start, end, phase), row in zip(inside, found, strict=True):
        yield Band(phase, start, end, row)


def _extent(span: dates.Span, first: date, last: date) -> tuple[float, float]:
    """Return from where to where a span lies inside a stretch of days, its last day included."""
    end = min(span.last, last) + timedelta(days=1)
    return share(max(span.first, first), first, last), share(end, first, last)


def _place(
    events: Sequence[Event], first: date, last: date, size: float
) -> tuple[tuple[Placed, ...], int]:
    """Place events between two days; return their marks in order, and how many rows they need.

    ``size`` is that of a mark as a share of the whole. What a mark covers is itself and the extent
    of its date, so that neither touches another.
    """
    ordered = sorted(events, key=lambda each: (min(_middle(each), last), each.id))
    positions = [share(min(_middle(each), last), first, last) for each in ordered]
    spans = [dates.parse(each.date) for each in ordered]
    extents = [None if span.exact else _extent(span, first, last) for span in spans]
    # As centers of marks that would cover the same: an extent reaches half a mark beyond them.
    covered = [
        (min(at, extent[0] + size / 2), max(at, extent[1] - size / 2)) if extent else (at, at)
        for at, extent in zip(positions, extents, strict=True)
    ]
    order = sorted(range(len(ordered)), key=lambda index: covered[index])
    starts, ends = [covered[index][0] for index in order], [covered[index][1] for index in order]
    found = dict(zip(order, rows(starts, ends, size), strict=True))
    marks = tuple(
        Placed(event, at, found[index], extent, _drawn(span))
        for index, (event, at, extent, span) in enumerate(
            zip(ordered, positions, extents, spans, strict=True)
        )
    )
    return marks, max(found.values(), default=0) + 1


def _drawn(span: dates.Span) -> Literal["day", "lasting", "uncertain"]:
    """Say how a date is drawn: as a day, as a stretch that it lasted, or one that it lies within."""
    if span.exact:
        return "day"
    ends = (span.start, span.end)
    known = span.end and all(end and end.day and not end.doubt for end in ends)
    return "lasting" if known else "uncertain"


def density(explainer: Explainer) -> list[tuple[date, int]]:
    """Return the months of the period, by their first days, with the events of each."""
    span = dates.parse(explainer.settings.span)
    middles = (_middle(event) for event in explainer.events)
    found = Counter((day.year, day.month) for day in middles if span.first <= day <= span.last)
    months = [
        date(year, month, 1)
        for year in range(span.first.year, span.last.year + 1)
        for month in range(1, 13)
    ]
    inside = [day for day in months if span.first.replace(day=1) <= day <= span.last]
    return [(day, found[day.year, day.month]) for day in inside]


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
    # The ruler and the marks are inset alike, by half a mark on each side.
    marks, count = _place(events, first, last, MARK / (NARROWEST - MARK))
    return Year(year, marks, count)


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
