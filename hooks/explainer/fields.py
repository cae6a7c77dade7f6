"""The kinds of value that a record can hold, each with its rule in words.

A value reaches the model as the text that was written; the validators here refuse it with a rule
that completes the sentence "X must be …".
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from explainer import dates
from explainer.problems import NOWHERE, Place

RULE: Final = "rule"
"""The type of the errors raised here; the message of such an error is a rule."""

SLUG_PATTERN: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SLUG = re.compile(SLUG_PATTERN)
_ITEM = re.compile(rf"{SLUG_PATTERN}(?:/{SLUG_PATTERN})*")
_CELL = re.compile(rf"compare/{SLUG_PATTERN}/{SLUG_PATTERN}--{SLUG_PATTERN}")
_EDITION = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"]+")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DATE_RULE = "a date in EDTF such as 2012-02-29, 2018-06, 2019~ or 2013-04-08/2013-04-09"


def _refuse(rule: str) -> PydanticCustomError:
    return PydanticCustomError(RULE, "{rule}", {"rule": rule})


def _one_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    if not text:
        raise _refuse("given, not empty")
    return text


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise _refuse("a name in lower case, digits and single hyphens such as leap-day-deal")
    return value


def _item(value: str) -> str:
    if not _ITEM.fullmatch(value):
        raise _refuse("an ID such as event/leap-day-deal or lee-2016/p4")
    return value


def _permanent(value: str) -> str:
    return value if _CELL.fullmatch(value) else _item(value)


def _edition(value: str) -> str:
    if not _EDITION.fullmatch(value):
        raise _refuse("a name such as 2026-11-22 or 1.2")
    return value


def _doi(value: str) -> str:
    if not _DOI.fullmatch(value):
        raise _refuse("a DOI without an address before it, such as 10.5281/zenodo.1234567")
    return value


def _day(value: str) -> str:
    rule = "a day such as 2026-11-22"
    if not _DAY.fullmatch(value):
        raise _refuse(rule)
    try:
        date.fromisoformat(value)
    except ValueError:
        raise _refuse(rule) from None
    return value


def _url(value: str) -> str:
    if not _URL.fullmatch(value):
        raise _refuse("an address that begins with https:// or http://")
    return value


def _edtf(value: str) -> str:
    try:
        dates.parse(value)
    except ValueError:
        raise _refuse(_DATE_RULE) from None
    return value


def _instant(value: str) -> str:
    rule = "a moment in UTC such as 2016-01-06T01:30Z"
    if not _INSTANT.fullmatch(value):
        raise _refuse(rule)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise _refuse(rule) from None
    return value


def _zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise _refuse("a time zone of the IANA database such as Asia/Pyongyang") from None
    return value


def _number(value: str) -> str:
    if not _NUMBER.fullmatch(value):
        raise _refuse("a number in digits such as 5.1")
    return value


Line = Annotated[str, BeforeValidator(_one_line), WithJsonSchema({"type": "string"})]
"""Text for a reader; runs of white space, line ends among them, count as one space."""

Slug = Annotated[
    Line,
    AfterValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG_PATTERN}$"}),
]
"""A permanent name, given by an author: lower-case kebab."""

ItemId = Annotated[Line, AfterValidator(_item), WithJsonSchema({"type": "string"})]
"""The permanent ID of any item, or in a list of evidence the key of a reference."""

PermanentId = Annotated[Line, AfterValidator(_permanent), WithJsonSchema({"type": "string"})]
"""What the ledger holds: the permanent ID of any item, or of a cell as table, row--column."""

EditionId = Annotated[Line, AfterValidator(_edition), WithJsonSchema({"type": "string"})]
"""The name of an edition of the site, which can stand in an address: a day or a version."""

Doi = Annotated[Line, AfterValidator(_doi), WithJsonSchema({"type": "string"})]
"""A digital object identifier (ISO 26324), without the address of a resolver."""

Day = Annotated[Line, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""An exact day (ISO 8601), kept as it was written."""

Url = Annotated[Line, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
"""An address on the web."""

Edtf = Annotated[Line, AfterValidator(_edtf), WithJsonSchema({"type": "string"})]
"""A date or interval in EDTF (ISO 8601-2), kept as it was written."""

Instant = Annotated[Line, AfterValidator(_instant), WithJsonSchema({"type": "string"})]
"""A moment in UTC (ISO 8601), to the minute or second, kept as it was written."""

Zone = Annotated[Line, AfterValidator(_zone), WithJsonSchema({"type": "string"})]
"""The name of a time zone in the IANA database."""

Flag = Annotated[bool, WithJsonSchema({"enum": [True, False, "true", "false"]})]
"""Yes or no, written ``true`` or ``false``."""

Number = Annotated[Line, AfterValidator(_number), WithJsonSchema({"type": ["string", "number"]})]
"""A decimal number, kept as it was written, so that 5.10 stays more exact than 5.1."""


class Record(BaseModel):
    """A record of the data files: immutable, with no key that the model does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    _place: Place = PrivateAttr(default_factory=lambda: NOWHERE)

    @property
    def place(self) -> Place:
        """Where the record stands in its file."""
        return self._place

    def put(self, place: Place) -> None:
        """Say where the record stands; the loader calls this once."""
        self._place = place
