"""Finds where a quotation stands in a text: exactly there, or an error.

Selectors are those of the W3C Web Annotation model (TextQuoteSelector: exact, prefix, suffix).
Matching folds typography only, such as the shape of quotation marks; no word is ever guessed.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

# What typesetters vary without changing a word. ZWJ and ZWNJ are kept: they change letters.
_SAME = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
        "…": "...",
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    }
)
_CLUSTER = regex.compile(r"\X")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*|[^\s\p{L}\p{M}\p{N}]+")
_NEGATIONS = frozenset(
    "no not never none nor neither cannot without nothing nobody nowhere hardly unless".split()
)
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion trillion dozen half once twice "
    "hundreds thousands millions billions dozens".split()
)
# Where a place would begin or end inside a word. The "t" of "can't" belongs to the word, because
# without it the word means the opposite; a genitive's "s" does not.
_INSIDE_WORD = regex.compile(
    r"(?<=[\p{L}\p{M}\p{N}][\u00ad\u2060\ufeff]*)[\u00ad\u2060\ufeff]*[\p{L}\p{M}\p{N}]"
    r"|(?<=\p{L})['’]t\b|(?<=\p{L}['’])t\b"
)
# Text of which each character is a cluster and folds to one character, so that offsets stay; nearly
# all text is such, and needs no map made for it.
_SIMPLE = regex.compile(r"[!-~“”‘’–—]+(?: [!-~“”‘’–—]+)*")
# A window of words less like the quotation than this is not worth an editor's time.
_NEAR = 0.6
# Words shown on either side of a place, so that an editor can paste a prefix or suffix.
_CONTEXT = 4


@dataclass(frozen=True, slots=True)
class Selector:
    """A TextQuoteSelector: the exact words, and words that stand just before and after."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Offsets of a passage in code points; both lie between grapheme clusters."""

    start: int
    end: int


class AnchorError(ValueError):
    """The selector picks out no place, or more than one; the message says which and why."""


class Folded:
    """A text with its typography folded, and for each folded character where it came from."""

    def __init__(self, text: str, *, case: bool = True) -> None:
        self.source = text
        self._starts: Sequence[int]
        self._ends: Sequence[int]
        # Only the first and last character of a cluster's folded form may begin or end a match.
        self._opens: Sequence[bool]
        self._closes: Sequence[bool]
        if _SIMPLE.fullmatch(text):
            self.text = fold(text, case=case)
            self._starts, self._ends = range(len(text)), range(1, len(text) + 1)
            self._opens = self._closes = [True] * len(text)
        else:
            self._fold_clusters(text, case=case)

    def _fold_clusters(self, text: str, *, case: bool) -> None:
        """Fold cluster by cluster, noting where each folded character came from."""
        characters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        opens: list[bool] = []
        closes: list[bool] = []
        for match in _CLUSTER.finditer(text):
            folded = fold(match.group(), case=case)
            if folded.isspace():
                if characters and characters[-1] == " " and opens[-1]:
                    ends[-1] = match.end()
                    continue
                folded = " "
            for index, character in enumerate(folded):
                characters.append(character)
                starts.append(match.start())
                ends.append(match.end())
                opens.append(index == 0)
                closes.append(index == len(folded) - 1)
        self.text = "".join(characters)
        self._starts, self._ends, self._opens, self._closes = starts, ends, opens, closes

    def find(self, selector: Selector, *, case: bool = True) -> Iterator[Range]:
        """Yield every place where the selector's words stand, in order; places may overlap."""
        exact = Folded(selector.exact, case=case).trimmed()
        prefix, suffix = (
            Folded(part, case=case).text.strip() for part in (selector.prefix, selector.suffix)
        )
        at = self.text.find(exact) if exact else -1
        while at >= 0:
            end = at + len(exact)
            if (
                self._opens[at]
                and self._closes[end - 1]
                and self.text[:at].rstrip().endswith(prefix)
                and self.text[end:].lstrip().startswith(suffix)
            ):
                yield Range(self._starts[at], self._ends[end - 1])
            at = self.text.find(exact, at + 1)

    def trimmed(self) -> str:
        """Return the folded text without white space at its ends.

        A space that carries an accent is a visible character, so it stays.
        """
        blank = [
            character == " " and opens and closes
            for character, opens, closes in zip(self.text, self._opens, self._closes, strict=True)
        ]
        start = 1 if blank[:1] == [True] else 0
        end = len(blank) - 1 if blank[-1:] == [True] else len(blank)
        return self.text[start:end]


