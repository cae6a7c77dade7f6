"""One explainer's own vocabulary, which ``explainer.yml`` holds: the core itself knows no topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from explainer.fields import Edtf, Line, Record, Slug

Shape = Literal[
    "circle", "ring", "half", "triangle", "diamond", "square", "cross", "bar", "plus", "flag"
]
Underline = Literal["solid", "dotted", "double", "dashed", "wavy", "heavy", "beads"]
Motivation = Literal[
    "assessing",
    "classifying",
    "commenting",
    "describing",
    "highlighting",
    "identifying",
    "linking",
    "questioning",
]


class NoteKind(Record):
    """A kind of note: its name, sign and underline, and what its notes must carry."""

    id: Slug
    label: Line
    sign: Line
    underline: Underline
    evidence: Literal["required", "optional"]
    assessments: tuple[Line, ...] = ()
    motivation: Motivation = Field(
        default="commenting",
        description="Why its notes are made, in the terms of the W3C Web Annotation model.",
    )
    about: Line


class Lane(Record):
    """A row of the timeline's picture, told apart by its shape."""

    id: Slug
    label: Line
    shape: Shape


class Theme(Record):
    """What an event is about."""

    id: Slug
    label: Line


class Phase(Record):
    """A stretch of the period, with a neutral name."""

    id: Slug
    label: Line
    about: Line | None = None


class Settings(Record):
    """One explainer's own vocabulary; the core itself knows no topic."""

    title: Line
    description: Line
    language: Line = "en-US"
    span: Edtf = Field(description="The interval that the picture of the whole period shows.")
    second_calendar: Line | None = None
    kinds: tuple[NoteKind, ...] = Field(min_length=1)
    lanes: tuple[Lane, ...] = Field(min_length=1)
    themes: tuple[Theme, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = Field(min_length=1)
    words: Mapping[str, Line] = Field(
        default={}, description="Interface words that replace the core's English ones."
    )
