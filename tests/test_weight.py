"""How much a page makes a reader load: names by content, budgets, and no style that nothing uses."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urljoin, urlsplit

import pytest

import browser
import support
from explainer import assets, finishing

KB = 1024
HOST = "https://reader.example"
UNDER = "/repo/"
# What a first view may load in all, as sent: page, styles, scripts and icon. The first that fits.
BUDGETS = (
    (r"read/.+/index\.html", 70 * KB),
    (r"index\.html", 70 * KB),
    (r"timeline/index\.html", 110 * KB),
    (r"compare/.+/index\.html", 110 * KB),
    (r"id/.+/index\.html", 6 * KB),
    (r"references/index\.html", 125 * KB),
    (r".*", 70 * KB),
)
NAMED = re.compile(r"assets/[a-z-]+\.([0-9a-f]{8})\.(?:css|js)")
PICTURE = re.compile(r"assets/(?:icon|share/[\w/-]+)\.([0-9a-f]{8})\.(?:svg|png)")
SEARCH = re.compile(r"(search\.([0-9a-f]{8}))/([\w.]+)")
# What a rule waits for that a reader does, and parts of elements: neither is in the page as it stands.
MOMENTARY = r"""
:(?:hover|focus-visible|focus-within|focus|active|target|checked|indeterminate)(?![\w-])
|::[\w-]+(?:\([^)]*\))?
"""
# Each selector of the styles of a page, and whether something fits it.
SELECTORS = """(momentary) => {
  const pattern = new RegExp(momentary.replace(/\\s/g, ''), 'g');
  const parts = (list) => {
    const found = [''];
    let depth = 0;
    for (const each of list) {
      depth += '(['.includes(each) ? 1 : ')]'.includes(each) ? -1 : 0;
      if (each === ',' && !depth) found.push('');
      else found[found.length - 1] += each;
    }
    return found.map((each) => each.trim());
  };
  const fits = (selector) => {
    // What is momentary may be so at any element, and not be so.
    const lasting = selector
      .replace(/:not\\((?:[^()]|\\([^()]*\\))*\\)/g, (all) => (all.search(pattern) < 0 ? all : ':is(*)'))
      .replace(pattern, ':is(*)');
    try {
      return Boolean(document.querySelector(lasting));
    } catch {
      return `cannot be read: ${lasting}`;
    }
  };
  const found = [];
  const visit = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSPageRule) continue;
      if (rule.selectorText) {
        for (const each of parts(rule.selectorText)) found.push([each, fits(each)]);
      } else if (rule.cssRules && rule.constructor.name !== 'CSSKeyframesRule') {
        visit(rule.cssRules);
      }
    }
  };
  for (const sheet of document.styleSheets) visit(sheet.cssRules);
  return found;
}"""
RULES = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // Spaces after commas are kept as they were written in what refers to variables.
  return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ','));
}"""


@pytest.fixture(scope="module")
def site():
    return support.real_site(UNDER)


def loaded(site, name):
    """Return the files that a browser loads for a first view of a page, the page's own first."""
    page, here = (
        {**site.pages, **site.cards}[name],
        f"{HOST}{UNDER}{name.removesuffix('index.html')}",
    )
    tags = page.select("link[rel=stylesheet], link[rel=icon], script[data-scripts], img[src]")
    named = (
        str(tag.get("href") or tag.get("src") or tag["data-scripts"]).split(" ") for tag in tags
    )
    links = [link for links in named for link in links if not link.startswith("data:")]
    paths = (urlsplit(urljoin(here, link)).path.removeprefix(UNDER) for link in links)
    return [name, *dict.fromkeys(paths)]


def test_styles_and_scripts_are_named_after_their_content(site):
    found = [name for name in site.files if name.endswith((".css", ".js", ".map"))]
    own = [name for name in found if not SEARCH.fullmatch(name)]
    assert len(own) > 5
    for name in own:
        content = (site.folder / name).read_bytes()
        match = NAMED.fullmatch(name)
        assert match, name
        assert hashlib.sha256(content).hexdigest().startswith(match[1])
        assert b"sourceMappingURL" not in content, name


def test_every_page_asks_for_them_by_that_name(site):
    used = set()
    for name in site.pages:
        own = [each for each in loaded(site, name)[1:] if each.endswith((".css", ".js"))]
        assert all(NAMED.fullmatch(each) for each in own), name
        assert own, name
        used.update(own)
    # And nothing else lies there: no style, script or picture that no page loads.
    linked = set().union(*(loaded(site, name) for name in site.pages))
    rest = {name for name in site.files if name.startswith("assets/")} - linked
    assert {name for name in rest if not name.startswith("assets/share/")} == set()
    assert used == {name for name in site.files if NAMED.fullmatch(name)}


