"""What changed from edition to edition, as a page, as a feed, and at the foot of every page."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup

import support
from explainer import cards, changes, exports, ledger, project
from explainer.ledger import Ledger, Tombstone

ADDRESS = "https://reader.example/bridge/"
ATOM = "{http://www.w3.org/2005/Atom}"


def read_tiny():
    return support.facts(support.TINY, "")


@pytest.fixture
def tiny(tmp_path):
    return support.copy_tiny_formatted(tmp_path / "tiny")


@pytest.fixture(scope="module")
def html():
    found = {page.src_uri: page.markdown for page in project.pages(read_tiny())}
    return BeautifulSoup(found["changes.md"].split("\n---\n", 1)[1], "html.parser")


def words(tag):
    return " ".join(tag.get_text(" ").split())


def feed(site=None, address=""):
    return changes.feed(site or read_tiny(), address)["changes.xml"]


def with_ledger(explainer, published, gone=(), editions=None):
    """Return the tiny explainer with another ledger, and perhaps with other editions."""
    from dataclasses import replace

    found = Ledger(published=published, gone=gone)
    kept = explainer.editions if editions is None else editions
    return replace(explainer, ledger=found, editions=kept)


# The periods.


def test_edition_holds_what_was_published_until_its_day():
    explainer = with_ledger(
        read_tiny().explainer,
        {
            "2026-10-30": ("term/ford",),
            "2026-11-02": ("event/vote-1890",),
            "2026-11-03": ("term/toll", "quill-1890/p1"),
            "2026-11-20": ("event/flood-1887", "event/frost"),
            "2026-11-21": ("actor/quill",),
        },
        (Tombstone(id="event/frost", left="2026-11-25", withdrawn="There was none."),),
    )
    open_, second, first = changes.periods(explainer)
    assert (open_.edition, open_.first) == (None, False)
    assert open_.new == {"actor": ["actor/quill"]}
    assert [(gone.id, gone.why) for gone in open_.gone] == [("event/frost", "There was none.")]
    assert (second.edition.id, second.first, second.gone) == ("2026-11-20", False, ())
    assert second.new == {
        "paragraph": ["quill-1890/p1"],
        "event": ["event/flood-1887", "event/frost"],
        "term": ["term/toll"],
    }
    assert (first.edition.id, first.first) == ("2026-11-02", True)
    assert first.new == {"event": ["event/vote-1890"], "term": ["term/ford"]}


def test_period_without_anything_is_left_out_while_it_is_open():
    explainer = with_ledger(read_tiny().explainer, {})
    assert [period.edition.id for period in changes.periods(explainer)] == [
        "2026-11-20",
        "2026-11-02",
    ]
    assert changes.periods(with_ledger(explainer, {}, editions=())) == []


def test_ledger_without_editions_is_one_period():
    explainer = with_ledger(read_tiny().explainer, {"2026-11-02": ("term/ford",)}, editions=())
    [period] = changes.periods(explainer)
    assert (period.edition, period.first, period.count) == (None, True, 1)


def test_where_a_question_is_read_is_no_second_question():
    published = {"2026-11-02": ("question/why", "quill-1890/q/why")}
    [period] = changes.periods(with_ledger(read_tiny().explainer, published, editions=()))
    assert period.new == {"question": ["question/why"]}


# The page.


def test_page_tells_editions_from_the_newest(html):
    assert [(each["id"], words(each.h2)) for each in html.find_all("section")] == [
        ("e-2026-11-20", "Edition of November 20, 2026"),
        ("e-2026-11-02", "Edition of November 2, 2026"),
    ]


def test_page_says_what_an_editor_wrote(html):
    newest = html.find(id="e-2026-11-20")
    assert words(newest.p).startswith("The bridge opens, and the minutes are read again (")
    assert newest.p.a["href"] == "../references/#r-minutes-1890"
    assert [(each.a["href"], words(each)) for each in newest.ul.find_all("li")] == [
        (
            "../read/quill-1890/#n-money",
            "Quill, note 5 : The sum is now that of the minutes, not of the newspaper.",
        ),
        (
            "../glossary/#toll",
            "Toll : It takes in what stood under a name of its own before.",
        ),
    ]


def test_page_lists_new_ids_by_kind(html):
    found = {
        words(each.summary): [(link["href"], words(link)) for link in each.find_all("a")]
        for each in html.find(id="e-2026-11-20").find_all("details")
    }
    assert list(found) == ["Notes (1)", "Events (1)", "Table rows (1)", "Table cells (2)"]
    assert found["Events (1)"] == [("../timeline/#opening-1891", "The bridge opens")]
    assert found["Table cells (2)"][0] == (
        "../compare/plans/#builder--stone",
        "Two plans for a bridge: Who builds, The stone plan",
    )


def test_page_says_what_moved_and_what_was_withdrawn(html):
    heading = html.find("h3", string="Moved or withdrawn")
    assert [words(each) for each in heading.find_next("ul").find_all("li")] == [
        "Term term/pontage moved to Toll , November 20, 2026",
        (
            "Event event/frost-1889 withdrawn on November 20, 2026. The frost was of 1888 and "
            "three counties away, as the almanac has it."
        ),
    ]


def test_first_edition_only_counts(html):
    first = html.find(id="e-2026-11-02")
    assert first.find("details") is None
    assert "Published, each at an address that stays: Texts (1) · Paragraphs (5) · " in words(first)


def test_page_of_an_explainer_that_published_nothing(tiny):
    for name in ("permalinks.yml", "editions.yml"):
        (tiny / "sources" / name).unlink()
    found = {page.src_uri: page.markdown for page in project.read(tiny).pages()}
    page = BeautifulSoup(found["changes.md"], "html.parser")
    assert words(page.article).endswith("No edition has been dated yet")
    assert page.find("a", type="application/atom+xml") is None


def test_ids_published_before_any_edition(tiny):
    (tiny / "sources" / "editions.yml").unlink()
    found = {page.src_uri: page.markdown for page in project.read(tiny).pages()}
    page = BeautifulSoup(found["changes.md"], "html.parser")
    assert words(page.h2) == "No edition has been dated yet"
    assert "Published, each at an address that stays:" in words(page.section)
    assert words(page.section.li).startswith("Term term/pontage")


def test_edition_that_is_kept_elsewhere(tiny):
    with (tiny / "sources" / "editions.yml").open("a", encoding="utf-8") as file:
        file.write(
            '- id: "1.2"\n  date: "2026-12-01"\n  about: A third.\n  doi: 10.5281/zenodo.1234567\n'
            "  kept: https://reader.example/bridge/1.2/\n"
        )
    found = {page.src_uri: page.markdown for page in project.read(tiny).pages()}
    newest = BeautifulSoup(found["changes.md"], "html.parser").find(id="e-1.2")
    assert words(newest.h2) == "Edition of December 1, 2026 (1.2)"
    assert [(link["href"], words(link)) for link in newest.select("a.out")] == [
        ("https://doi.org/10.5281/zenodo.1234567", "DOI 10.5281/zenodo.1234567"),
        ("https://reader.example/bridge/1.2/", "This edition as it was"),
    ]


# The feed.


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_feed_is_atom(address):
    """What RFC 4287 asks of a feed and of each entry."""
    root = ET.fromstring(feed(address=address))  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = element.findall(f"{ATOM}{name}")
            assert found.text
        assert element.find(f"{ATOM}id").text.startswith("urn:uuid:")
        updated = element.find(f"{ATOM}updated").text
        assert datetime.fromisoformat(updated).tzinfo == UTC
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text == "A Bridge for Aldermoor"
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 3


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_feed_as_a_reader_of_feeds_sees_it(address):
    content = feed(address=address)
    headers = {"content-location": f"{ADDRESS}changes.xml", "content-type": "application/atom+xml"}
    found = feedparser.parse(content.encode(), response_headers=headers)
    assert not found.bozo, found.get("bozo_exception")
    assert found.feed.title == "Changes: A Bridge for Aldermoor"
    assert [entry.title for entry in found.entries] == [
        "Edition of November 20, 2026",
        "Edition of November 2, 2026",
    ]
    newest = found.entries[0]
    assert newest.link == f"{ADDRESS}changes/#e-2026-11-20"
    html = BeautifulSoup(newest.content[0].value, "html.parser")
    assert [urljoin(f"{ADDRESS}changes.xml", link["href"]) for link in html.find_all("a")] == [
        f"{ADDRESS}references/#r-minutes-1890",
        f"{ADDRESS}read/quill-1890/#n-money",
        f"{ADDRESS}glossary/#toll",
        f"{ADDRESS}glossary/#toll",
        f"{ADDRESS}references/#r-almanac-1887",
    ]
    assert "New: Notes (1) · Events (1) · Table rows (1) · Table cells (2)" in words(html)


def test_feed_links_itself_only_where_its_address_is_known():
    assert f'<link rel="self" type="application/atom+xml" href="{ADDRESS}changes.xml"/>' in (
        feed(address=ADDRESS)
    )
    assert 'rel="self"' not in feed()


def ids_of(content):
    return [each.text for each in ET.fromstring(content).iter(f"{ATOM}id")]  # noqa: S314 - our own


def test_identifiers_stay(tiny):
    """Whatever the site's address, title or later history: readers would see old entries as new."""
    before = ids_of(feed())
    assert ids_of(feed(address=ADDRESS)) == before

    settings = tiny / "sources" / "explainer.yml"
    support.replace(settings, "title: A Bridge for Aldermoor", "title: Another Bridge")
    found = project.read(tiny).explainer
    file = tiny / "sources" / "permalinks.yml"
    file.write_text(ledger.written(ledger.added(found.ledger, ["term/pier"], "2026-12-01")))
    with (tiny / "sources" / "terms.yml").open("a", encoding="utf-8") as terms:
        terms.write("- {id: pier, name: Pier, definition: A bridge that ends.}\n")
    with (tiny / "sources" / "editions.yml").open("a", encoding="utf-8") as editions:
        editions.write('- {id: "1.2", date: "2026-12-01", about: A pier.}\n')

    feed_id, new, *old = ids_of(feed(project.read(tiny).site()))
    assert [feed_id, *old] == before
    assert new not in before


