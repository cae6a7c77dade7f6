"""Everything that must hold before a page is written, as generators of problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from explainer import (
    check_events,
    check_languages,
    check_pages,
    check_published,
    check_tables,
    prose,
    quotes,
    urls,
    walk,
    words,
)
from explainer.anchor import AnchorError
from explainer.blocks import Prose
from explainer.check_pages import citable, dangling, vocabularies
from explainer.lengths import at_most
from explainer.manuscripts import Manuscript
from explainer.model import Explainer, Note, Text
from explainer.notes import edition_text, locate
from explainer.problems import Place, Problem, must

LONGEST_NOTE = 70
LONGEST_POINT = 25
"""Words of a note's first sentence, which is what the margin shows."""
LONGEST_SKETCH = 90

Check = Callable[[Explainer, Sequence[Manuscript]], Iterator[Problem]]


def check(
    explainer: Explainer, manuscripts: Sequence[Manuscript], *, recorded: bool = True
) -> list[Problem]:
    """Run every check and return the problems in the order of their places.

    Unless quotations must be ``recorded``, one that is in no record is not a problem.
    """
    checks = [*CHECKS, _recorded_quotations] if recorded else CHECKS
    return sorted(set(chain.from_iterable(run(explainer, manuscripts) for run in checks)))


def quotations(
    explainer: Explainer, manuscripts: Sequence[Manuscript]
) -> Iterator[quotes.Quotation]:
    """Yield every quotation of a source text in the data and in hand-written pages."""
    texts = {text.id: text for text in explainer.texts}
    for text in explainer.texts:
        yield from quotes.in_edition(text)
    for passage in walk.passages(explainer):
        yield from quotes.in_prose(passage.markdown, passage.evidence, passage.place, texts)
    for markdown, place in check_published.passages(explainer):
        yield from quotes.in_prose(markdown, (), place, texts)
    for manuscript in manuscripts:
        for part in manuscript.parts:
            if isinstance(part, Prose):
                for line, paragraph in _paragraphs(part):
                    place = Place(manuscript.path, {(): line})
                    yield from quotes.in_prose(paragraph, (), place, texts)


def _paragraphs(part: Prose) -> Iterator[tuple[int, str]]:
    for start, chunk in prose.prose_chunks(part.markdown):
        for match in re.finditer(r"(?:(?!\n[ \t]*\n).)+", chunk, re.DOTALL):
            text = match.group()
            before = part.markdown[: start + match.start()].count("\n")
            lead = text[: len(text) - len(text.lstrip())].count("\n")
            yield part.line + before + lead, text


def _recorded_quotations(
    explainer: Explainer, manuscripts: Sequence[Manuscript]
) -> Iterator[Problem]:
    texts = {text.id: text for text in explainer.texts}
    yield from quotes.check(quotations(explainer, manuscripts), texts)


