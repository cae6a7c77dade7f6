"""What finished pages say: every item in its place, with its evidence, and blocks as promised."""

from __future__ import annotations

import collections
import functools
import re
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

import support
from explainer import project, urls
from explainer.model import Actor, Event, Note, Paragraph, Reference, Row, Term
from explainer.words import ENGLISH


class Finished:
    """A finished page: its Markdown, the HTML in it, and every element with an ID."""

    def __init__(self, page):
        self.page = page
        self.markdown = page.markdown
        # Finished HTML is well-formed, or else tests of built sites would see; this parser is fast.
        self.html = BeautifulSoup(page.markdown.split("\n---\n", 1)[1], "html.parser")
        self.ids = collections.defaultdict(list)
        for tag in self.html.find_all(id=True):
            self.ids[str(tag["id"])].append(tag)

    def item(self, fragment):
        """Return the element of that ID; for a heading, what it heads."""
        [found] = self.ids[fragment]
        return found.find_parent(class_="event") if found.name == "h3" else found


@functools.cache
def made(root):
    """Return the explainer at ``root`` and its finished pages by source path."""
    found = support.read(root)
    return found.explainer, {page.src_uri: Finished(page) for page in found.pages()}


def page(name):
    return made(support.TINY)[1][name].html


def source_of(name):
    return made(support.TINY)[1][name].markdown


def text(tag):
    return " ".join(tag.get_text(" ").split())


def hrefs(tag):
    return [str(link["href"]) for link in tag.select("a[href]")]


def address(explainer, name):
    return urls.address(explainer.read_as(name))


def leads_to(href, target, base):
    """Whether a link on the page ``base`` leads to that address, be it a permanent ID's."""
    target = urls.address(target) if isinstance(target, str) else target
    there = f"/{urls.url(target.page)}" + (f"#{target.fragment}" if target.fragment else "")
    return urljoin(f"/{urls.url(base)}", href) == there


def block(number):
    """Return a piece of the page that uses every block."""
    return page("debate.md").select(".piece")[number]


@pytest.fixture(scope="module", params=["tiny", "real"])
def both(request):
    return made(support.TINY if request.param == "tiny" else support.ROOT)


def test_every_item_has_its_place(both):
    explainer, pages = both
    for name in explainer.items:
        target = address(explainer, name)
        assert target.page in pages, name
        if target.fragment:
            assert len(pages[target.page].ids[target.fragment]) == 1, name


def test_cells_have_their_places(both):
    explainer, pages = both
    for table in explainer.comparisons:
        found = pages[urls.address(f"compare/{table.id}").page]
        for row in table.rows:
            for column in table.columns:
                assert found.item(f"{row.id}--{column.id}")


def test_every_item_shows_its_evidence(both):
    explainer, pages = both
    for name, item in explainer.items.items():
        if not isinstance(item, Event | Note | Term | Actor):
            continue
        target = urls.address(name)
        links = hrefs(pages[target.page].item(target.fragment))
        for each in item.evidence:
            wanted = explainer.evidence(each)
            assert any(leads_to(link, wanted, target.page) for link in links), (name, each)


def test_every_cell_shows_its_evidence_and_certainty(both):
    explainer, pages = both
    for table in explainer.comparisons:
        src = urls.address(f"compare/{table.id}").page
        for row in table.rows:
            for column, cell in row.cells.items():
                found = pages[src].item(f"{row.id}--{column}")
                assert cell.certainty in text(found)
                wanted = [explainer.evidence(each) for each in cell.evidence]
                links = hrefs(found)
                assert all(any(leads_to(link, name, src) for link in links) for name in wanted)


def test_evidence_says_which_works_were_seen_in_a_copy():
    explainer, pages = made(support.ROOT)
    copies = {
        urls.address(f"ref/{each.id}").fragment: each.custom.tier == "copy"
        for each in explainer.references
    }
    marked = collections.Counter()
    for found in pages.values():
        for link in found.html.select(".evidence a, .disagree .cite a, .event details a"):
            href, _, key = str(link["href"]).partition("#")
            if key in copies and href.endswith("references/"):
                assert text(link).endswith(" (copy)") == copies[key], (found.page.src_uri, key)
                marked[copies[key]] += 1
    assert marked[True] > 100
    assert marked[False] > marked[True]


def test_every_mention_is_shown(both):
    explainer, pages = both
    for name, item in explainer.items.items():
        for other in getattr(item, "see", ()):
            there = explainer.items[other]
            if not isinstance(there, Event | Note | Term | Actor | Paragraph | Row | Reference):
                continue
            if isinstance(there, Event) and isinstance(item, Event | Term | Actor):
                continue  # the timeline tells where texts, tables and pages mention an event
            target = urls.address(other)
            owner = address(explainer, name)
            place = pages[target.page].item(target.fragment)
            assert any(leads_to(link, owner, target.page) for link in hrefs(place)), (name, other)


