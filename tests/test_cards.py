"""Cards: one for every permanent ID, whole, small, and in need of nothing else."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest

import support
from browser import letters, source_letters
from explainer import cards, citing, classroom, ledger, linklist, pages, project, prose, urls
from explainer.__main__ import main
from explainer.ledger import Ledger, Tombstone
from explainer.model import Note, Question, Reference

ROOT = support.PUBLISHED
TODAY = "2026-11-22"


def tiny(root=ROOT):
    return support.facts(support.TINY, root)


def real(root=ROOT):
    return support.facts(support.ROOT, root)


@pytest.fixture(params=["tiny", "real"])
def of(request):
    return request.param


@pytest.fixture
def site(of):
    return {"tiny": tiny, "real": real}[of]()


@functools.cache
def made(of, root=ROOT):
    """Return the parsed cards of a site by ID."""
    files = cards.files({"tiny": tiny, "real": real}[of](root))
    return {
        name.removeprefix("id/").removesuffix("/index.html"): support.parsed(content)
        for name, content in files.items()
        if name.endswith(".html")
    }


def names(site):
    return {name for name, item in site.explainer.items.items() if not isinstance(item, Reference)}


def words(card):
    """Return the letters of what a card's main part says, its citations aside."""
    main = support.parsed(str(card.main))
    for tag in [*main.select("#cite, .cite")]:
        tag.decompose()
    return letters(main.get_text())


def test_every_id_has_a_card_and_every_card_an_id(site, of):
    found = set(made(of))
    gone = {
        each.id
        for each in site.explainer.register.gone
        if each.kind not in {"cell", "reference"} and not ledger.question(each.id)
    }
    assert found == names(site) | gone


def unnamed(text):
    """Return a text that names pictures as they were before a build named them after their content."""
    return re.sub(r"\.[0-9a-f]{8}(?=\.png)", "", text)


@pytest.mark.parametrize("under", ["", "/repo/"])
def test_a_built_site_holds_them(under):
    built = support.real_site(under)
    expected = cards.files(real(f"https://reader.example{under}" if under else ""))
    assert expected.keys() <= built.files
    assert {name for name in built.files if name.startswith("id/")} == set(expected)
    for name, content in expected.items():
        assert unnamed((built.folder / name).read_text(encoding="utf-8")) == content, name


def test_none_is_larger_than_promised():
    sizes = {
        name: support.gzipped(support.real_site("/repo/").folder / name)
        for name in support.real_site("/repo/").cards
    }
    assert max(sizes.values()) <= cards.LIMIT, Counter(sizes).most_common(3)


def test_none_asks_for_anything():
    for name, card in {**made("tiny"), **made("real")}.items():
        assert not card.find_all(
            ["script", "img", "iframe", "object", "embed", "video", "audio", "source", "form"]
        ), name
        assert {(tag["rel"][0], str(tag["href"])) for tag in card.find_all("link")} <= {
            ("icon", "data:,"),
            ("canonical", f"{ROOT}id/{name}/"),
        }
        [style] = card.find_all("style")
        assert not re.search(r"url\(|@import|src:", style.get_text()), name
        assert card.base["target"] == "_top"
        assert card.base.find_all_previous(href=True) == []


def test_head_says_what_the_card_is(site, of):
    for name in names(site):
        card = made(of)[name]
        graph = {str(tag["property"]): tag["content"] for tag in card.find_all(property=True)}
        assert card.html["lang"] == site.explainer.settings.language
        assert graph["og:title"] == prose.quotation_marks(citing.work(site, name).name)
        assert graph["og:type"] == "website"
        assert graph["og:url"] == f"{ROOT}id/{name}/"
        assert 10 < len(graph["og:description"]) <= 202, name
        assert not re.search(r"\[@|\]\(|\*", graph["og:description"]), name
        [description] = card.find_all("meta", attrs={"name": "description"})
        assert description["content"] == graph["og:description"]
        assert card.h1.get_text() in f"{card.title.get_text()} {graph['og:title']}"


