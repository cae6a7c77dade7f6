"""What blocks of hand-written pages become: pieces of the timeline, of tables, of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from markupsafe import Markup

from explainer import dates, layout, linklist, tables, urls
from explainer.blocks import Block, ComparisonOptions, ListOptions, TimelineOptions
from explainer.contents import Site
from explainer.model import Comparison, Event, Note, Paragraph
from explainer.notes import edition_html
from explainer.templating import environment, unbroken
from explainer.view import View

STYLES: Mapping[str, Sequence[str]] = {
    "picture": ("timeline",),
    "strip": ("timeline",),
    "timeline": ("timeline",),
    "comparison": ("comparison",),
    "note": ("text", "kinds"),
    "paragraph": ("text", "kinds"),
    "terms": ("lists",),
    "references": ("lists",),
    "card": ("lists",),
    "links": ("lists",),
}
"""The styles of the theme that each kind of block needs."""

SCRIPTS: Mapping[str, Sequence[str]] = {"comparison": ("comparison",), "links": ("linklist",)}
"""The scripts of the theme that kinds of block need, if any."""


def render(view: View, block: Block) -> str:
    """Return a block of a page as HTML, which links as seen from that page."""
    return unbroken(str(_RENDERERS[block.name](view, block)))


def _macros() -> Any:
    return environment().get_template("pieces.html.j2").module


def _picture(view: View, _: Block) -> object:
    return _macros().picture(view, layout.picture(view.site.explainer))


def _strip(view: View, _: Block) -> object:
    months = layout.density(view.site.explainer)
    return _macros().strip(view, months, sum(count for _, count in months))


def _timeline(view: View, block: Block) -> object:
    return _macros().timeline(view, chosen(view.site, cast("TimelineOptions", block.options)))


def _comparison(view: View, block: Block) -> object:
    options = cast("ComparisonOptions", block.options)
    table = cast("Comparison", view.site.explainer.items[f"compare/{block.argument}"])
    columns, rows = _picked(options.columns, table.columns), _picked(options.rows, table.rows)
    return _macros().comparison(view, tables.grid(table, columns, rows, view.words))


def _note(view: View, block: Block) -> object:
    text = view.site.texts[block.argument.partition("/")[0]]
    return _macros().one_note(view, text, view.site.numbers[block.argument], block.argument)


def _paragraph(view: View, block: Block) -> object:
    paragraph = cast("Paragraph", view.site.explainer.items[block.argument])
    html = Markup(edition_html(paragraph))  # noqa: S704 - rendered from our own edition
    return _macros().paragraph(view, view.site.texts[paragraph.text], paragraph, html)


def _terms(view: View, block: Block) -> object:
    options = cast("ListOptions", block.options)
    return _macros().terms(view, _picked(options.only, view.site.explainer.terms))


def _references(view: View, block: Block) -> object:
    options = cast("ListOptions", block.options)
    return _macros().references(view, _picked(options.only, view.site.explainer.references))


def _link_macros() -> Any:
    return environment().get_template("linklist.html.j2").module


def _card(view: View, block: Block) -> object:
    name = block.argument
    return _link_macros().card(view, name, linklist.title(view, name), urls.card(name))


def _promise(view: View, _: Block) -> object:
    return _link_macros().promise(view, linklist.Listed(view.site))


def _links(view: View, _: Block) -> object:
    listed = linklist.Listed(view.site)
    return _link_macros().links(view, listed, linklist.script_words(view), urls.INDEX)


_RENDERERS: Mapping[str, Callable[[View, Block], object]] = {
    "picture": _picture,
    "strip": _strip,
    "timeline": _timeline,
    "comparison": _comparison,
    "note": _note,
    "paragraph": _paragraph,
    "terms": _terms,
    "references": _references,
    "card": _card,
    "promise": _promise,
    "links": _links,
}


def _picked(names: Sequence[str], items: Sequence[Any]) -> list[Any]:
    """Return the items of those IDs in the order of ``names``, or all if none is named."""
    by_id = {item.id: item for item in items}
    return [by_id[name] for name in names] if names else list(items)


def chosen(site: Site, options: TimelineOptions) -> list[Event]:
    """Return the events that a piece of the timeline shows, in order."""
    events = site.explainer.events
    if options.events:
        return [event for event in events if event.id in options.events]
    if options.text:
        return [event for event in events if _mentioned(site, options.text, event)]
    if options.around:
        middle = next(event for event in events if event.id == options.around)
        return [event for event in events if _near(event, middle, options.days)]
    if options.actor:
        return [event for event in events if options.actor in event.actors]
    wanted = {key: getattr(options, key) for key in ("phase", "theme", "lane")}
    return [
        event
        for event in events
        if all(value is None or getattr(event, key) == value for key, value in wanted.items())
    ]


def _mentioned(site: Site, text: str, event: Event) -> bool:
    owners = site.mentions.get(f"event/{event.id}", ())
    notes = site.explainer.items
    return any(
        owner.startswith(f"{text}/") and isinstance(notes.get(owner), Note) for owner in owners
    )


def _near(event: Event, middle: Event, days: int) -> bool:
    here, there = dates.parse(event.date), dates.parse(middle.date)
    margin = timedelta(days=days)
    return here.last >= there.first - margin and here.first <= there.last + margin
