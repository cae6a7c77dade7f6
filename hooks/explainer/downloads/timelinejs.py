"""The events in the JSON that TimelineJS 3 draws.

https://timeline.knightlab.com/docs/json-format.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explainer import dates
from explainer.downloads.entry import Data, compact, listing, uncited
from explainer.model import Event
from explainer.templating import environment, unbroken


def timeline(data: Data, found: Sequence[Mapping[str, Any]]) -> str:
    """Return the timeline of records of events: a slide each, a row for each lane, eras for phases."""
    settings = data.view.settings
    events = zip(data.site.explainer.events, found, strict=True)
    slides = [_slide(data, event, record) for event, record in events]
    eras = [
        {**_era(phase.span), "text": {"headline": data.html(phase.label)}}
        for phase in settings.phases
        if phase.span
    ]
    text = {"headline": data.html(settings.title), "text": data.html(settings.description)}
    parts = {
        "title": compact({"text": text}),
        "scale": compact("human"),
        "eras": listing(eras),
        "events": listing(slides),
    }
    return "{\n" + ",\n".join(f'"{name}": {part}' for name, part in parts.items()) + "\n}\n"


def _slide(data: Data, event: Event, record: Mapping[str, Any]) -> dict[str, Any]:
    template = environment().get_template("timelinejs.html.j2")
    return {
        **_span(event.date),
        "display_date": dates.words(event.date),
        "text": {
            "headline": data.html(event.title),
            "text": unbroken(template.render(data=data, e=event, record=record, uncited=uncited)),
        },
        "group": record["lane"]["label"],
        "unique_id": event.id,
        "autolink": False,
    }


def _span(edtf: str) -> dict[str, dict[str, int]]:
    """Return a date as precise as it is known: TimelineJS takes a year or a month too."""
    span = dates.parse(edtf)
    start = {"start_date": _point(span.start)}
    return start | ({"end_date": _point(span.end)} if span.end else {})


def _era(edtf: str) -> dict[str, dict[str, int]]:
    """Return a stretch of time from its first to its last day: an era needs both."""
    span = dates.parse(edtf)
    ends = {"start_date": span.first, "end_date": span.last}
    return {
        name: {"year": day.year, "month": day.month, "day": day.day} for name, day in ends.items()
    }


def _point(point: dates.Point) -> dict[str, int]:
    parts = {"year": point.year, "month": point.month, "day": point.day}
    return {name: part for name, part in parts.items() if part is not None}
