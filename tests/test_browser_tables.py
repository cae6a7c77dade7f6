"""Tables as readers have them: every cell at every width, on paper and unscripted; what they choose."""

from __future__ import annotations

import contextlib
import itertools
import re

import pytest

import browser
import support
from browser import DESK, PHONE, TABLET
from explainer import charts, load, prose
from explainer.downloads import spreadsheet
from explainer.words import ENGLISH

pytestmark = pytest.mark.browser

CROSSINGS = "compare/crossings/"
WIDTHS = (PHONE, TABLET, DESK)
# The stops of the Tab key that a table's page may have before the first cell, its header aside.
STOPS = 13
# Rows as they stand, with the columns of which they show cells.
GRID = """() => [...document.querySelectorAll('.comparison tbody')]
  .filter((body) => body.checkVisibility())
  .map((body) => [body.id, [...body.querySelectorAll('td[id]')]
    .filter((cell) => cell.checkVisibility()).map((cell) => cell.id.split('--')[1])])"""


@pytest.fixture(scope="module")
def tiny():
    with browser.served(support.tiny_site().folder) as address:
        yield address


@pytest.fixture
def crossings(page, tiny):
    """The tiny explainer's table at a desk."""
    page.goto(f"{tiny}{CROSSINGS}")
    return page


def shown(page):
    return page.evaluate(GRID)


def rows(page):
    return [name for name, _ in shown(page)]


def columns(page):
    [found] = {tuple(names) for _, names in shown(page)}
    return list(found)


def query(page):
    return page.evaluate("location.search")


def said(page):
    return page.locator(".chosen span").inner_text()


def choose_columns(page, *names):
    page.locator(".pick summary").click()
    for box in page.locator(".pick input").all():
        box.set_checked(box.get_attribute("value") in names)
    page.locator(".pick summary").click()


def tables(explainer):
    return {f"compare/{table.id}/": table for table in explainer.comparisons}


def check_every_cell(page, explainer):
    """Assert that a reader sees every cell of every table once, with its text; return the count."""
    count = 0
    for path, table in tables(explainer).items():
        page.goto(path)
        found = browser.shown(page, ".comparison td[id]", ".cite, details")
        cells = {
            f"{row.id}--{name}": cell for row in table.rows for name, cell in row.cells.items()
        }
        assert sorted(name for name, _ in found) == sorted(cells), path
        for name, text in found:
            cell = cells[name]
            for part in (cell.text, cell.stance or ""):
                assert browser.source_letters(part) in browser.letters(text), f"{path}#{name}"
            for value in cell.values:
                assert browser.letters(value.number or value.high or value.low or "") in (
                    browser.letters(text)
                ), f"{path}#{name}"
        lessons = " ".join(text for _, text in browser.shown(page, ".lesson p", ".cite"))
        for row in table.rows:
            assert browser.source_letters(row.lesson or "") in browser.letters(lessons), row.id
        count += len(found)
    assert count == sum(len(row.cells) for each in explainer.comparisons for row in each.rows)
    return count


def test_figures_line_up_on_the_decimal_point(page):
    page.goto("compare/tests-and-resolutions/")
    for cell in ("first-test-2006--yields", "sixth-test-2017--yields", "second-test-2009--ctbto"):
        points = page.locator(f"[id='{cell}'] .values b").evaluate_all("""(all) => all.map((b) => {
          const end = b.textContent.match(/\\d(?=(\\.\\d+)?[\\u2007\\u2008]* )/).index + 1;
          const range = document.createRange();
          range.setStart(b.firstChild, 0);
          range.setEnd(b.firstChild, end);
          return range.getBoundingClientRect().right;
        })""")
        assert len(points) > 1
        assert max(points) - min(points) < 1, (cell, points)


@pytest.mark.parametrize("scripted", [True, False])
def test_every_cell_is_there_at_every_width(new_page, explainer, scripted):
    page = new_page(java_script_enabled=scripted)
    for width in WIDTHS:
        browser.resize(page, width)
        assert check_every_cell(page, explainer) > 400


