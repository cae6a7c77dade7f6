"""Charts: round numbers on their axes, and every mark where its value says, to scale."""

from __future__ import annotations

import itertools
import math
import os
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st

import support
from explainer import charts
from explainer.words import ENGLISH

EXPECTED = support.TESTS / "expected" / "chart.html"
numbers = st.decimals(
    min_value=-(10**6), max_value=10**6, places=2, allow_nan=False, allow_infinity=False
)
positive = st.decimals(
    min_value=Decimal("0.01"), max_value=10**6, places=2, allow_nan=False, allow_infinity=False
)


def ticks(values, *, log=False):
    found = charts.axis([Decimal(each) for each in values], log=log)
    return [f"{tick:f}" for tick in found.ticks]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["4.1", "6.3"], "4.0 4.5 5.0 5.5 6.0 6.5"),  # all in the upper half: no 0
        (["5", "82"], "0 20 40 60 80 100"),
        (["0", "1.5"], "0.0 0.5 1.0 1.5"),
        (["-3", "4"], "-4 -2 0 2 4"),
        (["-30", "-2"], "-30 -25 -20 -15 -10 -5 0"),
        (["-30", "-20"], "-30 -28 -26 -24 -22 -20"),
        (["3"], "0.0 0.5 1.0 1.5 2.0 2.5 3.0"),
        (["0"], "0.0 0.2"),
    ],
)
def test_a_linear_axis_has_round_numbers(values, expected):
    assert ticks(values) == expected.split()


@pytest.mark.parametrize(
    ("values", "first", "last", "expected"),
    [
        (["0.5", "250"], "0.5", "500", "1 10 100"),
        (["1", "1000"], "1", "1000", "1 10 100 1000"),
        (["2", "7"], "2", "10", "2 5 10"),
        (["3"], "2", "5", "2 5"),
        (["0.02", "0.3"], "0.02", "0.5", "0.02 0.05 0.1 0.2 0.5"),
    ],
)
def test_a_logarithmic_axis_counts_in_tens(values, first, last, expected):
    found = charts.axis([Decimal(each) for each in values], log=True)
    assert (found.first, found.last) == (Decimal(first), Decimal(last))
    assert ticks(values, log=True) == expected.split()


@given(st.lists(numbers, min_size=1))
def test_a_linear_axis_is_true(values):
    axis = charts.axis(values, log=False)
    assert axis.first <= min(values)
    assert max(values) <= axis.last
    assert (axis.at(axis.first), axis.at(axis.last)) == (0, 1)
    steps = {later - earlier for earlier, later in itertools.pairwise(axis.ticks)}
    assert len(steps) == 1
    assert 1 <= len(axis.ticks) - 1 <= 8
    for value in values:
        share = float((value - axis.first) / (axis.last - axis.first))
        assert math.isclose(axis.at(value), share, abs_tol=1e-12)


@given(st.lists(positive, min_size=1), positive)
def test_on_a_logarithmic_axis_equal_ratios_are_equal_distances(values, ratio):
    assume(ratio != 1)
    axis = charts.axis(values, log=True)
    assert axis.first <= min(values)
    assert max(values) <= axis.last
    assert math.isclose(axis.at(axis.first), 0, abs_tol=1e-12)
    assert math.isclose(axis.at(axis.last), 1)
    assert len(axis.ticks) > 1
    steps = [axis.at(value * ratio) - axis.at(value) for value in values]
    assert all(math.isclose(step, steps[0], abs_tol=1e-9) for step in steps)


@given(st.lists(positive, min_size=2), st.booleans())
def test_what_is_more_stands_further(values, log):
    axis = charts.axis(values, log=log)
    ordered = sorted(values)
    places = [axis.at(value) for value in ordered]
    assert places == sorted(places)


@pytest.fixture(scope="module")
def tiny():
    return support.read()


def drawings(found):
    table = found.explainer.items["compare/crossings"]
    return [charts.draw(table, chart, ENGLISH) for chart in table.charts]


def test_each_row_has_its_line_and_each_value_its_mark(tiny):
    carts, toll = drawings(tiny)
    assert [line.row.id for line in carts.lines] == ["ford", "ferry", "bridge", "raft"]
    assert [[mark.text for mark in line.marks] for line in carts.lines] == [
        ["8–12"],
        ["40", "90 or more"],
        ["up to 1,500"],
        [],
    ]
    [ford] = carts.lines[0].marks
    number, least = carts.lines[1].marks
    [most] = carts.lines[2].marks
    assert ford.closed
    assert ford.start < ford.end
    assert number.start == number.end
    # What has but one known end reaches to the end of the axis.
    assert (least.closed, least.end) == (False, 1)
    assert (most.closed, most.start) == (False, 0)
    assert toll.unit == "pence"
    assert [label for _, label in toll.ticks] == ["0.0", "0.5", "1.0", "1.5"]


def test_charts_are_the_same_every_time(tiny):
    assert drawings(tiny) == drawings(tiny)


def test_the_drawing_is_as_reviewed(tiny):
    """After a change on purpose, ``UPDATE_GOLDEN=1`` writes it anew; review the diff."""
    [page] = [page for page in tiny.pages() if page.src_uri == "compare/crossings.md"]
    shown = BeautifulSoup(page.markdown.split("\n---\n", 1)[1], "html.parser")
    found = f"{shown.find(class_='charts')}\n"
    if os.environ.get("UPDATE_GOLDEN"):
        EXPECTED.write_text(found, encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8")


def test_what_is_drawn_is_said(tiny):
    [page] = [page for page in tiny.pages() if page.src_uri == "compare/crossings.md"]
    shown = BeautifulSoup(page.markdown.split("\n---\n", 1)[1], "html.parser")
    for chart, drawing in zip(shown.select(".chart"), drawings(tiny), strict=True):
        said = chart.get_text(" ")
        for line in drawing.lines:
            assert chart.select(f"dt a[href='#{line.row.id}']")
            assert all(mark.text in said for mark in line.marks)
        # The drawings hold nothing but marks of what is said beside them.
        assert all(svg["aria-hidden"] == "true" for svg in chart.select("svg"))
        assert len(chart.select("circle, .bar, .open")) == sum(
            len(line.marks) for line in drawing.lines
        )
    assert "no figure" in shown.select_one(".chart").get_text(" ")
