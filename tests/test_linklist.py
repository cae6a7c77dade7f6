"""The page for people who link: what it lists and promises, and the list that it makes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from urllib.parse import urljoin

import markdown
import pytest

import browser
import support
from explainer import classroom, ledger, linklist, pages, prose
from explainer.downloads import spreadsheet
from explainer.ledger import Ledger
from explainer.model import Reference

PAGE = "link/index.html"


@pytest.fixture
def tiny():
    return support.facts(support.TINY, "")


def rendered(site):
    """Return the parsed page of links of a site."""
    [page] = [each for each in pages.pages(site) if each.src_uri == "link.md"]
    return support.parsed(page.markdown)


def carded(explainer):
    return {name for name, item in explainer.items.items() if not isinstance(item, Reference)}


def test_every_item_is_listed_once_with_its_card_and_its_place(explainer):
    built = support.real_site("/repo/")
    block = built.pages[PAGE].select_one(".links")
    items = [item.find_all("a") for item in block.select("li")]
    listed = [urljoin("/link/", str(card["href"])) for card, _ in items]
    assert sorted(listed) == sorted(f"/id/{name}/" for name in carded(explainer))
    assert len({card.get_text() for card, _ in items}) > len(items) * 0.95
    for group in block.find_all("details"):
        count = int(group.summary.get_text().rpartition("(")[2].rstrip(")"))
        assert count == len(group.find_all("li"))
        names = [
            str(item.a["href"]).removeprefix("../id/").rstrip("/") for item in group.select("li")
        ]
        assert {ledger.kind(name) for name in names} == {group["data-kind"]}


def test_parts_stand_under_their_whole(tiny):
    found = {(group.part_of, group.kind) for group in linklist.Listed(tiny).groups}
    assert {("quill-1890", "paragraph"), ("compare/plans", "row"), ("", "event")} <= found


def test_what_was_published_is_promised_since_its_day(tiny):
    said = rendered(tiny).select_one(".promise").get_text(" ", strip=True)
    days = tiny.explainer.ledger.days
    assert f"{len(days)} names are permanent, the first of them since November 2, 2026." in said
    assert "Moved or withdrawn so far: 2." in said
    assert "Edition of November 20, 2026" in said
    assert "does not know its own address" in said


def test_the_address_is_named_if_it_is_known(tiny):
    said = rendered(tiny.at("https://reader.example/repo/")).select_one(".promise")
    assert said.code.get_text() == "https://reader.example/repo/"
    assert "does not know its own address" not in said.get_text()


def test_nothing_is_promised_before_it_is_published(tiny):
    explainer = replace(tiny.explainer, ledger=Ledger(), editions=())
    said = rendered(replace(tiny, explainer=explainer, _made={})).select_one(".promise").get_text()
    assert "Nothing is promised yet" in said
    assert "permanent, the first" not in said
    assert "No edition has been dated yet" in said


def test_a_frame_shows_the_card_and_how_to_embed_it(tiny):
    figure = rendered(tiny.at("https://reader.example/")).select_one("figure.framed")
    frame = figure.iframe
    assert frame["src"] == "../id/event/vote-1890/"
    assert frame["title"] == "The council votes for timber"
    [snippet] = support.parsed(figure.code.get_text()).find_all("iframe")
    assert snippet["src"] == "https://reader.example/id/event/vote-1890/"
    assert snippet["title"] == frame["title"]


def test_a_private_copy_lists_places_alone(tiny):
    content = (support.TINY_ORIGINALS / "quill-1890.txt").read_text(encoding="utf-8")
    wholes, _ = classroom.wholes(tiny.explainer.texts, {"quill-1890": content})
    page = rendered(replace(tiny, originals=wholes, _made={}))
    assert not page.find_all("iframe")
    links = {str(tag["href"]) for tag in page.select("a[href]")}
    assert "../timeline/#vote-1890" in links
    assert not [link for link in links if "id/" in link]


FORM = "form.tools"


def make(page, *, part="", kind="", to="card", notation="html"):
    selects = page.locator(f"{FORM} select")
    for at, value in enumerate((part, kind)):
        selects.nth(at).select_option(value)
    selects.nth(3).select_option(notation)
    if selects.nth(2).is_enabled():  # a row of CSV has both addresses
        selects.nth(2).select_option(to)
    page.get_by_role("button", name="Make the list").click()
    return page.locator(".made textarea").input_value()


def linked(html):
    return [(str(tag["href"]), tag.get_text()) for tag in support.parsed(html).select("li > a")]


@pytest.mark.browser
def test_a_list_is_made_in_three_notations(page, explainer):
    page.goto("link/")
    assert not page.locator(".made").is_visible()
    text = next(text for text in explainer.texts if text.id == "lee-2016")
    root = "https://reader.example/repo/"
    expected = [
        (
            f"{root}id/lee-2016/{each.id}/",
            prose.quotation_marks(f"{text.source.short} {each.source.name}"),
        )
        for each in text.paragraphs
    ]
    assert linked(make(page, part="lee-2016", kind="paragraph")) == expected
    written = make(page, part="lee-2016", kind="paragraph", notation="markdown")
    assert linked(markdown.markdown(written)) == expected
    rows = list(csv.DictReader(io.StringIO(make(page, kind="event", notation="csv"))))
    assert [row["card"] for row in rows] == [f"{root}id/event/{e.id}/" for e in explainer.events]
    assert [row["place"] for row in rows] == [f"{root}timeline/#{e.id}" for e in explainer.events]
    places = linked(make(page, part="compare/deals", kind="row", to="place"))
    assert all(address.startswith(f"{root}compare/deals/#") for address, _ in places)
    everything = make(page)
    assert len(linked(everything)) == len(carded(explainer))
    assert page.locator(".made [role=status]").inner_text() == f"{len(carded(explainer))} links"


@pytest.mark.browser
def test_a_list_is_copied(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("link/")
    for notation in ("html", "markdown"):
        made = make(page, part="lee-2016", kind="question", notation=notation)
        page.locator(".made .copy").click()
        page.get_by_text("Copied.", exact=True).wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == made


@pytest.mark.browser
def test_no_title_is_a_formula_to_a_spreadsheet(new_page):
    """The list holds to the rule of the downloads."""
    page = new_page()
    page.goto("link/")
    page.add_init_script(f"""document.addEventListener('readystatechange', () => {{
      const links = document.querySelectorAll('.links li > a:first-child');
      {json.dumps(browser.FORMULAS)}.forEach((text, at) => links[at].textContent = text);
    }}, {{ once: true }})""")
    page.reload()
    made = make(page, notation="csv")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(made, newline=""))]
    expected = [spreadsheet.inert(text) for text in browser.FORMULAS]
    assert titles[: len(expected)] == expected
    assert expected != browser.FORMULAS


@pytest.mark.browser
def test_without_scripts_the_list_is_there(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("link/")
    assert page.locator(FORM).count() == 0
    group = page.locator(".links details").first
    group.locator("summary").click()
    assert group.locator("li a").first.is_visible()
