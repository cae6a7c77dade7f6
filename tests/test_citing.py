"""How the site's own items are cited, by the styles themselves, and what pages say of it.

``citing.golden`` holds citations for a person to read. After a change on purpose,
``UPDATE_GOLDEN=1 pytest tests/test_citing.py`` writes it anew; review the diff.
"""

from __future__ import annotations

import functools
import html
import json
import os
import re
from dataclasses import replace
from urllib.parse import urljoin

import bibtexparser
import pypandoc
import pytest
import rispy

import browser
import support
from explainer import citations, citefiles, citestyles, citing, prose, urls
from explainer.citestyles import Styles, Work
from explainer.downloads.package import resources
from explainer.model import Name, Question, Reference
from explainer.words import ENGLISH

GOLDEN = support.TESTS / "citing.golden"
ROOT = support.PUBLISHED
STYLES = ("chicago", "mla", "apa")
CITED = (
    "quill-1890",
    "quill-1890/head",
    "quill-1890/p1",
    "quill-1890/n/carters",
    "quill-1890/n/flood",
    "quill-1890/n/money",
    "question/who",
    "question/why",
    "event/flood-1887",
    "event/vote-1890",
    "event/opening-1891",
    "compare/plans",
    "compare/plans/toll",
    "term/toll",
    "actor/quill",
)
MIN_JI = Name(family="Kim", given="Min-ji")
INSTITUTE = Name(literal="Institute of the River")


def tiny(root=ROOT):
    return support.facts(support.TINY, root)


def real(root=ROOT):
    return support.facts(support.ROOT, root)


@pytest.fixture(params=["tiny", "real"])
def site(request):
    return {"tiny": tiny, "real": real}[request.param]()


def retold(site, *, quote="", **source):
    """Return the site with another text in place of its own."""
    [text] = site.explainer.texts
    notes = tuple(note.model_copy(update={"quote": quote or note.quote}) for note in text.notes)
    source = text.source.model_copy(update=source)
    return support.changed(site, texts=(replace(text, source=source, notes=notes),))


def told(site, **event):
    """Return the site with one event, which is a little different."""
    return support.changed(site, events=(site.explainer.events[0].model_copy(update=event),))


def plain(cited):
    return prose.plain(re.sub(r"</?em>", "*", cited))


def shown(site, *names):
    for name in names:
        cited = citing.citations(site, name)
        yield name
        yield from (f"  {style:8}{plain(getattr(cited, style))}" for style in STYLES)


def asked(site):
    """Return the site with two questions on its text, one of them long."""
    [text] = site.explainer.texts
    least = {"kind": "sourcing", "sketch": "She does not say.", "evidence": [text.id]}
    given = (
        {"id": "who", "question": 'Who is "patient"?', "paragraph": "p2"},
        {"id": "why", "question": "Why does she begin with the carters, and not with the price?"},
    )
    questions = tuple(Question.model_validate({**least, **each}) for each in given)
    return support.changed(site, texts=(replace(text, questions=questions),))


def golden():
    """Yield the lines of the golden file: what is cited, and how."""
    text = "quill-1890"
    yield "An explainer with a dated edition"
    yield from shown(asked(tiny()), *CITED)
    yield "A Korean author and a title with quotation marks, in part uncertain"
    korean = retold(
        tiny(),
        authors=(MIN_JI,),
        title='Why a Ford Is "Fair"',
        issued="1890-03~",
        quote='a "fair" judge',
    )
    yield from shown(korean, text, f"{text}/p2", f"{text}/n/carters")
    yield "Two authors, one of them a body, over a range of days; the text itself"
    both = retold(
        tiny(), authors=(MIN_JI, INSTITUTE), issued="1890-03-02/1890-03-04", rights="full"
    )
    yield from shown(both, text, f"{text}/p2", f"{text}/n/carters")
    yield "Excerpts"
    yield from shown(retold(tiny(), rights="excerpts"), text, f"{text}/p2")
    yield "A text that is only linked"
    linked = retold(tiny(), rights="link-only")
    [alone] = linked.explainer.texts
    linked = support.changed(linked, texts=(replace(alone, paragraphs=(), notes=()),))
    yield from shown(linked, text)
    yield "An event of several days, with quotation marks in its title"
    event = told(tiny(), date="1887-07-04/1887-07-09", title='The U.S. and "fair" tolls')
    yield from shown(event, "event/flood-1887")
    yield "No edition, no address"
    bare = support.changed(tiny(""), editions=())
    yield from shown(bare, f"{text}/p2", "event/vote-1890")
    yield "References"
    yield from references()


