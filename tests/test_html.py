"""The HTML of every built page: no parse error, sound content models, IDs, pointers and languages.

The parser is the one of the HTML standard; ``html5lib`` reports each place where a browser would
have to guess. What it does not know, which element may stand in which, is checked here for what
these pages hold.
"""

from __future__ import annotations

import re
from collections import Counter

import html5lib
import pytest

import support
from explainer import manuscripts, prose, walk
from explainer.blocks import Prose

INTERACTIVE = "a[href], button, input, select, textarea, summary, details, label"
# What a link or button may not hold, and what a label may hold only once (HTML 3.2.5.2.7).
IN_LABEL = {"input", "select", "textarea", "button"}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}
# Elements that the standard calls obsolete, of those that an editor may still know.
OBSOLETE = "acronym, big, center, font, frame, frameset, marquee, nobr, strike, tt"
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns")
# A language tag (BCP 47), as far as its shape goes.
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
# The attribute that browsers allow on fields with text alone.
WITHOUT_TEXT = "input:is([type=checkbox], [type=radio], [type=submit], [type=button])"

SITES = {"real": support.real_site, "tiny": support.tiny_site}


@pytest.fixture(scope="module", params=SITES)
def site(request):
    return SITES[request.param]()


def test_a_strict_parser_finds_nothing(site):
    found = []
    for name in site.pages:
        parser = html5lib.HTMLParser()
        parser.parse((site.folder / name).read_text(encoding="utf-8"))
        found += [f"{name}:{line}: {code} {data}" for (line, _), code, data in parser.errors]
    assert not found, "\n".join(found)


def test_ids_stand_once_and_pointers_lead_to_one(site):
    found = []
    for name, page in site.pages.items():
        count = Counter(str(each["id"]) for each in page.find_all(id=True))
        found += [
            f"{name}: {each} stands {times} times" for each, times in count.items() if times > 1
        ]
        found += [f"{name}: no space may stand in the ID '{each}'" for each in count if " " in each]
        for attribute in POINTERS:
            for element in page.find_all(attrs={attribute: True}):
                missing = [each for each in str(element[attribute]).split() if each not in count]
                found += [f"{name}: {attribute} points at {each}" for each in missing]
        for label in page.select("label[for]"):
            named = page.find(id=label["for"])
            if named is None or named.name not in IN_LABEL:
                found.append(f"{name}: a label is for {label['for']}")
    assert not found, "\n".join(found)


def test_every_element_holds_what_it_may_hold(site):
    found = []
    for name, page in site.pages.items():
        for outer in page.select("a, button, summary"):
            # A summary may hold links; what is clicked there is clear. A link may hold none.
            if outer.name != "summary":
                found += [
                    f"{name}: {outer.name} holds {each.name}" for each in outer.select(INTERACTIVE)
                ]
        for label in page.select("label"):
            fields = [each.name for each in label.find_all(IN_LABEL)]
            if len(fields) > 1 or label.select("a, label"):
                found.append(f"{name}: a label holds {fields or 'a link'}")
        for parent, children in CHILDREN.items():
            for element in page.find_all(parent):
                strange = {each.name for each in element.find_all(recursive=False)} - children
                found += [
                    f"{name}: {parent} holds {each}" for each in strange - {"template", "script"}
                ]
        found += [f"{name}: {each.name} is obsolete" for each in page.select(OBSOLETE)]
        found += [
            f"{name}: {each['type']} has autocomplete"
            for each in page.select(WITHOUT_TEXT)
            if each.has_attr("autocomplete")
        ]
        found += [
            f"{name}: a caption stands in the middle of its figure"
            for each in page.select("figure > figcaption")
            if each.find_previous_sibling() and each.find_next_sibling()
        ]
        found += [
            f"{name}: {each.name} is {each[side]} wide or high"
            for side in ("width", "height")
            for each in page.select(f":is(iframe, img, video, canvas)[{side}]")
            if not each[side].isdigit()
        ]
        found += [f"{name}: an image has no alt" for each in page.select("img:not([alt])")]
        found += [
            f"{name}: a summary is not the first of its details"
            for each in page.select("details")
            if each.select_one(":scope > :first-child").name != "summary"
        ]
    assert not found, "\n".join(found)


def test_headers_of_tables_say_what_they_head(site):
    tables = 0
    for name, page in site.pages.items():
        for table in page.select("table"):
            tables += 1
            heads = table.select("th")
            assert heads, name
            for head in heads:
                # In a plain table of Markdown the first row's cells are the columns' headers.
                plain = head.find_parent("thead") and not table.has_attr("class")
                assert plain or head.get("scope") in {"col", "row"}, f"{name}: {head.text[:40]}"
    assert tables


def test_every_page_and_every_span_names_its_language(site):
    spans = 0
    for name, page in site.pages.items():
        assert TAG.fullmatch(page.html["lang"]), name
        for element in page.select("body [lang]"):
            spans += 1
            assert TAG.fullmatch(element["lang"]), f"{name}: {element['lang']}"
            assert element["lang"] != page.html["lang"], name
        for text in page.find_all(string=HANGUL):
            tongue = text.find_parent(lang=True)["lang"]
            assert tongue.startswith("ko"), f"{name}: {text[:40]}"
    assert spans


def test_no_file_shows_how_a_language_is_written_down(site):
    assert [name for name, text in site.texts() if "]{lang=" in text] == []


def test_a_word_marked_as_of_another_language_is_marked_everywhere(explainer):
    """In prose and titles; the names of terms are names."""
    pages, problems = manuscripts.read(support.ROOT / "docs")
    assert problems == []
    parts = [part for page in pages for part in page.parts if isinstance(part, Prose)]
    passages = [
        *(passage.markdown for passage in walk.passages(explainer)),
        *(paragraph.markdown for text in explainer.texts for paragraph in text.paragraphs),
        *(part.markdown for part in parts),
        *(word for term in explainer.terms for word in term.also),
    ]
    marked = {match["words"] for text in passages for match in prose.SPAN.finditer(text)}
    assert marked
    for text in passages:
        rest = re.sub(r"\(id:[^)]*\)|\[@[^\]]*\]", "", prose.SPAN.sub("", text)).casefold()
        for words in marked:
            assert not re.search(rf"\b{re.escape(words.casefold())}\b", rest), text
