from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.anchor import Range
from explainer.marks import Mark, apply, text_of

LINK = re.compile(r'<a class="to" href="#[^"]*">\d+</a>')
MARK = re.compile(r"</?mark[^>]*>")
SEGMENT = re.compile(r'<mark class="([^"]*)" aria-details="([^"]*)">([^<]*)</mark>')


def mark(number: int, start: int, end: int, kind: str = "record") -> Mark:
    link = f'<a class="to" href="#n-{number}">{number}</a>'
    return Mark(range=Range(start, end), note=f"n-{number}", kind=kind, link=link)


def stripped(marked: str) -> str:
    return MARK.sub("", LINK.sub("", marked))


def segments(marked: str) -> list[tuple[str, str]]:
    """The note that each segment names, and its words."""
    return [(match[2], html.unescape(match[3])) for match in SEGMENT.finditer(marked)]


PIECES = (
    "moor",
    "tide ",
    " and ",
    "é",
    "🌊",
    "&amp;",
    "&lt;",
    "“salt”",
    "<em>ebb</em>",
    "<strong>lee <em>shore</em> line</strong>",
    '<a href="../x/?a=1&amp;b=2">chart</a>',
    "<code>x &lt; y</code>",
    "<br>",
    "\n",
)


class Walk(HTMLParser):
    """Reads marked HTML as a browser does: which note each character's mark names, and links."""

    def __init__(self, marked: str) -> None:
        super().__init__()
        self.text = ""
        self.named: list[str | None] = []
        self.links: dict[str, int] = {}
        self.open: list[str] = []
        self._note: str | None = None
        self._in_note_link = False
        self.feed(marked)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            return
        assert tag not in self.open or tag in {"em", "strong"}, f"{tag} inside {tag}"
        self.open.append(tag)
        if tag == "mark":
            self._note = given["aria-details"]
        elif given.get("class") == "to":
            assert "mark" not in self.open
            address = given["href"] or ""
            assert address not in self.links
            self.links[address] = len(self.text)
            self._in_note_link = True

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "mark":
            self._note = None
        elif tag == "a":
            self._in_note_link = False

    def handle_data(self, data: str) -> None:
        if not self._in_note_link:
            assert self._note is None or self.open[-1] == "mark"
            self.text += data
            self.named += [self._note] * len(data)


