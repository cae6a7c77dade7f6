"""Which quotations there are, and whether they stand in the originals or in the record of them.

In an edition every span in double quotation marks is a quotation of that paragraph. Elsewhere a
span is one if its sentence cites a source text; where the sentence cites nothing, the evidence of
the record it belongs to decides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from explainer import prose
from explainer.anchor import Folded, Range, Selector, find, whole_words
from explainer.model import Explainer, ParagraphSource, QuoteEntry, QuoteRecord, Text
from explainer.problems import Place, Problem, must

LONGEST = 8
"""Words that a quotation may have."""
RUN = 9
"""Words in a row that count as a copied sentence."""

_SPAN = re.compile(r"\"([^\"“”]+)\"|“([^“”]+)”")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that are attributed to a source text, and where they are quoted."""

    words: str
    sources: tuple[tuple[str, str], ...]
    """Where they may stand: texts, each with a paragraph, or with none for the whole text."""
    place: Place


def spans(markdown: str) -> list[str]:
    """Return what stands in double quotation marks, without closing punctuation.

    American usage puts a comma or full stop inside the marks, whoever it belongs to.
    """
    found = (match[1] or match[2] for match in _SPAN.finditer(prose.unspanned(markdown)))
    return [re.sub(r"[*_]|[.,;:?!…]+\Z", "", words.strip()).strip() for words in found]


def in_edition(text: Text) -> Iterator[Quotation]:
    """Yield the quotations of an edition and of its pointers to the publisher's page."""
    for paragraph in text.paragraphs if text.source.rights != "full" else ():
        for words in spans(paragraph.markdown):
            yield Quotation(words, ((text.id, paragraph.id),), paragraph.place)
    for each in text.source.paragraphs:
        for words in filter(None, (each.starts, each.ends)):
            yield Quotation(words, ((text.id, each.id),), each.place)
    for note in text.notes:
        if note.original:
            place = note.place.within("original")
            yield Quotation(note.original, ((text.id, note.paragraph),), place)


def in_prose(
    markdown: str, evidence: Iterable[str], place: Place, texts: Mapping[str, Text]
) -> Iterator[Quotation]:
    """Yield the quotations of source texts in prose that rests on ``evidence``."""
    if '"' not in markdown and "“" not in markdown:
        return
    for sentence in prose.sentences(markdown):
        words = spans(sentence)
        if not words:
            continue
        cited = [m.id for m in prose.mentions(sentence, texts.__contains__) if m.cited]
        named = (name.partition("/") for name in cited or evidence)
        sources = tuple((text, paragraph) for text, _, paragraph in named if text in texts)
        if sources:
            yield from (Quotation(each, sources, place) for each in words)


def check(quotations: Iterable[Quotation], texts: Mapping[str, Text]) -> Iterator[Problem]:
    """Yield a problem for each quotation that is too long or not in the record."""
    records = {name: _recorded(text) for name, text in texts.items()}
    for quotation in quotations:
        count = len(_WORD.findall(quotation.words))
        if count > LONGEST and not _is_free(quotation, texts):
            rule = f"of at most {LONGEST} words, got {count}"
            yield quotation.place.problem(f'a quotation must be {rule}: "{quotation.words}".')
        if not any(
            (paragraph, quotation.words) in records[name]
            for name, paragraph in _candidates(quotation, texts)
        ):
            yield quotation.place.problem(_unrecorded(quotation, records))


def _unrecorded(quotation: Quotation, records: Mapping[str, set[tuple[str, str]]]) -> str:
    names = sorted({name for name, _ in quotation.sources})
    recorded = {(name, *entry) for name in names for entry in records[name]}
    elsewhere = sorted({f"{name}/{at}" for name, at, words in recorded if words == quotation.words})
    cited = " or ".join(sorted("/".join(filter(None, source)) for source in quotation.sources))
    if elsewhere:
        rule = f"in the record of verified quotations for {cited}, not for {', '.join(elsewhere)}"
        return must("a quotation", rule, quotation.words)
    files = " or ".join(f"sources/texts/{name}/quotes.lock.yml" for name in names)
    rule = f"in the record of verified quotations, {files}"
    return must("a quotation", rule, quotation.words, {words for _, _, words in recorded})


def _recorded(text: Text) -> set[tuple[str, str]]:
    entries = text.record.quotes if text.record else ()
    return {(entry.paragraph, entry.quote) for entry in entries}


def _is_free(quotation: Quotation, texts: Mapping[str, Text]) -> bool:
    """Whether words may be quoted at any length: names, and texts that are shown in full."""
    sources = [texts[name].source for name, _ in quotation.sources]
    allowed = {name for source in sources for name in (*source.names, source.title)}
    return all(source.rights == "full" for source in sources) or any(
        find(name, Selector(quotation.words)) for name in allowed
    )


