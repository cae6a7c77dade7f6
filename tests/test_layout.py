from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import support
from explainer import dates, layout
from explainer.model import Event, Explainer
from explainer.vocabulary import Lane, NoteKind, Phase, Settings, Shape, Theme


def busiest(positions: Sequence[float], gap: float) -> int:
    """Count the marks at the place that most of them cover; no layout needs fewer rows."""
    return max(
        (sum(other <= each < other + gap for other in positions) for each in positions), default=0
    )


@st.composite
def clustered(draw: st.DrawFn) -> tuple[list[int], int]:
    """Draw positions, many of them close together, in whole numbers so that sums are exact."""
    loose = draw(st.lists(st.integers(0, 5_000), max_size=40))
    centres = draw(st.lists(st.integers(0, 5_000), max_size=6))
    near = draw(st.lists(st.integers(0, 30), max_size=12))
    positions = sorted([*loose, *(centre + each for centre in centres for each in near)])
    return positions, draw(st.integers(1, 60))


@settings(max_examples=500)
@given(clustered())
def test_no_two_marks_of_one_row_stand_nearer_than_the_gap(case: tuple[list[int], int]) -> None:
    positions, gap = case
    found = layout.rows(positions, positions, gap)
    assert len(found) == len(positions)
    for row in set(found):
        inside = [at for at, each in zip(positions, found, strict=True) if each == row]
        assert all(after - before >= gap for before, after in pairwise(inside))


@settings(max_examples=500)
@given(clustered())
def test_rows_are_as_few_as_can_be(case: tuple[list[int], int]) -> None:
    positions, gap = case
    found = layout.rows(positions, positions, gap)
    assert sorted(set(found)) == list(range(busiest(positions, gap)))


@settings(max_examples=200)
@given(
    st.lists(st.floats(0, 1), max_size=120).map(sorted),
    st.sampled_from((layout.DOT / layout.EXTENT, 0.1, 0.003)),
)
def test_rows_hold_for_the_fractions_that_positions_are(positions: list[float], gap: float) -> None:
    found = layout.rows(positions, positions, gap)
    assert max(found, default=-1) + 1 == busiest(positions, gap)
    for row in set(found):
        inside = [at for at, each in zip(positions, found, strict=True) if each == row]
        assert all(before + gap <= after for before, after in pairwise(inside))