def test_every_cell_is_on_paper(page, explainer):
    page.emulate_media(media="print")
    browser.resize(page, 1000)  # about what landscape A4 leaves between its margins
    assert check_every_cell(page, explainer) > 400
    for path in tables(explainer):
        page.goto(path)
        assert page.evaluate(browser.CLIPPED) == [], path
        # What cannot be used on paper is not there.
        assert browser.shown(page, "article button, article input, article select") == []
        # A wide table names the column of each cell; others repeat their header on every page.
        wide = page.locator(".comparison.wide").count() == 1
        names = browser.shown(page, "td[id] > .column")
        assert len(names) == (page.locator("td[id]").count() if wide else 0)
        # A row may run over several pages: each of its cells names it too.
        rows = {row.label for row in tables(explainer)[path].rows}
        assert len({text.partition(" · ")[0] for _, text in names}) == (len(rows) if wide else 0)
        # And where the works are listed that are its evidence.
        assert browser.shown(page, "article > .paper")[0][1].endswith("/repo/references/")
        heads = "getComputedStyle(document.querySelector('.comparison thead')).display"
        assert page.evaluate(heads) == ("none" if wide else "table-header-group")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_cell_is_clipped_or_covered(page, explainer, width):
    browser.resize(page, width)
    for path in tables(explainer):
        page.goto(path)
        browser.laid_out(page)
        for opened in (False, True):
            browser.open_details(page, opened=opened)
            assert page.evaluate(browser.CLIPPED) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            for pair in ([".comparison td[id]", ""], ["td[id] > *", ""]):
                assert page.evaluate(browser.OVERLAPS, pair) == [], path
        # Cells that scroll are wide enough to read.
        narrow = page.evaluate(
            """() => [...document.querySelectorAll('.comparison td[id]')]
              .filter((cell) => cell.getBoundingClientRect().width < 120).map((cell) => cell.id)"""
        )
        assert narrow == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_tables(new_page, explainer, scheme):
    # At the widths of a phone and of a desk it looks at every page.
    page = new_page(viewport={"width": TABLET, "height": 900}, color_scheme=scheme)
    for path in [*tables(explainer), "claims/"]:
        page.goto(path)
        browser.open_details(page)
        browser.prepare_axe(page)
        browser.begin_axe(page)
        assert browser.violations(page) == [], path


def test_axe_finds_nothing_in_what_was_chosen(new_page, tiny):
    page = new_page()
    for chosen in ("?columns=quill,council&rows=differ", "?rows=disputed&sort=-toll"):
        page.goto(f"{tiny}{CROSSINGS}{chosen}")
        browser.open_details(page)
        browser.prepare_axe(page)
        browser.begin_axe(page)
        assert browser.violations(page) == [], chosen


def test_columns_are_chosen_without_a_script(new_page, tiny):
    page = new_page(java_script_enabled=False)
    page.goto(f"{tiny}{CROSSINGS}")
    everything = "opened toll carts quill council ferryman".split()
    assert [name for name, _ in browser.shown(page, ".comparison td[id]")] == [
        f"{row}--{name}" for row in ("ford", "ferry", "bridge", "raft") for name in everything
    ]
    page.locator(".pick summary").click()
    for name in ("opened", "toll", "carts", "ferryman"):
        page.locator(f".pick input[value={name}]").uncheck()
    found = [name for name, _ in browser.shown(page, ".comparison td[id]")]
    assert found == [
        f"{row}--{name}"
        for row in ("ford", "ferry", "bridge", "raft")
        for name in ("quill", "council")
    ]
    heads = [text for _, text in browser.shown(page, ".comparison thead a", "")]
    assert heads == ["Quill", "The council"]
    # The columns that are left take the whole width; a lesson runs under both.
    right = "Math.round(document.querySelector('{}').getBoundingClientRect().right)"
    edges = {
        page.evaluate(right.format(each))
        for each in ("#ford--council", "#ford .lesson td", ".comparison")
    }
    assert len(edges) == 1
    page.emulate_media(media="print")
    assert [text.strip() for _, text in browser.shown(page, ".pick label")] == [
        "Quill",
        "The council",
    ]


def test_columns_are_chosen(crossings):
    page = crossings
    everything = columns(page)
    assert len(everything) == 6
    choose_columns(page, "quill", "council")
    assert columns(page) == ["quill", "council"]
    assert query(page) == "?columns=quill,council"
    assert said(page) == "4 of 4 rows."
    verdicts = [text for _, text in browser.shown(page, ".verdict")]
    assert verdicts == ["different", "same"]
    page.reload()
    assert columns(page) == ["quill", "council"]
    # Three columns are no pair, and nobody says how they compare.
    page.goto(page.url.replace("council", "council,ferryman"))
    assert columns(page) == ["quill", "council", "ferryman"]
    assert browser.shown(page, ".verdict") == []
    page.get_by_role("button", name="Show all").click()
    assert columns(page) == everything
    assert query(page) == ""