def test_feed_is_the_same_each_time():
    again = project.read(support.copy_tiny_formatted(support.fresh_folder() / "tiny")).site()
    assert feed(again) == feed()


def test_no_edition_no_feed(tiny):
    (tiny / "sources" / "editions.yml").unlink()
    site = project.read(tiny).site()
    assert site.edition is None
    assert changes.FEED not in exports.files(site, ADDRESS)


def test_feed_of_editions_without_a_ledger(tiny):
    (tiny / "sources" / "permalinks.yml").unlink()
    assert len(ids_of(feed(project.read(tiny).site()))) == 3


def test_feed_is_written_for_any_engine(tiny, capsys, tmp_path):
    support.run(capsys, "--root", tiny, "write", tmp_path / "finished")
    assert (tmp_path / "finished" / "changes.xml").read_text(encoding="utf-8") == feed()


# The built site.


def test_every_page_names_the_edition_and_the_feed():
    site = support.tiny_site()
    for name, page in site.pages.items():
        [edition] = page.select("footer a[href*='#e-']")
        assert words(edition) == "Edition of November 20, 2026"
        target, _, fragment = edition["href"].partition("#")
        [link] = page.select("head link[rel=alternate][type='application/atom+xml']")
        if name == "404.html":
            continue  # served at any depth, so its links begin at the root
        at = urljoin(f"/{name}", target)
        assert f"{at}index.html" == "/changes/index.html", name
        assert fragment in site.anchors["changes/index.html"]
        assert urljoin(f"/{name}", link["href"]) == "/changes.xml"
    assert "changes.xml" in site.files


