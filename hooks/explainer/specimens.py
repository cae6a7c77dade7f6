"""What the page of all components shows: of each kind of item one that has most to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from markupsafe import Markup

from explainer import layout, lenses, tables
from explainer.contents import Site
from explainer.model import Comparison
from explainer.notes import edition_html
from explainer.view import View

T = TypeVar("T")
# A part of a table large enough to show how it behaves.
COLUMNS, ROWS = 3, 2
# Notes beside the paragraph, of as many kinds as there are.
NOTES = 7


def specimens(site: Site, view: View) -> Mapping[str, Any]:
    """Return what the template needs; what an explainer lacks is nothing there."""
    explainer = site.explainer
    months = layout.density(explainer)
    events = explainer.events
    return {
        **_passage(site),
        "event": _most(events, lambda event: len(event.evidence) + bool(event.time)),
        "gap": next(iter(lenses.gaps(events).values()), None),
        "told": _most((e for e in events if e.accounts), lambda event: len(event.accounts)),
        "disputed": _most(
            (e for e in events if e.disagreements), lambda event: len(event.disagreements)
        ),
        "drawing": layout.picture(explainer),
        "months": months,
        "total": sum(count for _, count in months),
        "cards": view.card_href(f"event/{events[0].id}") if events and view.cards else "",
        "grid": _grid(explainer.comparisons, view),
        "term_": _most(explainer.terms, lambda term: len(term.also) + len(term.evidence)),
        "reference_": _most(explainer.references, lambda each: bool(each.custom.note)),
    }


def _most(items: Iterable[T], key: Callable[[T], int]) -> T | None:
    """Return the first of the items that have most to show."""
    return max(items, key=key, default=None)


def _passage(site: Site) -> Mapping[str, Any]:
    """Return the paragraph with notes of the most kinds, and one note of each."""
    texts = site.explainer.texts
    found = [(text, paragraph) for text in texts for paragraph in text.paragraphs]

    def noted(text: str, paragraph: str) -> Mapping[str, Any]:
        return {
            placed.note.kind: placed
            for name, placed in site.numbers.items()
            if name.startswith(f"{text}/n/") and placed.note.paragraph == paragraph
        }

    best = _most(found, lambda each: len(noted(each[0].id, each[1].id)))
    if best is None:
        return {"text": None, "paragraph": None, "html": "", "notes": []}
    text, paragraph = best
    return {
        "text": text,
        "paragraph": paragraph,
        "html": Markup(edition_html(paragraph)),  # noqa: S704 - rendered from our own edition
        "notes": list(noted(text.id, paragraph.id).values())[:NOTES],
    }


def _grid(comparisons: Sequence[Comparison], view: View) -> tables.Grid | None:
    """Return a part of the table that has most stances and values."""
    table = _most(
        comparisons,
        lambda each: sum(
            bool(cell.stance) + len(cell.values)
            for row in each.rows[:ROWS]
            for cell in row.cells.values()
        ),
    )
    if table is None:
        return None
    return tables.grid(table, table.columns[:COLUMNS], table.rows[:ROWS], view.words)
