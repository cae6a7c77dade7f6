"""Ways to look at the timeline: what each choice leaves, as data, as styles and as pages."""

from __future__ import annotations

import functools
import re

import pytest

import support
from explainer import lenses, project


@functools.cache
def tiny():
    return project.read(support.copy_tiny(support.fresh_folder() / "tiny")).site()


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


def test_events_carry_the_words_by_which_styles_find_them():
    events = {
        str(item.find("h3")["id"]): item
        for item in page("timeline/index.html").select(".events > li")
    }
    assert events["flood-1887"]["data-l"].split() == ["phase-before", "text-quill-1890"]
    assert events["opening-1891"]["data-l"].split() == ["phase-after", "later-quill-1890"]
    # Actors and themes are found by an event's own links.
    hrefs = [str(link["href"]) for link in events["vote-1890"].select(".tags a")]
    assert hrefs == [
        "theme/politics/",
        "../people/#council",
        "../people/#ferryman",
        "../id/event/vote-1890/#cite",
    ]


@pytest.mark.parametrize(("key", "count"), [("politics", 3), ("weather", 1), ("council", 2)])
def test_an_actor_and_a_theme_are_found_by_the_links_that_events_carry(key, count):
    (ending,) = set(re.findall(rf'\[href\$="([^"]*\b{key}\b[^"]*)"\]', lenses.style(tiny())))
    links = page("timeline/index.html").select(f'.events .tags [href$="{ending}"]')
    assert len(links) == count


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
    assert found.select_one(".event .evidence a")
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
    assert "The parish : 2 events (1890: 1, 1891: 1). Longest pause: 381 days" in text(told)


def test_every_mark_of_the_picture_leads_to_its_event_and_has_its_name():
    timeline = page("timeline/index.html")
    for picture in timeline.select("figure.picture > svg"):
        marks = [link for link in picture.select("a") if link.find("g")]
        assert len(marks) == 3  # the letter is a flag, which has words of its own
        for mark in marks:
            name = str(mark["href"]).removeprefix("#")
            assert mark["aria-labelledby"] == name
            assert timeline.find("h3", id=name)


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
