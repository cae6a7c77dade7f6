"""What commands say, and where: results to the standard output, problems to the standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence, Sized

from explainer.problems import Problem


def say(message: str) -> None:
    """Write a line of what was done or found."""
    sys.stdout.write(f"{message}\n")


def complain(message: str) -> None:
    """Write a line of what was wrong."""
    sys.stderr.write(f"{message}\n")


def report(problems: Sequence[Problem]) -> int:
    """Write each problem and how many there are; return 1, or 0 if there is none."""
    for problem in problems:
        complain(str(problem))
    if problems:
        complain(f"{count(problems, 'problem')}.")
    return 1 if problems else 0


def count(things: Sized, name: str, many: str = "s") -> str:
    """Return how many things there are, with their name.

    >>> count([], "text"), count([1], "address", "es")
    ('0 texts', '1 address')
    """
    return f"{len(things)} {name}{'' if len(things) == 1 else many}"
