"""YAML as this project reads it: every scalar stays the text that was written.

YAML 1.1 turns ``no`` into false, ``12:30`` into 750 and ``1962`` into a number. Here scalars are
never resolved, so none of this can happen; the model alone decides what a value means. Keys that
stand twice, tags, aliases and merge keys are errors, because each can hide what a file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from explainer.problems import Location, Problem

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

# The C loader parses some ten times faster; PyYAML built without libyaml has only the other.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAG = "tag:yaml.org,2002:"
_MERGE_TAG = _CORE_TAG + "merge"
# What YAML finds out by itself; any other tag, be it !!binary or !own, was written by hand.
_IMPLIED = frozenset(
    _CORE_TAG + name for name in "str int float bool null timestamp value merge seq map".split()
)
# All but printable characters, tab and plain line ends. YAML takes U+0085, U+2028 and U+2029 for
# line ends, which no editor counts and which may turn into spaces.
_REFUSED = re.compile("[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What is never closed is shown where it opens: the parser notices only at the end of the file.
_UNCLOSED = (
    "found unexpected end of stream",
    "found unexpected document indicator",
    "could not find expected ':'",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its values as text, and the line on which each stands."""

    path: str
    data: Value
    lines: Mapping[Location, int]


def parse(path: str, text: str) -> tuple[Document | None, list[Problem]]:
    """Parse the YAML in ``text``; ``path`` is named in problems.

    Returns no document when the text isn't YAML at all.
    """
    refused = [
        Problem(
            path=path,
            line=text.count("\n", 0, match.start()) + 1,
            message="the file must hold only printable characters and plain line ends, "
            f"got U+{ord(match.group()):04X}.",
        )
        for match in _REFUSED.finditer(text)
    ]
    if refused:
        return None, refused
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.problem in _UNCLOSED:
            mark = error.context_mark or mark
        what = f"the file must be YAML: {error.problem or error.context}"
        # The parser may notice after the last line, where an editor finds nothing to mend.
        last = len(re.findall(r"\r\n?|\n", text.rstrip())) + 1
        line = min(mark.line + 1, last) if mark else 1
        return None, [Problem(path=path, line=line, message=f"{what}.")]
    if node is None:
        return None, [Problem(path=path, line=1, message="the file must hold YAML, got nothing.")]
    reader = _Reader(path)
    data = reader.value(node, ())
    if reader.aliased:  # a node knows where its anchor stands, only an event where its alias does
        message = "an alias must be written out: this project reads no YAML aliases."
        reader.problems += (
            Problem(path=path, line=event.start_mark.line + 1, message=message)
            for event in yaml.parse(text, Loader=_Loader)
            if isinstance(event, yaml.AliasEvent) and event.start_mark
        )
    return Document(path, data, reader.lines), reader.problems


class _Reader:
    """Turns composed nodes into plain values, noting lines and problems on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[Location, int] = {(): 1}
        self.problems: list[Problem] = []
        self.aliased = False
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, at: Location) -> Value:
        if id(node) in self._seen:
            self.aliased = True
            return ""
        self._seen.add(id(node))
        if node.tag not in _IMPLIED:
            self._report(node, f"a value must carry no YAML tag, got '{node.tag}'.")
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, at))
        if isinstance(node, yaml.SequenceNode):
            return [self._item(child, (*at, index)) for index, child in enumerate(node.value)]
        return str(node.value)

    def _item(self, node: yaml.Node, at: Location) -> Value:
        self.lines[at] = node.start_mark.line + 1
        return self.value(node, at)

    def _entries(self, node: yaml.MappingNode, at: Location) -> Iterator[tuple[str, Value]]:
        seen: dict[str, int] = {}
        for key, child in node.value:
            if id(key) in self._seen:
                self.aliased = True
                continue
            self._seen.add(id(key))
            plain = isinstance(key, yaml.ScalarNode) and key.tag in _IMPLIED
            if not plain or key.tag == _MERGE_TAG:
                self._report(key, "a key must be plain text.")
                continue
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                self._report(key, f"key '{name}' must stand once, got it in line {seen[name]} too.")
                continue
            seen[name] = line
            self.lines[(*at, name)] = line
            yield name, self.value(child, (*at, name))

    def _report(self, node: yaml.Node, message: str) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(path=self.path, line=line, message=message))
