"""What readers set for themselves, and what they must be able to hit and see (WCAG 2.2).

Text spacing and size, motion, forced colors, more contrast, the size of targets, and focus that
nothing covers; on a page of every kind.
"""

from __future__ import annotations

import base64
import contextlib
import re

import pytest

import browser
from browser import DESK, PHONE

pytestmark = pytest.mark.browser

# A page of every kind.
PAGES = (
    "",
    "story/",
    "read/",
    "read/lee-2016/",
    "timeline/",
    "timeline/actor/iaea/",
    "compare/deals/",
    "claims/",
    "glossary/",
    "people/",
    "references/",
    "accessibility/",
)
SCHEMES = ("light", "dark")

# The spacing that a reader must be able to set (WCAG 1.4.12).
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""

# Text of one block that runs over another's, or below what cuts it off. What is set off the page
# for screen readers alone, and the drawings, whose words stand beside them, are left out.
COLLISIONS = """() => {
  const name = (element) => `${element.localName}.${element.className} "${
    element.textContent.trim().slice(0, 40)}"`;
  const found = [];
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest('.vh, .skip, svg, .mark, .ruler, .line, select')) continue;
    let block = parent;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2) continue;
      // What a region has scrolled away is not in the way of anything.
      let away = false;
      for (let at = parent; at !== document.body; at = at.parentElement) {
        if (!/auto|scroll/.test(getComputedStyle(at).overflowY)) continue;
        const outer = at.getBoundingClientRect();
        away ||= box.bottom > outer.bottom || box.top < outer.top;
        away ||= box.right > outer.right || box.left < outer.left;
      }
      if (away) continue;
      // Letters are lower than their line's box; a fifth of it may reach into another's.
      const spare = box.height / 5;
      boxes.push([block, box.left + 1, box.top + spare, box.right - 1, box.bottom - spare]);
      for (let at = parent; at !== document.body; at = at.parentElement) {
        const { overflowY, display } = getComputedStyle(at);
        if (!/hidden|clip/.test(overflowY) || display.startsWith('inline')) continue;
        const outer = at.getBoundingClientRect();
        if (box.bottom - spare > outer.bottom || box.top + spare < outer.top) found.push(name(at));
      }
    }
  }
  boxes.sort((one, other) => one[2] - other[2]);
  boxes.forEach(([block, left, top, right, bottom], index) => {
    for (let at = index + 1; at < boxes.length && boxes[at][2] < bottom; at += 1) {
      const [other, from, , to] = boxes[at];
      if (other === block || from >= right || to <= left) continue;
      found.push(`${name(block)} and ${name(other)}`);
    }
  });
  return [...new Set(found)];
}"""