def tagged(card):
    """Return what the tags of a card's head say, by name or property."""
    return {
        str(tag.get("name") or tag.get("property")): str(tag["content"])
        for tag in card.select("meta[name][content], meta[property][content]")
    }


def test_reference_managers_read_what_a_card_cites(site, of):
    for name in names(site):
        tags = tagged(made(of)[name])
        assert tags["citation_title"] == citing.work(site, name).name
        assert tags["citation_public_url"] == f"{ROOT}id/{name}/"
        assert tags["citation_publication_date"] == site.edition.date.replace("-", "/")
        assert tags["citation_language"] == site.explainer.settings.language
        assert "citation_author" not in tags


def test_a_card_shares_the_picture_of_the_page_where_its_item_is_read():
    built = support.real_site("/repo/")
    tags_of = functools.cache(lambda path: tagged(built.pages[path]))
    for name in names(real()):
        tags = tagged(made("real")[name])
        assert tags["twitter:card"] == "summary_large_image"
        page = tags_of(f"{urls.url(real().address(name).page)}index.html")
        for key in ("", ":type", ":width", ":height", ":alt"):
            assert tags[f"og:image{key}"] == unnamed(page[f"og:image{key}"]), name


def test_what_is_gone_says_so_to_programs_and_is_not_to_be_cited():
    for name, said in (
        ("term/pontage", "moved to Toll"),
        ("event/frost-1889", "withdrawn on November 20, 2026. "),
    ):
        card = made("tiny")[name]
        tags = tagged(card)
        assert card.title.get_text().startswith(f"Moved or withdrawn: {name} · ")
        assert said in tags["description"]
        assert tags["og:description"] == tags["description"]
        assert tags["og:title"] == f"Moved or withdrawn: {name}"
        assert tags["og:url"] == f"{ROOT}id/{name}/"
        assert tags["og:image"] == f"{ROOT}assets/share/index.png"
        assert tags["og:image:alt"] == tiny().explainer.settings.title
        assert tags["robots"] == "noindex"
        assert not any(key.startswith("citation") for key in tags)


def test_without_an_address_a_card_claims_none():
    card = made("tiny", "")["quill-1890/p1"]
    assert not {"og:image", "twitter:card", "citation_public_url"} & tagged(card).keys()
    assert not card.find_all("link", rel="canonical")
    assert not card.find_all(property="og:url")
    assert "begins with that of the site" in card.find(id="cite").get_text()
    assert "begins with that of the site" not in made("tiny")["quill-1890/p1"].get_text()


def test_a_paragraph_is_unmistakably_ours():
    for site, of in ((tiny(), "tiny"), (real(), "real")):
        for text in site.explainer.texts:
            for paragraph in text.paragraphs:
                card = made(of)[f"{text.id}/{paragraph.id}"]
                assert source_letters(paragraph.markdown) in words(card)
                whose = card.select_one(".whose").get_text()
                assert whose.startswith("Restatement of ")
                assert text.source.written_by in whose
                assert "in our words, not the author" in whose
                [original] = (
                    str(tag["href"]) for tag in card.select("a") if "In the original" in tag.text
                )
                assert original.startswith(text.source.URL)
                assert "#:~:text=" in original or not paragraph.source.starts


def test_every_card_holds_its_item_whole(site, of):
    for name in names(site):
        item, said = site.explainer.items[name], words(made(of)[name])
        for part in fields(item):
            assert source_letters(part) in said, f"{name}: {part}"


def fields(item):
    """Yield whatever prose of an item its card must hold."""
    for key in (
        "title label summary caption guide definition about text claim assessment quote question "
        "sketch date_note lesson"
    ).split():
        value = getattr(item, key, None)
        if isinstance(value, str) and not (key == "text" and hasattr(item, "markdown")):
            yield value
    yield from getattr(item, "figures", ())
    yield from getattr(item, "also", ())
    for each in getattr(item, "disagreements", ()):
        yield each.about
        yield from (side.value for side in each.sides)
    for account in getattr(item, "accounts", ()):
        yield account.text
    for cell in getattr(item, "cells", {}).values():
        yield from fields(cell)
        yield from (cell.stance,) if cell.stance else ()
    for column in getattr(item, "columns", ()):
        yield column.label
        yield from (column.about,) if column.about else ()
    for row in getattr(item, "rows", ()):
        yield row.label


