"""The events as a calendar: iCalendar, RFC 5545, with the calendar's name after RFC 7986.

An event covers whole days, unless a source gives the moment of one that has one day. A date that is
known to the month only, or is in doubt, covers all its days and says so in the summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from explainer import dates
from explainer.downloads.entry import Data, uncited
from explainer.model import Explainer, Moment

# Where the site is not published, a name that is reserved for belonging to nobody (RFC 6761).
NOWHERE = "explainer.invalid"
# The most octets of a line, its end not counted (RFC 5545, 3.1).
_LINE = 75
_SPECIAL = re.compile(r"[\\;,]")
_EPOCH = date(1970, 1, 1)


def calendar(data: Data, found: Sequence[Mapping[str, Any]]) -> str:
    """Return the calendar of records of events."""
    settings = data.view.settings
    host = urlsplit(data.root).netloc or NOWHERE
    stamp = f"{_day(_revised(data.site.explainer))}T000000Z"
    events = zip(data.site.explainer.events, found, strict=True)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(host)}//{_text(settings.title)}//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(settings.title)}",
        f"X-WR-CALNAME:{_text(settings.title)}",  # what programs read that do not know RFC 7986
        f"DESCRIPTION:{_text(settings.description)}",
        *(
            line
            for event, record in events
            for line in _event(data, record, event.time, host, stamp)
        ),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _revised(explainer: Explainer) -> date:
    """Return the last day on which a source was looked at, or an edition made of what was found.

    A calendar must say when its data were last revised (DTSTAMP), and two builds of the same data
    must say the same.
    """
    seen = [each.accessed for each in explainer.references]
    seen += [text.source.accessed for text in explainer.texts]
    seen += [edition.date for edition in explainer.editions]
    return max((dates.parse(day).last for day in seen if day), default=_EPOCH)


def _event(
    data: Data, event: Mapping[str, Any], time: Moment | None, host: str, stamp: str
) -> Iterator[str]:
    span = dates.parse(event["date"])
    yield "BEGIN:VEVENT"
    yield f"UID:{event['id']}@{host}"
    yield f"DTSTAMP:{stamp}"
    if time and time.qualifier != "by" and span.first == span.last:
        yield f"DTSTART:{_moment(time.instant)}"
        if time.until:
            yield f"DTEND:{_moment(time.until)}"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(span.first)}"
        yield f"DTEND;VALUE=DATE:{_day(span.last + timedelta(days=1))}"
    words = event["date_in_words"]
    summary = event["title"] if _days_known(span) else f"{event['title']} ({words})"
    yield f"SUMMARY:{_text(summary)}"
    yield "DESCRIPTION:" + _text("\n".join(_description(data, event)))
    yield "CATEGORIES:" + ",".join(_text(event[key]["label"]) for key in ("phase", "theme", "lane"))
    if data.root:  # a relative address is none to a calendar
        yield f"URL:{event['address']}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy with what is past
    yield "END:VEVENT"


def _days_known(span: dates.Span) -> bool:
    """Whether the first and the last day are known, so that the calendar's own dates say it all."""
    points = (span.start, span.end or span.start)
    return all(point.day and not point.doubt for point in points)


def _description(data: Data, event: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of an event's description: all that the record holds, in words."""
    words, second, time = data.view.words, event["second_date"], event["time"]
    yield event["date_in_words"]
    if second:
        calendar = f"{second['calendar']}: " if second["calendar"] else ""
        yield f"{calendar}{second['date_in_words']}"
    if time:
        yield ", ".join(filter(None, (time["in_words"], time["note"])))
    if event["date_note"]:
        yield event["date_note"]
    yield event["summary"]
    for figure in event["figures"]:
        yield f"{words['figures']}: {figure}"
    for each in event["disagreements"]:
        yield f"{words['disagree_about']}: {each['about']}"
        yield from (f"– {side['value']} [{_sources(side['evidence'])}]" for side in each["sides"])
    for account in event["accounts"]:
        said, more = f"{account['by']['label']}: {account['text']}", uncited(account)
        yield f"{said} [{_sources(more)}]" if more else said
    yield ", ".join(actor["label"] for actor in event["actors"])
    if event["confidence"] != "confirmed":
        yield words[event["confidence"]]
    yield f"{words['evidence']}: {_sources(event['evidence'])}"
    yield event["id"]


def _sources(evidence: Iterable[Mapping[str, str]]) -> str:
    """Word evidence with the addresses of works; those of this site may be relative."""
    return "; ".join(
        f"{each['label']} <{each['url']}>" if "url" in each else each["label"] for each in evidence
    )


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _moment(instant: str) -> str:
    """Return a moment in UTC in the basic form, always to the second."""
    digits = re.sub(r"\D", "", instant).ljust(14, "0")  # yyyymmddhhmmss
    return f"{digits[:8]}T{digits[8:]}Z"


def _text(value: str) -> str:
    """Escape a value of type TEXT (RFC 5545, 3.3.11)."""
    return _SPECIAL.sub(r"\\\g<0>", value).replace("\n", r"\n")


def _folded(line: str) -> str:
    """Break a line between characters where it would be longer than allowed."""
    octets = line.encode()
    if len(octets) <= _LINE:
        return line
    parts, room = [], _LINE
    while octets:
        end = min(room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character
            end -= 1
        parts.append(octets[:end].decode())
        octets, room = octets[end:], _LINE - 1  # a further line begins with a space
    return "\r\n ".join(parts)
