"""One explainer's own vocabulary, which ``explainer.yml`` holds: the core itself knows no topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from explainer.fields import Edtf, Line, Record, Slug, Url, Zone

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
    span: Edtf | None = Field(default=None, description="From its first day to its last.")
    about: Line | None = None


class Clock(Record):
    """A place whose time of day is shown beside the local one."""

    zone: Zone
    label: Line


class License(Record):
    """On what terms others may use the explainer's words and data."""

    name: Line = Field(description="Its identifier in the SPDX list, such as CC-BY-4.0.")
    title: Line
    url: Url
    excludes: Line | None = Field(default=None, description="What it does not cover.")


class Settings(Record):
    """One explainer's own vocabulary; the core itself knows no topic."""

    title: Line
    description: Line
    language: Line = "en-US"
    license: License | None = None
    span: Edtf = Field(description="The interval that the picture of the whole period shows.")
    second_calendar: Line | None = None
    second_zone: Zone | None = Field(
        default=None, description="The time zone of the second calendar."
    )
    clocks: tuple[Clock, ...] = Field(
        default=(), description="Where a reader may ask what time it was."
    )
    accounts: tuple[Slug, ...] = Field(
        default=(), description="The actors whose accounts an event with accounts must give."
    )
    kinds: tuple[NoteKind, ...] = Field(min_length=1)
    lanes: tuple[Lane, ...] = Field(min_length=1)
    themes: tuple[Theme, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = Field(min_length=1)
    words: Mapping[str, Line] = Field(
        default={}, description="Interface words that replace the core's English ones."
    )
