"""Each text's notes as a W3C Web Annotation collection: JSON-LD for annotation tools and research.

Words that the edition quotes are the original's, so a note on them targets the publisher's page and
ours; so does one that names the words it answers to. Any other targets only ours.
https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explainer import prose, urls
from explainer.anchor import Range, Selector, select
from explainer.contents import Site
from explainer.model import Text
from explainer.notes import Placed, edition_text
from explainer.quotes import LONGEST
from explainer.view import View

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"
"""The specification of fragments of HTML, as the model lists it."""
# What annotation tools commonly give on either side of the words, in characters.
_AROUND = 32
_SPAN = re.compile("“([^“”]+)”")
# American usage puts these inside quotation marks, whoever they belong to.
_CLOSING = ".,;:?!…"
_WORD = re.compile(r"[^\W_]+")


def collection_path(text: str) -> str:
    """Return the path of a text's collection below the site's root."""
    return f"data/{text}.annotations.jsonld"


def collections(site: Site, root: str) -> Mapping[str, str]:
    """Return the collection of every text, by its path below the site's root.

    ``root`` is the address of the site's root; while it is unknown, and so empty, every IRI is
    relative to the file.
    """
    return {
        collection_path(text.id): json.dumps(
            _Collection(site, text, root or "../").whole(), ensure_ascii=False, indent=1
        )
        + "\n"
        for text in site.explainer.texts
    }


@dataclass(frozen=True)
class _Collection:
    """The notes of one text, as they are written for a site at ``root``."""

    site: Site
    text: Text
    root: str

    @property
    def id(self) -> str:
        return self.root + collection_path(self.text.id)

    def whole(self) -> dict[str, Any]:
        view = View(self.site, urls.address(self.text.id).page)
        placed = [self.site.numbers[f"{self.text.id}/n/{note.id}"] for note in self.text.notes]
        items = [self._annotation(view, each) for each in sorted(placed, key=lambda p: p.number)]
        collection = {
            "@context": CONTEXT,
            "id": self.id,
            "type": "AnnotationCollection",
            "label": prose.quotation_marks(
                view.words["annotations_label"].format(title=self.text.source.title)
            ),
            "creator": self._creator(),
            "total": len(items),
        }
        if items:  # a collection of nothing has no page
            page = {
                "id": f"{self.id}#page-1",
                "type": "AnnotationPage",
                "partOf": self.id,
                "startIndex": 0,
                "items": items,
            }
            collection |= {"first": page, "last": page["id"]}
        return collection

    def _creator(self) -> dict[str, str]:
        title = self.site.explainer.settings.title
        return {"id": self.root, "type": "Organization", "name": title}

    def _annotation(self, view: View, placed: Placed) -> dict[str, Any]:
        note = placed.note
        kind = view.kinds[note.kind]
        links = prose.Links(self._address, view.label)
        expanded = prose.expand(note.text, links, self.site.texts.__contains__)
        said = {
            "type": "TextualBody",
            "purpose": kind.motivation,
            "value": self.site.renderer.inline(expanded),
            "format": "text/html",
            "language": view.settings.language,
        }
        tags = [
            {
                "type": "TextualBody",
                "purpose": "tagging",
                "value": tag,
                "format": "text/plain",
                "language": view.settings.language,
            }
            for tag in (kind.label, note.assessment)
            if tag
        ]
        return {
            "id": f"{self.id}#n-{note.id}",
            "type": "Annotation",
            "motivation": kind.motivation,
            "creator": self._creator(),
            "body": [said, *tags],
            "target": list(self._targets(placed)),
        }

    def _address(self, name: str) -> str:
        target = self.site.address(name)
        fragment = f"#{target.fragment}" if target.fragment else ""
        return self.root + urls.url(target.page) + fragment

    def _targets(self, placed: Placed) -> Iterator[dict[str, Any]]:
        theirs = self._original(placed)
        if theirs:
            yield _specific(self.text.source.URL, _text_quote(theirs))
        ours = self._address(self.text.id)
        for name, place in placed.ranges.items():
            inside = _text_quote(_in_context(self._words(name), place))
            yield _specific(ours, {**_fragment(name), "refinedBy": inside})
        if not placed.ranges:
            yield _specific(ours, _fragment(placed.note.paragraph))

    def _words(self, name: str) -> str:
        paragraph = self.text.paragraph(name)
        assert paragraph is not None  # the note was found in it
        return edition_text(paragraph)

    def _original(self, placed: Placed) -> Selector | None:
        """Return what picks out a note's words on the publisher's page, if they are known.

        What an editor named for that wins over the quote, which may stand there more than once.
        """
        found = None
        if placed.note.original:
            found = Selector(prose.quotation_marks(placed.note.original))
        elif len(placed.ranges) == 1:
            [(name, place)] = placed.ranges.items()
            found = quoted(self._words(name), place)
        return found if found and _count(found.exact) <= LONGEST else None


def quoted(text: str, place: Range) -> Selector | None:
    """Return the words at ``place`` if they stand in quotation marks, with their neighbors there.

    What stands in quotation marks is the original's; all that the selector holds of it is at most
    as long as a quotation may be.
    """
    for span in _SPAN.finditer(text):
        start, end = span.span(1)
        if start <= place.start and place.end <= end:
            end = start + len(span[1].rstrip(_CLOSING))
            exact = text[place.start : min(place.end, end)]
            room = LONGEST - _count(exact)
            prefix = _last_words(text[start : place.start], max(0, room))
            suffix = _first_words(text[place.end : end], max(0, room - _count(prefix)))
            return Selector(exact, prefix, suffix)
    return None


def _count(words: str) -> int:
    return len(_WORD.findall(words))


def _last_words(text: str, limit: int) -> str:
    while _count(text) > limit:
        text = text.partition(" ")[2]
    return text


def _first_words(text: str, limit: int) -> str:
    while _count(text) > limit:
        text = text.rpartition(" ")[0]
    return text


def _in_context(text: str, place: Range) -> Selector:
    """Return a selector of ``place`` alone, with as much context as is usual or is needed."""
    least = select(text, place)
    before = max(_AROUND, len(least.prefix))
    after = max(_AROUND, len(least.suffix))
    prefix = text[max(0, place.start - before) : place.start]
    return Selector(least.exact, prefix, text[place.end : place.end + after])


def _specific(source: str, selector: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": source, "selector": selector}


def _fragment(value: str) -> dict[str, Any]:
    return {"type": "FragmentSelector", "conformsTo": FRAGMENT, "value": value}


def _text_quote(selector: Selector) -> dict[str, str]:
    parts = {"exact": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    return {"type": "TextQuoteSelector", **{key: part for key, part in parts.items() if part}}
