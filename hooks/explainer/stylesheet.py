"""Styles that an explainer's data decide: kinds of note, columns, marks of the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from explainer.dates import MONTHS
from explainer.layout import MARK
from explainer.templating import environment
from explainer.vocabulary import NoteKind, Underline

# How wide the shape within a mark of a ruler is, in CSS pixels.
_SHAPE = 24
# Underline: its line, thickness and the color token of the theme that goes with it. Line and
# thickness alone tell the kinds apart, so color never carries the meaning.
_LINES: Mapping[Underline, tuple[str, str, str]] = {
    "solid": ("solid", "2px", "accent"),
    "dotted": ("dotted", "2px", "talks"),
    "dashed": ("dashed", "2px", "steel"),
    "double": ("double", "2px", "forecast"),
    "wavy": ("wavy", "1.5px", "steel"),
    "heavy": ("solid", "4px", "talks"),
    "beads": ("dotted", "4px", "steel"),
}


def kinds(found: Sequence[NoteKind]) -> str:
    """Return the style sheet that gives each kind of note its underline and color."""
    rules = []
    for kind in found:
        line, thickness, color = _LINES[kind.underline]
        style = f"--k: var(--{color}); --line: {line}; --weight: {thickness};"
        rules.append(f".k-{kind.id} {{ {style} }}\n")
    return "".join(rules)


def columns(most: int) -> str:
    """Return the style sheet by which a reader chooses columns where there is no script.

    ``most`` is the number of columns of the widest table. Where there is a script, it hides cells
    itself: every change would cost a browser ten times as much by these rules.
    """
    rule = (
        "  .compare:has(.pick [data-n='{0}']:not(:checked)) .comparison [data-c='{0}'] "
        "{{ display: none; }}\n"
    )
    rules = "".join(rule.format(number) for number in range(1, most + 1))
    return f"@media (scripting: none) {{\n  .pick {{ display: block; }}\n{rules}}}\n"


def rulers(shapes: Iterable[str]) -> str:
    """Return the style sheet of the years' rulers: names of months, and the shapes of the marks.

    A page has hundreds of either, and its words name both. A phone has room for a month's letter.
    """
    rules = [_months(3), f"@media screen and (max-width: 47.99rem) {{\n{_months(1)}}}\n"]
    macros: Any = environment().get_template("shapes.html.j2").module
    for shape in dict.fromkeys(shapes):
        outline = str(macros.outline(shape, _SHAPE, MARK / 2, MARK / 2)).strip()
        rules.append(f'.mark.{shape}::before {{ clip-path: path("{outline}"); }}\n')
    return "".join(rules)


def _months(letters: int) -> str:
    return "".join(
        f'.ruler li:nth-child({number})::before {{ content: "{month[:letters]}"; }}\n'
        for number, month in enumerate(MONTHS, 1)
    )
