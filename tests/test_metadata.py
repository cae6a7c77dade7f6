"""What reference managers, link previews and search engines read of a page.

``metadata.golden`` holds it for a page of each kind. After a change on purpose,
``UPDATE_GOLDEN=1 pytest tests/test_metadata.py`` writes it anew; review the diff.
"""

from __future__ import annotations

import functools
import json
import os
import re
from urllib.parse import urljoin

import extruct
import pytest
import rdflib
from bs4 import BeautifulSoup
from rdflib.namespace import SDO

import support
from explainer import metadata
from explainer.metadata import Described

GOLDEN = support.TESTS / "metadata.golden"
ROOT = support.PUBLISHED
# Where a site is read that does not know its address.
HERE = "https://reader.example/"
# The fields that Zotero's translator "Embedded Metadata" fills from Highwire's tags, of those that
# pages use: https://github.com/zotero/translators, HIGHWIRE_MAPPINGS and addHighwireMetadata.
ZOTERO = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_language": "language",
    "citation_public_url": "url",
    "citation_fulltext_html_url": "url, if there is no other",
}
# Tags from which it would make an article, a chapter, a report or a person out of a page.
MISLEADING = (
    "citation_journal_title citation_inbook_title citation_book_title citation_conference_title "
    "citation_technical_report_institution citation_dissertation_institution citation_author "
    "citation_authors author dc.creator article:author"
).split()


def made(root=ROOT):
    return support.facts(support.TINY, root)


def described(site, page, title="A page", description="What it says."):
    return metadata.head(site, Described(page, title, description))


def read(html, address):
    """Return what a program finds in a page."""
    found = extruct.extract(html, base_url=address, syntaxes=["json-ld", "opengraph"])
    graph = found["opengraph"][0]["properties"] if found["opengraph"] else []
    tags = {
        str(tag["name"]): str(tag["content"])
        for tag in support.parsed(html).select("head meta[name][content]")
    }
    return {"tags": tags, "graph": dict(graph), "data": found["json-ld"]}


@pytest.fixture(params=["tiny", "real", "real below a path"])
def built(request):
    if request.param == "tiny":
        return support.tiny_site(), ""
    below = request.param != "real"
    return support.real_site("/repo/" if below else ""), ROOT * below


@functools.cache
def pages(site, root):
    """Return each page that says how it is cited: its path, its text and what its head holds.

    Cards say less, and have tests of their own.
    """
    found = []
    for name in sorted(site.files):
        if name.endswith(".html") and not name.startswith("id/"):
            html = (site.folder / name).read_text(encoding="utf-8")
            head, end, _ = html.partition("</head>")
            if "citation_title" in head:
                here = f"{root or HERE}{name.removesuffix('index.html')}"
                found.append((name, html, read(head + end, here)))
    return found


def test_golden():
    lines = []
    for page in (
        "index.md",
        "read/quill-1890.md",
        "compare/plans.md",
        "timeline.md",
        "timeline/phase/quarrel.md",
        "glossary.md",
        "debate.md",
    ):
        *tags, data = described(made(), page).splitlines()
        lines += [page, *(f"  {tag}" for tag in tags)]
        graph = json.loads(support.parsed(data).script.string)
        lines += [
            f"  {line}" for line in json.dumps(graph, ensure_ascii=False, indent=1).split("\n")
        ]
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_every_page_has_a_head(built):
    site, _ = built
    headed = {name for name, *_ in pages(*built)}
    assert {"index.html", "timeline/index.html", "glossary/index.html"} <= headed
    assert {
        name for name in site.files if re.match("(?:read|compare)/.+/index.html", name)
    } <= headed


def test_zotero_finds_a_web_page_of_this_site(built):
    site, root = built
    title = support.parsed((site.folder / "index.html").read_text(encoding="utf-8")).title.string
    for name, html, found in pages(*built):
        cited = {tag for tag in found["tags"] if tag.startswith("citation_")}
        assert cited <= ZOTERO.keys(), name
        assert {"citation_title", "citation_language"} <= cited
        assert ({"citation_public_url", "citation_fulltext_html_url"} <= cited) == bool(root), name
        # This makes it a web page, and names the site.
        assert found["graph"]["og:type"] == "website"
        assert found["graph"]["og:site_name"] == title
        assert not {*found["tags"], *found["graph"]} & set(MISLEADING), name
        # It takes what stands in such an element for the author.
        assert not re.search(r'class="[^"]*byline|class="vcard|rel="author"', html, re.IGNORECASE)


def test_a_restatement_names_its_author_only_as_the_originals(built):
    for name, _, found in pages(*built):
        if not re.match("read/.+/index.html", name):
            continue
        assert found["tags"]["citation_title"].startswith("Annotated restatement of ")
        [data] = found["data"]
        assert data["@type"] == ["Article", "LearningResource"]
        assert "author" not in data
        assert data["isBasedOn"]["author"]
        assert data["isBasedOn"]["url"].startswith("https://")


def addresses(data):
    """Yield every address in JSON-LD."""
    if isinstance(data, list):
        for each in data:
            yield from addresses(each)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in {"url", "contentUrl"}:
                yield value
            else:
                yield from addresses(value)


def test_addresses_lead_somewhere(built):
    site, root = built
    for name, _, found in pages(*built):
        here = f"{root or HERE}{name.removesuffix('index.html')}"
        given = [*addresses(found["data"])]
        given += [found["graph"]["og:url"]] if root else []
        given += [found["tags"]["citation_fulltext_html_url"]] if root else []
        assert all(each.startswith("https://") for each in given) or not root
        for each in given:
            path = urljoin(here, each).removeprefix(root or HERE)
            # Cards have tests of their own, and so has what lies elsewhere.
            if path.startswith(("id/", "https://")):
                continue
            file = path.partition("#")[0]
            assert (f"{file}index.html" if not file or file.endswith("/") else file) in site.files


