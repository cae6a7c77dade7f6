"""What git knows of a project: which files are its own, and what stood in them in earlier commits."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

SHALLOW = (
    "the clone is shallow and lacks earlier commits. Fetch them: git fetch --unshallow; "
    "in a workflow, give actions/checkout the option fetch-depth: 0."
)
"""What to do about a clone that lacks earlier commits."""
# Nothing that a user's configuration or a repository's attributes may add to a patch.
_PATCHES = (
    "log --patch --unified=0 --format=commit:%h --no-color --no-ext-diff --no-textconv --no-renames "
    "--no-show-signature"
).split()


class RepositoryError(ValueError):
    """Git cannot say it, for the reason that the message gives."""


def files(root: Path) -> list[Path] | None:
    """Return the files below ``root`` that git tracks or would track; none outside a repository."""
    try:
        listed = _git(root, "ls-files", "-co", "--exclude-standard", "-z").decode()
    except RepositoryError:
        return None
    return [root / name for name in listed.split("\0") if name]


def added(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every commit of any branch, and the lines that it added, as one text.

    Raises ``RepositoryError`` as ``require_history`` does.
    """
    require_history(root)
    for commit, lines in _commits(_git(root, *_PATCHES, "--all")):
        yield commit, "\n".join(line[1:] for line in lines if line.startswith("+"))


def edits(root: Path, path: str, after: str | None) -> Iterator[tuple[str, list[str]]]:
    """Yield each state of the current branch in which a file changed, the newest first.

    That is a commit and the lines it added and took out, after ``+`` or ``-``. A branch that was
    merged counts as what the merge made of it. ``after`` names a commit to leave off at. Raises
    ``RepositoryError`` as ``require_history`` does.
    """
    require_history(root)
    try:
        _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except RepositoryError:
        return  # no commit yet
    states = f"{after}..HEAD" if after else "HEAD"
    # As text, whatever attributes say of the file.
    yield from _commits(_git(root, *_PATCHES, "--text", "--first-parent", "-m", states, "--", path))


def require_history(root: Path) -> None:
    """Raise ``RepositoryError`` outside a repository, and in one that lacks earlier commits."""
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise RepositoryError(SHALLOW)


def commit(root: Path, name: str) -> str | None:
    """Return the short name of the commit that a branch, a tag or a commit's name means, if any."""
    if name.startswith("-"):  # git would take it for an option
        return None
    try:
        found = _git(root, "rev-parse", "--verify", "--quiet", "--short", f"{name}^{{commit}}")
    except RepositoryError:
        return None
    return found.decode().strip()


def unpack(root: Path, commit: str, folder: str, into: Path) -> None:
    """Write the files of a folder, as they were at a commit, below ``into``."""
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", commit, folder))) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content:
                path = into / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _commits(log: bytes) -> Iterator[tuple[str, list[str]]]:
    for part in log.decode(errors="replace").split("\ncommit:"):
        name, *lines = part.removeprefix("commit:").split("\n")
        if name:
            yield name, lines


def _git(root: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell reads it
    except FileNotFoundError:
        raise RepositoryError("git is not installed.") from None
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise RepositoryError(f"git says '{said or command[3]}'.")
    return done.stdout
