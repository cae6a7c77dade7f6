"""The ledger of published IDs: what was promised, and what became of what is gone.

An ID that was published once stays in the ledger for good. When its item goes, a tombstone says
where it moved or why it was withdrawn. A tombstone stands for the parts of its item too: that of a
text for its paragraphs and notes, that of a table for its rows and cells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field

from explainer import urls
from explainer.fields import PERMANENT_PATTERN, Commit, Day, Line, PermanentId, Record

KINDS = (
    "text",
    "paragraph",
    "note",
    "question",
    "event",
    "table",
    "row",
    "cell",
    "term",
    "actor",
    "reference",
)
"""The kinds of published IDs, in the order in which lists name them."""

FILE = "sources/permalinks.yml"
"""Where the ledger lies in a project."""
_HEADER = """\
# yaml-language-server: $schema=../hooks/explainer/schemas/permalinks.schema.json
# Every ID that was ever published, by the day of its publication; none is ever taken out.
# `explainer publish`, `withdraw` and `move` write this file anew and keep no other comment.
"""
_LISTED = re.compile(rf'\s*- ("?)({PERMANENT_PATTERN})\1\s*(?:#.*)?', re.ASCII)
# The first segment of an ID, where that alone says the kind.
_NAMED = {
    "question": "question",
    "event": "event",
    "term": "term",
    "actor": "actor",
    "ref": "reference",
}


class Tombstone(Record):
    """What became of a published ID whose item is gone: it moved, or it was withdrawn."""

    id: PermanentId
    left: Day = Field(description="The day on which it left the site.")
    moved: PermanentId | None = Field(default=None, description="The ID that stands for it now.")
    withdrawn: Line | None = Field(default=None, description="Why, in one sentence.")


class Ledger(Record):
    """Every published ID, by the day of its publication, and the tombstones of those gone."""

    published: Mapping[Day, tuple[PermanentId, ...]] = Field(
        default={}, description="Lists of IDs by the day on which they were published."
    )
    gone: tuple[Tombstone, ...] = ()
    forked: Commit | None = Field(
        default=None,
        description="The last commit of another explainer, from which a fork made this one.",
    )

    @cached_property
    def days(self) -> Mapping[str, str]:
        """The day on which each ID was published."""
        return {name: day for day, names in self.published.items() for name in names}

    @cached_property
    def tombstones(self) -> Mapping[str, Tombstone]:
        """The tombstones by ID."""
        return {stone.id: stone for stone in self.gone}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A published ID that no item has any more, and what is said where it was read."""

    id: str
    left: str | None
    """The day on which it left; none for a question that is only read elsewhere now."""
    to: str | None
    """The ID of the item that stands for it now."""
    why: str | None
    """Why it was withdrawn, if nothing stands for it."""

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` it is of."""
        return kind(self.id)

    @property
    def name(self) -> str:
        """The ID as a reader may have met it."""
        return question(self.id) or self.id

    @property
    def address(self) -> urls.Address | None:
        """Where it was read; none for a question, of which another entry says that."""
        try:
            return urls.address(self.id)
        except ValueError:
            return None


@dataclass(frozen=True)
class Register:
    """The ledger, held against the IDs that there are."""

    ledger: Ledger
    living: Collection[str]

    @cached_property
    def new(self) -> tuple[str, ...]:
        """The IDs that are not in the ledger yet."""
        return tuple(sorted(name for name in self.living if name not in self.ledger.days))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The published IDs that no item has."""
        return tuple(name for name in self.ledger.days if name not in self.living)

    @cached_property
    def gone(self) -> tuple[Gone, ...]:
        """What became of each published ID that no item has, where that was said."""
        return tuple(found for name in self.missing if (found := self.fate(name)))

    def fate(self, name: str) -> Gone | None:
        """Return what became of an ID that no item has; none if nothing says so, or in a circle."""
        first, last = self.tombstone(name), self.trail(name)[-1]
        if last in self.living:
            return Gone(id=name, left=first.left if first else None, to=last, why=None)
        stone = self.tombstone(last)
        if stone is None or stone.withdrawn is None:
            return None
        return Gone(id=name, left=stone.left, to=None, why=stone.withdrawn)

    def trail(self, name: str) -> list[str]:
        """Return the IDs to which tombstones lead from one to the next; a circle is walked once."""
        found = [name]
        while found[-1] not in self.living and (then := self._next(found[-1])):
            found.append(then)
            if then in found[:-1]:
                break
        return found

    def tombstone(self, name: str) -> Tombstone | None:
        """Return the tombstone that stands for an ID: its own, or that of what it is part of."""
        stones = self.ledger.tombstones
        return next((stones[each] for each in (name, *wholes(name)) if each in stones), None)

    def _next(self, name: str) -> str | None:
        if question(name) in self.living:
            return question(name)
        stone = self.tombstone(name)
        if stone is None or stone.moved is None:
            return None
        # A part of what moved is looked for under its name in what stands for the whole.
        rest = name[len(stone.id) :] if name.startswith(stone.id) else ""
        part = stone.moved + rest
        return part if part in self.living or part in self.ledger.days else stone.moved


def wholes(name: str) -> Iterator[str]:
    """Yield the IDs of what an ID is part of, the nearest first.

    >>> list(wholes("compare/plans/toll--stone"))
    ['compare/plans/toll', 'compare/plans', 'compare']
    >>> list(wholes("quill-1890/q/why-carters"))
    ['question/why-carters', 'quill-1890/q', 'quill-1890']
    """
    if asked := question(name):
        yield asked
    above, cell, _ = name.partition("--")
    if cell:
        yield above
    while "/" in above:
        above = above.rpartition("/")[0]
        yield above


def question(name: str) -> str:
    """Return the ID of the question of which ``name`` only says where it is read, or "".

    >>> question("quill-1890/q/why-carters"), question("quill-1890/p1")
    ('question/why-carters', '')
    """
    _, said, slug = name.partition("/q/")
    return f"question/{slug}" if said else ""


def kind(name: str) -> str:
    """Return which of ``KINDS`` an ID is of, as it is written.

    >>> kind("lee-2016/n/burned"), kind("compare/deals/verification--leap-2012"), kind("lee-2016")
    ('note', 'cell', 'text')
    """
    first, _, rest = name.partition("/")
    if first in _NAMED:
        return _NAMED[first]
    middle, deeper, _ = rest.partition("/")
    if first == "compare":
        return "cell" if "--" in rest else "row" if deeper else "table"
    if deeper:
        return "note" if middle == "n" else "question"
    return "paragraph" if rest else "text"


def by_kind(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Return IDs by their kind, without those that only say where a question is read."""
    found: dict[str, list[str]] = {each: [] for each in KINDS}
    for name in names:
        if not question(name):
            found[kind(name)].append(name)
    return {each: found[each] for each in KINDS if found[each]}


def added(ledger: Ledger, names: Iterable[str], day: str) -> Ledger:
    """Return the ledger with more IDs, published on ``day``."""
    there = ledger.published.get(day, ())
    published = {**ledger.published, day: (*there, *names)}
    return Ledger(published=published, gone=ledger.gone, forked=ledger.forked)


def buried(ledger: Ledger, stones: Iterable[Tombstone]) -> Ledger:
    """Return the ledger with more tombstones."""
    gone = (*ledger.gone, *stones)
    return Ledger(published=ledger.published, gone=gone, forked=ledger.forked)


def written(ledger: Ledger) -> str:
    """Return the ledger as the text of its file."""
    lines = [_HEADER.rstrip()]
    if ledger.forked:
        lines.append(f'forked: "{ledger.forked}"')
    lines.append("published:" if ledger.published else "published: {}")
    for day, names in sorted(ledger.published.items()):
        lines.append(f'  "{day}":' if names else f'  "{day}": []')
        lines += (f"  - {_scalar(name)}" for name in sorted(names))
    lines.append("gone:" if ledger.gone else "gone: []")
    for stone in ledger.gone:
        what = f"moved: {_scalar(stone.moved)}" if stone.moved else ""
        what = what or f"withdrawn: {json.dumps(stone.withdrawn, ensure_ascii=False)}"
        lines.append(f'- {{id: {_scalar(stone.id)}, left: "{stone.left}", {what}}}')
    return "\n".join(lines) + "\n"


def listed(line: str) -> str | None:
    """Return the published ID that stands on a line of the file, if one does.

    >>> listed("  - quill-1890/p1"), listed('  - "quill-1890"'), listed('  "2026-11-02":')
    ('quill-1890/p1', 'quill-1890', None)
    """
    match = _LISTED.fullmatch(line.rstrip())
    return match[2] if match else None


def _scalar(name: str) -> str:
    # Other YAML tools take no for false and 1962 for a number; what holds a slash is text to all.
    return name if "/" in name else json.dumps(name)
