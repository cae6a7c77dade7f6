"""Everything that must hold in hand-written pages: what they cite, link and embed exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType

from explainer import blocks
from explainer.blocks import Block, ComparisonOptions, TimelineOptions
from explainer.manuscripts import Manuscript
from explainer.model import (
    Actor,
    Carded,
    Comparison,
    Event,
    Explainer,
    Item,
    Note,
    Paragraph,
    Reference,
    Row,
    Term,
    Text,
)
from explainer.problems import Place, Problem, must
from explainer.vocabulary import Settings

CITABLE = (Reference, Text, Paragraph)
"""What says something that can be evidence."""

# What the argument of a block, or else its option, names: in a rule's words, and by its kind.
_NAMED: Mapping[str, tuple[str, type[Item] | UnionType]] = {
    "card": ("the ID of an item other than a reference", Carded),
    "comparison": ("the ID of a table", Comparison),
    "note": ("the ID of a note", Note),
    "paragraph": ("the ID of a paragraph", Paragraph),
    "terms": ("a term of sources/terms.yml", Term),
    "references": ("a reference of sources/references.yml", Reference),
    "actor": ("an actor of sources/actors.yml", Actor),
    "text": ("a text of sources/texts/", Text),
    "events": ("an event of sources/events.yml", Event),
    "around": ("an event of sources/events.yml", Event),
    "rows": ("a row of the table", Row),
}


def check(explainer: Explainer, manuscripts: Sequence[Manuscript]) -> Iterator[Problem]:
    """Yield a problem for each dangling citation or link, and each misuse of a block."""
    texts = dict.fromkeys([*(text.id for text in explainer.texts), *explainer.unreadable])
    for manuscript in manuscripts:
        for name, cited, place in manuscript.mentions(texts):
            yield from dangling(explainer, name, cited=cited, place=place)
        for part in manuscript.parts:
            if isinstance(part, Block):
                yield from _block(explainer, part)


def dangling(explainer: Explainer, name: str, *, cited: bool, place: Place) -> Iterator[Problem]:
    """Yield a problem if nothing has the ID ``name``, which prose at ``place`` cites or links."""
    item = explainer.items.get(name)
    if explainer.exists(name) and (item is None or not cited or isinstance(item, CITABLE)):
        return
    what = "a citation" if cited else "a link"
    rule = "of a reference, a text or a paragraph" if cited else "to the ID of an item"
    shown = name.removeprefix("ref/") if cited else name
    known = citable(explainer) if cited else explainer.items
    yield place.problem(must(what, rule, shown, known))


def citable(explainer: Explainer) -> list[str]:
    """Return whatever may be evidence, as an editor writes it."""
    items = explainer.items.items()
    return [name.removeprefix("ref/") for name, item in items if isinstance(item, CITABLE)]


def vocabularies(settings: Settings) -> Mapping[str, set[str]]:
    """Return the names that an explainer's own vocabulary gives to lanes, themes and phases."""
    return {
        "lane": {each.id for each in settings.lanes},
        "theme": {each.id for each in settings.themes},
        "phase": {each.id for each in settings.phases},
    }


def _block(explainer: Explainer, block: Block) -> Iterator[Problem]:
    for name, option in blocks.references(block):
        yield from _name(explainer, block, name, option)
    options = block.options
    if isinstance(options, TimelineOptions):
        yield from _choice(explainer, block, options)
    if isinstance(options, ComparisonOptions):
        table = explainer.items.get(f"compare/{block.argument}")
        columns = [each.id for each in table.columns] if isinstance(table, Comparison) else []
        for name in options.columns:
            if columns and name not in columns:
                rule = f"a column of {block.argument}"
                yield block.place.problem(must("columns", rule, name, columns), "columns")


def _name(explainer: Explainer, block: Block, name: str, option: str) -> Iterator[Problem]:
    """Yield a problem if the permanent ID ``name`` in a block is of nothing, or of another kind."""
    rule, kind = _NAMED[option if option not in {"", "only"} else block.name]
    items = explainer.items
    if isinstance(items.get(name), kind) or (name not in items and explainer.exists(name)):
        return
    if option == "rows" and not explainer.exists(f"compare/{block.argument}"):
        return  # the table itself is missing, which is reported
    got = name.rpartition("/")[2] if option else block.argument
    before = name.removesuffix(got)
    known = [
        each.removeprefix(before)
        for each, item in items.items()
        if isinstance(item, kind) and each.startswith(before)
    ]
    yield block.place.problem(must(option or block.name, rule, got, known), option)


def _choice(explainer: Explainer, block: Block, options: TimelineOptions) -> Iterator[Problem]:
    keys = ("phase", "actor", "theme", "lane", "text", "events", "around")
    given = [key for key in keys if getattr(options, key)]
    if len(given) != 1:
        rule = f"given one of {', '.join(keys)}, got {', '.join(given) or 'nothing'}"
        yield block.place.problem(f"block 'timeline' must be {rule}.")
    known = vocabularies(explainer.settings)
    for key in ("phase", "theme", "lane"):
        value = getattr(options, key)
        if value and value not in known[key]:
            rule = f"a {key} of sources/explainer.yml"
            yield block.place.problem(must(key, rule, value, known[key]), key)
