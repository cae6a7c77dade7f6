"""The built site as readers have it: on a phone, at a desk, on paper, by keyboard, unscripted."""

from __future__ import annotations

import contextlib
import re
from urllib.parse import urlsplit

import pytest

import browser
import support
from browser import DESK, PHONE, TABLET, WIDE
from explainer import prose

pytestmark = pytest.mark.browser

# A page of every kind, where every page would tell no more.
KINDS_OF_PAGE = ("", "story/", "read/cap-2019/", "compare/arguments/", "glossary/")
NOTES = "aside.note[role=doc-footnote]"


def tables(explainer):
    return {f"compare/{table.id}/": table for table in explainer.comparisons}


def texts(explainer):
    return {f"read/{text.id}/": text for text in explainer.texts}


def entries(page):
    """Return what a reader sees of each event of the timeline, by its ID."""
    names = [name for name, _ in browser.shown(page, ".event h3")]
    seen = [text for _, text in browser.shown(page, ".event", ".cite")]
    return dict(zip(names, seen, strict=True))


def check_counts(page, explainer):
    """Assert that a reader sees every paragraph, event and cell of the data, each once."""
    for path, text in texts(explainer).items():
        page.goto(path)
        seen = dict(browser.shown(page, ".para > .words", "a.noteref"))
        assert list(seen) == [each.id for each in text.paragraphs]
        for each in text.paragraphs:
            words = browser.source_letters(each.markdown)
            assert words in browser.letters(seen[each.id]), f"{path}#{each.id}"
    page.goto("timeline/")
    seen = entries(page)
    assert sorted(seen) == sorted(each.id for each in explainer.events)
    for event in explainer.events:
        for part in (event.title, event.summary):
            assert browser.source_letters(part) in browser.letters(seen[event.id]), event.id
    for path, table in tables(explainer).items():
        page.goto(path)
        seen = dict(browser.shown(page, ".comparison td[id]", ".cite"))
        cells = {f"{row.id}--{name}": row.cells[name] for row in table.rows for name in row.cells}
        assert sorted(seen) == sorted(cells)
        for name, cell in cells.items():
            assert browser.source_letters(cell.text) in browser.letters(seen[name]), name


