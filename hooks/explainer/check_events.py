"""Everything that must hold of events: their days on each calendar, their order, their accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from explainer import dates, moments
from explainer.manuscripts import Manuscript
from explainer.model import Event, Explainer, Moment
from explainer.problems import Problem, must
from explainer.vocabulary import Settings

# Two calendars never differ by more than a day.
_DAY = timedelta(days=1)


def check(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    """Yield a problem for each day, time or account that cannot be."""
    for event in explainer.events:
        yield from _second_date(explainer.settings, event)
        if event.time:
            yield from _time(explainer.settings, event, event.time)
        yield from _phase(explainer.settings, event)
        yield from _accounts(explainer.settings, event)
    for earlier, later in pairwise(explainer.events):
        if _order(later) < _order(earlier):
            rule = f"not before that of {earlier.id}, which stands above it"
            yield later.place.problem(must("date", rule, later.date), "date")


def _second_date(settings: Settings, event: Event) -> Iterator[Problem]:
    if event.second_date is None:
        return
    if settings.second_calendar is None:
        rule = "left out: sources/explainer.yml names no second_calendar"
        yield event.place.problem(f"second_date must be {rule}.", "second_date")
    elif not _same_moment(event, event.second_date):
        rule = f"the same day as date or one day off it, {event.date}"
        yield event.place.problem(must("second_date", rule, event.second_date), "second_date")
    elif event.second_date == event.date:
        rule = f"left out where it is that of date, got '{event.second_date}'"
        yield event.place.problem(f"second_date must be {rule}.", "second_date")
    elif event.time is None or not dates.parse(event.date).exact:
        yield from _side(settings, event, event.second_date)


def _side(settings: Settings, event: Event, second: str) -> Iterator[Problem]:
    """Hold a second date without a moment against the side on which the second zone lies.

    Where an event took place only its moment says. But if the second zone lies west of every place
    that has a clock, its calendar is never ahead; an event elsewhere needs a moment to say so.
    """
    zone = settings.second_zone
    places = [clock.zone for clock in settings.clocks if clock.zone != zone]
    if zone is None or not places:
        return
    here, there = dates.parse(event.date), dates.parse(second)
    if all(moments.ahead(here.first, place, zone) for place in places):
        wrong, word, side = there.first > here.first or there.last > here.last, "later", "west"
    elif all(moments.ahead(here.first, zone, place) for place in places):
        wrong, word, side = there.first < here.first or there.last < here.last, "earlier", "east"
    else:
        return
    if wrong:
        rule = f"no {word} than date, {event.date}, without a time, since {zone} lies {side}"
        yield event.place.problem(must("second_date", rule, second), "second_date")


def _order(event: Event) -> date:
    return dates.parse(event.date).middle


def _same_moment(event: Event, second: str) -> bool:
    here, there = dates.parse(event.date), dates.parse(second)
    return abs(here.first - there.first) <= _DAY and abs(here.last - there.last) <= _DAY


def _time(settings: Settings, event: Event, time: Moment) -> Iterator[Problem]:
    """Hold the days on both calendars against the moment and the zones of their places."""
    if time.until and moments.local(time.until, "UTC") <= moments.local(time.instant, "UTC"):
        yield time.place.problem(must("until", f"after {time.instant}", time.until), "until")
        return
    here = moments.days(time, time.zone)
    if not _within(here, event.date):
        rule = f"on the day of the event in {time.zone}, {event.date}"
        yield time.place.problem(must("instant", rule, time.instant), "instant")
        return
    if settings.second_zone is None or not dates.parse(event.date).exact:
        return
    there = moments.days(time, settings.second_zone)
    if _within(there, event.second_date or event.date):
        return
    if event.second_date:
        rule = f"the day of {time.instant} in {settings.second_zone}, {there[0]}"
        yield event.place.problem(must("second_date", rule, event.second_date), "second_date")
    else:
        rule = f"given, since {time.instant} was {there[0]} in {settings.second_zone}, got nothing"
        yield event.place.problem(f"second_date must be {rule}.")


def _within(days: tuple[date, date], text: str) -> bool:
    span = dates.parse(text)
    return span.first <= days[0] and days[1] <= span.last


def _phase(settings: Settings, event: Event) -> Iterator[Problem]:
    spans = {phase.id: phase.span for phase in settings.phases}
    text = spans.get(event.phase)
    if text is None:
        return
    span = dates.parse(text)
    if not span.first <= _order(event) <= span.last:
        rule = f"one whose span, {text}, holds the date {event.date}"
        yield event.place.problem(must("phase", rule, event.phase), "phase")


def _accounts(settings: Settings, event: Event) -> Iterator[Problem]:
    given = [account.by for account in event.accounts]
    for account in event.accounts:
        if given.count(account.by) > 1:
            rule = f"given once for each party, got two of '{account.by}'"
            yield account.place.problem(f"accounts must be {rule}.", "by")
    for name in settings.accounts if given else ():
        if name not in given:
            rule = f"given for {name} too, or say that it was silent"
            yield event.place.problem(f"accounts must be {rule}.", "accounts")
