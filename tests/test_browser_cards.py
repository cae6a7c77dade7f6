"""Cards in a browser: read alone, on paper and in a frame of somebody else's page."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

import browser

pytestmark = pytest.mark.browser

# One of each kind, and what is gone in none of them, as the real site has lost nothing yet.
KINDS = {
    "text": "lee-2016",
    "paragraph": "lee-2016/p4",
    "note": "lee-2016/n/burned",
    "question": "question/what-lee-is-known-by",
    "event": "event/leap-day-deal",
    "table": "compare/tests-and-resolutions",
    "row": "compare/deals/verification",
    "term": "term/denuclearization",
    "actor": "actor/iaea",
}


@pytest.fixture
def framed(tmp_path, address):
    """Serve a page of another origin that shows a card in a frame, and yield its address."""
    card = f"{address}id/{KINDS['event']}/"
    page = f'<!doctype html><title>A course</title><iframe src="{card}" width="400" height="300">'
    (tmp_path / "course.html").write_text(page, encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/course.html"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def cards(files):
    """The addresses of the cards that are tried: one of each kind, or all if every page is."""
    if browser.EVERY_PAGE:
        return [name.removesuffix("index.html") for name in files.cards]
    return [f"id/{name}/" for name in KINDS.values()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, cards, scheme):
    page = new_page(color_scheme=scheme)
    found = []
    for path in cards:
        page.goto(path)
        browser.open_details(page)
        browser.prepare_axe(page)
        for width in (browser.PHONE, browser.DESK):
            browser.resize(page, width)
            browser.begin_axe(page)
            found += [f"{path} at {width}: {each}" for each in browser.violations(page)]
    assert found == []


def test_nothing_is_cut_off_or_scrolls_sideways(page, cards):
    for path in cards:
        page.goto(path)
        for width in (browser.PHONE, browser.DESK):
            browser.resize(page, width, 480)
            assert page.evaluate(browser.CLIPPED) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_card_asks_for_itself_alone(new_page, address):
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for name in KINDS.values():
        page.goto(f"id/{name}/", wait_until="networkidle")
    assert asked == [f"{address}id/{name}/" for name in KINDS.values()]


def test_the_colors_follow_the_reader(new_page):
    def ground(scheme):
        page = new_page(color_scheme=scheme)
        page.goto(f"id/{KINDS['paragraph']}/")
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert ground("light") == "rgb(251, 249, 244)"
    assert ground("dark") == "rgb(23, 22, 19)"


def test_a_sketch_is_folded_on_the_screen_and_printed_whole(page):
    page.goto(f"id/{KINDS['question']}/")
    sketch = page.locator("details p")
    assert not sketch.is_visible()
    page.emulate_media(media="print")
    assert sketch.bounding_box()["height"] > 20


def test_a_card_is_read_in_a_frame_of_another_site_and_its_links_lead_out(
    new_page, framed, address
):
    page = new_page()
    page.goto(framed)
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "U.S. and North Korea announce the leap-day deal"
    frame.get_by_role("link", name="Read it in context").click()
    page.wait_for_url(f"{address}timeline/#leap-day-deal")
    assert len(page.frames) == 1


def test_a_click_takes_a_whole_citation(page):
    page.goto(f"id/{KINDS['paragraph']}/")
    for place in page.locator("#cite dd").all():
        place.click()
        assert page.evaluate("getSelection().toString()").strip() == place.inner_text().strip()


def test_a_link_to_cite_leads_to_the_citation(page):
    page.goto("timeline/")
    page.locator("#leap-day-deal").locator("xpath=..").get_by_role("link", name="Cite").click()
    page.wait_for_url(f"**/id/{KINDS['event']}/#cite")
    assert browser.landed(page, "cite") == ""


def test_a_cell_is_found_on_the_card_of_its_row(page):
    page.goto(f"id/{KINDS['row']}/#leap-2012")
    assert browser.landed(page, "leap-2012") == ""