def test_axe_finds_nothing(new_page, files, paths):
    found = []
    # As a page is first seen at a desk, and all that it holds on a phone.
    desk, phone = new_page(), new_page(viewport={"width": PHONE, "height": 900})
    both = ((desk, DESK), (phone, PHONE))
    full = browser.sampled(files.folder, paths)
    # Colours apart, no rule's answer depends on the scheme.
    light, dark = (browser.STANDARDS, ()), (browser.COLOUR_RULES, ())
    schemes = (("light", light), ("dark", dark))
    bare = [("light", (browser.STANDARDS, browser.COLOUR_RULES))]
    for path in paths:
        # Pages of one template differ in what they hold, not in colour or in how they are laid out.
        shown, runs = (both, schemes) if path in full else (both[1:], bare)
        for page, _ in shown:
            page.goto(path)
            browser.prepare_axe(page)
        browser.open_details(phone)
        for scheme, rules in runs:
            for page, _ in shown:
                page.emulate_media(color_scheme=scheme)
                browser.begin_axe(page, *rules)
            for page, width in shown:
                state = f"/{path} {scheme} at {width} px"
                found += [f"{state}: {each}" for each in browser.violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_in_search(new_page, scheme, width):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto("about/")
    search(page, "Yongbyon")
    browser.prepare_axe(page)
    browser.begin_axe(page)
    assert browser.violations(page) == []


def search(page, words):
    page.keyboard.press("/")
    page.locator("dialog.search").wait_for()
    page.keyboard.type(words)
    page.locator(".results li").first.wait_for()


def test_nothing_is_cut_off_or_scrolls_sideways(page, files, paths):
    found = []
    full = browser.sampled(files.folder, paths)
    for path in paths:
        page.goto(path)
        browser.laid_out(page)
        # What 400 % leaves of 1280 x 1024 px is as wide as a phone, and lower. There all pages of
        # one template are tried, with all that they hold.
        sizes = ((DESK, 900), (TABLET, 900), (PHONE, 256))
        for width, height in sizes if path in full else sizes[-1:]:
            browser.resize(page, width, height)
            both = (True, False) if path in full else (True,)
            for opened in both if width == PHONE else (width == TABLET,):
                browser.open_details(page, opened=opened)
                state = f"/{path} at {width} px"
                wide = page.evaluate("document.documentElement.scrollWidth")
                found += [f"{state} is {wide} px wide"] if wide > width else []
                found += [f"{state}: {each}" for each in page.evaluate(browser.CLIPPED)]
    assert not found, "\n".join(found)


def test_no_page_waits_for_its_scripts(new_page):
    """They are asked for in the order in which they are named, a frame after the page was drawn."""
    for path in (*KINDS_OF_PAGE, "timeline/"):
        page = new_page()
        page.add_init_script("""window.frames_drawn = 0;
          window.asked = [];
          const drawn = () => { window.frames_drawn += 1; requestAnimationFrame(drawn); };
          addEventListener('DOMContentLoaded', () => {
            requestAnimationFrame(drawn);
            new MutationObserver((changes) => changes.forEach(({ addedNodes }) => window.asked.push(
              ...[...addedNodes].map((each) => [each.getAttribute('src'), window.frames_drawn]))))
              .observe(document.head, { childList: true });
          });""")
        page.goto(path)
        asked = page.evaluate("window.asked")
        names = page.locator("script[data-scripts]").get_attribute("data-scripts").split()
        assert [src for src, _ in asked] == names, path
        assert all(frames == 2 for _, frames in asked), path


def test_without_scripts_everything_is_there(new_page, explainer):
    page = new_page(java_script_enabled=False)
    check_counts(page, explainer)
    for path, text in texts(explainer).items():
        page.goto(path)
        assert len(browser.shown(page, NOTES)) == len(text.notes)
        seen = browser.shown(page, f"{NOTES} .point", ".cite, .back, .kind")
        points = [browser.letters(each) for _, each in seen]
        for note in text.notes:
            first = prose.sentences(note.text)[0]
            assert browser.source_letters(first) in points, note.id


def test_without_scripts_disclosures_open(new_page):
    page = new_page(java_script_enabled=False)
    for path, inside in (
        ("read/lee-2016/", f"{NOTES} .evidence"),
        ("compare/deals/", ".proof .evidence"),
        ("timeline/", ".event summary + p"),
    ):
        page.goto(path)
        hidden = page.locator(inside).first
        assert not hidden.is_visible()
        summary = hidden.locator("xpath=ancestor::details[1]/summary")
        summary.focus()
        page.keyboard.press("Enter")
        assert hidden.is_visible(), path


def test_without_scripts_nothing_useless_is_shown(new_page, paths):
    page = new_page(java_script_enabled=False)
    for path in paths:
        page.goto(path)
        # Events and columns are chosen by styles alone; specimens are there to be looked at.
        useless = ":is(button, input, select):not(.lenses *, .pick *, .specimens *)"
        assert browser.shown(page, useless) == [], path


def test_paper_shows_everything(page, explainer):
    page.emulate_media(media="print")
    browser.resize(page, 700)  # about what A4 leaves between its margins
    check_counts(page, explainer)
    for path, text in texts(explainer).items():
        page.goto(path)
        seen = dict(browser.shown(page, NOTES, ".cite"))
        assert sorted(seen) == sorted(f"n-{note.id}" for note in text.notes)
        for note in text.notes:
            words = browser.letters(seen[f"n-{note.id}"])
            for sentence in prose.sentences(note.text):
                assert browser.source_letters(sentence) in words, note.id
        cited = sum(bool(note.evidence) for note in text.notes)
        assert len(browser.shown(page, f"{NOTES} .evidence")) == cited
    page.goto("timeline/")
    assert len(browser.shown(page, ".event summary + p")) == len(explainer.events)
    for path, table in tables(explainer).items():
        page.goto(path)
        cells = sum(len(row.cells) for row in table.rows)
        assert len(browser.shown(page, "td .evidence")) == cells, path


def test_paper_has_pages(page):
    for path in ("read/lee-2016/", "compare/deals/"):
        page.goto(path)
        closed = page.locator("details:not([open])").count()
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 1
        # What was opened for the paper closes again.
        assert page.locator("details:not([open])").count() == closed


def test_paper_says_where_a_term_is_found(page, explainer):
    page.goto("glossary/")
    assert browser.shown(page, ".term .paper") == []
    page.emulate_media(media="print")
    said = [words for _, words in browser.shown(page, ".term .paper")]
    root = support.PUBLISHED
    assert sorted(said) == sorted(f"{root}glossary/#{each.id}" for each in explainer.terms)


def test_skip_link_leads_to_content(page):
    for path in KINDS_OF_PAGE:
        page.goto(path)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("href") == "#content"
        assert page.evaluate(browser.FOCUS)["fault"] == "", path
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_notes_are_reached_and_left_by_keyboard(page, explainer, width):
    browser.resize(page, width)
    for path, text in texts(explainer).items():
        page.goto(path)
        # What a width changes, it changes for all.
        for note in text.notes if width == DESK else text.notes[::5]:
            page.locator(f"#to-{note.id}").focus()
            page.keyboard.press("Enter")
            assert browser.landed(page, f"n-{note.id}") == "", note.id
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.hash") == f"#to-{note.id}"
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == f"to-{note.id}"
            assert page.evaluate(browser.FOCUS)["fault"] == "", note.id


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", KINDS_OF_PAGE)
def test_focus_is_visible_at_every_stop(page, path, width):
    browser.resize(page, width)
    page.goto(path)
    stops, faults = 0, []
    for _ in range(120):
        page.keyboard.press("Tab")
        focus = page.evaluate(browser.FOCUS)
        if focus is None:
            break
        stops += 1
        faults += [f"{focus['name']} {focus['fault']}"] if focus["fault"] else []
    assert stops > 10
    assert faults == []


def test_search_opens_finds_and_gives_focus_back(page):
    page.goto("read/cap-2019/")
    dialog = page.locator("dialog.search")
    button = page.locator("button.search")
    search(page, "Yongbyon")
    found = page.locator(".results a")
    assert "Yongbyon" in page.locator(".results").inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()

    button.focus()
    page.keyboard.press("Enter")
    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert button.evaluate("element => element === document.activeElement")

    page.keyboard.press("/")
    target = found.first.evaluate("element => element.href")
    found.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_slash_can_be_typed(page):
    page.goto("about/")
    search(page, "Iran")
    page.keyboard.type("/")
    assert page.locator("#search-words").input_value() == "Iran/"


def test_table_scrolls_by_keyboard(page):
    page.goto("compare/deals/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.region')"):
            break
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert page.evaluate(browser.FOCUS)["fault"] == ""
    for key, side in (("ArrowRight", "scrollLeft"), ("PageDown", "scrollTop")):
        for _ in range(20):  # a key pressed while the page is still being laid out is lost
            page.keyboard.press(key)
            page.wait_for_timeout(100)
            if page.evaluate(f"document.activeElement.{side}") > 0:
                break
        assert page.evaluate(f"document.activeElement.{side}") > 0


def test_nothing_leaves_the_site_and_nothing_fails(page, paths, address):
    asked, said = set(), []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda each: said.append((each.type, each.text)))
    page.on("pageerror", lambda error: said.append(("error", str(error))))
    for path in paths:
        page.goto(path)
    search(page, "food")
    assert {urlsplit(each).netloc for each in asked} == {urlsplit(address).netloc}
    assert any(each.endswith("search_index.json") for each in asked)
    # MkDocs's search tells the log how far it is.
    assert [each for each in said if each[0] != "log"] == []


