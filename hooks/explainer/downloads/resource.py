"""A file to take away, with all that a reader or a program is told about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.downloads.spreadsheet import Column

FOLDER = "data/"
"""Where files lie below the site's root."""

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csl": "application/vnd.citationstyles.csl+json",
    "timelinejs": "application/json",
    "package": "application/json",
    "ics": "text/calendar",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
"""What each format is served as; how it is opened depends on the format too."""
# Formats whose names are no mere capitals of the ending.
_NAMES = {"jsonld": "JSON-LD", "bib": "BibLaTeX", "csl": "CSL-JSON", "timelinejs": "TimelineJS"}
# As programs that list files count.
_KILOBYTE = 1000
# Formats that are JSON to a program which knows nothing more of them.
_JSON = ("csl", "timelinejs", "package")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file, its kind and its content."""

    path: str
    """Below the site's root."""
    group: str
    """What it holds, by which files are listed together."""
    kind: str
    """In which shape: which sentence describes it."""
    format: str
    """A key of ``MEDIA_TYPES``."""
    subject: str = ""
    """The title of the table or text that it is about, if it is about one."""
    caption: str = ""
    """What its editors say of that."""
    records: int
    content: str
    columns: Sequence[Column] = ()
    key: tuple[str, ...] = ()
    """The columns that tell its rows apart."""

    @property
    def file(self) -> str:
        """Its path below ``data/``."""
        return self.path.removeprefix(FOLDER)

    @property
    def ending(self) -> str:
        """Its format as programs name it."""
        return "json" if self.format in _JSON else self.format

    @property
    def named(self) -> str:
        """Its format as readers name it."""
        return _NAMES.get(self.format, self.ending.upper())

    @property
    def kilobytes(self) -> int:
        """Its size for a reader."""
        return max(1, round(len(self.content.encode()) / _KILOBYTE))

    def about(self, words: Mapping[str, str]) -> str:
        """Return a sentence on what it holds, in the interface's words."""
        return words[f"data_about_{self.kind}"].format(title=self.subject)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The Table Schema of a table."""
        if not self.columns:
            return None
        fields = [column.described() for column in self.columns]
        return {"fields": fields, "primaryKey": list(self.key)}
