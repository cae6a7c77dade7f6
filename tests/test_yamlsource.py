from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import yamlsource
from explainer.yamlsource import Value

PATH = "sources/boats.yml"


def data(text: str) -> Value:
    document, problems = yamlsource.parse(PATH, text)
    assert problems == []
    assert document is not None
    return document.data


def errors(text: str) -> list[str]:
    """The place and message of each problem, without the path that all share."""
    _, problems = yamlsource.parse(PATH, text)
    assert all(problem.path == PATH for problem in problems)
    return [str(problem).removeprefix(f"{PATH}:") for problem in problems]


def lines(text: str) -> list[int]:
    _, problems = yamlsource.parse(PATH, text)
    return [problem.line for problem in problems]


@pytest.mark.parametrize(
    "scalar",
    [
        *("no", "No", "NO", "n", "yes", "Yes", "y", "on", "off", "true", "False"),
        *("null", "Null", "~", "NULL"),
        *("1962", "0", "-1", "+1", "007", "0o14", "0x1F", "0b11", "1_000", "190:20:30", "12:30"),
        *("1e3", "1.5", ".5", "1.", ".inf", "-.INF", ".nan", "6.02e+23"),
        *("1962-03-04", "1962-03", "2016-01", "1962-03-04T10:00:00Z", "1962-03-04 10:00:00"),
        *(
            "=",
            "<<",
            "50% no",
            "a#b",
            "it's",
            "x: y".replace(" ", ""),
            "https://ferry.example/?a=1",
        ),
        *("⛵", "👩\u200d🚀", "🇨🇦", "\U00020bb7", "e\u0301", "\u00a0", "바다", "“no”"),
    ],
)
def test_a_plain_scalar_stays_the_text_that_was_written(scalar: str) -> None:
    assert data(f"key: {scalar}\n") == {"key": scalar}
    assert data(f"- {scalar}\n- a\n") == [scalar, "a"]
    assert data(f"{{a: [{scalar}]}}\n") == {"a": [scalar]}
    assert data(f"'{scalar.replace(chr(39), chr(39) * 2)}': \"{scalar}\"\n") == {scalar: scalar}


@pytest.mark.parametrize("key", ["no", "1962", "12:30", "null", "2016-01", "1e3", "⛵", "~", "="])
def test_a_plain_key_stays_the_text_that_was_written(key: str) -> None:
    assert data(f"{key}: boat\n") == {key: "boat"}


@settings(max_examples=300)
@given(
    st.recursive(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"))),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8),
                inner,
                max_size=4,
            )
        ),
        max_leaves=10,
    ).filter(bool)
)
def test_text_that_was_dumped_is_read_back(value: Value) -> None:
    dumped = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    if "\ufffe" not in dumped and "\uffff" not in dumped:
        assert data(dumped) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n", ""),
        ("a: ''\n", ""),
        ("a: x # remark\n", "x"),
        ("a: 'it''s'\n", "it's"),
        ('a: "\\u00e9 \\U0001F600 \\t"\n', "é 😀 \t"),
        ("a: one\n  two\n", "one two"),
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: >-\n  one\n  two\n", "one two"),
        ("a: |\n  one\n  \ttwo\n", "one\n\ttwo\n"),
        ("a: left\tright\n", "left\tright"),
        ("a:\tleft\n", "left"),
        ('a: "left\tright"\n', "left\tright"),
    ],
)
def test_a_value_is_what_its_notation_says(text: str, value: str) -> None:
    assert data(text) == {"a": value}


def test_every_value_knows_its_line() -> None:
    text = "# boats\n\nname: Rosa\nports:\n  - at: Bay\n\n    since: 1950\n  - Cove\nlog: |\n  x\nend: y\n"
    document, problems = yamlsource.parse(PATH, text)
    assert problems == []
    assert document is not None
    assert document.lines == {
        (): 1,
        ("name",): 3,
        ("ports",): 4,
        ("ports", 0): 5,
        ("ports", 0, "at"): 5,
        ("ports", 0, "since"): 7,
        ("ports", 1): 8,
        ("log",): 9,
        ("end",): 11,
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    text = end.join(("a: 1", "b: no", "", "a: 2", "a: 3", ""))
    assert errors(text) == [
        "4: key 'a' must stand once, got it in line 1 too.",
        "5: key 'a' must stand once, got it in line 1 too.",
    ]
    document, _ = yamlsource.parse(PATH, text)
    assert document is not None
    assert document.data == {"a": "1", "b": "no"}


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert data("\ufeffa: no\nb: ⛵\n") == {"a": "no", "b": "⛵"}


def test_a_key_that_stands_twice_is_found_at_any_depth() -> None:
    text = "a:\n  - b: 1\n    c: 2\n    b: 3\n  - {d: 1, e: 2,\n     d: 3}\n"
    assert lines(text) == [4, 6]
    assert lines("no: 1\n'no': 2\n") == [2]
    assert data("a: {x: 1}\nb: {x: 1}\n") == {"a": {"x": "1"}, "b": {"x": "1"}}


ALIAS = "an alias must be written out: this project reads no YAML aliases."


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: &x 1\nb: 2\nc: *x\n", [3]),
        ("a: &x [1]\nb:\n  - 2\n  - *x\n  - *x\n", [4, 5]),
        ("a: &x\n  - 1\n  - *x\n", [3]),
        ("&x a: 1\nb: 2\n*x : 3\n", [3]),
        ("a: &x b\n*x : 3\n", [2]),
        ("&x a: 1\nb: *x\n", [2]),
    ],
)
def test_an_alias_is_an_error_where_it_stands(text: str, where: list[int]) -> None:
    assert errors(text) == [f"{line}: {ALIAS}" for line in where]


