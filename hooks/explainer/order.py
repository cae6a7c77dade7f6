"""In which order pages are read, and which pages a page lies below."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Sequence
from dataclasses import dataclass

INDEX = "/index.md"


def reading(listed: Sequence[str], found: Sequence[str]) -> list[str]:
    """Return pages in reading order, by their source files: those that the navigation lists.

    After the index of a folder come the pages of that folder that are ``found`` and not listed.

    >>> reading(["story.md", "read/index.md", "claims.md"], ["read/letter.md", "data/index.md"])
    ['story.md', 'read/index.md', 'read/letter.md', 'claims.md']
    """
    order = []
    for page in listed:
        order.append(page)
        if page.endswith(INDEX):
            folder = page.removesuffix(INDEX)
            order += [
                each
                for each in found
                if posixpath.dirname(each) == folder and each not in listed and each != page
            ]
    return order


def trail(page: str, found: Collection[str]) -> list[str]:
    """Return the pages that a page lies below, from the outermost in.

    >>> trail("timeline/actor/us.md", {"timeline.md", "index.md", "timeline/actor/us.md"})
    ['timeline.md']
    """
    folders = posixpath.dirname(page).split("/") if "/" in page else []
    paths = ["/".join(folders[: end + 1]) for end in range(len(folders))]
    above = (each for path in paths for each in (f"{path}.md", f"{path}{INDEX}"))
    return [each for each in above if each in found and each != page]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands among others, each by its source file."""

    trail: tuple[str, ...]
    before: str | None
    after: str | None


def place(page: str, order: Sequence[str], found: Collection[str]) -> Place:
    """Return what a page lies below, and what is read before and after it."""
    if page not in order:
        return Place(tuple(trail(page, found)), None, None)
    here = order.index(page)
    before = order[here - 1] if here else None
    after = order[here + 1] if here + 1 < len(order) else None
    return Place(tuple(trail(page, found)), before, after)
