"""How to cite whatever the site holds: each item by its permanent address, each page by its own.

What restates somebody else's text is cited as that: a description names the author, the work and the
place in it, and nobody is named as the author of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from explainer import dates, editions, prose, urls
from explainer.citestyles import ADDRESS, Styled, Work
from explainer.contents import Site
from explainer.model import Explainer, Note, Question, Text, TextSource
from explainer.templating import environment
from explainer.words import words

HOME = "index.md"
"""The page that stands for the whole site."""
# Words of a question or of a note's quote that a citation gives: enough to tell it from others.
LONGEST = 10
# Quotation marks within a title that stands in quotation marks itself.
_INNER = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """How to cite one thing in three styles, as HTML."""

    chicago: Markup
    """A note by *The Chicago Manual of Style*."""
    mla: Markup
    """An entry of a list of works cited."""
    apa: Markup
    """An entry of a list of references."""


def path(name: str) -> str:
    """Return the permanent path of an item below the site's root, or that of a page by its file.

    >>> path("lee-2016/p4"), path("read/index.md")
    ('id/lee-2016/p4/', 'read/')
    """
    return urls.url(name) if name.endswith(".md") else urls.card(name)


def citations(site: Site, name: str) -> Citations:
    """Return how to cite an item, by its permanent ID; not a reference, which is another's work.

    While the site's address is unknown the path stands for it, marked for a script to complete.
    """
    return _addressed(site, name, site.once(_styled)[name])


def work(site: Site, name: str) -> Work:
    """Return an item as a work to cite."""
    return site.once(_works)[name]


def with_pages(site: Site) -> list[str]:
    """Return the items that are read on pages of their own: the texts and tables."""
    tables = (f"compare/{table.id}" for table in site.explainer.comparisons)
    return [*(text.id for text in site.explainer.texts), *tables]


def cited_as(site: Site, page: str) -> str:
    """Return the ID of the item that a page is cited as, or the page itself."""
    return site.once(_read).get(page, page)


def pages(site: Site, titles: Mapping[str, str]) -> Mapping[str, Citations]:
    """Return how to cite pages, given the title of each by its source file.

    The page of a text or table is cited as that, at its permanent address.
    """
    read, whole = site.once(_read), _site(site.explainer)
    others = {
        page: replace(whole, title=_typeset(title), container=whole.title)
        for page, title in titles.items()
        if page not in read
    }
    if HOME in others:
        others[HOME] = whole
    styled = site.styles.formatted(others, "pages")
    return {
        page: citations(site, read[page]) if page in read else _addressed(site, page, styled[page])
        for page in titles
    }


def passage(site: Site, name: str) -> str:
    """Return the citation of an item in a note as text, up to the address."""
    return prose.plain(site.once(_styled)[name].chicago).partition(ADDRESS)[0].strip()


def _works(site: Site) -> Mapping[str, Work]:
    return works(site.explainer)


def _styled(site: Site) -> Mapping[str, Styled]:
    return site.styles.formatted(site.once(_works), "items")


def _read(site: Site) -> Mapping[str, str]:
    return {urls.address(name).page: name for name in with_pages(site)}


def _addressed(site: Site, name: str, styled: Styled) -> Citations:
    shown = _span(site.root, path(name))
    return Citations(
        chicago=Markup(styled.chicago.replace(ADDRESS, shown)),  # noqa: S704 - citeproc's HTML,
        mla=Markup(styled.mla.replace(ADDRESS, shown)),  # noqa: S704 - in which data
        apa=Markup(styled.apa.replace(ADDRESS, shown)),  # noqa: S704 - are escaped
    )


def _span(root: str, path: str) -> str:
    """Return the address of a path, in a tag of its own that a script can find."""
    shown: Any = environment().get_template("cite.html.j2").module
    return str(shown.address(root, path)).strip()


def works(explainer: Explainer) -> dict[str, Work]:
    """Return every item to cite, by its permanent ID; a reference is cited as the work it is."""
    site = _site(explainer)
    return {
        name: replace(
            site,
            title=_typeset(title),
            description=description if title else description[:1].upper() + description[1:],
            container=site.title,
        )
        for name, title, description in _items(explainer)
    }


def _site(explainer: Explainer) -> Work:
    """Return the whole site as a work to cite, by its current edition."""
    title = _typeset(explainer.settings.title)
    edition = editions.current(explainer.editions)
    if edition is None:
        return Work(title=title)
    worded = words(explainer.settings)["cite_edition"].format(date=dates.words(edition.date))
    return Work(title=title, date=edition.date, edition=worded)


def _typeset(text: str) -> str:
    return prose.quotation_marks(prose.bare(text))


def _items(explainer: Explainer) -> Iterator[tuple[str, str, str]]:
    """Yield the ID of every item to cite, its title if it has one, and what it is."""
    said = words(explainer.settings)
    for text in explainer.texts:
        yield from _of_text(text, said)
    for event in explainer.events:
        description = said["cite_event"].format(date=dates.words(event.date))
        yield f"event/{event.id}", event.title, description
    for table in explainer.comparisons:
        yield f"compare/{table.id}", table.title, said["cite_table"]
        row_of = said["cite_row"].format(table=_within(table.title))
        yield from ((f"compare/{table.id}/{row.id}", row.label, row_of) for row in table.rows)
    for prefix, entries in (("term", explainer.terms), ("actor", explainer.actors)):
        page = "glossary" if prefix == "term" else "people"
        entry = said["cite_entry"].format(list=said[f"{page}_title"])
        yield from ((f"{prefix}/{each.id}", each.name, entry) for each in entries)


def _within(text: str) -> str:
    return _typeset(text).translate(_INNER)


def _ours(source: TextSource, said: Mapping[str, str]) -> str:
    return said[f"cite_text_{source.rights}"].format(work=_original(source, said))


def _original(source: TextSource, said: Mapping[str, str]) -> str:
    return said["cite_work"].format(
        author=_typeset(source.written_by),
        title=_within(source.title),
        date=dates.words(source.issued),
    )


def _of_text(text: Text, said: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    source = text.source
    whole = _ours(source, said)
    places = {each.id: _typeset(each.name) for each in source.paragraphs}
    yield text.id, "", whole
    for paragraph in text.paragraphs:
        passage = said[f"cite_paragraph_{source.rights}"].format(
            place=places[paragraph.id], work=_original(source, said)
        )
        yield f"{text.id}/{paragraph.id}", "", passage
    for note in text.notes:
        yield f"{text.id}/n/{note.id}", "", _note(note, places, whole, said)
    for question in text.questions:
        yield f"question/{question.id}", "", _question(question, places, whole, said)


def _note(note: Note, places: Mapping[str, str], text: str, said: Mapping[str, str]) -> str:
    place = places[note.paragraph] + (f"–{places[note.to]}" if note.to else "")
    if note.quote:
        return said["cite_note_quote"].format(quote=begun(note.quote), place=place, text=text)
    return said["cite_note"].format(place=place, text=text)


def _question(
    question: Question, places: Mapping[str, str], text: str, said: Mapping[str, str]
) -> str:
    asked = begun(question.question)
    if question.paragraph:
        place = places[question.paragraph]
        return said["cite_question_paragraph"].format(question=asked, place=place, text=text)
    return said["cite_question"].format(question=asked, text=text)


def begun(text: str) -> str:
    """Return how a text begins, in marks that fit within quotation marks."""
    found = _within(text).split()
    return " ".join(found) if len(found) <= LONGEST else " ".join(found[:LONGEST]) + " …"