def test_every_page_says_where_it_is_edited(both):
    _, pages = both
    root = support.TINY if "debate.md" in pages else support.ROOT
    assert [name for name, each in pages.items() if not (root / each.page.edit_uri).exists()] == []


def test_every_page_has_one_heading_and_a_title(both):
    _, pages = both
    for name, each in pages.items():
        assert re.search(r"\Atitle: .+", each.markdown.split("---\n")[1]), name
        if "generated: true" in each.markdown:
            assert len(each.html.find_all("h1")) == 1, name


def test_generated_pages_are_blocks_of_html(both):
    """A blank line or an indent would let Markdown loose on finished HTML."""
    _, pages = both
    for name, each in pages.items():
        if "generated: true" in each.markdown:
            body = each.markdown.split("\n---\n", 1)[1].strip("\n")
            lines = body.split("\n")
            assert all(line == line.strip() and line for line in lines), name


def test_event_says_when_by_both_calendars():
    event = made(support.TINY)[1]["timeline.md"].item("vote-1890")
    assert "April 15, 1890" in text(event)
    assert "the River Office: April 14, 1890" in text(event)
    assert "about 9:31 a.m. in Aldermoor; 9:40 a.m. in Paris" in text(event)
    assert "when the clerk rang his bell" in text(event)
    assert event.find("time")["datetime"] == "1890-04-15"


def test_second_calendar_is_shown_only_where_it_differs():
    found = [
        event.find("h3")["id"]
        for event in page("timeline.md").select(".event")
        if "River Office:" in text(event)
    ]
    assert found == ["vote-1890"]


def test_event_says_what_is_not_certain():
    timeline = made(support.TINY)[1]["timeline.md"]
    assert "about July 1887" in text(timeline.item("flood-1887"))
    assert "rests on a single source" in text(timeline.item("flood-1887"))
    opening = text(timeline.item("opening-1891"))
    assert "May 1–2, 1891" in opening
    assert "not verified" in opening
    assert re.search("sources disagree.* who crossed first", opening, re.IGNORECASE)
    assert "The ferryman, say the minutes." in opening


def test_interface_words_are_replaced():
    assert text(page("timeline.md").find("h1")) == "Year by year"


def test_notes_stand_in_reading_order():
    notes = page("read/quill-1890.md").select(".note")
    assert [note["id"] for note in notes] == [
        "n-carters",
        "n-will",
        "n-ferryman",
        "n-flood",
        "n-money",
    ]


def test_words_and_notes_lead_to_one_another():
    reading = page("read/quill-1890.md")
    for note in reading.select(".note"):
        [reference] = reading.select(f"a[role='doc-noteref'][href='#{note['id']}']")
        [back] = note.select("a[role='doc-backlink']")
        assert back["href"] == f"#{reference['id']}"
        assert text(back) in text(reference)


def test_note_says_what_it_is_and_judges():
    carters = text(page("read/quill-1890.md").find(id="n-carters"))
    assert "Check: half right" in carters
    assert "The ford has killed two people since Easter." in carters


def test_marks_cover_the_words_of_their_note():
    reading = page("read/quill-1890.md")
    marked = [text(mark) for mark in reading.select("mark[aria-details='n-carters']")]
    assert marked == ["drowned two carters"]


def test_note_across_paragraphs_is_marked_in_both():
    reading = page("read/quill-1890.md")
    first, second = reading.find(id="p2"), reading.find(id="p3")
    assert [text(mark) for mark in first.select("mark[aria-details='n-flood']")] == [
        "high water",
        ".",
    ]
    assert [text(mark) for mark in second.select("mark[aria-details='n-flood']")] == [
        "Before winter"
    ]
    # Its number stands once, after its last word.
    assert not first.select("a[href='#n-flood']")
    assert second.select("a[href='#n-flood']")


def test_note_on_a_whole_paragraph_marks_no_word():
    reading = page("read/quill-1890.md")
    assert reading.find(id="p3").select("a[role='doc-noteref'][href='#n-money']")
    assert not reading.select("mark[aria-details='n-money']")


def test_paragraph_leads_to_its_own_words_at_the_publisher():
    links = hrefs(page("read/quill-1890.md").find(id="p1"))
    wanted = (
        "https://example.org/gazette/1890/quill"
        "#:~:text=Sir%2C%20the%20old%20ford,the%20will%20to%20lay%20them"
    )
    assert wanted in links


def test_paragraph_says_whose_words_it_is_and_when_they_were_compared():
    paragraph = text(page("read/quill-1890.md").find(id="p1"))
    assert re.search(r"quotations compared with the original on \w+ \d+, \d{4}", paragraph)


def test_citations_become_links():
    source = source_of("debate.md")
    assert "[Quill](read/quill-1890.md)" in source
    assert "[Quill ¶1](read/quill-1890.md#p1)" in source
    assert "[Reed 1887, p. 12](references.md#r-almanac-1887); [Aldermoor Gazette 1890](" in source