def test_two_columns_are_compared_at_once(crossings):
    page = crossings
    first, second = page.locator(".two select").all()
    first.select_option(label="The ferryman")
    assert len(columns(page)) == 6
    second.select_option(label="Quill")
    assert columns(page) == ["quill", "ferryman"]
    assert query(page) == "?columns=quill,ferryman"
    assert [first.input_value(), second.input_value()] == ["quill", "ferryman"]


def test_only_rows_where_positions_differ(crossings):
    page = crossings
    page.get_by_label("where positions differ").check()
    # Of four rows, one has no two marked cells.
    assert rows(page) == ["ford", "ferry", "bridge"]
    assert query(page) == "?rows=differ"
    assert said(page).startswith("3 of 4 rows where positions differ; left out")
    assert said(page).endswith(": 1.")
    choose_columns(page, "quill", "council")
    # The ferry has one marked cell of two; the bridge's two agree.
    assert rows(page) == ["ford"]
    assert said(page).endswith(": 2.")
    page.get_by_label("all", exact=True).check()
    assert rows(page) == ["ford", "ferry", "bridge", "raft"]


def test_only_rows_where_sources_disagree(crossings):
    page = crossings
    page.get_by_label("where sources disagree").check()
    assert rows(page) == ["ferry"]
    assert said(page) == "1 of 4 rows where sources disagree."
    marked = "getComputedStyle(document.getElementById('{}')).boxShadow"
    assert page.evaluate(marked.format("ferry--carts")) != "none"
    assert page.evaluate(marked.format("ferry--toll")) == "none"
    choose_columns(page, "quill", "council")
    assert rows(page) == []
    assert said(page) == "0 of 4 rows where sources disagree."


def test_rows_are_sorted_and_unsorted(crossings):
    page = crossings
    given = ["ford", "ferry", "bridge", "raft"]
    button = page.get_by_role("button", name="Sort by Toll")
    for state, order, search in (
        ("ascending", ["ford", "bridge", "ferry", "raft"], "?sort=toll"),
        # What has no number stands last either way.
        ("descending", ["ferry", "bridge", "ford", "raft"], "?sort=-toll"),
        (None, given, ""),
    ):
        button.press("Enter")
        assert rows(page) == order
        assert query(page) == search
        assert button.evaluate("element => element === document.activeElement")
        sorted_by = page.locator("[aria-sort]")
        assert sorted_by.count() == (state is not None)
        if state:
            assert sorted_by.get_attribute("aria-sort") == state
            assert said(page) == f"4 of 4 rows; sorted by Toll, {state}."
    page.get_by_role("button", name="Sort by Opened").click()
    assert rows(page) == ["ferry", "bridge", "ford", "raft"]


def test_rows_are_sorted_on_a_phone(new_page, tiny):
    page = new_page(viewport={"width": PHONE, "height": 900})
    page.goto(f"{tiny}{CROSSINGS}")
    page.locator(".by select").select_option("-toll")
    assert rows(page)[0] == "ferry"
    assert query(page) == "?sort=-toll"


def test_choices_come_back_with_the_address_and_with_back(crossings, tiny):
    page = crossings
    page.goto(f"{tiny}{CROSSINGS}?kept=1&columns=toll,quill,council&rows=differ&sort=-toll#ford")
    assert columns(page) == ["toll", "quill", "council"]
    assert rows(page) == ["ford"]
    assert page.get_by_label("where positions differ").is_checked()
    page.get_by_label("all", exact=True).check()
    assert query(page) == "?kept=1&columns=toll,quill,council&sort=-toll"
    assert page.evaluate("location.hash") == "#ford"
    assert rows(page) == ["ferry", "bridge", "ford", "raft"]
    page.get_by_role("button", name="Show all").click()
    assert query(page) == "?kept=1"
    page.go_back()
    assert columns(page) == ["toll", "quill", "council"]
    assert rows(page) == ["ferry", "bridge", "ford", "raft"]
    page.go_back()
    assert rows(page) == ["ford"]
    page.go_forward()
    assert rows(page) == ["ferry", "bridge", "ford", "raft"]


@pytest.mark.parametrize(
    "nonsense", ["?columns=x,y", "?rows=some", "?sort=quill", "?sort=-", "?columns=&rows=&sort="]
)
def test_an_address_that_says_nonsense_shows_everything(page, tiny, nonsense):
    page.goto(f"{tiny}{CROSSINGS}{nonsense}")
    assert len(columns(page)) == 6
    assert rows(page) == ["ford", "ferry", "bridge", "raft"]
    assert page.locator("[aria-sort]").count() == 0


