from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import edition
from explainer.edition import Passage
from explainer.problems import Problem

PATH = "sources/texts/ferry/edition.md"
MARKER = "a brace, # and a name such as {#p1}"

slugs = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
lines = st.text(
    st.characters(exclude_characters="\r\n", codec="utf-8"), min_size=1, max_size=20
).filter(lambda line: line.strip() and not line.lstrip().startswith("{#"))
bodies = (
    st.lists(lines | st.just(""), min_size=1, max_size=5)
    .map("\n".join)
    .map(lambda body: body.strip("\n"))
)


@given(
    st.lists(st.tuples(slugs, bodies.filter(str.strip)), max_size=6),
    st.sampled_from(("\n", "\r\n", "\r")),
)
def test_what_is_written_out_is_read_back(passages: list[tuple[str, str]], end: str) -> None:
    text, line, expected = "", 1, []
    for name, body in passages:
        expected.append(Passage(name, body, line))
        block = f"{{#{name}}}\n\n{body}\n\n"
        text += block
        line += block.count("\n")
    assert edition.parse(PATH, text.replace("\n", end)) == (expected, [])


def test_a_passage_keeps_its_markdown_and_the_line_of_its_marker() -> None:
    text = "{#p1}\n\nThe ferry *sank*.\n\n- once\n- twice\n\n{#dis-claimer}  \nNo one drowned.\n"
    assert edition.parse(PATH, text) == (
        [
            Passage("p1", "The ferry *sank*.\n\n- once\n- twice", 1),
            Passage("dis-claimer", "No one drowned.", 8),
        ],
        [],
    )


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_an_empty_edition_has_no_passages(text: str) -> None:
    assert edition.parse(PATH, text) == ([], [])


def test_words_before_the_first_marker_are_an_error() -> None:
    passages, problems = edition.parse(PATH, "The ferry.\n\n{#p1}\n\nIt sank.\n")
    assert passages == [Passage("p1", "It sank.", 3)]
    assert problems == [
        Problem(
            path=PATH,
            line=1,
            message="an edition must begin with the ID of a paragraph such as {#p1}.",
        )
    ]


@pytest.mark.parametrize("blank", ["", "\n\n", "   \n\t\n"])
def test_a_paragraph_without_words_is_an_error_at_its_marker(blank: str) -> None:
    passages, problems = edition.parse(PATH, f"{{#p1}}\nA.\n{{#p2}}\n{blank}{{#p3}}\nC.\n{{#p4}}")
    assert [each.id for each in passages] == ["p1", "p3"]
    assert problems == [
        Problem(
            path=PATH, line=line, message=f"paragraph {name} must have a restatement, got nothing."
        )
        for name, line in (("p2", 3), ("p4", 6 + blank.count("\n")))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{#P4}",
        "{#p4} It sank.",
        "  {#p4}",
        "{#p4",
        "{#}",
        "{#p_4}",
        "{#p4 .big}",
        "{#-p4}",
        "{#p--4}",
    ],
)
def test_a_marker_that_is_none_is_an_error_on_its_line(line: str) -> None:
    passages, problems = edition.parse(PATH, f"{{#p1}}\n\nThe ferry.\n\n{line}\n\nIt sank.\n")
    assert [each.id for each in passages] == ["p1"]
    assert [(each.line, each.path) for each in problems] == [(5, PATH)]
    assert f"alone on its line, {MARKER}" in problems[0].message
    assert f"got '{line.strip()}'" in problems[0].message


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_a_sign_that_no_editor_counts_as_a_line_end_is_none(sign: str) -> None:
    passages, problems = edition.parse(PATH, f"{{#p1}}\nA{sign}b.\n{{#p2}}\nC.\n")
    assert passages == [Passage("p1", f"A{sign}b.", 1), Passage("p2", "C.", 3)]
    assert problems == []


def test_a_paragraph_id_that_stands_twice_is_kept_for_the_checks_to_report() -> None:
    passages, problems = edition.parse(PATH, "{#p1}\nA.\n{#p1}\nB.\n")
    assert [(each.id, each.line) for each in passages] == [("p1", 1), ("p1", 3)]
    assert problems == []
