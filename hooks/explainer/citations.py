"""Formats references with Pandoc's citeproc: entries of a bibliography and labels for the text.

The style is the Chicago author-date style that Pandoc carries. Formatting some 400 works takes
about two seconds, so it is cached by content.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pypandoc

from explainer import dates
from explainer.model import Name, Reference
from explainer.prose import plain

# Part of the cache's key: raise it when the same references are to be formatted differently.
_FORMAT = 3
# Strings of references are Markdown to Pandoc, in which a title could cite or emphasize something.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>$@^~#|&]")
# Small words after an abbreviation, which citeproc takes for the first of a sentence in a title.
_SMALL = re.compile(r"(?<=[A-Za-z]\. )(?:a|an|and|as|at|but|by|for|from|in|of|on|or|the|to|with)\b")
_AS_IT_IS = re.compile(r'<span class="nocase">(.*?)</span>')
# In an address, Pandoc would make typographic marks of these too.
_ADDRESS_MARKUP = re.compile(r"[\\`*_{}\[\]<>$@^~#|&'\".-]")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A reference as a reader sees it: the label of a citation, and its entry as HTML."""

    label: str
    entry: str


def csl(reference: Reference) -> dict[str, Any]:
    """Return a reference as CSL-JSON (CSL 1.0.2)."""
    item: dict[str, Any] = {
        "id": reference.id,
        "type": kind(reference),
        "title": reference.title,
        "author": [_name(name) for name in reference.author],
        "container-title": reference.container_title,
        "publisher": reference.publisher,
        "issued": dated(reference.issued),
        "URL": reference.URL,
    }
    return {key: value for key, value in item.items() if value}


def kind(reference: Reference) -> str:
    """Return what a reference is cited as: its type, but for an article of which it is not said where.

    A style sets the title of such an article in italics, as that of a book, and programs miss the name
    of its journal or newspaper. What is known of it is what is known of a web page.
    """
    in_nothing = reference.container_title is None
    return "webpage" if in_nothing and reference.type.startswith("article-") else reference.type


def _name(name: Name) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given, "literal": name.literal}
    return {key: value for key, value in parts.items() if value}


def dated(text: str | None) -> dict[str, Any] | None:
    """Return an EDTF date as CSL-JSON has it."""
    if text is None:
        return None
    span = dates.parse(text)
    points = [span.start] if span.end is None else [span.start, span.end]
    date: dict[str, Any] = {"date-parts": [_parts(point) for point in points]}
    if any(point.doubt for point in points):
        date["circa"] = True
    return date


def _parts(point: dates.Point) -> list[int]:
    return [part for part in (point.year, point.month, point.day) if part is not None]


def engine() -> str:
    """Return the version of Pandoc, on which its output depends."""
    return str(pypandoc.get_pandoc_version())


def formatted(references: Sequence[Reference], cache: Path | None) -> Mapping[str, Formatted]:
    """Return every reference formatted, by key; ``cache`` is a folder that may not exist yet."""
    if not references:
        return {}
    items = [csl(reference) for reference in references]
    content = json.dumps([_FORMAT, engine(), items], sort_keys=True)
    file = cache and cache / f"{hashlib.sha256(content.encode()).hexdigest()}.json"
    if file and file.is_file():
        stored = json.loads(file.read_text(encoding="utf-8"))
        return {key: Formatted(**value) for key, value in stored.items()}
    result = _format(items)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        stored = {key: asdict(value) for key, value in result.items()}
        file.write_text(json.dumps(stored, ensure_ascii=False, indent=0), encoding="utf-8")
    return result


_ENTRY = re.compile(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>', re.DOTALL)
_LABEL = re.compile(
    r'<p><span class="citation"[^>]*data-cites="([^"]+)"[^>]*>(.*?)</span></p>', re.DOTALL
)


def _literal(value: Any, key: str = "") -> Any:
    """Return a value of CSL-JSON in which every character of a text stands for itself."""
    if isinstance(value, Mapping):
        return {name: _literal(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_literal(each) for each in value]
    if not isinstance(value, str) or key in {"id", "type"}:
        return value
    if key == "URL":
        return _ADDRESS_MARKUP.sub(r"\\\g<0>", value)
    return _SMALL.sub(r"[\g<0>]{.nocase}", _MARKUP.sub(r"\\\g<0>", value))


def processed(items: Sequence[Mapping[str, Any]], *options: str) -> str:
    """Let citeproc cite each item of CSL-JSON in a paragraph of its own, and list all; return HTML.

    ``options`` are Pandoc's, such as the style.
    """
    metadata = {
        "references": [_literal(item) for item in items],
        "lang": "en-US",
        "link-citations": False,
    }
    body = "\n\n".join(f"[@{item['id']}]" for item in items)
    document = f"---\n{json.dumps(metadata, ensure_ascii=False)}\n...\n\n{body}\n"
    output = pypandoc.convert_text(
        document, "html", format="markdown", extra_args=["--citeproc", "--wrap=none", *options]
    )
    return _AS_IT_IS.sub(r"\1", output)


def _format(items: Sequence[Mapping[str, Any]]) -> dict[str, Formatted]:
    output = processed(items)
    labels = {key: plain(label).strip("()") for key, label in _LABEL.findall(output)}
    entries = dict(_ENTRY.findall(output))
    return {
        str(item["id"]): Formatted(html.unescape(labels[str(item["id"])]), entries[str(item["id"])])
        for item in items
    }