def test_every_card_leads_to_evidence_context_and_what_it_points_at(site, of):
    for name in names(site):
        item, page = site.explainer.items[name], f"/id/{name}/"
        found = {urljoin(page, str(tag["href"])) for tag in made(of)[name].main.select("a[href]")}
        read = site.address(name)
        place = f"#{read.fragment}" if read.fragment else ""
        assert f"/{read.page.removesuffix('.md')}/{place}" in found
        cited = [*getattr(item, "evidence", ())]
        cited += [key for cell in getattr(item, "cells", {}).values() for key in cell.evidence]
        for key in cited:
            target = site.address(site.explainer.evidence(key))
            place = f"/#{target.fragment}" if target.fragment else "/"
            assert any(link.endswith(place) for link in found), key
        for other in getattr(item, "see", ()):
            target = site.address(other)
            path = f"/{target.page.removesuffix('.md')}/"
            assert (f"{path}#{target.fragment}" if target.fragment else path) in found


def test_cards_say_which_works_were_seen_in_a_copy():
    cards = made("real")
    for name, key in (
        ("event/agreed-framework-1994", "docslib-agreed-framework"),
        ("compare/deals/timetable", "docslib-agreed-framework"),
        ("lee-2016/n/iran-deal-signed", "crs-2018-07-20"),
    ):
        fragment = urls.address(f"ref/{key}").fragment
        links = cards[name].main.select(f'a[href$="references/#{fragment}"]')
        assert any(link.get_text().endswith(" (copy)") for link in links), name


def test_every_card_says_how_to_cite_it_and_what_it_shows():
    for name in names(tiny()):
        card = made("tiny")[name]
        cited = citing.citations(tiny(), name)
        shown = [tag.get_text() for tag in card.find(id="cite").find_all("dd")]
        expected = [
            support.parsed(each).get_text() for each in (cited.chicago, cited.mla, cited.apa)
        ]
        assert [" ".join(each.split()) for each in shown] == [
            " ".join(each.split()) for each in expected
        ]
        footer = card.footer.get_text(" ", strip=True)
        assert "Edition of November 20, 2026" in footer
        assert name in footer
        assert re.search("published November (2|20), 2026", footer)


def test_an_undated_site_says_so():
    undated = support.changed(tiny(), editions=(), ledger=Ledger())
    card = cards.files(undated)["id/event/vote-1890/index.html"]
    footer = support.parsed(card).footer.get_text(" ", strip=True)
    assert "No edition has been dated yet" in footer
    assert "published" not in footer


def test_a_row_holds_every_cell_at_a_place_of_its_own():
    for table in real().explainer.comparisons:
        for row in table.rows:
            card = made("real")[f"compare/{table.id}/{row.id}"]
            for column in table.columns:
                assert card.find(id=column.id).name == "dt"
            marks = Counter(
                re.findall(
                    "[■◐□–] (stated|inferred|not stated|not applicable)", card.main.get_text()
                )
            )
            assert marks == Counter(cell.certainty for cell in row.cells.values())


def test_what_is_too_large_links_its_evidence_and_keeps_the_item():
    table = tiny().explainer.comparisons[0]
    row, long = table.rows[0], " ".join(f"word{at * at:x}{at:o}" for at in range(1500))
    cells = {
        key: cell.model_copy(update={"text": long if key == table.columns[0].id else cell.text})
        for key, cell in row.cells.items()
    }
    rows = (row.model_copy(update={"cells": cells}), *table.rows[1:])
    others = tiny().explainer.comparisons[1:]
    large = support.changed(tiny(), comparisons=(table.model_copy(update={"rows": rows}), *others))
    name = f"compare/{table.id}/{row.id}"
    card = support.parsed(cards.files(large)[f"id/{name}/index.html"])
    whole = made("tiny")[name]

    assert letters(long) in words(card)
    for column in table.columns:
        place = f"../../../../compare/{table.id}/#{row.id}--{column.id}"
        assert card.find("a", href=place)
        assert not whole.find("a", href=place)


