"""Pages that people write: Markdown with front matter, blocks and citations, under ``docs/``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer import blocks, prose, yamlsource
from explainer.blocks import Block, Prose
from explainer.problems import Place, Problem

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A hand-written page."""

    page: str
    """Its path below ``docs/``, with forward slashes."""
    path: str
    title: str
    description: str
    front: str
    """Its front matter as it stands, delimiters included."""
    parts: tuple[Block | Prose, ...]

    def mentions(self, texts: Mapping[str, object]) -> Iterator[tuple[str, bool, Place]]:
        """Yield each item that the page's prose names: its ID, whether it is cited, and where."""
        for part in self.parts:
            if isinstance(part, Prose):
                for mention in prose.mentions(part.markdown, texts.__contains__):
                    place = Place(self.path, {(): part.line + mention.line})
                    yield mention.id, mention.cited, place


def read(docs: Path, name: str = "docs") -> tuple[list[Manuscript], list[Problem]]:
    """Read every page below the folder ``docs``, which problems call ``name``."""
    manuscripts: list[Manuscript] = []
    problems: list[Problem] = []
    for file in sorted(docs.rglob("*.md")):
        page = file.relative_to(docs).as_posix()
        manuscript, found = parse(page, f"{name}/{page}", file.read_text(encoding="utf-8"))
        manuscripts.append(manuscript)
        problems += found
    return manuscripts, problems


def parse(page: str, path: str, text: str) -> tuple[Manuscript, list[Problem]]:
    """Read one page."""
    match = _FRONT.match(text)
    front = match.group() if match else ""
    facts, problems = _facts(path, match[1] if match else "")
    body = text[len(front) :]
    offset = front.count("\n")
    parts, found = blocks.parse(path, "\n" * offset + body)
    manuscript = Manuscript(
        page=page,
        path=path,
        title=facts.get("title", ""),
        description=facts.get("description", ""),
        front=front,
        parts=tuple(parts),
    )
    return manuscript, [*problems, *found]


def _facts(path: str, front: str) -> tuple[dict[str, str], list[Problem]]:
    """Return what front matter says in words, which must be a title at least."""
    if front.strip():
        document, problems = yamlsource.parse(path, front)
        shifted = [
            Problem(path=path, line=each.line + 1, message=each.message) for each in problems
        ]
        if document is None or problems:
            return {}, shifted
        if isinstance(document.data, dict) and isinstance(document.data.get("title"), str):
            return {k: str(v) for k, v in document.data.items() if isinstance(v, str)}, []
    message = "a page must have front matter with a title, got none."
    return {}, [Problem(path=path, line=1, message=message)]
