from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import dates


@st.composite
def points(draw: st.DrawFn) -> str:
    """Draw a date of the profile: a year, month or day, perhaps with a qualifier."""
    day = draw(st.dates(date(1, 1, 1), date(9999, 12, 31)))
    text = draw(st.sampled_from((f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}")))
    year, *rest = text.split("-")
    return "-".join([year.zfill(4), *rest]) + draw(st.sampled_from(("", "", "~", "?", "%")))


def strict_bounds(text: str) -> tuple[date, date]:
    """Ask the reference library."""
    parsed = parse_edtf(text)
    first, last = parsed.lower_strict(), parsed.upper_strict()
    return date(*first[:3]), date(*last[:3])


@settings(max_examples=150)
@given(points())
def test_the_bounds_of_a_date_are_those_of_the_reference_library(text: str) -> None:
    span = dates.parse(text)
    assert (span.first, span.last) == strict_bounds(text)


@settings(max_examples=100)
@given(points(), points())
def test_the_bounds_of_an_interval_are_those_of_the_reference_library(one: str, other: str) -> None:
    text = "/".join(sorted((one, other), key=lambda each: dates.parse(each).first))
    span = dates.parse(text)
    assert (span.first, span.last) == strict_bounds(text)


@settings(max_examples=1_000)
@given(points())
def test_a_date_lies_within_its_bounds(text: str) -> None:
    span = dates.parse(text)
    assert span.first <= span.middle <= span.last
    assert f"{span.first.year:04}" == text[:4]
    assert dates.iso(text) == text.rstrip("~?%")
    assert str(span.first.year) in dates.words(text)


@settings(max_examples=500)
@given(points(), points())
def test_an_interval_that_runs_backwards_is_refused(one: str, other: str) -> None:
    earlier, later = dates.parse(one), dates.parse(other)
    if earlier.last < later.first:
        with pytest.raises(ValueError, match=rf"^{other.replace('?', '.')}/"):
            dates.parse(f"{other}/{one}")
        assert dates.parse(f"{one}/{other}").last == later.last


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_with_the_last_day_that_the_calendar_gives_it(year: int, month: int) -> None:
    assert dates.parse(f"{year:04}-{month:02}").last.day == monthrange(year, month)[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1962", "1962"),
        ("0987", "987"),
        ("1962-03", "March 1962"),
        ("1962-03-04", "March 4, 1962"),
        ("1962~", "about 1962"),
        ("1962-03~", "about March 1962"),
        ("1962-03-04?", "perhaps March 4, 1962"),
        ("1962%", "perhaps about 1962"),
        ("1962-03-04/1962-03-07", "March 4–7, 1962"),
        ("1962-03-30/1962-04-02", "March 30 – April 2, 1962"),
        ("1962-12-30/1963-01-02", "December 30, 1962 – January 2, 1963"),
        ("1962-03/1962-05", "March 1962 – May 1962"),
        ("1962/1964", "1962 – 1964"),
        ("1962/1964-05", "1962 – May 1964"),
        ("1962-03-30/1962-05", "March 30, 1962 – May 1962"),
        ("1962~/1964", "about 1962 to 1964"),
        ("1962/1964?", "1962 to perhaps 1964"),
        ("1962-03-04~/1962-03-07%", "about March 4, 1962 to perhaps about March 7, 1962"),
        ("1962-03-04/1962-03-04", "March 4, 1962"),
        ("1962-03/1962-03", "March 1962"),
        ("1962~/1962~", "about 1962"),
        ("1962/1962~", "1962 to about 1962"),
    ],
)
def test_dates_are_worded_for_a_reader(text: str, words: str) -> None:
    assert dates.words(text) == words


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    assert dates.words(f"1962-{month:02}") == f"{date(1962, month, 1):%B} 1962"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "1962/",
        "/1962",
        "1962/..",
        "../1962",
        "1962/1963/1964",
        "62",
        "19620",
        "-1962",
        "Y19620",
        "0000",
        "1962-3",
        "1962-00",
        "1962-13",
        "1962-03-00",
        "1962-03-32",
        "1962-02-29",
        "1900-02-29",
        "1962-21",
        "196X",
        "1962-XX",
        "[1962, 1963]",
        "{1962, 1963}",
        "1962?~",
        "?1962-03",
        "1962-03-04T10:00",
        "19620304",
        "1962/03",
        "March 1962",
        "1962 ",
        " 1962",
        "1962\n",
        "1963/1962",
        "1962-03-05/1962-03-04",
        "1962-03-05/1962-03",
        "١٩٦٢",
        "１９６２-０３",
    ],
)
def test_what_cannot_be_drawn_and_worded_is_refused(text: str) -> None:
    for function in (dates.parse, dates.words, dates.iso):
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the field's to word
            function(text)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("1964-02-29", True),
        ("1964-02-29/1964-02-29", True),
        ("1964-02-29~", False),
        ("1964-02-29/1964-02-29?", False),
        ("1964-02", False),
        ("1964-02-28/1964-02-29", False),
    ],
)
def test_only_one_known_day_is_exact(text: str, *, exact: bool) -> None:
    assert dates.parse(text).exact is exact


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        ("1962-03-04", date(1962, 3, 4)),
        ("1962-03-04/1962-03-06", date(1962, 3, 5)),
        ("1962-03-04/1962-03-07", date(1962, 3, 5)),
        ("1962", date(1962, 7, 2)),
    ],
)
def test_the_middle_is_a_day(text: str, middle: date) -> None:
    assert dates.parse(text).middle == middle


def test_the_first_point_of_an_interval_is_what_machines_read() -> None:
    assert dates.iso("1962-03~/1964") == "1962-03"