# Controls that are too small (WCAG 2.5.8), with the standard's exceptions: a link in a sentence,
# a target that stands alone within 24 px, one that another control on the page is equivalent to, and
# a field as the browser draws it. A field is as large as the label that works it.
SMALL = """() => {
  const SIZE = 24;
  const seen = (element) => element.checkVisibility({
    opacityProperty: true, visibilityProperty: true });
  const controls = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(seen);
  const union = (boxes) => {
    const left = Math.min(...boxes.map((box) => box.left));
    const top = Math.min(...boxes.map((box) => box.top));
    const right = Math.max(...boxes.map((box) => box.right));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };
  const targets = controls.map((element) => {
    const parts = [element, ...(element.labels ?? []), ...element.querySelectorAll('.mark')];
    const boxes = parts.map((each) => each.getBoundingClientRect()).filter((box) => box.width);
    return boxes.length && { element, boxes, whole: union(boxes) };
  }).filter(Boolean);
  // A link among other words of its line: its height is the line's.
  const inSentence = (element) => {
    if (element.localName !== 'a' || element.closest('svg') || !/^inline/.test(getComputedStyle(element).display)) return false;
    let block = element.parentElement;
    while (/^inline/.test(getComputedStyle(block).display)) block = block.parentElement;
    const own = [...block.querySelectorAll('a, button, summary')].map((each) => each.textContent);
    return block.textContent.replace(/\\s/g, '').length > own.join('').replace(/\\s/g, '').length;
  };
  const large = ({ boxes }) => boxes.some((box) => Math.min(box.width, box.height) >= SIZE - 0.5);
  // A mark of a picture is for pointers alone, and leads where a control does that is itself tried
  // here: a link to the same event, or to its year.
  const outside = new Set(controls.filter((each) => !each.closest('svg') && each.href)
    .map((each) => each.href));
  const equalled = (element) => {
    if (!element.closest('.picture svg[aria-hidden=true]') || element.tabIndex >= 0) return false;
    const address = new URL(element.href.baseVal, location.href);
    const [year] = element.querySelector('title')?.textContent.match(/\\d{4}/) ?? [];
    return outside.has(address.href) || outside.has(`${address.href.split('#')[0]}#y${year}`);
  };
  const small = targets.filter(
    (each) => !large(each) && !inSentence(each.element) && !equalled(each.element));
  const middle = ({ boxes: [box] }) => [box.left + box.width / 2, box.top + box.height / 2];
  return small.filter((one) => {
    const [x, y] = middle(one);
    return targets.some((other) => {
      if (other === one || other.element.contains(one.element)) return false;
      if (small.includes(other)) {
        const [a, b] = middle(other);
        if (Math.hypot(a - x, b - y) < SIZE) return true;
      }
      return other.boxes.some((box) => {
        const wide = Math.max(box.left - x, 0, x - box.right);
        const high = Math.max(box.top - y, 0, y - box.bottom);
        return Math.hypot(wide, high) < SIZE / 2;
      });
    });
  }).map(({ element, whole }) => `${element.outerHTML.slice(0, 90)}: ${
    whole.width.toFixed()} x ${whole.height.toFixed()} px`);
}"""

# Whether something covers the focused element entirely (WCAG 2.4.11).
COVERED = """() => {
  const element = document.activeElement;
  if (element === document.body || element === document.documentElement) return null;
  const boxes = [...element.getClientRects(), ...[...element.querySelectorAll('*')].flatMap(
    (each) => [...each.getClientRects()])].filter((box) => box.width > 1 && box.height > 1);
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const free = boxes.some((box) => [0.1, 0.5, 0.9].some((across) => [0.2, 0.5, 0.8].some((down) => {
    const [x, y] = [box.left + across * box.width, box.top + down * box.height];
    const hit = inside(x, y) && document.elementFromPoint(x, y);
    return hit && (element.contains(hit) || hit.contains(element) && hit.matches('label, li, a'));
  })));
  return { name: element.outerHTML.slice(0, 90), free };
}"""

# How many of a picture's points differ clearly from its ground, as a share.
DRAWN = """async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data: points } = context.getImageData(0, 0, image.width, image.height);
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92
    : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const counts = new Map();
  for (let at = 0; at < points.length; at += 4) {
    const light = 0.2126 * part(points[at]) + 0.7152 * part(points[at + 1])
      + 0.0722 * part(points[at + 2]);
    const key = light.toFixed(2);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [[ground]] = [...counts].sort((one, other) => other[1] - one[1]);
  let seen = 0;
  for (const [light, count] of counts) {
    const [low, high] = [Number(light), Number(ground)].sort((one, other) => one - other);
    if ((high + 0.05) / (low + 0.05) >= 3) seen += count;
  }
  return seen / (points.length / 4);
}"""


def drawn(page, locator):
    """Return the share of an element's points that have a contrast of 3:1 with its ground."""
    locator.scroll_into_view_if_needed()
    picture = base64.b64encode(locator.screenshot()).decode()
    return page.evaluate(DRAWN, picture)


