"""What programs read of an address whose item is gone: that it is, and what became of it.

There is nothing to cite there, and nothing that a search engine should list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from explainer import citing, lengths, metadata, prose
from explainer.contents import Site
from explainer.ledger import Gone
from explainer.metadata import Described, Tags
from explainer.templating import environment
from explainer.view import View

# The picture of the whole site stands for what has none any more.
_PICTURED = citing.HOME
_ROBOTS = ("robots", "noindex")


def described(view: View, fates: Sequence[Gone]) -> Described:
    """Return a page that tells what became of IDs: its title names the first of them."""
    name = fates[0].name if fates else ""
    about = lengths.described(" ".join(_told(view, fates)))
    return Described(view.page, f"{view.words['gone']}: {name}", about)


def _told(view: View, fates: Iterable[Gone]) -> Iterator[str]:
    """Yield what became of each, as text."""
    templates: Any = environment().get_template("gone.html.j2").module
    for each in fates:
        said = prose.plain(str(templates.fate(view, each)).strip())
        yield said if said.endswith(".") else f"{said}."


def tags(site: Site, page: Described) -> Tags:
    """Return the tags of its head."""
    graph = [*metadata.open_graph(site, page), *metadata.image(site, _PICTURED)]
    return Tags(names=[_ROBOTS, *metadata.previewed(site)], graph=graph)
