"""The block that shows how many events each month has, in a strip as low as a line of text."""

from __future__ import annotations

import os
import re
from collections import Counter

from bs4 import BeautifulSoup

import support
from explainer import blocks, dates, pieces, project
from explainer.view import View

EXPECTED = support.TESTS / "expected" / "strip.html"
# A month's width and the height of the month that has most, in the drawing's own units.
MONTH, HEIGHT = 4, 30


def strip(root):
    """Return the explainer at ``root`` and the block as a hand-written page shows it."""
    site = project.read(root).site()
    parts, problems = blocks.parse("docs/x.md", "/// strip\n///")
    assert problems == []
    return site.explainer, pieces.render(View(site, "x.md"), parts[0])


def test_the_block_is_as_reviewed():
    _, html = strip(support.copy_tiny(support.fresh_folder() / "tiny"))
    if os.environ.get("UPDATE_GOLDEN"):
        EXPECTED.write_text(f"{html}\n", encoding="utf-8")
    assert f"{html}\n" == EXPECTED.read_text(encoding="utf-8")


def test_each_month_stands_as_high_as_it_has_events():
    explainer, html = strip(support.ROOT)
    figure = BeautifulSoup(html, "html.parser")
    span = dates.parse(explainer.settings.span)
    middles = [dates.parse(event.date).middle for event in explainer.events]
    months = Counter(
        (day.year - span.first.year) * 12 + day.month - 1
        for day in middles
        if span.first <= day <= span.last
    )
    drawn = {
        round(float(at) // MONTH): float(height)
        for at, height in re.findall(r"M([\d.]+) \d+v-([\d.]+)", figure.path["d"])
    }
    assert drawn == {
        month: round(count / max(months.values()) * HEIGHT, 1) for month, count in months.items()
    }
    assert f"{months.total()} events" in figure.figcaption.get_text()
    assert figure.svg["aria-label"] == f"{months.total()} events, 2012–2019"
