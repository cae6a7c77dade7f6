"""Everything that must hold of what was published: no ID is lost, and editions name what exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from explainer import editions, ledger, prose
from explainer.check_pages import dangling
from explainer.ledger import Tombstone
from explainer.manuscripts import Manuscript
from explainer.model import Explainer
from explainer.problems import Place, Problem, must

# IDs named in one message: enough to see what they are about.
_SHOWN = 5


def check(explainer: Explainer, _: Sequence[Manuscript]) -> Iterator[Problem]:
    """Yield a problem for each published ID that leads nowhere, and each mistake about one."""
    yield from _twice(explainer)
    for stone in explainer.ledger.gone:
        yield from _tombstone(explainer, stone)
    yield from _lost(explainer)
    yield from _editions(explainer)
    yield from _prose_links(explainer)


def passages(explainer: Explainer) -> Iterator[tuple[str, Place]]:
    """Yield what editors wrote of editions and of what was withdrawn, with its place."""
    yield from editions.passages(explainer.editions)
    for stone in explainer.ledger.gone:
        if stone.withdrawn:
            yield stone.withdrawn, stone.place.within("withdrawn")


def unpublished(explainer: Explainer) -> Iterator[Problem]:
    """Yield a problem if any ID is not in the ledger, as every one must be that is published."""
    new = explainer.register.new
    if new:
        shown = ", ".join(new[:_SHOWN]) + (", …" if len(new) > _SHOWN else "")
        rule = f"every ID before it is published, but {len(new)} are not in it: {shown}"
        message = f"the ledger must hold {rule}. `explainer publish` adds them."
        yield Problem(path=ledger.FILE, line=1, message=message)


def lost(explainer: Explainer, held: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem if the ledger lacks an ID that it ``held`` once.

    Each ID comes with the commit that took it out, or "" if none did yet.
    """
    missing = sorted(name for name in held if name not in explainer.ledger.days)
    if not missing:
        return
    found = [
        f"{name} (taken out by {held[name]})"
        if held[name]
        else f"{name} (taken out since the last commit)"
        for name in missing[:_SHOWN]
    ]
    shown = ", ".join(found) + (", …" if len(missing) > _SHOWN else "")
    are, each, their = ("is", "it", "its") if len(missing) == 1 else ("are", "each", "their")
    message = (
        f"the ledger must hold every ID that it ever held, but {len(missing)} {are} not in it: "
        f"{shown}. Put {each} back under {their} day. What must go from the site goes by "
        "`explainer withdraw` or `move`."
    )
    if len(missing) == len(held):
        message += " If the ledger was another explainer's until a fork, say so under forked."
    yield Problem(path=ledger.FILE, line=1, message=message)


def unreadable(explainer: Explainer, listed: Collection[str | None]) -> Iterator[Problem]:
    """Yield a problem if an ID of the ledger is not ``listed`` on a line of its own.

    By such lines its history is read.
    """
    place = explainer.ledger.place
    for day, names in explainer.ledger.published.items():
        for index, name in enumerate(names):
            if name not in listed:
                rule = "alone on its line, as `explainer publish` writes it"
                yield place.problem(must("a published ID", rule, name), "published", day, index)


def not_kept(explainer: Explainer, name: str) -> Iterator[Problem]:
    """Yield a problem if an edition to be kept under a name is not the current one."""
    newest = editions.current(explainer.editions)
    if newest is None or name != newest.id:
        line = newest.place.line("id") if newest else 1
        message = must("the edition to be kept", "the newest in this file", name)
        said = f" That is '{newest.id}'." if newest else " There is none."
        yield Problem(path=editions.FILE, line=line, message=message + said)


def notice(explainer: Explainer) -> str:
    """Return a line on the IDs that are not in the ledger yet; "" if there are none."""
    count = len(explainer.register.new)
    are, them = ("ID is", "it") if count == 1 else ("IDs are", "them")
    return (
        f"{count} {are} not in {ledger.FILE} yet; `explainer publish` adds {them}." if count else ""
    )


def _twice(explainer: Explainer) -> Iterator[Problem]:
    place = explainer.ledger.place
    seen: dict[str, int] = {}
    for day, names in explainer.ledger.published.items():
        for index, name in enumerate(names):
            at = ("published", day, index)
            if name in seen:
                rule = f"once in the ledger, got '{name}' in line {seen[name]} too"
                yield place.problem(f"an ID must stand {rule}.", *at)
            seen.setdefault(name, place.line(*at))
    stones: dict[str, int] = {}
    for stone in explainer.ledger.gone:
        if stone.id in stones:
            rule = f"the only tombstone of its ID, got one in line {stones[stone.id]} too"
            yield stone.place.problem(f"a tombstone must be {rule}.", "id")
        stones.setdefault(stone.id, stone.place.line("id"))


