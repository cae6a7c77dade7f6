from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle, pairwise
from typing import TypeVar

import pytest
import regex
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from explainer.anchor import (
    AnchorError,
    Range,
    Selector,
    anchor,
    context,
    difference,
    find,
    fold,
    select,
    whole_words,
    words,
)

# Together these make more than 20,000 generated cases in every run.
WILD, REPEATED, VARIED, ALTERED, TURNED = 6_000, 5_000, 4_000, 4_000, 2_500

# What a reader counts as one character, from scripts and signs that have caused trouble elsewhere.
CLUSTERS = (
    *"aabbcnoORST019.,;:!?()",
    *("é", "e\u0301", "ñ", "n\u0303", "ö", "o\u0308\u0304", "Å", "\u212b", "ß", "İ"),
    *("ﬁ", "ﬂ", "ﬃ", "fi", "ff", "æ", "œ", "ŉ", "½"),
    *(
        "👍",
        "👍🏽",
        "👩\u200d🚀",
        "👨\u200d👩\u200d👧\u200d👦",
        "🇨🇦",
        "🏳\ufe0f\u200d🌈",
        "1\ufe0f\u20e3",
    ),
    *("“", "”", '"', "«", "»", "„", "‘", "’", "'", "‹", "›", "′", "″"),
    *("-", "–", "—", "\u2011", "−", "…", "..."),
    *("湖", "海", "が", "か\u3099", "。", "한", "\u1112\u1161\u11ab", "글", "\u0ba8\u0bbf"),
    *("ש", "ל\u05b8", "ם", "س", "ل\u0627", "م\u064e", "क्ष", "कि", "ท", "ที่"),
)
BLANKS = (" ", "  ", "\u00a0", "\u202f", "\t", "\n", "\r\n", "\u3000", " \u200b ")
UNSEEN = ("\u00ad", "\u200b", "\u2060", "\ufeff")
# Ways to set the same characters; each is the same words to a reader.
SHAPES = (
    ('"', "“", "”", "„", "«", "»", "″"),
    ("'", "‘", "’", "‚", "‹", "›", "ʼ", "′"),
    ("-", "–", "—", "\u2010", "\u2011", "−"),
    ("...", "…"),
    ("fi", "ﬁ"),
    ("ffi", "ﬃ"),
    ("fl", "ﬂ"),
)


def boundaries(text: str) -> list[int]:
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


def shows(cluster: str) -> bool:
    return bool(fold(cluster)) and not fold(cluster).isspace()


@cache
def spelled(cluster: str) -> str:
    """Spell a character, without the module's help, in the one way that its spellings share."""
    cluster = unicodedata.normalize("NFC", cluster)
    for plain, *others in SHAPES:
        for other in others:
            cluster = cluster.replace(other, plain)
    return "" if cluster in UNSEEN else unicodedata.normalize("NFC", cluster)


def standing(text: str, quote: str) -> list[Range]:
    """Try every passage that begins and ends with a visible character."""
    wanted = " ".join("".join(map(spelled, regex.findall(r"\X", quote))).split())
    edges = boundaries(text)
    clusters = [spelled(text[a:b]) for a, b in pairwise(edges)]
    visible = [index for index, cluster in enumerate(clusters) if cluster.strip()]
    return [
        Range(edges[first], edges[last + 1])
        for first in visible
        for last in visible
        if first <= last and " ".join("".join(clusters[first : last + 1]).split()) == wanted
    ]


def put_together(pieces: Sequence[str], choices: bytes) -> str:
    assert len(pieces) <= 256
    return "".join(pieces[choice % len(pieces)] for choice in choices)


def place_in(text: str, first: int, last: int) -> Range:
    """Choose a range that begins and ends with visible characters."""
    visible = [pair for pair in pairwise(boundaries(text)) if shows(text[slice(*pair)])]
    assume(visible)
    first %= len(visible)
    last = first + last % (len(visible) - first)
    return Range(visible[first][0], visible[last][1])


def drawn(size: int) -> st.SearchStrategy[bytes]:
    """Draw the choices that a case is made of; bytes are drawn in half the time of a list."""
    return st.binary(min_size=5, max_size=5 + size)


SET_TEXT = (*CLUSTERS, *BLANKS, *BLANKS, *UNSEEN)
REPETITIVE = ("a", "b", "a b", " ", "“a”", '"a"', "é", "e\u0301", "\u00ad", "👍🏽")
wild_text = st.text(min_size=1, max_size=40)