def references():
    given = (
        {"author": [{"family": "Lee", "given": "Jongsoo"}], "issued": "2016-01-06"},
        {"author": [{"family": "Kim", "given": "Min-ji"}], "issued": "2016~"},
        {"author": [{"literal": "Institute of the River"}], "issued": "2016-01-06/2016-01-09"},
        {"author": [{"literal": "Institute of the River"}]},
        {"title": 'A "fair" toll', "issued": "2016-01"},
        {"type": "article-newspaper", "issued": "2016-01-06"},
        # Of these it is not said where they stood: no title may look like that of a book.
        *(
            {"type": kind, "container-title": None, "author": [{"literal": "The Gazette"}]}
            for kind in ("article-newspaper", "article-magazine", "article-journal")
        ),
        {"type": "book", "container-title": None},
    )
    least = {
        "type": "webpage",
        "title": "A Toll",
        "container-title": "The Gazette",
        "URL": "https://example.org/a--b/",
        "custom": {"tier": "press", "seen": "page"},
    }
    works = [Reference.model_validate({"id": f"r{n}", **least, **w}) for n, w in enumerate(given)]
    for found in citations.formatted(works, None).values():
        yield f"  {found.label:28}{plain(found.entry)}"


def test_golden():
    text = "\n".join(golden()) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_everything_but_references_is_cited(site):
    names = [name for name in site.explainer.items if not name.startswith("ref/")]
    assert sorted(names) == sorted(citing.works(site.explainer))
    title = prose.quotation_marks(site.explainer.settings.title)
    addresses = set()
    for name in names:
        cited = citing.citations(site, name)
        for style in STYLES:
            text = prose.plain(getattr(cited, style))
            assert title in text, text
            assert text.rstrip(".").endswith(f"{ROOT}id/{name}/"), text
            assert citestyles.ADDRESS not in text
        addresses.add(text.split()[-1])
    assert len(addresses) == len(names)


def test_restated_words_are_ours(site):
    for text in site.explainer.texts:
        assert text.source.rights == "paraphrase"
        names = [text.id, *(f"{text.id}/{each.id}" for each in text.paragraphs)]
        for name in names:
            cited = citing.citations(site, name)
            for style in STYLES:
                words = prose.plain(getattr(cited, style)).strip("[")
                assert words.startswith(("Restatement of", "Annotated restatement of")), words
                assert text.source.written_by in words


def test_no_author_is_made_up(site):
    """No citation begins with a name: it is a title, or says what it is."""
    names = {text.source.written_by for text in site.explainer.texts}
    for name in citing.works(site.explainer):
        cited = prose.plain(citing.citations(site, name).mla)
        assert not cited.startswith(tuple(names)), cited


def test_an_unknown_address_is_its_path():
    for style in STYLES:
        found = getattr(citing.citations(tiny(""), "event/vote-1890"), style)
        [address] = support.parsed(found).select(".address")
        assert address["data-path"] == "id/event/vote-1890/"
        assert address.get_text() == "/id/event/vote-1890/"


def test_formatting_does_not_depend_on_the_address(monkeypatch):
    for name in citing.works(tiny("").explainer):
        citing.citations(tiny(""), name)
    monkeypatch.setattr(pypandoc, "convert_text", None)
    elsewhere = support.read().site("https://elsewhere.example/")
    found = citing.citations(elsewhere, "quill-1890/p1").chicago
    assert "https://elsewhere.example/id/quill-1890/p1/" in found


