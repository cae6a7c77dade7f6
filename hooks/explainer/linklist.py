"""Every permanent ID with its addresses: as data, and as a list for people who link."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from typing import Any

from explainer import citing, editions, ledger, prose, urls, wording
from explainer.contents import Site
from explainer.editions import Edition
from explainer.model import Item, Note, Question
from explainer.view import View

# What has an ID but no card of its own: a cell stands on its row's, a reference is another's work.
_WITHOUT_CARD = ("cell", "reference")
_LIVING = "living"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A permanent ID: what it is of, and where that is."""

    id: str
    kind: str
    """One of ``ledger.KINDS``."""
    title: str
    part_of: str | None
    """The ID of the text, table or row of which it is a part."""
    read: str | None
    """Where it is or was read, from the site's root; none for a lost question."""
    card: str | None
    """Where its card is, from the site's root; none for a reference, which is another's work."""
    published: str | None
    """The day of its first publication; none if it is not in the ledger yet."""
    state: str = _LIVING
    """``living``, ``moved`` or ``withdrawn``."""
    to: str | None = None
    """What stands for it, if it moved."""
    left: str | None = None
    """The day on which it left."""
    words: str | None = None
    """A hash of what it says, which changes when that does; ``wording`` tells what counts."""
    changed: str | None = None
    """The last edition in which something else is said than before."""


_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of one kind, and of one text or table if they are parts of one."""

    kind: str
    part_of: str
    """The ID of the text or table, or nothing."""
    entries: tuple[Entry, ...]


def title(view: View, name: str) -> str:
    """Return how an item is named where its own words do not stand beside it."""
    said = prose.bare(view.any_title(name))
    item = view.site.explainer.items.get(name)
    worded = _WORDED.get(type(item)) if item else None
    return f"{said} {worded(view, item)}" if worded and item else said


def _of_note(view: View, note: Note) -> str:
    kind = f"({view.kinds[note.kind].label})"
    return f"{kind}: “{citing.begun(note.quote)}”" if note.quote else kind


def _of_question(view: View, question: Question) -> str:
    return f"({view.words[question.kind]}): {citing.begun(question.question)}"


_WORDED: Mapping[type[Item], Callable[[View, Any], str]] = {Note: _of_note, Question: _of_question}


def entries(site: Site) -> list[Entry]:
    """Return an entry for every ID of the site, those gone included, in the order of ``KINDS``."""
    return site.once(_entries)


def _entries(site: Site) -> list[Entry]:
    view = View(site, "index.md")
    register = site.explainer.register
    living = [name for name in register.living if not ledger.question(name)]
    order = {name: at for at, name in enumerate(site.explainer.items)}
    # A cell follows its row, in the order of the columns' names.
    living.sort(key=lambda name: (ledger.KINDS.index(ledger.kind(name)), _at(order, name), name))
    found = [_living(view, name) for name in living]
    found += [_gone(view, each) for each in register.gone if not ledger.question(each.id)]
    return found


def _at(order: Mapping[str, int], name: str) -> int:
    return order[name.partition("--")[0]]


def _living(view: View, name: str) -> Entry:
    return Entry(
        id=name,
        kind=ledger.kind(name),
        title=title(view, name),
        part_of=whole(view.site, name),
        read=view.href(name),
        card=card(name),
        published=view.site.explainer.ledger.days.get(name),
        words=view.site.once(_hashes)[name],
        changed=changed.id if (changed := view.site.once(last_changed).get(name)) else None,
    )


def _hashes(site: Site) -> Mapping[str, str]:
    return wording.hashes(site.explainer)


def last_changed(site: Site) -> Mapping[str, Edition]:
    """Return the last edition in which each item changed, by its ID."""
    return editions.last_changed(site.explainer.editions)


def _gone(view: View, gone: ledger.Gone) -> Entry:
    return Entry(
        id=gone.id,
        kind=gone.kind,
        title=gone.id,
        part_of=None,
        read=view.any_href(gone.id) or None,
        card=card(gone.id),
        published=view.site.explainer.ledger.days.get(gone.id),
        state="moved" if gone.to else "withdrawn",
        to=gone.to,
        left=gone.left,
    )


def card(name: str) -> str | None:
    """Return where an item's card is below the site's root, if it has one.

    >>> card("ref/minutes-1890"), card("lee-2016/p4")
    (None, 'id/lee-2016/p4/')
    """
    return None if ledger.kind(name) == "reference" else urls.card(name)


def whole(site: Site, name: str) -> str | None:
    """Return the ID of the nearest item of which this one is a part."""
    above = ledger.wholes(site.explainer.read_as(name))
    return next((each for each in above if each in site.explainer.items and each != name), None)


def index(site: Site) -> str:
    """Return every ID as JSON, with addresses from the site's ``root``, which may be unknown."""
    listed = [
        {key: value for key in _FIELDS if (value := getattr(each, key)) is not None}
        for each in entries(site)
    ]
    edition = {"id": site.edition.id, "date": site.edition.date} if site.edition else None
    head = json.dumps(
        {
            "title": prose.quotation_marks(site.explainer.settings.title),
            "root": site.root or None,
            "edition": edition,
        },
        ensure_ascii=False,
    )
    # A line for each ID, so that two states of the file can be compared.
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in listed)
    return f'{head[:-1]}, "ids": [\n{lines}\n]}}\n'


@dataclass(frozen=True)
class Listed:
    """What a page shows of the list: groups of living items that have a card."""

    site: Site

    @cached_property
    def groups(self) -> list[Group]:
        """The groups: what belongs to a text or table stands together."""
        shown = [
            each
            for each in entries(self.site)
            if each.state == _LIVING and each.kind not in _WITHOUT_CARD
        ]
        wholes = list(dict.fromkeys(each.part_of or "" for each in shown))
        shown.sort(key=lambda each: wholes.index(each.part_of or ""))
        return [
            Group(kind=kind, part_of=part, entries=tuple(found))
            for (part, kind), found in groupby(shown, lambda each: (each.part_of or "", each.kind))
        ]

    @cached_property
    def first(self) -> str | None:
        """The day of the first publication."""
        return min(self.site.explainer.ledger.published, default=None)

    @cached_property
    def promised(self) -> int:
        """How many IDs were published."""
        return len(_known(self.site.explainer.ledger.days))

    @cached_property
    def new(self) -> int:
        """How many IDs are not published yet."""
        return len(_known(self.site.explainer.register.new))

    @cached_property
    def gone(self) -> int:
        """How many published IDs moved or were withdrawn."""
        return sum(each.state != _LIVING for each in entries(self.site))


def script_words(view: View) -> Mapping[str, object]:
    """Return the words of the form that a script adds to the list."""
    prefix = "links_"
    mine = {
        key.removeprefix(prefix): each for key, each in view.words.items() if key.startswith(prefix)
    }
    groups = Listed(view.site).groups
    kinds = {each.kind: view.words[f"ids_{each.kind}"] for each in groups}
    parts = {each.part_of: view.title(each.part_of) for each in groups if each.part_of}
    return {**mine, "kinds": kinds, "parts": parts}


def _known(names: Iterable[str]) -> list[str]:
    """Leave out IDs that only say where a question is read."""
    return [name for name in names if not ledger.question(name)]
