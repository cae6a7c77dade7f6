"""The events as records: whole in JSON, and one a row in CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from explainer import dates, moments
from explainer.downloads import spreadsheet
from explainer.downloads.entry import BETWEEN, Data, differing, labels, urls_of
from explainer.downloads.spreadsheet import Column
from explainer.model import Account, Event, Moment

COLUMNS = (
    Column("id", "The permanent ID.", required=True),
    Column("date", "The date at the place, in EDTF (ISO 8601-2).", required=True),
    Column("first_day", "The first day that the date covers.", "date", required=True),
    Column("last_day", "The last day that the date covers.", "date", required=True),
    Column("date_in_words", "The date as a reader sees it.", required=True),
    Column("date_note", "What explains a date that is not obvious."),
    Column("second_date", "The date on the second calendar where it differs, in EDTF."),
    Column("time_utc", "The moment in UTC (ISO 8601), where a source gives one."),
    Column("time_in_words", "What clocks showed at that moment."),
    Column("title", "What happened, in a line.", required=True),
    Column("summary", "What happened; citations as labels in parentheses.", required=True),
    Column("phase", "The stretch of the period.", required=True),
    Column("theme", "What the event is about.", required=True),
    Column("lane", "The row of the timeline's picture.", required=True),
    Column("actors", f"Who acted, separated by “{BETWEEN}”.", required=True),
    Column("figures", f"Figures with their estimators, separated by “{BETWEEN}”."),
    Column("disagreements", "What sources disagree on: each side's value, separated by “ / ”."),
    Column("accounts", f"How each party told it then, separated by “{BETWEEN}”."),
    Column("confidence", "How well it is confirmed.", required=True),
    Column("evidence", f"The labels of the evidence, separated by “{BETWEEN}”.", required=True),
    Column("evidence_urls", "Where each is read, in the same order.", required=True),
    Column("evidence_ids", "The permanent ID of each, in the same order.", required=True),
    Column("address", "Where the event is read on this site.", required=True),
)


def records(data: Data) -> list[dict[str, Any]]:
    """Return every event as a record of plain values, in the order of the timeline."""
    return [_record(data, event) for event in data.site.explainer.events]


def _record(data: Data, event: Event) -> dict[str, Any]:
    name, span, view = f"event/{event.id}", dates.parse(event.date), data.view
    return {
        "id": name,
        "date": event.date,
        "first_day": f"{span.first}",
        "last_day": f"{span.last}",
        "date_in_words": dates.words(event.date),
        "date_note": event.date_note and data.plain(event.date_note),
        "second_date": event.second_date and _second(data, event.second_date),
        "time": event.time and _time(data, event.time),
        "title": data.plain(event.title),
        "summary": data.plain(event.summary),
        "phase": {"id": event.phase, "label": data.phases[event.phase].label},
        "theme": {"id": event.theme, "label": view.themes[event.theme].label},
        "lane": {"id": event.lane, "label": view.lanes[event.lane].label},
        "actors": [data.item(f"actor/{actor}") for actor in event.actors],
        "figures": [data.plain(figure) for figure in event.figures],
        "disagreements": data.disagreements(event.disagreements),
        "accounts": [_account(data, account) for account in event.accounts],
        "confidence": event.confidence,
        "see": [data.item(each) for each in event.see],
        "evidence": data.evidence(event.evidence),
        "address": data.address(name),
    }


def _second(data: Data, date: str) -> dict[str, str | None]:
    calendar = data.view.settings.second_calendar
    return {"calendar": calendar, "date": date, "date_in_words": dates.words(date)}


def _time(data: Data, moment: Moment) -> dict[str, str | None]:
    return {
        "instant": moment.instant,
        "until": moment.until,
        "zone": moment.zone,
        "qualifier": moment.qualifier,
        "note": moment.note and data.plain(moment.note),
        "in_words": moments.words(moment, data.view.settings.clocks),
    }


def _account(data: Data, account: Account) -> dict[str, Any]:
    return {
        "by": data.item(f"actor/{account.by}"),
        "text": data.plain(account.text),
        "silent": account.silent,
        "evidence": data.evidence(account.evidence),
    }


def sheet(found: Sequence[Mapping[str, Any]]) -> str:
    """Return records of events as CSV."""
    return spreadsheet.table([column.name for column in COLUMNS], map(_row, found))


def _row(event: Mapping[str, Any]) -> list[str]:
    fields = dict(_fields(event))
    return [fields[column.name] for column in COLUMNS]


def _fields(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    second, time, evidence = event["second_date"] or {}, event["time"] or {}, event["evidence"]
    yield from ((key, value or "") for key, value in event.items() if not isinstance(value, list))
    yield from ((key, event[key]["label"]) for key in ("phase", "theme", "lane"))
    yield "second_date", second.get("date", "")
    yield "time_utc", "/".join(filter(None, (time.get("instant"), time.get("until"))))
    yield "time_in_words", ", ".join(filter(None, (time.get("in_words"), time.get("note"))))
    yield "actors", labels(event["actors"])
    yield "figures", BETWEEN.join(event["figures"])
    yield "disagreements", differing(event["disagreements"])
    yield (
        "accounts",
        BETWEEN.join(f"{each['by']['label']}: {each['text']}" for each in event["accounts"]),
    )
    yield "evidence", labels(evidence)
    yield "evidence_urls", urls_of(evidence)
    yield "evidence_ids", BETWEEN.join(each["id"] for each in evidence)
