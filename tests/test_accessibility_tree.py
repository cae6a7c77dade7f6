"""What assistive software is given: the accessibility tree, at each step of the testers' script.

The script is docs/accessibility/screen-readers.md. The tree is Chromium's own, read through its
debugging protocol.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

import pytest

import browser
import support
from browser import DESK, PHONE

pytestmark = pytest.mark.browser

DOCS = support.ROOT / "docs" / "accessibility"
LEE = "read/lee-2016/"
LANDMARKS = {"banner", "main", "contentinfo", "navigation", "region", "complementary", "form"}
# Roles of what a reader can press, choose or fill in, by Chromium's names.
CONTROLS = {
    "link",
    "button",
    "checkbox",
    "radio",
    "combobox",
    "searchbox",
    "textbox",
    "DisclosureTriangle",
    "Date",
    "doc-noteref",
    "doc-backlink",
}
# Levels A and AA of WCAG 2.2; 4.1.1 is gone from it.
CRITERIA = {
    "A": """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2
        2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2
        3.3.7 4.1.2""".split(),
    "AA": """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6
        2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3""".split(),
}
RESULTS = {"Supports", "Does not apply"}


@dataclass(frozen=True)
class Node:
    """A node of the tree that is not ignored."""

    role: str
    name: str
    states: dict[str, object]
    path: tuple[str, ...]
    """The roles of the nodes around it, from the outermost."""
    element: int
    """Chromium's number for the element."""


@pytest.fixture
def tree(page):
    """Read the tree of the page as it stands."""
    session = page.context.new_cdp_session(page)

    def read():
        browser.laid_out(page)
        found = session.send("Accessibility.getFullAXTree")["nodes"]
        nodes = {each["nodeId"]: each for each in found}

        def walk(node, path):
            role = node["role"]["value"]
            if not node.get("ignored"):
                states = {each["name"]: each["value"].get("value") for each in node["properties"]}
                name = node.get("name", {}).get("value", "")
                yield Node(role, name.strip(), states, path, node.get("backendDOMNodeId", 0))
                path = (*path, role)
            for child in node.get("childIds", ()):
                if child in nodes:
                    yield from walk(nodes[child], path)

        return list(walk(found[0], ()))

    return read


@pytest.fixture(scope="module")
def samples(files, paths):
    """A page of every template."""
    return sorted(browser.sampled(files.folder, paths))


def roles(nodes, *names):
    return [each for each in nodes if each.role in names]


def test_headings_leave_out_no_level(files):
    found = []
    for name, page in files.pages.items():
        levels = [int(each.name[1]) for each in page.main.select("h1, h2, h3, h4, h5, h6")]
        if levels.count(1) != 1 or levels[:1] != [1]:
            found.append(f"{name} begins with {levels[:3]} and has {levels.count(1)} of level 1")
        deeper = itertools.pairwise(levels)
        found += [f"{name}: {one} before {two}" for one, two in deeper if two > one + 1]
        found += [
            f"{name}: a heading is empty" for h in page.select("h1, h2, h3") if not h.text.strip()
        ]
    assert not found, "\n".join(found)


def test_titles_tell_pages_apart(files):
    titles = Counter(page.title.text for page in files.pages.values())
    assert [title for title, count in titles.items() if count > 1 or not title.strip()] == []
    assert all("Time for a Deal?" in title for title in titles)


def test_every_page_has_the_same_navigation(files):
    frames = {
        (
            tuple(
                each.get_text(strip=True)
                for each in page.select("header.site a, header.site button")
            ),
            tuple(each.get_text(strip=True) for each in page.select("footer.site nav a")),
            tuple(
                each.get_text(strip=True)
                for each in page.select("footer.site p a")
                # Only a page with a file of its own can be edited, and only some have one.
                if "edit" not in each["href"] and "blob" not in each["href"]
            ),
        )
        for page in files.pages.values()
        if page.select_one("header.site")
    }
    assert len(frames) == 1
    # A card is made to stand within another page, and leads to this site's by links of its own.
    without = [name for name, page in files.pages.items() if not page.select_one("header.site")]
    assert all(name.startswith("id/") for name in without)
    ((header, footer, help_),) = frames
    assert "Search" in header
    assert "Accessibility" in footer
    assert "About" in footer
    assert help_


def test_landmarks_are_there_once_and_named(page, tree, samples):
    for path in samples:
        page.goto(path)
        found = roles(tree(), *LANDMARKS)
        count = Counter(each.role for each in found)
        for role in ("banner", "main", "contentinfo"):
            assert count[role] == 1, f"{path}: {role}"
        several = [(each.role, each.name) for each in found if count[each.role] > 1]
        assert all(name for _, name in several), path
        twice = [each for each, times in Counter(several).items() if times > 1]
        assert twice == [], path
        for landmark in found:
            assert landmark.role not in {"banner", "main", "contentinfo"} or not (
                {"banner", "main", "contentinfo"} & set(landmark.path)
            ), path


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_controls_have_names_that_hold_their_words(page, tree, samples, width):
    browser.resize(page, width)
    found = []
    for path in samples:
        page.goto(path)
        browser.open_details(page)
        nodes = roles(tree(), *CONTROLS)
        assert len(nodes) > 10, path
        found += [f"{path}: a {each.role} has no name" for each in nodes if not each.name]
        # WCAG 2.5.3: what is seen on a control stands in its name.
        found += [f"{path}: {each}" for each in page.evaluate(LABELLED)]
    assert not found, "\n".join(found)