def _tombstone(explainer: Explainer, stone: Tombstone) -> Iterator[Problem]:
    days = explainer.ledger.days
    if (stone.moved is None) == (stone.withdrawn is None):
        got = "neither" if stone.moved is None else "both"
        yield stone.place.problem(f"a tombstone must say moved or withdrawn, got {got}.", "id")
    if stone.id not in days:
        yield stone.place.problem(must("id", "a published ID", stone.id, days), "id")
    elif stone.left < days[stone.id]:
        rule = f"no day before {days[stone.id]}, when it was published"
        yield stone.place.problem(must("left", rule, stone.left), "left")
    if stone.id in explainer.register.living or stone.id in explainer.unreadable:
        rule = "one that no item has now, or the tombstone must go"
        yield stone.place.problem(must("id", rule, stone.id), "id")
    if stone.moved:
        yield from _destination(explainer, stone)


def _destination(explainer: Explainer, stone: Tombstone) -> Iterator[Problem]:
    register = explainer.register
    trail = register.trail(stone.id)
    last = trail[-1]
    if last in trail[:-1]:
        if last != stone.id:
            return  # it only leads to a circle, whose own tombstones have the problem
        rule, got = "an ID that does not lead back", " → ".join(trail)
        yield stone.place.problem(must("moved", rule, got), "moved")
    elif last == stone.moved and not _exists(explainer, last):
        # Where the trail is longer, the tombstone that names its end has the problem.
        if register.tombstone(last):
            message = must("moved", "the ID of an item, not of one withdrawn", last)
        else:
            message = must("moved", "the ID of an item", last, register.living)
        yield stone.place.problem(message, "moved")


def _lost(explainer: Explainer) -> Iterator[Problem]:
    register, place = explainer.register, explainer.ledger.place
    # A question exists as long as the text does on which it is read, be that readable or not.
    asked = {ledger.question(name) for name in register.missing if explainer.exists(name)}
    lost = {
        name
        for name in register.missing
        if not (ledger.question(name) or name in asked or _exists(explainer, name))
        and register.tombstone(name) is None
    }
    for day, names in explainer.ledger.published.items():
        for index, name in enumerate(names):
            # What is lost with a whole is said once, of the whole.
            if name in lost and lost.isdisjoint(ledger.wholes(name)):
                rule = "that of an item, or have a tombstone under gone"
                # What was renamed has a new ID; every other one was given to something else.
                known = [each for each in register.new if ledger.kind(each) == ledger.kind(name)]
                message = must("a published ID", rule, name, known)
                yield place.problem(message, "published", day, index)


def _exists(explainer: Explainer, name: str) -> bool:
    return name in explainer.register.living or explainer.exists(name)


def _editions(explainer: Explainer) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    before = ""
    known = {*explainer.register.living, *explainer.ledger.days}
    for edition in explainer.editions:
        place = edition.place
        if edition.id in seen:
            rule = f"the only one of that ID, got '{edition.id}' in line {seen[edition.id]} too"
            yield place.problem(f"edition must be {rule}.", "id")
        seen.setdefault(edition.id, place.line("id"))
        if edition.date <= before:
            rule = f"later than that of the edition above it, {before}, for the newest stands last"
            yield place.problem(must("date", rule, edition.date), "date")
        before = max(before, edition.date)
        for change in edition.changes:
            if change.id not in known and not explainer.exists(change.id):
                rule = "the ID of an item, or a published one"
                yield change.place.problem(must("id", rule, change.id, known), "id")
        for index, name in enumerate(edition.changed or ()):
            if name not in known and not explainer.exists(name):
                rule = "the ID of an item, or a published one"
                yield place.problem(must("changed", rule, name, known), "changed", index)


def _prose_links(explainer: Explainer) -> Iterator[Problem]:
    texts = {*(text.id for text in explainer.texts), *explainer.unreadable}
    for markdown, place in passages(explainer):
        for mention in prose.mentions(markdown, texts.__contains__):
            yield from dangling(explainer, mention.id, cited=mention.cited, place=place)
