"""What browser tests share: a server for a built site, Chromium, and questions put to a page."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

import chromium

UNDER = "/repo/"
PHONE, TABLET, DESK = 320, 768, 1280
# Notes stand in the margin from 60rem on; below, a paragraph's notes follow it.
WIDE = 960
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
# What a spreadsheet takes for a formula, some of it in disguise, and what it does not.
FORMULAS = [
    "=1+1",
    "'＝1",
    "-5.1",
    "@SUM(A1)",
    "+1-2",
    ' "=1',
    "\t1",
    "\u00a0-1",
    "'tis",
    "+44",
    "1=1",
]
# Chromium's own default, and what a reader sets who wants text twice as large.
TEXT_SIZE = 16
# The rules that an element's colours and size alone decide.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# What axe may leave undecided, by the words in which it says so, and why that is no gap.
UNDECIDED = {
    # A sign of one character beside its word, which has the same color and is measured.
    "Element content contains only non-text characters",
    # Names and years in the picture of the period. They stand on the ground of the page, whose
    # contrast with their colors `test_tokens_have_the_contrast_they_promise` computes.
    "Element's background color could not be determined because element contains an image node",
    "Element's background color could not be determined because it is overlapped by another element",
    # A figure beside a tick of a chart's scale, in the colour of the others.
    "Element content is too short to determine if it is actual text content",
    # A card, shown as others may embed it; it is a page of this site, and tried as that.
    "The iframe still has to be tested with axe-core",
    # A cell of a table that its region cuts off until it is scrolled there. Of each look one cell
    # stands in full view, and all have the tokens' colors.
    (
        "Element's background color could not be determined because it's partially obscured by "
        "another element"
    ),
}
# More pages than this in one folder come from one template: the largest shows all its colors.
FAMILY = 8
# Whether all of them, and all cards, are tried all the same, which takes ten minutes more.
EVERY_PAGE = bool(os.environ.get("EVERY_PAGE"))
# The standards that pages must meet, by axe's names.
STANDARDS = "wcag2a wcag2aa wcag21a wcag21aa wcag22a wcag22aa best-practice".split()

# Whether a reader sees an element: it is drawn, in no closed disclosure, and larger than a point.
SEEN = """element => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && element.checkVisibility({
    opacityProperty: true, visibilityProperty: true });
}"""

SHOWN = f"""([selector, without]) => [...document.querySelectorAll(selector)]
  .filter({SEEN})
  .map((element) => {{
    const copy = element.cloneNode(true);
    if (without) for (const each of copy.querySelectorAll(without)) each.remove();
    return [element.id, copy.textContent];
  }})"""

# Whether a long page is laid out as a whole: a script does it part by part after the page was loaded.
WHOLE = """() => [...document.querySelectorAll('.deferred')]
  .every((part) => getComputedStyle(part).contentVisibility === 'visible')"""
# Counts the scripts that have run, or were not found; and whether all are counted that the page names.
COUNT_SCRIPTS = """window.ran = 0;
for (const type of ['load', 'error']) document.addEventListener(type, ({ target }) => {
  window.ran += Number(target.localName === 'script');
}, true);"""
READY = """() => {
  const loader = document.querySelector('script[data-scripts]');
  return !loader || window.ran >= loader.dataset.scripts.split(' ').length;
}"""
OPEN = "open => document.querySelectorAll('details').forEach((each) => { each.open = open; })"

# Marks two elements of each look. Axe measures contrast on these alone: it takes seconds for a
# thousand elements, and those of one look have one contrast.
MARK_LOOKS = """() => {
  const kept = new Map();
  for (const element of document.body.querySelectorAll('*')) {
    element.removeAttribute('data-look');
    const speaks = [...element.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    if (!speaks || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const look = [element.localName, element.getAttribute('class'), style.color, style.fontSize,
      style.fontWeight, style.textDecorationColor];
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, opacity } = getComputedStyle(at);
      look.push(opacity, backgroundColor);
    }
    const key = look.join();
    const count = kept.get(key) ?? 0;
    kept.set(key, count + 1);
    if (count < 2) element.setAttribute('data-look', '');
  }
}"""

LIMIT_AXE = """only => axe.configure({ rules: only.map((id) => ({
  id, selector: id === 'link-in-text-block' ? 'a[href][data-look]' : '[data-look]' })) })"""

BEGIN_AXE = """([runOnly, without]) => {
  const run = async () => {
    const resultTypes = ['violations', 'incomplete'];
    const rules = Object.fromEntries(without.map((id) => [id, { enabled: false }]));
    const { violations, incomplete } = await axe.run({ resultTypes, preload: false, runOnly, rules });
    return [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((node) => [
      `${id}: ${node.target.join(' ')}`,
      [...node.any, ...node.all, ...node.none].map((each) => each.message).join('; ')]));
  };
  window.violations = new Promise((done) => { setTimeout(() => done(run()), 20); });
}"""

# Text that is cut off, or that reaches beyond the page where nothing scrolls.
CLIPPED = """() => {
  const found = new Set();
  const name = (element) => `${element.localName}.${element.className.baseVal ?? element.className}`
    + ` "${element.textContent.trim().slice(0, 40)}"`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest('.vh, .skip')) continue;
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    const right = Math.max(...boxes.map((box) => box.right));
    const left = Math.min(...boxes.map((box) => box.left));
    let scrolls = false;
    for (let at = parent; at !== document.body && !scrolls; at = at.parentElement) {
      const { overflowX, display } = getComputedStyle(at);
      scrolls = /auto|scroll/.test(overflowX);
      const box = at.getBoundingClientRect();
      const cuts = /hidden|clip/.test(overflowX) && display !== 'inline';
      if (cuts && (right > box.right + 1 || left < box.left - 1)) found.add(name(parent));
    }
    if (!scrolls && (right > innerWidth + 1 || left < -1)) found.add(name(parent));
  }
  return [...found];
}"""

# Pairs of boxes that cover each other by more than a pixel, among one selector's elements or,
# with a second selector, between those of the two.
OVERLAPS = """([first, second]) => {
  const boxes = (selector) => [...document.querySelectorAll(selector)]
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height);
  const name = (element) => element.id || `${element.localName} "${
    element.textContent.trim().slice(0, 30)}"`;
  const ones = boxes(first);
  const others = second ? boxes(second) : ones;
  const found = [];
  ones.forEach(([one, a], index) => {
    for (const [other, b] of second ? others : others.slice(index + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) {
        found.push(`${name(one)} and ${name(other)} by ${wide.toFixed()} x ${high.toFixed()} px`);
      }
    }
  });
  return found;
}"""

# What is wrong with the element that a fragment leads to, if anything.
LANDED = f"""id => {{
  const target = document.getElementById(id);
  if (!target) return 'is missing';
  if (!target.matches(':target')) return 'is not the target';
  const parts = target.localName === 'tr' ? [...target.cells] : [target];
  if (!parts.some({SEEN})) return 'is not drawn';
  const box = parts[0].getBoundingClientRect();
  if (box.top < -1 || box.top > innerHeight - 20) return `stands at ${{box.top}} px`;
  if (box.left < -1 || box.left > innerWidth - 20) return `stands ${{box.left}} px from the left`;
  const seen = document.elementFromPoint(box.left + 8, box.top + Math.min(8, box.height / 2));
  if (!target.contains(seen)) return `is covered by ${{seen?.localName}}.${{seen?.className}}`;
  return '';
}}"""

# Keeps in `heard` what each status says whenever its words change.
HEAR = """() => {
  const heard = window.heard = [];
  new MutationObserver((changes) => {
    const of = ({ target }) => (target.closest ? target : target.parentElement).closest('[role=status]');
    const lines = [...new Set(changes.map(of))].filter(Boolean);
    heard.push(...lines.map((line) => line.textContent.trim()).filter(Boolean));
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""

# How the focused element shows that it is focused, and whether it is on the screen.
FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const inner = element.querySelector('g, path');
  const drawn = inner ? getComputedStyle(inner) : style;
  const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
    || (inner && drawn.stroke !== 'none' && parseFloat(drawn.strokeWidth) >= 2);
  const onScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  const name = `${element.localName}.${element.className.baseVal ?? element.className} "${
    (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`;
  return { name, fault: !onScreen ? 'off the screen' : marked ? '' : 'without a visible focus' };
}"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below a path as GitHub Pages does: with its page for what is not found."""

    protocol_version = "HTTP/1.1"  # Connections are kept, or hundreds of pages would exhaust them.

    def send_head(self) -> Any:
        if not self.path.startswith(UNDER):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(UNDER))

    def send_error(self, code: int, *_: object) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the site in ``folder`` on this machine alone, and yield its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{UNDER}"
        finally:
            server.shutdown()
            thread.join()


def launch(playwright: Playwright, text_size: int = TEXT_SIZE) -> Browser:
    """Start Chromium as a reader has set it up who wants text of ``text_size`` pixels."""
    size = f"--blink-settings=defaultFontSize={text_size}"
    flags = FLAGS if text_size == TEXT_SIZE else [*FLAGS, size]
    return playwright.chromium.launch(executable_path=chromium.find(), args=flags)


def resize(page: Page, width: int, height: int = 900) -> None:
    """Give the page another size."""
    page.set_viewport_size({"width": width, "height": height})


def wait_for_scripts(page: Page) -> None:
    """Let the page wait for its scripts wherever it is led: they come after the page was drawn."""
    page.add_init_script(COUNT_SCRIPTS)
    for name in ("goto", "reload", "go_back", "go_forward", "wait_for_url"):
        setattr(page, name, functools.partial(_and_scripts, page, getattr(page, name)))


def _and_scripts(page: Page, lead: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    response = lead(*arguments, **options)
    page.wait_for_function(READY)
    return response


def laid_out(page: Page) -> None:
    """Wait until the whole page is laid out, also what is out of sight."""
    page.wait_for_function(WHOLE)


def landed(page: Page, name: str) -> str:
    """Return what is wrong with the element that a fragment leads to, if anything.

    What is laid out above it moves it; browsers keep a reader's place with the next frame.
    """
    laid_out(page)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return str(page.evaluate(LANDED, name))


def open_details(page: Page, *, opened: bool = True) -> None:
    """Open, or close, every disclosure of a page."""
    page.evaluate(OPEN, opened)


def shown(page: Page, selector: str, without: str = "") -> list[tuple[str, str]]:
    """Return the ID and text of each element that a reader sees, less what stands in some parts."""
    return [(name, text) for name, text in page.evaluate(SHOWN, [selector, without])]


def hear(page: Page) -> None:
    """Listen, from now on, to what assistive software says of the page by itself."""
    page.evaluate(HEAR)


def heard(page: Page) -> list[str]:
    """Return what was said since, one line at a time."""
    return [str(line) for line in page.evaluate("heard")]


def letters(text: str) -> str:
    """Reduce a text to its letters and digits, which no typesetting changes."""
    return re.sub(r"[\W_]+", "", text).casefold()


def source_letters(markdown: str) -> str:
    """Reduce Markdown to the letters and digits that a reader sees, citations aside."""
    words = re.sub(r"\[([^\[\]]*)\]\{lang=[^}]*\}", r"\1", markdown)
    links = re.sub(r"\[([^\]@]*)\]\([^)]*\)", r"\1", words)
    return letters(re.sub(r"\[[^\]]*@[^\]]*\]", "", links))


@functools.cache
def _axe() -> str:
    return Axe().axe_script


def prepare_axe(page: Page) -> None:
    """Load axe into the page, once it is laid out, for as long as it shows this document."""
    laid_out(page)
    page.evaluate(_axe())
    page.evaluate(LIMIT_AXE, COLOUR_RULES)


def begin_axe(page: Page, rules: Sequence[str] = STANDARDS, without: Sequence[str] = ()) -> None:
    """Let axe begin with the page as it stands; several pages can be under way at once.

    ``rules`` are IDs of rules, or tags of which every rule is meant but those ``without``.
    """
    if not without:
        page.evaluate(MARK_LOOKS)
    page.evaluate(BEGIN_AXE, [rules, without])


def violations(page: Page) -> list[str]:
    """Return what axe holds against the page, once it has ended, or leaves undecided unexplained."""
    found = page.evaluate("window.violations")
    return [f"{where}: {message}" for where, message in found if message not in UNDECIDED]


def sampled(folder: Path, paths: Sequence[str]) -> frozenset[str]:
    """Return the paths of pages that stand for their template: all, of a large family one.

    The pages of a folder are a family; the one whose file is largest stands for it, unless every
    page is asked for.
    """
    if EVERY_PAGE:
        return frozenset(paths)
    families: dict[str, list[str]] = {}
    for path in paths:
        families.setdefault(path.rstrip("/").rpartition("/")[0], []).append(path)

    def size(path: str) -> int:
        file = folder / path
        return (file / "index.html" if file.is_dir() else file).stat().st_size

    return frozenset(
        path
        for family, members in families.items()
        for path in (members if len(members) <= FAMILY or not family else [max(members, key=size)])
    )