LABELLED = """() => {
  const plain = (text) => text.toLowerCase().replace(/[^\\p{L}\\p{N}¶]+/gu, ' ').trim();
  return [...document.querySelectorAll(':is(a, button, summary)[aria-label]')].filter((element) =>
    element.checkVisibility() && !plain(element.ariaLabel).includes(plain(element.innerText))
  ).map((element) => `"${element.innerText}" is named "${element.ariaLabel}"`);
}"""


def test_graphics_are_named_or_hidden(page, tree, samples):
    drawings = 0
    for path in samples:
        page.goto(path)
        browser.open_details(page)
        nodes = tree()
        for node in roles(nodes, "image", "img", "SvgRoot"):
            assert node.name, f"{path}: {node.role} within {node.path[-3:]}"
            drawings += 1
        untold = page.locator("figure:not([aria-label]):not(:has(figcaption))")
        assert untold.count() == 0, path
        unnamed = page.evaluate("""() => [...document.querySelectorAll('main svg')].filter((svg) =>
          !svg.closest('[aria-hidden=true]') && !svg.ariaLabel && !svg.querySelector('title')
        ).map((svg) => svg.outerHTML.slice(0, 80))""")
        assert unnamed == [], path
    assert drawings


def test_search_is_a_named_dialog_with_a_status(page, tree):
    page.goto("about/")
    page.locator("button.search").press("Enter")
    page.keyboard.type("Yongbyon")
    page.locator(".results li").first.wait_for()
    nodes = tree()
    dialog, *others = roles(nodes, "dialog")
    assert others == []
    assert dialog.name == "Search"
    assert dialog.states["modal"]
    field = roles(nodes, "searchbox")
    assert [each.name for each in field] == ["Words to find"]
    assert field[0].states["focused"]
    assert "dialog" in field[0].path
    status, *others = roles(nodes, "status")
    assert others == []
    assert status.states["live"] == "polite"
    assert re.match(r"\d+ found", page.locator(".status").inner_text())
    results = [each for each in roles(nodes, "link") if "dialog" in each.path]
    assert results
    assert all("listitem" in each.path and each.name for each in results)
    # Behind an open dialog nothing is offered.
    assert {each.path.count("dialog") for each in roles(nodes, *CONTROLS)} == {1}


def test_notes_are_footnotes_with_links_both_ways(page, tree, explainer):
    text = next(each for each in explainer.texts if each.id == "lee-2016")
    page.goto(LEE)
    nodes = tree()
    notes = roles(nodes, "doc-footnote")
    assert len(notes) == len(text.notes)
    kinds = {kind.label for kind in explainer.settings.kinds}
    for number, note in enumerate(notes, 1):
        assert re.fullmatch(rf"Note {number}, ({'|'.join(kinds)})", note.name), note.name
    references = roles(nodes, "doc-noteref")
    # Between a number and what only assistive software is given there may be a space.
    assert [each.name.replace(" ,", ",") for each in references] == [each.name for each in notes]
    backs = [each.name for each in roles(nodes, "doc-backlink")]
    expected = [f"Back to the words, note {number}" for number in range(1, len(notes) + 1)]
    assert set(expected) <= set(backs)
    assert all("doc-footnote" in each.path for each in roles(nodes, "doc-backlink"))
    paragraphs = [each.name for each in nodes if each.name.startswith("Paragraph ")]
    assert paragraphs == [f"Paragraph {each.source.name}" for each in text.paragraphs]
    more = [each for each in roles(nodes, "DisclosureTriangle") if each.name.startswith("more of")]
    assert [each.name for each in more] == [
        f"more of note {each}" for each in range(1, len(notes) + 1)
    ]
    assert not any(each.states["expanded"] for each in more)
    page.locator(".note summary").first.press("Enter")
    opened = [each for each in roles(tree(), "DisclosureTriangle") if each.states["expanded"]]
    assert [each.name for each in opened] == ["more of note 1"]


