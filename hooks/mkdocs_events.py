"""The adapter to MkDocs: each event is translated into one call of the core.

A build is made beside the last good site and takes its place only when it has ended without a
warning (in strict mode) or an error.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment, pass_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as Page_
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext as Context
from mkdocs.utils.templates import url_filter

from explainer import (
    assets,
    cards,
    check_published,
    classroom,
    exports,
    finishing,
    order,
    project,
    search,
    shareimages,
    verification,
)
from explainer.changes import FEED
from explainer.contents import Site
from explainer.page import Page
from explainer.pages import pages
from explainer.problems import Problem
from explainer.urls import CHANGES, url
from explainer.view import View
from explainer.words import words

log = logging.getLogger("mkdocs.plugins.explainer")

# What lies in the theme that the site is built on and no page of ours loads: its own styles and
# scripts, and the script of MkDocs's search, of which ours starts the worker alone.
UNUSED_THEME_FILES = ("assets/", "search/main.js")
# Which addresses the environment may give; without them the links are left out.
ENVIRONMENT = {"repository": "REPO_URL", "contact": "CONTACT_URL", "current": "CURRENT_URL"}
# The folder of the originals, set by `make classroom` alone: it makes a build a classroom copy.
CLASSROOM = "EXPLAINER_CLASSROOM"
ID = re.compile(r'\sid="([^"]+)"')
# Loaded by the pages of a classroom copy alone, so that a site goes without it.
CLASSROOM_STYLE = "assets/classroom.css"


class _Build:
    """What one build must remember between events."""

    def __init__(self, site_dir: str, staging: str) -> None:
        self.site_dir = site_dir
        self.staging = staging
        self.site: Site | None = None
        self.pages: Mapping[str, Page] = {}
        self.bodies: dict[str, str] = {}
        self.order: list[str] = []
        self.warnings = CountHandler(level=logging.WARNING)


_serving = False
_build: _Build | None = None


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: FBT001 - MkDocs calls with these names
    """Remember whether this is a preview, which MkDocs already builds in a folder of its own.

    Raises ``Abort`` if a classroom copy would be published or served.
    """
    global _serving  # noqa: PLW0603 - MkDocs gives events no object to keep state in
    if command != "build" and os.environ.get(CLASSROOM):
        raise Abort(f"mkdocs {command} must be run without {CLASSROOM}: never publish whole texts.")
    _serving = command == "serve"


@event_priority(100)  # before plugins that read the configuration that is set here
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the project; stop before anything is written if it has problems."""
    global _build  # noqa: PLW0603 - as above
    root = Path(config.config_file_path).parent
    found = project.read(root, Path(config.docs_dir))
    _stop(found.problems)
    if found.explainer and (notice := check_published.notice(found.explainer)):
        log.info("%s", notice)
    originals = os.environ.get(CLASSROOM)
    site = found.site("" if originals else config.site_url or "", _given("current"))
    site_dir = config.site_dir
    if originals:
        # Whatever else was set: whole texts go nowhere else, under no published address.
        site, site_dir = _with_originals(site, Path(originals)), str(root / classroom.FOLDER)
        config.site_url = ""
    _stop(list(cards.too_large(site)))
    staging = site_dir if _serving else f"{site_dir.rstrip(os.sep)}.new"
    _build = _Build(site_dir, staging)
    _build.site = site
    _build.pages = {page.src_uri: page for page in pages(site)}
    config.site_dir = staging
    logging.getLogger("mkdocs").addHandler(_build.warnings)
    config.extra.update(_facts(site))
    return config


def _stop(problems: Sequence[Problem]) -> None:
    for problem in problems:
        log.error("%s", problem)
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise Abort(f"{count}; the last site built is as it was.")


def _with_originals(site: Site, folder: Path) -> Site:
    """Set the originals that lie in a folder beside the restatements; stop if they do not fit."""
    texts = site.explainer.texts
    try:
        contents = verification.originals(folder, site.explainer)
    except UnicodeDecodeError as error:
        raise Abort(f"originals in {folder} must be UTF-8 text, got {error}.") from error
    if not contents:
        files = " or ".join(f"{text.id}.txt" for text in texts)
        raise Abort(f"{folder} must hold an original named {files}, got none.")
    for text in texts:
        if text.id not in contents:
            log.info("%s has no original in %s: it is restated, as on the site.", text.id, folder)
    wholes, problems = classroom.wholes(texts, contents)
    _stop(problems)
    return replace(site, originals=wholes)


