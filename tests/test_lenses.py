"""Ways to look at the timeline: what each choice leaves, as data, as styles and as pages."""

from __future__ import annotations

import functools
import re

import pytest

import support
from explainer import layout, lenses


def tiny():
    return support.facts(support.TINY, "")


@functools.cache
def page(name):
    return support.tiny_site().pages[name]


def text(tag):
    return " ".join(tag.get_text(" ").split())


def test_lenses_offer_what_events_have_and_how_many():
    found = {
        lens.name: [(choice.id, choice.count) for choice in lens.choices]
        for lens in lenses.lenses(tiny())
    }
    assert found == {
        "actor": [("council", 2), ("quill", 1), ("ferryman", 2)],
        "theme": [("weather", 1), ("politics", 3)],
        "phase": [("before", 1), ("quarrel", 2), ("after", 1)],
        "text": [("quill-1890", 3)],
    }


@pytest.mark.parametrize(
    ("lens", "key", "events"),
    [
        ("actor", "ferryman", "flood-1887 vote-1890"),
        ("theme", "weather", "flood-1887"),
        ("phase", "quarrel", "letter-1890 vote-1890"),
        ("text", "quill-1890", "flood-1887 letter-1890 vote-1890"),
    ],
)
def test_a_choice_leaves_its_events_in_order(lens, key, events):
    assert [each.id for each in lenses.chosen(tiny(), lens, key)] == events.split()


def test_every_choice_of_the_form_has_a_rule_and_every_rule_a_choice():
    form = page("timeline/index.html").select_one("form.lenses")
    offered = {
        (select["name"], option["value"])
        for select in form.select("select")
        for option in select.select("option")
        if option["value"]
    }
    rules = set(re.findall(r'\[name=(\w+)\] \[value="([^"]+)"\]:checked', lenses.style(tiny())))
    assert rules == offered
    assert ("asof", "quill-1890") in offered


def test_events_have_the_classes_by_which_styles_find_them():
    events = {
        str(item.find("h3")["id"]): item
        for item in page("timeline/index.html").select(".events > li")
    }
    style = lenses.style(tiny())
    for lens in lenses.lenses(tiny()):
        for choice in lens.choices:
            chosen = rf'\[name={lens.name}\] \[value="{choice.id}"\]:checked'
            (word,) = re.findall(rf"{chosen}\).*:not\(\.(\w+)\)", style)
            found = [name for name, item in events.items() if word in item["class"]]
            left = [each.id for each in lenses.chosen(tiny(), lens.name, choice.id)]
            assert found == left, (lens.name, choice.id)
    (later,) = set(re.findall(r'"quill-1890"\]:checked\).*li\.(l\w+)\b', style))
    assert [name for name, item in events.items() if later in item["class"]] == [
        "vote-1890",
        "opening-1891",
    ]
    # An event's links lead to its theme, its actors and its citation.
    hrefs = [str(link["href"]) for link in events["vote-1890"].select(".tags a")]
    assert hrefs == [
        "theme/politics/",
        "../people/#council",
        "../people/#ferryman",
        "../id/event/vote-1890/#cite",
    ]


def test_words_in_the_style_sheet_cannot_end_their_string():
    assert lenses._string('a "b" \\ </style>') == '"a \\"b\\" \\\\ \\3c /style>"'


def test_days_since_the_event_before_are_about_where_a_day_is_not_known():
    found = lenses.gaps(tiny().explainer.events)
    assert "flood-1887" not in found  # nothing came before it
    letter = found["letter-1890"]
    # From the middle of July 1887 to March 2, 1890.
    assert (letter.days, letter.exact) == (960, False)
    assert (found["vote-1890"].days, found["vote-1890"].exact) == (44, True)
    assert (found["opening-1891"].days, found["opening-1891"].exact) == (381, True)


@pytest.mark.parametrize(
    ("date", "counted"),
    [
        ("1890", False),
        ("1890~", False),
        ("1890/1891", False),
        ("1890-03/1890-06", False),
        ("1890-03", True),
        ("1890-03-02~", True),
        ("1890-03-02/1890-06-01", True),
    ],
)
def test_no_days_are_counted_to_or_from_a_date_coarser_than_a_month(date, counted):
    flood, letter, vote, opening = tiny().explainer.events
    events = [flood, letter.model_copy(update={"date": date}), vote, opening]
    expected = {"letter-1890", "vote-1890"} if counted else set()
    assert set(lenses.gaps(events)) == {"opening-1891"} | expected


def test_the_longest_time_between_two_events_leaves_out_a_date_coarser_than_a_month():
    explainer = tiny().explainer
    flood, letter, vote, opening = explainer.events
    coarse = letter.model_copy(update={"date": "1890", "lane": "parish"})
    drawn = layout.picture(explainer, [flood, coarse, vote, opening])
    [parish] = [each for each in drawn.lanes if each.lane.id == "parish"]
    # It lies somewhere between the other two, so that nothing can be said of the time between them.
    assert [mark.event.id for mark in parish.marks] == ["vote-1890", "letter-1890", "opening-1891"]
    assert parish.pause is None


@pytest.mark.parametrize(
    ("name", "heading", "titles"),
    [
        (
            "timeline/actor/council/index.html",
            "Aldermoor Parish Council",
            ["The council votes for timber", "The bridge opens"],
        ),
        ("timeline/theme/weather/index.html", "Weather", ["High water closes the market"]),
        (
            "timeline/phase/quarrel/index.html",
            "The quarrel",
            ["Martha Quill writes to the Gazette", "The council votes for timber"],
        ),
    ],
)
def test_each_actor_theme_and_phase_is_a_page_of_its_own(name, heading, titles):
    found = page(name)
    assert text(found.find("h1")) == heading
    assert [text(each) for each in found.select(".event h3")] == titles
    assert found.select_one(".event summary + p a")
    lens, key = name.split("/")[1:3]
    assert found.select_one(f'header a[href="../../?{lens}={key}"]')


