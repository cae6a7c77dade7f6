"""Finished pages: Markdown that any engine turns into the site, marks and notes included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from explainer import (
    bibliography,
    changes,
    charts,
    citefiles,
    citing,
    dates,
    departed,
    heads,
    metadata,
    pages_timeline,
    pieces,
    prose,
    specimens,
    tables,
    urls,
)
from explainer.blocks import Block
from explainer.contents import Site
from explainer.downloads import package
from explainer.manuscripts import Manuscript
from explainer.metadata import Described
from explainer.model import Comparison
from explainer.page import Page, made, said
from explainer.pages_text import text_page
from explainer.templating import environment, unbroken
from explainer.view import View


def pages(site: Site) -> list[Page]:
    """Return every page of the site."""
    found = [_manuscript(site, manuscript) for manuscript in site.manuscripts.values()]
    written = {page.src_uri for page in found}
    # A page that somebody wrote by hand takes the place of a generated one.
    found += [page for page in _generated(site) if page.src_uri not in written]
    written = {page.src_uri for page in found}
    if not site.originals:  # a private copy is neither cited nor found
        found = _with_heads(site, found)
    return [*found, *(_gone(site, page) for page in site.gone if page not in written)]


def _generated(site: Site) -> Iterator[Page]:
    explainer = site.explainer
    yield _read_index(site)
    for text in explainer.texts:
        yield text_page(site, text)
    yield _claims(site)
    yield pages_timeline.timeline(site)
    yield from pages_timeline.below(site)
    yield _compare_index(site)
    for table in explainer.comparisons:
        yield _comparison(site, table)
    yield _list(site, urls.GLOSSARY, name="glossary", key="terms", items=explainer.terms)
    yield _list(site, urls.PEOPLE, name="people", key="actors", items=explainer.actors)
    yield _references(site)
    yield _downloads(site)
    yield _changes(site)
    yield _specimens(site)


def _with_heads(site: Site, found: Sequence[Page]) -> list[Page]:
    """Add to front matter how each page is cited, and what programs read of it; and its picture."""
    described = [Described(each.src_uri, each.title, each.description) for each in found]
    lines = heads.lines(site, described)
    pictures = [metadata.picture(site, each) if site.root else None for each in described]
    return [
        replace(_headed(page, more), picture=picture)
        for page, more, picture in zip(found, lines, pictures, strict=True)
    ]


def _headed(page: Page, more: str) -> Page:
    """Add lines to a page's front matter."""
    return replace(page, markdown=page.markdown.replace("\n---", f"\n{more}---", 1))


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


def _claims(site: Site) -> Page:
    view = View(site, urls.CLAIMS)
    claims = [(name, placed) for name, placed in site.numbers.items() if placed.note.claim]
    title, intro = view.words["claims_title"], view.words["claims_intro"]
    edit = "sources/texts"
    return made(view, "claims.html.j2", title, intro, edit, claims=claims)


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
    return made(
        view, "index.html.j2", title, intro, edit, heading=title, intro=intro, entries=entries
    )


def _comparison(site: Site, table: Comparison) -> Page:
    page = urls.address(f"compare/{table.id}").page
    edit = f"sources/comparisons/{table.id}.yml"
    view = View(site, page)
    said = view.words
    return made(
        view,
        "comparison.html.j2",
        table.title,
        table.caption,
        edit,
        g=tables.grid(table, table.columns, table.rows, said),
        cited={row.id: citing.passage(site, f"compare/{table.id}/{row.id}") for row in table.rows},
        charts=[charts.draw(table, chart, said) for chart in table.charts],
        words=tables.script_words(said),
    )


def _list(site: Site, page: str, *, name: str, key: str, items: Sequence[Any]) -> Page:
    view = View(site, page)
    ordered = sorted(items, key=lambda item: item.name.strip("\"“‘'").casefold())
    title, intro = view.words[f"{name}_title"], view.words[f"{name}_intro"]
    edit = f"sources/{key}.yml"
    return made(view, f"{name}.html.j2", title, intro, edit, **{key: ordered})


def _specimens(site: Site) -> Page:
    view = View(site, urls.STYLE)
    title, intro = view.words["style_title"], view.words["style_intro"]
    found = specimens.specimens(site, view)
    return made(view, "style.html.j2", title, intro, "sources/explainer.yml", **found)


def _references(site: Site) -> Page:
    view = View(site, urls.REFERENCES)
    title, intro = view.words["references_title"], view.words["references_intro"]
    edit = "sources/references.yml"
    references = bibliography.ordered(site)
    return made(view, "references.html.j2", title, intro, edit, references=references)


def _downloads(site: Site) -> Page:
    view = View(site, urls.DATA)
    title, intro = view.words["data_title"], view.words["data_intro"]
    files = site.once(package.resources)
    groups = [(name, list(found)) for name, found in groupby(files, lambda each: each.group)]
    cited = [
        (citing.work(site, name).name, citefiles.links(view, name))
        for name in citing.with_pages(site)
    ]
    facts = {"groups": groups, "cited": cited, "index": urls.INDEX}
    return made(view, "data.html.j2", title, intro, "sources", **facts)


def _changes(site: Site) -> Page:
    view = View(site, urls.CHANGES)
    title, intro = view.words["changes_title"], view.words["changes_intro"]
    edit = "sources/editions.yml" if site.edition else "sources"
    feed = changes.FEED if site.edition else ""
    periods = changes.periods(site.explainer)
    return made(view, "changes.html.j2", title, intro, edit, periods=periods, feed=feed)


def _gone(site: Site, page: str) -> Page:
    """Return a page for an address whose text or table is gone: it says what became of it."""
    view = View(site, page)
    described = departed.described(view, view.gone)
    title, about = described.title, described.description
    found = made(view, "gone_page.html.j2", title, about, "sources/permalinks.yml")
    return found if site.originals else _headed(found, heads.of_gone(site, described))


def _manuscript(site: Site, manuscript: Manuscript) -> Page:
    view = View(site, manuscript.page)
    links = prose.Links(
        lambda name: urls.file_href(site.explainer.read_as(name), manuscript.page), view.label
    )
    parts = [
        pieces.render(view, part)
        if isinstance(part, Block)
        else prose.expand(part.markdown, links, site.texts.__contains__)
        for part in manuscript.parts
    ]
    if view.gone:
        notices: Any = environment().get_template("gone.html.j2").module
        parts.append(unbroken(notices.gone(view)))
    front = manuscript.front
    for key, needed in (("styles", pieces.STYLES), ("scripts", pieces.SCRIPTS)):
        names = dict.fromkeys(
            name
            for part in manuscript.parts
            if isinstance(part, Block)
            for name in needed.get(part.name, ())
        )
        if names:
            front = front.replace("\n---", f"\n{key}: [{', '.join(names)}]\n---", 1)
    markdown = front + "\n\n".join(parts) + "\n"
    title, description = said(manuscript.title), said(manuscript.description)
    return Page(manuscript.page, markdown, manuscript.path, title, description)
