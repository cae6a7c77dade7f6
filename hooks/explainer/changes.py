"""What changed from one edition of the site to the next, as a page and as a feed (Atom, RFC 4287).

What is in an edition follows from dates: whatever was published or left after the edition before
and by the edition's own day. The identifiers in the feed are UUIDs (RFC 9562, version 5) made from
the first day in the ledger, which never changes; they stay the same wherever the site moves to, and
do not depend on its address being known.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from explainer import editions, ledger
from explainer.contents import Site
from explainer.editions import Edition
from explainer.ledger import Gone
from explainer.model import Explainer
from explainer.templating import environment
from explainer.view import View

FEED = "changes.xml"
"""The feed's path below the site's root."""
# Chosen once, at random: what the identifiers of all feeds are made in.
_NAMESPACE = uuid.UUID("6b1f0c52-8a57-4f3e-9d0c-2f6a1c7be3d4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What happened to the site's IDs until an edition, or since the last one."""

    edition: Edition | None
    first: bool
    """Whether no edition precedes it, so that everything in it is new."""
    new: Mapping[str, list[str]]
    """The IDs that were published, by kind."""
    changed: Mapping[str, list[str]]
    """The IDs of what says something else than in the edition before, by kind."""
    gone: tuple[Gone, ...]

    @property
    def count(self) -> int:
        """How many IDs were published."""
        return sum(map(len, self.new.values()))


def periods(explainer: Explainer) -> list[Period]:
    """Return the periods that end with an edition and the one that none has ended yet.

    The newest stands first. The open one is left out while nothing was published or left in it.
    """
    ends = [edition.date for edition in explainer.editions]
    # Before all days, and after them: as days are compared, "~" follows every digit.
    bounds = list(pairwise(["", *ends, "~"]))
    found = [
        _period(explainer, edition, after, until)
        for edition, (after, until) in zip([*explainer.editions, None], bounds, strict=True)
    ]
    if not (found[-1].count or found[-1].gone):
        found.pop()
    return found[::-1]


def _period(explainer: Explainer, edition: Edition | None, after: str, until: str) -> Period:
    register = explainer.register
    new = [name for name, day in register.ledger.days.items() if after < day <= until]
    left = [stone.id for stone in register.ledger.gone if after < stone.left <= until]
    gone = tuple(fate for name in left if (fate := register.fate(name)))
    changed = ledger.by_kind((edition and edition.changed) or ())
    return Period(
        edition=edition, first=not after, new=ledger.by_kind(new), changed=changed, gone=gone
    )


def feed(site: Site, root: str) -> Mapping[str, str]:
    """Return the feed by its path, if there is an edition.

    ``root`` is the address of the site's root; while it is unknown, and so empty, links are
    relative to the feed.
    """
    newest = editions.current(site.explainer.editions)
    if newest is None:
        return {}
    view = _FromAfar(site, "index.md", root)
    identity = _identity(site.explainer)
    entries = [
        {"period": period, "id": uuid.uuid5(identity, period.edition.id).urn}
        for period in periods(site.explainer)
        if period.edition
    ]
    template = environment().get_template("feed.xml.j2")
    text = template.render(
        v=view, root=root, id=identity.urn, entries=entries, newest=newest, file=FEED
    )
    return {FEED: f"{text}\n"}


@dataclass(frozen=True)
class _FromAfar(View):
    """The site as seen from a reader of feeds, which may know no address to start from."""

    root: str

    def href(self, name: str) -> str:
        return self.root + super().href(name)

    def page_href(self, page: str) -> str:
        return self.root + super().page_href(page)


def _identity(explainer: Explainer) -> uuid.UUID:
    published = explainer.ledger.published
    first = min(published, default="")
    said = [first, *sorted(published[first])] if published else [explainer.editions[0].id]
    return uuid.uuid5(_NAMESPACE, "\n".join(said))
