"""Holds a whole project against the originals of its texts: quotations, and copied passages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explainer import classroom, quotes, repository
from explainer.check import quotations
from explainer.model import Explainer, QuoteRecord
from explainer.problems import Problem
from explainer.project import Project
from explainer.prose import plain

# Larger files are no prose: pictures and archives are skipped by their encoding before that.
_LARGEST = 5_000_000
_HEADER = "# yaml-language-server: $schema=../../../hooks/explainer/schemas/quotes.schema.json\n"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a comparison with the originals found."""

    records: Mapping[str, QuoteRecord]
    problems: tuple[Problem, ...]
    quotations: int
    files: int


def originals(folder: Path, explainer: Explainer) -> Mapping[str, str]:
    """Return the originals that lie in ``folder`` as ``<text>.txt``, by text."""
    found = {text.id: folder / f"{text.id}.txt" for text in explainer.texts}
    return {
        name: path.read_text(encoding="utf-8") for name, path in found.items() if path.is_file()
    }


def verify(
    project: Project, contents: Mapping[str, str], site: Path | None, today: date
) -> Verification:
    """Compare every quotation with the originals, and every file with their running text.

    Notes must stand on the originals too, as a classroom copy shows them.
    """
    assert project.explainer is not None
    explainer = project.explainer
    texts = {text.id: text for text in explainer.texts}
    quoted = list(quotations(explainer, project.manuscripts))
    records, problems = quotes.verify(quoted, texts, contents, today)
    problems += classroom.wholes(explainer.texts, contents)[1] if not project.problems else []
    copies = quotes.Copies(contents, explainer)
    files = list(_files(project.root, site))
    for path, content in files:
        for line, words, text in copies.find(content):
            rule = f"no run of {quotes.RUN} words of {text}, got '{words}'"
            problems.append(Problem(path=path, line=line, message=f"the file must hold {rule}."))
    return Verification(records, tuple(sorted(set(problems))), len(quoted), len(files))


def _files(root: Path, site: Path | None) -> Iterator[tuple[str, str]]:
    """Yield the path and text of every file of the repository, and of the built site's pages."""
    for path in _tracked(root):
        text = _text(path) if path.is_file() else None
        if text is not None:
            yield path.relative_to(root).as_posix(), text
    for path in sorted(site.rglob("*")) if site else ():
        text = _text(path) if path.is_file() else None
        if text is not None:
            yield f"{path}", plain(text) if path.suffix == ".html" else text


def _tracked(root: Path) -> list[Path]:
    """Return the files of the repository, or every file outside one."""
    found = repository.files(root)
    return sorted(root.rglob("*")) if found is None else found


def _text(path: Path) -> str | None:
    if path.stat().st_size > _LARGEST:
        return None
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def written(record: QuoteRecord) -> str:
    """Return a record of quotations as the text of its file."""
    lines = [_HEADER.rstrip(), f"original: {record.original}", "quotes:"]
    for entry in record.quotes:
        lines.append(f"- paragraph: {entry.paragraph}")
        lines.append(f"  quote: {json.dumps(entry.quote, ensure_ascii=False)}")
        lines.append(f'  verified: "{entry.verified}"')
    return "\n".join(lines) + ("\n" if record.quotes else " []\n")


def in_history(root: Path, copies: quotes.Copies) -> Iterator[tuple[str, str]]:
    """Yield each commit and the copied words that a line added in it holds."""
    for commit, added in repository.added(root):
        for _, words, _ in copies.find(added):
            yield commit, words
