"""Blocks in hand-written pages: ``/// name | argument``, indented options, ``///``.

The notation is that of pymdownx, in which a mistyped block silently becomes text. Here whatever
begins with ``///`` is a block or an error.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from explainer import yamlsource
from explainer.fields import Record, Slug
from explainer.problems import Place, Problem, must
from explainer.prose import prose_chunks
from explainer.validate import validate


class NoOptions(Record):
    """A block without options."""


class TimelineOptions(Record):
    """Which events a piece of the timeline shows; exactly one way to choose."""

    phase: Slug | None = None
    actor: Slug | None = None
    theme: Slug | None = None
    lane: Slug | None = None
    text: Slug | None = Field(default=None, description="Events that a text's notes point at.")
    events: tuple[Slug, ...] = ()
    around: Slug | None = Field(default=None, description="The event in the middle.")
    days: int = Field(default=60, ge=1, le=3650, description="Days on either side of `around`.")


class ComparisonOptions(Record):
    """Which part of a table a piece shows."""

    columns: tuple[Slug, ...] = ()
    rows: tuple[Slug, ...] = ()


class ListOptions(Record):
    """Which entries of a list a piece shows; none named means all."""

    only: tuple[Slug, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of block: what its argument names, if it takes one, and its options."""

    argument: str
    options: type[Record]


KINDS: Mapping[str, Kind] = {
    "picture": Kind("", NoOptions),
    "strip": Kind("", NoOptions),
    "timeline": Kind("", TimelineOptions),
    "comparison": Kind("a table", ComparisonOptions),
    "note": Kind("a note", NoOptions),
    "paragraph": Kind("a paragraph", NoOptions),
    "terms": Kind("", ListOptions),
    "references": Kind("", ListOptions),
    "card": Kind("an ID", NoOptions),
    "promise": Kind("", NoOptions),
    "links": Kind("", NoOptions),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a page, with its options read."""

    name: str
    argument: str
    options: Record
    place: Place


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of a page between blocks, and its first line."""

    markdown: str
    line: int


_OPENING = re.compile(r"///[ \t]*([^\s|]+)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*\Z")


def parse(path: str, text: str) -> tuple[list[Block | Prose], list[Problem]]:
    """Split a page into prose and blocks; lines are counted from 1."""
    page = _Page(path)
    fenced = _fenced(text)
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        page.take(line, number, marker=line.lstrip().startswith("///") and number not in fenced)
    page.end(len(lines))
    return page.parts, page.problems


def _fenced(text: str) -> set[int]:
    """Return the numbers of the lines that are code."""
    inside = set(range(1, text.count("\n") + 2))
    for start, chunk in prose_chunks(text):
        first = text.count("\n", 0, start) + 1
        inside -= set(range(first, first + chunk.count("\n") + 1))
    return inside


class _Page:
    """Gathers the lines of a page into parts."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.parts: list[Block | Prose] = []
        self.problems: list[Problem] = []
        self._lines: list[str] = []
        self._first = 1
        self._open: tuple[str, str, int] | None = None

    def take(self, line: str, number: int, *, marker: bool) -> None:
        if not marker:
            self._lines.append(line)
        elif line.strip() == "///":
            self._close(number)
        else:
            self._begin(line, number)

    def end(self, number: int) -> None:
        if self._open:
            name, _, line = self._open
            self._report(line, f"block '{name}' must be closed by a line ///, got the page's end.")
        self._flush(number)

    def _begin(self, line: str, number: int) -> None:
        match = _OPENING.match(line)
        if self._open:
            self._report(number, f"a block must be closed by /// before '{line.strip()}'.")
        if not match or line.startswith((" ", "\t")):
            rule = "a block such as /// timeline at the start of its line"
            self._report(number, must("///", rule, line.strip()))
            return
        self._flush(number)
        self._open = (match[1], match[2] or "", number)

    def _close(self, number: int) -> None:
        if self._open is None:
            self._report(number, "/// must close a block, but none is open.")
            return
        name, argument, line = self._open
        options, self._lines, self._open = self._lines, [], None
        self._first = number + 1
        block = self._block(name, argument, options, line)
        if block:
            self.parts.append(block)

    def _block(self, name: str, argument: str, lines: list[str], line: int) -> Block | None:
        kind = KINDS.get(name)
        if kind is None:
            self._report(line, must("a block", f"one of {', '.join(KINDS)}", name, KINDS))
            return None
        if bool(argument) != bool(kind.argument):
            rule = f"given {kind.argument} after a bar" if kind.argument else "given no argument"
            got = f"'{argument}'" if argument else "nothing"
            self._report(line, f"block '{name}' must be {rule}, got {got}.")
            return None
        options, place = self._options(kind.options, lines, line)
        if options is None:
            return None
        return Block(name=name, argument=argument, options=options, place=place)

    def _options(
        self, model: type[Record], lines: list[str], line: int
    ) -> tuple[Record | None, Place]:
        source = textwrap.dedent("\n".join(lines))
        data: object = {}
        numbers: Mapping[tuple[str | int, ...], int] = {(): line}
        if source.strip():
            document, problems = yamlsource.parse(self.path, source)
            for each in problems:
                self._report(line + each.line, each.message)
            if document is None or problems:
                return None, Place(self.path)
            data = document.data
            numbers = {key: line + at for key, at in document.lines.items()}
        place = Place(self.path, numbers)
        options, problems = validate(model, data, place)
        self.problems += problems
        return options, place

    def _flush(self, number: int) -> None:
        if any(line.strip() for line in self._lines):
            self.parts.append(Prose("\n".join(self._lines), self._first))
        self._lines, self._first = [], number + 1

    def _report(self, line: int, message: str) -> None:
        self.problems.append(Problem(path=self.path, line=line, message=message))


def references(block: Block) -> list[tuple[str, str]]:
    """Return the permanent IDs that a block names, each with the option that names it."""
    options = block.options
    if isinstance(options, TimelineOptions):
        single = [("event", "around"), ("actor", "actor"), ("", "text")]
        found = [
            (f"{prefix}/{value}".lstrip("/"), key)
            for prefix, key in single
            if (value := getattr(options, key))
        ]
        return [*found, *((f"event/{each}", "events") for each in options.events)]
    if isinstance(options, ListOptions):
        prefix = {"terms": "term", "references": "ref"}[block.name]
        return [(f"{prefix}/{each}", "only") for each in options.only]
    if isinstance(options, ComparisonOptions):
        table = f"compare/{block.argument}"
        return [(table, ""), *((f"{table}/{row}", "rows") for row in options.rows)]
    return [(block.argument, "")] if block.argument else []