def types(data):
    if isinstance(data, list):
        for each in data:
            yield from types(each)
    elif isinstance(data, dict):
        kinds = data.get("@type", [])
        yield from ([kinds] if isinstance(kinds, str) else kinds)
        yield from (key for key in data if not key.startswith("@"))
        for value in data.values():
            yield from types(value)


def test_every_word_is_schema_orgs(built):
    for name, _, found in pages(*built):
        for data in found["data"]:
            assert data["@context"] == "https://schema.org"
            unknown = {word for word in types(data) if SDO[word] not in SDO}
            assert unknown == set(), name


# What schema.org's own context says of the keys that pages use; the test asks no server for it.
CONTEXT = {
    "@vocab": str(SDO),
    **{key: {"@type": "@id"} for key in ("url", "contentUrl", "license")},
}


def graph(data):
    """Return JSON-LD as the triples that a reader of RDF makes of it."""
    return rdflib.Graph().parse(data=json.dumps({**data, "@context": CONTEXT}), format="json-ld")


# What rdflib's own parser of JSON-LD still uses.
DEPRECATED = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@DEPRECATED
def test_a_reader_of_rdf_finds_what_is_said(built):
    """Every value of JSON-LD arrives, and each page is one thing with all the rest about it."""
    for name, _, found in pages(*built):
        [data] = found["data"]
        triples = graph(data)
        assert set(triples.predicates()) <= {
            rdflib.RDF.type,
            *(SDO[word] for word in types(data)),
        }
        objects = set(triples.objects())
        [whole] = [each for each in triples.subjects(unique=True) if each not in objects]
        assert triples.value(whole, SDO.name) == rdflib.Literal(data["name"]), name
        values = sum(not key.startswith("@") for key in keys(data))
        assert len(triples) == values + sum(1 for _ in triples.subject_objects(rdflib.RDF.type))


def keys(data):
    """Yield the key of every value of JSON-LD, once for each entry of a list."""
    for key, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            yield key
            if isinstance(each, dict):
                yield from keys(each)


@DEPRECATED
def test_a_reader_of_rdf_tells_a_restatement_from_its_original():
    [data] = read(described(made(), "read/quill-1890.md"), ROOT)["data"]
    triples = graph(data)
    [article] = triples.subjects(rdflib.RDF.type, SDO.Article)
    original = triples.value(article, SDO.isBasedOn)
    assert triples.value(article, SDO.author) is None
    author = triples.value(original, SDO.author)
    assert str(triples.value(author, SDO.name)) == "Martha Quill"
    assert triples.value(original, SDO.url) == rdflib.URIRef(
        "https://example.org/gazette/1890/quill"
    )


def test_every_event_is_described_once(built):
    site, _ = built
    names = [
        item["name"]
        for _, _, found in pages(*built)
        for item in found["data"][0].get("mainEntity", {}).get("itemListElement", [])
    ]
    timeline = (site.folder / "timeline" / "index.html").read_text(encoding="utf-8")
    events = BeautifulSoup(timeline, "html.parser").select(".event h3")
    assert sorted(names) == sorted(" ".join(each.get_text().split()) for each in events)


def test_a_table_names_its_columns_and_its_file():
    [data] = read(described(made(), "compare/plans.md"), ROOT)["data"]
    assert data["@type"] == "Dataset"
    assert data["variableMeasured"] == ["The timber plan", "The stone plan"]
    [sheet] = data["distribution"]
    assert sheet["contentUrl"] == f"{ROOT}data/tables/plans.csv"


HOSTILE = "</script><script>alert('x')</script> & \"quotes\" <!--"


def test_nothing_breaks_out():
    settings = made().explainer.settings.model_copy(update={"title": HOSTILE})
    site = support.changed(made(), settings=settings)
    head = metadata.head(site, Described("debate.md", HOSTILE, HOSTILE))
    tree = support.parsed(f"<head>{head}</head>")
    assert len(tree.select("script")) == 1
    assert {tag.name for tag in tree.head.find_all()} == {"meta", "script"}
    found = read(f"<html><head>{head}</head></html>", ROOT)
    assert found["tags"]["citation_title"] == HOSTILE
    assert found["graph"]["og:description"] == HOSTILE
    [data] = found["data"]
    assert data["name"] == data["description"] == HOSTILE


def test_without_an_address_or_edition_none_is_named():
    head = described(support.changed(made(""), editions=()), "read/quill-1890.md")
    found = read(head, ROOT)
    assert found["tags"].keys() == {"citation_title", "citation_language"}
    assert "og:url" not in found["graph"]
    assert "http" not in re.sub(r'"isBasedOn":\{.*?\}\]|https://(?:schema|example).org', "", head)
    assert "datePublished" not in {key for key in found["data"][0] if key != "isBasedOn"}


def test_the_date_is_the_editions():
    found = read(described(made(), "debate.md"), ROOT)
    assert found["tags"]["citation_publication_date"] == "2026/11/20"
    assert found["data"][0]["datePublished"] == "2026-11-20"


@pytest.mark.parametrize(
    ("language", "locale"), [("en-US", "en_US"), ("en-gb", "en_GB"), ("de", None)]
)
def test_a_locale_needs_a_territory(language, locale):
    settings = made().explainer.settings.model_copy(update={"language": language})
    site = support.changed(made(), settings=settings)
    graph = read(described(site, "debate.md"), ROOT)["graph"]
    assert graph.get("og:locale") == locale
