"""The page of an annotated text: its paragraphs with their marks, and the notes beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from explainer import bibliography, citing, dates, fragments, layout, marks, urls
from explainer.annotations import collection_path
from explainer.contents import Site
from explainer.model import Event, Reference, Text
from explainer.notes import Placed, edition_html
from explainer.page import Page, made
from explainer.templating import environment
from explainer.view import View

# Words a minute, in which adults read English prose silently: about 238 (Brysbaert 2019), and fewer
# where there are notes to look at.
PACE = 200
# Events shown on either side of a text's day: enough to place it, few enough to take in.
NEIGHBORS = 6
# Where a link must not stand, though the HTML of a paragraph ends there.
_END_OF_LISTS = re.compile(r"(?:\s*</(?:ul|ol|blockquote)>)+\s*\Z")


def text_page(site: Site, text: Text) -> Page:
    """Return the page of a text; in a classroom copy with its original beside it."""
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
            "citation": citing.passage(site, f"{text.id}/{paragraph.id}"),
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
    return made(
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


def _cited(site: Site, notes: Sequence[Placed]) -> list[Reference]:
    """Return the references on which notes rest, in the order of the bibliography."""
    keys = {name for placed in notes for name in placed.note.evidence}
    return [each for each in bibliography.ordered(site) if each.id in keys]


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
