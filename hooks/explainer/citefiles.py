"""How to cite a text, a table or a reference, as small files for reference managers.

A text or table is cited as ours, by the address of its card; a reference as the work it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain

from explainer import citations, citing, urls
from explainer.citestyles import Work
from explainer.contents import Site
from explainer.downloads import bibliography
from explainer.downloads.entry import Data
from explainer.model import Reference
from explainer.view import View

FORMATS = {"bib": "BibLaTeX", "ris": "RIS", "json": "CSL-JSON"}
"""What each file is called, by its ending."""


def links(view: View, name: str) -> list[tuple[str, str]]:
    """Return what the files of an item are called and where they are, seen from a page."""
    if name not in citing.with_pages(view.site):
        return []
    return [(label, view.cite_href(name, ending)) for ending, label in FORMATS.items()]


def files(site: Site) -> Mapping[str, str]:
    """Return every such file by its path; without the site's address none holds one of ours."""
    return dict(chain(_ours(site), _works(site)))


def _ours(site: Site) -> Iterator[tuple[str, str]]:
    for name in citing.with_pages(site):
        reference = _reference(site, name, citing.work(site, name))
        yield urls.cite_file(name, "bib"), bibliography.biblatex_entry(reference)
        yield urls.cite_file(name, "ris"), bibliography.ris_entry(reference)
        item = {**citations.csl(reference), "language": site.explainer.settings.language}
        yield urls.cite_file(name, "json"), _listed(item)


def _works(site: Site) -> Iterator[tuple[str, str]]:
    data = Data(site, site.root)
    for reference in site.explainer.references:
        name, seen = f"ref/{reference.id}", bibliography.seen(data, reference)
        yield urls.cite_file(name, "bib"), bibliography.biblatex_entry(reference, seen)
        yield urls.cite_file(name, "ris"), bibliography.ris_entry(reference, seen)
        yield urls.cite_file(name, "json"), _listed(bibliography.csl_item(data, reference))


def _listed(item: Mapping[str, object]) -> str:
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _reference(site: Site, name: str, work: Work) -> Reference:
    """Return a text or table as a reference to our page; its title says whose words it holds."""
    return Reference.model_validate(
        {
            "id": key(work.container, name),
            "type": "webpage",
            "title": work.name,
            "container-title": work.container,
            "issued": work.date,
            "URL": f"{site.root}{citing.path(name)}" if site.root else None,
            "custom": {"tier": "primary", "seen": "page"},
        }
    )


def key(title: str, name: str) -> str:
    """Return the key of a work of ours: not that of the work that it is about.

    It begins with the site's title, as a reader's library holds other works too.

    >>> key("Time for a Deal?", "compare/deals")
    'time-for-a-deal-compare-deals'
    """
    joined = f"{title} {name}".lower()
    letters = "".join(each if each.isalnum() and each.isascii() else " " for each in joined)
    return "-".join(letters.split())
