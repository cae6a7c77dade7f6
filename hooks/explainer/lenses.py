"""Ways to look at the timeline: by actor, theme, phase or text, and as of a day.

What a reader may choose stands in a form of the page. Its rules are styles, made here, so that it
works without a script; every choice but a day is a page of its own as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from explainer import dates, layout, prose
from explainer.contents import Site
from explainer.model import Actor, Event, Note
from explainer.vocabulary import Phase
from explainer.words import words

STYLE = "assets/lenses.css"
# An event whose address was followed is shown, whatever was chosen.
_CALLED = ".events>li:has(>h3:target){display:grid!important}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, with the number of events that it leaves, and the group it stands in."""

    id: str
    label: str
    count: int
    group: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    """A way to choose events: its name, and what there is to choose."""

    name: str
    choices: tuple[Choice, ...]
    paged: bool
    """Whether each choice is a page of its own too."""


def lenses(site: Site) -> list[Lens]:
    """Return the lenses that choose events; a choice that leaves none is not offered."""
    settings = site.explainer.settings
    said = words(settings)
    kinds = {kind: index for index, kind in enumerate(("state", "organization", "person"))}
    actors = sorted(site.explainer.actors, key=lambda each: (kinds[each.kind], _sorted(each)))
    found = [
        _lens(site, "actor", [(a.id, a.name, said[a.kind], a.about) for a in actors]),
        _lens(site, "theme", [(each.id, each.label, "", "") for each in settings.themes]),
        _lens(site, "phase", [(p.id, p.label, "", _about(p)) for p in settings.phases]),
        _lens(
            site,
            "text",
            [(t.id, t.source.short, "", "") for t in site.explainer.texts],
            paged=False,
        ),
    ]
    return [lens for lens in found if lens.choices]


def _about(phase: Phase) -> str:
    span = f"{dates.words(phase.span)}." if phase.span else ""
    return " ".join(filter(None, (span, phase.about)))


def _sorted(actor: Actor) -> str:
    return actor.name.casefold()


def _lens(
    site: Site, name: str, options: Sequence[tuple[str, str, str, str]], *, paged: bool = True
) -> Lens:
    choices = []
    for key, label, group, about in options:
        count = len(chosen(site, name, key))
        if count:
            choices.append(Choice(key, prose.quotation_marks(label), count, group, about))
    return Lens(name, tuple(choices), paged)


def chosen(site: Site, lens: str, key: str) -> list[Event]:
    """Return the events that a choice leaves, in order."""
    return [event for event in site.explainer.events if key in _KEYS[lens](site, event)]


def _mentioned(site: Site, event: Event) -> list[str]:
    """Return the IDs of the texts whose notes point at an event, or that it points at itself."""
    owners = site.mentions.get(f"event/{event.id}", ())
    items = site.explainer.items
    by_notes = {each.split("/")[0] for each in owners if isinstance(items.get(each), Note)}
    pointed = {each.split("/")[0] for each in event.see}
    return [text for text in site.texts if text in by_notes | pointed]


_KEYS: Mapping[str, Callable[[Site, Event], Sequence[str]]] = {
    "actor": lambda _, event: event.actors,
    "theme": lambda _, event: [event.theme],
    "phase": lambda _, event: [event.phase],
    "text": _mentioned,
}


def classes(site: Site) -> Mapping[str, str]:
    """Return, for each event by ID, the classes by which the styles find it.

    A choice of the form has a class of its own; looking for anything inside an event would take a
    browser several times as long, and for words of another attribute a third longer.
    """
    class_of = site.once(_class_of)
    result = {
        event.id: [class_of[lens, key] for lens, keys in _KEYS.items() for key in keys(site, event)]
        for event in site.explainer.events
    }
    for text in site.explainer.texts:
        _, open_, ahead = layout.around(site.explainer.events, text.source.issued)
        for state, events in (("open", open_), ("later", ahead)):
            for event in events:
                result[event.id].append(class_of[state, text.id])
    return {name: " ".join(sorted(found)) for name, found in result.items()}


def style(site: Site) -> str:
    """Return the style sheet that shows what was chosen in the timeline's form."""
    class_of = site.once(_class_of)
    rules = [_CALLED]
    rules += [
        f"{_when(lens.name, choice.id)}:not(.{class_of[lens.name, choice.id]}){{display:none}}"
        for lens in lenses(site)
        for choice in lens.choices
    ]
    said = words(site.explainer.settings)
    for text in site.explainer.texts:
        day = dates.words(text.source.issued)
        for state in ("later", "open"):
            events = f"{_when('asof', text.id)}.{class_of[state, text.id]}"
            sentence = said[f"lens_{state}"].replace("{date}", day)
            rules.append(f"{events}{{--said:{_string(sentence)}}}")
            rules.append(f"{events}{{{_APART[state]}}}")
            rules.append(f"{events} .entry::before{{content:var(--said);display:block}}")
    return "".join(f"{rule}\n" for rule in rules)


def _class_of(site: Site) -> Mapping[tuple[str, str], str]:
    """Return the class for each choice, and for each state as of a text: a letter and a number.

    A page has some hundreds of them, so they are as short as can be.
    """
    letters = {"actor": "a", "theme": "h", "phase": "p", "text": "t"}
    found = {
        (lens.name, choice.id): f"{letters[lens.name]}{number}"
        for lens in lenses(site)
        for number, choice in enumerate(sorted(lens.choices, key=lambda each: -each.count))
    }
    for number, text in enumerate(site.explainer.texts):
        found |= {("open", text.id): f"o{number}", ("later", text.id): f"l{number}"}
    return found


# Later events stand apart by a line and a sign, never by faint ink, which some could not read.
_APART = {
    "later": "border-inline-start:3px double var(--soft);padding-inline-start:.75rem;color:var(--soft)",
    "open": "border-inline-start:3px dotted var(--soft);padding-inline-start:.75rem",
}


def _when(lens: str, key: str) -> str:
    """Return the selector of all events while something is chosen.

    It looks into the form alone: a browser that had to look through the page would be slow. Nor does
    it look there for every event once the script says that all of them are shown.
    """
    return f'.lenses:not(.whole):has([name={lens}] [value="{key}"]:checked)~.year .events>li'


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from an event to the one after it, which are about so many if a day is not known."""

    days: int
    exact: bool


def gaps(events: Sequence[Event]) -> Mapping[str, Gap]:
    """Return the days since the event before, by ID; the first event of all has none.

    Counted from the day an event began; for a date that is not one known day, from its middle. There
    is no number to or from a date that is not known to within a month: it would say too much.
    """
    return dict(_gaps(events))


def _gaps(events: Sequence[Event]) -> Iterator[tuple[str, Gap]]:
    for before, after in pairwise(events):
        spans = dates.parse(before.date), dates.parse(after.date)
        if not any(map(dates.vague, spans)):
            (start, known), (end, sure) = map(dates.begun, spans)
            yield after.id, Gap(max((end - start).days, 0), known and sure)
