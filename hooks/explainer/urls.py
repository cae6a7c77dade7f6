"""The one place where a permanent ID becomes an address.

Addresses are those of a site built with directory URLs: ``read/lee-2016.md`` is published as
``read/lee-2016/``. They are always relative, so a site works under any path.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cache

TIMELINE, GLOSSARY, PEOPLE, REFERENCES = "timeline.md", "glossary.md", "people.md", "references.md"
CLAIMS, CHANGES = "claims.md", "changes.md"
DATA, STYLE = "data/index.md", "style.md"
INDEX = "id/index.json"
"""The path of the list of all permanent IDs below the site's root."""

# First segment of an ID: the page where its items are read, and what stands before the fragment.
_LISTED = {
    "event": (TIMELINE, ""),
    "term": (GLOSSARY, ""),
    "actor": (PEOPLE, ""),
    "ref": (REFERENCES, "r-"),
}
RESERVED = frozenset({*_LISTED, "compare", "question", "index"})
"""First segments of IDs, and the name of a folder's own page: no text may be named so."""
PREFIXES = ("n-", "of-", "q-", "to-")
"""How fragments of a text's page begin that are not paragraphs."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page, by its source file, and a fragment of it, perhaps empty."""

    page: str
    fragment: str


@cache  # a pure function, asked some thousand times for the same IDs
def address(name: str) -> Address:
    """Return where the item of that permanent ID is read.

    Raises ``ValueError`` for a question, whose ID does not say that; ``Explainer.read_as`` does.
    """
    first, _, rest = name.partition("/")
    if first in _LISTED:
        page, prefix = _LISTED[first]
        return Address(page, prefix + rest)
    if first == "compare":
        table, _, row = rest.partition("/")
        return Address(f"compare/{table}.md", row)
    if first == "question":
        raise ValueError(f"{name} is read on a text's page")
    kind, slash, slug = rest.partition("/")
    return Address(f"read/{first}.md", f"{kind}-{slug}" if slash else rest)


def column(name: str) -> str:
    """Return the fragment of a table's page under which a column is explained."""
    return f"column-{name}"


def url(page: str) -> str:
    """Return the path under which a page is published, from the site's root.

    >>> url("index.md"), url("read/index.md"), url("read/lee-2016.md")
    ('', 'read/', 'read/lee-2016/')
    """
    stem = page.removesuffix(".md")
    stem = "" if stem == "index" else stem.removesuffix("/index")
    return f"{stem}/" if stem else ""


def lens_page(lens: str, name: str) -> str:
    """Return the page of the events that have a certain actor, theme or phase."""
    return f"timeline/{lens}/{name}.md"


def href(name: str, page: str) -> str:
    """Return the relative address of an item, seen from a published page."""
    target = address(name)
    fragment = f"#{target.fragment}" if target.fragment else ""
    return fragment if fragment and target.page == page else page_href(target.page, page) + fragment


@cache  # a pure function of its two names, asked some thousand times for the same few
def page_href(target: str, page: str) -> str:
    """Return the relative address of the page ``target``, seen from another."""
    path = posixpath.relpath(url(target) or ".", url(page) or ".")
    return f"{path}/"


def card(name: str) -> str:
    """Return the path of an item's card below the site's root; a cell's is a part of its row's.

    >>> card("lee-2016/p4"), card("compare/deals/verification--leap-2012")
    ('id/lee-2016/p4/', 'id/compare/deals/verification/#leap-2012')
    """
    whole, _, cell = name.partition("--")
    return f"id/{whole}/#{cell}" if cell else f"id/{whole}/"


def card_page(name: str) -> str:
    """Return what would be the source file of an item's card if it were a page of the site.

    >>> card_page("lee-2016/p4"), url(card_page("lee-2016/p4"))
    ('id/lee-2016/p4/index.md', 'id/lee-2016/p4/')
    """
    return f"{card(name)}index.md"


def card_href(name: str, page: str) -> str:
    """Return the relative address of an item's card, seen from a published page."""
    return "../" * url(page).count("/") + card(name)


def cite_file(name: str, ending: str) -> str:
    """Return the path of an item's file for reference managers below the site's root.

    >>> cite_file("compare/deals", "bib")
    'data/cite/compare-deals.bib'
    """
    return f"data/cite/{name.replace('/', '-')}.{ending}"


def data_href(file: str, page: str) -> str:
    """Return the relative address of a file below the site's root, seen from a published page."""
    return posixpath.relpath(file, url(page) or ".")


def file_href(name: str, page: str) -> str:
    """Return a link as Markdown has it: to a file, for the engine to check and to turn."""
    target = address(name)
    path = posixpath.relpath(target.page, posixpath.dirname(page) or ".")
    return f"{path}#{target.fragment}" if target.fragment else path