def faults(page, width):
    browser.laid_out(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [
        *([f"{wide} px wide"] if wide > width else []),
        *page.evaluate(browser.CLIPPED),
        *page.evaluate(COLLISIONS),
    ]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_text_can_be_spaced_out(page, width):
    browser.resize(page, width)
    found = []
    for path in PAGES:
        page.goto(path)
        browser.open_details(page)
        found += [f"/{path} as it is: {each}" for each in faults(page, width)]
        page.add_style_tag(content=SPACING)
        found += [f"/{path} spaced out: {each}" for each in faults(page, width)]
    assert not found, "\n".join(found)


def test_text_of_twice_the_size_is_whole(playwright, new_page):
    found = []
    with contextlib.closing(browser.launch(playwright, 2 * browser.TEXT_SIZE)) as chrome:
        page = new_page(of=chrome)
        for path in PAGES:
            page.goto(path)
            browser.open_details(page)
            found += [f"/{path}: {each}" for each in faults(page, DESK)]
    assert not found, "\n".join(found)


MOVING = """() => [...document.querySelectorAll('*')].filter((element) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
  return transitionDuration.split(',').some((each) => parseFloat(each) > 0)
    || animationName !== 'none' || scrollBehavior === 'smooth';
}).map((element) => element.outerHTML.slice(0, 80))"""


def test_nothing_moves_for_those_who_ask_for_less_motion(page, new_page):
    for path in PAGES:
        page.goto(path)
        assert page.evaluate(MOVING) == [], path
        assert page.evaluate("document.getAnimations().length") == 0, path
    # The same question finds what moves for others.
    others = new_page()
    others.emulate_media(reduced_motion="no-preference")
    others.goto("")
    assert others.evaluate(MOVING)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_forced_colors_everything_drawn_is_seen(new_page, scheme):
    page = new_page(color_scheme=scheme, forced_colors="active")
    page.goto("read/lee-2016/")
    for kind in page.locator(".legend .sample").all():
        assert drawn(page, kind) > 0.05, kind.inner_text()
    for mark in page.locator(".words mark").all()[:12]:
        line = mark.evaluate("each => getComputedStyle(each).textDecorationLine")
        assert line == "underline"
        assert drawn(page, mark) > 0.05, mark.inner_text()
    for select in page.locator("select").all():
        assert drawn(page, select) > 0.02
    page.goto("timeline/")
    assert drawn(page, page.locator(".picture svg.wide")) > 0.01
    shapes = {}
    for mark in page.locator(".track .mark").all():
        shapes.setdefault(mark.get_attribute("class"), mark)
    assert len(shapes) > 5
    for name, mark in shapes.items():
        assert drawn(page, mark) > 0.05, name
    page.goto("compare/tests-and-resolutions/")
    strips = page.locator("svg.strip")
    assert strips.count()
    for strip in strips.all()[:6]:
        assert drawn(page, strip) > 0.002, strip.inner_html()[:100]
    for path in ("read/lee-2016/", "timeline/"):
        page.goto(path)
        for _ in range(30):
            page.keyboard.press("Tab")
            focus = page.evaluate(browser.FOCUS)
            assert focus["fault"] == "", focus["name"]


TOKENS = ("paper", "wash", "ink", "soft", "accent", "talks", "forecast", "steel", "hair")
READ = """names => {
  const probe = document.body.appendChild(document.createElement('p'));
  const found = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return found;
}"""


def luminance(color):
    """Return the relative luminance of a color, as WCAG defines it."""
    red, green, blue = (int(each) / 255 for each in re.findall(r"\d+", color)[:3])
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("asked", "words", "lines"), [("no-preference", 4.5, 1), ("more", 7, 4.5)])
def test_tokens_have_the_contrast_they_promise(page, scheme, asked, words, lines):
    page.emulate_media(color_scheme=scheme, contrast=asked)
    page.goto("about/")
    colors = dict(zip(TOKENS, page.evaluate(READ, list(TOKENS)), strict=True))
    dark = luminance(colors["paper"]) < luminance(colors["ink"])
    assert dark == (scheme == "dark")
    for ground in ("paper", "wash"):
        for name in ("ink", "soft", "accent", "talks", "forecast", "steel"):
            found = contrast(colors[name], colors[ground])
            assert found >= words, f"{name} on {ground}: {found:.2f}"
        assert contrast(colors["hair"], colors[ground]) >= lines
    # What is drawn to be hit or to carry a meaning stands out by 3:1 in any case.
    assert min(contrast(colors[each], colors["paper"]) for each in ("soft", "accent")) >= 3
    fields = page.evaluate("getComputedStyle(document.querySelector('#search-words')).borderColor")
    assert fields == colors["soft"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_controls_are_large_enough(page, width):
    browser.resize(page, width)
    found = []
    for path in PAGES:
        page.goto(path)
        browser.laid_out(page)
        for opened in (False, True):
            browser.open_details(page, opened=opened)
            found += [f"/{path} at {width} px: {each}" for each in page.evaluate(SMALL)]
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", ["read/lee-2016/", "compare/deals/", "claims/", "timeline/"])
def test_focus_is_never_covered(page, path, width):
    browser.resize(page, width, 500)
    page.goto(path)
    found = []
    # Backward too: what stays at the top of a region covers what comes from above.
    for key, stops in (("Tab", 110), ("Shift+Tab", 60)):
        for _ in range(stops):
            page.keyboard.press(key)
            focus = page.evaluate(COVERED)
            if focus is not None and not focus["free"]:
                found.append(f"{key}: {focus['name']}")
    assert not found, "\n".join(found)


def test_what_appears_on_hover_stays_and_can_be_put_away(page):
    browser.resize(page, PHONE)
    page.goto("read/lee-2016/")
    preview = page.locator(".preview")
    page.locator("#to-burned").scroll_into_view_if_needed()
    page.locator("#to-burned").hover()
    preview.wait_for(state="visible")
    preview.hover()
    page.wait_for_timeout(400)  # longer than it takes to go, were it to go
    assert preview.is_visible()
    page.keyboard.press("Escape")
    assert not preview.is_visible()


def test_the_keys_switched_off_are_all_off(page):
    page.goto("read/lee-2016/")
    page.keyboard.press("?")
    page.locator("dialog.keys input").uncheck()
    page.keyboard.press("Escape")
    for path in ("read/lee-2016/", "about/"):
        page.goto(path)
        for key in "npm?/":
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement === document.body"), key
            assert page.locator("dialog[open]").count() == 0, key
        assert page.evaluate("location.search") == ""


SPEAKING = """() => [...document.querySelectorAll(
  '[aria-live], [role=status], [role=alert], [role=log], output')].map((line) => [
    line.localName, line.role, line.ariaLive, line.textContent.trim().length,
    line.querySelectorAll('*').length])"""


def test_only_short_lines_speak_by_themselves(page):
    for path in (*PAGES, "link/"):
        page.goto(path)
        lines = page.evaluate(SPEAKING)
        assert lines, path
        for name, role, live, length, within in lines:
            assert (name in {"p", "span"}, role, live, within) == (True, "status", None, 0), path
            assert length < 60, path


@pytest.mark.parametrize(
    ("path", "choose", "counted"),
    [
        ("timeline/", ("[name=theme]", "human-rights"), ".events > li"),
        ("read/lee-2016/", (".tools select", "none"), "aside.note"),
        ("compare/arguments/", (".which [value=differ]", None), ".comparison tbody"),
    ],
)
def test_what_a_choice_comes_to_is_heard_once(page, path, choose, counted):
    page.goto(path)
    before = len(browser.shown(page, counted))
    browser.hear(page)
    selector, option = choose
    control = page.locator(selector)
    control.select_option(option) if option else control.check()
    after = len(browser.shown(page, counted))
    assert after < before
    [heard] = browser.heard(page)
    assert heard.startswith(f"{after} of {before} ")
    # And nothing that says the same as before.
    control.dispatch_event("change")
    assert browser.heard(page) == [heard]
