"""Ways to read an annotated text that a script adds, and a text with far too many notes."""

from __future__ import annotations

import contextlib
import json
import math

import pytest

import browser
import support

pytestmark = pytest.mark.browser

NOTES = "aside.note[role=doc-footnote]"
LEE = "read/lee-2016/"
# Words, paragraphs and notes of the overloaded text.
WORDS, PARAGRAPHS, CROWD = 3000, 40, 150
# The space that may open between two paragraphs, in px: their own margin is 36.
HOLE = 100


def notes_of(explainer, text, *kinds):
    notes = next(each for each in explainer.texts if each.id == text).notes
    return sum(note.kind in kinds or not kinds for note in notes)


def count(page):
    return len(browser.shown(page, NOTES))


def test_a_reader_chooses_kinds_and_the_address_keeps_the_choice(page, explainer):
    page.goto(LEE)
    total = notes_of(explainer, "lee-2016")
    assert count(page) == total
    for kind in ("context", "term", "record", "rhetoric", "compare", "gap"):
        page.locator(f".legend li[data-kind={kind}] input").uncheck()
    forecasts = notes_of(explainer, "lee-2016", "forecast")
    assert 0 < forecasts < total
    assert count(page) == forecasts
    assert page.locator(".shown").inner_text() == f"{forecasts} of {total} notes"
    address = page.url
    assert address.endswith("?kinds=forecast")
    page.goto(address)
    assert count(page) == forecasts
    shown = [name for name, _ in browser.shown(page, "a.noteref")]
    assert len(shown) == forecasts
    looks = page.evaluate("""() => [...new Set([...document.querySelectorAll('.words mark')]
      .map((mark) => mark.className))].sort()""")
    assert looks == ["k-forecast", "off"]


