"""How long a passage may be: counted in words, without what only cites or addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.problems import Place, Problem

_WORDS = re.compile(r"[^\s]*\w[^\s]*")
_APPARATUS = re.compile(r"\[@[^\]]*\]|\]\(id:[^)]*\)|\]\{lang=[^}]*\}")


def at_most(limit: int, text: str, name: str, place: Place, key: str = "text") -> Iterator[Problem]:
    """Yield a problem at ``key`` of a place if ``text``, called ``name``, has too many words."""
    count = len(_WORDS.findall(_APPARATUS.sub(" ", text)))
    if count > limit:
        yield place.problem(f"{name} must be of at most {limit} words, got {count}.", key)


# What previews show of a description, in characters: some cut off sooner, none show more.
_SHOWN = 200


def described(text: str) -> str:
    """Return as much of a text as previews show of a description, in whole words.

    >>> described("A flood closed the market."), len(described("word " * 99)) <= 202
    ('A flood closed the market.', True)
    """
    return text if len(text) <= _SHOWN else text[:_SHOWN].rpartition(" ")[0] + " …"
