"""Sites as MkDocs builds them: whole, repeatable, under any path, and never half replaced."""

from __future__ import annotations

import gzip
import re
import struct
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

import support
from explainer.__main__ import main

# Names and words of the first explainer, none of which a second one may show.
OF_THE_FIRST = (
    "Korea Pyongyang Seoul Washington Singapore Hanoi DPRK Lee CAP Trump Obama Kim Yongbyon "
    "leap-day denuclearization nuclear missile sanctions"
).split()
# The one page that is asked for by an address that nobody can foresee.
NOT_FOUND = "404.html"
HOST = "https://reader.example"


@pytest.fixture
def tiny():
    return support.tiny_site()


@pytest.fixture(params=["", "/repo/"], ids=["root", "path"])
def real(request):
    return support.real_site(request.param), request.param


@pytest.fixture
def built(tmp_path):
    """A copy of the tiny explainer whose site is built, and that site's hashes."""
    root = support.copy_tiny(tmp_path / "tiny")
    outcome = support.build(root)
    assert outcome.code == 0, outcome.err
    return root, support.digest(root / "site")


def links(page):
    """Yield every address that a page asks for or leads to."""
    for tag in page.select("*"):
        for key in ("href", "src", "action", "data-root", "poster", "xlink:href"):
            if tag.has_attr(key) and tag.get("rel") != ["canonical"]:
                yield str(tag[key])
        if tag.has_attr("data-search"):  # the folder of the index, which the script fetches
            yield f"{tag['data-search']}search_index.json"
        yield from str(tag.get("data-scripts", "")).split()


def target_of(link, here):
    """Resolve a link of the page at the path ``here`` as a browser does."""
    return urlsplit(urljoin(f"{HOST}{here}", link))


def file_of(path):
    """Return the file that a server sends for a path of the site."""
    path = unquote(path).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def anchored(site, file, fragment):
    return not fragment or unquote(fragment) in site.anchors[file]


def broken(site, base):
    """Yield each link of a site, served below the path ``base``, that leads nowhere in it."""
    for name, page in {**site.pages, **site.cards}.items():
        here = base + name.removesuffix("index.html")
        for link in sorted(set(links(page))):
            target = target_of(link, here)
            if f"{target.scheme}://{target.netloc}" != HOST:
                continue
            file = file_of(target.path.removeprefix(base))
            if urlsplit(link).netloc or (link.startswith("/") and name != NOT_FOUND):
                yield f"{name}: {link} is not relative"
            elif not target.path.startswith(base):
                yield f"{name}: {link} leaves {base}"
            elif file not in site.files:
                yield f"{name}: {link} has no file {file}"
            elif file in site.anchors and not anchored(site, file, target.fragment):
                yield f"{name}: {link} has no anchor"


def test_tiny_builds_without_warning(tmp_path):
    outcome = support.build(support.copy_tiny(tmp_path / "tiny"))

    assert outcome.code == 0, outcome.err
    assert "WARNING" not in outcome.err
    assert (tmp_path / "tiny" / "site" / "read" / "quill-1890" / "index.html").is_file()


def test_tiny_shows_nothing_of_the_first(tiny):
    pattern = re.compile(rf"\b({'|'.join(OF_THE_FIRST)})\b", re.IGNORECASE)
    found = {
        (name, match.group()) for name, text in tiny.texts() for match in pattern.finditer(text)
    }
    assert found == set()


def test_first_would_be_noticed():
    text = " ".join(text for _, text in support.real_site().texts())
    assert [word for word in OF_THE_FIRST if not re.search(rf"\b{word}\b", text)] == []


def test_tiny_has_no_broken_link(tiny):
    assert list(broken(tiny, "/")) == []


def test_real_site_has_no_broken_link(real):
    site, under = real
    assert list(broken(site, under or "/")) == []


def test_search_leads_to_what_it_finds():
    site = support.real_site()
    assert len(site.found) > len(site.pages)
    for entry in site.found:
        target = target_of(entry["location"], "/")
        file = file_of(target.path)
        assert file in site.anchors, entry["location"]
        assert anchored(site, file, target.fragment), entry["location"]


