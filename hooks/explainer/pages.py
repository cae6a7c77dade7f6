"""Finished pages: Markdown that any engine turns into the site, marks and notes included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from explainer import dates, fragments, layout, marks, pieces, prose, urls
from explainer.annotations import collection_path
from explainer.blocks import Block
from explainer.manuscripts import Manuscript
from explainer.model import Comparison, Event, Paragraph, Reference, Text
from explainer.notes import Placed, edition_html
from explainer.templating import environment, unbroken
from explainer.view import Site, View

# What a template's pages load besides what every page does: scripts and styles of the theme.
SCRIPTS = {
    "text.html.j2": ("reading",),
    "classroom.html.j2": ("reading",),
    "claims.html.j2": ("sorting",),
}
STYLES = {
    "text.html.j2": ("text", "kinds"),
    "classroom.html.j2": ("text", "kinds"),
    "claims.html.j2": ("comparison", "kinds"),
    "timeline.html.j2": ("timeline",),
    "comparison.html.j2": ("comparison",),
}
# The styles of lists, which every other template needs.
LISTS = ("lists",)
# Words a minute, in which adults read English prose silently: about 238 (Brysbaert 2019), and fewer
# where there are notes to look at.
PACE = 200
# Events shown on either side of a text's day: enough to place it, few enough to take in.
NEIGHBORS = 6
# Where a link must not stand, though the HTML of a paragraph ends there.
_END_OF_LISTS = re.compile(r"(?:\s*</(?:ul|ol|blockquote)>)+\s*\Z")


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
    yield _claims(site)
    yield _timeline(site)
    yield _compare_index(site)
    for table in explainer.comparisons:
        yield _comparison(site, table)
    yield _list(site, urls.GLOSSARY, name="glossary", key="terms", items=explainer.terms)
    yield _list(site, urls.PEOPLE, name="people", key="actors", items=explainer.actors)
    yield _references(site)


def _page(view: View, template: str, title: str, description: str, edit: str, **data: Any) -> Page:
    """Render a page that is one block of HTML, after front matter for the engine."""
    body = environment().get_template(template).render(v=view, **data)
    facts = {"title": _quoted(title), "description": _quoted(description), "generated": "true"}
    front = _front(facts, STYLES.get(template, LISTS), SCRIPTS.get(template, ()))
    return Page(view.page, front + unbroken(body) + "\n", edit)


def _front(facts: Mapping[str, str], styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return front matter: facts, and the styles and scripts that the page loads."""
    lists = {"styles": styles, "scripts": scripts}
    loaded = {name: f"[{', '.join(each)}]" for name, each in lists.items() if each}
    lines = [f"{name}: {value}" for name, value in {**facts, **loaded}.items()]
    return "\n".join(["---", *lines, "---", "", ""])


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
            "html": _marked(view, edition_html(paragraph), paragraph.id, notes),
            "whole": _original(view, text, paragraph.id, notes),
            "original": fragments.link(text.source.URL, paragraph.source),
            "verified": verified.get(paragraph.id),
            "citation": _passage(view, text, paragraph),
            "notes": [each for each in notes if _last(each) == paragraph.id],
        }
        for paragraph in text.paragraphs
    ]
    authors = view.authors(text)
    whole = text.id in site.originals
    template, whose = (
        ("classroom.html.j2", "classroom_whose")
        if whole
        else ("text.html.j2", f"rights_{text.source.rights}")
    )
    over, open_, ahead = layout.around(_others(site, text), text.source.issued)
    return _page(
        view,
        template,
        text.source.title,
        f"{authors}, {dates.words(text.source.issued)}: {view.words[whose]}",
        f"sources/texts/{text.id}/edition.md",
        text=text,
        annotations=collection_path(text.id),
        authors=authors,
        notes=notes,
        paragraphs=paragraphs,
        minutes=max(1, round(sum(len(each.markdown.split()) for each in text.paragraphs) / PACE)),
        cited=_cited(site, notes),
        over=over[-NEIGHBORS:],
        open=open_,
        ahead=ahead[:NEIGHBORS],
    )


