"""The order of the bibliography."""

from __future__ import annotations

from explainer import prose
from explainer.contents import Site
from explainer.model import Reference


def ordered(site: Site) -> list[Reference]:
    """Return the references in the order of their entries."""
    return sorted(
        site.explainer.references,
        key=lambda each: prose.plain(site.formatted[each.id].entry).casefold(),
    )