def test_site_without_editions_names_none(tiny):
    (tiny / "sources" / "editions.yml").unlink()
    outcome = support.build(tiny)
    assert outcome.code == 0, outcome.err
    page = support.parsed((tiny / "site" / "index.html").read_text(encoding="utf-8"))
    assert page.select("footer a[href*='changes/#']") == []
    assert page.select("link[rel=alternate]") == []
    assert not (tiny / "site" / "changes.xml").exists()


def test_edition_kept_as_it_was_leads_to_the_site_as_it_is(tiny):
    outcome = support.build(tiny, SITE_URL=f"{ADDRESS}2026-11-20/", CURRENT_URL=ADDRESS)
    assert outcome.code == 0, outcome.err
    for path, now in (("index.html", ""), ("read/quill-1890/index.html", "read/quill-1890/")):
        page = support.parsed((tiny / "site" / path).read_text(encoding="utf-8"))
        assert page.select_one("aside.kept a")["href"] == f"{ADDRESS}{now}"
        assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_cards_of_an_edition_kept_as_it_was_say_so_too(tiny):
    """Those of what is gone among them."""
    kept = project.read(tiny).site(f"{ADDRESS}2026-11-20/", ADDRESS.rstrip("/"))
    found = {name: html for name, html in cards.files(kept).items() if name.endswith(".html")}
    assert {"id/term/toll/index.html", "id/term/pontage/index.html"} <= found.keys()
    for name, html in found.items():
        card = support.parsed(html)
        assert card.select_one("meta[name=robots]")["content"] == "noindex"
        notice = card.body.find("aside")
        assert notice.get_text(" ", strip=True) == (
            "This is an edition kept as it was. The site as it is now: A Bridge for Aldermoor"
        )
        assert notice.a["href"] == f"{ADDRESS}{name.removesuffix('index.html')}"


def test_build_of_an_edition_marks_its_cards(tiny):
    outcome = support.build(tiny, SITE_URL=f"{ADDRESS}2026-11-20/", CURRENT_URL=ADDRESS)
    assert outcome.code == 0, outcome.err
    for card in support.Site(tiny / "site").cards.values():
        assert card.select_one("meta[name=robots]")
        assert card.select_one(f"aside a[href^='{ADDRESS}id/']")


def test_site_as_it_is_says_nothing_of_that():
    site = support.tiny_site()
    for page in (*site.pages.values(), *site.cards.values()):
        assert "This is an edition kept as it was" not in page.body.get_text()
    living = [f"id/{name}/index.html" for name in read_tiny().explainer.items if name[:4] != "ref/"]
    for page in (*site.pages.values(), *(site.cards[name] for name in living)):
        assert page.select("meta[name=robots]") == []


def test_reference_shows_its_archived_copy(tiny):
    copy = "https://archive.example/2026/gazette"
    support.replace(
        tiny / "sources" / "references.yml",
        '    note: "the first column only"\n',
        f'    note: "the first column only"\n    snapshot: {copy}\n',
    )
    found = {page.src_uri: page.markdown for page in project.read(tiny).pages()}
    entry = BeautifulSoup(found["references.md"], "html.parser").find(id="r-gazette-1890-03-08")
    link = entry.find("a", href=copy)
    assert words(link) == "archived copy"
    assert "November 2, 2026 · archived copy · the first column only" in words(entry)
