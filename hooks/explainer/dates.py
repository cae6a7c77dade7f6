"""Dates as EDTF (ISO 8601-2): what is accepted, its exact bounds, and its wording in English.

The profile is levels 0 and 1 without seasons, sets and open ends: a year, month or day, perhaps
uncertain (``?``), approximate (``~``) or both (``%``), and an interval of two of these. Bounds are
strict: a qualifier does not widen them. (The ``edtf`` library, the reference that the tests hold
this module against, needs some 15 ms a date, which for 600 dates is longer than a whole build.)
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

MONTHS = (
    "January February March April May June July August September October November December"
).split()

# What can be both drawn and worded: a year, month or day, perhaps uncertain, approximate or both.
_POINT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?(?P<doubt>[~?%]?)\Z", re.ASCII
)
_MONTH = timedelta(days=31)
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


@dataclass(frozen=True, slots=True)
class Point:
    """One EDTF date: a year with, perhaps, its month, day and a qualifier ``~``, ``?`` or ``%``."""

    year: int
    month: int | None
    day: int | None
    doubt: str


@dataclass(frozen=True, slots=True)
class Span:
    """An EDTF date or interval: its first and last possible day, and the points it was made of."""

    first: date
    last: date
    start: Point
    end: Point | None

    @property
    def exact(self) -> bool:
        """Whether the span is one known day."""
        doubt = self.start.doubt or (self.end and self.end.doubt)
        return self.first == self.last and not doubt

    @property
    def middle(self) -> date:
        """The day in the middle, where a mark for the whole span stands."""
        return self.first + (self.last - self.first) / 2


@cache  # a pure function, asked some thousand times for the same days
def parse(text: str) -> Span:
    """Parse an EDTF date or interval.

    Raises ``ValueError`` for what isn't EDTF, isn't a possible date, or is a form that the site
    can neither draw nor word (seasons, sets, open intervals).
    """
    start, *ends = [_point(part) for part in text.split("/")]
    if not ends:
        return Span(_first(start), _last(start), start, None)
    (end,) = ends  # more than two ends are no interval, and a ValueError too
    if _first(end) < _first(start):
        raise ValueError(text)
    return Span(_first(start), _last(end), start, end)


def begun(span: Span) -> tuple[date, bool]:
    """Return the day on which something began, and whether it is known; else the span's middle."""
    known = span.start.day is not None and not span.start.doubt
    return (span.first, True) if known else (span.middle, False)


def vague(span: Span) -> bool:
    """Whether it is not known to within a month when something began: no days are counted then.

    >>> [vague(parse(text)) for text in ("2019", "2019-06", "2012-02-29", "2018-06-18/2019-01-02")]
    [True, False, False, False]
    """
    return not begun(span)[1] and span.last - span.first >= _MONTH


def _point(text: str) -> Point:
    match = _POINT.match(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(match[name]) if match[name] else None for name in _FIELDS)
    assert year is not None
    # Refuses what the calendar does not have, a month or day 00 too.
    date(year, 1 if month is None else month, 1 if day is None else day)
    return Point(year, month, day, match["doubt"])


def _first(point: Point) -> date:
    return date(point.year, point.month or 1, point.day or 1)


def _last(point: Point) -> date:
    month = point.month or 12
    return date(point.year, month, point.day or monthrange(point.year, month)[1])


_FIELDS = ("year", "month", "day")


def words(text: str) -> str:
    """Word an EDTF date for a reader.

    >>> words("2012-02-29"), words("2013-04-08/2013-04-09"), words("2018-06~")
    ('February 29, 2012', 'April 8–9, 2013', 'about June 2018')
    """
    span = parse(text)
    start, end = span.start, span.end
    if end is None or end == start:
        return _DOUBT[start.doubt] + _plain(start)
    if start.doubt or end.doubt:
        return f"{words_of(start)} to {words_of(end)}"
    if start.day and end.day and start.year == end.year:
        if start.month == end.month:
            return f"{_month(start)} {start.day}–{end.day}, {start.year}"
        return f"{_month(start)} {start.day} – {_month(end)} {end.day}, {start.year}"
    return f"{_plain(start)} – {_plain(end)}"


def words_of(point: Point) -> str:
    """Word one end of an interval."""
    return _DOUBT[point.doubt] + _plain(point)


def _plain(point: Point) -> str:
    if point.month is None:
        return str(point.year)
    if point.day is None:
        return f"{_month(point)} {point.year}"
    return f"{_month(point)} {point.day}, {point.year}"


def _month(point: Point) -> str:
    assert point.month is not None
    return MONTHS[point.month - 1]


def iso(text: str) -> str:
    """Return the first day in a form that HTML's ``<time datetime>`` takes, or the month or year."""
    start = parse(text).start
    if start.month is None:
        return f"{start.year:04d}"
    if start.day is None:
        return f"{start.year:04d}-{start.month:02d}"
    return f"{start.year:04d}-{start.month:02d}-{start.day:02d}"