def test_an_anchor_that_nothing_points_at_does_no_harm() -> None:
    assert data("a: &x 1\n") == {"a": "1"}


def test_an_asterisk_in_text_is_no_alias() -> None:
    assert data("a: very *good* boat\nb: '*x'\n") == {"a": "very *good* boat", "b": "*x"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3),
        ("? [a]\n: b\n", 1),
        ("a: 1\n? {b: c}\n: d\n", 2),
        ("a: 1\n[b]: d\n", 2),
        ("a: 1\n!own b: d\n", 2),
        ("a: 1\n!!binary aGk=: d\n", 2),
    ],
)
def test_a_key_that_is_not_plain_text_is_an_error(text: str, line: int) -> None:
    assert errors(text) == [f"{line}: a key must be plain text."]


def test_a_merge_key_in_quotation_marks_is_a_key() -> None:
    assert data("'<<': x\n") == {"<<": "x"}


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("!own 3", "!own"),
        ("!!binary aGk=", "tag:yaml.org,2002:binary"),
        ("!!python/object:os.system x", "tag:yaml.org,2002:python/object:os.system"),
        ("!!set {b, c}", "tag:yaml.org,2002:set"),
        ("!<tag:boats.example:x> y", "tag:boats.example:x"),
    ],
)
def test_a_tag_is_an_error(value: str, tag: str) -> None:
    assert errors(f"x: y\na: {value}\n") == [f"2: a value must carry no YAML tag, got '{tag}'."]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "# only a remark\n"])
def test_a_file_that_holds_nothing_is_an_error(text: str) -> None:
    assert yamlsource.parse(PATH, text)[0] is None
    assert errors(text) == ["1: the file must hold YAML, got nothing."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n---\nb: 2\n", 2),
        ("a:\n  b: 1\n\tc: 2\n", 3),
        ("a:\n\tb: 2\n", 2),
        ("a: b: c\n", 1),
        ("a: 1\nb: 2\n c: 3\n", 3),
        ("a: 1\nplain\nb: 2\n", 2),
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\nb: [1, 2\n\n\n", 2),
        ("a: 1\r\nb: {c: 2", 2),
        ("a: 1\nb: 'open\nc: 3\nd: 4\n", 2),
        ('a: 1\nb: "open\nc: 3\nd: 4\n', 2),
        ('a: 1\nb: "\\q"\n', 2),
        ('a: 1\nb: "\\ud83d\\ude00"\n', 2),
        ("a: @ferry\n", 1),
        ("a: 1\nb: `x`\n", 2),
        ("a: 1\nb: %x\n", 2),
        ("a: 1\nb: *nowhere\n", 2),
        ("- a\nb: 1\n", 2),
        ("a: ⛵⛵⛵\nb: 'é': ⛵\n", 2),
    ],
)
def test_what_is_not_yaml_is_an_error_on_its_line(text: str, line: int) -> None:
    assert yamlsource.parse(PATH, text)[0] is None
    assert lines(text) == [line]
    assert errors(text)[0].startswith(f"{line}: the file must be YAML: ")


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029"]
)
def test_a_control_character_is_an_error_on_its_line(sign: str) -> None:
    text = f"a: ⛵⛵⛵ 바다\nb: é\nc: x{sign}y\nd: 1\ne: 2\nf: 3\n"
    assert yamlsource.parse(PATH, text)[0] is None
    assert lines(text) == [3]
    assert f"got U+{ord(sign):04X}." in errors(text)[0]


def test_every_control_character_is_reported_at_once() -> None:
    assert lines("a: x\x00\nb: y\nc: \x85z\u2028\n") == [1, 3, 3]


def test_half_a_surrogate_pair_is_an_error_and_no_crash() -> None:
    assert lines("a: 1\nb: \ud83d\n") == [2]


@settings(max_examples=1_000)
@given(st.text(st.sampled_from("ab:-,[]{}#&*!|>'\"%@` \t\n?0é⛵\x85\u2028"), max_size=30))
def test_whatever_is_read_gives_values_or_problems_on_lines_of_the_file(text: str) -> None:
    document, problems = yamlsource.parse(PATH, text)
    assert document is not None or problems
    assert all(1 <= problem.line <= text.rstrip(" \t\n").count("\n") + 1 for problem in problems)
