"""The picture of a page that messengers and search engines show beside a link to it.

It is drawn from the page's words and the density of the timeline, with fonts that come as packages,
so that a build needs neither a network nor the fonts of a system. Drawing takes some tens of
milliseconds a page, so a picture is cached by what it shows.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, ImageFont

CACHE = Path(".cache", "images")
"""Where drawn pictures are kept, below the project's root."""
# Part of the cache's key: raise it when the same page is to be drawn differently.
_FORMAT = 1
SIZE = (1200, 630)
"""Width and height in pixels: the shape in which services show a large picture, uncut."""
MARGIN = 72
"""The distance from the edges that all text keeps, in pixels."""
# The theme's colors on paper, which are these in every scheme.
PAPER, INK, SOFT, HAIR, ACCENT = (
    (0xFB, 0xF9, 0xF4),
    (0x1D, 0x1B, 0x17),
    (0x5A, 0x55, 0x4B),
    (0xDD, 0xD5, 0xC5),
    (0x96, 0x28, 0x1B),
)
# Shades between paper and each color that is read: enough for smooth letters.
_SHADES = 14
# Sizes of a title in pixels, of which the largest is taken in which it stands whole in its room;
# that leaves a line for what the page is about.
_TITLE_SIZES = (92, 80, 70, 60, 52)
_TITLE_ROOM = 250
_ABOUT_LINES = 2
# Where the parts stand, in pixels from the top: the site's name and its rule, the kind of page, the
# title, and the foot of the strip. What the page is about follows its title.
_NAME, _RULE, _KIND, _TITLE, _FOOT = 58, 112, 140, 180, 566
_STRIP = 58  # the height of the busiest month
STRIP_TOP = _FOOT - _STRIP
"""Where the strip of the timeline begins, in pixels from the top; what is above it is text."""
_LEADING = 37  # from one line of what the page is about to the next
# As OpenType: the kerning tables of the others let quotation marks run into capitals.
_SERIF = ("font_source_serif_pro", "SourceSerifPro-Regular.otf")
_SANS = ("font_source_sans_pro", "SourceSansPro-Regular.otf")
_BOLD = ("font_source_sans_pro", "SourceSansPro-Semibold.otf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a picture shows."""

    site: str
    """The name of the site."""
    kind: str
    """What kind of page it is; it may be empty."""
    title: str
    about: str
    density: tuple[tuple[date, int], ...]
    """The months of the timeline, each with its number of events."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text where it stands: its left upper corner in pixels, its font and its color."""

    text: str
    at: tuple[float, float]
    font: ImageFont.FreeTypeFont
    color: tuple[int, int, int]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """What its letters cover: left, top, right and bottom in pixels."""
        left, top, right, bottom = self.font.getbbox(self.text)
        x, y = self.at
        return x + left, y + top, x + right, y + bottom


def path(page: str) -> str:
    """Return the path of a page's picture below the site's root.

    >>> path("read/lee-2016.md")
    'assets/share/read/lee-2016.png'
    """
    return f"assets/share/{page.removesuffix('.md')}.png"


def alternative(picture: Picture) -> str:
    """Return what stands for a picture where it cannot be seen."""
    return " · ".join(dict.fromkeys([picture.title, picture.site]))


def drawn(picture: Picture, kept: Path) -> bytes:
    """Return a picture as PNG; ``kept`` is the folder of the cache, which may not exist yet."""
    content = repr((_FORMAT, PIL.__version__, picture))
    file = kept / f"{hashlib.sha256(content.encode()).hexdigest()}.png"
    if file.is_file():
        return file.read_bytes()
    image = draw(picture)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(image)
    return image


def draw(picture: Picture) -> bytes:
    """Draw a picture and return it as PNG: the same bytes whenever it shows the same."""
    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    right = SIZE[0] - MARGIN
    canvas.line((MARGIN, _RULE, right, _RULE), HAIR, 2)
    _draw_strip(canvas, picture.density)
    for line in lines(picture):
        canvas.text(line.at, line.text, line.color, line.font)
    found = io.BytesIO()
    flat = image.quantize(palette=_palette(), dither=Image.Dither.NONE)
    flat.save(found, "PNG", optimize=True)
    return found.getvalue()


def lines(picture: Picture) -> list[Line]:
    """Return every line of a picture's text, in reading order; all keep the margins."""
    found = [Line(_cut(picture.site, _font(_BOLD, 30)), (MARGIN, _NAME), _font(_BOLD, 30), INK)]
    if picture.kind:
        font = _font(_BOLD, 26)
        found.append(Line(_cut(picture.kind.upper(), font), (MARGIN, _KIND), font, ACCENT))
    font, leading, title = _title(picture.title)
    height = _TITLE
    for text in title:
        found.append(Line(text, (MARGIN, height), font, INK))
        height += leading
    font, room = _font(_SANS, 28), STRIP_TOP - height - 14
    for text in _wrapped(picture.about, font, min(_ABOUT_LINES, room // _LEADING)):
        found.append(Line(text, (MARGIN, height + 14), font, SOFT))
        height += _LEADING
    return [*found, *_years(picture.density)]


def _title(title: str) -> tuple[ImageFont.FreeTypeFont, int, list[str]]:
    """Return the largest font in which a title stands whole, its leading, and the title's lines."""
    for size in _TITLE_SIZES:
        font, leading = _font(_SERIF, size), round(size * 1.16)
        found = _wrapped(title, font, _TITLE_ROOM // leading)
        if " ".join(found) == " ".join(title.split()):
            break
    return font, leading, found


def _wrapped(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """Return a text in lines that fit, at most so many; the last ends with an ellipsis if cut."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < most:
        count = 1
        while count < len(words) and _fits(" ".join(words[: count + 1]), font):
            count += 1
        last = len(found) == most - 1
        found.append(_cut(" ".join(words if last else words[:count]), font))
        words = words[count:]
    return found


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getbbox(text)[2] <= SIZE[0] - 2 * MARGIN


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a text that fits on a line: whole, or as much of it as does, and an ellipsis."""
    if _fits(text, font):
        return text
    length = next(size for size in range(len(text), 0, -1) if _fits(f"{text[:size]}…", font))
    whole = text[:length].rpartition(" ")[0] or text[:length]
    return f"{whole.rstrip(' ,;:.')}…"


def _draw_strip(canvas: ImageDraw.ImageDraw, density: Sequence[tuple[date, int]]) -> None:
    """Draw a bar for each month, as high as its share of the busiest one's events."""
    canvas.line((MARGIN, _FOOT, SIZE[0] - MARGIN, _FOOT), HAIR, 2)
    most = max((count for _, count in density), default=0)
    bars = pairwise(round(each) for each in _edges(len(density)))
    for (left, right), (_, count) in zip(bars, density, strict=True):
        if count:
            top = _FOOT - round(_STRIP * count / most)
            canvas.rectangle((left + 1, top, max(left + 1, right - 2), _FOOT), ACCENT)


def _edges(count: int) -> list[float]:
    """Return where so many equal stretches of the width begin, and where the last one ends."""
    width = SIZE[0] - 2 * MARGIN
    return [MARGIN + width * each / max(count, 1) for each in range(count + 1)]


def _years(density: Sequence[tuple[date, int]]) -> Iterator[Line]:
    """Yield the years below the strip, each at its first month; those that would touch are left out."""
    font = _font(_SANS, 22)
    free: float = MARGIN
    for (day, _), left in zip(density, _edges(len(density)), strict=False):
        line = Line(str(day.year), (left, _FOOT + 6), font, SOFT)
        if day.month == 1 and left >= free and line.box[2] <= SIZE[0] - MARGIN:
            yield line
            free = line.box[2] + font.size


@cache  # fonts do not change while a program runs
def _font(face: tuple[str, str], size: int) -> ImageFont.FreeTypeFont:
    package, name = face
    with as_file(files(package) / "files" / name) as file:
        # The basic layout is the same wherever Pillow runs; the other needs a system's library.
        return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _palette() -> Image.Image:
    """Return an image whose palette goes from paper to each color in even steps."""
    shades = [
        round(start + (end - start) * step / _SHADES)
        for color in (INK, SOFT, HAIR, ACCENT)
        for step in range(_SHADES + 1)
        for start, end in zip(PAPER, color, strict=True)
    ]
    image = Image.new("P", (1, 1))
    image.putpalette(shades)
    return image