def test_each_kind_of_note_has_an_underline_of_its_own(page, explainer):
    page.goto(LEE)
    lines = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('.words mark')]
      .map((mark) => [mark.className, getComputedStyle(mark)])
      .map(([kind, style]) => [kind, style.textDecorationStyle + style.textDecorationThickness]))""")
    assert set(lines) == {f"k-{kind.id}" for kind in explainer.settings.kinds}
    assert len(set(lines.values())) == len(lines), lines


def test_marks_first_and_notes_when_asked_for(page):
    page.goto(f"{LEE}?notes=try")
    assert count(page) == 0
    assert page.locator("mark:not(.off)").count() > 0
    button = page.locator("#p4 .ask")
    in_p4 = page.locator(f".para:has(#p4) {NOTES}").count()
    assert button.inner_text() == f"Show the notes ({in_p4})"
    button.press("Enter")
    assert count(page) == in_p4 > 0
    assert page.evaluate("document.activeElement.matches('.para:has(#p4) a.back')")
    page.locator(".tools select").select_option("none")
    assert count(page) == 0
    assert page.locator("mark:not(.off)").count() == 0
    assert page.url.endswith("?notes=none")


def test_a_link_to_a_hidden_note_shows_it(page):
    page.goto(f"{LEE}?notes=none#n-burned")
    assert [name for name, _ in browser.shown(page, "#n-burned")] == ["n-burned"]


def test_keys_step_through_notes_and_can_be_switched_off(page):
    page.goto(LEE)
    first, second = [page.locator("a.noteref").nth(each).get_attribute("id") for each in (0, 1)]
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == second
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("?")
    keys = page.locator("dialog.keys")
    assert keys.is_visible()
    assert set(keys.locator("kbd").all_inner_texts()) == {"n", "p", "m", "/", "?"}
    browser.prepare_axe(page)
    browser.begin_axe(page)
    assert browser.violations(page) == []
    keys.locator("input").uncheck()
    page.keyboard.press("Escape")
    assert not keys.is_visible()
    page.keyboard.press("m")
    assert count(page) > 0
    page.reload()
    page.keyboard.press("m")
    assert count(page) > 0  # the choice is remembered


def test_a_number_shows_its_note_on_focus_and_escape_puts_it_away(new_page):
    page = new_page(viewport={"width": browser.PHONE, "height": 600})
    page.goto(LEE)
    page.locator("#to-burned").focus()
    preview = page.locator(".preview")
    assert preview.is_visible()
    point = page.locator("#n-burned .point").inner_text()
    assert browser.letters(preview.inner_text()) == browser.letters(point)
    page.keyboard.press("Escape")
    assert not preview.is_visible()


def test_a_paragraph_gives_its_address_and_says_whose_words_it_holds(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{LEE}?kinds=record#p2")
    page.locator("#p4 .copying button").click()
    page.locator("#p4 .said", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Restatement of ¶4 of Jongsoo Lee, “It’s Time for a Deal")
    # The address that stays, of the published site, wherever this copy of it is read.
    assert copied.endswith(", https://reader.example/repo/id/lee-2016/p4/")


def test_every_fifth_line_is_numbered_on_screen_and_paper(page):
    page.goto(f"{LEE}?lines=1")
    numbers = [int(text) for _, text in browser.shown(page, ".line")]
    assert numbers == list(range(5, 5 * len(numbers) + 1, 5))
    assert len(numbers) > 10
    page.emulate_media(media="print")
    assert [int(text) for _, text in browser.shown(page, ".line")] == numbers


def test_claims_are_sorted_and_unsorted(page):
    page.goto("claims/")
    cells = "tbody td:nth-of-type(2) .value"
    given = page.locator(cells).all_inner_texts()
    head = page.locator("th", has=page.get_by_role("button", name="Assessment"))
    for state in ("ascending", "descending", None):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == state
        found = page.locator(cells).all_inner_texts()
        wanted = given if state is None else sorted(given, reverse=state == "descending")
        assert found == wanted
    assert len(set(given)) > 3


@pytest.mark.parametrize("width", [browser.PHONE, browser.TABLET, browser.DESK])
def test_axe_finds_nothing_in_a_text_in_either_scheme(new_page, width):
    for scheme in ("light", "dark"):
        page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in (LEE, "read/cap-2019/"):
            page.goto(path)
            browser.prepare_axe(page)
            browser.begin_axe(page)
            assert browser.violations(page) == [], f"{path} {width} {scheme}"


def crowded(root):
    """Give the tiny explainer a text of 3,000 words in which 150 notes overlap."""
    folder = root / "sources/texts/crowd-1891"
    folder.mkdir()
    each = WORDS // PARAGRAPHS
    # Numbers as words of their own make every run of words stand once.
    words = [f"word {number} of stone" for number in range(math.ceil(WORDS / 4))]
    flat = " ".join(words).split()[:WORDS]
    chunks = [flat[at : at + each] for at in range(0, WORDS, each)]
    names = [f"p{number}" for number in range(1, PARAGRAPHS + 1)]
    edition = [
        f"{{#{name}}}\n\n{' '.join(chunk)}\n" for name, chunk in zip(names, chunks, strict=True)
    ]
    (folder / "edition.md").write_text("\n".join(edition), encoding="utf-8")
    source = {
        "id": "crowd-1891",
        "title": "A Crowded Page",
        "short": "Crowd",
        "kind": "essay",
        "authors": [{"literal": "Nobody"}],
        "issued": "1891",
        "publisher": "Nobody",
        "URL": "https://example.org/crowd",
        "rights": "paraphrase",
        "rights_note": "Invented.",
        "about": "Invented.",
        "author_note": "Invented.",
        "paragraphs": [{"id": name} for name in names],
    }
    (folder / "source.yml").write_text(json.dumps(source), encoding="utf-8")
    notes = []
    for number in range(CROWD):
        place = number % PARAGRAPHS
        # Notes of a paragraph begin four words apart and are fourteen long, so they overlap.
        start = 8 + 4 * (number // PARAGRAPHS)
        quote = " ".join(chunks[place][start : start + 14])
        notes.append(
            {
                "id": f"note-{number}",
                "paragraph": names[place],
                "quote": quote,
                "kind": "setting",
                "text": "A point that is made in one sentence of some fourteen words or so. And more.",
            }
        )
    (folder / "notes.yml").write_text(json.dumps({"notes": notes}), encoding="utf-8")


def test_a_crowded_page_still_reads_well(new_page, tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    crowded(root)
    outcome = support.build(root)
    assert outcome.code == 0, outcome.err
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(browser.served(root / "site"))
        page = new_page()
        page.goto(f"{address}read/crowd-1891/")
        assert count(page) == CROWD
        for pair in ([NOTES, ""], [NOTES, ".words"], [".words", ""]):
            assert page.evaluate(browser.OVERLAPS, pair) == []
        gaps = page.evaluate("""() => {
          const boxes = [...document.querySelectorAll('.words')].map((each) => each.getBoundingClientRect());
          return boxes.slice(1).map((box, index) => box.top - boxes[index].bottom);
        }""")
        assert max(gaps) <= HOLE, gaps
        overlapping = page.evaluate("""() => [...document.querySelectorAll('.words mark')]
          .filter((mark) => mark.querySelector('mark')).length""")
        assert overlapping == 0  # marks are flat
        browser.resize(page, browser.PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= browser.PHONE
