"""Journeys by keyboard alone: every key pressed, every stop looked at, and focus that comes back."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

import browser
from browser import DESK, PHONE

pytestmark = pytest.mark.browser

LEE = "read/lee-2016/"
DEALS = "compare/deals/"
# No page has more stops than this before what a journey looks for.
FAR = 260


class Reader:
    """Somebody without a mouse."""

    def __init__(self, page):
        self.page = page

    def open(self, path):
        self.page.goto(path)
        return self

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)
        return self

    def focused(self, selector):
        """Return whether the focused element is one of ``selector``."""
        return self.page.evaluate("one => document.activeElement.matches(one)", selector)

    def at(self, selector):
        """Assert that focus is on one of ``selector``, and to be seen."""
        assert self.focused(selector), self.page.evaluate("document.activeElement.outerHTML")[:200]
        assert self.page.evaluate(browser.FOCUS)["fault"] == ""
        return self.page.locator(":focus")

    def go(self, selector, key="Tab"):
        """Press Tab until focus is on one of ``selector``; every stop before it must be seen."""
        for _ in range(FAR):
            self.press(key)
            focus = self.page.evaluate(browser.FOCUS)
            assert focus is None or focus["fault"] == "", focus["name"]
            if self.focused(selector):
                return self.page.locator(":focus")
        message = f"{selector} was not reached"
        raise AssertionError(message)


@pytest.fixture
def reader(page):
    return Reader(page)


@pytest.fixture
def copying(new_page):
    return Reader(new_page(permissions=["clipboard-read", "clipboard-write"]))


def clipboard(reader):
    return reader.page.evaluate("navigator.clipboard.readText()")


def presses_twice(copying):
    """Copy twice by the focused button, and hear it each time."""
    browser.hear(copying.page)
    for times in (1, 2):
        copying.press("Enter")
        copying.page.wait_for_function("times => heard.length >= times", arg=times)
        assert browser.heard(copying.page) == ["Copied."] * times


@pytest.mark.parametrize("path", ["", LEE, DEALS, "timeline/", "about/"])
def test_the_first_stop_skips_to_the_content(reader, path):
    reader.open(path).press("Tab").at("a.skip")
    reader.press("Enter")
    assert reader.focused("main")
    reader.press("Tab")
    assert reader.page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_search_is_opened_used_left_and_followed(reader, width):
    page = reader.page
    browser.resize(page, width, 700)
    reader.open("about/").go("button.search")
    reader.press("Enter").at("#search-words")
    page.keyboard.type("Yongbyon")
    page.locator(".results li").first.wait_for()
    assert page.locator(".status").inner_text()
    for result in page.locator(".results li").all():
        title, words = (result.locator(each).inner_text() for each in ("a", "p"))
        assert not words.startswith(title)
        assert len(words) < 200
    reader.press("Tab").at(".results li:first-child a")
    # Nothing behind the dialog is reached, however far one goes.
    for key in ("Tab", "Shift+Tab"):
        for _ in range(40):
            reader.press(key)
            assert reader.focused("body, dialog.search, dialog.search *"), key
    reader.press("Escape")
    assert not page.locator("dialog.search").is_visible()
    reader.at("button.search")

    reader.press("Enter").at("#search-words")
    reader.press("Shift+Tab").at("dialog.search .close")
    reader.press("Enter").at("button.search")

    reader.press("Enter").at("#search-words")
    link = reader.go(".results a")
    target = link.evaluate("each => each.href")
    reader.press("Enter")
    page.wait_for_url(target)
    name = urlsplit(target).fragment
    page.wait_for_function("name => document.getElementById(name).matches(':target')", arg=name)
    assert not page.locator("dialog.search").is_visible()


@pytest.mark.parametrize("lens", ["actor", "theme", "phase", "text", "asof"])
def test_each_lens_of_the_timeline_is_set_and_reset(reader, lens):
    page = reader.page
    reader.open("timeline/").go(f".lenses [name={lens}]")
    before = page.locator(".count").inner_text()
    reader.press("ArrowDown").at(f"[name={lens}]")
    chosen = page.locator(f"[name={lens}]").input_value()
    assert chosen
    assert f"{lens}={chosen}" in page.url
    if lens != "asof":
        assert page.locator(".count").inner_text() != before
    reader.go(".lenses button[type=reset]")
    reader.press("Enter").at(".lenses button[type=reset]")
    page.wait_for_function(
        "before => document.querySelector('.count').textContent === before", arg=before
    )
    assert page.locator(f"[name={lens}]").input_value() == ""
    assert urlsplit(page.url).query == ""
    reader.press("Tab")
    assert reader.page.evaluate(browser.FOCUS)["fault"] == ""


def test_days_between_events_are_asked_for_with_space(reader):
    page = reader.page
    reader.open("timeline/").go("[name=gaps]")
    assert browser.shown(page, ".gap") == []
    reader.press("Space").at("[name=gaps]")
    assert browser.shown(page, ".gap")
    reader.press("Space").at("[name=gaps]")
    assert browser.shown(page, ".gap") == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_from_the_text_to_a_note_and_back(reader, width):
    page = reader.page
    browser.resize(page, width, 700)
    link = reader.open(LEE).go("a.noteref")
    name, target = link.get_attribute("id"), urlsplit(link.evaluate("each => each.href")).fragment
    reader.press("Enter")
    assert browser.landed(page, target) == ""
    back = reader.press("Tab").at(f"#{target} a.back")
    reader.press("Tab").at(f"#{target} summary")
    reader.press("Enter").at(f"#{target} summary")
    assert page.locator(f"#{target} details").get_attribute("open") is not None
    reader.press("Enter").at(f"#{target} summary")
    assert page.locator(f"#{target} details").get_attribute("open") is None
    reader.press("Shift+Tab").at(f"#{target} a.back")
    assert back.get_attribute("href") == f"#{name}"
    reader.press("Enter").at(f"#{name}")
    # Keys lead from number to number too.
    reader.press("n")
    assert not reader.focused(f"#{name}")
    reader.at("a.noteref")
    reader.press("p").at(f"#{name}")


def test_notes_are_hidden_asked_for_and_filtered(reader):
    page = reader.page
    reader.open(LEE).go(".legend input")
    total = len(browser.shown(page, "aside.note"))
    reader.press("Space").at(".legend input")
    assert 0 < len(browser.shown(page, "aside.note")) < total
    reader.press("Space")
    reader.go(".tools select")
    reader.press("ArrowDown", 2).at(".tools select")
    assert page.locator(".tools select").input_value() == "try"
    assert browser.shown(page, "aside.note") == []
    reader.go("button.ask")
    reader.press("Enter").at("aside.note a.back")
    assert browser.shown(page, "aside.note")


def test_a_table_is_narrowed_sorted_scrolled_and_traced_to_its_evidence(reader):
    page = reader.page
    reader.open(DEALS).go(".pick > summary")
    reader.press("Enter").at(".pick > summary")
    columns = len(browser.shown(page, ".comparison thead th"))
    reader.press("Tab").at(".pick input")
    reader.press("Space").at(".pick input")
    assert len(browser.shown(page, ".comparison thead th")) == columns - 1
    reader.press("Space").at(".pick input")
    assert len(browser.shown(page, ".comparison thead th")) == columns

    rows = len(browser.shown(page, ".comparison tbody"))
    reader.go(".which input")
    reader.press("ArrowDown").at(".which input:checked")
    assert 0 < len(browser.shown(page, ".comparison tbody")) < rows
    reader.go(".reset")
    reader.press("Enter")
    # The button is gone; what it reset is where focus went.
    reader.at(".choose :is(summary, input, select, a)")
    assert len(browser.shown(page, ".comparison tbody")) == rows

    reader.go(".region")
    for key, side in (("ArrowRight", "scrollLeft"), ("ArrowDown", "scrollTop")):
        for _ in range(20):  # a key pressed while the page is still being laid out is lost
            reader.press(key)
            page.wait_for_timeout(100)
            if page.evaluate(f"document.activeElement.{side}") > 0:
                break
        assert page.evaluate(f"document.activeElement.{side}") > 0
    proof = reader.go(".proof summary")
    reader.press("Enter").at(".proof summary")
    assert proof.locator("xpath=..").get_attribute("open") is not None
    reader.press("Tab").at(".proof[open] a")
    href = page.evaluate("document.activeElement.href")
    reader.press("Enter")
    page.wait_for_url(href)


def test_a_column_is_sorted_thrice_and_keeps_focus(reader):
    page = reader.page
    reader.open("claims/").go(".sort")
    for state in ("ascending", "descending", None):
        button = reader.press("Enter").at(".sort")
        assert button.locator("xpath=..").get_attribute("aria-sort") == state
    assert page.locator("[aria-sort]").count() == 0


def test_what_is_copied_is_heard_beside_the_button_that_keeps_focus(copying):
    for path, selector, copied in ((LEE, "button.copy", "/id/"), (DEALS, ".copy-table", "\t")):
        button = copying.open(path).go(selector)
        name = button.get_attribute("aria-label")
        assert name.startswith(button.inner_text())
        presses_twice(copying)
        assert copying.at(selector).get_attribute("aria-label") == name
        assert copied in clipboard(copying)


def test_a_citation_is_copied(copying):
    copying.open("about/").go("details.citing > summary")
    copying.press("Enter").press("Tab")
    button = copying.at(".citing button.copy")
    name = button.get_attribute("aria-label")
    presses_twice(copying)
    assert copying.at(".citing button.copy").get_attribute("aria-label") == name
    assert "Time for a Deal" in clipboard(copying)


def test_the_dialog_of_keys_holds_focus_and_gives_it_back(reader):
    page = reader.page
    dialog = page.locator("dialog.keys")
    button = reader.open(LEE).go(".tools button")
    name = button.inner_text()
    reader.press("Enter").at("dialog.keys *")
    for _ in range(8):
        reader.press("Tab")
        assert reader.focused("body, dialog.keys, dialog.keys *")
    reader.press("Escape")
    assert not dialog.is_visible()
    assert reader.at(".tools button").inner_text() == name
    # Opened by its key, it gives focus back to where the reader was.
    reader.go("a.noteref")
    here = page.evaluate("document.activeElement.id")
    reader.press("?").at("dialog.keys *")
    reader.go("dialog.keys .close") if not reader.focused(".close") else None
    reader.press("Enter").at(f"#{here}")


@pytest.mark.parametrize("path", ["", LEE, DEALS])
def test_a_phone_is_navigated_from_header_to_footer(reader, path):
    page = reader.page
    browser.resize(page, PHONE, 568)
    reader.open(path)
    links = page.locator("header.site a, header.site button").count()
    reader.press("Tab").at("a.skip")
    for _ in range(links):
        reader.press("Tab").at("header.site :is(a, button)")
        box = page.locator(":focus").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE
    assert reader.press("Tab").focused("main *")
    # Backward from the top of the page stands its end.
    page.goto(path)
    reader.press("Shift+Tab")
    reader.at("footer.site a")
    reader.go("footer.site nav a", key="Shift+Tab")
    page.goto(path)
    reader.go("header.site a[href$='timeline/']")
    reader.press("Enter")
    page.wait_for_url("**/timeline/")
    assert page.locator("header.site [aria-current=page]").inner_text() == "Timeline"


def test_sections_and_reading_order_lead_on(reader):
    page = reader.page
    reader.open("story/").go("nav.section a:not([aria-current])")
    first = page.evaluate("document.activeElement.href")
    reader.press("Enter")
    page.wait_for_url(first)
    reader.go("nav.turn a[rel=next]")
    following = page.evaluate("document.activeElement.href")
    reader.press("Enter")
    page.wait_for_url(following)
    reader.open(LEE).go("nav.trail a")
    reader.press("Enter")
    page.wait_for_url("**/read/")