def test_a_link_to_a_hidden_cell_shows_it(page, tiny):
    page.goto(f"{tiny}{CROSSINGS}?columns=quill&rows=disputed#ferry--council")
    assert columns(page) == ["quill", "council"]
    assert len(rows(page)) == 4
    assert browser.landed(page, "ferry--council") == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_links_lead_to_rows_cells_and_columns(page, explainer, width):
    browser.resize(page, width)
    faults = []
    for path, table in tables(explainer).items():
        first, last = table.columns[0].id, table.columns[-1].id
        for row in (table.rows[0], table.rows[-1]):
            for name in (row.id, f"{row.id}--{first}", f"{row.id}--{last}", f"column-{last}"):
                page.goto("about:blank")  # or the fragment alone would change
                page.goto(f"{path}#{name}")
                fault = browser.landed(page, name)
                faults += [f"{path}#{name} {fault}"] if fault else []
    assert not faults, "\n".join(faults)


def test_headers_stay_in_view(page):
    browser.resize(page, TABLET)
    page.goto("compare/deals/")
    page.locator(".region").evaluate("region => region.scrollTo(700, 700)")
    page.locator(".region").scroll_into_view_if_needed()
    places = page.evaluate("""() => {
      const region = document.querySelector('.region').getBoundingClientRect();
      const head = document.querySelector('thead th:last-child').getBoundingClientRect();
      const rows = [...document.querySelectorAll('tbody > tr > th')].map((each) =>
        Math.round(each.getBoundingClientRect().left - region.left));
      const lesson = document.querySelector('.lesson p').getBoundingClientRect();
      return [Math.round(head.top - region.top), [...new Set(rows)], lesson.left > region.left,
        lesson.right <= region.right + 1];
    }""")
    assert places == [0, [0], True, True]


def test_a_region_is_a_stop_only_where_it_scrolls(page, tiny):
    region = ".region"
    page.goto("compare/deals/")
    page.wait_for_selector(f"{region}[tabindex='0']")
    assert page.locator(region).get_attribute("aria-label")
    browser.resize(page, PHONE)  # cards: nothing to scroll
    page.wait_for_selector(f"{region}:not([tabindex])")
    browser.resize(page, DESK)
    page.wait_for_selector(f"{region}[tabindex='0']")
    page.goto(f"{tiny}debate/")
    browser.resize(page, DESK, 3000)
    page.wait_for_selector(f"{region}:not([tabindex])")


def test_few_stops_before_the_first_cell(page, explainer):
    for path in tables(explainer):
        page.goto(path)
        page.locator("main").focus()
        stops = 0
        while not page.evaluate("document.activeElement.matches('td *')"):
            page.keyboard.press("Tab")
            stops += page.evaluate("!document.activeElement.matches('thead *')")
            assert stops <= STOPS + 1, path
            assert page.evaluate(browser.FOCUS)["fault"] == ""


def test_a_journey_by_keyboard(new_page, tiny):
    page = new_page(viewport={"width": TABLET, "height": 700})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{tiny}{CROSSINGS}")

    def tab_to(selector):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert page.evaluate(browser.FOCUS)["fault"] == ""
                return
        pytest.fail(f"{selector} is never reached")

    tab_to(".pick summary")
    page.keyboard.press("Enter")
    tab_to(".pick input[value=opened]")
    page.keyboard.press("Space")
    assert "opened" not in columns(page)
    assert page.evaluate("document.activeElement.value") == "opened"
    tab_to(".which input")
    page.keyboard.press("ArrowRight")
    assert query(page) == "?columns=toll,carts,quill,council,ferryman&rows=differ"
    tab_to(".copy-table")
    page.keyboard.press("Enter")
    page.locator(".copy-table + .said", has_text="Copied").wait_for()
    tab_to(".region")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    tab_to(".sort[value=toll]")
    page.keyboard.press("Enter")
    assert rows(page) == ["ford", "bridge", "ferry"]
    assert page.evaluate("document.activeElement.value") == "toll"
    tab_to("#ford--toll summary")
    page.keyboard.press("Enter")
    assert page.locator("#ford--toll .evidence").is_visible()
    tab_to("#ford--toll .see a")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#ford--toll"
    assert query(page).endswith("&sort=toll")


