"""Writes what is published: IDs into the ledger, tombstones for those that go, and editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explainer import editions, history, ledger
from explainer.editions import Edition
from explainer.ledger import Ledger, Register, Tombstone
from explainer.load import load
from explainer.problems import NOWHERE, must
from explainer.project import Project
from explainer.repository import RepositoryError
from explainer.validate import validate

LEDGER = Path(ledger.FILE)
EDITIONS = Path(editions.FILE)


class PublishingError(ValueError):
    """Nothing was written, for the reason that the message gives."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was added: IDs, and the name of an edition or ""; and what could not be told."""

    ids: tuple[str, ...]
    edition: str
    changed: tuple[str, ...] = ()
    """IDs that the edition lists as changed in words since the edition before."""
    untold: tuple[str, ...] = ()
    """Why something could not be held against the history, each in a sentence."""


def publish(project: Project, day: date, edition: str = "", about: str = "") -> Published:
    """Add every new ID to the ledger, and an edition if it has a name; write nothing twice.

    The project must have no problems. Outside a repository nothing is held against its history.
    Raises ``PublishingError`` if there can be no such edition, or the ledger lost an ID.
    """
    explainer = project.explainer
    assert explainer is not None
    untold = []
    try:
        for problem in history.lost(project.root, explainer):
            raise PublishingError(str(problem))
    except RepositoryError as error:
        untold.append(f"Whether the ledger lost an ID was not looked up: {error}")
    text, changed = "", None
    if edition and edition not in {each.id for each in explainer.editions}:
        last = editions.current(explainer.editions)
        try:
            changed = history.since(project.root, explainer, last.id).changed if last else None
        except RepositoryError as error:
            untold.append(f"What changed in words since the last edition is not listed: {error}")
        text = _with_edition(project, edition, day, about, changed)
    new = explainer.register.new
    if new:
        _write(project.root, ledger.added(explainer.ledger, new, day.isoformat()))
    if text:
        (project.root / EDITIONS).write_text(text, encoding="utf-8")
    return Published(new, edition if text else "", changed or (), tuple(untold))


def _with_edition(
    project: Project, name: str, day: date, about: str, changed: Sequence[str] | None
) -> str:
    """Return the text of the file of editions with one more."""
    assert project.explainer is not None
    data = {"id": name, "date": day.isoformat(), "about": about}
    _, problems = validate(Edition, data, NOWHERE)
    if problems:
        raise PublishingError(f"the edition's {problems[0].message}")
    last = editions.current(project.explainer.editions)
    if last and day.isoformat() <= last.date:
        raise PublishingError(must("--date", f"later than the last edition's, {last.date}", day))
    file = project.root / EDITIONS
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    return editions.added(before, name, day.isoformat(), about, changed)


def withdraw(root: Path, names: Sequence[str], why: str, day: date) -> None:
    """Write that items are gone from the site at ``root``, and why.

    Raises ``PublishingError`` if an ID was never published or an item still has it.
    """
    _bury(root, [{"id": name, "left": day.isoformat(), "withdrawn": why} for name in names])


def move(root: Path, name: str, to: str, day: date) -> None:
    """Write that another item stands for one that is gone; raises as ``withdraw`` does."""
    _bury(root, [{"id": name, "left": day.isoformat(), "moved": to}])


def _bury(root: Path, graves: Sequence[Mapping[str, str]]) -> None:
    explainer, problems = load(root / "sources")
    if explainer is None or problems:
        raise PublishingError("sources/ must be readable first: explainer check")
    found = explainer.ledger
    for data in graves:
        stone, problems = validate(Tombstone, data, NOWHERE)
        if stone is None:
            raise PublishingError(f"the tombstone's {problems[0].message}")
        if message := _hindrance(Register(found, explainer.register.living), stone):
            raise PublishingError(message)
        found = ledger.buried(found, [stone])
    _write(root, found)


def _hindrance(register: Register, stone: Tombstone) -> str:
    """Return why there can be no such tombstone, or ""."""
    if stone.id in register.living:
        return f"an ID must be taken out of sources/ first, got '{stone.id}', which an item has."
    if stone.id not in register.ledger.days:
        return must("an ID", "a published one", stone.id, register.missing)
    if stone.id in register.ledger.tombstones:
        return f"an ID must have one tombstone, got '{stone.id}', which has one in {LEDGER}."
    if stone.moved and stone.moved not in register.living:
        return must("the new ID", "that of an item", stone.moved, register.living)
    return ""


def _write(root: Path, found: Ledger) -> None:
    (root / LEDGER).write_text(ledger.written(found), encoding="utf-8")
