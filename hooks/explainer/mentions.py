"""Who mentions what: for every item, the items and pages that point at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from explainer import blocks, prose, walk
from explainer.blocks import Block
from explainer.manuscripts import Manuscript
from explainer.model import Explainer

PAGE = "page:"
"""What stands before the path of a hand-written page where an item's ID could stand."""


def index(explainer: Explainer, manuscripts: Iterable[Manuscript]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each item that is mentioned, who mentions it: IDs, and pages after ``page:``.

    An item never counts as mentioning itself, nor a text its own paragraphs by its notes.
    """
    found: dict[str, dict[str, None]] = {}
    texts = {text.id: text for text in explainer.texts}

    def add(target: str, owner: str) -> None:
        if target != owner:
            found.setdefault(target, {})[owner] = None

    for pointer in walk.pointers(explainer):
        target = explainer.evidence(pointer.target) if pointer.evidence else pointer.target
        if target:
            add(target, pointer.owner)
    for passage in walk.passages(explainer):
        for mention in prose.mentions(passage.markdown, texts.__contains__):
            add(mention.id, passage.owner)
    for target, page in _from_pages(manuscripts, texts):
        add(target, page)
    return {target: tuple(owners) for target, owners in found.items()}


def _from_pages(
    manuscripts: Iterable[Manuscript], texts: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yield what each hand-written page cites, links or embeds, with the page."""
    for manuscript in manuscripts:
        page = PAGE + manuscript.page
        yield from ((name, page) for name, _, _ in manuscript.mentions(texts))
        for part in manuscript.parts:
            if isinstance(part, Block):
                yield from ((name, page) for name, _ in blocks.references(part))
