from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explainer import fragments
from explainer.model import ParagraphSource

URL = "https://press.example/ferry"
# What the specification's grammar calls an explicit character, or a percent-encoded byte.
TERM = re.compile(r"(?:%[0-9A-F]{2}|[A-Za-z0-9!$'()*+./:;=?@_~])+")


def paragraph(starts: str, ends: str, prefix: str = "", suffix: str = "") -> ParagraphSource:
    return ParagraphSource(
        id="p1", starts=starts, ends=ends, prefix=prefix or None, suffix=suffix or None
    )


def decoded(address: str) -> tuple[str, str, str, str]:
    """Read a text directive as a browser does: prefix, start, end, suffix."""
    _, _, directive = address.partition(":~:text=")
    parts = directive.split(",")
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts[-1].startswith("-") else ""
    start, end = parts
    assert all(TERM.fullmatch(part) for part in (start, end))
    assert all(TERM.fullmatch(part) for part in (prefix, suffix) if part)
    return unquote(prefix), unquote(start), unquote(end), unquote(suffix)


phrases = st.text(max_size=20).map(lambda text: " ".join(text.split()))


@given(phrases, phrases, phrases, phrases)
def test_a_link_decodes_to_the_words_it_was_made_of(
    starts: str, ends: str, prefix: str, suffix: str
) -> None:
    assume(starts and ends)
    address = fragments.link(URL, paragraph(starts, ends, prefix, suffix))
    assert address.startswith(f"{URL}#:~:text=")
    assert decoded(address) == (prefix, starts, ends, suffix)


@pytest.mark.parametrize(
    ("words", "encoded"),
    [
        ("low-water mark", "low%2Dwater%20mark"),
        ("no, none", "no%2C%20none"),
        ("salt & sand", "salt%20%26%20sand"),
        ("50% more", "50%25%20more"),
        ("a#b", "a%23b"),
        ("Ærø’s “sea”", "%C3%86r%C3%B8%E2%80%99s%20%E2%80%9Csea%E2%80%9D"),
        ("바다 🌊", "%EB%B0%94%EB%8B%A4%20%F0%9F%8C%8A"),
        ("who? we/they", "who%3F%20we%2Fthey"),
    ],
)
def test_what_has_a_meaning_in_a_directive_is_encoded(words: str, encoded: str) -> None:
    address = fragments.link(URL, paragraph(words, "end"))
    assert address == f"{URL}#:~:text={encoded},end"


@pytest.mark.parametrize(
    ("prefix", "suffix", "directive"),
    [
        ("", "", "The%20ferry,sank"),
        ("one day", "", "one%20day-,The%20ferry,sank"),
        ("", "by noon", "The%20ferry,sank,-by%20noon"),
        ("well-", "-bred", "well%2D-,The%20ferry,sank,-%2Dbred"),
    ],
)
def test_words_before_and_after_are_told_by_their_hyphen(
    prefix: str, suffix: str, directive: str
) -> None:
    address = fragments.link(URL, paragraph("The ferry", "sank", prefix, suffix))
    assert address == f"{URL}#:~:text={directive}"


def test_an_address_that_has_a_fragment_keeps_it() -> None:
    address = fragments.link(f"{URL}#top", paragraph("The ferry", "sank"))
    assert address == f"{URL}#top:~:text=The%20ferry,sank"


def test_an_address_keeps_its_query() -> None:
    address = fragments.link(f"{URL}?page=2&all=1", paragraph("The ferry", "sank"))
    assert address == f"{URL}?page=2&all=1#:~:text=The%20ferry,sank"
