"""What is wrong, and where: the one shape in which every check speaks to an editor."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Location = tuple[str | int, ...]
"""The way to a value inside a document: keys and list indexes, as in ``('events', 3, 'date')``."""

# Below this likeness a suggestion confuses more than it helps ("us" would be offered for "un").
SUGGESTION_CUTOFF = 0.6


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """Something an editor must mend: a rule that the value at ``path:line`` breaks.

    ``line`` counts from 1; 0 means the file as a whole.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in its file, and the line of each value inside it."""

    path: str
    lines: Mapping[Location, int] = field(default_factory=dict)
    base: Location = ()

    def line(self, *inside: str | int) -> int:
        """Return the line of the value at ``inside``, or of the nearest thing that holds it."""
        location = self.base + inside
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def problem(self, message: str, *inside: str | int) -> Problem:
        """Return the problem that ``message`` describes at the value ``inside`` this record."""
        return Problem(path=self.path, line=self.line(*inside), message=message)

    def within(self, *inside: str | int) -> Place:
        """Return the place of the value at ``inside``."""
        return Place(self.path, self.lines, self.base + inside)


NOWHERE = Place("")


def must(name: str, rule: str, got: object, known: Iterable[str] = ()) -> str:
    """Word a broken rule, with the nearest of the ``known`` values as a suggestion.

    >>> must("lane", "a lane of sources/explainer.yml", "lanches", ["launches", "force"])
    "lane must be a lane of sources/explainer.yml, got 'lanches'. Did you mean 'launches'?"
    """
    sentence = f"{name} must be {rule}, got '{got}'."
    near = difflib.get_close_matches(str(got), sorted(known), n=1, cutoff=SUGGESTION_CUTOFF)
    return f"{sentence} Did you mean '{near[0]}'?" if near else sentence
