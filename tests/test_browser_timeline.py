"""The timeline in a browser: its lenses with and without scripts, on paper and by keyboard."""

from __future__ import annotations

import itertools
import json
import re

import pytest

import browser
import support
from explainer import dates
from explainer.words import ENGLISH

pytestmark = pytest.mark.browser

TIMELINE = "timeline/"
ENTRY = ".track .event h3"
LENSES = ("actor", "theme", "phase", "text")


def shown(page):
    browser.laid_out(page)
    return {name for name, _ in browser.shown(page, ENTRY)}


def having(explainer, lens, key):
    if lens == "actor":
        return {event.id for event in explainer.events if key in event.actors}
    if lens == "text":
        return {event.id for event in explainer.events if mentioned(explainer, key, event)}
    return {event.id for event in explainer.events if getattr(event, lens) == key}


def mentioned(explainer, key, event):
    """Whether an event points at a text, or a note on the text at the event."""
    [source] = [each for each in explainer.texts if each.id == key]
    name = f"event/{event.id}"
    return any(each.split("/")[0] == key for each in event.see) or any(
        name in note.see or f"(id:{name})" in note.text for note in source.notes
    )


def choose(page, lens, key):
    page.locator(f".lenses [name={lens}]").select_option(key)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("lens", "key"),
    [
        ("actor", "china"),
        ("theme", "nuclear-test"),
        ("phase", "summits"),
        ("text", "lee-2016"),
        ("text", "cap-2019"),
    ],
)
def test_a_lens_leaves_its_events_with_and_without_scripts(new_page, explainer, lens, key, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto(TIMELINE)
    assert shown(page) == {event.id for event in explainer.events}
    choose(page, lens, key)
    expected = having(explainer, lens, key)
    assert shown(page) == expected
    option = page.locator(f".lenses [name={lens}] option[value={key}]").inner_text()
    assert option.endswith(f"({len(expected)})")
    page.locator(".lenses button[type=reset]").click()
    assert shown(page) == {event.id for event in explainer.events}


def test_lenses_together_leave_what_all_of_them_leave(page, explainer):
    page.goto(f"{TIMELINE}?actor=china&theme=sanctions")
    expected = having(explainer, "actor", "china") & having(explainer, "theme", "sanctions")
    assert shown(page) == expected
    total = len(explainer.events)
    assert page.locator(".count").inner_text() == f"{len(expected)} of {total} events shown"
    # The tally at the end, which needs no script, counts the same.
    tally = page.evaluate(
        "getComputedStyle(document.querySelector('.tally span'), '::before').content"
    )
    assert "counter(shown)" in tally


def test_what_was_chosen_stands_in_the_address_and_comes_back(page, explainer):
    page.goto(TIMELINE)
    choose(page, "actor", "iaea")
    choose(page, "asof", "lee-2016")
    page.locator("[name=gaps]").check()
    assert page.url.endswith("?actor=iaea&asof=lee-2016&gaps=1")
    before = shown(page)
    page.reload()
    assert shown(page) == before == having(explainer, "actor", "iaea")
    assert page.locator("[name=asof]").input_value() == "lee-2016"
    page.go_back()
    assert not page.locator("[name=gaps]").is_checked()
    page.go_back()
    assert page.locator("[name=asof]").input_value() == ""
    assert shown(page) == before
    page.goto(f"{TIMELINE}?actor=nobody&asof=never#leap-day-deal")
    assert shown(page) == {event.id for event in explainer.events}


def test_an_event_that_is_linked_is_shown_whatever_was_chosen(page, explainer):
    left = having(explainer, "theme", "sanctions")
    assert "leap-day-deal" not in left
    page.goto(f"{TIMELINE}?theme=sanctions#leap-day-deal")
    assert shown(page) == left | {"leap-day-deal"}


STATES = """() => Object.fromEntries([...document.querySelectorAll('.track .events > li')].map(
  (item) => [item.querySelector('h3').id,
    getComputedStyle(item.querySelector('.entry'), '::before').content]))"""


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_not_yet_known_is_set_apart(new_page, explainer, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto(TIMELINE)
    choose(page, "asof", "cap-2019")
    states = page.evaluate(STATES)
    year = dates.parse("2019")
    for event in explainer.events:
        span = dates.parse(event.date)
        state = states[event.id]
        if span.last <= year.first:
            assert state == "none", event.id
        elif span.first > year.last:
            assert state.startswith('"Not yet'), event.id
        else:
            assert state.startswith('"Perhaps'), event.id
    assert shown(page) == {event.id for event in explainer.events}


def test_any_day_can_be_asked_for(page):
    page.goto(f"{TIMELINE}?asof=2018-03-27")
    states = page.evaluate(STATES)
    assert states["trump-accepts-summit"] == "none"
    assert states["kim-xi-beijing-2018"] == '"Perhaps before, perhaps after March 27, 2018"'
    assert states["singapore-summit"] == '"Not yet by March 27, 2018"'
    assert page.locator("[name=day]").input_value() == "2018-03-27"


def test_days_since_the_event_before_are_counted_among_those_shown(page, explainer):
    page.goto(f"{TIMELINE}?theme=nuclear-test&gaps=1")
    tests = [each for each in explainer.events if each.theme == "nuclear-test"]
    days = [dates.parse(each.date).first for each in tests]
    expected = [f"+{(later - earlier).days} days" for earlier, later in itertools.pairwise(days)]
    assert [text for _, text in browser.shown(page, ".gap")] == expected


COUNTED = """[...document.querySelectorAll('.events > li')]
  .filter((item) => item.getClientRects().length && item.querySelector('.gap'))
  .map((item) => item.querySelector('h3').id)"""


def counted(events):
    """Return the events that have a number of days: not those beside a date that is only a year."""
    return [
        later.id
        for earlier, later in itertools.pairwise(events)
        if "-" in earlier.date and "-" in later.date
    ]


@pytest.mark.parametrize("lens", ["", "phase=aftermath&"])
def test_no_days_are_counted_to_or_from_a_date_that_is_only_a_year(page, explainer, lens):
    page.goto(f"{TIMELINE}?{lens}gaps=1")
    events = [each for each in explainer.events if not lens or each.phase == "aftermath"]
    assert len(counted(events)) == len(events) - 3
    assert set(page.evaluate(COUNTED)) == set(counted(events))


def test_without_a_script_days_are_not_shown_where_they_would_mislead(new_page, explainer):
    page = new_page(java_script_enabled=False)
    page.goto(TIMELINE)
    page.locator("[name=gaps]").check()
    assert len(browser.shown(page, ".gap")) == len(counted(explainer.events))
    choose(page, "theme", "nuclear-test")
    assert browser.shown(page, ".gap") == []


def test_paper_names_what_was_chosen(page, explainer):
    page.goto(TIMELINE)
    page.emulate_media(media="print")
    assert browser.shown(page, "form.lenses") == []
    assert len(shown(page)) == len(explainer.events)
    page.goto(f"{TIMELINE}?phase=summits")
    assert page.locator("form.lenses").is_visible()
    assert page.locator("[name=phase] option:checked").inner_text().startswith("Summits")
    assert shown(page) == having(explainer, "phase", "summits")


@pytest.mark.parametrize("width", [browser.PHONE, browser.DESK])
def test_lenses_are_reached_and_set_by_keyboard(page, explainer, width):
    browser.resize(page, width)
    page.goto(TIMELINE)
    page.locator("[name=actor]").focus()
    for name in (*LENSES[1:], "asof", "day"):
        while page.evaluate("document.activeElement.name") != name:
            page.keyboard.press("Tab")
            assert page.evaluate(browser.FOCUS)["fault"] == "", name
    page.locator("[name=phase]").focus()
    page.keyboard.press("S")  # as far as Stalemate
    assert page.locator("[name=phase]").input_value() == "stalemate"
    assert shown(page) == having(explainer, "phase", "stalemate")
    assert page.evaluate("document.activeElement.name") == "phase"
    small = page.evaluate("""() => [...document.querySelectorAll(
      '.lenses :is(select, input, button, a)')].filter((each) => {
        const box = (each.closest('.tick') ?? each).getBoundingClientRect();
        return box.height < 24 || box.width < 24; }).map((each) => each.outerHTML.slice(0, 60))""")
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_timeline_seen_through_lenses(new_page, scheme):
    page = new_page(color_scheme=scheme)
    page.goto(f"{TIMELINE}?actor=china&asof=2016-01-06&gaps=1")
    browser.prepare_axe(page)
    browser.begin_axe(page)
    assert browser.violations(page) == []


def test_extents_of_dates_stand_with_their_marks(page):
    for width in (browser.PHONE, browser.TABLET, browser.DESK):
        browser.resize(page, width)
        page.goto(TIMELINE)
        browser.laid_out(page)
        assert page.evaluate(browser.OVERLAPS, [".track .extent", ""]) == []
        assert page.evaluate(browser.OVERLAPS, [".track .extent", ".track .mark"]) == []


def test_the_picture_of_a_phone_can_be_read(page):
    browser.resize(page, browser.PHONE)
    page.goto(TIMELINE)
    sizes = page.evaluate("""() => [...document.querySelectorAll('.picture svg.tall text')].map(
      (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a
        || parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().b))""")
    assert min(sizes) > 9, json.dumps(sizes)


def test_a_page_of_a_lens_leads_to_the_same_events(page, explainer):
    page.goto("timeline/actor/iaea/")
    titles = page.locator(".event h3").all_text_contents()
    page.locator("header a", has_text="on the timeline").click()
    page.locator(".lenses .count").wait_for()
    assert shown(page) == having(explainer, "actor", "iaea")
    assert [text.strip() for text in page.locator(f"{ENTRY}:visible").all_text_contents()] == titles


def test_paper_names_a_day_that_was_asked_for(page):
    page.goto(f"{TIMELINE}?asof=2018-03-27")
    page.emulate_media(media="print")
    assert page.locator("form.lenses").is_visible()
    assert page.locator(".count").inner_text().endswith("As known on the day of March 27, 2018")
    page.emulate_media(media="screen")
    page.locator("[name=day]").fill("")
    page.emulate_media(media="print")
    assert browser.shown(page, "form.lenses") == []


AFTER = """selector => [...document.querySelectorAll(selector)].map((link) => {
  const { content, display } = getComputedStyle(link, '::after');
  return [link.getAttribute('href'), display, content]; })"""


def test_paper_says_where_events_accounts_and_works_are_found(page, explainer):
    page.goto(TIMELINE)
    assert browser.shown(page, ".paper") == []
    page.emulate_media(media="print")
    root = support.PUBLISHED
    [(_, line)] = browser.shown(page, ".paper")
    assert line == f"{ENGLISH['paper_works']} {root}references/"
    for selector, count in (
        (".track h3 a", len(explainer.events)),
        (".track .told a", sum(bool(event.accounts) for event in explainer.events)),
    ):
        found = page.evaluate(AFTER, selector)
        assert len(found) == count
        for href, display, content in found:
            assert display == "block"
            assert content == f'"{root}timeline/{href}"'
    # Where texts and tables mention an event is printed, and so is each name of its evidence.
    said = [text for _, text in browser.shown(page, ".event details")]
    assert sum(ENGLISH["mentioned"] in text for text in said) > 50
    links = page.locator(".event summary + p a").count()
    assert links == sum(len(event.evidence) for event in explainer.events)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 20


def test_paper_of_some_events_says_where_each_is_found(page, explainer):
    page.goto("timeline/actor/iaea/")
    page.emulate_media(media="print")
    root = support.PUBLISHED
    found = [text for _, text in browser.shown(page, ".event > .entry > .paper")]
    events = [event.id for event in explainer.events if "iaea" in event.actors]
    assert found == [f"{root}timeline/#{name}" for name in events]
    assert browser.shown(page, "article > .paper")[-1][1].endswith(f"{root}references/")
    page.goto("timeline/accounts/")
    found = [text for _, text in browser.shown(page, "section > .paper")]
    told = [event.id for event in explainer.events if event.accounts]
    assert found == [f"{root}timeline/#{name}" for name in told]


def test_where_no_address_is_known_paper_has_that_of_the_page(new_page):
    page = new_page()
    with browser.served(support.tiny_site().folder) as tiny:
        page.goto(f"{tiny}timeline/?gaps=1#vote-1890")
        page.pdf()  # the page learns that it is printed
        page.emulate_media(media="print")
        for href, _, content in page.evaluate(AFTER, ".track h3 a"):
            assert content == f'"{tiny}timeline/{href}"'


@pytest.mark.parametrize(
    ("path", "goal", "most"),
    [
        ("", ".home a[href='read/lee-2016/']", 12),
        (TIMELINE, "[name=actor]", 2),
        ("timeline/actor/iaea/", ".event h3 a", 5),
    ],
)
def test_keys_pass_a_picture_by(page, path, goal, most):
    page.goto(path)
    page.locator("main").focus()
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.picture')")
        if page.evaluate("goal => document.activeElement.matches(goal)", goal):
            return
    pytest.fail(f"{goal} is more than {most} stops away")


@pytest.mark.parametrize("width", [browser.PHONE, browser.DESK])
@pytest.mark.parametrize("path", ["", TIMELINE])
def test_a_pointer_is_led_by_every_mark(page, explainer, path, width):
    browser.resize(page, width)
    page.goto(path)
    kind = "tall" if width == browser.PHONE else "wide"
    marks = page.locator(f".picture svg.{kind} a")
    marks.nth(20).wait_for(state="attached")  # a script draws the tall picture's as it has time
    span = dates.parse(explainer.settings.span)
    inside = [
        event.id
        for event in explainer.events
        if span.first <= dates.parse(event.date).middle <= span.last
    ]
    hrefs = marks.evaluate_all("links => links.map((link) => link.href.baseVal)")
    assert sorted(href.partition("#")[2] for href in hrefs) == sorted(inside)
    mark = page.locator(f".picture svg.{kind} a[href$='#unscr-2087']")
    box = mark.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "Resolution 2087" in mark.locator("title").text_content()
    mark.click()
    page.wait_for_url(re.compile("#unscr-2087$"))


def test_a_script_leaves_the_marks_of_the_tall_picture_where_they_are(new_page):
    places = []
    for scripts in (True, False):
        page = new_page(java_script_enabled=scripts, viewport={"width": 320, "height": 900})
        page.goto(TIMELINE)
        places.append(
            page.evaluate("""() => [...document.querySelectorAll('.picture .tall > g')]
          .map((lane) => lane.lastElementChild).filter((lane) => !lane.matches('a'))
          .map((lane) => lane.getBoundingClientRect())
          .map((box) => [box.left, box.top, box.right, box.bottom].map(Math.round))""")
        )
    assert len(places[0]) > 8
    assert places[0] == places[1]


def test_the_timeline_is_light():
    """It has 51,200 bytes as servers pack it, of which some are kept free for events to come."""
    page = support.real_site(browser.UNDER).folder / "timeline" / "index.html"
    assert support.gzipped(page, 6) <= 49.5 * 1024
    assert support.gzipped(page, 9) <= 49 * 1024