@pytest.mark.parametrize("text_size", [browser.TEXT_SIZE, 2 * browser.TEXT_SIZE])
def test_margin_notes_cover_nothing(playwright, new_page, explainer, text_size):
    times = text_size // browser.TEXT_SIZE
    with contextlib.closing(browser.launch(playwright, text_size)) as chrome:
        page = new_page(of=chrome)
        for path in texts(explainer):
            page.goto(path)
            browser.laid_out(page)
            size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
            assert size == text_size
            for width in sorted({DESK, WIDE * times, DESK * times}):
                browser.resize(page, width)
                beside = page.evaluate("""() => {
                  const left = (selector) =>
                    document.querySelector(selector).getBoundingClientRect().left;
                  return left('.para > .notes') > left('.para > .words') + 100;
                }""")
                assert beside == (width >= WIDE * times)
                for opened in (False, True):
                    browser.open_details(page, opened=opened)
                    state = f"{path} {width} px, text {text_size} px, opened: {opened}"
                    for pair in ([NOTES, ""], [NOTES, ".words"], [".words", ""]):
                        assert page.evaluate(browser.OVERLAPS, pair) == [], state
                    assert page.evaluate(browser.CLIPPED) == [], state


# For each heading of running prose: whether the words after it stand to its right, on its first line.
BESIDE = """() => [...document.querySelectorAll('.prose h2')].map((heading) => {
  const [box, words] = [heading, heading.nextElementSibling].map((each) => each.getBoundingClientRect());
  return words.left >= box.right && Math.abs(words.top - box.top) < 12;
})"""


