"""Cards: a tiny stand-alone page for every permanent ID, which a syllabus links and an LMS embeds.

A card asks for nothing else: no style sheet, script, font or picture. In a frame its links lead out
of it. A reference has no card, as it is another's work; a cell stands on the card of its row. An ID
that is gone keeps a page that says so.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from explainer import (
    assets,
    citing,
    departed,
    fragments,
    ledger,
    lengths,
    linklist,
    metadata,
    prose,
    tables,
    urls,
)
from explainer.contents import Site
from explainer.metadata import Described
from explainer.model import (
    Actor,
    Comparison,
    Event,
    Item,
    Note,
    Paragraph,
    Question,
    Reference,
    Row,
    Term,
    Text,
)
from explainer.notes import edition_html
from explainer.problems import Problem
from explainer.tables import Line
from explainer.templating import environment, unbroken
from explainer.view import View

LIMIT = 6 * 1024
"""What a card may have, in bytes as sent (gzip). Above it, its evidence is linked, not listed."""


def files(site: Site) -> Mapping[str, str]:
    """Return every card by its path, and the list of all IDs; a private copy has neither."""
    if site.originals:
        return {}
    return {**site.once(_living), **dict(_gone(site)), urls.INDEX: linklist.index(site)}


def too_large(site: Site) -> Iterator[Problem]:
    """Yield a problem for each card that is larger than it may be, at the item that makes it so."""
    if site.originals:
        return
    made = site.once(_living)
    for name, item in site.explainer.items.items():
        if not isinstance(item, Reference) and not _fits(made[_page(name)]):
            size = len(gzip.compress(made[_page(name)].encode(), 9, mtime=0))
            rule = f"of at most {LIMIT} bytes as sent (gzip), got {size}"
            place = item.source.place if isinstance(item, Text) else item.place
            yield place.problem(f"the card of {name} must be {rule}. Say less, or in parts.", "id")


def _living(site: Site) -> Mapping[str, str]:
    return {
        _page(name): _card(site, name, item)
        for name, item in site.explainer.items.items()
        if not isinstance(item, Reference)
    }


def _gone(site: Site) -> Iterator[tuple[str, str]]:
    for gone in site.explainer.register.gone:
        if gone.kind not in {"reference", "cell"} and not ledger.question(gone.id):
            view = View(site, urls.card_page(gone.id))
            stands = gone.to and linklist.card(gone.to)
            described = departed.described(view, [gone])
            facts = {
                "fate": gone,
                "card": view.card_href(gone.to) if gone.to and stands else "",
                "known_as": described.title,
                "described": described,
                "head": metadata.rendered(departed.tags(site, described)),
            }
            yield _page(gone.id), _rendered("card_gone.html.j2", view, gone.id, **facts)


def _page(name: str) -> str:
    return f"{urls.card(name)}index.html"


def _card(site: Site, name: str, item: Item) -> str:
    page = urls.card_page(name)
    view = View(site, page)
    about = lengths.described(prose.quotation_marks(prose.bare(_DESCRIBED[type(item)](item))))
    described = Described(page, citing.work(site, name).name, about)
    whole = linklist.whole(site, name)
    facts = _FACTS[type(item)](view, name, item) if type(item) in _FACTS else {}
    render = partial(
        _rendered,
        "card.html.j2",
        view,
        name,
        item=item,
        heading=_HEADED[type(item)](item) if type(item) in _HEADED else view.title(name),
        known_as=linklist.title(view, name),
        described=described,
        head=metadata.rendered(metadata.tags_of_card(site, described, site.address(name).page)),
        whole=(linklist.title(view, whole), view.card_href(whole)) if whole else None,
        cited=citing.citations(site, name),
    )
    card = render(facts={**facts, "brief": False})
    return card if _fits(card) else render(facts={**facts, "brief": True})


def _rendered(template: str, view: View, name: str, **facts: Any) -> str:
    site = view.site
    html = (
        environment()
        .get_template(template)
        .render(
            v=view,
            name=name,
            kind=ledger.kind(name),
            path=urls.card(name),
            since=site.explainer.ledger.days.get(name),
            changed=site.once(linklist.last_changed).get(name),
            style=site.once(_style),
            **facts,
        )
    )
    return unbroken(html) + "\n"


def _style(_: Site) -> Markup:
    """Return the styles that every card holds, as short as they can be."""
    style = environment().get_template("card.css").render()
    small = assets.published(f"{assets.FOLDER}/card.css", style)[1]
    return Markup(small)  # noqa: S704 - our own


def _fits(html: str) -> bool:
    """Whether a page is within the limit; the fastest packing decides most cases."""
    plain = html.encode()
    return any(len(gzip.compress(plain, level, mtime=0)) <= LIMIT for level in (1, 9))


def _point(note: Note) -> str:
    return prose.sentences(note.text)[0]


def _of_row(row: Row) -> str:
    return row.lesson or " / ".join(cell.text for cell in row.cells.values())


# What is called by a short name in lists, but not at the head of its own card.
_HEADED: Mapping[type[Item], Callable[[Any], str]] = {
    Row: lambda row: row.label,
    Comparison: lambda table: table.title,
}
_DESCRIBED: Mapping[type[Item], Callable[[Any], str]] = {
    Text: lambda text: text.source.about,
    Paragraph: lambda paragraph: paragraph.markdown,
    Note: _point,
    Question: lambda question: question.question,
    Event: lambda event: event.summary,
    Comparison: lambda table: table.caption,
    Row: _of_row,
    Term: lambda term: term.definition,
    Actor: lambda actor: actor.about,
}


def _paragraph(view: View, name: str, paragraph: Paragraph) -> dict[str, Any]:
    text = view.site.texts[paragraph.text]
    notes = [
        f"{text.id}/n/{note.id}"
        for note in text.notes
        if paragraph.id in {note.paragraph, *view.site.numbers[f"{text.id}/n/{note.id}"].ranges}
    ]
    return {
        "text": text,
        "whose": prose.quotation_marks(citing.work(view.site, name).name),
        "words": Markup(edition_html(paragraph)),  # noqa: S704 - rendered from our own edition
        "original": fragments.link(text.source.URL, paragraph.source),
        "notes": _parts(view, notes),
    }


def _note(view: View, name: str, note: Note) -> dict[str, Any]:
    text = view.site.texts[name.partition("/")[0]]
    covered = [*view.site.numbers[name].ranges] or [note.paragraph]
    return {
        "rights": text.source.rights,
        "on": [f"{text.id}/{paragraph}" for paragraph in covered],
        "quote": prose.quotation_marks(note.quote) if note.quote else "",
    }


def _question(view: View, name: str, question: Question) -> dict[str, Any]:
    text = view.site.explainer.read_as(name).partition("/")[0]
    return {"paragraph": f"{text}/{question.paragraph}" if question.paragraph else ""}


def _text(view: View, name: str, text: Text) -> dict[str, Any]:
    numbers = {key: at.number for key, at in view.site.numbers.items()}
    notes = sorted((f"{name}/n/{note.id}" for note in text.notes), key=numbers.__getitem__)
    parts = {
        "paragraph": [(p.source.name, view.card_href(f"{name}/{p.id}")) for p in text.paragraphs],
        "note": [(str(numbers[each]), view.card_href(each)) for each in notes],
        "question": [
            (str(at), view.card_href(f"question/{question.id}"))
            for at, question in enumerate(text.questions, 1)
        ],
    }
    return {"whose": prose.quotation_marks(citing.work(view.site, name).name), "parts": parts}


def _table(view: View, name: str, table: Comparison) -> dict[str, Any]:
    rows = [(row.label, view.card_href(f"{name}/{row.id}")) for row in table.rows]
    return {"rows": rows}


def _row(view: View, name: str, _: Row) -> dict[str, Any]:
    line: Line = view.site.once(_lines)[name]
    cells = [
        each
        for each in view.site.explainer.register.gone
        if each.kind == "cell" and each.id.startswith(f"{name}--")
    ]
    return {"line": line, "place": view.href(name), "gone": cells}


def _lines(site: Site) -> Mapping[str, Line]:
    """Return every row of every table with its cells, by its permanent ID."""
    words = View(site, "index.md").words
    return {
        f"compare/{table.id}/{line.row.id}": line
        for table in site.explainer.comparisons
        for line in tables.grid(table, table.columns, table.rows, words).lines
    }


_FACTS: Mapping[type[Item], Callable[[View, str, Any], dict[str, Any]]] = {
    Paragraph: _paragraph,
    Note: _note,
    Question: _question,
    Text: _text,
    Comparison: _table,
    Row: _row,
}


def _parts(view: View, names: list[str]) -> list[tuple[str, str]]:
    return [(linklist.title(view, name), view.card_href(name)) for name in names]