def test_links_by_id_become_links():
    source = source_of("debate.md")
    assert "[vote](timeline.md#vote-1890)" in source
    assert "[what a crossing costs](compare/plans.md#toll)" in source


def test_code_is_left_alone():
    source = source_of("debate.md")
    assert "`[@nothing]` in code" in source
    assert "```\n/// timeline\n[a link](id:event/nothing)\n///\n```" in source


def test_block_of_a_paragraph():
    piece = block(0)
    assert "not a patient man" in text(piece)
    assert any(leads_to(link, "quill-1890/p2", "debate.md") for link in hrefs(piece))


def test_block_of_a_note():
    piece = block(1)
    assert "stood to lose his living" in text(piece)
    assert any(leads_to(link, "quill-1890/n/ferryman", "debate.md") for link in hrefs(piece))


@pytest.mark.parametrize(
    ("number", "events"),
    [
        (2, "letter-1890 vote-1890"),  # a phase
        (3, "vote-1890 opening-1891"),  # an actor
        (4, "flood-1887"),  # a theme
        (5, "flood-1887"),  # a lane
        (6, "flood-1887 letter-1890 vote-1890"),  # what the notes of a text point at
        (7, "flood-1887 opening-1891"),  # events, in their own order
        (8, "letter-1890 vote-1890"),  # around an event
    ],
)
def test_block_of_the_timeline(number, events):
    titles = {event.title: event.id for event in made(support.TINY)[0].events}
    found = [titles[str(event["aria-label"])] for event in block(number).select(".event")]
    assert found == events.split()


def test_block_of_a_table():
    whole = block(9).find("table")
    assert len(whole.select("thead th")) == 3
    assert [text(row.find("th")) for row in whole.select("tbody tr")] == [
        "Cost",
        "Toll",
        "Who builds",
    ]
    part = block(10).find("table")
    assert [text(cell) for cell in part.select("thead th")][1:] == ["The stone plan"]
    assert [text(row.find("th")) for row in part.select("tbody tr")] == ["Toll", "Cost"]
    assert any(leads_to(link, "compare/plans", "debate.md") for link in hrefs(block(10)))


def test_block_of_terms_and_references():
    assert [text(term.find("dt")) for term in block(11).select(".term")] == ["Ford", "Toll"]
    assert [text(term.find("dt")) for term in block(12).select(".term")] == ["Toll"]
    entries = [text(entry) for entry in block(13).select("li")]
    assert "Minutes of the Parish Council" in entries[0]
    assert "An Almanac of the River" in entries[1]


def test_blocks_repeat_no_id():
    ids = made(support.TINY)[1]["debate.md"].ids
    assert sorted(name for name, tags in ids.items() if len(tags) > 1) == []


def test_picture_shows_every_event_of_its_span():
    picture = page("index.md").find("figure")
    for event in made(support.TINY)[0].events:
        assert any(leads_to(link, f"event/{event.id}", "index.md") for link in hrefs(picture)), (
            event.id
        )


def test_reference_says_what_was_seen_and_when():
    entry = text(page("references.md").find(id="r-gazette-1890-03-08"))
    assert "excerpt of an archived copy was read" in entry
    assert "November 2, 2026" in entry
    assert "the first column only" in entry


def test_glossary_is_in_order():
    names = [text(term) for term in page("glossary.md").select("dt")]
    assert names == ["Ford", "Toll"]


def test_people_stand_under_their_kind():
    people = page("people.md")
    sections = {
        text(s.find("h2")): [text(name) for name in s.select("dt")]
        for s in people.select("section")
    }
    assert sections == {
        "Organizations": ["Aldermoor Parish Council"],
        "People": ["Martha Quill", "The ferryman"],
    }


def test_markup_in_data_is_rendered_and_html_in_it_is_harmless(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    support.replace(
        root / "sources" / "events.yml",
        "title: The bridge opens",
        'title: The *bridge* < opens & "shuts"',
    )
    found = project.read(root)
    assert found.problems == ()
    [timeline] = [Finished(each).html for each in found.pages() if each.src_uri == "timeline.md"]
    event = timeline.find(id="opening-1891")
    assert text(event).replace(" ", "") == "Thebridge<opens&“shuts”"
    assert event.find("em")


def test_the_theme_has_the_words_of_the_interface_without_hooks_too():
    said = {}
    for name in ("main.html", "404.html"):
        template = (support.ROOT / "hooks/theme" / name).read_text(encoding="utf-8")
        said.update(re.findall(r"\bw\.(site_\w+) \| default\('([^']*)'\)", template))
        assert not re.search(r"\bw\.site_\w+ (?!\| default)", template)
    assert said == {key: word for key, word in ENGLISH.items() if key.startswith("site_")}