def lengthen(root):
    """Let a term of the tiny explainer say so much that no card can hold it."""
    long = " ".join(f"word{at * at:x}{at:o}" for at in range(3000))
    support.replace(
        root / "sources" / "terms.yml",
        "definition: What is paid for a crossing. Quill",
        f"definition: {long} Quill",
    )


TOO_LARGE = re.compile(
    r"sources/terms\.yml:\d+: the card of term/toll must be of at most 6144 bytes as sent "
    r"\(gzip\), got \d+\. Say less, or in parts\.\n"
)


def test_an_item_too_large_for_its_card_is_a_problem(tmp_path, capsys):
    root = support.copy_tiny_formatted(tmp_path / "tiny")
    support.commit(root)
    lengthen(root)
    for command in (("check", "--published"), ("write", tmp_path / "written")):
        outcome = support.run(capsys, "--root", root, *command)
        assert (outcome.code, outcome.out) == (1, "")
        assert TOO_LARGE.match(outcome.err)
    assert not (tmp_path / "written").exists()
    built = support.build(root)
    assert built.code != 0
    assert TOO_LARGE.search(built.err)
    assert not (root / "site").exists()


def test_what_moved_or_was_withdrawn_keeps_a_page():
    moved, withdrawn = made("tiny")["term/pontage"], made("tiny")["event/frost-1889"]
    assert moved.h1.get_text() == withdrawn.h1.get_text() == "Moved or withdrawn"
    links = {urljoin("/id/term/pontage/", str(tag["href"])) for tag in moved.main.select("a")}
    assert links == {"/glossary/#toll", "/id/term/toll/"}
    assert "withdrawn on November 20, 2026" in withdrawn.main.get_text()
    assert "three counties away" in withdrawn.main.get_text()
    assert not withdrawn.find(id="cite")


def with_gone(*stones):
    site = tiny()
    before = site.explainer.ledger
    published = {**before.published, TODAY: tuple(stone.id for stone in stones)}
    return support.changed(site, ledger=Ledger(published=published, gone=(*before.gone, *stones)))


def test_a_cell_that_is_gone_leaves_word_on_its_row():
    stone = Tombstone(id="compare/plans/toll--rope", left=TODAY, withdrawn="Nobody proposed it.")
    files = cards.files(with_gone(stone))
    card = support.parsed(files["id/compare/plans/toll/index.html"])
    assert "Nobody proposed it." in card.find(id="rope").get_text()
    assert not [name for name in files if "--" in name]


def test_parts_of_what_is_gone_are_gone_with_it():
    stones = (
        Tombstone(id="brick-1889", left=TODAY, moved="quill-1890"),
        Tombstone(id="question/who-asks", left=TODAY, withdrawn="It had no answer."),
        Tombstone(id="ref/almanac-1", left=TODAY, withdrawn="It was never printed."),
    )
    site = with_gone(*stones)
    files = cards.files(site)
    assert "quill-1890" in files["id/brick-1889/index.html"]
    assert "It had no answer." in files["id/question/who-asks/index.html"]
    assert not [name for name in files if name.startswith("id/ref/")]
    listed = {each["id"]: each for each in json.loads(files[urls.INDEX])["ids"]}
    assert listed["brick-1889"]["state"] == "moved"
    assert listed["brick-1889"]["to"] == "quill-1890"
    assert listed["question/who-asks"]["state"] == "withdrawn"
    assert "card" not in listed["ref/almanac-1"]