@pytest.mark.parametrize(
    "title",
    [
        "</script><b>bold</b>",
        "Tolls & <i>fares</i>",
        "50% of $5_000_000 *by* [sic] @home",
        "a\\b^c^",
    ],
)
def test_markup_of_a_title_stays_text(title):
    cited = citing.citations(told(tiny(), title=title), "event/flood-1887")
    kept = prose.quotation_marks(prose.bare(title)).casefold()
    for style in STYLES:
        tree = support.parsed(getattr(cited, style))
        assert {tag.name for tag in tree.body.find_all()} <= {"em", "span"}
        assert kept in tree.get_text().casefold()


def styled(*works, folder=None, name="some"):
    given = {str(number): work for number, work in enumerate(works)}
    return list(Styles(folder).formatted(given, name).values())


def test_works_of_one_title_stay_as_they_are():
    def dated(date):
        return Work(title="Toll", container="A Site", date=date, edition=f"edition of {date}")

    alone, *others = styled(dated("2026-11-20"), dated("2026-11-20"), dated("2026-11-20"))
    assert others == [alone, alone]
    assert "(2026, November 20)" in alone.apa
    assert alone.mla.startswith("“Toll.”")


@pytest.fixture
def formatted(monkeypatch):
    """The items that a test lets Pandoc format, run by run."""
    runs = []
    processed = citations.processed

    def counting(items, *options):
        runs.append([item["title"] for item in items])
        return processed(items, *options)

    monkeypatch.setattr(citations, "processed", counting)
    return runs


def test_only_what_changed_is_formatted(formatted, tmp_path):
    folder = tmp_path / "deep"
    one, two, three = (Work(title=title, container="A Site") for title in ("One", "Two", "Three"))
    first = styled(one, two, folder=folder)
    assert formatted == [["One", "Two"]] * 3
    assert styled(one, two, folder=folder) == first
    assert len(formatted) == 3
    assert styled(one, three, folder=folder)[0] == first[0]
    assert formatted[3:] == [["Three"]] * 3
    [file] = folder.iterdir()
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert len(kept) == 2  # what is no longer cited is not kept


def test_sets_of_works_do_not_push_one_another_out(formatted, tmp_path):
    styled(Work(title="One"), folder=tmp_path, name="items")
    styled(Work(title="Two"), folder=tmp_path, name="pages")
    styled(Work(title="One"), folder=tmp_path, name="items")
    assert [run[0] for run in formatted[::3]] == ["One", "Two"]


def test_nothing_to_cite_needs_no_pandoc(formatted):
    assert styled() == []
    assert formatted == []


def test_words_after_an_abbreviation_stay_small():
    [found] = styled(Work(title="The U.S. and the river: a history", container="A"))
    assert "The U.S. and the River: A History" in found.mla


def test_words_can_be_replaced():
    settings = tiny().explainer.settings
    words = {**settings.words, "cite_event": "what happened on {date}"}
    other = support.changed(tiny(), settings=settings.model_copy(update={"words": words}))
    assert "what happened on April 15, 1890" in citing.citations(other, "event/vote-1890").chicago


CITING = re.compile(r'<details class="citing".*?</details>', re.DOTALL)


@functools.cache
def texts(site):
    """Return every page by its path."""
    return {
        name: (site.folder / name).read_text(encoding="utf-8")
        for name in sorted(site.files)
        if name.endswith(".html")
    }


@functools.cache
def cited_pages(site):
    """Return what each page says on how to cite it, by its path."""
    return {
        name: [support.parsed(found).details for found in CITING.findall(html)]
        for name, html in texts(site).items()
    }


@pytest.fixture(params=["tiny", "real", "real below a path"])
def built(request):
    if request.param == "tiny":
        return support.tiny_site(), ""
    below = request.param != "real"
    return support.real_site("/repo/" if below else ""), "https://reader.example/repo/" * below