def test_choices_above_a_text_have_names_and_states(page, tree, explainer):
    page.goto(LEE)
    nodes = tree()
    boxes = roles(nodes, "checkbox")
    labels = [kind.label for kind in explainer.settings.kinds]
    for box, label in zip(boxes, labels, strict=False):
        assert re.fullmatch(rf"{label} \d+", box.name), box.name
        assert box.states["checked"] == "true"
    assert boxes[-1].name == "line numbers"
    assert boxes[-1].states["checked"] == "false"
    (mode,) = roles(nodes, "combobox")
    assert mode.name == "Show"
    page.locator(".tools select").select_option("none")
    nodes = tree()
    assert {each.states["live"] for each in roles(nodes, "status")} == {"polite"}
    [said] = [each.name for each in nodes if "status" in each.path and each.role == "StaticText"]
    assert re.fullmatch(r"0 of \d+ notes", said)
    page.locator(".tools button").press("Enter")
    nodes = tree()
    (dialog,) = roles(nodes, "dialog")
    assert dialog.name == page.locator("#keys-title").inner_text()
    assert [each.states["checked"] for each in roles(nodes, "checkbox")] == ["true"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_tables_name_the_row_and_column_of_every_cell(page, tree, explainer, width):
    browser.resize(page, width)
    for table in explainer.comparisons:
        page.goto(f"compare/{table.id}/")
        nodes = tree()
        (found,) = [each for each in nodes if each.role == "table"]
        assert found.name
        heads = roles(nodes, "columnheader")
        rows = roles(nodes, "rowheader")
        assert [each.name for each in rows if each.name] == [each.name for each in rows]
        assert len(rows) == len(table.rows)
        if width == DESK:
            # The first column's header heads the labels of the rows.
            assert len(heads) == len(table.columns) + 1
            assert all(each.name for each in heads)
            cells = len(roles(nodes, "cell", "gridcell"))
            lessons = sum(bool(row.lesson) for row in table.rows)
            assert cells == len(table.columns) * len(table.rows) + lessons
        else:
            # One below the other, each cell begins with the name of its column.
            names = page.locator(".comparison td[data-c] > .column").all_inner_texts()
            assert len(names) == len(table.columns) * len(table.rows)
            assert all(names)


def test_a_sorted_column_says_so(page, tree):
    page.goto("claims/")
    button = page.locator(".sort").nth(2)
    name = button.get_attribute("aria-label")
    for state in ("ascending", "descending", None):
        button.press("Enter")
        nodes = tree()
        assert [each.name for each in roles(nodes, "button") if each.states.get("focused")] == [
            name
        ]
        assert page.locator("th[aria-sort]").count() == bool(state)
        assert button.locator("xpath=..").get_attribute("aria-sort") == state


def test_the_timeline_has_a_named_picture_and_named_lenses(page, tree, explainer):
    page.goto("timeline/")
    browser.laid_out(page)
    nodes = tree()
    assert [each.name for each in roles(nodes, "figure")] == ["The whole period"]
    # Its marks are for pointers; what they lead to follows, and what it shows is told in words.
    assert [each for each in nodes if "figure" in each.path and each.role in CONTROLS] == []
    assert [each.name for each in roles(nodes, "combobox")] == [
        "Who acts",
        "Theme",
        "Phase",
        "Mentioned in",
        "As known on the day of",
    ]
    assert [each.name for each in roles(nodes, "Date")] == ["or on another day"]
    assert [each.name for each in roles(nodes, "checkbox")] == ["Days since the event before"]
    headings = [each for each in roles(nodes, "heading") if "main" in each.path]
    events = [each for each in headings if each.states["level"] == 3]
    assert len(events) == len(explainer.events)
    years = [
        each.name
        for each in headings
        if re.match(r"\d{4}", each.name) and each.states["level"] == 2
    ]
    assert len(years) > 5
    assert (
        next(each.name for each in nodes if each.role == "DisclosureTriangle")
        == "The picture in words"
    )


def test_the_report_has_every_criterion_once_and_names_tests_that_exist():
    report = (DOCS / "report.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\d\.\d\.\d+) [^|]+ \((A+)\) \| ([^|]+) \| ([^|]+) \|$", report, re.MULTILINE
    )
    assert sorted(each[0] for each in rows) == sorted(CRITERIA["A"] + CRITERIA["AA"])
    assert len(rows) == 55
    for number, level, result, how in rows:
        assert number in CRITERIA[level], number
        assert result in RESULTS, number
        assert result == "Does not apply" or "`test_" in how or "By reading" in how or "axe" in how
    count = Counter(result for *_, result, _ in rows)
    words = f"the site supports {count['Supports']}; {count['Does not apply']} do not apply"
    assert words in report
    assert report.count("\n| ") == len(rows) + report.count("| Criterion |")
    script = (DOCS / "screen-readers.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", report + script))
    files = (path.read_text(encoding="utf-8") for path in support.TESTS.glob("test_*.py"))
    there = {name for text in files for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    assert named <= there, named - there


def test_the_script_says_only_what_is_tested():
    script = (DOCS / "screen-readers.md").read_text(encoding="utf-8")
    walks = script.split("\n## ")[1:]
    assert len(walks) == 8
    assert [walk for walk in walks if not re.search(r"^Tests?: `test_", walk, re.MULTILINE)] == []
