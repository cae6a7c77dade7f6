"""What a page is: Markdown with front matter, which any engine turns into a part of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer import prose
from explainer.shareimages import Picture
from explainer.templating import environment, unbroken
from explainer.view import View

# What a template's pages load besides what every page does: scripts and styles of the theme.
SCRIPTS = {
    "text.html.j2": ("reading",),
    "classroom.html.j2": ("reading",),
    "claims.html.j2": ("comparison",),
    "comparison.html.j2": ("comparison",),
    "timeline.html.j2": ("lenses",),
}
STYLES = {
    "text.html.j2": ("text", "kinds"),
    "classroom.html.j2": ("text", "kinds"),
    "claims.html.j2": ("comparison", "kinds"),
    "timeline.html.j2": ("timeline", "lenses"),
    "lens.html.j2": ("timeline",),
    "ways.html.j2": ("timeline",),
    "accounts.html.j2": ("timeline",),
    "comparison.html.j2": ("comparison", "columns"),
    "gone_page.html.j2": (),
    "style.html.j2": ("text", "kinds", "timeline", "comparison", "lists", "style"),
}
# The styles of lists, which every other template needs.
LISTS = ("lists",)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to publish: its path below the documents' folder, and its Markdown."""

    src_uri: str
    markdown: str
    edit_uri: str
    """The file that an editor changes to change the page, from the repository's root."""
    title: str
    """Words alone, as a reader sees them; so is the description."""
    description: str
    picture: Picture | None = None
    """What the picture beside a link to the page shows, if the site's address is known."""


def made(view: View, template: str, title: str, description: str, edit: str, **data: Any) -> Page:
    """Render a page that is one block of HTML, after front matter for the engine."""
    body = environment().get_template(template).render(v=view, **data)
    title, description = said(title), said(description)
    facts = {"title": _quoted(title), "description": _quoted(description), "generated": "true"}
    front = _front(facts, STYLES.get(template, LISTS), SCRIPTS.get(template, ()))
    return Page(view.page, front + unbroken(body) + "\n", edit, title, description)


def _front(facts: Mapping[str, str], styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return front matter: facts, and the styles and scripts that the page loads."""
    lists = {"styles": styles, "scripts": scripts}
    loaded = {name: f"[{', '.join(each)}]" for name, each in lists.items() if each}
    lines = [f"{name}: {value}" for name, value in {**facts, **loaded}.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def said(text: str) -> str:
    """Return the words alone of a text with markup, set with typographic marks."""
    return prose.quotation_marks(prose.bare(prose.plain(text)))
