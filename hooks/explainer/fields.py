"""The kinds of value that a record can hold, each with its rule in words.

A value reaches the model as the text that was written; the validators here refuse it with a rule
that completes the sentence "X must be …".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

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
_ITEM = rf"{SLUG_PATTERN}(?:/{SLUG_PATTERN})*"
_CELL = rf"compare/{SLUG_PATTERN}/{SLUG_PATTERN}--{SLUG_PATTERN}"
PERMANENT_PATTERN: Final = f"{_CELL}|{_ITEM}"
_ITEM_RULE = "an ID such as event/leap-day-deal or lee-2016/p4"
_DAY_RULE = "a day such as 2026-11-22"
_INSTANT_RULE = "a moment in UTC such as 2016-01-06T01:30Z"


def _refuse(rule: str) -> PydanticCustomError:
    return PydanticCustomError(RULE, "{rule}", {"rule": rule})


def _one_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    if not text:
        raise _refuse("given, not empty")
    return text


def _shaped(pattern: str, rule: str) -> AfterValidator:
    """Make the check that a whole value has a certain shape."""
    shape = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if not shape.fullmatch(value):
            raise _refuse(rule)
        return value

    return AfterValidator(check)


def _read(reader: Callable[[str], object], rule: str) -> AfterValidator:
    """Make the check that something can read a value; what it reads is not kept."""

    def check(value: str) -> str:
        try:
            reader(value)
        except (ValueError, LookupError, OSError):
            raise _refuse(rule) from None
        return value

    return AfterValidator(check)


Line = Annotated[str, BeforeValidator(_one_line), WithJsonSchema({"type": "string"})]
"""Text for a reader; runs of white space, line ends among them, count as one space."""

Slug = Annotated[
    Line,
    _shaped(SLUG_PATTERN, "a name in lower case, digits and single hyphens such as leap-day-deal"),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG_PATTERN}$"}),
]
"""A permanent name, given by an author: lower-case kebab."""

ItemId = Annotated[Line, _shaped(_ITEM, _ITEM_RULE), WithJsonSchema({"type": "string"})]
"""The permanent ID of any item, or in a list of evidence the key of a reference."""

PermanentId = Annotated[
    Line, _shaped(PERMANENT_PATTERN, _ITEM_RULE), WithJsonSchema({"type": "string"})
]
"""What the ledger holds: the permanent ID of any item, or of a cell as table, row--column."""

Commit = Annotated[
    Line,
    _shaped(
        r"[0-9a-f]{40}|[0-9a-f]{64}", "the whole name of a commit, as `git rev-parse` gives it"
    ),
    WithJsonSchema({"type": "string"}),
]
"""The name of a commit of Git: the whole of its hash."""

EditionId = Annotated[
    Line,
    _shaped(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", "a name such as 2026-11-22 or 1.2"),
    WithJsonSchema({"type": "string"}),
]
"""The name of an edition of the site, which can stand in an address: a day or a version."""

Doi = Annotated[
    Line,
    _shaped(
        r"10\.\d{4,9}/\S+", "a DOI without an address before it, such as 10.5281/zenodo.1234567"
    ),
    WithJsonSchema({"type": "string"}),
]
"""A digital object identifier (ISO 26324), without the address of a resolver."""

Day = Annotated[
    Line,
    _shaped(r"\d{4}-\d\d-\d\d", _DAY_RULE),
    _read(date.fromisoformat, _DAY_RULE),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""An exact day (ISO 8601), kept as it was written."""

Url = Annotated[
    Line,
    _shaped(r"https?://[^\s<>\"]+", "an address that begins with https:// or http://"),
    WithJsonSchema({"type": "string", "format": "uri"}),
]
"""An address on the web."""

Edtf = Annotated[
    Line,
    _read(
        dates.parse, "a date in EDTF such as 2012-02-29, 2018-06, 2019~ or 2013-04-08/2013-04-09"
    ),
    WithJsonSchema({"type": "string"}),
]
"""A date or interval in EDTF (ISO 8601-2), kept as it was written."""

Instant = Annotated[
    Line,
    _shaped(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z", _INSTANT_RULE),
    _read(datetime.fromisoformat, _INSTANT_RULE),
    WithJsonSchema({"type": "string"}),
]
"""A moment in UTC (ISO 8601), to the minute or second, kept as it was written."""

Zone = Annotated[
    Line,
    _read(ZoneInfo, "a time zone of the IANA database such as Asia/Pyongyang"),
    WithJsonSchema({"type": "string"}),
]
"""The name of a time zone in the IANA database."""

Flag = Annotated[bool, WithJsonSchema({"enum": [True, False, "true", "false"]})]
"""Yes or no, written ``true`` or ``false``."""

Number = Annotated[
    Line,
    _shaped(r"-?\d+(?:\.\d+)?", "a number in digits such as 5.1"),
    WithJsonSchema({"type": ["string", "number"]}),
]
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
