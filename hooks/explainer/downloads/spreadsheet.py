"""CSV that programs read without loss and spreadsheets without harm.

The form is that of RFC 4180: commas, double quotation marks where needed, lines that end in CR LF.
The file is UTF-8 and begins with the byte order mark by which Excel knows that.

A spreadsheet takes a field that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and some do
so after white space or quotation marks as well. Such a field, unless it is a plain number, begins
with one more apostrophe. `restore` removes that apostrophe, and no other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MARK = "\ufeff"
"""The byte order mark, U+FEFF."""
# The full-width signs begin a formula where the spreadsheet speaks Chinese or Japanese. White space
# counts by itself, for a field that begins with a tab or a line end can slip into the next one.
_FORMULA = re.compile(r"(?:[\s\ufeff'\"]*[=+\-@＝＋－＠]|['\"]*\s)")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV file, in the terms of Table Schema: its name, type and description."""

    name: str
    about: str
    type: str = "string"
    required: bool = False

    def described(self) -> dict[str, Any]:
        """Return the column as a field descriptor."""
        field: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "description": self.about,
        }
        return field | {"constraints": {"required": True}} if self.required else field


def inert(field: str) -> str:
    """Return a field that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("-5.1"), inert("Leap day")
    ("'=1+1", '-5.1', 'Leap day')
    """
    return f"'{field}" if _FORMULA.match(field) and not _NUMBER.fullmatch(field) else field


def restore(field: str) -> str:
    """Return what `inert` was given.

    >>> restore("'=1+1"), restore("-5.1"), restore("'tis")
    ('=1+1', '-5.1', "'tis")
    """
    return field[1:] if field.startswith("'") and _FORMULA.match(field[1:]) else field


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as the content of a CSV file."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([inert(field) for field in row] for row in (header, *rows))
    return MARK + file.getvalue()
