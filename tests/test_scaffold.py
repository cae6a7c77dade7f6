"""New explainers and entries: what they need, and that they grow into a whole from nothing."""

from __future__ import annotations

import pytest

import support
from explainer import project, scaffold


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "empty"
    scaffold.init(folder)
    return folder


def problems(root):
    return [str(each) for each in project.read(root).problems]


def test_new_explainer_is_empty_and_sound(empty):
    found = project.read(empty)
    assert found.problems == ()
    explainer = found.explainer
    assert not [*explainer.texts, *explainer.events, *explainer.comparisons, *explainer.references]


def test_new_explainer_has_pages(empty):
    names = {page.src_uri for page in project.read(empty).pages()}
    assert {"index.md", "timeline.md", "read/index.md", "references.md"} <= names


def test_new_explainer_has_no_caches(empty):
    assert [path for path in empty.rglob("*") if path.name == "__pycache__"] == []


def test_everything_added_to_an_empty_explainer(empty):
    scaffold.new(empty, "text", "first-text", None)
    scaffold.new(empty, "note", "first-note", "first-text")
    scaffold.new(empty, "term", "first-term", None)
    scaffold.new(empty, "term", "second-term", None)
    scaffold.new(empty, "comparison", "first-table", None)
    actor = "actors:\n- {id: a, name: A, short: A, kind: person, about: Somebody.}\n"
    (empty / "sources" / "actors.yml").write_text(actor, encoding="utf-8")
    scaffold.new(empty, "event", "first-event", None)

    assert problems(empty) == []
    assert project.read(empty).pages()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("event", "an event needs an actor"),
        ("comparison", "it needs evidence"),
        ("note", "--text must be a text of sources/texts/, got 'nothing'"),
    ],
)
def test_what_an_entry_needs_first(empty, kind, reason):
    before = support.digest(empty)
    with pytest.raises(scaffold.ScaffoldError, match=reason):
        scaffold.new(empty, kind, "fresh", None)
    assert support.digest(empty) == before


def test_note_needs_a_kind_without_evidence(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    settings = root / "sources" / "explainer.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("evidence: optional", "evidence: required"), encoding="utf-8")
    notes = root / "sources" / "texts" / "quill-1890" / "notes.yml"
    text = notes.read_text(encoding="utf-8").replace("kind: setting\n", "kind: check\n")
    notes.write_text("notes: []\n", encoding="utf-8")
    support.replace(root / "docs" / "debate.md", "/// note | quill-1890/n/ferryman\n///\n", "")

    with pytest.raises(scaffold.ScaffoldError, match="whose evidence is optional"):
        scaffold.new(root, "note", "fresh", "quill-1890")


def test_sources_must_be_readable(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    support.replace(root / "sources" / "events.yml", "  lane: river\n", "  lanes: river\n")
    with pytest.raises(scaffold.ScaffoldError, match="explainer check"):
        scaffold.new(root, "term", "fresh", None)


def test_entry_keeps_what_is_there(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    terms = root / "sources" / "terms.yml"
    before = terms.read_text(encoding="utf-8")
    assert scaffold.new(root, "term", "fresh", None) == ["sources/terms.yml"]
    assert terms.read_text(encoding="utf-8").startswith(before)


def test_event_stands_after_the_last(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    scaffold.new(root, "event", "fresh", None)
    events = project.read(root).explainer.events
    assert [event.id for event in events[-2:]] == ["opening-1891", "fresh"]
    assert events[-1].date == events[-2].date


def test_new_explainer_has_a_page_for_those_who_link(empty):
    """And the files to take away, from the first build on, with everything once it has something."""
    outcome = support.build(empty)
    assert outcome.code == 0, outcome.err
    built = support.Site(empty / "site")
    footer = {link["href"] for link in built.pages["index.html"].select("footer nav a")}
    assert {"link/", "data/"} <= footer
    page = built.pages["link/index.html"]
    assert page.select_one(".links a[type='application/json']")["href"] == "../id/index.json"
    assert "Nothing is promised yet" in page.select_one(".promise").get_text()
    assert page.select_one("script[data-scripts*='linklist']")

    scaffold.new(empty, "term", "first-term", None)
    outcome = support.build(empty)
    assert outcome.code == 0, outcome.err
    page = support.Site(empty / "site").pages["link/index.html"]
    assert page.select_one(".links li a")["href"] == "../id/term/first-term/"
