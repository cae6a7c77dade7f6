"""What pages load, as a site publishes it: small, and named after its content.

A name that changes with the content may be kept by browsers for as long as they like, and a page
never meets a style that is older or newer than itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

import rcssmin
import rjsmin

# How many hexadecimal digits of a file's SHA-256 its name carries: 32 bits, where a site has a
# dozen such files and a clash would need two versions of one of them.
DIGITS = 8
FOLDER = "assets"
"""Where a site keeps its own styles and scripts, below its root."""
SEARCH = "search"
"""Where MkDocs puts its search: a worker, and what that asks for by names that it knows."""
PICTURES = ("assets/icon.svg", "assets/share/**/*.png")
"""Patterns of the pictures that pages name in their heads."""
# Characters of styles that may stand in a page: 6 KB as servers pack them, less than a way to the server
# costs on a slow line.
MOST_WITHIN = 24 * 1024
_SMALLER: Mapping[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
TYPES = tuple(_SMALLER)
"""How the names of such files end."""
# Style sheets that a page names one after the other, each by its address from there.
_LINK = r'<link rel="stylesheet" href="[^":]*assets/[^"/]+\.[0-9a-f]{8}\.css">'
STYLES = re.compile(r'<link rel="stylesheet" href="[^"]*/([^"/]+\.css)"')
"""How a page asks for a style sheet; the group is its file's name."""
_LINKS = re.compile(rf"{_LINK}(?:\s*{_LINK})*")
# How a page's head names what is published under another name: a picture, or the folder of its search.
_NAME = re.compile(
    r'(?P<before>\s(?:href="(?:[^":]*/)?|content="[^"]*/)(?=assets/)'
    r'|\sdata-search="(?:[^"]*/)?(?=search/"))'
    r'(?P<path>[^"]+?)(?=/?")'
)


def published(path: str, content: str) -> tuple[str, str]:
    r"""Return the path and the content under which a style or script is published.

    Comments and idle spaces are left out; what browsers make of it is the same. Any other file is
    returned as it is.

    >>> published("assets/timeline.css", "/* Marks */\np { margin: 0; }\n")
    ('assets/timeline.41140f44.css', 'p{margin:0}')
    """
    file = PurePosixPath(path)
    smaller = _SMALLER.get(file.suffix)
    if smaller is None or file.parts[0] != FOLDER:
        return path, content
    small = smaller(content)
    return named(path, small.encode()), small


def named(path: str, content: bytes) -> str:
    """Return the path under which a file of this content is published, or a folder of such files.

    >>> named("assets/icon.svg", b"<svg/>")
    'assets/icon.d4dc5666.svg'
    """
    file = PurePosixPath(path)
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    return f"{file.with_suffix(f'.{digest}{file.suffix}')}"


def renamed(html: str, names: Mapping[str, str]) -> str:
    """Return a page whose head names files and folders as they are published, from their paths.

    >>> renamed('<link href="../assets/icon.svg">', {"assets/icon.svg": "assets/icon.0.svg"})
    '<link href="../assets/icon.0.svg">'
    """
    return _NAME.sub(lambda match: match["before"] + names.get(match["path"], match["path"]), html)


def joined(html: str, read: Callable[[str], str]) -> tuple[str, Mapping[str, str]]:
    """Return a page that has its styles at once, and the contents of style files to write by path.

    A browser draws nothing before it has all styles, and each file is a way to the server and back.
    So small ones stand in the page itself; those that together exceed ``MOST_WITHIN`` become one
    file. ``read`` gives the content of a published style by its path below the site's root.
    """
    made: dict[str, str] = {}

    def join(match: re.Match[str]) -> str:
        addresses = re.findall(r'href="([^"]+)"', match[0])
        paths = [f"{FOLDER}/{PurePosixPath(each).name}" for each in addresses]
        content = "".join(map(read, paths))
        if len(content) <= MOST_WITHIN:
            return f"<style>{content}</style>"
        names = (PurePosixPath(each).name.split(".")[0] for each in paths)
        path = named(f"{FOLDER}/{'-'.join(names)}.css", content.encode())
        made[path] = content
        there = addresses[0].removesuffix(PurePosixPath(paths[0]).name)
        return f'<link rel="stylesheet" href="{there}{PurePosixPath(path).name}">'

    return _LINKS.sub(join, html), made