def _unique_ids(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    lists: list[tuple[str, Iterable[tuple[str, Place]]]] = [
        ("text", [(text.id, text.source.place) for text in explainer.texts]),
        ("event", [(each.id, each.place) for each in explainer.events]),
        ("table", [(each.id, each.place) for each in explainer.comparisons]),
        ("reference", [(each.id, each.place) for each in explainer.references]),
        ("actor", [(each.id, each.place) for each in explainer.actors]),
        ("term", [(each.id, each.place) for each in explainer.terms]),
        ("question", [(q.id, q.place) for text in explainer.texts for q in text.questions]),
    ]
    for text in explainer.texts:
        lists.append(("note", [(note.id, note.place) for note in text.notes]))
        lists.append(("paragraph", [(each.id, each.place) for each in text.source.paragraphs]))
        lists.append(("paragraph", [(each.id, each.place) for each in text.paragraphs]))
    for table in explainer.comparisons:
        lists.append(("row", [(row.id, row.place) for row in table.rows]))
        lists.append(("column", [(column.id, column.place) for column in table.columns]))
    for kind, entries in lists:
        yield from _duplicates(kind, entries)


def _duplicates(kind: str, entries: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for name, place in entries:
        if name in seen:
            first = f"{seen[name].path}:{seen[name].line('id')}"
            rule = f"the only one of that ID, got '{name}' in {first} too"
            yield place.problem(f"{kind} must be {rule}.", "id")
        seen.setdefault(name, place)


def _reserved_names(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    """Yield a problem for each name whose address would be that of something else."""
    reserved = sorted(urls.RESERVED)
    rule = f"none of the reserved names {', '.join(reserved)}"
    for text in explainer.texts:
        if text.id in urls.RESERVED:
            yield text.source.place.problem(must("id", rule, text.id), "id")
        for paragraph in text.source.paragraphs:
            if paragraph.id.startswith(urls.PREFIXES):
                begins = f"a name that does not begin with {' or '.join(urls.PREFIXES)}"
                yield paragraph.place.problem(must("id", begins, paragraph.id), "id")
    for table in explainer.comparisons:
        if table.id in urls.RESERVED:
            yield table.place.problem(must("id", rule, table.id), "id")


def _vocabulary(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    known = vocabularies(explainer.settings)
    for event in explainer.events:
        for key in ("lane", "theme", "phase"):
            value = getattr(event, key)
            if value not in known[key]:
                rule = f"a {key} of sources/explainer.yml"
                yield event.place.problem(must(key, rule, value, known[key]), key)
    kinds = {kind.id: kind for kind in explainer.settings.kinds}
    for _text, note in walk.notes(explainer):
        if note.kind not in kinds:
            rule = "a kind of note of sources/explainer.yml"
            yield note.place.problem(must("kind", rule, note.kind, kinds), "kind")
            continue
        yield from _note_of_kind(note, kinds[note.kind].assessments, kinds[note.kind].evidence)


def _note_of_kind(note: Note, assessments: Sequence[str], evidence: str) -> Iterator[Problem]:
    if assessments and note.assessment is None:
        rule = f"given for a note of kind {note.kind}, got nothing"
        yield note.place.problem(f"assessment must be {rule}.")
    elif assessments and note.assessment not in assessments:
        rule = f"one of {', '.join(assessments)}"
        problem = must("assessment", rule, note.assessment, assessments)
        yield note.place.problem(problem, "assessment")
    elif note.assessment and not assessments:
        rule = f"left out for a note of kind {note.kind}"
        yield note.place.problem(must("assessment", rule, note.assessment), "assessment")
    if evidence == "required" and not note.evidence:
        rule = f"given for a note of kind {note.kind}, got nothing"
        yield note.place.problem(f"evidence must be {rule}.")


def _pointers(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    sources = citable(explainer)
    actors = [actor.id for actor in explainer.actors]
    for pointer in walk.pointers(explainer):
        target = pointer.target
        if pointer.evidence:
            broken = target not in explainer.items and explainer.exists(target)
            if explainer.evidence(target) or explainer.exists(f"ref/{target}") or broken:
                continue
            rule = "a reference of sources/references.yml, a text or a paragraph"
            message = must(pointer.field, rule, target, sources)
        elif explainer.exists(target):
            continue
        elif pointer.field in {"actors", "by"}:
            rule = "an actor of sources/actors.yml"
            message = must(pointer.field, rule, target.removeprefix("actor/"), actors)
        else:
            message = must(pointer.field, "the ID of an item", target, explainer.items)
        yield pointer.place.problem(message)


def _prose_links(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    texts = {*(text.id for text in explainer.texts), *explainer.unreadable}
    for passage in walk.passages(explainer):
        for mention in prose.mentions(passage.markdown, texts.__contains__):
            yield from dangling(explainer, mention.id, cited=mention.cited, place=passage.place)


def _anchors(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    for text in explainer.texts:
        rendered = {each.id: edition_text(each) for each in text.paragraphs}
        names = [each.id for each in text.source.paragraphs]
        for note in text.notes:
            ends = (("paragraph", note.paragraph), ("to", note.to))
            missing = [(key, name) for key, name in ends if name and name not in rendered]
            for key, name in missing:
                if name in names:
                    continue  # it is not restated, which is reported
                rule = f"a paragraph of {text.id}"
                yield note.place.problem(must(key, rule, name, names), key)
            if missing or note.quote is None:
                continue
            try:
                locate(note, text, rendered)
            except AnchorError as error:
                yield note.place.problem(f"quote must be {error}, got '{note.quote}'.", "quote")


def _questions(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    for text in explainer.texts:
        names = [each.id for each in text.source.paragraphs]
        for each in text.questions:
            if each.paragraph and each.paragraph not in names:
                rule = f"a paragraph of {text.id}"
                yield each.place.problem(
                    must("paragraph", rule, each.paragraph, names), "paragraph"
                )
            yield from at_most(LONGEST_SKETCH, each.sketch, "sketch", each.place, "sketch")


def _lengths(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    for _text, note in walk.notes(explainer):
        yield from at_most(LONGEST_NOTE, note.text, "text", note.place)
        point = prose.sentences(note.text)[0]
        yield from at_most(LONGEST_POINT, point, "the first sentence of text", note.place)


def _texts(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    for text in explainer.texts:
        yield from _stray_blocks(text)
        if text.source.rights == "link-only":
            places = [
                *((note.id, note.place) for note in text.notes),
                *((question.id, question.place) for question in text.questions),
            ]
            for name, place in places:
                rule = f"a text that is only linked must have no notes or questions, got '{name}'."
                yield place.problem(rule)


def _stray_blocks(text: Text) -> Iterator[Problem]:
    for paragraph in text.paragraphs:
        if re.search(r"^\s*///", paragraph.markdown, re.MULTILINE):
            message = "an edition must hold no block, got a line that begins with ///."
            yield paragraph.place.problem(message)
        for mention in prose.mentions(paragraph.markdown, frozenset().__contains__):
            what = "citation" if mention.cited else "link"
            message = f"an edition must hold no {what}, got one of '{mention.id}'; notes cite."
            yield paragraph.place.problem(message)


def _interface_words(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    yield from words.check(explainer.settings)


CHECKS: tuple[Check, ...] = (
    _unique_ids,
    _reserved_names,
    _vocabulary,
    _pointers,
    _prose_links,
    _anchors,
    _questions,
    _lengths,
    check_tables.check,
    check_events.check,
    check_languages.check,
    check_pages.check,
    check_published.check,
    _texts,
    _interface_words,
)