def _passage(view: View, text: Text, paragraph: Paragraph) -> str:
    """Cite a paragraph of an edition: whose words it holds must be unmistakable there too."""
    return view.words[f"passage_{text.source.rights}"].format(
        place=paragraph.source.name,
        author=view.authors(text),
        title=text.source.title,
        date=dates.words(text.source.issued),
        site=view.settings.title,
    )


def _cited(site: Site, notes: Sequence[Placed]) -> list[str]:
    """Return the references on which notes rest, in the order of the bibliography."""
    keys = {name for placed in notes for name in placed.note.evidence}
    return [each.id for each in _bibliography(site) if each.id in keys]


def _others(site: Site, text: Text) -> list[Event]:
    """Return the events other than the publication of the text itself."""
    return [event for event in site.explainer.events if text.id not in event.see]


def _last(placed: Placed) -> str:
    return list(placed.ranges)[-1] if placed.ranges else placed.note.paragraph


def _original(view: View, text: Text, paragraph: str, notes: Sequence[Placed]) -> Markup | None:
    """Render the original of a paragraph with the same notes, in a classroom copy."""
    whole = view.site.originals.get(text.id)
    if whole is None:
        return None
    there = [replace(each, ranges=whole.ranges[each.note.id]) for each in notes]
    return _marked(view, whole.paragraphs[paragraph], paragraph, there, "of")


def _marked(
    view: View, html: str, paragraph: str, notes: Sequence[Placed], back: str = "to"
) -> Markup:
    """Return a paragraph with the marks of its notes, and links after their last words.

    The ID of each link is that of its note after ``back``; notes lead back to it.
    """
    found, whole = [], []
    for placed in notes:
        link = (
            environment().get_template("noteref.html.j2").render(v=view, placed=placed, back=back)
        )
        if paragraph in placed.ranges:
            found.append(
                marks.Mark(
                    range=placed.ranges[paragraph],
                    note=f"n-{placed.note.id}",
                    kind=placed.note.kind,
                    link=link if _last(placed) == paragraph else "",
                )
            )
        elif not placed.ranges and placed.note.paragraph == paragraph:
            whole.append(link)
    html = marks.apply(html, found)
    if whole:
        end = html.rindex("</", 0, len(_END_OF_LISTS.sub("", html)))
        html = html[:end] + " " + " ".join(whole) + html[end:]
    return Markup(html)  # noqa: S704 - rendered from an edition, or escaped


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
    return _page(view, "claims.html.j2", title, intro, edit, claims=claims)


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
        first=layout.first_year(events),
    )


def _comparison(site: Site, table: Comparison) -> Page:
    page = urls.address(f"compare/{table.id}").page
    edit = f"sources/comparisons/{table.id}.yml"
    view = View(site, page)
    return _page(view, "comparison.html.j2", table.title, table.caption, edit, t=table)


def _list(site: Site, page: str, *, name: str, key: str, items: Sequence[Any]) -> Page:
    view = View(site, page)
    ordered = sorted(items, key=lambda item: item.name.strip("\"“‘'").casefold())
    title, intro = view.words[f"{name}_title"], view.words[f"{name}_intro"]
    edit = f"sources/{key}.yml"
    return _page(view, f"{name}.html.j2", title, intro, edit, **{key: ordered})


def _references(site: Site) -> Page:
    view = View(site, urls.REFERENCES)
    title, intro = view.words["references_title"], view.words["references_intro"]
    edit = "sources/references.yml"
    references = _bibliography(site)
    return _page(view, "references.html.j2", title, intro, edit, references=references)


def _bibliography(site: Site) -> list[Reference]:
    """Return the references in the order of their entries."""
    return sorted(
        site.explainer.references,
        key=lambda each: prose.plain(site.formatted[each.id].entry).casefold(),
    )


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
    styles = dict.fromkeys(
        name
        for part in manuscript.parts
        if isinstance(part, Block)
        for name in pieces.STYLES[part.name]
    )
    front = manuscript.front
    if styles:
        front = front.replace("\n---", f"\nstyles: [{', '.join(styles)}]\n---", 1)
    return Page(manuscript.page, front + "\n\n".join(parts) + "\n", manuscript.path)
