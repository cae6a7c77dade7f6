"""Editions: the states of the site that its editors dated, each with what changed for readers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from explainer.fields import Day, Doi, EditionId, Line, PermanentId, Record, Url
from explainer.problems import Place

FILE = "sources/editions.yml"
"""Where the editions lie in a project."""
HEADER = """\
# yaml-language-server: $schema=../hooks/explainer/schemas/editions.schema.json
# The editions of the site, the newest last. `explainer publish --edition NAME --about TEXT` adds one;
# what changed is written by hand: changes: [{id: event/…, what: "One sentence."}]
editions: []
"""


class Change(Record):
    """What changed in one item, for those who have read or linked it before."""

    id: PermanentId
    what: Line


class Edition(Record):
    """A state of the site with a date, by which it can be cited."""

    id: EditionId = Field(description="Its permanent name, such as its day.")
    date: Day
    about: Line
    doi: Doi | None = Field(default=None, description="The DOI under which it is deposited.")
    kept: Url | None = Field(default=None, description="Where it can be read as it was.")
    changes: tuple[Change, ...] = ()
    changed: tuple[PermanentId, ...] | None = Field(
        default=None,
        description="Whatever says something else than in the edition before; written by a command.",
    )


def current(editions: Sequence[Edition]) -> Edition | None:
    """Return the newest edition, which is the last."""
    return editions[-1] if editions else None


def last_changed(editions: Sequence[Edition]) -> Mapping[str, Edition]:
    """Return the last edition in which each item changed, by its ID; a row with its cells."""
    found = {}
    for edition in editions:
        for name in (*(change.id for change in edition.changes), *(edition.changed or ())):
            found[name] = found[name.partition("--")[0]] = edition
    return found


def passages(editions: Sequence[Edition]) -> Iterator[tuple[str, Place]]:
    """Yield every passage of prose in the editions, with its place."""
    for edition in editions:
        yield edition.about, edition.place.within("about")
        for change in edition.changes:
            yield change.what, change.place.within("what")


def added(text: str, name: str, day: str, about: str, changed: Sequence[str] | None = None) -> str:
    """Return the text of the file with one more edition; all that stands there stays as it is.

    ``changed`` are the IDs of what changed in words since the edition before, if that is known.
    """
    before = (text or HEADER).rstrip().removesuffix("[]").rstrip()
    entry = f'- id: "{name}"\n  date: "{day}"\n  about: {json.dumps(about, ensure_ascii=False)}\n'
    if changed is not None:
        entry += "  changed:" + ("" if changed else " []") + "\n"
        entry += "".join(f"  - {json.dumps(each)}\n" for each in changed)
    return f"{before}\n{entry}"
