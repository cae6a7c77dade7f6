from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import urls

SITES = ("https://ferry.example/", "https://ferry.example/repo/")


@pytest.mark.parametrize(
    ("name", "read_at"),
    [
        ("harbour-1950", "read/harbour-1950/"),
        ("harbour-1950/p4", "read/harbour-1950/#p4"),
        ("harbour-1950/author-note", "read/harbour-1950/#author-note"),
        ("harbour-1950/n/lamp", "read/harbour-1950/#n-lamp"),
        ("harbour-1950/n/n", "read/harbour-1950/#n-n"),
        ("event/first-crossing", "timeline/#first-crossing"),
        ("compare/boats", "compare/boats/"),
        ("compare/boats/speed", "compare/boats/#speed"),
        ("term/low-water", "glossary/#low-water"),
        ("actor/pilot", "people/#pilot"),
        ("ref/log-1950", "references/#r-log-1950"),
    ],
)
def test_every_kind_of_id_is_read_where_it_was_promised(name: str, read_at: str) -> None:
    target = urls.address(name)
    fragment = f"#{target.fragment}" if target.fragment else ""
    assert urls.url(target.page) + fragment == read_at
    for site in SITES:
        for page in ("index.md", "timeline.md", "read/index.md", "read/harbour-1950.md"):
            seen_from = site + urls.url(page)
            assert urljoin(seen_from, urls.href(name, page)) == site + read_at


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("index.md", ""),
        ("story.md", "story/"),
        ("read/index.md", "read/"),
        ("read/harbour-1950.md", "read/harbour-1950/"),
        ("briefs/early/index.md", "briefs/early/"),
        ("my-index.md", "my-index/"),
        ("read/my-index.md", "read/my-index/"),
    ],
)
def test_a_page_is_published_in_a_folder_of_its_own(page: str, url: str) -> None:
    assert urls.url(page) == url


@pytest.mark.parametrize(
    ("target", "page", "href"),
    [
        ("timeline.md", "timeline.md", "./"),
        ("index.md", "index.md", "./"),
        ("index.md", "story.md", "../"),
        ("index.md", "read/harbour-1950.md", "../../"),
        ("story.md", "index.md", "story/"),
        ("read/index.md", "read/harbour-1950.md", "../"),
        ("read/other.md", "read/harbour-1950.md", "../other/"),
        ("read/harbour-1950.md", "read/index.md", "harbour-1950/"),
        ("compare/boats.md", "read/harbour-1950.md", "../../compare/boats/"),
    ],
)
def test_pages_lead_to_each_other_by_relative_addresses(target: str, page: str, href: str) -> None:
    assert urls.page_href(target, page) == href


def test_an_item_of_the_same_page_is_a_fragment_alone() -> None:
    assert urls.href("event/first-crossing", "timeline.md") == "#first-crossing"
    assert urls.href("harbour-1950/n/lamp", "read/harbour-1950.md") == "#n-lamp"
    assert urls.href("harbour-1950", "read/harbour-1950.md") == "./"


SLUGS = ("harbour-1950", "p4", "lamp", "n", "read", "low-water", "1950", "timeline", "r-x", "no-n")
slugs = st.sampled_from(SLUGS)
folders = st.lists(slugs, max_size=3)
pages = st.builds(
    lambda folders, name: "/".join([*folders, f"{name}.md"]), folders, slugs | st.just("index")
)
FORMS = (
    *("{}", "{}/{}", "{}/n/{}", "compare/{}", "compare/{}/{}"),
    *("event/{}", "term/{}", "actor/{}", "ref/{}"),
)
names = st.builds(lambda form, *parts: form.format(*parts), st.sampled_from(FORMS), slugs, slugs)


@settings(max_examples=500)
@given(pages, pages, st.sampled_from(SITES))
def test_a_relative_address_resolves_from_any_page_under_any_path(
    target: str, page: str, site: str
) -> None:
    here, there = site + urls.url(page), site + urls.url(target)
    assert urljoin(here, urls.page_href(target, page)) == there


@settings(max_examples=500)
@given(names, pages, st.sampled_from(SITES))
def test_the_address_of_an_item_resolves_from_any_page_under_any_path(
    name: str, page: str, site: str
) -> None:
    target = urls.address(name)
    resolved = urlsplit(urljoin(site + urls.url(page), urls.href(name, page)))
    assert resolved.path == urlsplit(site).path + urls.url(target.page)
    assert resolved.fragment == target.fragment


@settings(max_examples=500)
@given(names, pages)
def test_a_link_to_a_file_resolves_from_any_file(name: str, page: str) -> None:
    target = urls.address(name)
    resolved = urlsplit(urljoin(f"file:///docs/{page}", urls.file_href(name, page)))
    assert resolved.path == f"/docs/{target.page}"
    assert resolved.fragment == target.fragment


def test_no_two_items_share_an_address() -> None:
    every = {form.format(one, other) for form in FORMS for one in SLUGS for other in SLUGS}
    assert len({urls.address(name) for name in every}) == len(every)


def test_the_first_segments_of_ids_are_reserved() -> None:
    segments = {"event", "compare", "term", "actor", "ref", "question"}
    assert {*segments, "index"} == urls.RESERVED  # a folder's own page is its index