def test_evidence_opens_in_place_without_a_script(new_page, tiny):
    page = new_page(java_script_enabled=False)
    page.goto(f"{tiny}{CROSSINGS}")
    evidence = page.locator("#ferry--carts .disagree")
    assert not evidence.is_visible()
    page.locator("#ferry--carts summary").click()
    assert evidence.is_visible()


def test_the_table_can_be_copied(new_page, tiny):
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{tiny}{CROSSINGS}?columns=carts,quill&sort=carts")
    page.get_by_role("button", name="Copy the table").click()
    page.locator(".copy-table + .said", has_text="Copied").wait_for()
    html, text = page.evaluate("""async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type) => (await item.getType(type)).text();
      return [await read('text/html'), await read('text/plain')];
    }""")
    lines = [line.split("\t") for line in text.splitlines()]
    assert lines[0] == ["In respect of", "Carts a day", "Quill"]
    assert [line[0] for line in lines[1:5]] == [
        "The ford",
        "The ferry",
        "The bridge of timber",
        "A raft",
    ]
    assert lines[1][1] == "8–12 the almanac; Eight to twelve when the water was low. [inferred]"
    assert lines[2][1].endswith("[stated; sources disagree]")
    assert lines[5][0].endswith("?columns=carts,quill&sort=carts")
    copied = support.parsed(html)
    assert [[cell.get_text() for cell in row.select("th, td")] for row in copied.select("tr")] == (
        lines[:5]
    )
    links = [link["href"] for link in copied.select("td a")]
    assert links == [f"{tiny}read/quill-1890/#p1"]
    assert copied.select("[class], [id], details, button") == []


def test_no_copied_cell_is_a_formula_to_a_spreadsheet(new_page, tiny):
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{tiny}{CROSSINGS}")
    heads = page.locator("tbody > tr:first-child > th > :first-child")
    shown = browser.FORMULAS[: heads.count()]
    for text, head in zip(shown, heads.all(), strict=True):
        head.evaluate("(head, text) => { head.textContent = text; }", text)
    page.get_by_role("button", name="Copy the table").click()
    page.locator(".copy-table + .said", has_text="Copied").wait_for()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    # The copy leaves out white space around what a cell says.
    expected = [spreadsheet.inert(" ".join(text.split())) for text in shown]
    assert [line.split("\t")[0] for line in lines[1:-1]] == expected


def test_the_address_and_citation_of_a_cell_are_copied(new_page, tiny):
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{tiny}{CROSSINGS}?columns=toll,carts#ferry")
    assert page.locator("td .copy").count() == 0
    summary = page.locator("#ferry--carts summary")
    for _ in range(3):  # opened, closed and opened again
        summary.click()
    button = page.get_by_role("button", name="copy link and citation: The ferry, Carts a day")
    button.focus()
    page.keyboard.press("Enter")
    said = page.locator("#ferry--carts .said")
    said.filter(has_text="Copied.").wait_for()
    assert button.count() == 1
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Carts a day, in “The Ferry,” row of the table “")
    assert copied.endswith(f" {tiny}{CROSSINGS}#ferry--carts")
    page.goto(copied.rpartition(" ")[2])
    assert browser.landed(page, "ferry--carts") == ""


def test_where_nothing_can_be_copied_the_citation_of_a_cell_is_offered(new_page, tiny):
    page = new_page()
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(f"{tiny}{CROSSINGS}")
    page.locator("#ford--toll summary").click()
    page.locator("#ford--toll .copy").click()
    field = page.locator("#ford--toll .said input")
    assert field.input_value().endswith("#ford--toll")
    assert field.evaluate("field => field.selectionEnd - field.selectionStart") > 20


def test_where_nothing_can_be_copied_the_text_is_offered(new_page, tiny):
    page = new_page()
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(f"{tiny}{CROSSINGS}")
    for _ in range(2):
        page.get_by_role("button", name="Copy the table").click()
    area = page.get_by_label(ENGLISH["table_to_copy"])
    selected = area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert selected.startswith("In respect of\tOpened\tToll")
    assert area.evaluate("area => area === document.activeElement")


