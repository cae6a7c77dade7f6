"""The files of a site besides its pages: data to take away, cards, styles that its data decide."""

from __future__ import annotations

from collections.abc import Mapping

from explainer import cards, changes, citefiles, lenses, stylesheet
from explainer.contents import Site
from explainer.downloads.package import resources

KINDS_STYLE = "assets/kinds.css"
COLUMNS_STYLE = "assets/columns.css"


def files(site: Site, address: str) -> Mapping[str, str]:
    """Return each file's content by its path; ``address`` is where the site is published, or ""."""
    style = stylesheet.kinds(site.explainer.settings.kinds)
    shapes = (lane.shape for lane in site.explainer.settings.lanes)
    widest = max((len(table.columns) for table in site.explainer.comparisons), default=0)
    return {
        **{each.path: each.content for each in site.at(address).once(resources)},
        **citefiles.files(site.at(address)),
        **changes.feed(site, address),
        **cards.files(site.at(address)),
        KINDS_STYLE: style,
        COLUMNS_STYLE: stylesheet.columns(widest),
        lenses.STYLE: lenses.style(site) + stylesheet.rulers(shapes),
    }
