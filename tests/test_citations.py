"""References formatted by citeproc, and the cache of them."""

from __future__ import annotations

import json

import pypandoc
import pytest
from bs4 import BeautifulSoup

from explainer import citations
from explainer.model import Reference


def reference(name="almanac-1887", **more):
    least = {"type": "book", "title": "An Almanac", "custom": {"tier": "primary", "seen": "page"}}
    return Reference.model_validate({"id": name, **least, **more})


@pytest.fixture
def counted(monkeypatch):
    """The calls of Pandoc that a test makes."""
    calls = []
    convert = pypandoc.convert_text

    def counting(*arguments, **options):
        calls.append(arguments)
        return convert(*arguments, **options)

    monkeypatch.setattr(pypandoc, "convert_text", counting)
    return calls


def test_csl_of_everything():
    item = citations.csl(
        reference(
            type="chapter",
            author=[{"family": "Reed", "given": "Josiah"}, {"literal": "A Society"}],
            publisher="Reed",
            issued="1887-07",
            URL="https://example.org/a",
            **{"container-title": "The Whole"},
        )
    )
    assert item == {
        "id": "almanac-1887",
        "type": "chapter",
        "title": "An Almanac",
        "author": [{"family": "Reed", "given": "Josiah"}, {"literal": "A Society"}],
        "container-title": "The Whole",
        "publisher": "Reed",
        "issued": {"date-parts": [[1887, 7]]},
        "URL": "https://example.org/a",
    }


@pytest.mark.parametrize(
    ("kind", "container", "cited"),
    [
        ("article-newspaper", "The Gazette", "article-newspaper"),
        ("article-newspaper", None, "webpage"),
        ("article-magazine", None, "webpage"),
        ("article-journal", None, "webpage"),
        ("article", None, "article"),
        ("report", None, "report"),
    ],
)
def test_an_article_in_nothing_that_is_named_is_a_web_page(kind, container, cited):
    work = reference(type=kind, **{"container-title": container})
    assert citations.csl(work)["type"] == cited
    [found] = citations.formatted([work], None).values()
    assert ("<em>An Almanac</em>" in found.entry) == (cited == "report")


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        (None, None),
        ("1887", {"date-parts": [[1887]]}),
        ("1890-04~", {"date-parts": [[1890, 4]], "circa": True}),
        ("1890-04-15?", {"date-parts": [[1890, 4, 15]], "circa": True}),
        ("1890-04/1890-06", {"date-parts": [[1890, 4], [1890, 6]]}),
    ],
)
def test_csl_dates(issued, date):
    assert citations.csl(reference(issued=issued)).get("issued") == date


def test_no_references_need_no_pandoc(counted):
    assert citations.formatted([], None) == {}
    assert counted == []


def test_labels_and_entries():
    found = citations.formatted(
        [
            reference(author=[{"family": "Reed", "given": "Josiah"}], issued="1887"),
            reference("minutes", title="Minutes", author=[{"literal": "The Council"}]),
            reference("untitled", title="Words & <i>marks</i> of 1890"),
        ],
        None,
    )
    assert found["almanac-1887"].label == "Reed 1887"
    assert "<em>An Almanac</em>" in found["almanac-1887"].entry
    assert found["minutes"].label.startswith("The Council")
    # A label is text, an entry HTML.
    assert "&amp;" not in found["untitled"].label
    assert "Words &amp; " in found["untitled"].entry


def test_two_works_of_one_author_and_year_are_told_apart():
    author = [{"family": "Reed", "given": "Josiah"}]
    works = [
        reference("one", title="One", author=author, issued="1887"),
        reference("two", title="Two", author=author, issued="1887"),
    ]
    labels = {each.label for each in citations.formatted(works, None).values()}
    assert labels == {"Reed 1887a", "Reed 1887b"}


def test_markup_of_a_title_stays_text():
    [entry] = citations.formatted(
        [reference(title="Price: *two* $5_000_000 [sic] @home")], None
    ).values()
    for words in ("$5_000_000", "[sic] @home"):
        assert words in entry.entry.lower()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a--b/c---d",
        "https://example.org/it's/a...b",
        "https://example.org/a_b_c*d*?x=1&amp;y=~2~&z=[3]",
    ],
)
def test_an_address_stays_as_it_is(address):
    [entry] = citations.formatted([reference(URL=address)], None).values()
    link = BeautifulSoup(entry.entry, "html.parser").a
    assert link["href"] == address
    assert link.get_text() == address


def test_small_words_after_an_abbreviation_stay_small():
    title = "A U.S. and a British view"
    [entry] = citations.formatted([reference(title=title)], None).values()
    assert "<em>A U.S. and a British View</em>" in entry.entry


def test_cached_by_content(counted, tmp_path):
    cache = tmp_path / "deep" / "cache"
    first = citations.formatted([reference()], cache)
    assert len(counted) == 1
    assert citations.formatted([reference()], cache) == first
    assert len(counted) == 1
    changed = citations.formatted([reference(title="Another")], cache)
    assert len(counted) == 2
    assert changed != first
    assert len(list(cache.iterdir())) == 2


def test_cache_holds_no_more_than_it_needs(tmp_path):
    citations.formatted([reference()], tmp_path)
    [file] = tmp_path.iterdir()
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {"almanac-1887"}


def test_without_a_cache_everything_is_formatted(counted):
    citations.formatted([reference()], None)
    citations.formatted([reference()], None)
    assert len(counted) == 2