def _facts(site: Site) -> dict[str, Any]:
    """What templates may say of the site as a whole."""
    settings = site.explainer.settings
    said = words(settings)
    return {
        **{name: _given(name) for name in ENVIRONMENT},
        "language": settings.language,
        "tagline": settings.description,
        "words": said,
        "classroom": said["classroom_notice"] if site.originals else "",
        "edition": _edition(site),
    }


def _given(name: str) -> str:
    """Return an address that the environment may give: with or without its last slash it is one."""
    return os.environ.get(ENVIRONMENT[name], "").rstrip("/")


def _edition(site: Site) -> Mapping[str, str] | None:
    """What templates may say of the site's current edition."""
    if site.edition is None:
        return None
    name = View(site, CHANGES).edition_name(site.edition)
    return {"id": site.edition.id, "name": name, "feed": FEED}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add generated pages and data, and leave out what the theme brings for pages that are not ours."""
    kept = Path(config.config_file_path).parent / shareimages.CACHE
    for page in _pages().values():
        if files.get_file_from_path(page.src_uri) is None:
            file = File.generated(config, page.src_uri, content=page.markdown)
            file.edit_uri = None
            files.append(file)
        if page.picture:
            drawn = shareimages.drawn(page.picture, kept)
            files.append(File.generated(config, shareimages.path(page.src_uri), content=drawn))
    if _build and _build.site:
        for name, content in exports.files(_build.site, config.site_url or "").items():
            files.append(File.generated(config, name, content=content))
    if notice := config.extra.get("classroom"):
        files.append(File.generated(config, classroom.MARKER, content=f"{notice}\n"))
    elif style := files.get_file_from_path(CLASSROOM_STYLE):
        files.remove(style)
    _leave_out(files, config)
    for file in list(files):
        if file.src_uri.endswith(assets.TYPES):
            _name_by_content(file, files, config)
    return files


def _leave_out(files: Files, config: MkDocsConfig) -> None:
    """Drop what the theme brings for pages that are not ours."""
    ours = (Path(__file__).parent / "theme", Path(config.docs_dir))
    for file in list(files):
        path = Path(file.abs_src_path or config.docs_dir)
        if file.src_uri.startswith(UNUSED_THEME_FILES) and not any(map(path.is_relative_to, ours)):
            files.remove(file)


def _name_by_content(file: File, files: Files, config: MkDocsConfig) -> None:
    """Publish a style or script of the site's own under a name that its content decides."""
    name, content = assets.published(file.src_uri, file.content_string)
    if name != file.src_uri:
        named = File.generated(config, file.src_uri, content=content)
        named.dest_uri = name
        files.remove(file)
        files.append(named)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let templates name styles and scripts as they lie in the theme."""
    names = {each.src_uri: each.dest_uri for each in files if each.src_uri.endswith(assets.TYPES)}

    @pass_context
    def filtered(context: Context, value: str) -> str:
        return url_filter(context, names.get(value, value))

    env.filters["url"] = filtered
    return env


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember the order in which pages are read: that of the navigation, its last section aside."""
    if _build:
        _date(files, _build.site)
        last = list(nav.items)[-1:]
        aside = {page.file.src_uri for page in nav.pages if list(page.ancestors)[-1:] == last}
        listed = [uri for page in nav.pages if (uri := page.file.src_uri) not in aside]
        _build.order = order.reading(listed, list(_build.pages))
    return nav


def _date(files: Files, site: Site | None) -> None:
    """Let sitemaps give the day of the edition, not that of the build, which changes by itself."""
    for file in files.documentation_pages():
        if file.page and site and site.edition:
            file.page.update_date = site.edition.date


def on_page_read_source(page: Page_, config: MkDocsConfig) -> str | None:
    """Give MkDocs the finished Markdown of a hand-written page."""
    finished = _pages().get(page.file.src_uri)
    return finished.markdown if finished else None