def test_ids_stand_once(real):
    site, _ = real
    for name, page in site.pages.items():
        found = [str(tag["id"]) for tag in page.find_all(id=True)]
        assert len(found) == len(set(found)), name


def test_not_found_page_works_from_any_depth(real):
    site, under = real
    base = under or "/"
    addresses = list(links(site.pages[NOT_FOUND]))
    assert [link for link in addresses if not link.startswith(("#", "https://", base))] == []
    paths = [target_of(link, f"{base}some/where/").path for link in addresses]
    files = {file_of(path.removeprefix(base)) for path in paths}
    assert {"index.html", "timeline/index.html", "compare/index.html"} <= files


def test_nothing_is_fetched_from_others(real):
    site, _ = real
    for name, page in site.pages.items():
        for tag in page.find_all(["script", "img", "iframe", "source", "video", "audio"]):
            for address in [tag.get("src", ""), *tag.get("data-scripts", "").split()]:
                assert not urlsplit(address).netloc, name
        for tag in page.find_all("link"):
            if tag["rel"] != ["canonical"]:
                assert not urlsplit(str(tag["href"])).netloc, name


def test_canonical_addresses_are_those_of_the_site():
    site = support.real_site("/repo/")
    for name, page in site.pages.items():
        if name != NOT_FOUND:
            [tag] = page.find_all("link", rel="canonical")
            path = name.removesuffix("index.html")
            assert tag["href"] == f"{HOST}/repo/{path}"


def test_no_address_no_canonical_link():
    site = support.real_site()
    assert not any(page.find_all("link", rel="canonical") for page in site.pages.values())


def test_repository_is_linked_if_known():
    repository = "https://code.example/village/bridge"
    for name, page in support.real_site("/repo/").pages.items():
        found = [str(tag["href"]) for tag in page.select("footer a[href^='https://code.example']")]
        assert repository in found, name
        edited = [link.removeprefix(f"{repository}/edit/main/") for link in found[1:]]
        assert all((support.ROOT / path).exists() for path in edited), found
        assert edited or name == NOT_FOUND, name


def test_repository_is_left_out_if_unknown():
    for name, page in support.real_site().pages.items():
        assert not page.find_all("a", string=re.compile("Edit this page|Source")), name
        assert not [link for link in links(page) if link.startswith("None") or link == ""], name


def test_same_input_same_bytes(tmp_path):
    first = support.real_site()
    outcome = support.build(support.ROOT, tmp_path / "again", PYTHONHASHSEED="3")
    assert outcome.code == 0, outcome.err
    before, after = support.digest(first.folder), support.digest(tmp_path / "again")
    differing = {
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    }
    assert differing == set()


def test_sitemaps_give_the_day_of_the_edition(tmp_path):
    root = support.copy_tiny_formatted(tmp_path / "tiny")
    outcome = support.build(root, SITE_URL=f"{HOST}/")
    assert outcome.code == 0, outcome.err
    content = (root / "site" / "sitemap.xml").read_bytes()
    packed = (root / "site" / "sitemap.xml.gz").read_bytes()
    days = re.findall(rb"<lastmod>(.*?)</lastmod>", content)
    assert len(days) > 10
    assert set(days) == {b"2026-11-20"}
    assert gzip.decompress(packed) == content
    # Seconds since 1970, in the header of the file: RFC 1952, section 2.3.1.
    [made] = struct.unpack("<L", packed[4:8])
    assert datetime.fromtimestamp(made, UTC).date().isoformat() == "2026-11-20"


def test_no_path_of_this_machine(real):
    site, _ = real
    paths = [str(support.ROOT), str(site.folder.parent), "/home/", "/Users/", "site-packages"]
    found = [(name, path) for name, text in site.texts() for path in paths if path in text]
    assert found == []


def test_pages_need_no_script(tiny):
    page = tiny.pages["timeline/index.html"]
    for tag in page.find_all("script"):
        tag.decompose()
    assert "The council votes for timber" in page.get_text()


