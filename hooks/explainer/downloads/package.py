"""Every download of a site, and the Data Package (version 2) that describes them.

https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from explainer import editions
from explainer.annotations import collection_path, collections
from explainer.contents import Site
from explainer.downloads import bibliography, calendar, events, glossary, tables, timelinejs
from explainer.downloads.entry import Data, listing
from explainer.downloads.resource import FOLDER, MEDIA_TYPES, Resource

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
# The name of a package whose title has no letter that a name may have.
_NAMELESS = "explainer"


def resources(site: Site) -> tuple[Resource, ...]:
    """Return every file of ``data/``, that which describes the others last."""
    data = Data(site, site.root)
    found = (
        *_events(data),
        *_tables(data),
        *_notes(data),
        *_references(data),
        *_glossary(data),
    )
    return (*found, _package(data, found))


def _events(data: Data) -> Iterator[Resource]:
    records = events.records(data)
    for name, kind, form, content in (
        ("events.csv", "events", "csv", events.sheet(records)),
        ("events.json", "json", "json", f"{listing(records)}\n"),
        ("events.ics", "ics", "ics", calendar.calendar(data, records)),
        ("events.timeline.json", "timeline", "timelinejs", timelinejs.timeline(data, records)),
    ):
        yield Resource(
            path=FOLDER + name,
            group="events",
            kind=kind,
            format=form,
            records=len(records),
            content=content,
            columns=events.COLUMNS if form == "csv" else (),
            key=("id",),
        )


def _tables(data: Data) -> Iterator[Resource]:
    for table in data.site.explainer.comparisons:
        title = data.plain(table.title)
        caption = " ".join(data.plain(each) for each in (table.caption, table.guide) if each)
        yield Resource(
            path=f"{FOLDER}tables/{table.id}.csv",
            group="tables",
            kind="wide",
            format="csv",
            subject=title,
            caption=caption,
            records=len(table.rows),
            content=tables.wide(data, table),
            columns=tables.wide_columns(data, table),
            key=("id",),
        )
        yield Resource(
            path=f"{FOLDER}tables/{table.id}.cells.csv",
            group="tables",
            kind="cells",
            format="csv",
            subject=title,
            caption=caption,
            records=sum(len(row.cells) for row in table.rows),
            content=tables.cells(data, table),
            columns=tables.CELLS,
            key=("id",),
        )


def _notes(data: Data) -> Iterator[Resource]:
    found = collections(data.site, data.root)
    for text in data.site.explainer.texts:
        path = collection_path(text.id)
        yield Resource(
            path=path,
            group="notes",
            kind="notes",
            format="jsonld",
            subject=data.plain(text.source.title),
            records=len(text.notes),
            content=found[path],
        )


def _references(data: Data) -> Iterator[Resource]:
    for name, form, write in (
        ("references.json", "csl", bibliography.csl),
        ("references.bib", "bib", bibliography.biblatex),
        ("references.ris", "ris", bibliography.ris),
    ):
        yield Resource(
            path=FOLDER + name,
            group="references",
            kind=form,
            format=form,
            records=len(data.site.explainer.references),
            content=write(data),
        )


def _glossary(data: Data) -> Iterator[Resource]:
    yield Resource(
        path=f"{FOLDER}glossary.csv",
        group="glossary",
        kind="glossary",
        format="csv",
        records=len(data.site.explainer.terms),
        content=glossary.sheet(data),
        columns=glossary.COLUMNS,
        key=("id",),
    )


def _package(data: Data, found: Sequence[Resource]) -> Resource:
    content = json.dumps(_descriptor(data, found), ensure_ascii=False, indent=1) + "\n"
    return Resource(
        path=f"{FOLDER}datapackage.json",
        group="package",
        kind="package",
        format="package",
        records=len(found),
        content=content,
    )


def _descriptor(data: Data, found: Sequence[Resource]) -> dict[str, Any]:
    settings, words = data.view.settings, data.view.words
    license_ = settings.license
    edition = editions.current(data.site.explainer.editions)
    excludes = license_.excludes if license_ else None
    said = (settings.description, words["data_formulas"], excludes)
    whole = {
        "$schema": PROFILE,
        "name": _NOT_IN_NAMES.sub("-", settings.title.casefold()).strip("-") or _NAMELESS,
        "title": settings.title,
        "description": " ".join(filter(None, said)),
        "homepage": data.root,
        "version": edition and edition.id,
        "licenses": license_
        and [{"name": license_.name, "path": license_.url, "title": license_.title}],
        "resources": [_described(data, each) for each in found],
    }
    return {name: value for name, value in whole.items() if value}


def _described(data: Data, resource: Resource) -> dict[str, Any]:
    words, octets = data.view.words, resource.content.encode()
    title = resource.subject or words[f"data_of_{resource.group}"]
    described = {
        "name": _NOT_IN_NAMES.sub("-", resource.file),
        "path": resource.file,
        "type": "table" if resource.columns else None,
        "title": f"{title} ({resource.file})",
        "description": " ".join(filter(None, (resource.about(words), resource.caption))),
        "format": resource.ending,
        "mediatype": MEDIA_TYPES[resource.format],
        "encoding": "utf-8",
        "bytes": len(octets),
        "hash": f"sha256:{hashlib.sha256(octets).hexdigest()}",
        "schema": resource.schema,
    }
    return {name: value for name, value in described.items() if value is not None}