def on_page_markdown(markdown: str, page: Page_, config: MkDocsConfig, files: Files) -> str:
    """Keep the body of a generated page from Markdown: it is one block of HTML already.

    Parsing it would give the same block, in as long as it takes to make it.
    """
    if _build is None or not page.meta.get("generated"):
        return markdown
    _build.bodies[page.file.src_uri] = markdown
    return ""


def on_page_content(html: str, page: Page_, config: MkDocsConfig, files: Files) -> str:
    """Give a generated page its body, and MkDocs the IDs in it, to which others link."""
    body = _build.bodies.get(page.file.src_uri) if _build else None
    if body is None:
        return html
    page.present_anchor_ids = set(ID.findall(body))
    return body


@event_priority(100)  # before the search plugin reads the page
def _hide_from_search(context: Context, page: Page_, config: MkDocsConfig, nav: Any) -> Context:
    """Let search pass over a generated page, whose items have entries of their own."""
    if _build and page.file.src_uri in _build.bodies:
        page.content = ""
    return context


@event_priority(-100)  # after it
def _show_page(context: Context, page: Page_, config: MkDocsConfig, nav: Any) -> Context:
    """Bring a generated page back, and say where a page is edited if the repository is known."""
    if _build and page.file.src_uri in _build.bodies:
        page.content = _build.bodies[page.file.src_uri]
    context = cast("Context", {**context, **_place(page)})
    finished = _pages().get(page.file.src_uri)
    repository = config.extra.get("repository")
    if finished and repository:
        address = f"{repository}/edit/main/{finished.edit_uri}"
        context = cast("Context", {**context, "edit_url": address})
    return context


def _place(page: Page_) -> dict[str, Any]:
    """What templates may say of a page's place: what it lies below, and what is read before and after."""
    if _build is None:
        return {}
    place = order.place(page.file.src_uri, _build.order, _build.pages)
    # A page of the navigation has its section's links instead of a trail.
    above = () if page.parent else place.trail
    around = {"before": place.before, "after": place.after}
    return {
        "trail": [_link(name) for name in above],
        **{key: _link(name) for key, name in around.items() if name},
    }


def _link(name: str) -> dict[str, str]:
    return {"title": _pages()[name].title, "url": url(name)}


on_page_context = CombinedEvent(_hide_from_search, _show_page)


@event_priority(-100)  # after every plugin has written its files
def on_post_build(config: MkDocsConfig) -> None:
    """Let the new site take the old one's place, unless a warning makes a strict build fail."""
    assert _build is not None
    assert _build.site is not None
    _extend_search(Path(_build.staging, assets.SEARCH, "search_index.json"), _build.site)
    finishing.finish(Path(_build.staging))
    Path(_build.staging, ".nojekyll").touch()  # GitHub Pages is to serve the files as they are
    logging.getLogger("mkdocs").removeHandler(_build.warnings)
    config.site_dir = _build.site_dir
    if _build.staging == _build.site_dir:
        return
    if config.strict and _build.warnings.get_counts():
        shutil.rmtree(_build.staging)
        return
    _swap(Path(_build.staging), Path(_build.site_dir))


def _extend_search(file: Path, site: Site) -> None:
    """Let search find each item for itself, instead of the whole pages that hold them."""
    if not file.is_file():  # a site may do without search
        return
    index = json.loads(file.read_text(encoding="utf-8"))
    generated = {url(page) for page in _pages() if page not in site.manuscripts}
    written = [each for each in index["docs"] if each["location"].split("#")[0] not in generated]
    index["docs"] = [*written, *(asdict(entry) for entry in search.entries(site))]
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def on_build_error(error: Exception) -> None:
    """Remove the site that could not be finished."""
    if _build and _build.staging != _build.site_dir:
        logging.getLogger("mkdocs").removeHandler(_build.warnings)
        shutil.rmtree(_build.staging, ignore_errors=True)


def _swap(new: Path, site: Path) -> None:
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _pages() -> Mapping[str, Page]:
    return _build.pages if _build else {}