def test_pictures_of_a_page_are_named_after_their_content_too():
    site = support.real_site(UNDER)
    found = [
        name for name in site.files if name.startswith("assets/") and not NAMED.fullmatch(name)
    ]
    assert len(found) > 50
    for name in found:
        match = PICTURE.fullmatch(name)
        assert match, name
        digest = hashlib.sha256((site.folder / name).read_bytes()).hexdigest()
        assert digest.startswith(match[1]), name
    # And pages and cards ask for them by those names.
    shown = "link[rel=icon], meta[property='og:image']"
    tags = [tag for page in {**site.pages, **site.cards}.values() for tag in page.select(shown)]
    asked = {str(tag.get("href") or tag["content"]).partition("assets/")[2] for tag in tags} - {""}
    assert {f"assets/{name}" for name in asked} == set(found)


def test_search_has_what_its_worker_loads_in_a_folder_named_after_it(site):
    found = sorted(name for name in site.files if name.startswith("search"))
    parts = [SEARCH.fullmatch(name) for name in found]
    assert [part[3] for part in parts] == ["lunr.js", "search_index.json", "worker.js"]
    content = b"".join((site.folder / name).read_bytes() for name in found)
    assert {part[2] for part in parts} == {hashlib.sha256(content).hexdigest()[:8]}
    folder = parts[0][1]
    for name, page in site.pages.items():
        [script] = page.select("script[data-search]")
        assert str(script["data-search"]).endswith(f"{folder}/"), name


