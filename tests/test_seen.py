"""What is said of each work: what was seen of it, when, and where an archive keeps a copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

import support
from explainer import cards, dates, links
from explainer.pages import pages
from explainer.words import ENGLISH

COPY = "https://archive.example/copy"


def said(tag):
    return " ".join(tag.get_text(" ").split())


def page(site, name):
    [found] = [each for each in pages(site) if each.src_uri == name]
    return support.parsed(found.markdown.split("\n---\n", 1)[1])


@pytest.fixture(params=[support.TINY, support.ROOT], ids=["tiny", "real"])
def site(request):
    return support.facts(request.param)


@pytest.fixture
def archived():
    """The tiny site with archived copies of its text and of every reference."""
    site = support.facts()
    [text] = site.explainer.texts
    source = text.source.model_copy(update={"snapshot": COPY, "accessed": "2026-11-02"})
    references = tuple(
        each.model_copy(
            update={"custom": each.custom.model_copy(update={"snapshot": f"{COPY}/{each.id}"})}
        )
        for each in site.explainer.references
    )
    return support.changed(site, texts=(replace(text, source=source),), references=references)


def test_lists_of_works_say_what_was_seen_and_when(site):
    works = {each.id: each for each in site.explainer.references}
    lists = page(site, "references.md").select(".bibliography > li")
    assert len(lists) == len(works)
    found = {str(entry["id"]).removeprefix("r-"): entry.select_one(".evidence") for entry in lists}
    assert found.keys() == works.keys()
    for text in site.explainer.texts:
        cited = page(site, f"read/{text.id}.md").select(".works-cited li")
        keys = {key for note in text.notes for key in note.evidence} & works.keys()
        entries = {key: site.formatted[key].entry for key in keys}
        assert len(cited) == len(keys)
        for key, entry in entries.items():
            words = said(support.parsed(entry))
            [found[f"{key} in {text.id}"]] = [
                each for each in cited if said(each).startswith(words)
            ]
    for key, tag in found.items():
        work = works[key.partition(" ")[0]]
        assert ENGLISH[work.custom.seen] in said(tag), key
        assert ("not seen again" in said(tag)) == (work.custom.seen == "reported"), key
        assert not work.accessed or dates.words(work.accessed) in said(tag), key


def test_the_real_texts_say_when_they_were_read():
    site = support.facts(support.ROOT)
    for text in site.explainer.texts:
        day = f"Last read {dates.words(text.source.accessed)}"
        assert day in said(page(site, f"read/{text.id}.md").select_one(".about"))
        card = support.parsed(cards.files(site)[f"id/{text.id}/index.html"])
        assert day in said(card.main)


def test_a_text_without_a_day_says_none():
    assert "Last read" not in said(page(support.facts(), "read/quill-1890.md"))


def test_archived_copies_are_linked_wherever_a_work_is_listed(archived):
    text = page(archived, "read/quill-1890.md")
    card = support.parsed(cards.files(archived)["id/quill-1890/index.html"])
    for place in (text.select_one(".about"), card.main):
        [link] = place.select(f'a[href="{COPY}"]')
        assert link.get_text() == "archived copy"
        assert "Last read November 2, 2026 · archived copy" in said(place)
    cited = text.select(".works-cited li")
    assert cited
    assert all(each.select(f'a.out[href^="{COPY}/"]') for each in cited)
    for entry in page(archived, "references.md").select(".bibliography > li"):
        assert entry.select(f'a.out[href^="{COPY}/"]')


def test_the_archived_copy_of_a_text_is_tried_as_links_are(archived):
    [link] = [each for each in links.links(archived.explainer) if each.url == COPY]
    assert [(giver.id, giver.key) for giver in link.givers] == [("quill-1890", "snapshot")]
