"""What programs read of a page: for reference managers, link previews and search engines.

- Highwire Press tags (``citation_…``) and Open Graph, as Zotero's "Embedded Metadata" reads them: with
  ``og:type`` *website* and no journal or book named, an item is a web page of the site
  ``og:site_name``, of the edition's date.
- Open Graph for previews, with a picture where the site's address is known: it must be absolute.
  https://ogp.me/
- schema.org as JSON-LD. https://schema.org/

No tag names an author: a page is ours, whatever it restates. The work that it restates is under
``isBasedOn``, with its own author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from explainer import citing, dates, layout, prose, shareimages, urls
from explainer.contents import Site
from explainer.model import Comparison, Event, Name, Term, Text
from explainer.shareimages import Picture
from explainer.templating import environment, unbroken
from explainer.words import words

SCHEMA = "https://schema.org"
_PERSON, _BODY = "Person", "Organization"


@dataclass(frozen=True, slots=True)
class Described:
    """A page: its source file, title and description, as text."""

    page: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Tags of a head: names and properties, each with its content."""

    names: Sequence[tuple[str, str]]
    graph: Sequence[tuple[str, str]]
    """Properties of Open Graph."""


def head(site: Site, described: Described) -> Markup:
    """Return the tags of a page's head."""
    data = htmlsafe_json_dumps(
        _data(site, described), ensure_ascii=False, separators=(",", ":"), sort_keys=False
    )
    pictured = _pictured(site, described.page, picture(site, described))
    graph = [*open_graph(site, described), *pictured]
    return rendered(Tags(names=list(_highwire(site, described)), graph=graph), data)


def rendered(tags: Tags, data: str = "") -> Markup:
    """Return tags as HTML, and after them JSON-LD if there is any."""
    template = environment().get_template("head.html.j2")
    return Markup(unbroken(template.render(tags=tags, data=data)))  # noqa: S704 - our own template


def tags_of_card(site: Site, described: Described, read: str) -> Tags:
    """Return the tags of a card's head; its picture is that of the page where its item is read."""
    graph = [*open_graph(site, described), *image(site, read)]
    return Tags(names=list(_highwire(site, described)), graph=graph)


def _title(site: Site, described: Described) -> str:
    """Return what a page is called where it stands alone: no restatement by the title it restates."""
    settings = site.explainer.settings
    if described.page == citing.HOME:
        return prose.quotation_marks(settings.title)
    texts = {urls.address(text.id).page: text.id for text in site.explainer.texts}
    if described.page in texts:
        return citing.work(site, texts[described.page]).name
    return described.title


def _highwire(site: Site, described: Described) -> Iterator[tuple[str, str]]:
    """Yield names and contents of Highwire's tags, and of the one for a picture."""
    yield "citation_title", _title(site, described)
    if site.edition:
        yield "citation_publication_date", site.edition.date.replace("-", "/")
    yield "citation_language", site.explainer.settings.language
    if site.root:
        yield "citation_public_url", site.root + citing.path(citing.cited_as(site, described.page))
        yield "citation_fulltext_html_url", site.root + urls.url(described.page)
    yield from previewed(site)