@pytest.mark.parametrize("path", ["story/", "about/", "changes/"])
def test_headings_stand_beside_their_words_where_there_is_room(page, path):
    page.goto(path)
    for width, beside in ((PHONE, False), (TABLET, False), (DESK, True)):
        browser.resize(page, width)
        assert set(page.evaluate(BESIDE)) == {beside}, width


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_marks_of_a_year_stand_apart_and_lead_to_their_events(page, explainer, width):
    browser.resize(page, width)
    page.goto("timeline/")
    browser.laid_out(page)
    marks = page.evaluate("""() => [...document.querySelectorAll('.track .mark')].map((mark) => {
      const box = mark.getBoundingClientRect();
      const event = mark.closest('h3').id;
      mark.scrollIntoView({ block: 'center' });
      const now = mark.getBoundingClientRect();
      const seen = document.elementFromPoint(now.left + now.width / 2, now.top + now.height / 2);
      return { event, href: mark.closest('a').getAttribute('href'), width: box.width,
        height: box.height, left: box.left, right: box.right, free: mark.contains(seen) };
    })""")
    assert sorted(mark["event"] for mark in marks) == sorted(each.id for each in explainer.events)
    for mark in marks:
        assert mark["href"] == f"#{mark['event']}"
        assert min(mark["width"], mark["height"]) >= 24, mark
        assert mark["left"] >= 0, mark
        assert mark["right"] <= width, mark
        assert mark["free"], mark
    assert page.evaluate(browser.OVERLAPS, [".track .mark", ""]) == []
    for year in page.locator("section.year").all():
        mark = year.locator(".mark").last
        mark.click()
        name = mark.evaluate("mark => mark.closest('h3').id")
        assert browser.landed(page, name) == "", name


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_links_to_notes_are_large_enough(page, explainer, width):
    browser.resize(page, width)
    for path in texts(explainer):
        page.goto(path)
        browser.laid_out(page)
        # WCAG 2.5.8: 24 px each way, or a circle of 24 px around it that meets no other's.
        small = page.evaluate("""() => {
          const links = [...document.querySelectorAll('a.noteref')].map((link) => {
            const { left, top, width, height } = link.getBoundingClientRect();
            return { id: link.id, width, height, x: left + width / 2, y: top + height / 2 };
          });
          return links.filter((one) => Math.min(one.width, one.height) < 24 && links.some(
            (other) => other !== one && Math.hypot(other.x - one.x, other.y - one.y) < 24));
        }""")
        assert small == [], path


def test_unknown_address_shows_a_page_that_leads_on(page):
    answer = page.goto("some/deep/path")
    assert answer.status == 404
    assert page.locator("h1").is_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    links = page.locator("main a, header a, footer nav a").evaluate_all(
        "links => links.map((link) => link.href.split('#')[0])"
    )
    assert len(set(links)) > 6
    for link in set(links) - {page.url}:
        assert page.request.get(link).status == 200, link
    search(page, "Yongbyon")
    target = page.locator(".results a").first.evaluate("element => element.href")
    assert page.request.get(target).status == 200, target


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_fragments_land_on_what_they_name(page, explainer, width):
    browser.resize(page, width)
    notes = [
        f"{path}#n-{note.id}"
        for path, text in texts(explainer).items()
        for note in (text.notes[0], text.notes[-1])
    ]
    found = []
    for link in (
        "read/lee-2016/#p4",
        *notes,
        "timeline/#leap-day-deal",
        "compare/deals/#verification",
        "compare/deals/#verification--leap-2012",
        "glossary/#denuclearization",
        "people/#iaea",
    ):
        page.goto("about:blank")  # or the fragment alone would change
        page.goto(link)
        fault = browser.landed(page, link.split("#")[1])
        found += [f"/{link} {fault}"] if fault else []
    assert not found, "\n".join(found)
