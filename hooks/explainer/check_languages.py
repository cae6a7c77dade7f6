"""Whether every span of another language names its language by a tag (BCP 47)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explainer import prose, walk
from explainer.blocks import Prose
from explainer.manuscripts import Manuscript
from explainer.model import Explainer
from explainer.problems import Place, Problem

_RULE = "brackets must be followed by a language such as {{lang=ko-Latn}}, got '{}'."


def check(explainer: Explainer, manuscripts: Sequence[Manuscript]) -> Iterator[Problem]:
    """Yield a problem for each span in prose whose braces hold anything else."""
    for passage in walk.passages(explainer):
        yield from _strange(passage.markdown, passage.place)
    for text in explainer.texts:
        for paragraph in text.paragraphs:
            yield from _strange(paragraph.markdown, paragraph.place)
    for manuscript in manuscripts:
        for part in manuscript.parts:
            if isinstance(part, Prose):
                for line, found in prose.strange_spans(part.markdown):
                    place = Place(manuscript.path, {(): part.line + line})
                    yield place.problem(_RULE.format(found))


def _strange(markdown: str, place: Place) -> Iterator[Problem]:
    for _, found in prose.strange_spans(markdown):
        yield place.problem(_RULE.format(found))