def test_errors_are_listed_and_the_site_stays(built):
    root, before = built
    support.replace(root / "sources" / "events.yml", "lane: river", "lane: rivers")
    support.replace(root / "docs" / "index.md", "(id:quill-1890)", "(id:quill)")

    outcome = support.build(root)

    assert outcome.code != 0
    assert "sources/events.yml:8: lane must be a lane of sources/explainer.yml" in outcome.err
    assert "docs/index.md:14: a link must be to the ID of an item, got 'quill'" in outcome.err
    assert "Traceback" not in outcome.err
    assert support.digest(root / "site") == before
    assert leftovers(root) == []


def test_warning_at_the_end_leaves_the_site(built):
    root, before = built
    support.replace(root / "docs" / "index.md", "(debate.md)", "(debate.md#nowhere)")

    outcome = support.build(root)

    assert outcome.code != 0
    assert "#nowhere" in outcome.err
    assert support.digest(root / "site") == before
    assert leftovers(root) == []


def test_failure_in_the_middle_leaves_the_site(built):
    root, before = built
    hook = "def on_page_markdown(markdown, page, **_):\n    assert page.file.name != 'debate'\n"
    (root / "late.py").write_text(hook, encoding="utf-8")
    support.replace(root / "mkdocs.yml", "mkdocs_events.py\n", "mkdocs_events.py\n- late.py\n")

    outcome = support.build(root)

    assert outcome.code != 0
    assert support.digest(root / "site") == before
    assert leftovers(root) == []


def test_first_build_that_fails_leaves_nothing(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    support.replace(root / "docs" / "index.md", "(debate.md)", "(debate.md#nowhere)")

    assert support.build(root).code != 0
    assert not (root / "site").exists()
    assert leftovers(root) == []


def test_next_good_build_takes_the_place(built):
    root, before = built
    page = "---\ntitle: New\n---\n\n# New\n\nA new page.\n"
    (root / "docs" / "new.md").write_text(page, encoding="utf-8")
    support.replace(root / "mkdocs.yml", "- The debate: debate.md\n", "- The debate: new.md\n")
    (root / "docs" / "debate.md").unlink()
    support.replace(root / "docs" / "index.md", "(debate.md)", "(new.md)")

    outcome = support.build(root)

    assert outcome.code == 0, outcome.err
    after = support.digest(root / "site")
    assert "new/index.html" in after.keys() - before.keys()
    assert "debate/index.html" in before.keys() - after.keys()
    assert leftovers(root) == []


def test_hand_written_page_takes_the_place_of_a_generated_one(built):
    root, _ = built
    page = "---\ntitle: Words\n---\n\n# Our words\n\n/// terms\n///\n"
    (root / "docs" / "glossary.md").write_text(page, encoding="utf-8")

    outcome = support.build(root)

    # The items of the glossary are now read under other anchors, which a build must not hide.
    html = (root / "site" / "glossary" / "index.html").read_text(encoding="utf-8")
    assert outcome.code == 0, outcome.err
    assert "Our words" in html


def leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("site.*"))


def test_an_engine_without_hooks_builds_what_was_written(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    assert main(["--root", str(root), "write", str(root / "written")]) == 0
    config = root / "mkdocs.yml"
    text = re.sub(r"^hooks:\n- .*\n", "", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
    config.write_text(text.replace("docs_dir: docs", "docs_dir: written"), encoding="utf-8")
    outcome = support.build(root)
    assert outcome.code == 0, outcome.err
    hooked = support.tiny_site()
    plain = support.Site(root / "site")
    for name in ("index.html", "debate/index.html", "timeline/index.html", "404.html"):
        found, wanted = (
            support.parsed((site.folder / name).read_text(encoding="utf-8")).find("main")
            for site in (plain, hooked)
        )
        for order in wanted.select(".trail, .turn"):
            order.decompose()  # which only hooks know
        assert found.get_text().split() == wanted.get_text().split(), name
