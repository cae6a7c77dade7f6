"""What the repository's history says of the site: IDs that its ledger held, and earlier editions.

A build asks none of this, so that it needs no repository.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer import check_published, editions, ledger, repository, wording
from explainer.load import load
from explainer.model import Explainer
from explainer.problems import Problem, must
from explainer.repository import RepositoryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What became of the site's IDs since a commit."""

    commit: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    """Those whose items say something else now."""
    gone: tuple[str, ...]


def lost(root: Path, explainer: Explainer) -> list[Problem]:
    """Return a problem if the ledger lacks an ID that it held in any state of the current branch.

    Raises ``RepositoryError`` if the history cannot be read, or not all of it.
    """
    file = root / ledger.FILE
    held = _held(root, explainer.ledger.forked)
    written = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [
        *check_published.lost(explainer, held),
        *check_published.unreadable(explainer, set(map(ledger.listed, written))),
    ]


def _held(root: Path, after: str | None) -> Mapping[str, str]:
    """Return every ID that the ledger held, with the commit that took its line out last, or "".

    Lines are read, not YAML: hundreds of states of a long file take no longer than one.
    """
    found: dict[str, str] = {}
    states = list(repository.edits(root, ledger.FILE, after))
    for commit, lines in states:
        for line in lines:
            name = ledger.listed(line[1:])
            if name and line.startswith("+"):
                if found.setdefault(name, "") == commit:
                    found[name] = ""  # its line was only moved
            elif name and commit != states[-1][0]:  # what the first state took out was another's
                found.setdefault(name, commit)
    return found


def since(root: Path, explainer: Explainer, name: str) -> Difference:
    """Return what changed since an edition, or since a commit, branch or tag.

    An edition is what its tag ``edition-…`` names, or else the first commit that holds it. Raises
    ``RepositoryError`` if there is no such state, or it cannot be read.
    """
    repository.require_history(root)
    dated = [edition.id for edition in explainer.editions]
    commit = _commit_of(root, name) if name in dated else repository.commit(root, name)
    if commit is None:
        rule = "an edition that is committed, or a commit, branch or tag"
        others = [each for each in dated if each != name]
        raise RepositoryError(must("the state to compare with", rule, name, others))
    before, now = wording.hashes(_state(root, commit)), wording.hashes(explainer)
    return Difference(
        commit=commit,
        new=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(
            sorted(each for each in now.keys() & before.keys() if now[each] != before[each])
        ),
        gone=tuple(sorted(before.keys() - now.keys())),
    )


def _commit_of(root: Path, edition: str) -> str | None:
    if tagged := repository.commit(root, f"refs/tags/edition-{edition}"):
        return tagged
    entry = re.compile(
        rf"""\+\s*-?\s*\{{?\s*id:\s*["']?{re.escape(edition)}["']?\s*(?:[,}}#].*)?"""
    )
    states = [
        commit
        for commit, lines in repository.edits(root, editions.FILE, None)
        if any(map(entry.fullmatch, lines))
    ]
    return states[-1] if states else None


def _state(root: Path, commit: str) -> Explainer:
    """Return what ``sources/`` held at a commit, as far as this version of the generator reads it."""
    with tempfile.TemporaryDirectory() as folder:
        repository.unpack(root, commit, "sources", Path(folder))
        explainer, problems = load(Path(folder) / "sources")
    if explainer is None or problems:
        rule = f"readable by this version, got {len(problems)} problems, the first: {problems[0]}"
        raise RepositoryError(f"sources/ of commit {commit} must be {rule}")
    return explainer
