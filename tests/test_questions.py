"""Questions on texts: where they are read, what they show, and how one is added."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

import support
from explainer import project, search, urls

QUESTIONS = """\
questions:
- id: who-is-quill
  kind: sourcing
  paragraph: signature
  question: Who writes, and how does she "cannot spend a penny" report?
  sketch: >-
    A schoolmistress [@quill-1890 signature]. The newspaper is a [witness](id:event/vote-1890)
    [@gazette-1890-03-08].
  evidence: [quill-1890/p1, quill-1890/signature, gazette-1890-03-08]
  see: [term/ford]
- id: what-river
  kind: corroboration
  question: What does the almanac say?
  sketch: Nine days were lost [@almanac-1887].
  evidence: [almanac-1887]
  see: [question/who-is-quill]
"""
PAGE = "read/quill-1890/index.html"


def asking(folder):
    """Copy the tiny explainer and ask two questions in it."""
    root = support.copy_tiny(folder)
    (root / "sources/texts/quill-1890/questions.yml").write_text(QUESTIONS, encoding="utf-8")
    debate = root / "docs" / "debate.md"
    text = debate.read_text(encoding="utf-8")
    debate.write_text(text + "\nThen [ask](id:question/what-river).\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = asking(tmp_path_factory.mktemp("asking") / "tiny")
    outcome = support.build(root)
    assert outcome.code == 0, outcome.err
    return support.Site(root / "site")


def text(tag):
    return " ".join(tag.get_text(" ").split())


def test_questions_stand_last_but_for_what_is_cited(site):
    article = site.pages[PAGE].select_one("article.text")
    sections = [section["class"] for section in article.find_all("section", recursive=False)]
    assert sections.index(["questions"]) == sum("para" in each for each in sections)
    assert article.select_one(".questions > h2").get_text() == "Questions"


def test_a_question_shows_kind_paragraph_and_evidence(site):
    item = site.pages[PAGE].find(id="q-who-is-quill")
    assert text(item.select_one(".kind")).startswith("Sourcing, Signature")
    assert item.select_one(".kind a")["href"] == "#signature"
    assert "A schoolmistress" in text(item.details)
    assert "A schoolmistress" not in text(item.select_one(".asked"))
    links = {str(link["href"]) for link in item.details.select(".evidence a, .see a")}
    assert {"#p1", "#signature", "../../references/#r-gazette-1890-03-08"} <= links
    assert {"../../glossary/#ford", "#q-what-river"} <= links


def test_a_question_is_linked_from_pages_and_from_what_it_mentions(site):
    there = f"/{PAGE.removesuffix('index.html')}#q-"
    cases = (
        ("debate/index.html", "what-river"),
        ("glossary/index.html", "who-is-quill"),
        ("timeline/index.html", "who-is-quill"),
    )
    for name, slug in cases:
        here = f"/{name.removesuffix('index.html')}"
        links = {urljoin(here, str(link["href"])) for link in site.pages[name].select("a[href]")}
        assert there + slug in links, name


def test_search_finds_a_question_by_its_words_and_kind(site):
    [found] = [entry for entry in site.found if entry["location"].endswith("#q-what-river")]
    assert found["location"] == "read/quill-1890/#q-what-river"
    assert found["title"] == "Quill, question 2: Corroboration"
    assert "almanac" in found["text"]


def test_without_questions_there_is_no_heading():
    asked = any(text.questions for text in project.read(support.TINY).explainer.texts)
    assert bool(support.tiny_site().pages[PAGE].select(".questions")) == asked


def test_an_id_says_where_it_is_read_only_through_the_explainer(tmp_path):
    explainer = project.read(asking(tmp_path / "tiny")).explainer
    read_as = explainer.read_as("question/what-river")
    assert urls.address(read_as) == urls.Address("read/quill-1890.md", "q-what-river")
    assert explainer.read_as("quill-1890/p1") == "quill-1890/p1"
    with pytest.raises(ValueError, match="text's page"):
        urls.address("question/what-river")


def test_every_question_of_the_site_can_be_found():
    site = project.read(support.ROOT).site()
    found = {entry.location for entry in search.entries(site)}
    for each in site.explainer.texts:
        assert len({question.kind for question in each.questions}) == 4
        for question in each.questions:
            assert f"read/{each.id}/#q-{question.id}" in found


def test_a_new_question_is_valid_at_once(tmp_path, capsys):
    root = support.copy_tiny(tmp_path / "tiny")
    for name in ("first-asked", "then-asked"):
        outcome = support.run(
            capsys, "--root", root, "new", "question", name, "--text", "quill-1890"
        )
        assert outcome.code == 0, outcome.err
    assert support.run(capsys, "--root", root, "check").code == 0
    asked = project.read(root).explainer.texts[0].questions
    assert [question.id for question in asked][-2:] == ["first-asked", "then-asked"]
    again = support.run(
        capsys, "--root", root, "new", "question", "first-asked", "--text", "quill-1890"
    )
    assert again.code == 1
    assert "ID must be one that no item has, got 'question/first-asked'." in again.err
    nowhere = support.run(capsys, "--root", root, "new", "question", "more", "--text", "quil")
    assert "--text must be a text of sources/texts/, got 'quil'." in nowhere.err
