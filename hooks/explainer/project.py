"""A whole explainer on disk: read it, check it, make its pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explainer import check, citations, manuscripts, mentions
from explainer.citestyles import Styles
from explainer.contents import Site
from explainer.load import load
from explainer.manuscripts import Manuscript
from explainer.model import Explainer
from explainer.page import Page
from explainer.pages import pages
from explainer.problems import Problem

CACHE = Path(".cache", "citations")
"""Where formatted references are kept, below the project's root."""


@dataclass(frozen=True, slots=True)
class Project:
    """What was read, and every problem with it. The explainer is missing if it has no settings."""

    root: Path
    explainer: Explainer | None
    manuscripts: tuple[Manuscript, ...]
    problems: tuple[Problem, ...]

    def pages(self) -> list[Page]:
        """Return the finished pages; raises ``ValueError`` as ``site`` does."""
        return pages(self.site())

    def site(self, root: str = "", current: str = "") -> Site:
        """Return everything that pages are made from; ``root`` is where they are published, or "".

        ``current`` is where the site is read as it is now, if this is an edition kept as it was.
        Raises ``ValueError`` if the project has problems: no page is made from doubtful data.
        """
        if self.explainer is None or self.problems:
            raise ValueError(f"{len(self.problems)} problems")
        return Site(
            self.explainer,
            {manuscript.page: manuscript for manuscript in self.manuscripts},
            mentions.index(self.explainer, self.manuscripts),
            citations.formatted(self.explainer.references, self.root / CACHE),
            root=root,
            current=current,
            styles=Styles(self.root / CACHE),
        )


def read(root: Path, docs: Path | None = None, *, recorded: bool = True) -> Project:
    """Read and check the project at ``root``, whose hand-written pages lie in ``docs``.

    Unless quotations must be ``recorded``, one that is in no record is not a problem.
    """
    explainer, problems = load(root / "sources")
    written, found = manuscripts.read(docs or root / "docs")
    problems = [*problems, *found]
    if explainer is not None:
        problems += check.check(explainer, written, recorded=recorded)
    return Project(root, explainer, tuple(written), tuple(sorted(set(problems))))
