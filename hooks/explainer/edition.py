"""An edition's file: paragraphs of Markdown, each after a line that gives its permanent ID.

{#p4}

Some say that talking is futile …
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from explainer.fields import SLUG_PATTERN
from explainer.problems import Problem, must

# Not str.splitlines, which also splits at characters that no editor counts as the end of a line.
_LINE_END = re.compile(r"\r\n?|\n")
_MARKER = re.compile(rf"\{{#({SLUG_PATTERN})\}}\s*\Z")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it stands in the file: its ID, its Markdown and its first line."""

    id: str
    markdown: str
    line: int


def parse(path: str, text: str) -> tuple[list[Passage], list[Problem]]:
    """Split an edition into its paragraphs; ``path`` is named in problems."""
    passages: list[Passage] = []
    problems: list[Problem] = []
    lines: list[str] = []
    name, start = "", 0

    def close() -> None:
        body = "\n".join(lines).strip("\n")
        if name and not body.strip():
            message = f"paragraph {name} must have a restatement, got nothing."
            problems.append(Problem(path=path, line=start, message=message))
        elif name:
            passages.append(Passage(name, body, start))
        elif body.strip():
            message = "an edition must begin with the ID of a paragraph such as {#p1}."
            problems.append(Problem(path=path, line=1, message=message))

    for number, line in enumerate(_LINE_END.split(text), 1):
        match = _MARKER.match(line)
        if match:
            close()
            lines, name, start = [], match[1], number
        else:
            if line.lstrip().startswith("{#"):
                rule = "alone on its line, a brace, # and a name such as {#p1}"
                message = must("the ID of a paragraph", rule, line.strip())
                problems.append(Problem(path=path, line=number, message=message))
            lines.append(line)
    close()
    return passages, problems
