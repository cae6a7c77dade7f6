"""Times of day: one moment, as clocks in several places show it.

A moment is stored in UTC; what a clock showed is computed from the IANA time-zone database, which
knows that Pyongyang kept UTC+8:30 from August 2015 to May 2018. A record that gives only a day is
never converted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from explainer import dates
from explainer.model import Moment
from explainer.vocabulary import Clock


def local(instant: str, zone: str) -> datetime:
    """Return a moment in UTC as the clocks of a zone showed it."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))


def ahead(day: date, zone: str, other: str) -> bool:
    """Return whether at noon of a day the clocks of a zone are ahead of another's: it lies east."""
    noon = datetime.combine(day, time(12))
    here, there = (noon.replace(tzinfo=ZoneInfo(each)).utcoffset() for each in (zone, other))
    return (here or timedelta()) > (there or timedelta())


def days(moment: Moment, zone: str) -> tuple[date, date]:
    """Return the first and the last day of a moment on the calendar of a zone."""
    end = moment.until or moment.instant
    return local(moment.instant, zone).date(), local(end, zone).date()


def words(moment: Moment, clocks: Sequence[Clock]) -> str:
    """Word a moment by the clock of its place, then by other clocks, those that agree together.

    >>> seoul, east = Clock(zone="Asia/Seoul", label="Seoul"), Clock(zone="UTC", label="UTC")
    >>> words(Moment(instant="2016-01-06T01:30Z", zone="Asia/Pyongyang"), [seoul, east])
    '10:00 a.m. in Pyongyang (UTC+8:30); 10:30 a.m. in Seoul; 1:30 a.m. in UTC'
    """
    start = local(moment.instant, moment.zone)
    places = {clock.zone: clock.label for clock in clocks}
    here = places.pop(moment.zone, moment.zone.rpartition("/")[2].replace("_", " "))
    qualifier = f"{moment.qualifier} " if moment.qualifier else ""
    shown: dict[str, list[str]] = {_clock(moment, moment.zone, start.date()): [here]}
    for zone, place in places.items():
        shown.setdefault(_clock(moment, zone, start.date()), []).append(place)
    parts = [f"{time} in {' and '.join(found)}" for time, found in shown.items()]
    offset = _offset(start)
    parts[0] = f"{qualifier}{parts[0]}{f' ({offset})' if offset else ''}"
    return "; ".join(parts)


def _clock(moment: Moment, zone: str, day: date) -> str:
    start = local(moment.instant, zone)
    if moment.until is None:
        return _time(start, day)
    return f"{_time(start, day)} to {_time(local(moment.until, zone), start.date())}"


def _time(when: datetime, day: date) -> str:
    """Word a time of day, with its date where that is not ``day``."""
    hour, half = when.hour % 12 or 12, "a.m." if when.hour < 12 else "p.m."  # noqa: PLR2004 - noon
    text = f"{hour}:{when.minute:02d} {half}"
    return text if when.date() == day else f"{text} on {dates.MONTHS[when.month - 1]} {when.day}"


def _offset(when: datetime) -> str:
    """Name the offset from UTC where it is not one of whole hours, which readers seldom expect."""
    offset = when.utcoffset() or timedelta()
    hours, minutes = divmod(round(abs(offset).total_seconds() / 60), 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{hours}:{minutes:02d}" if minutes else ""
