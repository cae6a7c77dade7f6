"""The commands about published IDs and editions: publish, changes, withdraw, move."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from explainer import editions, history, ledger, project, publishing
from explainer.console import complain, count, report, say
from explainer.repository import RepositoryError

Run = Callable[[argparse.Namespace], int]

# IDs of a kind that are named; the files list them all.
_SHOWN = 20


def add(command: Callable[[str, Run, str], argparse.ArgumentParser]) -> None:
    """Add the commands; ``command`` makes the parser of one, of its name, function and help."""
    sub = command(
        "publish", _publish, "Write every new ID into the ledger of those that are published."
    )
    sub.add_argument("--edition", default="", metavar="NAME", help="date an edition too")
    sub.add_argument("--about", default="", metavar="TEXT", help="what is new in that edition")
    _add_day(sub)
    sub = command("changes", _changes, "List what is new, changed or gone since an edition.")
    sub.add_argument(
        "--since",
        metavar="STATE",
        help="an edition, or a commit, branch or tag of the repository (default: the last edition)",
    )
    sub = command("withdraw", _withdraw, "Say of IDs whose items are gone why that is so.")
    sub.add_argument("ids", nargs="+", metavar="ID")
    sub.add_argument("--why", required=True, metavar="TEXT", help="in one sentence")
    _add_day(sub)
    sub = command("move", _move, "Say of an ID whose item is gone which item stands for it now.")
    sub.add_argument("id", metavar="ID")
    sub.add_argument("to", metavar="NEW-ID")
    _add_day(sub)


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date",
        type=date.fromisoformat,
        default=datetime.now(tz=UTC).date(),
        metavar="DAY",
        help="as YYYY-MM-DD (default: today)",
    )


def _publish(options: argparse.Namespace) -> int:
    found = project.read(options.root)
    if report(found.problems):
        return 1
    try:
        added = publishing.publish(found, options.date, options.edition, options.about)
    except publishing.PublishingError as error:
        complain(str(error))
        return 1
    _list(added.ids)
    say(f"Added {count(added.ids, 'ID')} to {publishing.LEDGER}.")
    if added.edition:
        listed = f", with {count(added.changed, 'changed ID')}" if added.changed else ""
        say(
            f"Added edition {added.edition} to {publishing.EDITIONS}{listed}; "
            "say there what changed."
        )
    for reason in added.untold:
        complain(reason)
    return 0


def _changes(options: argparse.Namespace) -> int:
    found = project.read(options.root)
    if found.explainer is None:
        return report(found.problems)
    last = editions.current(found.explainer.editions)
    since: str = options.since or (last.id if last else "")
    if not since:
        complain("--since must be given while there is no edition, got nothing.")
        return 1
    try:
        difference = history.since(options.root, found.explainer, since)
    except RepositoryError as error:
        complain(str(error))
        return 1
    say(f"Since {since} (commit {difference.commit}):")
    for title, names in (
        ("New", difference.new),
        ("Changed", difference.changed),
        ("Gone", difference.gone),
    ):
        say(f"{title}: {len(names)}")
        _list(names, "  ")
    return 0


def _list(names: Sequence[str], indent: str = "") -> None:
    for kind, listed in ledger.by_kind(names).items():
        shown = ", ".join(listed[:_SHOWN]) + (", …" if len(listed) > _SHOWN else "")
        say(f"{indent}{count(listed, kind)}: {shown}")


def _withdraw(options: argparse.Namespace) -> int:
    return _buried(
        lambda: publishing.withdraw(options.root, options.ids, options.why, options.date)
    )


def _move(options: argparse.Namespace) -> int:
    return _buried(lambda: publishing.move(options.root, options.id, options.to, options.date))


def _buried(write_tombstones: Callable[[], None]) -> int:
    try:
        write_tombstones()
    except publishing.PublishingError as error:
        complain(str(error))
        return 1
    say(f"Wrote it into {publishing.LEDGER}. Next: explainer check")
    return 0
