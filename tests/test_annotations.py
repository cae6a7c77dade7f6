"""Collections of notes, held against what the W3C Web Annotation model says they must be.

The numbers of sections are those of https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import support
from explainer import anchor, annotations, project, quotes
from explainer.anchor import Folded, Range, Selector
from explainer.notes import edition_text

ROOTS = ("", "https://reader.example/", "https://reader.example/repo/")
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
WORD = re.compile(r"[^\W_]+")

IRI = {"type": "string", "pattern": r"^(https?://[^\s<>\"{}|\\^`]+|\.\./[^\s<>\"{}|\\^`]*)$"}
CREATOR = {
    "type": "object",
    "required": ["id", "type", "name"],
    "properties": {
        "id": IRI,
        "type": {"const": "Organization"},
        "name": {"type": "string", "minLength": 1},
    },
    "additionalProperties": False,
}
MOTIVATIONS = (  # 3.3.5
    "assessing bookmarking classifying commenting describing editing highlighting identifying "
    "linking moderating questioning replying tagging"
).split()
TEXT_QUOTE = {  # 4.2.4
    "type": "object",
    "required": ["type", "exact"],
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string", "minLength": 1},
        "suffix": {"type": "string", "minLength": 1},
    },
    "additionalProperties": False,
}
FRAGMENT = {  # 4.2.1 and, for refinedBy, 4.2.9
    "type": "object",
    "required": ["type", "value", "conformsTo"],
    "properties": {
        "type": {"const": "FragmentSelector"},
        "value": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "conformsTo": {"const": "http://tools.ietf.org/rfc/rfc3236"},
        "refinedBy": TEXT_QUOTE,
    },
    "additionalProperties": False,
}
TARGET = {  # 4: exactly one source, and it is an IRI
    "type": "object",
    "required": ["type", "source", "selector"],
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": IRI,
        "selector": {"oneOf": [TEXT_QUOTE, FRAGMENT]},
    },
    "additionalProperties": False,
}
BODY = {  # 3.2.4: exactly one value
    "type": "object",
    "required": ["type", "purpose", "value", "format", "language"],
    "properties": {
        "type": {"const": "TextualBody"},
        "purpose": {"enum": MOTIVATIONS},
        "value": {"type": "string", "minLength": 1},
        "format": {"enum": ["text/html", "text/plain"]},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
    },
    "additionalProperties": False,
}
ANNOTATION = {  # 3.1; the context is the collection's, in which it is embedded
    "type": "object",
    "required": ["id", "type", "motivation", "creator", "body", "target"],
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": MOTIVATIONS},
        "creator": CREATOR,
        "body": {"type": "array", "minItems": 1, "items": BODY},
        "target": {"type": "array", "minItems": 1, "items": TARGET},
    },
    "additionalProperties": False,
}
PAGE = {  # 5.2; an embedded page should have no context of its own
    "type": "object",
    "required": ["id", "type", "partOf", "startIndex", "items"],
    "properties": {
        "id": IRI,
        "type": {"const": "AnnotationPage"},
        "partOf": IRI,
        "startIndex": {"const": 0},
        "items": {"type": "array", "minItems": 1, "items": ANNOTATION},
    },
    "additionalProperties": False,
}
COLLECTION = {  # 5.1
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "label", "creator", "total"],
    "properties": {
        "@context": {"const": CONTEXT},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string", "minLength": 1},
        "creator": CREATOR,
        "total": {"type": "integer", "minimum": 0},
        "first": PAGE,
        "last": IRI,
    },
    "additionalProperties": False,
    "if": {"properties": {"total": {"const": 0}}},
    "then": {"not": {"anyOf": [{"required": ["first"]}, {"required": ["last"]}]}},
    "else": {"required": ["first", "last"]},
}


@functools.cache
def site_of(root):
    return project.read(root).site()


@functools.cache
def made(root, address):
    return {
        name: json.loads(content)
        for name, content in annotations.collections(site_of(root), address).items()
    }


@pytest.fixture(params=["tiny", "real"])
def root(request):
    return support.TINY if request.param == "tiny" else support.ROOT


@pytest.fixture(params=ROOTS, ids=["unknown", "root", "path"])
def address(request):
    return request.param


def each(root, address=""):
    """Yield every text with its collection."""
    for text in site_of(root).explainer.texts:
        yield text, made(root, address)[f"data/{text.id}.annotations.jsonld"]


def annotated(root, address=""):
    """Yield every note with its text and its annotation."""
    for text, collection in each(root, address):
        notes = {note.id: note for note in text.notes}
        for item in collection["first"]["items"]:
            yield text, notes[item["id"].partition("#n-")[2]], item


def selector(target):
    """Return the selector of words in a target, if there is one."""
    found = target["selector"]
    found = found if found["type"] == "TextQuoteSelector" else found.get("refinedBy")
    return found and Selector(found["exact"], found.get("prefix", ""), found.get("suffix", ""))


def test_collections_have_the_shape_of_the_model(root, address):
    checker = jsonschema.Draft202012Validator(COLLECTION)
    for _, collection in each(root, address):
        assert [error.message for error in checker.iter_errors(collection)] == []


def test_the_schema_notices_what_the_model_forbids():
    _, good = next(iter(each(support.TINY)))
    checker = jsonschema.Draft202012Validator(COLLECTION)
    changes = [
        ("@context", "http://www.w3.org/ns/oa.jsonld"),
        ("type", "Collection"),
        ("total", -1),
        ("id", "not an IRI"),
        ("first", {**good["first"], "items": []}),
        ("first", {**good["first"], "type": "Page"}),
    ]
    for key, value in changes:
        assert not checker.is_valid({**good, key: value}), key
    assert not checker.is_valid({key: value for key, value in good.items() if key != "first"})


def test_collection_and_page_name_each_other(root, address):
    for _, collection in each(root, address):
        page = collection["first"]
        assert page["partOf"] == collection["id"]
        assert collection["last"] == page["id"] != collection["id"]
        assert "next" not in page


def test_totals_and_members_are_those_of_the_notes(root):
    for text, collection in each(root):
        items = collection["first"]["items"]
        assert collection["total"] == len(items) == len(text.notes)
        names = [item["id"].partition("#n-")[2] for item in items]
        assert sorted(names) == sorted(note.id for note in text.notes)


def test_a_text_without_notes_has_no_page():
    site = site_of(support.TINY)
    bare = tuple(replace(text, notes=()) for text in site.explainer.texts)
    site = replace(site, explainer=replace(site.explainer, texts=bare))
    [content] = annotations.collections(site, "").values()
    collection = json.loads(content)
    assert collection["total"] == 0
    jsonschema.validate(collection, COLLECTION)


def test_every_identity_is_one_iri_and_no_two_are_alike(root, address):
    seen = set()
    for name, collection in made(root, address).items():
        base = urljoin(address or "https://anywhere.example/", name)
        page = collection["first"]
        for iri in (collection["id"], page["id"], *(item["id"] for item in page["items"])):
            absolute = urljoin(base, iri)
            assert urlsplit(absolute).scheme == "https"
            assert absolute.partition("#")[0] == base  # where it can be had
            assert absolute not in seen
            seen.add(absolute)


def test_iris_are_absolute_as_soon_as_the_address_is_known(root):
    content = json.dumps(made(root, ROOTS[2]))
    assert "../" not in content
    assert "https://reader.example/repo/read/" in content


def test_relative_iris_lead_where_absolute_ones_do(root):
    for name in made(root, ""):
        relative = json.dumps(made(root, "")[name])
        assert json.loads(relative.replace("../", ROOTS[2])) == made(root, ROOTS[2])[name]


def test_motivations_are_those_of_the_kinds(root):
    kinds = {kind.id: kind for kind in site_of(root).explainer.settings.kinds}
    for _, note, item in annotated(root):
        said, *tags = item["body"]
        assert item["motivation"] == said["purpose"] == kinds[note.kind].motivation
        expected = [kinds[note.kind].label, *filter(None, [note.assessment])]
        assert [tag["value"] for tag in tags] == expected
        assert {tag["purpose"] for tag in tags} == {"tagging"}


def test_bodies_are_whole_html(root):
    for _, note, item in annotated(root):
        body = item["body"][0]
        assert body["format"] == "text/html"
        assert "[@" not in body["value"]
        assert "](" not in body["value"]
        assert support.parsed(body["value"]).get_text().split()[0] in note.text.replace("'", "’")


def test_links_in_bodies_lead_to_the_site():
    site = support.tiny_site()
    for _, _, item in annotated(support.TINY):
        for link in support.parsed(item["body"][0]["value"]).select("a[href]"):
            target = urlsplit(urljoin("https://reader.example/data/", str(link["href"])))
            file = f"{target.path[1:]}index.html"
            assert file in site.files
            assert not target.fragment or target.fragment in site.anchors[file]


def test_targets_on_our_page_anchor_exactly_once(root):
    for text, note, item in annotated(root):
        ours = [t for t in item["target"] if t["source"] == f"../read/{text.id}/"]
        assert ours
        for target in ours:
            paragraph = text.paragraph(target["selector"]["value"])
            found = selector(target)
            assert (found is None) == (note.quote is None)
            if found:
                words = edition_text(paragraph)
                place = anchor.anchor(words, found)
                assert words[place.start : place.end] == found.exact
                assert words.count(found.prefix + found.exact + found.suffix) == 1


def test_the_paragraphs_of_targets_are_on_the_page():
    site = support.tiny_site()
    for text, _, item in annotated(support.TINY):
        for target in item["target"]:
            if target["selector"]["type"] == "FragmentSelector":
                page = f"read/{text.id}/index.html"
                assert target["selector"]["value"] in site.anchors[page]


def test_every_note_targets_the_publisher_only_with_words_of_the_original(root):
    for text, note, item in annotated(root):
        theirs = [t for t in item["target"] if t["source"] == text.source.URL]
        assert len(theirs) <= 1
        if note.original:
            assert anchor.fold(selector(theirs[0]).exact) == anchor.fold(note.original)
        for target in theirs:
            found = selector(target)
            held = found.prefix + found.exact + found.suffix
            recorded = [entry for entry in text.record.quotes if entry.paragraph == note.paragraph]
            assert any(anchor.find(entry.quote, Selector(held)) for entry in recorded), held
            assert len(WORD.findall(held)) <= quotes.LONGEST


def test_targets_of_the_tiny_explainer():
    targets = {note.id: item["target"] for _, note, item in annotated(support.TINY)}
    theirs = "https://example.org/gazette/1890/quill"
    assert [t["source"] == theirs for t in targets["carters"]] == [True, False]
    assert selector(targets["will"][0]) == Selector("the will to lay them")
    assert [t["selector"]["value"] for t in targets["flood"]] == ["p2", "p3"]
    assert targets["money"] == [
        {
            "type": "SpecificResource",
            "source": "../read/quill-1890/",
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
                "value": "p3",
            },
        }
    ]


def test_words_of_originals_stand_there_and_are_no_sentence():
    folder = support.originals()
    for text, note, item in annotated(support.ROOT):
        original = quotes.Original(text, (folder / f"{text.id}.txt").read_text(encoding="utf-8"))
        content = original.paragraphs[note.paragraph]
        for target in item["target"]:
            if target["source"] != text.source.URL:
                continue
            found = selector(target)
            places = list(Folded(content).find(found))
            assert places, (note.id, found)
            held = WORD.findall(anchor.fold(found.prefix + found.exact + found.suffix))
            sentences = re.findall(r"[^.!?\n]+[.!?]", anchor.fold(content))
            assert held not in [WORD.findall(sentence) for sentence in sentences]


QUOTED = "It “cannot spend a penny of that,” they say, on “forty yards of good timber”."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("spend a penny", Selector("spend a penny", "cannot ", " of that")),
        ("cannot spend a penny of that", Selector("cannot spend a penny of that")),
        ("penny of that,", Selector("penny of that", "cannot spend a ", "")),
        ("forty yards of good timber", Selector("forty yards of good timber")),
        ("they say", None),
        ("say, on “forty", None),
        ("that,” they", None),
    ],
)
def test_only_words_in_quotation_marks_are_the_originals(words, expected):
    start = QUOTED.index(words)
    assert annotations.quoted(QUOTED, Range(start, start + len(words))) == expected


vocabulary = st.sampled_from(["so", "step-by-step", "U.S.", "don’t", "1962", "Élan", "—"])


@given(st.lists(vocabulary, min_size=1, max_size=14), st.data())
def test_what_a_selector_holds_of_an_original_is_never_too_long(words, data):
    inside = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + (1 if first else 0)
    end = len(" ".join(words[: last + 1]))
    text = f"He said “{inside}” twice."
    offset = text.index("“") + 1
    found = annotations.quoted(text, Range(start + offset, end + offset))
    held = found.prefix + found.exact + found.suffix
    assert held in inside
    longest = max(quotes.LONGEST, len(WORD.findall(found.exact)))
    assert len(WORD.findall(held)) <= longest


def test_the_site_carries_the_collections():
    site = support.tiny_site()
    file = "data/quill-1890.annotations.jsonld"
    assert file in site.files
    built = json.loads((site.folder / file).read_text(encoding="utf-8"))
    assert built == made(support.TINY, "")[file]
    page = site.pages["read/quill-1890/index.html"]
    link = page.select_one("header a[type='application/ld+json']")
    assert link["href"] == "../../data/quill-1890.annotations.jsonld"


def test_the_site_knows_its_address():
    site = support.real_site("/repo/")
    for name, collection in made(support.ROOT, ROOTS[2]).items():
        assert json.loads((site.folder / name).read_text(encoding="utf-8")) == collection


def test_writing_for_any_engine_writes_the_collections(tmp_path, capsys):
    outcome = support.run(capsys, "--root", support.TINY, "write", tmp_path / "documents")
    assert outcome.code == 0, outcome.err
    assert (tmp_path / "documents" / "data" / "quill-1890.annotations.jsonld").is_file()
