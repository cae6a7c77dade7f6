"""What is published under ``/data/``, read by programs that know nothing of this one.

The tiny explainer's files lie in ``tests/downloads/``, to be reviewed. After a form was changed on
purpose, ``UPDATE_GOLDEN=1 pytest tests/test_downloads.py`` writes them anew.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import hashlib
import io
import json
import os
import posixpath
import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import bibtexparser
import frictionless
import icalendar
import jsonschema
import pypandoc
import pytest
import rispy
from hypothesis import example, given
from hypothesis import strategies as st

import support
from explainer import citations, citing, dates, view
from explainer.downloads import spreadsheet
from explainer.downloads.bibliography import biblatex_entry, ris_entry
from explainer.downloads.package import resources
from explainer.exports import files as exported
from explainer.model import Cell, Event, Reference
from explainer.pages import pages

GOLDEN = support.TESTS / "downloads"
ROOTS = {"tiny": support.TINY, "real": support.ROOT}
ADDRESS = "https://reader.example/deal/"
both = pytest.mark.parametrize("which", ROOTS)


def site(which):
    return support.facts(ROOTS[which], ADDRESS)


@functools.cache
def downloads(which):
    return {each.file: each for each in resources(site(which))}


def content(which, name):
    return downloads(which)[name].content


def rows(text):
    """Read a CSV file with the standard library, and take back what made its fields inert."""
    assert text.startswith(spreadsheet.MARK)
    found = list(csv.reader(io.StringIO(text.removeprefix(spreadsheet.MARK), newline="")))
    header, *rest = [[spreadsheet.restore(field) for field in row] for row in found]
    return [dict(zip(header, row, strict=True)) for row in rest]


def folded(text):
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))


# The files as a person reviews them.


@pytest.mark.parametrize(
    "name",
    [
        "events.csv",
        "events.json",
        "events.ics",
        "events.timeline.json",
        "glossary.csv",
        "references.bib",
        "references.json",
        "references.ris",
        "tables/plans.cells.csv",
        "tables/plans.csv",
    ],
)
def test_golden(name):
    file, found = GOLDEN / name, content("tiny", name).encode()
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(found)
    assert found == file.read_bytes()


# Events.


@both
def test_every_form_holds_every_event(which):
    events = [f"event/{event.id}" for event in site(which).explainer.events]
    in_json = [each["id"] for each in json.loads(content(which, "events.json"))]
    in_csv = [row["id"] for row in rows(content(which, "events.csv"))]
    in_ics = [str(each["UID"]).partition("@")[0] for each in calendar(which)]
    slides = json.loads(content(which, "events.timeline.json"))["events"]
    assert in_json == in_csv == in_ics == events
    assert [f"event/{each['unique_id']}" for each in slides] == events
    assert len(set(events)) == len(events)


@both
def test_events_keep_their_dates_and_evidence(which):
    explainer = site(which).explainer
    records = json.loads(content(which, "events.json"))
    for event, record, row in zip(
        explainer.events, records, rows(content(which, "events.csv")), strict=True
    ):
        span = dates.parse(event.date)
        for found in (record, row):
            assert found["date"] == event.date
            assert found["first_day"] == span.first.isoformat()
            assert found["last_day"] == span.last.isoformat()
            assert found["date_in_words"] == dates.words(event.date)
            assert found["address"] == f"{ADDRESS}timeline/#{event.id}"
        named = [explainer.evidence(name) for name in event.evidence]
        assert [each["id"] for each in record["evidence"]] == named
        assert row["evidence_ids"].split(" | ") == named
        for each in record["evidence"]:
            work = explainer.items[each["id"]]
            assert each.get("url") == getattr(work, "URL", None)
            assert each["label"] == site(which).titles[each["id"]]
        assert [each["id"] for each in record["actors"]] == [f"actor/{a}" for a in event.actors]
        assert [each["id"] for each in record["see"]] == list(event.see)
        assert len(record["figures"]) == len(event.figures)
        assert [len(each["sides"]) for each in record["disagreements"]] == [
            len(each.sides) for each in event.disagreements
        ]
        assert [each["by"]["id"] for each in record["accounts"]] == [
            f"actor/{each.by}" for each in event.accounts
        ]
        assert (record["second_date"] or {}).get("date") == event.second_date
        assert row["second_date"] == (event.second_date or "")
        assert (record["time"] or {}).get("instant") == (event.time and event.time.instant)


@both
def test_no_markup_is_left_in_plain_text(which):
    for record in json.loads(content(which, "events.json")):
        for text in (record["title"], record["summary"], *record["figures"]):
            assert not re.search(r"\[@|\]\(|<[a-z/]|&[a-z]+;|\*\w", text), text


def test_prose_becomes_plain_text_with_its_citations():
    [flood, *_] = json.loads(content("tiny", "events.json"))
    assert flood["summary"].endswith("carts turned back (Reed 1887, p. 12).")


@functools.cache
def calendar(which):
    found = icalendar.Calendar.from_ical(content(which, "events.ics"))
    events = list(found.walk("VEVENT"))
    assert not found.errors
    assert not any(each.errors for each in events)
    assert found["VERSION"] == "2.0"
    assert found["PRODID"]
    return events


@both
def test_calendar_is_rfc_5545(which):
    octets = content(which, "events.ics").encode()
    assert octets.endswith(b"\r\n")
    lines = octets.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character was broken
    for each in calendar(which):
        # Every property that a component must have, once.
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "URL"):
            assert not isinstance(each[name], list)
        assert each["UID"].endswith("@reader.example")


@both
def test_calendar_dates_are_honest(which):
    for event, each in zip(site(which).explainer.events, calendar(which), strict=True):
        span, start = dates.parse(event.date), each["DTSTART"].dt
        if isinstance(start, datetime):
            assert event.time is not None
            assert event.time.qualifier != "by"
            assert start == datetime.fromisoformat(event.time.instant)
            assert start.utcoffset() == timedelta()
            end = each["DTEND"].dt if "DTEND" in each else None
            assert end == (event.time.until and datetime.fromisoformat(event.time.until))
        else:
            assert type(start) is date
            assert start == span.first
            assert each["DTEND"].dt == span.last + timedelta(days=1)
            if event.time:
                assert event.time.qualifier == "by" or span.first != span.last
        if len(event.date) != len("2012-02-29") and "/" not in event.date:
            assert f"({dates.words(event.date)})" in each["SUMMARY"]
        assert dates.words(event.date) in each["DESCRIPTION"]
        assert f"event/{event.id}" in each["DESCRIPTION"]


def test_calendar_says_what_is_in_doubt():
    flood, _, vote, opening = calendar("tiny")
    assert flood["SUMMARY"] == "High water closes the market (about July 1887)"
    assert (flood["DTSTART"].dt, flood["DTEND"].dt) == (date(1887, 7, 1), date(1887, 8, 1))
    assert vote["DTSTART"].dt == datetime(1890, 4, 15, 9, 31, 15, tzinfo=UTC)
    assert "about 9:31 a.m. in Aldermoor" in vote["DESCRIPTION"]
    assert "the River Office: April 14, 1890" in vote["DESCRIPTION"]
    assert (opening["DTSTART"].dt, opening["DTEND"].dt) == (date(1891, 5, 1), date(1891, 5, 3))
    assert "Sources disagree: who crossed first" in opening["DESCRIPTION"]
    assert "not verified" in opening["DESCRIPTION"]


def with_events(**changes):
    """Return the tiny site with its last event changed."""
    tiny = site("tiny")
    *others, event = tiny.explainer.events
    changed = Event.model_validate({**event.model_dump(exclude_none=True), **changes})
    explainer = dataclasses.replace(tiny.explainer, events=(*others, changed))
    return dataclasses.replace(tiny, explainer=explainer, _made={})


def last_event(**changes):
    found = {each.file: each.content for each in resources(with_events(**changes))}
    return icalendar.Calendar.from_ical(found["events.ics"]).walk("VEVENT")[-1]


@pytest.mark.parametrize(
    ("day", "time", "start"),
    [
        ("2016-01-06", {}, datetime(2016, 1, 6, 1, 30, tzinfo=UTC)),
        ("2016-01-06", {"qualifier": "from"}, datetime(2016, 1, 6, 1, 30, tzinfo=UTC)),
        # What had happened by then began at some time before; a day of several is not its hour.
        ("2016-01-06", {"qualifier": "by"}, date(2016, 1, 6)),
        ("2016-01-05/2016-01-06", {}, date(2016, 1, 5)),
    ],
)
def test_only_a_moment_has_an_hour(day, time, start):
    moment = {"instant": "2016-01-06T01:30Z", "zone": "Asia/Pyongyang", **time}
    event = last_event(date=day, time=moment)
    assert event["DTSTART"].dt == start
    assert "10:00 a.m. in Pyongyang" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("day", "summary", "first", "after"),
    [
        ("2019", "The bridge opens (2019)", date(2019, 1, 1), date(2020, 1, 1)),
        ("2018-06", "The bridge opens (June 2018)", date(2018, 6, 1), date(2018, 7, 1)),
        (
            "2018-06-12?",
            "The bridge opens (perhaps June 12, 2018)",
            date(2018, 6, 12),
            date(2018, 6, 13),
        ),
        (
            "2018-04/2018-05-16",
            "The bridge opens (April 2018 – May 16, 2018)",
            date(2018, 4, 1),
            date(2018, 5, 17),
        ),
        ("2018-12-31", "The bridge opens", date(2018, 12, 31), date(2019, 1, 1)),
    ],
)
def test_days_of_the_calendar(day, summary, first, after):
    event = last_event(date=day)
    assert event["SUMMARY"] == summary
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, after)


def test_text_of_the_calendar_survives():
    title = (
        r"Semicolons; commas, back\\slashes, 김정은 and a line long enough to be folded twice, " * 2
    )
    event = last_event(title=title)
    assert event["SUMMARY"] == title.strip().replace("\\\\", "\\")


def test_without_an_address_the_calendar_claims_none():
    found = {each.file: each.content for each in resources(site("tiny").at(""))}
    for event in icalendar.Calendar.from_ical(found["events.ics"]).walk("VEVENT"):
        assert "URL" not in event
        assert event["UID"].endswith("@explainer.invalid")
    [first, *_] = json.loads(found["events.json"])
    assert first["address"] == "../timeline/#flood-1887"


class Balanced(HTMLParser):
    """Reads HTML and holds it against itself: every element that is opened is closed."""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.links = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in {"p", "a", "b", "em", "strong", "span", "ul", "li", "code"}
        self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


# https://timeline.knightlab.com/docs/json-format.html: what may stand in the file, and what must.
_WHOLE = {"type": "integer"}
_DATE = {
    "type": "object",
    "required": ["year"],
    "properties": {
        "year": _WHOLE,
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "hour": {"type": "integer", "minimum": 0, "maximum": 23},
        "minute": {"type": "integer", "minimum": 0, "maximum": 59},
        "second": {"type": "integer", "minimum": 0, "maximum": 59},
        "millisecond": {"type": "integer", "minimum": 0, "maximum": 999},
        "display_date": {"type": "string"},
        "format": {"type": "string"},
    },
    # A day is of a month, and so on: a finer part never stands without the coarser one.
    "dependentRequired": {"day": ["month"], "hour": ["day"], "minute": ["hour"]},
    "additionalProperties": False,
}
_TEXT = {
    "type": "object",
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
    "minProperties": 1,
    "additionalProperties": False,
}
_MEDIA = {
    "type": "object",
    "required": ["url"],
    "properties": {
        name: {"type": "string"}
        for name in ("url", "caption", "credit", "thumbnail", "alt", "title", "link", "link_target")
    },
    "additionalProperties": False,
}
_SLIDE = {
    "start_date": _DATE,
    "end_date": _DATE,
    "text": _TEXT,
    "media": _MEDIA,
    "group": {"type": "string"},
    "display_date": {"type": "string"},
    "background": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("url", "alt", "color")},
        "additionalProperties": False,
    },
    "autolink": {"type": "boolean"},
    "unique_id": {"type": "string", "pattern": "^[^\\s#]+$"},
}
TIMELINE = {
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["start_date"],
                "properties": _SLIDE,
                "additionalProperties": False,
            },
        },
        # The title slide is an event's, and need not have a date.
        "title": {"type": "object", "properties": _SLIDE, "additionalProperties": False},
        "eras": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start_date", "end_date"],
                "properties": {"start_date": _DATE, "end_date": _DATE, "text": _TEXT},
                "additionalProperties": False,
            },
        },
        "scale": {"enum": ["human", "cosmological"]},
    },
    "additionalProperties": False,
}


def instants(point):
    """Return the first and the last day that a date of TimelineJS may mean."""
    year, month, day = (point.get(name) for name in ("year", "month", "day"))
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, month)[1]
    return date(year, month, day or 1), date(year, month, day or last)


@both
def test_timeline_has_the_shape_that_timelinejs_documents(which):
    whole = json.loads(content(which, "events.timeline.json"))
    checker = jsonschema.Draft202012Validator(TIMELINE)
    assert [f"{error.json_path}: {error.message}" for error in checker.iter_errors(whole)] == []
    names = [slide["unique_id"] for slide in whole["events"]]
    assert names == [event.id for event in site(which).explainer.events]
    assert len(set(names)) == len(names)
    for event, slide in zip(site(which).explainer.events, whole["events"], strict=True):
        first, last = instants(slide["start_date"])
        if "end_date" in slide:
            start, (_, last) = first, instants(slide["end_date"])
            assert start <= last, event.id
        span = dates.parse(event.date)
        assert (first, last) == (span.first, span.last), event.id


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["scale"], "geological", "is not one of"),
        (["events"], [], "non-empty"),
        (["events", 0, "start_date"], {"month": 7}, "'year' is a required property"),
        (["events", 0, "start_date"], {"year": 1887, "day": 3}, "'month' is a dependency"),
        (["events", 0, "start_date", "month"], 13, "greater than the maximum"),
        (["events", 0, "start_date", "year"], "1887", "is not of type 'integer'"),
        (["events", 0, "unique_id"], "a b", "does not match"),
        (["events", 0, "date"], "1887", "Additional properties"),
        (["eras", 0], {"start_date": {"year": 1887}}, "'end_date' is a required property"),
        (["title", "text"], {}, "enough properties|non-empty"),
    ],
)
def test_the_schema_notices_what_timelinejs_cannot_read(path, value, message):
    whole = json.loads(content("tiny", "events.timeline.json"))
    *way, last = path
    part = functools.reduce(lambda found, key: found[key], way, whole)
    part[last] = value
    errors = list(jsonschema.Draft202012Validator(TIMELINE).iter_errors(whole))
    assert any(re.search(message, error.message) for error in errors), errors


@both
def test_timeline_is_as_timelinejs_documents(which):
    whole = json.loads(content(which, "events.timeline.json"))
    assert set(whole) == {"title", "scale", "eras", "events"}
    assert whole["scale"] == "human"
    assert set(whole["title"]["text"]) == {"headline", "text"}
    lanes = {lane.label for lane in site(which).explainer.settings.lanes}
    for event, slide in zip(site(which).explainer.events, whole["events"], strict=True):
        optional = {"end_date"} if "/" in event.date else set()
        assert set(slide) == optional | {
            "start_date",
            "display_date",
            "text",
            "group",
            "unique_id",
            "autolink",
        }
        assert slide["display_date"] == dates.words(event.date)
        assert slide["group"] in lanes
        for name in ("start_date", *optional):
            numbers = {"year", "month", "day"}
            assert set(slide[name]) <= numbers
            assert "year" in slide[name]
            assert all(type(number) is int for number in slide[name].values())
        assert re.fullmatch(r"[a-z0-9-]+", slide["unique_id"])
        assert set(slide["text"]) == {"headline", "text"}
        links = Balanced(slide["text"]["text"]).links
        assert links[-1] == f"{ADDRESS}timeline/#{event.id}"
        assert all(link.startswith(("https://", "http://")) for link in links)
    for era in whole["eras"]:
        assert set(era) == {"start_date", "end_date", "text"}
        assert date(**era["start_date"]) <= date(**era["end_date"])


def test_timeline_dates_are_as_precise_as_known():
    slides = json.loads(content("tiny", "events.timeline.json"))["events"]
    assert slides[0]["start_date"] == {"year": 1887, "month": 7}
    assert slides[0]["display_date"] == "about July 1887"
    assert slides[3]["end_date"] == {"year": 1891, "month": 5, "day": 2}


# Tables.


@both
def test_cells_come_back_without_loss(which):
    for table in site(which).explainer.comparisons:
        found = rows(content(which, f"tables/{table.id}.cells.csv"))
        cells = [(row, column, cell) for row in table.rows for column, cell in row.cells.items()]
        assert len(found) == len(cells)
        columns = {column.id: column.label for column in table.columns}
        for (row, column, cell), record in zip(cells, found, strict=True):
            given = {
                "text": record["markdown"],
                "certainty": record["certainty"],
                "stance": record["stance"] or None,
                "values": json.loads(record["values"] or "[]"),
                "disagreements": json.loads(record["disagreements"] or "[]"),
                "evidence": json.loads(record["evidence_ids"]),
            }
            assert Cell.model_validate(given).model_dump() == cell.model_dump()
            assert (record["row"], record["column"]) == (row.id, column)
            assert record["lesson"] == (row.lesson or "")
            assert record["id"] == f"compare/{table.id}/{row.id}--{column}"
            assert folded(record["column_label"]) == folded(columns[column])
            assert record["address"] == f"{ADDRESS}compare/{table.id}/#{row.id}--{column}"


@both
def test_tables_as_they_are_read(which):
    for table in site(which).explainer.comparisons:
        found = rows(content(which, f"tables/{table.id}.csv"))
        assert [row["id"] for row in found] == [
            f"compare/{table.id}/{row.id}" for row in table.rows
        ]
        for row, record in zip(table.rows, found, strict=True):
            texts = list(record.values())[2:-1]
            for cell, text in zip(row.cells.values(), texts, strict=True):
                plain = "[@" not in cell.text and "](" not in cell.text and "*" not in cell.text
                assert folded(text).startswith(folded(cell.text)[:20]) or not plain
                assert ("inferred" in text.rpartition("[")[2]) >= (cell.certainty == "inferred")
                assert ("sources disagree" in text) >= bool(cell.disagreements)


def test_columns_of_one_name_are_told_apart():
    tiny = site("tiny")
    table = tiny.explainer.comparisons[-1]
    same = tuple(column.model_copy(update={"label": "The plan"}) for column in table.columns)
    twice = table.model_copy(update={"columns": same})
    *others, _ = tiny.explainer.comparisons
    explainer = dataclasses.replace(tiny.explainer, comparisons=(*others, twice))
    found = resources(dataclasses.replace(tiny, explainer=explainer, _made={}))
    [wide] = [each for each in found if each.path == f"data/tables/{table.id}.csv"]
    header = list(rows(wide.content)[0])
    assert len(set(header)) == len(header) == len(same) + 3


@both
def test_glossary_holds_every_term(which):
    terms = site(which).explainer.terms
    found = rows(content(which, "glossary.csv"))
    for term, record in zip(terms, found, strict=True):
        assert record["id"] == f"term/{term.id}"
        assert folded(record["term"]) == folded(term.name)
        assert record["markdown"] == term.definition
        assert record["see"].split(" | ") == list(term.see) or not term.see
        assert record["also"].count(" | ") == max(0, len(term.also) - 1)


# References.

WORKS = [
    {
        "id": "korean",
        "type": "article-newspaper",
        "title": '북한 "인민" 신문: what\'s said',
        "author": [{"family": "김", "given": "영희"}, {"family": "Choe", "given": "Sang-hun"}],
        "container-title": "한겨레 and others",
        "issued": "2016-01-06",
        "URL": "https://example.org/a_b%20c?x=1&y={z}#~t",
        "accessed": "2026-11-02",
    },
    {
        "id": "body",
        "type": "report",
        "title": "Report on “the Four Nos” and 'fury'",
        "author": [
            {"literal": "Ministry of Foreign Affairs, Republic of Korea"},
            {"literal": "Barnes and Noble"},
        ],
        "publisher": "Smith and Sons",
    },
    {
        "id": "signs",
        "type": "webpage",
        "title": r"Price: *two* $5_000 {or} 50% of \x & #1 ~ a^b -- [sic] U.N. OKs",
        "author": [{"family": "O'Connell", "given": "Gerard"}],
        "container-title": "Arms & Wonk",
        "issued": "2013",
    },
    {
        "id": "nowhere",
        "type": "article-magazine",
        "title": "In a magazine that is not named",
        "author": [{"literal": "The Gazette"}],
        "issued": "2012-04",
    },
    {"id": "ranged", "type": "book", "title": "Ranged", "issued": "2013-04-08/2013-04-09"},
    {"id": "about", "type": "treaty", "title": "About", "issued": "1890-04~"},
    {"id": "undated", "type": "document", "title": "Undated"},
    {
        "id": "chapter",
        "type": "chapter",
        "title": "A part",
        "container-title": "The whole",
        "issued": "2012-10",
    },
]
SEEN = {"tier": "primary", "seen": "page"}
works = [Reference.model_validate({**work, "custom": SEEN}) for work in WORKS]


def by_id(items):
    return {item["id"]: item for item in items}


@both
def test_csl_json_holds_every_reference(which):
    found = json.loads(content(which, "references.json"))
    for reference, item in zip(site(which).explainer.references, found, strict=True):
        assert {**item, **citations.csl(reference)} == item
        assert item["custom"] == reference.custom.model_dump(exclude_none=True)
        assert ("accessed" in item) == bool(reference.accessed)
    # What Pandoc reads, it reads as the same works.
    back = by_id(
        json.loads(
            pypandoc.convert_text(content(which, "references.json"), "csljson", format="csljson")
        )
    )
    assert set(back) == {item["id"] for item in found}
    assert all(back[item["id"]]["type"] == item["type"] for item in found)


@both
def test_biblatex_holds_every_reference(which):
    references = site(which).explainer.references
    text = content(which, "references.bib")
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [each.id for each in references]
    assert_as_written(text, references)
    assert_as_in_csl(text, "biblatex", references)


def test_biblatex_of_what_is_hard_to_write():
    text = "\n".join(map(biblatex_entry, works))
    assert bibtexparser.parse_string(text).failed_blocks == []
    assert_as_written(text, works)
    back = assert_as_in_csl(text, "biblatex", works)
    assert back["nowhere"]["type"] == "webpage"
    assert {name: back[name].get("issued") for name in ("ranged", "about", "undated")} == {
        "ranged": {"date-parts": [[2013, 4, 8], [2013, 4, 9]]},
        "about": {"circa": True, "date-parts": [[1890, 4]]},
        "undated": None,
    }


@both
def test_old_programs_find_the_year(which):
    """BibTeX and what imports its fields alone read ``year``; to Biber it says what ``date`` does."""
    references = site(which).explainer.references
    for reference, entry in zip(
        references, bibtexparser.parse_string(content(which, "references.bib")).entries, strict=True
    ):
        given = {field.key: field.value for field in entry.fields}
        assert given.get("year") == (reference.issued and reference.issued[:4])
        assert given.get("date") == reference.issued
    bare = re.sub(r"(?m)^  (?:date|urldate) = .*\n", "", content(which, "references.bib"))
    read = by_id(json.loads(pypandoc.convert_text(bare, "csljson", format="bibtex")))
    for reference in references:
        year = read[reference.id].get("issued", {}).get("date-parts", [[None]])[0][0]
        assert year == (int(reference.issued[:4]) if reference.issued else None)


def assert_as_written(text, references):
    """Hold titles and names, read as LaTeX, against what stands in the references."""
    library = bibtexparser.parse_string(
        text, append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware()]
    )
    for reference, entry in zip(references, library.entries, strict=True):
        # The reader takes an ASCII circumflex for the accent.
        assert folded(entry["title"]).replace("ˆ", "^") == folded(reference.title)
        for name in reference.author:
            assert folded(name.literal or name.family) in folded(entry["author"])


def assert_as_in_csl(text, form, references):
    """Hold what Pandoc reads against CSL-JSON, but for quotation marks, which it sets itself."""
    back = by_id(json.loads(pypandoc.convert_text(text, "csljson", format=form)))
    assert list(back) == [each.id for each in references] or len(back) == len(references)
    for reference in references:
        item, kept = citations.csl(reference), back[reference.id]
        assert unquoted(kept["title"]) == unquoted(item["title"])
        # Pandoc sets a space between initials.
        assert spaceless(kept.get("author")) == spaceless(item.get("author"))
        assert kept.get("issued") == item.get("issued")
        assert address(kept.get("URL")) == address(item.get("URL"))
        places = f"{kept.get('container-title', '')}; {kept.get('publisher', '')}"
        places += kept.get("collection-title", "")
        for place in (item.get("container-title"), item.get("publisher")):
            assert place is None or folded(place) in folded(places)
    return back


def spaceless(names):
    return folded(json.dumps(names, ensure_ascii=False)).replace(" ", "")


def unquoted(text):
    return re.sub("[\"'“”‘’]", "'", text)


def address(url):
    return url and url.replace("{", "%7B").replace("}", "%7D")


@both
def test_ris_holds_every_reference(which):
    references = site(which).explainer.references
    found = rispy.loads(content(which, "references.ris"))
    assert_as_in_ris(found, references)
    back = json.loads(
        pypandoc.convert_text(content(which, "references.ris"), "csljson", format="ris")
    )
    assert {item["id"] for item in back} == {each.id for each in references}


def test_ris_of_what_is_hard_to_write():
    text = "\r\n".join(map(ris_entry, works))
    found = by_id(rispy.loads(text))
    assert_as_in_ris(list(found.values()), works)
    assert found["korean"]["authors"] == ["김, 영희", "Choe, Sang-hun"]
    assert found["body"]["authors"][0] == "Ministry of Foreign Affairs – Republic of Korea,"
    assert found["ranged"]["date"] == "2013/04/08/April 8–9, 2013"
    assert found["about"]["date"] == "1890/04//about April 1890"
    assert "date" not in found["undated"]
    back = by_id(json.loads(pypandoc.convert_text(text, "csljson", format="ris")))
    assert back["korean"]["author"] == WORKS[0]["author"]
    # A body is one name, and is not turned round.
    assert back["body"]["author"] == [
        {"family": "Ministry of Foreign Affairs – Republic of Korea"},
        {"family": "Barnes and Noble"},
    ]


def assert_as_in_ris(found, references):
    for reference, entry in zip(references, found, strict=True):
        assert entry["id"] == reference.id
        assert entry["title"] == reference.title
        assert entry.get("secondary_title") == reference.container_title
        assert entry.get("publisher") == reference.publisher
        url = reference.URL and reference.URL.replace(";", "%3B")
        assert entry.get("urls", [None]) == [url]
        assert len(entry.get("authors", [])) == len(reference.author)
        assert ("year" in entry) == bool(reference.issued)
        if reference.issued:
            span = dates.parse(reference.issued)
            assert entry["year"] == str(span.start.year)
            year, month, day, more = entry["date"].split("/", 3)
            assert (int(year), int(month or 0), int(day or 0)) == (
                span.start.year,
                span.start.month or 0,
                span.start.day or 0,
            )
            assert bool(more) == bool(span.end or span.start.doubt)
        kind = entry["type_of_reference"]
        assert kind in rispy.config.TYPE_OF_REFERENCE_MAPPING
        assert kind != "GEN" or entry["type_of_work"] == reference.type


# The package.


@both
def test_package_is_valid_and_whole(which, tmp_path):
    for each in downloads(which).values():
        file = tmp_path / each.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(each.content.encode())
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    read = {task.name: task.stats.get("rows") for task in report.tasks}
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    described = {each["path"]: each for each in descriptor["resources"]}
    assert set(described) == set(downloads(which)) - {"datapackage.json"}
    for path, each in described.items():
        octets = (tmp_path / path).read_bytes()
        assert each["bytes"] == len(octets)
        assert each["hash"] == f"sha256:{hashlib.sha256(octets).hexdigest()}"
        assert {"name", "title", "description", "format", "mediatype", "encoding"} <= set(each)
        if path.endswith(".csv"):
            assert read[each["name"]] == downloads(which)[path].records
            assert all(field["description"] for field in each["schema"]["fields"])
    # The pattern that the standard gives for names.
    assert re.fullmatch(r"[-a-z0-9._/]+", descriptor["name"])
    names = [each["name"] for each in descriptor["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[-a-z0-9._/]+", name) for name in names)


def test_package_names_its_terms():
    descriptor = json.loads(content("real", "datapackage.json"))
    [license_] = descriptor["licenses"]
    assert license_["name"] == "CC-BY-4.0"
    assert "quoted" in descriptor["description"]
    assert descriptor["homepage"] == ADDRESS
    # An explainer that names no terms claims none.
    assert "licenses" not in json.loads(content("tiny", "datapackage.json"))


def test_a_title_in_another_script_still_makes_a_package():
    tiny = site("tiny")
    settings = tiny.explainer.settings.model_copy(update={"title": "거래의 때"})
    explainer = dataclasses.replace(tiny.explainer, settings=settings)
    found = resources(dataclasses.replace(tiny, explainer=explainer, _made={}))
    assert json.loads(found[-1].content)["name"] == "explainer"


# Spreadsheets.

HAZARD = re.compile(r"[\s\ufeff\"]*[=+\-@＝＋－＠\t\r]")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@given(st.text() | st.from_regex(r"\A['\" \t\r\n]{0,3}[=+@\-＝'].*", fullmatch=True))
@example('=HYPERLINK("https://example.org")')
@example("'=1")
@example("''+1")
@example(' "@SUM(1)')
@example("\t=1")
@example("-5.1")
@example("- 5")
def test_no_field_is_a_formula_and_all_come_back(field):
    made = spreadsheet.inert(field)
    assert not HAZARD.match(made) or PLAIN_NUMBER.fullmatch(made)
    assert spreadsheet.restore(made) == field


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_any_table_comes_back(table):
    text = spreadsheet.table(["=a", "b"], table)
    found = csv.reader(io.StringIO(text.removeprefix(spreadsheet.MARK), newline=""))
    header, *rest = [[spreadsheet.restore(field) for field in row] for row in found]
    assert header == ["=a", "b"]
    assert rest == table


@both
def test_no_field_of_the_data_is_a_formula(which):
    for name, each in downloads(which).items():
        if name.endswith(".csv"):
            text = each.content.removeprefix(spreadsheet.MARK)
            for row in csv.reader(io.StringIO(text, newline="")):
                for field in row:
                    assert not HAZARD.match(field) or PLAIN_NUMBER.fullmatch(field), field


def test_a_hostile_event_stays_text():
    formula = '=HYPERLINK("https://example.org","Click")'
    hostile = with_events(title=formula, summary="-2+3+cmd|' /C calc'!A0", figures=["@SUM(1)"])
    [events] = [each for each in resources(hostile) if each.path == "data/events.csv"]
    *_, row = csv.reader(io.StringIO(events.content, newline=""))
    assert not any(HAZARD.match(field) for field in row)
    *_, back = rows(events.content)
    assert folded(back["title"]) == formula
    assert back["figures"] == "@SUM(1)"


# The page, and the files as they are published.


def data_page(folder):
    return support.parsed((folder / "data" / "index.html").read_text(encoding="utf-8"))


def test_page_leads_to_every_file():
    built = support.tiny_site()
    page = data_page(built.folder)
    links = {link["href"]: link for link in page.select("dl a[download]")}
    found = {each.file: each for each in resources(site("tiny").at(""))}
    assert set(links) == set(found)
    for name, link in links.items():
        file = built.folder / "data" / name
        assert file.read_bytes() == found[name].content.encode()
        said = link.find_parent("div").find("dd").get_text(" ")
        records = found[name].records
        assert f"{records} {'entry' if records == 1 else 'entries'}" in said
        assert f"{max(1, round(file.stat().st_size / 1000))} KB" in said
    assert [heading.get_text() for heading in page.find_all("h1")] == ["Downloads"]


def test_page_says_how_to_open_each_file_and_on_what_terms():
    tiny, terms = site("tiny"), site("real").explainer.settings.license
    settings = tiny.explainer.settings.model_copy(update={"license": terms})
    explainer = dataclasses.replace(tiny.explainer, settings=settings)
    licensed = dataclasses.replace(tiny, explainer=explainer, _made={})
    [page] = [each for each in pages(licensed) if each.src_uri == "data/index.md"]
    body = support.parsed(page.markdown)
    for entry in body.select(".term"):
        first, second = [each.get_text() for each in entry.select("dd p")]
        assert first.endswith(".")
        assert re.search(r" KB\. [A-Z].*\.$", second), second
    [terms] = body.select('a[rel="license"]')
    assert terms["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "quoted" in terms.find_parent("p").get_text()


def test_the_address_reaches_what_is_published(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    digests = []
    for seed in ("3", "4"):
        outcome = support.build(root, tmp_path / seed, SITE_URL=ADDRESS, PYTHONHASHSEED=seed)
        assert outcome.code == 0, outcome.err
        digests.append(support.digest(tmp_path / seed / "data"))
    # Two builds give the same bytes.
    assert digests[0] == digests[1]
    data = tmp_path / "3" / "data"
    events = json.loads((data / "events.json").read_text(encoding="utf-8"))
    assert all(event["address"].startswith(f"{ADDRESS}timeline/#") for event in events)
    # The page counts what is published, addresses included.
    size = (data / "events.json").stat().st_size
    assert f"{round(size / 1000)} KB" in data_page(tmp_path / "3").get_text()
    # Every address leads to an element that exists.
    anchors = support.Site(tmp_path / "3").anchors
    for event in events:
        assert event["id"].partition("/")[2] in anchors["timeline/index.html"]
    for row in rows((data / "tables" / "plans.cells.csv").read_bytes().decode()):
        page, _, fragment = row["address"].removeprefix(ADDRESS).partition("#")
        assert fragment in anchors[f"{page}index.html"]


def test_files_are_those_of_the_address_asked_for():
    tiny = site("tiny")
    assert ADDRESS in exported(tiny, ADDRESS)["data/events.json"]
    assert (
        "https://other.example/timeline/"
        in exported(tiny, "https://other.example/")["data/events.json"]
    )
    assert ADDRESS not in exported(tiny, "")["data/events.json"]


def test_made_once_for_a_site():
    calls = []

    def make(made_of):
        calls.append(made_of)
        return len(calls)

    fresh = dataclasses.replace(site("tiny"), _made={})
    assert isinstance(fresh, view.Site)
    assert [fresh.once(make), fresh.once(make)] == [1, 1]
    assert fresh.at(ADDRESS) is fresh
    assert fresh.at("https://other.example/").once(make) == 2


@both
def test_page_leads_to_every_id_and_to_files_that_cite_us(which):
    [page] = [each for each in pages(site(which)) if each.src_uri == "data/index.md"]
    section = support.parsed(page.markdown).find(id="linking").find_parent("section")
    found = [posixpath.normpath(f"data/{link['href']}") for link in section.find_all("a")]
    files = exported(site(which), ADDRESS)
    assert set(found) <= files.keys()
    assert found[0] == "id/index.json"
    ours = [name.replace("/", "-") for name in citing.with_pages(site(which))]
    endings = ("bib", "ris", "json")
    assert found[1:] == [f"data/cite/{name}.{end}" for name in ours for end in endings]