def test_index_lists_every_id(site):
    files = cards.files(site)
    index = json.loads(files[urls.INDEX])
    listed = {each["id"]: each for each in index["ids"]}
    assert len(listed) == len(index["ids"])
    register = site.explainer.register
    known = {*register.living, *(each.id for each in register.gone)}
    assert listed.keys() == {name for name in known if not ledger.question(name)}
    assert index["root"] == ROOT
    for name, entry in listed.items():
        assert entry["kind"] == ledger.kind(name)
        assert entry["title"]
        assert entry.get("published") == site.explainer.ledger.days.get(name)
        assert entry["state"] in {"living", "moved", "withdrawn"}
        assert ("card" in entry) == (entry["kind"] != "reference")
        if "card" in entry and name in register.living:
            path, _, cell = entry["card"].partition("#")
            assert f"{path}index.html" in files
            assert not cell or f'id="{cell}"' in files[f"{path}index.html"]


def test_index_leads_to_where_things_are_read():
    built = support.real_site("/repo/")
    index = json.loads((built.folder / urls.INDEX).read_text(encoding="utf-8"))
    for entry in index["ids"]:
        address = urlsplit(entry["read"])
        fragments = built.anchors[f"{address.path}index.html"]
        assert not address.fragment or address.fragment in fragments, entry["id"]


def test_the_same_twice():
    again = project.read(support.read().root).site(ROOT)
    assert cards.files(again) == cards.files(tiny())


def test_a_name_that_pages_give_a_meaning_is_a_name_like_any_other():
    events = tiny().explainer.events
    named = events[-1].model_copy(update={"id": "index"})
    files = cards.files(support.changed(tiny(), events=(*events, named)))
    page = support.parsed(files["id/event/index/index.html"])
    assert page.select_one(".read a")["href"] == "../../../timeline/#index"


def test_a_private_copy_has_no_cards_and_leads_to_none():
    content = (support.TINY_ORIGINALS / "quill-1890.txt").read_text(encoding="utf-8")
    wholes, problems = classroom.wholes(tiny().explainer.texts, {"quill-1890": content})
    assert problems == []
    private = replace(tiny(""), originals=wholes, _made={})
    assert cards.files(private) == {}
    assert not [
        page for page in pages.pages(private) if re.search(r'href="[./]*id/', page.markdown)
    ]


def test_reading_pages_lead_to_every_card():
    built = support.real_site("/repo/")
    found = set()
    for name, page in built.pages.items():
        here = name.removesuffix("index.html")
        for tag in page.select('a[href$="#cite"]'):
            found.add(
                urljoin(f"/{here}", str(tag["href"])).removeprefix("/id/").removesuffix("/#cite")
            )
    whole = {*real().texts, *(f"compare/{each.id}" for each in real().explainer.comparisons)}
    assert found == names(real()) - whole  # a page says itself how it is cited


def test_titles_tell_notes_and_questions_apart(site):
    titles = Counter(
        each.title for each in linklist.entries(site) if each.kind in {"note", "question"}
    )
    assert set(titles.values()) <= {1}
    items = site.explainer.items.values()
    assert len(titles) == sum(isinstance(item, Note | Question) for item in items)


def test_colors_are_those_of_the_site():
    def tokens(path):
        style = path.read_text(encoding="utf-8")
        light, _, dark = style.partition("@media (prefers-color-scheme: dark)")
        return [
            dict(re.findall(r"(--[a-z]+): ([^;]+);", part.split("}")[0])) for part in (light, dark)
        ]

    theme = tokens(support.HOOKS / "theme/assets/explainer.css")
    card = tokens(support.HOOKS / "explainer/templates/card.css")
    for whole, part in zip(theme, card, strict=True):
        assert part
        assert part.items() <= whole.items()


def test_styles_that_every_card_holds_are_of_use_to_some():
    style = (support.HOOKS / "explainer/templates/card.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", style, flags=re.DOTALL)
    every = [*made("tiny").values(), *made("real").values()]
    for name in set(re.findall(r"\.([a-z][\w-]*)", rules)):
        assert any(card.select_one(f".{name}") for card in every), name


def test_any_engine_gets_them(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    assert main(["--root", str(root), "write", str(tmp_path / "written")]) == 0
    for name, content in cards.files(tiny("")).items():
        assert (tmp_path / "written" / name).read_text(encoding="utf-8") == content