def test_every_page_says_how_to_cite_it(built):
    site, root = built
    title = support.parsed(texts(site)["index.html"]).title.get_text()
    for name, found in cited_pages(site).items():
        page = texts(site)[name]
        whole = '<header class="site"' in page  # a card is a page of another kind
        if not found and (name == "404.html" or not whole or 'class="prose gone"' in page):
            continue
        [details] = found
        assert details.summary.get_text() == ENGLISH["cite_page"]
        entries = details.select("dd")
        assert len(entries) == len(STYLES), name
        for entry in entries:
            assert title in entry.get_text(), name
            [address] = entry.select(".address")
            assert address.get_text().startswith(root or "/"), name
            assert address.has_attr("data-path") == (not root), name


def test_a_texts_page_is_cited_as_a_restatement(built):
    site, root = built
    for name, [details] in ((n, d) for n, d in cited_pages(site).items() if re.match("read/.", n)):
        if name == "read/index.html":
            continue
        for entry in details.select("dd"):
            assert entry.get_text().strip("[").startswith("Annotated restatement of")
            path = name.removeprefix("read/").removesuffix("index.html")
            assert entry.select_one(".address").get_text() == f"{root or '/'}id/{path}"


def test_a_paragraphs_citation_is_that_of_its_note(built):
    site, _ = built
    said = [
        html.unescape(found)
        for name, page in texts(site).items()
        if re.match("read/.+/", name)
        for found in re.findall(r'data-citation="([^"]*)"', page)
    ]
    assert said
    assert all(each.startswith("Restatement of") and each.endswith(",") for each in said)


def test_texts_and_tables_have_files_for_reference_managers(built):
    site, root = built
    linked = {
        name: found[0].select("a[download]") for name, found in cited_pages(site).items() if found
    }
    with_files = {name for name, links in linked.items() if links}
    assert with_files == {name for name in linked if re.match("(?:read|compare)/.+/", name)}
    for name in with_files:
        endings = []
        for link in linked[name]:
            path = urljoin(f"/{name}", str(link["href"])).lstrip("/")
            content = (site.folder / path).read_text(encoding="utf-8")
            assert (f"{root}id/" in content) == bool(root), path
            endings.append(path.rpartition(".")[2])
        assert endings == ["bib", "ris", "json"]


def test_files_agree(site):
    files = citefiles.files(site)
    edition = site.edition
    for name in citing.with_pages(site):
        [entry] = bibtexparser.parse_string(files[urls.cite_file(name, "bib")]).entries
        bib = {"ID": entry.key, **{each.key: each.value for each in entry.fields}}
        [ris] = rispy.loads(files[urls.cite_file(name, "ris")])
        [csl] = json.loads(files[urls.cite_file(name, "json")])
        title = citing.work(site, name).name
        assert csl["title"] == ris["title"] == title
        assert bib["title"].strip("{}") == title
        assert csl["URL"] == bib["url"] == ris["urls"][0] == f"{ROOT}id/{name}/"
        assert csl["id"] == bib["ID"] == ris["id"]
        assert "author" not in {**bib, **csl}
        assert "authors" not in ris
        if edition:
            assert bib["date"] == edition.date
            assert ris["date"].strip("/") == edition.date.replace("-", "/")


def test_files_hold_no_address_that_is_not_known():
    found = citefiles.files(tiny(""))
    for name in citing.with_pages(tiny("")):
        for ending in citefiles.FORMATS:
            assert "http" not in found[urls.cite_file(name, ending)]
    for content in found.values():
        assert "/id/" not in content