@pytest.mark.parametrize("size", [1_500, 2_000])
def test_two_thousand_marks_in_clusters_need_no_more_rows_than_the_busiest_place(
    size: int,
) -> None:
    scattered = [(index * 2_654_435_761 + size) % 2**32 for index in range(size)]
    positions = sorted((number % 40) * 1_000 + number // 40 % 90 for number in scattered)
    found = layout.rows(positions, positions, 26)
    last: dict[int, int] = {}
    for at, row in zip(positions, found, strict=True):
        assert at - last.get(row, -26) >= 26
        last[row] = at
    assert len(last) == busiest(positions, 26) > 10
    assert layout.rows(positions, positions, 26) == found


def test_a_mark_takes_the_first_row_that_is_free() -> None:
    for positions, gap, expected in (
        ([0, 1, 2, 10, 11, 12], 5, [0, 1, 2, 0, 1, 2]),
        ([0, 3, 5, 6], 5, [0, 1, 0, 2]),
        ([0, 0, 0], 1, [0, 1, 2]),
        ([], 1, []),
    ):
        assert layout.rows(positions, positions, gap) == expected


def test_what_lasts_holds_its_row_until_it_is_over() -> None:
    assert layout.rows([0, 2, 9, 11], [8, 2, 9, 11], 1) == [0, 1, 0, 0]


def test_marks_exactly_a_gap_apart_share_a_row() -> None:
    gap = Fraction(1, 3)
    positions: list[float] = [gap * index for index in range(9)]  # type: ignore[misc]
    assert layout.rows(positions, positions, gap) == [0] * 9  # type: ignore[arg-type]


def test_share_is_true_to_the_calendar() -> None:
    first, last = date(1960, 1, 1), date(1960, 12, 31)
    assert layout.share(first, first, last) == 0
    assert layout.share(date(1960, 7, 1), first, last) == 182 / 366
    assert layout.share(last, first, last) == 365 / 366
    assert layout.share(date(1961, 1, 1), first, last) == 1


days = st.dates(date(1850, 1, 1), date(2100, 12, 31))


@given(days, st.integers(1, 4_000), st.integers(0, 4_000), st.integers(0, 4_000))
def test_a_share_grows_with_time_at_one_rate(
    first: date, length: int, one: int, other: int
) -> None:
    last = first + timedelta(length)
    shares = [layout.share(first + timedelta(days), first, last) for days in (one, other)]
    assert shares[1] - shares[0] == pytest.approx((other - one) / (length + 1))


def event(name: str, when: str, lane: str = "ferries") -> Event:
    return Event(
        id=name,
        date=when,
        title=name,
        summary=name,
        actors=("harbour",),
        lane=lane,
        theme="sea",
        phase="early",
        confidence="confirmed",
        evidence=("log",),
    )


def explainer(*events: Event, span: str = "1960/1961") -> Explainer:
    shapes: dict[str, Shape] = {"ferries": "circle", "storms": "diamond", "papers": "flag"}
    settings = Settings(
        title="The ferry",
        description="How a ferry came and went.",
        span=span,
        kinds=(
            NoteKind(
                id="fact", label="Fact", sign="•", underline="solid", evidence="optional", about="x"
            ),
        ),
        lanes=tuple(Lane(id=name, label=name, shape=shape) for name, shape in shapes.items()),
        themes=(Theme(id="sea", label="Sea"),),
        phases=(Phase(id="early", label="Early"),),
    )
    return Explainer(
        settings=settings,
        texts=(),
        events=events,
        comparisons=(),
        references=(),
        actors=(),
        terms=(),
    )


def test_the_picture_covers_the_period_that_the_settings_name() -> None:
    picture = layout.picture(explainer(span="1960-07/1962"))
    assert (picture.first, picture.last) == (date(1960, 7, 1), date(1962, 12, 31))
    assert [year for year, _ in picture.years] == [1960, 1961, 1962]
    assert [at for _, at in picture.years] == [0, 184 / 914, 549 / 914]


def test_the_picture_puts_events_into_their_lanes_in_order_of_time() -> None:
    picture = layout.picture(
        explainer(
            event("late", "1961-12-01"),
            event("gale", "1960-03", "storms"),
            event("early", "1960-01-01"),
            event("before", "1959-12-31"),
            event("after", "1962-01-01"),
        )
    )
    lanes = {each.lane.id: [mark.event.id for mark in each.marks] for each in picture.lanes}
    assert lanes == {"ferries": ["early", "late"], "storms": ["gale"]}
    assert [mark.at for mark in picture.lanes[0].marks] == [0, 700 / 731]


def test_events_that_mark_the_whole_height_are_no_lane_but_flags() -> None:
    picture = layout.picture(explainer(event("essay", "1960-02", "papers")))
    assert "papers" not in {each.lane.id for each in picture.lanes}
    assert [(each.id, start, end) for each, start, end in picture.flags] == [
        ("essay", 31 / 731, 59 / 731)
    ]


def test_a_flag_is_cut_where_the_period_begins_and_ends() -> None:
    picture = layout.picture(
        explainer(
            event("first", "1959-12-01/1960-03-01", "papers"),
            event("last", "1961-12-01/1962-01-10", "papers"),
        )
    )
    assert [(start, end) for _, start, end in picture.flags] == [
        (0, 60 / 731),
        (700 / 731, 730 / 731),
    ]


def test_the_rows_of_a_lane_are_counted() -> None:
    crowd = [event(f"e-{number}", "1960-05-05") for number in range(3)]
    ferries, storms = layout.picture(explainer(*crowd)).lanes
    assert (ferries.rows, storms.rows) == (3, 1)
    assert [mark.row for mark in ferries.marks] == [0, 1, 2]


@settings(max_examples=100)
@given(st.lists(st.dates(date(1960, 1, 1), date(1961, 12, 31)), max_size=60))
def test_marks_of_one_row_of_the_picture_never_touch(when: list[date]) -> None:
    events = [event(f"e-{number}", day.isoformat()) for number, day in enumerate(when)]
    lane = layout.picture(explainer(*events)).lanes[0]
    assert {mark.event.id for mark in lane.marks} == {each.id for each in events}
    for row in range(lane.rows):
        inside = [mark.at for mark in lane.marks if mark.row == row]
        assert all(
            after - before >= layout.DOT / layout.EXTENT - 1e-12
            for before, after in pairwise(inside)
        )
    assert lane.rows == 1 + max((mark.row for mark in lane.marks), default=0)


@settings(max_examples=100)
@given(st.lists(st.dates(date(1958, 1, 1), date(1961, 12, 31)), max_size=60))
def test_every_event_stands_once_on_the_ruler_of_its_year(when: list[date]) -> None:
    events = [event(f"e-{number}", day.isoformat()) for number, day in enumerate(when)]
    found = layout.years(events)
    assert [each.year for each in found] == sorted({day.year for day in when})
    assert sorted(mark.event.id for year in found for mark in year.marks) == sorted(
        each.id for each in events
    )
    for year in found:
        days = [dates.parse(mark.event.date).first for mark in year.marks]
        assert days == sorted(days)
        for mark, day in zip(year.marks, days, strict=True):
            assert day.year == year.year
            assert mark.at == layout.share(day, date(day.year, 1, 1), date(day.year, 12, 31))
            assert mark.row < year.rows


def test_marks_of_a_year_stand_a_mark_apart_on_the_narrowest_screen() -> None:
    every_day = (date(1960, 1, 1) + timedelta(days) for days in range(366))
    events = [event(f"e-{day:%m-%d}", day.isoformat()) for day in every_day]
    (year,) = layout.years(events)
    width = layout.NARROWEST - layout.MARK
    for row in range(year.rows):
        inside = [mark.at * width for mark in year.marks if mark.row == row]
        assert all(after - before >= layout.MARK - 1e-9 for before, after in pairwise(inside))


def test_an_event_that_runs_into_the_next_year_stays_in_the_year_it_began() -> None:
    (year,) = layout.years([event("winter", "1960-12-30/1961-12-30")])
    assert year.year == 1960
    assert year.marks[0].at == 365 / 366


def test_an_event_of_a_month_stands_in_its_middle() -> None:
    (year,) = layout.years([event("one", "1961-05")])
    assert year.marks[0].at == pytest.approx((31 + 28 + 31 + 30 + 15) / 365)


def test_styles_know_how_long_the_months_of_a_ruler_are() -> None:
    styles = (support.HOOKS / "theme/assets/timeline.css").read_text(encoding="utf-8")
    found = re.search(r"\.ruler \{.* grid-template-columns: ([^;]+);", styles)
    leap = re.search(r"\.ruler\.leap { --february: (\d+)fr; }", styles)
    assert found
    assert leap
    plain = re.sub(r"var\(--february, (\d+fr)\)", r"\1", found[1])
    for year, columns in ((1961, plain), (1960, plain.replace("28", leap[1]))):
        days = [calendar.monthrange(year, month)[1] for month in range(1, 13)]
        assert [int(column.removesuffix("fr")) for column in columns.split()] == days
    assert [layout.Year(year, (), 0).leap for year in (1900, 1960, 1961)] == [False, True, False]


def test_events_of_one_day_keep_an_order_that_does_not_depend_on_the_file() -> None:
    events = [event(name, "1960-05-05") for name in ("c", "a", "b")]
    for arranged in (events, events[::-1]):
        (year,) = layout.years(arranged)
        assert [mark.event.id for mark in year.marks] == ["a", "b", "c"]
        picture = layout.picture(explainer(*arranged))
        assert [mark.event.id for mark in picture.lanes[0].marks] == ["a", "b", "c"]


# Dates of every kind that a timeline draws, most of them in a few crowded months.
@st.composite
def when(draw: st.DrawFn) -> str:
    crowd = st.sampled_from((date(1960, 3, 1), date(1960, 12, 20), date(1961, 6, 14)))
    near = st.builds(lambda day, more: day + timedelta(more), crowd, st.integers(0, 40))
    day = draw(st.one_of(near, near, near, st.dates(date(1959, 12, 1), date(1962, 1, 31))))
    kind = draw(st.sampled_from(("day", "day", "day", "month", "about", "span", "year")))
    match kind:
        case "month":
            return f"{day:%Y-%m}"
        case "about":
            return f"{day}~"
        case "span":
            return f"{day}/{day + timedelta(draw(st.integers(0, 90)))}"
        case "year":
            return f"{day:%Y}"
        case _:
            return day.isoformat()


def covered(mark: layout.Placed, size: float) -> tuple[float, float]:
    """Return from where to where a mark of ``size`` and the extent of its date reach."""
    first, last = mark.extent or (mark.at, mark.at)
    return min(mark.at - size / 2, first), max(mark.at + size / 2, last)


def check_marks(marks: Sequence[layout.Placed], rows: int, size: float) -> None:
    """No two marks or extents meet, the order is that of time, and all rows are used."""
    by_row: dict[int, list[tuple[float, float]]] = {}
    for mark in marks:
        by_row.setdefault(mark.row, []).append(covered(mark, size))
    assert sorted(by_row) == list(range(rows if marks else 0))
    for inside in by_row.values():
        inside.sort()
        assert all(before[1] <= after[0] + 1e-9 for before, after in pairwise(inside))
    middles = [dates.parse(mark.event.date).middle for mark in marks]
    assert middles == sorted(middles)


@settings(max_examples=60)
@given(st.lists(when(), max_size=150))
def test_neither_marks_nor_their_extents_ever_meet(given_dates: list[str]) -> None:
    check_all(given_dates)


@pytest.mark.parametrize("size", [500, 1_000, 2_000])
def test_two_thousand_events_in_heavy_clusters_are_laid_out_like_ten(size: int) -> None:
    forms = ("{0}", "{0}", "{0}", "{1}", "{0}~", "{0}/{2}")
    crowd = []
    for index in range(size):
        number = (index * 2_654_435_761 + size) % 2**32
        day = date(1960, 1, 1) + timedelta(number % 7 * 97 + number // 7 % 12)
        form = forms[number // 84 % len(forms)]
        crowd.append(form.format(day, f"{day:%Y-%m}", day + timedelta(number % 30)))
    check_all(crowd)


def check_all(given_dates: Sequence[str]) -> None:
    events = [event(f"e-{number}", text) for number, text in enumerate(given_dates)]
    source = explainer(*events)
    (lane, *_), years = layout.picture(source).lanes, layout.years(events)
    check_marks(lane.marks, lane.rows if lane.marks else 0, layout.DOT / layout.EXTENT)
    assert sum(len(year.marks) for year in years) == len(events)
    width = layout.NARROWEST - layout.MARK
    for year in years:
        check_marks(year.marks, year.rows, layout.MARK / width)
        first, last = date(year.year, 1, 1), date(year.year, 12, 31)
        for mark in year.marks:
            # True to scale: a day of the year has one place, to within a pixel of 1,200.
            middle = min(dates.parse(mark.event.date).middle, last)
            days = (last - first).days + 1
            assert abs(mark.at - (middle - first).days / days) * 1_200 < 1
    again = [event(f"e-{number}", text) for number, text in enumerate(given_dates)]
    assert layout.years(again[::-1]) == years
    assert layout.picture(explainer(*again[::-1])) == layout.picture(source)


@pytest.mark.parametrize(
    ("text", "extent", "drawn"),
    [
        ("1961-02-01", None, "day"),
        ("1961-02-01/1961-02-02", (31 / 365, 33 / 365), "lasting"),
        ("1961-02", (31 / 365, 59 / 365), "uncertain"),
        ("1961-02-01~", (31 / 365, 32 / 365), "uncertain"),
        ("1961-02-01/1961-03", (31 / 365, 90 / 365), "uncertain"),
        ("1961", (0, 1), "uncertain"),
        ("1961-12-31/1962-02-01", (364 / 365, 1), "lasting"),
    ],
)
def test_a_date_is_drawn_as_what_it_is(
    text: str, extent: tuple[float, float] | None, drawn: str
) -> None:
    ((mark,),) = [year.marks for year in layout.years([event("one", text)])]
    assert mark.drawn == drawn
    assert mark.extent == (extent and pytest.approx(extent))


def test_phases_stand_where_their_spans_do_and_their_labels_apart() -> None:
    names = {"long ago": "1950/1959", "spring": "1960-03/1960-05", "just after": "1960-06/1962"}
    source = explainer(event("one", "1960-06-01"))
    phases = tuple(
        Phase(id=name.replace(" ", "-"), label=name, span=span) for name, span in names.items()
    )
    changed = source.settings.model_copy(update={"phases": phases})
    bands = layout.picture(replace(source, settings=changed)).phases
    assert [(band.phase.label, band.start, band.end) for band in bands] == [
        ("spring", 60 / 731, 152 / 731),
        ("just after", 152 / 731, 1),
    ]
    for one, other in pairwise(bands):
        ends = one.start + len(one.phase.label) * layout.LETTER / layout.EXTENT
        assert one.row != other.row or ends <= other.start


def test_the_longest_pause_of_a_lane_is_between_neighbors() -> None:
    picture = layout.picture(
        explainer(event("a", "1960-01-01"), event("b", "1960-01-11"), event("c", "1960-01-16"))
    )
    pause = picture.lanes[0].pause
    assert pause
    assert (pause.days, pause.before.id, pause.after.id) == (10, "a", "b")
    assert picture.by_year == {1960: 3, 1961: 0}
    assert picture.count == 3


def test_months_count_their_events() -> None:
    source = explainer(event("a", "1960-02-03"), event("b", "1960-02"), event("c", "1970-01-01"))
    months = layout.density(source)
    assert [(day, count) for day, count in months if count] == [(date(1960, 2, 1), 2)]
    assert len(months) == 24
