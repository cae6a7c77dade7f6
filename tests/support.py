"""What several test modules share: the two explainers, copies of them, and builds of their sites."""

from __future__ import annotations

import atexit
import dataclasses
import functools
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from explainer import project, view
from explainer.__main__ import main

TESTS = Path(__file__).parent
ROOT = TESTS.parent
HOOKS = ROOT / "hooks"
TINY = TESTS / "tiny"
# The tiny explainer's text was invented, so its original may lie in the repository.
TINY_ORIGINALS = TESTS / "originals"
# What a copy of the repository leaves out: installed, built, or of no use to the site.
LEFT_OUT = shutil.ignore_patterns(
    ".*", "site", "site.*", "classroom", "__pycache__", "tests", "*.egg-info"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command or a build came to."""

    code: int
    out: str
    err: str


def copy_tiny(folder: Path, *, hooks: str | None = None) -> Path:
    """Copy the tiny explainer into ``folder``, which may lie anywhere, and return the folder."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns(".*", "site", "site.*"))
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("../../hooks", hooks or HOOKS.as_posix()), encoding="utf-8")
    return folder


@functools.cache
def _formatted() -> Path:
    """Format the tiny explainer's citations, which takes longer than all else, once for a run."""
    root = copy_tiny(fresh_folder() / "tiny")
    project.read(root).pages()
    return root / project.CACHE


def copy_tiny_formatted(folder: Path) -> Path:
    """Copy the tiny explainer with its citations formatted already, for tests that make pages."""
    root = copy_tiny(folder)
    shutil.copytree(_formatted(), root / project.CACHE)
    return root


PUBLISHED = "https://reader.example/repo/"
"""An address at which a site may be published."""


@functools.cache
def read(root: Path = TINY) -> project.Project:
    """Read an explainer, once for a run; citations are cached beside the sources, so in a copy."""
    found = project.read(copy_tiny_formatted(fresh_folder() / "tiny") if root == TINY else root)
    assert found.problems == ()
    return found


@functools.cache
def facts(root: Path = TINY, address: str = PUBLISHED) -> view.Site:
    """Return what pages of an explainer are made from, published at an address or at none."""
    return read(root).site(address)


def changed(site: view.Site, **changes: Any) -> view.Site:
    """Return a site with another explainer, and nothing remembered of the one before."""
    explainer = dataclasses.replace(site.explainer, **changes)
    return dataclasses.replace(site, explainer=explainer, _made={})


def copy_repository(folder: Path) -> Path:
    """Copy what the real site is made from into ``folder``, outside git, and return the folder."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


def replace(file: Path, find: str, new: str) -> None:
    """Replace words that stand once in ``file``."""
    text = file.read_text(encoding="utf-8")
    assert text.count(find) == 1, f"{file.name} must hold '{find}' once, got {text.count(find)}"
    file.write_text(text.replace(find, new), encoding="utf-8")


def build(root: Path, site: Path | None = None, **environment: str) -> Outcome:
    """Build the site of the explainer at ``root``, as an editor would, in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    if site is not None:
        command += ["--site-dir", str(site)]
    # Of what may be set outside, only what a test gives is to count.
    outside = {
        key: value
        for key, value in os.environ.items()
        if key not in {"SITE_URL", "REPO_URL", "CONTACT_URL"} and not key.startswith("COV")
    }
    done = subprocess.run(
        command,
        cwd=root,
        env={**outside, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Outcome:
    """Run the command ``explainer``; an exit of the argument parser counts as its code."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return Outcome(code, said.out, said.err)


def git(root: Path, *arguments: str) -> str:
    """Run git in ``root`` as somebody, whatever this computer's owner has configured."""
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@reader.example")
    command = ["git", "-C", str(root), *identity, "-c", "commit.gpgsign=false", *arguments]
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**outside, **alone}
    )
    return done.stdout.strip()


def commit(root: Path, message: str = "A state") -> str:
    """Commit every file of ``root``, in a repository that is made if there is none; return its name."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")


def digest(folder: Path) -> Mapping[str, str]:
    """Return a hash of every file below ``folder``, by its path there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def gzipped(file: Path, level: int = 9) -> int:
    """Return the size of a file as a server sends it; many pack at level 6."""
    return len(gzip.compress(file.read_bytes(), level))


def parsed(html: str) -> BeautifulSoup:
    """Parse HTML as a browser does."""
    return BeautifulSoup(html, "html5lib")


class Site:
    """A built site, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = frozenset(digest(folder))

    @functools.cached_property
    def pages(self) -> Mapping[str, BeautifulSoup]:
        """Every page, by the path of its file."""
        return self._parsed(cards=False)

    @functools.cached_property
    def cards(self) -> Mapping[str, BeautifulSoup]:
        """Every card of a permanent ID, by the path of its file."""
        return self._parsed(cards=True)

    def _parsed(self, *, cards: bool) -> Mapping[str, BeautifulSoup]:
        return {
            name: parsed((self.folder / name).read_text(encoding="utf-8"))
            for name in sorted(self.files)
            if name.endswith(".html") and name.startswith("id/") == cards
        }

    @functools.cached_property
    def found(self) -> Sequence[Mapping[str, str]]:
        """Every entry of the search, with its ``location``, ``title`` and ``text``."""
        [name] = [name for name in self.files if name.endswith("/search_index.json")]
        index = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return list(index["docs"])

    @functools.cached_property
    def anchors(self) -> Mapping[str, frozenset[str]]:
        """The IDs of the elements of every page and card."""
        return {
            name: frozenset(str(tag["id"]) for tag in page.find_all(id=True))
            for name, page in {**self.pages, **self.cards}.items()
        }

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the path and text of every file that is text."""
        for name in sorted(self.files):
            try:
                yield name, (self.folder / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


@functools.cache
def _workshop() -> Path:
    """Make a folder that lasts as long as the run: fixtures of a session are shared too little."""
    folder = Path(tempfile.mkdtemp(prefix="explainer-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def fresh_folder() -> Path:
    """Make an empty folder that lasts as long as the run."""
    return Path(tempfile.mkdtemp(dir=_workshop()))


@functools.cache
def tiny_site() -> Site:
    """Build the tiny explainer's site once for all tests of a run."""
    root = copy_tiny(fresh_folder() / "tiny")
    outcome = build(root)
    assert outcome.code == 0, outcome.err
    return Site(root / "site")


@functools.cache
def real_site(under: str = "") -> Site:
    """Build the real site once for all tests of a run, for a root or below a path of an address."""
    folder = fresh_folder() / "built"
    addresses = {}
    if under:
        addresses = {
            "SITE_URL": f"https://reader.example{under}",
            "REPO_URL": "https://code.example/village/bridge",
        }
    outcome = build(ROOT, folder, PYTHONHASHSEED="2" if under else "1", **addresses)
    assert outcome.code == 0, outcome.err
    return Site(folder)


def originals() -> Path:
    """Return the folder of the originals; without it, skip the test, or fail it in a complete CI.

    They are in copyright and so not in the repository, and a public runner has no way to them.
    """
    given = os.environ.get("EXPLAINER_ORIGINALS")
    if given:
        assert Path(given).is_dir(), f"EXPLAINER_ORIGINALS must be a folder, got '{given}'"
        return Path(given)
    reason = "needs the originals: set EXPLAINER_ORIGINALS to their folder"
    if os.environ.get("CI") == "true" and os.environ.get("GITHUB_ACTIONS") != "true":
        pytest.fail(reason)
    pytest.skip(reason)