def finished(folder, files):
    """Write files into a folder, finish it as a site, and return what files it then has."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    finishing.finish(folder)
    return {name: (folder / name).read_text(encoding="utf-8") for name in support.digest(folder)}


def test_an_editors_page_may_lie_where_mkdocs_puts_the_search(tmp_path):
    page = '<script data-search="./{}/"></script><a href="search/">Search</a>'
    files = {
        "search/worker.js": "a",
        "search/index.html": "<p>",
        "index.html": page.format("search"),
    }
    folder = f"search.{hashlib.sha256(b'a').hexdigest()[:8]}"
    assert finished(tmp_path, files) == {
        f"{folder}/worker.js": "a",
        "search/index.html": "<p>",
        "index.html": page.format(folder),
    }


def test_a_picture_of_another_site_keeps_its_name(tmp_path):
    page = '<link href="./assets/{}"><a href="https://example.org/assets/icon.svg">'
    files = {"assets/icon.svg": "<svg/>", "index.html": page.format("icon.svg")}
    icon = "icon.d4dc5666.svg"
    made = {f"assets/{icon}": "<svg/>", "index.html": page.format(icon)}
    assert finished(tmp_path, files) == made


def test_a_change_of_content_changes_the_name_and_nothing_else_does():
    first, second = (
        assets.published("assets/a.css", f"/* {comment} */ p {{ margin: {size}; }}")
        for comment, size in (("One", 0), ("Two", 0))
    )
    other, _ = assets.published("assets/a.css", "p { margin: 1px; }")
    assert first == second
    assert other != first[0]
    assert assets.published("assets/a.svg", "<svg> </svg>") == ("assets/a.svg", "<svg> </svg>")
    assert assets.published("search/worker.js", "a  + b") == ("search/worker.js", "a  + b")


def test_every_page_has_its_styles_at_once_or_waits_for_one_file(site):
    for name, page in site.pages.items():
        within, asked = page.select("head style"), page.select("link[rel=stylesheet]")
        assert len(within) + len(asked) == 1, name
        assert all(len(each.string) <= assets.MOST_WITHIN for each in within), name
    # The largest page of all keeps to its own budget by a file.
    assert site.pages["timeline/index.html"].select("link[rel=stylesheet]")
    assert site.pages["read/lee-2016/index.html"].select("head style")


LINK = '<link rel="stylesheet" href="../assets/{}.css">'
APART = '\n<meta name="robots" content="noindex">\n'


def test_small_styles_stand_in_the_page_in_their_order():
    sheets = {
        "assets/base.0000000a.css": "p{margin:0}",
        "assets/text.0000000b.css": "p{margin:1px}",
        "assets/late.0000000c.css": "p{margin:2px}",
    }
    links = LINK.format("base.0000000a") + "\n" + LINK.format("text.0000000b")
    html = links + APART + LINK.format("late.0000000c")
    within = f"<style>p{{margin:0}}p{{margin:1px}}</style>{APART}<style>p{{margin:2px}}</style>"
    assert assets.joined(html, sheets.__getitem__) == (within, {})
    # What stands elsewhere is left as it is.
    foreign = '<link rel="stylesheet" href="https://example.org/a.css">' * 2
    assert assets.joined(foreign, sheets.__getitem__) == (foreign, {})


def test_large_styles_become_one_file():
    half = "p{margin:0}" * (assets.MOST_WITHIN // 20)
    sheets = {"assets/base.0000000a.css": half, "assets/text.0000000b.css": half}
    html = LINK.format("base.0000000a") + "\n" + LINK.format("text.0000000b") + APART
    joined, made = assets.joined(html, sheets.__getitem__)
    [(path, content)] = made.items()
    assert content == half * 2
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    assert path == f"assets/base-text.{digest}.css"
    assert joined == LINK.format(f"base-text.{digest}") + APART


def test_first_views_keep_their_budgets(site):
    lines, over = [], []
    for name in [*site.pages, *site.cards]:
        budget = next(most for pattern, most in BUDGETS if re.fullmatch(pattern, name))
        sizes = {each: support.gzipped(site.folder / each) for each in loaded(site, name)}
        total = sum(sizes.values())
        scripts = sum(size for each, size in sizes.items() if each.endswith(".js"))
        styles = sum(size for each, size in sizes.items() if each.endswith(".css"))
        parts = (total, budget, sizes[name], styles, scripts)
        lines.append(
            (total / budget, f"{name:60}" + "".join(f"{part / KB:10.1f}" for part in parts))
        )
        over += [name] * (total > budget)
    heads = ("in all", "at most", "page", "styles", "scripts")
    table = [f"{'KB, gzip':60}" + "".join(f"{head:>10}" for head in heads)]
    table += [line for _, line in sorted(lines, reverse=True)]
    assert site.cards
    assert not over, "\n".join(table)


@pytest.mark.browser
def test_smaller_styles_say_the_same(page):
    page.goto("about:blank")
    for file in sorted((support.HOOKS / "theme" / "assets").glob("*.css")):
        written = file.read_text(encoding="utf-8")
        _, small = assets.published(f"assets/{file.name}", written)
        assert len(small) < len(written)
        assert page.evaluate(RULES, small) == page.evaluate(RULES, written), file.name


@pytest.mark.browser
def test_nothing_of_search_is_loaded_before_it_is_opened(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("read/lee-2016/", wait_until="networkidle")
    assert asked
    assert [address for address in asked if "/search" in address] == []
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("treaty")
    page.locator(".results li").first.wait_for()
    assert any(address.endswith("search_index.json") for address in asked)


def open_all(page):
    browser.open_details(page)


def copy_by_hand(page):
    page.evaluate("delete Navigator.prototype.clipboard")
    browser.open_details(page)
    page.locator("button.copy-table").click()


def copy_paragraph(page):
    page.evaluate("delete Navigator.prototype.clipboard")
    page.locator(".under .copying button").first.click()


def point_at_mark(page):
    page.set_viewport_size({"width": 600, "height": 900})
    page.locator("a.noteref:visible").first.hover()


def search(page):
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("treaty")
    page.locator(".results li").first.wait_for()


# What a reader does that gives a page another look, by the page's path.
DONE = (
    ("about/", search),
    ("read/lee-2016/?notes=try&lines=1", open_all),
    ("read/lee-2016/?kinds=record", point_at_mark),
    ("read/lee-2016/", copy_paragraph),
    ("claims/?sort=where", open_all),
    ("claims/?sort=-where", open_all),
    ("compare/deals/?rows=disputed", copy_by_hand),
    ("timeline/?asof=2016-01-06&actor=dprk", open_all),
    ("timeline/?asof=2019-06-01", open_all),
    ("timeline/?theme=cyber&gaps=1", open_all),
)
# Pages of one kind, of which three say what all would.
ALIKE = re.compile(r"timeline/(?:actor|theme|phase)/")
# What no page of the two sites has to show now, but a page may.
WAITING = {
    r"(?:section)?\.gone.*": "an ID that is gone",
    r"\.kept.*": "an edition that is kept as it was",
    r"\.piece \.notes": "a paragraph that a page shows with its notes",
    r"\.large.*": "a table of very many rows",
    r".*\[hidden\]|\.choose:not\(\.ready\) \.pick": "a page whose scripts have not run yet",
    r"\.lone.*": "a page that shows one cell",
    r"\.lenses.*li\.[lo]\d.*": "a text after which, or about when, no event is known",
    r"\.changes .*": "an edition that was dated, with what changed",
}


@pytest.mark.browser
def test_styles_that_are_sent_are_used(page, address, paths):
    used: dict[str, object] = {}

    def note():
        for selector, fits in page.evaluate(SELECTORS, MOMENTARY):
            used[selector] = used.get(selector) is True or fits

    alike = [path for path in paths if ALIKE.match(path)]
    real = [path for path in paths if path not in alike[3:]]
    tiny = support.tiny_site()
    with browser.served(tiny.folder) as other:
        small = [name.removesuffix("index.html") for name in tiny.pages]
        for start, some in ((address, real), (other, small)):
            for path in some:
                page.goto(start + path)
                browser.open_details(page)
                note()
        # Where something is chosen, what the rules of the other choices wait for is there too.
        page.goto(f"{other}timeline/?actor=quill")
        note()
    for path, act in DONE:
        page.goto(address + path)
        act(page)
        note()
    assert len(used) > 300
    unused = [
        f"{selector} ({fits})"
        for selector, fits in used.items()
        if fits is not True and not any(re.fullmatch(each, selector) for each in WAITING)
    ]
    assert not unused, "\n".join(unused)
