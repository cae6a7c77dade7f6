"""Finished pages: Markdown that any engine turns into the site, marks and notes included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from typing import Any, cast

import jinja2
from markupsafe import Markup

from explainer import dates, fragments, layout, marks, prose, urls
from explainer.blocks import Block, ComparisonOptions, ListOptions, TimelineOptions
from explainer.manuscripts import Manuscript
from explainer.model import Comparison, Event, Note, Paragraph, Text
from explainer.notes import Placed, edition_html
from explainer.view import Site, View


@dataclass(frozen=True, slots=True)
class Page:
    """A page to publish: its path below the documents' folder, and its Markdown."""

    src_uri: str
    markdown: str
    edit_uri: str
    """The file that an editor changes to change the page, from the repository's root."""


def pages(site: Site) -> list[Page]:
    """Return every page of the site."""
    found = [_manuscript(site, manuscript) for manuscript in site.manuscripts.values()]
    written = {page.src_uri for page in found}
    # A page that somebody wrote by hand takes the place of a generated one.
    return [*found, *(page for page in _generated(site) if page.src_uri not in written)]


def _generated(site: Site) -> Iterator[Page]:
    explainer = site.explainer
    yield _read_index(site)
    for text in explainer.texts:
        yield _text(site, text)
    yield _timeline(site)
    yield _compare_index(site)
    for table in explainer.comparisons:
        yield _comparison(site, table)
    yield _list(site, urls.GLOSSARY, "glossary", "glossary_title", "terms", explainer.terms)
    yield _list(site, urls.PEOPLE, "people", "people_title", "actors", explainer.actors)
    yield _references(site)