@settings(max_examples=WILD)
@given(wild_text, st.integers(0, 99), st.integers(0, 99))
@example("wall \u0301a", 4, 0)  # a space that carries an accent is visible
@example("\u0600 \u2003a", 0, 0)  # one that belongs to the sign before it is too
@example("🇦🇧🇨🇩🇨🇩", 2, 0)
@example("a\u00ad\u0301b", 0, 1)
def test_a_selector_made_for_any_range_of_any_text_finds_exactly_that_range(
    text: str, first: int, last: int
) -> None:
    place = place_in(text, first, last)
    assert find(text, select(text, place)) == [place]


@settings(max_examples=REPEATED)
@given(drawn(40))
def test_a_selector_finds_its_range_in_a_text_that_repeats_itself(choices: bytes) -> None:
    first, last, *_ = choices
    for pieces in (REPETITIVE, SET_TEXT):
        text = put_together(pieces, choices[2:])
        place = place_in(text, first, last)
        assert anchor(text, select(text, place)) == place


def respelled(text: str, choices: bytes) -> str:
    """Set the same words another way, as the choices have it."""
    pieces: list[str] = []
    for cluster, choice in zip(regex.findall(r"\X", text), cycle(choices), strict=False):
        forms = tuple(unicodedata.normalize(form, cluster) for form in ("NFC", "NFD"))
        plain = BLANKS if cluster.isspace() else forms
        ways: tuple[str, ...] = next((shape for shape in SHAPES if cluster in shape), plain)
        after = ("", "", "", *UNSEEN)
        pieces += ways[choice % len(ways)], after[choice // 16 % len(after)]
    return "".join(pieces)


@settings(max_examples=VARIED)
@given(drawn(28))
def test_a_quote_in_another_typographic_spelling_finds_the_same_range(choices: bytes) -> None:
    first, last, *ways = choices
    text = put_together(SET_TEXT, choices[2 : 2 + len(choices) // 2])
    place = place_in(text, first, last)
    quote = respelled(text[place.start : place.end], bytes(ways[::-1]))
    assert place in find(text, Selector(quote))


T = TypeVar("T")


def altered(parts: Sequence[T], at: int, new: T, change: int) -> list[T]:
    """Replace, add, drop or swap one of the parts."""
    parts, at = list(parts), at % len(parts)
    match change % 4:
        case 0:
            parts[at] = new
        case 1:
            parts.insert(at, new)
        case 2:
            del parts[at]
        case _:
            parts[at - 1], parts[at] = parts[at], parts[at - 1]
    return parts


@settings(max_examples=ALTERED)
@given(drawn(13))
def test_an_altered_quote_is_found_nowhere_but_where_its_own_words_stand(choices: bytes) -> None:
    first, last, at, new, change, *_ = choices
    text = put_together(SET_TEXT, choices[3:])
    place = place_in(text, first, last)
    clusters = regex.findall(r"\X", text[place.start : place.end])
    quote = "".join(altered(clusters, at, CLUSTERS[new % len(CLUSTERS)], change))
    if any(map(shows, regex.findall(r"\X", quote))):
        assert find(text, Selector(quote)) == standing(text, quote)
    else:
        assert find(text, Selector(quote)) == []


VOCABULARY = (
    "the ferry did not leave before noon Rosa Bell counted 12 twelve gulls and nobody can't "
    "cross without a lamp no never 7 seven lights Tom"
).split()


@settings(max_examples=TURNED)
@given(drawn(10))
def test_a_quote_with_a_word_changed_dropped_added_or_moved_is_never_anchored(
    choices: bytes,
) -> None:
    first, last, at, new, change, *_ = choices
    there = [VOCABULARY[choice % len(VOCABULARY)] for choice in choices[3:]]
    first %= len(there) - 1
    last = first + 2 + last % (len(there) - first - 1)
    quoted = altered(there[first:last], at, VOCABULARY[new % len(VOCABULARY)], change)
    text, quote = " ".join(there), " ".join(quoted)
    starts = [at for at in range(len(text)) if text.startswith(quote, at)]
    if len(starts) == 1:
        assert anchor(text, Selector(quote)) == Range(starts[0], starts[0] + len(quote))
    else:
        with pytest.raises(AnchorError):
            anchor(text, Selector(quote))


@settings(max_examples=1_000)
@given(drawn(20))
def test_matches_begin_and_end_between_grapheme_clusters(choices: bytes) -> None:
    text, quote = put_together(SET_TEXT, choices[3:]), put_together(SET_TEXT, choices[:3])
    edges = set(boundaries(text))
    pieces = [quote, *regex.findall(r"\X", quote), *quote, *text]
    found = [place for piece in pieces for place in find(text, Selector(piece))]
    assert {edge for place in found for edge in (place.start, place.end)} <= edges


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("re\u0301sum", "e"),
        ("👩\u200d🚀 left", "👩"),
        ("🇨🇦 and 🇦🇨", "🇦🇨🇦"),
        ("ﬁne", "ine"),
        ("ﬁne", "f"),
        ("wait… what", ".."),
        ("\u1112\u1161\u11ab", "\u1112\u1161"),
        ("क्षण", "क"),
    ],
)
def test_a_part_of_a_grapheme_cluster_is_not_found(text: str, part: str) -> None:
    assert part not in {text[place.start : place.end] for place in find(text, Selector(part))}
    if text != "🇨🇦 and 🇦🇨":
        assert find(text, Selector(part)) == []


def test_case_counts_unless_asked() -> None:
    text = "The Harbour closed; the harbour opened."
    assert find(text, Selector("THE HARBOUR")) == []
    assert find(text, Selector("The Harbour")) == [Range(0, 11)]
    assert find(text, Selector("THE HARBOUR"), case=False) == [Range(0, 11), Range(20, 31)]
    with pytest.raises(AnchorError):
        anchor(text, Selector("the Harbour"))


@pytest.mark.parametrize(
    ("text", "quote"), [("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("J\u030c", "ǰ"), ("İ", "i\u0307")]
)
def test_case_folds_as_unicode_folds_it(text: str, quote: str) -> None:
    assert find(text, Selector(quote), case=False) == [Range(0, len(text))]
    assert find(text, Selector(quote)) == []


def test_half_of_a_letter_that_folds_to_two_is_not_found() -> None:
    assert find("Straße", Selector("stras"), case=False) == []


def test_letters_that_only_look_alike_are_not_the_same() -> None:
    assert find("Paris", Selector("Pаris")) == []
    assert find("coeur", Selector("cœur")) == []
    assert find("x²", Selector("x2")) == []
    assert find("می\u200cروم", Selector("میروم")) == []


def test_an_accent_after_a_ligature_composes_with_its_last_letter() -> None:
    assert find("ﬁ\u0301n", Selector("fín")) == [Range(0, 3)]


def test_a_prefix_or_suffix_tells_places_apart() -> None:
    text = "the lamp went out and the lamp came on"
    assert anchor(text, Selector("the lamp", prefix="out and")) == Range(22, 30)
    assert anchor(text, Selector("the lamp", suffix="went")) == Range(0, 8)
    assert anchor(text, Selector("lamp", "and the", "came on")) == Range(26, 30)


def test_a_prefix_is_held_to_the_same_typography() -> None:
    text = "“No,”\u00a0she said—and “No,” he said"
    assert anchor(text, Selector("No", prefix='said - and "'.replace(" - ", "-"))) == Range(20, 22)


def test_an_ambiguous_quote_lists_every_place_with_words_to_paste() -> None:
    text = "Red boats sail at dawn. Blue boats sail at dusk. Old boats sail never again."
    with pytest.raises(AnchorError) as caught:
        anchor(text, Selector("boats sail"))
    message = str(caught.value)
    assert "3 times" in message
    for place in find(text, Selector("boats sail")):
        assert context(text, place) in message
    assert "“Red [ boats sail ] at dawn. Blue boats”" in message
    assert "“sail at dawn. Blue [ boats sail ] at dusk. Old boats”" in message
    assert "“sail at dusk. Old [ boats sail ] never again.”" in message


def test_every_place_counts_where_places_overlap() -> None:
    assert find("tick tick tick", Selector("tick tick")) == [Range(0, 9), Range(5, 14)]


def test_a_context_that_does_not_hold_is_an_error_of_its_own() -> None:
    with pytest.raises(AnchorError, match="prefix and suffix, but they stand without them"):
        anchor("the lamp went out", Selector("the lamp", suffix="came on"))


@pytest.mark.parametrize(
    ("text", "quote", "called_out"),
    [
        (
            "The bridge did not hold that night.",
            "bridge did hold that",
            "'not' left out (a negation)",
        ),
        ("The bridge did hold that night.", "bridge did not hold", "'not' added (a negation)"),
        ("The ferry can cross at night.", "ferry can't cross at", "'can't' for 'can' (a negation)"),
        ("They mustn’t cross at night.", "They must cross at", "(a negation)"),
        ("All but 14 boats came home.", "All but 15 boats came", "'15' for '14' (a number)"),
        (
            "All but seven boats came home.",
            "but eight boats came",
            "'eight' for 'seven' (a number)",
        ),
        ("It was Rosa who rang the bell.", "was Anna who rang", "'Anna' for 'Rosa' (a name)"),
        ("It was a cold grey morning.", "was a warm grey morning", "'warm' for 'cold'"),
    ],
)
def test_a_near_miss_says_what_differs(text: str, quote: str, called_out: str) -> None:
    with pytest.raises(AnchorError) as caught:
        anchor(text, Selector(quote))
    assert "the nearest are “" in str(caught.value)
    assert called_out in str(caught.value)


def test_a_near_miss_shows_the_words_that_stand_there() -> None:
    with pytest.raises(AnchorError, match="“did not hold that”: 'not' left out"):
        anchor("The bridge did not hold that night.", Selector("did hold that"))


def test_a_harmless_change_is_not_called_grave() -> None:
    assert difference(words("a cold morning"), words("a warm morning")) == ["'warm' for 'cold'"]


def test_nothing_is_suggested_for_words_unlike_any() -> None:
    with pytest.raises(AnchorError) as caught:
        anchor("The bridge held.", Selector("seventeen purple umbrellas"))
    assert str(caught.value) == "words of the text"


@pytest.mark.parametrize("quote", ["", " ", "\u00ad", " \u200b\n"])
def test_a_quote_without_a_visible_character_stands_nowhere(quote: str) -> None:
    assert find("a b", Selector(quote)) == []
    with pytest.raises(AnchorError):
        anchor("a b", Selector(quote))


@pytest.mark.parametrize("place", [Range(1, 2), Range(0, 2), Range(3, 4), Range(0, 0)])
def test_no_selector_is_made_for_a_range_with_an_end_that_cannot_be_seen(place: Range) -> None:
    with pytest.raises(ValueError, match="no selector"):
        select("a \u00ad\u200b", place)


def test_no_selector_is_made_for_half_a_grapheme_cluster() -> None:
    with pytest.raises(ValueError, match="no selector"):
        select("e\u0301", Range(0, 1))


def test_a_selector_takes_no_more_context_than_it_needs() -> None:
    assert select("one boat", Range(4, 8)) == Selector("boat")
    text = "boats sail " * 40 + "and one boat rests " + "while boats sail " * 40
    start = text.index("boat rests")
    selector = select(text, Range(start, start + 4))
    assert (selector.prefix, selector.suffix) == (text[start - 16 : start], " rests while boa")


def word_ranges(text: str) -> Iterator[Range]:
    return (Range(*match.span()) for match in regex.finditer(r"\S+", text))


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("the lamps burn", "lamps", True),
        ("the lamps burn", "lamp", False),
        ("the lamps burn", "amps", False),
        ("Rosa’s lamp", "Rosa", True),
        ("(lamp)", "lamp", True),
        ("lamp-post", "lamp", True),
        ("they can't", "can", False),
        ("they can’t", "can", False),
        ("they can’t", "t", False),
        ("cafe\u0301s", "s", False),
        ("cafe\u0301s", "cafe\u0301", False),
        ("light\u00adhouse", "house", False),
        ("light\u00adhouse", "light", False),
        ("light\u00adhouse", "light\u00adhouse", True),
        ("at 120 knots", "12", False),
        ("글을 읽다", "읽다", True),
    ],
)
def test_a_place_holds_whole_words_or_not(text: str, part: str, *, whole: bool) -> None:
    start = text.index(part)
    assert whole_words(text, Range(start, start + len(part))) is whole


@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8).map(" ".join))
def test_words_between_spaces_are_whole(text: str) -> None:
    assert all(whole_words(text, place) for place in word_ranges(text))


@given(wild_text)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    for case in (True, False):
        once = fold(text, case=case)
        assert fold(once, case=case) == once
