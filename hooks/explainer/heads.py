"""What front matter says of a finished page besides its title: how to cite it, and its head's tags."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from explainer import citefiles, citing, departed, metadata
from explainer.contents import Site
from explainer.metadata import Described
from explainer.templating import environment, unbroken
from explainer.view import View


def lines(site: Site, pages: Sequence[Described]) -> Iterator[str]:
    """Yield the lines of front matter of each page, in order; a theme shows what they hold."""
    cited = citing.pages(site, {each.page: each.title for each in pages})
    templates: Any = environment().get_template("cite.html.j2").module
    for each in pages:
        view = View(site, each.page)
        shown = templates.citing(
            view.words,
            cited[each.page],
            view.words["cite_page"],
            citefiles.links(view, citing.cited_as(site, each.page)),
        )
        yield _line("cite", unbroken(shown)) + _line("head", metadata.head(site, each))


def of_gone(site: Site, described: Described) -> str:
    """Return the line of front matter of a page whose item is gone: it is not to be cited."""
    return _line("head", metadata.rendered(departed.tags(site, described)))


def _line(key: str, value: str) -> str:
    return f"{key}: {json.dumps(str(value), ensure_ascii=False)}\n"  # a string of YAML too
