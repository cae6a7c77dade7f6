"""Share images: each page that has an address has one, drawn alike everywhere, nothing cut off."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import support
from explainer import shareimages
from explainer.pages import pages
from explainer.shareimages import MARGIN, SIZE, Picture

UNDER = "/repo/"
ROOT = support.PUBLISHED
# What services take without shrinking it themselves is far larger; this is what a phone has to wait for.
MOST = 30 * 1024
MONTHS = tuple(
    (date(2012 + number // 12, number % 12 + 1, 1), number % 7) for number in range(8 * 12)
)
# Letters, marks and spaces of any script; a title holds no line break.
WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=400)


def picture(title="Six agreements", **facts):
    given = {"site": "A site", "kind": "Table", "about": "What each says.", "density": MONTHS}
    return Picture(title=title, **{**given, **facts})


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.fixture(scope="module")
def shown():
    """The picture of every page of the real site."""
    site = support.facts(support.ROOT)
    return {page.src_uri: page.picture for page in pages(site) if page.picture}


def named(page, key):
    """Return the contents of a page's tags of that name."""
    tags = page.select(f"meta[property='{key}'], meta[name='{key}']")
    return [str(tag["content"]) for tag in tags]


def headed(site):
    """Yield the pages that say what they are; the page for what is not found does not."""
    for name, page in site.pages.items():
        if named(page, "og:title"):
            yield name, page


def test_every_page_has_an_image_of_its_own():
    site = support.real_site(UNDER)
    found = {}
    for name, page in headed(site):
        assert named(page, "twitter:card") == ["summary_large_image"], name
        [address] = named(page, "og:image")
        assert address.startswith(ROOT), name
        path = urlsplit(address).path.removeprefix(UNDER)
        content = (site.folder / path).read_bytes()
        image = opened(content)
        assert (image.format, image.size) == ("PNG", SIZE), path
        assert len(content) <= MOST, f"{path} has {len(content)} bytes"
        said = [named(page, f"og:image:{key}") for key in ("type", "width", "height")]
        assert said == [["image/png"], [str(SIZE[0])], [str(SIZE[1])]], name
        [title], [alternative] = named(page, "og:title"), named(page, "og:image:alt")
        assert alternative.startswith(title), name
        found[path] = content
    assert len(found) == len(list(headed(site))) > 20
    # Their words differ, and so do they.
    assert len(set(found.values())) > 0.9 * len(found)
    assert {name for name in site.files if name.endswith(".png")} == found.keys()


def test_without_an_address_there_are_none():
    site = support.real_site()
    assert not [name for name in site.files if name.endswith(".png")]
    assert not [name for name, page in headed(site) if named(page, "og:image")]


def check_layout(given):
    """Assert that every line is inside the margins, above the strip or below it, and on no other."""
    lines = shareimages.lines(given)
    below = [line for line in lines if line.at[1] > SIZE[1] - MARGIN]
    above = [line for line in lines if line not in below]
    for line in lines:
        left, top, right, bottom = line.box
        assert left >= MARGIN - 10, line.text  # a letter may lean out of its line
        assert right <= SIZE[0] - MARGIN + 10, line.text
        assert top >= 40, line.text
        assert bottom <= SIZE[1] - 20, line.text
    strip = shareimages.STRIP_TOP
    tops = [line.at[1] for line in above]
    assert tops == sorted(tops)
    assert all(line.box[3] <= strip for line in above), [line.text for line in above]
    return above


def test_no_words_of_a_page_are_cut_off(shown):
    assert shown
    for page, each in shown.items():
        above = check_layout(each)
        boxes = [line.box for line in above]
        for (_, _, _, bottom), (_, top, _, _) in pairwise(boxes):
            assert bottom <= top + 1, page


@given(st.builds(picture, WORDS, site=WORDS, kind=WORDS, about=WORDS))
def test_no_words_reach_beyond_the_picture(given):
    check_layout(given)


def test_a_title_is_set_as_large_as_it_stands_whole():
    short, long = picture("Deals"), picture("How the agreements of three decades were made " * 2)
    sizes = [shareimages.lines(each)[2].font.size for each in (short, long)]
    assert sizes[0] > sizes[1]
    told = " ".join(line.text for line in shareimages.lines(long) if line.font.size == sizes[1])
    assert told == " ".join(long.title.split())


def test_a_title_that_is_too_long_ends_with_an_ellipsis():
    texts = [line.text for line in shareimages.lines(picture("deal " * 200, about=""))]
    assert texts[-9].endswith("deal…")
    assert [text for text in texts[-8:] if not text.isdigit()] == []


def test_what_is_read_is_seen():
    seen = opened(shareimages.draw(picture())).convert("RGB")
    bare = opened(shareimages.draw(picture(title="", kind="", about="", density=())))
    for line in shareimages.lines(picture()):
        box = [round(edge) for edge in line.box]
        assert len(seen.crop(box).getcolors()) > 2, line.text
        if not line.text.startswith("A site"):
            assert len(bare.convert("RGB").crop(box).getcolors()) <= 2, line.text


def test_the_same_page_has_the_same_bytes(tmp_path):
    first = shareimages.drawn(picture(), tmp_path)
    assert first == shareimages.draw(picture())
    [file] = tmp_path.iterdir()
    file.write_bytes(b"kept")
    assert shareimages.drawn(picture(), tmp_path) == b"kept"
    assert shareimages.drawn(picture("Another"), tmp_path) != b"kept"


def test_an_explainer_without_events_has_images():
    assert opened(shareimages.draw(picture(density=()))).size == SIZE
    months = tuple((day, 0) for day, _ in MONTHS)
    assert opened(shareimages.draw(picture(density=months))).size == SIZE