def test_paper_has_what_was_chosen_and_says_so(new_page, tiny):
    page = new_page(viewport={"width": 1000, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"{tiny}{CROSSINGS}")
    assert browser.shown(page, ".chosen, .pick") == []
    page.goto(f"{tiny}{CROSSINGS}?columns=quill,council&rows=differ")
    assert [name for name, _ in browser.shown(page, "td[id]")] == ["ford--quill", "ford--council"]
    [(_, chosen)] = browser.shown(page, ".chosen span")
    assert chosen.startswith("1 of 4 rows where positions differ")
    assert [text.strip() for _, text in browser.shown(page, ".pick label")] == [
        "Quill",
        "The council",
    ]
    printed = page.pdf(prefer_css_page_size=True)
    [first, *_] = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed)
    _, _, width, height = (float(each) for each in first.split())
    assert width > height


def test_what_a_script_would_do_is_not_offered_without_one(new_page, tiny):
    page = new_page(java_script_enabled=False)
    page.goto(f"{tiny}{CROSSINGS}")
    page.locator(".pick summary").click()
    useless = "article button, article select, article input[type=radio], .chosen"
    assert browser.shown(page, useless) == []
    assert len(browser.shown(page, ".pick input")) == 6


@pytest.mark.parametrize("width", WIDTHS)
def test_marks_of_a_chart_stand_to_scale(page, tiny, width):
    browser.resize(page, width)
    page.goto(f"{tiny}{CROSSINGS}")
    found = page.evaluate("""() => [...document.querySelectorAll('.chart')].map((chart) =>
      [...chart.querySelectorAll('dd .strip')].map((strip) => {
        const { left, width } = strip.getBoundingClientRect();
        const mark = strip.querySelector('circle, .bar, .open');
        if (!mark) return null;
        const length = (name) => mark[name].baseVal.value;
        const ends = mark.localName === 'circle'
          ? [length('cx'), length('cx')] : [length('x1'), length('x2')];
        const seen = mark.getBoundingClientRect();
        const middle = mark.localName === 'circle' ? (seen.left + seen.right) / 2 - left : null;
        return { width, ends, middle };
      }))""")
    explainer, problems = load.load(support.TINY / "sources")
    assert problems == []
    table = explainer.items["compare/crossings"]
    for chart, marks in zip(table.charts, found, strict=True):
        drawing = charts.draw(table, chart, ENGLISH)
        wanted = [mark for line in drawing.lines for mark in line.marks or (None,)]
        for mark, drawn in zip(wanted, marks, strict=True):
            if mark is None:
                assert drawn is None
                continue
            assert drawn["width"] > 80
            for at, place in zip((mark.start, mark.end), drawn["ends"], strict=True):
                assert abs(at * drawn["width"] - place) < 0.5
            if drawn["middle"] is not None:
                assert abs(mark.start * drawn["width"] - drawn["middle"]) < 0.5
    numbers = page.evaluate("""() => [...document.querySelectorAll('.ticks')].map((svg) =>
      [...svg.querySelectorAll('text')].map((text) => {
        const box = text.getBoundingClientRect();
        return [box.left, box.right];
      }))""")
    for ticks in numbers:
        # No number of an axis touches the next, or leaves the page.
        for (_, right), (left, _) in itertools.pairwise(ticks):
            assert right < left
        assert ticks[0][0] >= 0
        assert ticks[-1][1] <= width


def test_a_line_of_a_chart_leads_to_its_row(crossings):
    page = crossings
    page.locator(".chart dt a", has_text="A raft").first.click()
    assert browser.landed(page, "raft") == ""


def test_what_a_guide_says_is_read_before_the_table(page, explainer):
    for path, table in tables(explainer).items():
        if not table.guide:
            continue
        page.goto(path)
        [(_, text)] = browser.shown(page, ".guide", ".cite")
        assert browser.letters(prose.plain(table.guide)) in browser.letters(text)


def test_text_twice_as_large_fits(playwright, new_page, tiny):
    with contextlib.closing(browser.launch(playwright, 2 * browser.TEXT_SIZE)) as chrome:
        page = new_page(of=chrome)
        for path in (f"{tiny}{CROSSINGS}", "compare/tests-and-resolutions/"):
            page.goto(path)
            for width in (TABLET, DESK):
                browser.resize(page, width)
                assert page.evaluate(browser.CLIPPED) == [], path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_claims_have_room_at_every_width(page):
    page.goto("claims/")
    for width, least in ((PHONE, 200), (TABLET, 120), (DESK, 170)):
        browser.resize(page, width)
        cells = page.locator(".claims tbody td").all()[:6]
        assert min(cell.bounding_box()["width"] for cell in cells) > least, width
    # As wide as the page, the list goes on below the window's edge like any other.
    region = page.locator(".claims .region")
    assert region.evaluate("each => getComputedStyle(each).overflowY") == "visible"
