"""The files of a site besides its pages: data to take away, and styles that its data decide."""

from __future__ import annotations

from collections.abc import Mapping

from explainer import stylesheet
from explainer.annotations import collections
from explainer.view import Site

KINDS_STYLE = "assets/kinds.css"


def files(site: Site, address: str) -> Mapping[str, str]:
    """Return each file's content by its path; ``address`` is where the site is published, or ""."""
    style = stylesheet.kinds(site.explainer.settings.kinds)
    return {**collections(site, address), KINDS_STYLE: style}