def _candidates(quotation: Quotation, texts: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
    """Yield the text and paragraph of every place where the quotation may stand."""
    for name, paragraph in dict.fromkeys(quotation.sources):
        if paragraph:
            yield name, paragraph
        else:
            yield from ((name, each.id) for each in texts[name].source.paragraphs)


class Original:
    """The original of a text, cut into the paragraphs that its source names."""

    def __init__(self, text: Text, content: str) -> None:
        self.digest = hashlib.sha256(content.encode()).hexdigest()
        self.problems: list[Problem] = []
        self.paragraphs: dict[str, str] = {}
        self.places: dict[str, Range] = {}
        folded = Folded(content)
        for each in text.source.paragraphs:
            place = self._locate(folded, each)
            if place:
                self.places[each.id] = place
                self.paragraphs[each.id] = content[place.start : place.end]

    def _locate(self, folded: Folded, each: ParagraphSource) -> Range | None:
        if each.starts is None or each.ends is None:
            return Range(0, len(folded.source))  # nothing says where it begins: anywhere will do
        selector = Selector(each.starts, each.prefix or "", each.suffix or "")
        starts = list(folded.find(selector))
        if len(starts) != 1:
            rule = f"words that stand once in the original, but they stand {len(starts)} times"
            self.problems.append(each.place.problem(f"starts must be {rule}: '{each.starts}'."))
            return None
        ends = [end for end in folded.find(Selector(each.ends)) if end.end > starts[0].end]
        if not ends:
            rule = "words that stand after the paragraph's beginning in the original"
            self.problems.append(each.place.problem(must("ends", rule, each.ends), "ends"))
            return None
        return Range(starts[0].start, ends[0].end)


def verify(
    quotations: Iterable[Quotation],
    texts: Mapping[str, Text],
    contents: Mapping[str, str],
    today: date,
) -> tuple[dict[str, QuoteRecord], list[Problem]]:
    """Hold every quotation against the originals, whose ``contents`` are given by text.

    Returns for each text its new record, in which an entry keeps its date unless the quotation or
    the original is new, and a problem for each quotation that does not stand where it should.
    """
    originals = {name: Original(texts[name], content) for name, content in contents.items()}
    problems = [problem for original in originals.values() for problem in original.problems]
    standing: dict[str, set[tuple[str, str]]] = {name: set() for name in originals}
    folded = {
        (name, each): Folded(words)
        for name, original in originals.items()
        for each, words in original.paragraphs.items()
    }
    for quotation in quotations:
        hits = [
            (name, each)
            for name, each in _candidates(quotation, texts)
            if (name, each) in folded and _stands(quotation.words, folded[name, each])
        ]
        for name, each in hits:
            standing[name].add((each, quotation.words))
        if not hits and any(name in originals for name, _ in quotation.sources):
            where = " or ".join("/".join(filter(None, source)) for source in quotation.sources)
            rule = f"words of the original of {where}"
            problems.append(quotation.place.problem(must("a quotation", rule, quotation.words)))
    records = {
        name: _record(texts[name], original.digest, standing[name], today)
        for name, original in originals.items()
    }
    return records, problems


def _stands(words: str, paragraph: Folded) -> bool:
    """Whether the words stand in the paragraph as whole words."""
    places = paragraph.find(Selector(words))
    return any(whole_words(paragraph.source, place) for place in places)


def _record(text: Text, digest: str, standing: set[tuple[str, str]], today: date) -> QuoteRecord:
    old = text.record
    kept = {(e.paragraph, e.quote): e.verified for e in old.quotes} if old else {}
    same = old is not None and old.original == digest
    order = {each.id: index for index, each in enumerate(text.source.paragraphs)}
    return QuoteRecord(
        original=digest,
        quotes=tuple(
            QuoteEntry(
                paragraph=paragraph,
                quote=words,
                verified=kept.get((paragraph, words), today.isoformat())
                if same
                else today.isoformat(),
            )
            for paragraph, words in sorted(standing, key=lambda pair: (order[pair[0]], pair[1]))
        ),
    )


class Copies:
    """Finds runs of words that stand verbatim in an original."""

    def __init__(self, contents: Mapping[str, str], explainer: Explainer) -> None:
        self._runs: dict[tuple[str, ...], str] = {}
        sources = {text.id: text.source for text in explainer.texts}
        names = {
            " ".join(_words(name))
            for source in sources.values()
            for name in (*source.names, source.title)
        }
        for text, content in contents.items():
            if sources[text].rights == "full":  # may be shown as it is
                continue
            for paragraph in re.split(r"\n\s*\n", content):
                for words in _between(_words(paragraph), names):
                    self._runs.update(dict.fromkeys(_runs(words), text))

    def find(self, content: str) -> Iterator[tuple[int, str, str]]:
        """Yield for each copied passage its line, its words and the text it is copied from."""
        found = (
            [
                (match.group(), content.count("\n", 0, match.start()) + 1)
                for match in _WORD.finditer(_unbroken(content))
            ]
            if self._likely(content)
            else []
        )
        words = [word for word, _ in found]
        until = 0
        for index, run in enumerate(_runs(words)):
            if run in self._runs and index >= until:
                yield found[index][1], " ".join(run), self._runs[run]
                until = index + RUN

    def _likely(self, content: str) -> bool:
        """Whether the words hold any run at all; most files do not, and need no lines counted."""
        return any(run in self._runs for run in _runs(_WORD.findall(_unbroken(content))))


def _unbroken(text: str) -> str:
    return re.sub(r"['’]", "", text).lower()


def _between(words: list[str], names: Iterable[str]) -> list[list[str]]:
    """Cut a list of words at each name in it, and return what is left."""
    line = f" {' '.join(words)} "
    for name in sorted(names, key=len, reverse=True):
        line = line.replace(f" {name} ", " \n ")
    return [part.split() for part in line.split("\n")]


def _words(text: str) -> list[str]:
    return _WORD.findall(_unbroken(text))


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
