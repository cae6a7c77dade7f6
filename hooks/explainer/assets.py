"""Styles and scripts as a site publishes them: small, and named after their content.

A name that changes with the content may be kept by browsers for as long as they like, and a page
never meets a style that is older or newer than itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

import rcssmin
import rjsmin

# How many hexadecimal digits of a file's SHA-256 its name carries: 32 bits, where a site has a
# dozen such files and a clash would need two versions of one of them.
DIGITS = 8
FOLDER = "assets"
"""Where a site keeps its own styles and scripts, below its root."""
_SMALLER: Mapping[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
TYPES = tuple(_SMALLER)
"""How the names of such files end."""


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
    digest = hashlib.sha256(small.encode()).hexdigest()[:DIGITS]
    return f"{file.with_suffix(f'.{digest}{file.suffix}')}", small