def previewed(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the tag that asks for a large picture, if the address is known that it needs."""
    if site.root:
        yield "twitter:card", "summary_large_image"


def open_graph(site: Site, described: Described) -> Iterator[tuple[str, str]]:
    """Yield properties and contents of Open Graph for a page."""
    settings = site.explainer.settings
    yield "og:type", "website"
    yield "og:title", _title(site, described)
    yield "og:description", described.description
    yield "og:site_name", prose.quotation_marks(settings.title)
    language, _, territory = settings.language.partition("-")
    if territory:
        yield "og:locale", f"{language}_{territory.upper()}"
    if site.root:
        yield "og:url", site.root + urls.url(described.page)


def image(site: Site, page: str) -> Iterator[tuple[str, str]]:
    """Yield what Open Graph says of the picture of another page, by that page's source file."""
    yield from _pictured(site, page, picture(site, Described(page, _called(site, page), "")))


def _called(site: Site, page: str) -> str:
    """Return the title of a page on which items are read, or of the first page."""
    if page in site.manuscripts:
        return prose.quotation_marks(prose.bare(site.manuscripts[page].title))
    name = citing.cited_as(site, page)
    return citing.work(site, name).name if name != page else _list_title(site, page)


def _list_title(site: Site, page: str) -> str:
    return words(site.explainer.settings)[f"{urls.url(page).strip('/')}_title"]


def _pictured(site: Site, page: str, shown: Picture) -> Iterator[tuple[str, str]]:
    """Yield what Open Graph says of a page's picture, if the address is known that it needs."""
    if site.root:
        width, height = shareimages.SIZE
        yield "og:image", site.root + shareimages.path(page)
        yield "og:image:type", "image/png"
        yield "og:image:width", str(width)
        yield "og:image:height", str(height)
        yield "og:image:alt", shareimages.alternative(shown)


def picture(site: Site, described: Described) -> Picture:
    """Return what the picture of a page shows; it is linked where the site's address is known."""
    said = words(site.explainer.settings)
    kinds = {
        **{urls.address(text.id).page: text.source.kind for text in site.explainer.texts},
        **{
            urls.address(f"compare/{table.id}").page: said["table"]
            for table in site.explainer.comparisons
        },
    }
    return Picture(
        site=prose.quotation_marks(site.explainer.settings.title),
        kind=prose.quotation_marks(kinds.get(described.page, "")),
        title=_title(site, described),
        about=described.description,
        density=site.once(_density),
    )


def _density(site: Site) -> tuple[tuple[date, int], ...]:
    return tuple(layout.density(site.explainer))


def _data(site: Site, described: Described) -> dict[str, Any]:
    """Return a page in the vocabulary of schema.org."""
    pages: dict[str, Callable[[], dict[str, Any]]] = {
        citing.HOME: lambda: {"@type": ["WebSite", "LearningResource"]},
        urls.TIMELINE: partial(_timeline, site),
        urls.GLOSSARY: partial(_glossary, site),
    }
    for text in site.explainer.texts:
        pages[urls.address(text.id).page] = partial(_text, text)
    for phase in site.explainer.settings.phases:
        pages[urls.lens_page("phase", phase.id)] = partial(_phase, site, phase.id)
    for table in site.explainer.comparisons:
        pages[urls.address(f"compare/{table.id}").page] = partial(_table, site, table)
    particular = pages.get(described.page, lambda: {"@type": "WebPage"})()
    settings = site.explainer.settings
    whole = {
        "@type": "WebSite",
        "name": prose.quotation_marks(settings.title),
        "url": _to(site, described.page, ""),
    }
    return {
        "@context": SCHEMA,
        "@type": particular.pop("@type"),
        "name": _title(site, described),
        "url": _to(site, described.page, urls.url(described.page)),
        "description": described.description,
        "inLanguage": settings.language,
        **({"datePublished": site.edition.date} if site.edition else {}),
        **({"license": settings.license.url} if settings.license else {}),
        **({} if described.page == citing.HOME else {"isPartOf": whole}),
        **particular,
    }


def _to(site: Site, page: str, path: str) -> str:
    """Return the address of a path below the root; relative to a page while the root is unknown."""
    if site.root:
        return site.root + path
    found = urls.data_href(path or ".", page)
    return f"{found}/" if path.endswith("/") or not path else found


def _text(text: Text) -> dict[str, Any]:
    source = text.source
    original = {
        "@type": "CreativeWork",
        "name": prose.quotation_marks(source.title),
        "author": [_author(name) for name in source.authors],
        "datePublished": dates.iso(source.issued),
        "publisher": {"@type": _BODY, "name": source.publisher},
        "url": source.URL,
    }
    return {"@type": ["Article", "LearningResource"], "isBasedOn": original}


def _author(name: Name) -> dict[str, str]:
    if name.literal:
        return {"@type": _BODY, "name": name.literal}
    return {"@type": _PERSON, "name": f"{name.given} {name.family}"}


def _table(site: Site, table: Comparison) -> dict[str, Any]:
    page = urls.address(f"compare/{table.id}").page
    labels = [prose.quotation_marks(prose.bare(column.label)) for column in table.columns]
    sheet = _download(site, page, f"data/tables/{table.id}.csv", "text/csv")
    return {"@type": "Dataset", "variableMeasured": labels, "distribution": [sheet]}


def _download(site: Site, page: str, path: str, kind: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "encodingFormat": kind,
        "contentUrl": _to(site, page, path),
    }


def _timeline(site: Site) -> dict[str, Any]:
    """Describe the timeline by its parts: a list of all events would be a third of the page."""
    used = {event.phase for event in site.explainer.events}
    parts = [
        {
            "@type": "WebPage",
            "name": prose.quotation_marks(phase.label),
            "url": _to(site, urls.TIMELINE, urls.url(urls.lens_page("phase", phase.id))),
        }
        for phase in site.explainer.settings.phases
        if phase.id in used
    ]
    title = words(site.explainer.settings)["timeline_title"]
    count = {"@type": "ItemList", "numberOfItems": len(site.explainer.events)}
    data = [
        _download(site, urls.TIMELINE, "data/events.json", "application/json"),
        _download(site, urls.TIMELINE, "data/events.csv", "text/csv"),
    ]
    return {
        "@type": "WebPage",
        "mainEntity": count,
        "hasPart": parts,
        "subjectOf": {"@type": "Dataset", "name": title, "distribution": data},
    }


def _phase(site: Site, phase: str) -> dict[str, Any]:
    """Describe a phase of the timeline by its events."""
    events = [_event(site, event) for event in site.explainer.events if event.phase == phase]
    listed = {"@type": "ItemList", "numberOfItems": len(events), "itemListElement": events}
    return {"@type": "WebPage", "mainEntity": listed}


def _event(site: Site, event: Event) -> dict[str, str]:
    span = dates.parse(event.date)
    ends = {"endDate": f"{span.last}"} if span.end else {}
    return {
        "@type": "Event",
        "name": prose.quotation_marks(prose.bare(event.title)),
        "startDate": dates.iso(event.date),
        **ends,
        "url": _to(site, urls.lens_page("phase", event.phase), urls.card(f"event/{event.id}")),
    }


def _place(site: Site, name: str) -> str:
    """Return where an item is read, for the page on which it is."""
    target = site.address(name)
    page = site.root + urls.url(target.page) if site.root else ""
    return f"{page}#{target.fragment}"


def _glossary(site: Site) -> dict[str, Any]:
    terms = [_term(site, term) for term in site.explainer.terms]
    return {"@type": "DefinedTermSet", "hasDefinedTerm": terms}


def _term(site: Site, term: Term) -> dict[str, Any]:
    also = [prose.quotation_marks(prose.bare(each)) for each in term.also]
    return {
        "@type": "DefinedTerm",
        "name": prose.quotation_marks(prose.bare(term.name)),
        **({"alternateName": also} if also else {}),
        "url": _place(site, f"term/{term.id}"),
    }