def test_every_reference_has_files_that_hold_what_the_lists_do(site):
    found = citefiles.files(site)
    lists = {each.file: each.content for each in resources(site)}
    works = {each["id"]: each for each in json.loads(lists["references.json"])}
    for reference in site.explainer.references:
        bib, ris, csl = (
            found[urls.cite_file(f"ref/{reference.id}", ending)] for ending in citefiles.FORMATS
        )
        assert bib in lists["references.bib"]
        assert ris in lists["references.ris"]
        assert json.loads(csl) == [works[reference.id]]
    # Each file is whole by itself.
    [entry] = bibtexparser.parse_string(bib).entries
    [record] = rispy.loads(ris)
    assert entry.key == record["id"] == reference.id


def test_the_list_of_references_leads_to_the_file_of_each(built):
    site, _ = built
    page = support.parsed(texts(site)["references/index.html"])
    entries = page.select(".bibliography > li")
    assert entries
    for entry in entries:
        [link] = entry.select("a[download]")
        path = urljoin("/references/", str(link["href"])).lstrip("/")
        for ending in citefiles.FORMATS:
            assert f"{path.removesuffix('ris')}{ending}" in site.files
        [record] = rispy.loads((site.folder / path).read_text(encoding="utf-8"))
        assert f"r-{record['id']}" == entry["id"]


COPY = "details.citing dd:first-of-type button"
READ = """async (type) => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}"""


@pytest.fixture
def opened(new_page):
    """Open the citations of a text's page, as a reader sees them with or without a clipboard."""

    def open_(**options):
        page = new_page(**options)
        page.goto("read/lee-2016/")
        page.locator("details.citing summary").click()
        return page

    return open_


@pytest.mark.browser
def test_a_citation_is_copied_with_its_italics(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.locator(COPY).click()
    page.get_by_text(ENGLISH["cite_copied"]).wait_for()
    text, html = (page.evaluate(READ, f"text/{kind}") for kind in ("plain", "html"))
    assert text.startswith("Annotated restatement of Jongsoo Lee, “")
    assert text.endswith(f"{ROOT}id/lee-2016/.")
    assert ENGLISH["cite_copy"] not in text
    assert "<em>Time for a Deal?</em>" in html
    assert prose.plain(html).strip() == text


@pytest.mark.browser
@pytest.mark.parametrize(
    "clipboard",
    ["undefined", "{ write: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"],
)
def test_without_a_clipboard_the_citation_is_selected(new_page, clipboard):
    page = new_page()
    page.add_init_script(
        f"Object.defineProperty(Navigator.prototype, 'clipboard', {{ value: {clipboard} }})"
    )
    page.goto("read/lee-2016/")
    page.locator("details.citing summary").click()
    page.locator(COPY).click()
    page.get_by_text(ENGLISH["cite_selected"]).wait_for()
    selected = page.evaluate("getSelection().toString()").strip()
    assert selected.startswith("Annotated restatement of Jongsoo Lee, “")
    assert selected.endswith(f"{ROOT}id/lee-2016/.")


@pytest.mark.browser
def test_an_older_browser_copies_plain_text(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("delete window.ClipboardItem")
    page.goto("timeline/")
    page.locator("details.citing summary").click()
    page.locator(COPY).click()
    page.get_by_text(ENGLISH["cite_copied"]).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{ROOT}timeline/.")


@pytest.mark.browser
def test_an_address_that_no_build_knew_is_where_the_page_is(chrome):
    with browser.served(support.real_site().folder) as address:
        context = chrome.new_context(base_url=address)
        page = context.new_page()
        browser.wait_for_scripts(page)
        page.goto("compare/deals/?columns=leap-2012#verification")
        page.locator("details.citing summary").click()
        shown = page.locator("details.citing .address").first.inner_text()
        context.close()
    assert shown == f"{address}id/compare/deals/"


@pytest.mark.browser
def test_without_scripts_citations_are_there(opened):
    page = opened(java_script_enabled=False)
    cited = page.locator("details.citing dd").all_inner_texts()
    assert len(cited) == len(STYLES)
    assert all(f"{ROOT}id/lee-2016/" in each for each in cited)
    assert page.locator(COPY).count() == 0