def case_of(choices: bytes) -> tuple[str, list[Mark]]:
    """Make a paragraph and marks on it, as the choices have it."""
    pieces, edges = choices[: len(choices) // 2], choices[len(choices) // 2 :]
    rendered = f"<p>{''.join(PIECES[each % len(PIECES)] for each in pieces)}</p>"
    size = len(text_of(rendered))
    pairs = [sorted((a % (size + 1), b % (size + 1))) for a, b in batched(edges)]
    kinds = ("record", "forecast", "term")
    return rendered, [
        mark(number, start, end, kinds[number % 3])
        for number, (start, end) in enumerate(pairs, 1)
        if start < end
    ]


def batched(edges: bytes) -> Iterator[tuple[int, int]]:
    return zip(edges[::2], edges[1::2], strict=False)


def visible_end(each: Mark, text: str) -> int:
    words = text[each.range.start : each.range.end]
    return each.range.start + len(words.rstrip()) if words.strip() else each.range.end


cases = st.binary(min_size=2, max_size=24).map(case_of)


@settings(max_examples=1_000)
@given(cases)
@example(("<p>a &amp; b</p>", []))
def test_without_its_marks_and_links_the_html_is_what_it_was(
    case: tuple[str, list[Mark]],
) -> None:
    rendered, marks = case
    assert stripped(apply(rendered, marks)) == rendered


@settings(max_examples=1_000)
@given(cases)
def test_marks_and_links_are_flat_and_elements_stay_well_nested(
    case: tuple[str, list[Mark]],
) -> None:
    rendered, marks = case
    walk = Walk(apply(rendered, marks))
    assert walk.open == []
    assert walk.text == text_of(rendered)


@settings(max_examples=1_000)
@given(cases)
def test_each_visible_character_of_a_range_and_no_other_is_marked_for_its_innermost_note(
    case: tuple[str, list[Mark]],
) -> None:
    rendered, marks = case
    walk = Walk(apply(rendered, marks))
    for at, (character, named) in enumerate(zip(walk.text, walk.named, strict=True)):
        over = {
            each.note: visible_end(each, walk.text) - each.range.start
            for each in marks
            if each.range.start <= at < visible_end(each, walk.text)
        }
        if named is not None:
            assert over[named] == min(over.values())
        else:
            assert not over or character.isspace()


@settings(max_examples=1_000)
@given(cases)
def test_every_note_has_one_link_right_after_its_last_visible_character(
    case: tuple[str, list[Mark]],
) -> None:
    rendered, marks = case
    walk = Walk(apply(rendered, marks))
    assert len(walk.links) == len(marks)
    for each in marks:
        end = visible_end(each, walk.text)
        passed = walk.text[end : walk.links[f"#{each.note}"]]
        # Only closing punctuation or the rest of a link of the text may stand between.
        assert passed in "chart" or set(passed) <= set("”’.")


def test_a_mark_is_cut_at_the_boundary_of_an_element() -> None:
    marked = apply("<p>the <em>low tide</em> road</p>", [mark(1, 0, 7)])
    assert segments(marked) == [("n-1", "the "), ("n-1", "low")]
    assert '<em><mark class="k-record" aria-details="n-1">low</mark><a class="to"' in marked


def test_overlapping_marks_are_cut_where_the_other_begins_and_ends() -> None:
    marked = apply("<p>one two three</p>", [mark(1, 0, 7), mark(2, 4, 13, "term")])
    assert segments(marked) == [("n-1", "one "), ("n-1", "two"), ("n-2", " three")]
    assert [match[1] for match in SEGMENT.finditer(marked)] == [
        "k-record",
        "k-record k-term",
        "k-term",
    ]


def test_the_innermost_of_nested_marks_is_named() -> None:
    marked = apply("<p>one two three</p>", [mark(1, 0, 13), mark(2, 4, 7)])
    assert segments(marked) == [("n-1", "one "), ("n-2", "two"), ("n-1", " three")]


def test_touching_marks_stay_apart() -> None:
    marked = apply("<p>one two</p>", [mark(1, 0, 4), mark(2, 4, 7)])
    assert segments(marked) == [("n-1", "one"), ("n-2", "two")]
    assert stripped(marked) == "<p>one two</p>"


def test_notes_on_the_same_words_share_a_segment_and_have_a_link_each() -> None:
    marked = apply("<p>one two</p>", [mark(1, 0, 3), mark(2, 0, 3, "term")])
    assert segments(marked) == [("n-1", "one")]
    assert '</mark><a class="to" href="#n-1">1</a><a class="to" href="#n-2">2</a> two' in marked


def test_notes_of_one_kind_name_it_once() -> None:
    marked = apply("<p>one</p>", [mark(1, 0, 3), mark(2, 0, 3)])
    assert [match[1] for match in SEGMENT.finditer(marked)] == ["k-record"]


def test_the_link_follows_the_last_of_several_segments() -> None:
    marked = apply("<p>a <em>b</em> c <em>d</em> e</p>", [mark(1, 0, 7)])
    assert marked.endswith('>d</mark><a class="to" href="#n-1">1</a></em> e</p>')


def test_white_space_alone_is_not_marked() -> None:
    marked = apply("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", [mark(1, 0, 10)])
    assert segments(marked) == [("n-1", "one"), ("n-1", "two")]
    assert marked.endswith(">1</a></li>\n</ul>")


def test_the_link_of_a_range_that_ends_inside_a_link_stands_after_it() -> None:
    marked = apply('<p><a href="x">one <em>two</em> three</a> four</p>', [mark(1, 0, 7)])
    assert 'three</a><a class="to" href="#n-1">1</a> four</p>' in marked


@pytest.mark.parametrize(
    ("text", "words", "before_link"),
    [
        ("the “tide” turned", "tide", "the “tide”"),
        ("the tide, then", "tide", "the tide,"),
        ("(at the tide). Then", "tide", "(at the tide)."),
        ("the tide turned", "tide", "the tide"),
        ("the tide’s turn", "tide", "the tide"),
        ("some 3.5 knots", "3", "some 3"),
        ("the tide “turned”", "tide", "the tide"),
    ],
)
def test_the_link_follows_what_closes_on_the_words_but_stays_out_of_words(
    text: str, words: str, before_link: str
) -> None:
    start = text.index(words)
    each = mark(1, start, start + len(words))
    marked = apply(f"<p>{text}</p>", [each])
    assert text_of(marked[: marked.index(each.link)]) == before_link
    assert segments(marked) == [("n-1", words)]


@pytest.mark.parametrize("element", ["abbr", "article", "aside"])
def test_an_element_whose_name_begins_with_a_is_no_link(element: str) -> None:
    marked = apply(f"<{element}>one</{element}>", [mark(1, 0, 3)])
    assert marked.endswith(f'</mark><a class="to" href="#n-1">1</a></{element}>')


def test_offsets_count_the_characters_that_entities_stand_for() -> None:
    assert text_of("<p>a &lt; b &amp;&#233; <em>🌊</em></p>") == "a < b &é 🌊"
    assert segments(apply("<p>a &lt; b</p>", [mark(1, 2, 5)])) == [("n-1", "< b")]


def test_text_is_escaped_in_marks_and_beside_them() -> None:
    marked = apply("<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>", [mark(1, 0, 5)])
    assert ">1 &lt; 2</mark>" in marked
    assert marked.endswith(" &amp;&amp; 3 &gt; 2</p>")
