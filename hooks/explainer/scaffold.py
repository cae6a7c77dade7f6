"""Starts a new explainer, and new entries in one: valid from the first moment, with comments."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from explainer import urls
from explainer.fields import SLUG_PATTERN
from explainer.load import load
from explainer.model import Explainer, Text
from explainer.problems import must

_HERE = Path(__file__).parent
# What a new explainer takes over from the repository that the generator lies in.
_GENERATOR = (
    "hooks",
    "Makefile",
    "pyproject.toml",
    "requirements",
    ".github",
    ".gitignore",
    "LICENSE",
)


class ScaffoldError(ValueError):
    """Nothing was added, for the reason that the message gives."""


def init(folder: Path) -> list[Path]:
    """Make a new, empty explainer in ``folder``, with the generator that makes it a site."""
    shutil.copytree(_HERE / "starter", folder, dirs_exist_ok=True)
    repository = _HERE.parent.parent
    # The tests are the generator's, and so is the screenshot.
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "*.png")
    for name in _GENERATOR:
        source = repository / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.is_file():
            shutil.copyfile(source, folder / name)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def new(root: Path, kind: str, name: str, text: str | None) -> list[str]:
    """Add an entry to the explainer at ``root``; return the files changed, from its root.

    Raises ``ScaffoldError`` if the ID is no ID or is taken, or what the entry needs is missing.
    """
    if not re.fullmatch(SLUG_PATTERN, name):
        rule = "a name in lower case, digits and single hyphens such as leap-day-deal"
        raise ScaffoldError(must("ID", rule, name))
    explainer, problems = load(root / "sources")
    if explainer is None or problems:
        raise ScaffoldError("sources/ must be readable first: explainer check")
    return KINDS[kind](root, explainer, name, text)


def _event(root: Path, explainer: Explainer, name: str, _: str | None) -> list[str]:
    _free(explainer, f"event/{name}")
    settings = explainer.settings
    if not explainer.actors:
        raise ScaffoldError("an event needs an actor: add one to sources/actors.yml first")
    values = {
        "id": name,
        "date": explainer.events[-1].date if explainer.events else _today(),
        "actor": explainer.actors[0].id,
        "lane": settings.lanes[0].id,
        "theme": settings.themes[0].id,
        "phase": settings.phases[-1].id,
        "evidence": _some_evidence(explainer),
    }
    return [_append(root, "sources/events.yml", "event.yml", values)]


def _term(root: Path, explainer: Explainer, name: str, _: str | None) -> list[str]:
    _free(explainer, f"term/{name}")
    return [_append(root, "sources/terms.yml", "term.yml", {"id": name})]


def _note(root: Path, explainer: Explainer, name: str, text: str | None) -> list[str]:
    on = _on(explainer, text)
    _free(explainer, f"{on.id}/n/{name}")
    kinds = [kind.id for kind in explainer.settings.kinds if kind.evidence == "optional"]
    if not kinds:
        raise ScaffoldError("explainer.yml must have a kind of note whose evidence is optional")
    values = {"id": name, "paragraph": on.source.paragraphs[0].id, "kind": kinds[0]}
    return [_append(root, f"sources/texts/{on.id}/notes.yml", "note.yml", values)]


def _question(root: Path, explainer: Explainer, name: str, text: str | None) -> list[str]:
    on = _on(explainer, text)
    _free(explainer, f"question/{name}")
    file = f"sources/texts/{on.id}/questions.yml"
    if not (root / file).is_file():
        _create(root, file, "questions.yml", {})
    values = {"id": name, "text": on.id, "paragraph": on.source.paragraphs[0].id}
    return [_append(root, file, "question.yml", values)]


def _on(explainer: Explainer, text: str | None) -> Text:
    """Return the text that something is to be added to."""
    texts = {each.id: each for each in explainer.texts}
    if text not in texts:
        raise ScaffoldError(must("--text", "a text of sources/texts/", text or "nothing", texts))
    return texts[text]


def _comparison(root: Path, explainer: Explainer, name: str, _: str | None) -> list[str]:
    _free(explainer, f"compare/{name}")
    values = {"id": name, "evidence": _some_evidence(explainer)}
    return [_create(root, f"sources/comparisons/{name}.yml", "comparison.yml", values)]


def _text(root: Path, explainer: Explainer, name: str, _: str | None) -> list[str]:
    _free(explainer, name)
    if name in urls.RESERVED:
        rule = f"none of the reserved names {', '.join(sorted(urls.RESERVED))}"
        raise ScaffoldError(must("ID", rule, name))
    values = {"id": name, "date": _today()}
    return [
        _create(root, f"sources/texts/{name}/{file}", file, values)
        for file in ("source.yml", "edition.md", "notes.yml")
    ]


KINDS: Mapping[str, Callable[[Path, Explainer, str, str | None], list[str]]] = {
    "text": _text,
    "event": _event,
    "note": _note,
    "question": _question,
    "comparison": _comparison,
    "term": _term,
}
"""What can be added, and how."""


def _free(explainer: Explainer, name: str) -> None:
    if explainer.exists(name):
        raise ScaffoldError(must("ID", "one that no item has", name))


def _some_evidence(explainer: Explainer) -> str:
    """Return something that can be cited, for the editor to replace."""
    if explainer.references:
        return explainer.references[0].id
    if explainer.texts:
        return explainer.texts[0].id
    raise ScaffoldError("it needs evidence: add a work to sources/references.yml first")


def _append(root: Path, file: str, entry: str, values: Mapping[str, str]) -> str:
    path = root / file
    text = path.read_text(encoding="utf-8").rstrip().removesuffix("[]").rstrip()
    path.write_text(f"{text}\n{_filled(entry, values)}", encoding="utf-8")
    return file


def _create(root: Path, file: str, entry: str, values: Mapping[str, str]) -> str:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_filled(entry, values), encoding="utf-8")
    return file


def _filled(entry: str, values: Mapping[str, str]) -> str:
    text = (_HERE / "entries" / entry).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()