def fold(text: str, *, case: bool = True) -> str:
    """Fold the typography of ``text`` (and its case, if ``case`` does not count)."""
    composed = unicodedata.normalize("NFC", text)
    folded = (composed if case else composed.casefold()).translate(_SAME)
    # A ligature's last letter may take up the accent that follows it, hence composed again.
    return unicodedata.normalize("NFC", folded)


def find(text: str, selector: Selector, *, case: bool = True) -> list[Range]:
    """Return every place in ``text`` that the selector picks out."""
    return list(Folded(text, case=case).find(selector, case=case))


def anchor(text: str, selector: Selector, *, case: bool = True) -> Range:
    """Return the one place in ``text`` that the selector picks out.

    Raises ``AnchorError`` if there is none, with the nearest words, or more than one, with each
    place's surroundings.
    """
    places = find(text, selector, case=case)
    if len(places) == 1:
        return places[0]
    if places:
        shown = "; ".join(f"“{context(text, place)}”" for place in places)
        raise AnchorError(f"words that stand once, but they stand {len(places)} times: {shown}")
    if (selector.prefix or selector.suffix) and find(text, Selector(selector.exact), case=case):
        raise AnchorError("words with that prefix and suffix, but they stand without them")
    raise AnchorError("words of the text" + _nearest(text, selector.exact))


def select(text: str, place: Range) -> Selector:
    """Make a selector that picks out ``place`` in ``text`` and nothing else.

    The place must begin and end with characters that survive folding and are not white space.
    Raises ``ValueError`` for any other.
    """
    folded = Folded(text)
    exact = text[place.start : place.end]
    places = list(folded.find(Selector(exact)))
    if place not in places:
        raise ValueError(f"no selector can pick out {place}")
    before, after = text[: place.start], text[place.end :]
    for size in _widths(max(len(before), len(after))):
        selector = Selector(exact, before[max(0, len(before) - size) :], after[:size])
        if list(folded.find(selector)) == [place]:
            return selector
    raise ValueError(f"no selector can pick out {place}")


def _widths(longest: int) -> Iterator[int]:
    """Sizes of context to try: none, then doubling, then all there is."""
    yield 0
    size = 16
    while size < longest:
        yield size
        size *= 2
    yield longest


def context(text: str, place: Range) -> str:
    """Return the place's words with a few on either side, for an editor to choose among."""
    before = text[: place.start].split()[-_CONTEXT:]
    after = text[place.end :].split()[:_CONTEXT]
    return " ".join([*before, "[", text[place.start : place.end], "]", *after])


def whole_words(text: str, place: Range) -> bool:
    """Whether the place begins and ends at the edges of words."""
    return not any(_INSIDE_WORD.match(text, edge) for edge in (place.start, place.end))


def words(text: str) -> list[str]:
    """Split a text into words and runs of punctuation."""
    return [match.group() for match in _WORD.finditer(fold(text))]


def _nearest(text: str, exact: str) -> str:
    """Describe the words of ``text`` most like ``exact``, if any are like it."""
    wanted, there = words(exact), words(text)
    best, found = _NEAR, None
    for size in range(max(1, len(wanted) - 2), len(wanted) + 3):
        for start in range(max(1, len(there) - size + 1)):
            window = there[start : start + size]
            likeness = difflib.SequenceMatcher(None, wanted, window, autojunk=False).ratio()
            if likeness > best:
                best, found = likeness, window
    if found is None:
        return ""
    changes = "; ".join(difference(found, wanted))
    return f" (the nearest are “{' '.join(found)}”{': ' + changes if changes else ''})"


def difference(there: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Say word by word how ``wanted`` departs from what is ``there``.

    A changed negation, number or name is called out, because each can turn a sentence round.
    """
    changes = []
    matcher = difflib.SequenceMatcher(None, there, wanted, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        old, new = " ".join(there[a1:a2]), " ".join(wanted[b1:b2])
        kind = _gravity([*there[a1:a2], *wanted[b1:b2]])
        what = (
            f"'{new}' for '{old}'"
            if old and new
            else f"'{new}' added"
            if new
            else f"'{old}' left out"
        )
        changes.append(what + (f" (a {kind})" if kind else ""))
    return changes


def _gravity(changed: Sequence[str]) -> str:
    lower = [word.lower() for word in changed]
    if any(word in _NEGATIONS or word.endswith("n't") for word in lower):
        return "negation"
    if any(word in _NUMBERS or any(map(str.isdigit, word)) for word in lower):
        return "number"
    if any(word[:1].isupper() for word in changed):
        return "name"
    return ""
