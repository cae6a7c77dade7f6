"""What every file says alike: items by permanent ID, label and address; prose as plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explainer import prose, urls
from explainer.contents import Site
from explainer.model import Disagreement, Reference
from explainer.view import View
from explainer.vocabulary import Phase

# Between the parts of a field of CSV that lists something; no sentence holds it.
BETWEEN = " | "
# Made once: json.dumps would make one for each record.
_ENCODER = json.JSONEncoder(ensure_ascii=False)
# How a file of ``data/`` reaches the site's root.
_UP = "../"


@dataclass(frozen=True)
class Data:
    """The site as seen from a file that is taken away from it.

    ``root`` is the address of the site's root, or "" while it is unknown; addresses are then
    relative to a file of ``data/``, as those of the annotations are.
    """

    site: Site
    root: str

    @cached_property
    def view(self) -> View:
        """The words and labels of the site; nothing that depends on a page."""
        return View(self.site, urls.DATA)

    @cached_property
    def phases(self) -> Mapping[str, Phase]:
        """The stretches of the period by ID."""
        return {phase.id: phase for phase in self.view.settings.phases}

    def address(self, name: str) -> str:
        """Return where an item is read."""
        target = self.site.address(name)
        fragment = f"#{target.fragment}" if target.fragment else ""
        return (self.root or _UP) + urls.url(target.page) + fragment

    @cached_property
    def links(self) -> prose.Links:
        """How citations and links of prose read, and where they lead."""
        return prose.Links(self.address, self.view.label)

    def html(self, text: str) -> str:
        """Return a line of prose as HTML, with its citations and links."""
        return self.site.renderer.linked(text, self.links, self.site.texts.__contains__)

    def plain(self, text: str) -> str:
        """Return a line of prose as plain text; citations become labels in parentheses."""
        return prose.worded(text, self.view.label, self.site.texts.__contains__)

    def item(self, name: str) -> dict[str, str]:
        """Return an item that something points at."""
        label = self.view.title(name)
        return {"id": name, "label": label, "address": self.address(name)}

    def evidence(self, names: Sequence[str]) -> list[dict[str, str]]:
        """Return what a list of evidence names; a work that is on the web has its own ``url``."""
        found = (self.site.explainer.evidence(name) for name in names)
        return [self._evidence(name) for name in found if name]

    def _evidence(self, name: str) -> dict[str, str]:
        work = self.site.explainer.items[name]
        url = work.URL if isinstance(work, Reference) else None
        return self.item(name) | ({"url": url} if url else {})

    def disagreements(self, found: Sequence[Disagreement]) -> list[dict[str, Any]]:
        """Return what sources do not agree on."""
        return [
            {
                "about": self.plain(each.about),
                "sides": [
                    {"value": self.plain(side.value), "evidence": self.evidence(side.evidence)}
                    for side in each.sides
                ],
            }
            for each in found
        ]


def uncited(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the evidence that the text of what somebody said does not cite by its label."""
    return [each for each in said["evidence"] if each["label"] not in said["text"]]


def labels(found: Iterable[Mapping[str, str]]) -> str:
    """Return the labels of items as one field."""
    return BETWEEN.join(each["label"] for each in found)


def urls_of(found: Iterable[Mapping[str, str]]) -> str:
    """Return where evidence is read as one field: at its publisher, or else on this site."""
    return BETWEEN.join(each.get("url", each["address"]) for each in found)


def differing(found: Iterable[Mapping[str, Any]]) -> str:
    """Return disagreements as one field."""
    return BETWEEN.join(
        f"{each['about']}: {' / '.join(side['value'] for side in each['sides'])}" for each in found
    )


def compact(value: Any) -> str:
    """Return a value as JSON on one line."""
    return _ENCODER.encode(value)


def listing(records: Iterable[Mapping[str, Any]]) -> str:
    """Return records as JSON, one a line, so that two editions can be compared line by line."""
    return "[\n" + ",\n".join(map(compact, records)) + "\n]"
