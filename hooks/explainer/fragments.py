"""Text fragments: links that open a page at given words (WICG, URL Fragment Text Directives)."""

from __future__ import annotations

from urllib.parse import quote

from explainer.model import ParagraphSource


def _encoded(words: str) -> str:
    """Encode words for a directive, in which hyphen, comma and ampersand have a meaning."""
    return quote(words, safe="").replace("-", "%2D")


def link(url: str, paragraph: ParagraphSource) -> str:
    """Return the address of the publisher's page, opened at the paragraph's own words if known."""
    if paragraph.starts is None or paragraph.ends is None:
        return url
    parts = [
        f"{_encoded(paragraph.prefix)}-" if paragraph.prefix else "",
        _encoded(paragraph.starts),
        _encoded(paragraph.ends),
        f"-{_encoded(paragraph.suffix)}" if paragraph.suffix else "",
    ]
    delimiter = ":~:" if "#" in url else "#:~:"
    return f"{url}{delimiter}text={','.join(part for part in parts if part)}"