@cache  # templates are the program's own; they change only with it
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("explainer"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(view: View, template: str, title: str, description: str, edit: str, **data: Any) -> Page:
    """Render a page that is one block of HTML, after front matter for the engine."""
    body = _environment().get_template(template).render(v=view, **data)
    front = f"---\ntitle: {_quoted(title)}\ndescription: {_quoted(description)}\ngenerated: true\n---\n\n"
    return Page(view.page, front + _unbroken(body) + "\n", edit)


def _unbroken(body: str) -> str:
    """Drop blank lines and indentation, which Markdown could take for its own."""
    return "\n".join(line.strip() for line in body.splitlines() if line.strip())


def _quoted(text: str) -> str:
    plain = prose.plain(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _text(site: Site, text: Text) -> Page:
    view = View(site, urls.address(text.id).page)
    notes = [placed for name, placed in site.numbers.items() if name.startswith(f"{text.id}/n/")]
    verified: dict[str, str] = {}
    for entry in text.record.quotes if text.record else ():
        verified[entry.paragraph] = max(entry.verified, verified.get(entry.paragraph, ""))
    paragraphs = [
        {
            "paragraph": paragraph,
            "html": _marked(view, paragraph, notes),
            "original": fragments.link(text.source.URL, paragraph.source),
            "verified": verified.get(paragraph.id),
            "notes": [each for each in notes if _last(each) == paragraph.id],
        }
        for paragraph in text.paragraphs
    ]
    authors = ", ".join(
        name.literal or f"{name.given} {name.family}" for name in text.source.authors
    )
    return _page(
        view,
        "text.html.j2",
        text.source.title,
        f"{authors}, {dates.words(text.source.issued)}: {view.words['restated']}",
        f"sources/texts/{text.id}/edition.md",
        text=text,
        authors=authors,
        notes=notes,
        paragraphs=paragraphs,
    )


def _last(placed: Placed) -> str:
    return list(placed.ranges)[-1] if placed.ranges else placed.note.paragraph


def _marked(view: View, paragraph: Paragraph, notes: Sequence[Placed]) -> Markup:
    """Render a paragraph with the marks of its notes, and links after their last words."""
    found, whole = [], []
    for placed in notes:
        link = _environment().get_template("noteref.html.j2").render(v=view, placed=placed)
        if paragraph.id in placed.ranges:
            found.append(
                marks.Mark(
                    range=placed.ranges[paragraph.id],
                    note=f"n-{placed.note.id}",
                    kind=placed.note.kind,
                    link=link if _last(placed) == paragraph.id else "",
                )
            )
        elif not placed.ranges and placed.note.paragraph == paragraph.id:
            whole.append(link)
    html = marks.apply(edition_html(paragraph), found)
    if whole:
        end = html.rindex("</")
        html = html[:end] + " " + " ".join(whole) + html[end:]
    return Markup(html)  # noqa: S704 - rendered from our own edition


def _read_index(site: Site) -> Page:
    view = View(site, "read/index.md")
    entries = [
        {
            "kicker": f"{text.source.kind}, {dates.words(text.source.issued)}",
            "href": view.href(text.id),
            "title": text.source.title,
            "about": text.source.about,
            "facts": f"{len(text.paragraphs)} {view.words['paragraphs']}, "
            f"{len(text.notes)} {view.words['notes']}",
        }
        for text in sorted(site.explainer.texts, key=lambda text: text.source.issued)
    ]
    return _contents(view, "read", entries, "sources/texts")


def _compare_index(site: Site) -> Page:
    view = View(site, "compare/index.md")
    entries = [
        {
            "kicker": view.words["table"],
            "href": view.href(f"compare/{table.id}"),
            "title": table.title,
            "about": table.caption,
            "facts": f"{len(table.rows)} {view.words['rows']}, "
            + " · ".join(column.label for column in table.columns),
        }
        for table in site.explainer.comparisons
    ]
    return _contents(view, "compare", entries, "sources/comparisons")


def _contents(view: View, name: str, entries: Sequence[Mapping[str, str]], edit: str) -> Page:
    title, intro = view.words[f"{name}_title"], view.words[f"{name}_intro"]
    return _page(
        view, "index.html.j2", title, intro, edit, heading=title, intro=intro, entries=entries
    )


def _timeline(site: Site) -> Page:
    view = View(site, urls.TIMELINE)
    events = site.explainer.events
    return _page(
        view,
        "timeline.html.j2",
        view.words["timeline_title"],
        view.words["timeline_intro"],
        "sources/events.yml",
        events=events,
        years=layout.years(events),
        month_names=[month[:3] for month in dates.MONTHS],
        drawing=layout.picture(site.explainer),
        first=_first_year(events),
    )


def _first_year(events: Sequence[Event]) -> int:
    return min((dates.parse(event.date).first.year for event in events), default=9999)


def _comparison(site: Site, table: Comparison) -> Page:
    page = urls.address(f"compare/{table.id}").page
    edit = f"sources/comparisons/{table.id}.yml"
    view = View(site, page)
    return _page(view, "comparison.html.j2", table.title, table.caption, edit, t=table)


def _list(site: Site, page: str, name: str, title: str, key: str, items: Sequence[Any]) -> Page:
    view = View(site, page)
    ordered = sorted(items, key=lambda item: item.name.strip("\"“‘'").casefold())
    intro = view.words[f"{name}_intro"]
    edit = f"sources/{key}.yml"
    return _page(view, f"{name}.html.j2", view.words[title], intro, edit, **{key: ordered})


def _references(site: Site) -> Page:
    view = View(site, urls.REFERENCES)
    ordered = sorted(
        site.explainer.references,
        key=lambda each: prose.plain(site.formatted[each.id].entry).casefold(),
    )
    return _page(
        view,
        "references.html.j2",
        view.words["references_title"],
        view.words["references_intro"],
        "sources/references.yml",
        references=ordered,
    )


def _manuscript(site: Site, manuscript: Manuscript) -> Page:
    view = View(site, manuscript.page)
    pieces = _Pieces(view)
    links = prose.Links(lambda name: urls.file_href(name, manuscript.page), view.label)
    parts = [
        pieces.render(part)
        if isinstance(part, Block)
        else prose.expand(part.markdown, links, site.texts.__contains__)
        for part in manuscript.parts
    ]
    edit = manuscript.path
    return Page(manuscript.page, manuscript.front + "\n\n".join(parts) + "\n", edit)


@dataclass
class _Pieces:
    """Renders blocks for one page."""

    view: View

    def render(self, block: Block) -> str:
        return _unbroken(_RENDERERS[block.name](self, block))

    @cached_property
    def _macros(self) -> Any:
        return _environment().get_template("pieces.html.j2").module

    def picture(self, _: Block) -> str:
        explainer = self.view.site.explainer
        first = _first_year(explainer.events)
        return str(self._macros.picture(self.view, layout.picture(explainer), first))

    def timeline(self, block: Block) -> str:
        options = cast("TimelineOptions", block.options)
        return str(self._macros.timeline(self.view, chosen(self.view.site, options)))

    def comparison(self, block: Block) -> str:
        options = cast("ComparisonOptions", block.options)
        table = cast("Comparison", self.view.site.explainer.items[f"compare/{block.argument}"])
        columns = _picked(options.columns, table.columns)
        rows = _picked(options.rows, table.rows)
        return str(self._macros.comparison(self.view, table, columns, rows))

    def note(self, block: Block) -> str:
        site = self.view.site
        text = site.texts[block.argument.split("/")[0]]
        placed = site.numbers[block.argument]
        return str(self._macros.one_note(self.view, text, placed, block.argument))

    def paragraph(self, block: Block) -> str:
        paragraph = cast("Paragraph", self.view.site.explainer.items[block.argument])
        text = self.view.site.texts[paragraph.text]
        html = Markup(edition_html(paragraph))  # noqa: S704 - rendered from our own edition
        return str(self._macros.paragraph(self.view, text, paragraph, html))

    def terms(self, block: Block) -> str:
        options = cast("ListOptions", block.options)
        terms = _picked(options.only, self.view.site.explainer.terms)
        return str(self._macros.terms(self.view, terms))

    def references(self, block: Block) -> str:
        options = cast("ListOptions", block.options)
        references = _picked(options.only, self.view.site.explainer.references)
        return str(self._macros.references(self.view, references))


_RENDERERS: Mapping[str, Callable[[_Pieces, Block], str]] = {
    "picture": _Pieces.picture,
    "timeline": _Pieces.timeline,
    "comparison": _Pieces.comparison,
    "note": _Pieces.note,
    "paragraph": _Pieces.paragraph,
    "terms": _Pieces.terms,
    "references": _Pieces.references,
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