def test_days_on_a_page_of_its_own_count_from_the_event_before_on_that_page():
    (gap,) = page("timeline/actor/council/index.html").select(".gap")
    assert text(gap) == "+381 days"


def test_one_page_leads_to_all_of_them():
    links = {str(link["href"]) for link in page("timeline/ways/index.html").select("main a")}
    for lens in lenses.lenses(tiny()):
        for choice in lens.choices if lens.paged else ():
            assert f"../{lens.name}/{choice.id}/" in links
    assert page("timeline/index.html").select_one('.lenses a[href="ways/"]')
    phases = text(page("timeline/ways/index.html").select("section.ways")[-1])
    assert "The quarrel 2 March 2 – April 15, 1890. From the letter to the vote." in phases


def test_the_picture_is_told_in_words():
    told = page("timeline/index.html").select_one(".in-words")
    assert "Most events: 1887, 1890, 1891 (1). Fewest events: 1888, 1889 (0)." in text(told)
    assert (
        "The parish : 2 events (1890: 1, 1891: 1). Longest time between two of them: 381 days"
        in text(told)
    )


PICTURES = ("timeline/index.html", "timeline/theme/politics/index.html", "index.html")


@pytest.mark.parametrize("name", PICTURES)
def test_marks_lead_pointers_to_their_events_and_keys_past_them(name):
    found = page(name)
    for picture in found.select("figure.picture > svg"):
        assert picture["aria-hidden"] == "true"
        assert all(link["tabindex"] == "-1" for link in picture.select("a"))
    wide = [str(link["href"]) for link in found.select("svg.wide a")]
    events = [each.id for each in tiny().explainer.events]
    if "politics" in name:
        events = [each.id for each in lenses.chosen(tiny(), "theme", "politics")]
    assert sorted(link.partition("#")[2] for link in wide) == sorted(events)
    # What they lead to follows: the events, or the years in which they stand, with larger targets.
    following = found.select_one("figure.picture").find_all_next("a")
    hrefs = [str(link["href"]) for link in following if link.find_parent("svg") is None]
    if name == "index.html":
        years = {f"#y{date[:4]}" for date in (each.date for each in tiny().explainer.events)}
        shown = found.select("nav.years a")
        assert {str(link["href"]).removeprefix("timeline/") for link in shown} == years
        assert [text(link) for link in shown] == sorted(year[2:] for year in years)
        for year in years:
            assert page("timeline/index.html").find(id=year[1:])
    else:
        assert set(wide) <= set(hrefs)


def test_the_tall_drawing_of_the_timeline_is_the_wide_one_turned_over():
    found = page("timeline/index.html")
    lanes = [g["id"] for g in found.select("svg.wide g[id]")]
    still = found.select("svg.tall [data-of]")
    assert [g["data-of"] for g in still] == lanes
    for g, name in zip(still, lanes, strict=True):
        wide = found.find(id=name)
        drawn = "".join(str(path["d"]) for path in g.select("path:not(.extent)"))
        assert len(re.findall("M", drawn)) == len(wide.select("a"))
        assert len(g.select(".extent")) == len(wide.select(".extent"))
    shapes = {str(use["href"])[1:] for use in found.select("svg.wide use")}
    assert shapes <= {str(g["id"]) for g in found.select("svg.symbols path")}
    # Where no script makes links of them, every mark is a link of its own.
    other = page("index.html")
    wide, tall = (other.select(f"svg.{kind} a[href]") for kind in ("wide", "tall"))
    assert [link["href"] for link in wide] == [link["href"] for link in tall]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    told = text(page(name).select_one(".in-words"))
    assert "The quarrel, March 2 – April 15, 1890; The bridge, April 16, 1890 – 1891." in told
    assert "Across all rows: Quill, March 2, 1890." in told
    years = "1887: 0, 1888: 0" if "politics" in name else "1887: 1, 1888: 0"
    assert f"Marks in each year: {years}, 1889: 0, 1890: 1, 1891: 1." in told


def test_the_picture_of_some_events_says_which():
    names = [page(name).select_one("figure.picture")["aria-label"] for name in PICTURES]
    assert names == ["The whole period", "The whole period: Politics", "The whole period"]


def test_wherever_an_event_is_shown_it_says_the_same():
    whole = page("timeline/index.html")
    alone = page("timeline/theme/politics/index.html")
    shown = {text(each.find("h3")): each for each in alone.select(".event")}
    assert len(shown) == 3
    for each in whole.select(".event"):
        parts = ".entry > p:not(.paper), .disagree, details"
        said = [text(part) for part in each.select(parts)]
        other = shown.pop(text(each.find("h3")), None)
        if other:
            for paper in other.select(".told .paper"):
                paper.extract()
            assert [text(part) for part in other.select(parts)] == said
    assert shown == {}
    opening = text(alone)
    for words in ("not verified", "Sources disagree: who crossed first", "Politics", "Cite"):
        assert words in opening
    assert "nine market days lost" in text(page("timeline/theme/weather/index.html"))


def test_accounts_are_told_side_by_side():
    found = page("timeline/accounts/index.html")
    (section,) = found.select("section")
    assert section["id"] == "vote-1890"
    assert [text(each) for each in section.select("dt")] == [
        "Aldermoor Parish Council",
        "The ferryman",
    ]
    silent = section.select_one(".silent")
    assert "No word of his" in text(silent)
    assert silent.select_one(".cite a")
    assert page("timeline/index.html").select_one('.told a[href="accounts/#vote-1890"]')
