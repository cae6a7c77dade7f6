"""The command ``explainer``: what editors and workflows call."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from explainer import (
    cards,
    check_published,
    commands_publishing,
    exports,
    history,
    ledger,
    project,
    scaffold,
    schemas,
    verification,
)
from explainer.console import complain, count, report, say
from explainer.model import Explainer
from explainer.pages import pages
from explainer.problems import Problem
from explainer.project import Project
from explainer.quotes import Copies
from explainer.repository import RepositoryError
from explainer.writing import write

N = TypeVar("N", int, float)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0 if it did what it says, 1 if it found problems."""
    parser = _parser()
    options = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="explainer", description="Checks and makes an explainer from sources/ and docs/."
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the project's folder (default: this one)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    sub = command(
        "check", _check, "Report everything that is wrong in sources/ and docs/, all at once."
    )
    sub.add_argument(
        "--published",
        action="store_true",
        help="all that is asked before publishing: every ID in the ledger, none lost from its history",
    )
    sub.add_argument(
        "--edition", metavar="NAME", help="say whether this is the edition that can be kept now"
    )
    sub = command("write", _write, "Write the finished documents, for any engine, into a folder.")
    sub.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    sub = command(
        "verify",
        _verify,
        "Compare every quotation with the originals, and look for passages copied from them.",
    )
    sub.add_argument(
        "--originals",
        type=Path,
        default=os.environ.get("EXPLAINER_ORIGINALS"),
        metavar="DIR",
        help="where the originals lie, as TEXT.txt (default: $EXPLAINER_ORIGINALS)",
    )
    sub.add_argument("--site", type=Path, metavar="DIR", help="a built site to look through too")
    sub.add_argument("--history", action="store_true", help="look through every commit too")
    sub.add_argument("--write", action="store_true", help="update each text's quotes.lock.yml")
    sub = command("schema", _schema, "Write the JSON Schemas of the data files from the model.")
    sub.add_argument("--check", action="store_true", help="only say whether they are current")
    sub = command("init", _init, "Make a new, empty explainer that builds.")
    sub.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    sub = command("new", _new, "Add a valid entry with comments, to be filled in.")
    sub.add_argument("kind", choices=sorted(scaffold.KINDS), help="what to add")
    sub.add_argument("id", metavar="ID", help="its permanent name, such as leap-day-deal")
    sub.add_argument("--text", metavar="ID", help="for a note or question: the text that it is on")
    commands_publishing.add(command)
    sub = command(
        "links",
        _links,
        "Ask on the web whether the addresses of references and texts still lead somewhere.",
    )
    sub.add_argument("--limit", type=_positive(int), metavar="N", help="ask for the first N alone")
    sub.add_argument(
        "--timeout", type=_positive(float), metavar="S", help="seconds that a server may be silent"
    )
    sub.add_argument(
        "--jobs", type=_positive(int), metavar="N", help="hosts asked at the same time"
    )
    sub.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was found, as Markdown"
    )
    return parser


def _positive(number: type[N]) -> Callable[[str], N]:
    def read(text: str) -> N:
        if not (value := number(text)) > 0:
            raise argparse.ArgumentTypeError(f"must be more than 0, got '{text}'")
        return value

    return read


def _check(options: argparse.Namespace) -> int:
    found = project.read(options.root)
    explainer = found.explainer
    problems = found.problems
    if explainer is not None and options.published:
        problems = (*problems, *_unpublishable(found, explainer))
    if explainer is not None and options.edition is not None:
        problems = (*problems, *check_published.not_kept(explainer, options.edition))
    if report(problems):
        return 1
    assert explainer is not None
    cells = sum(len(row.cells) for table in explainer.comparisons for row in table.rows)
    notes = sum(len(text.notes) for text in explainer.texts)
    say(
        f"Checked {count(explainer.texts, 'text')}, {notes} notes, "
        f"{count(explainer.events, 'event')}, {count(explainer.comparisons, 'table')} with "
        f"{cells} cells, {count(explainer.references, 'reference')}, "
        f"{count(explainer.actors, 'actor')}, {count(explainer.terms, 'term')} and "
        f"{count(found.manuscripts, 'hand-written page')}: no problem."
    )
    if notice := check_published.notice(explainer):
        say(notice)
    return 0


def _unpublishable(found: Project, explainer: Explainer) -> Iterator[Problem]:
    yield from check_published.unpublished(explainer)
    try:
        yield from history.lost(found.root, explainer)
    except RepositoryError as error:
        yield Problem(path=ledger.FILE, line=1, message=f"its history must be known, but {error}")
    if not found.problems:
        yield from cards.too_large(found.site())


def _write(options: argparse.Namespace) -> int:
    found = project.read(options.root)
    if report(found.problems):
        return 1
    if not _empty(options.folder):
        return 1
    site = found.site()
    if report(list(cards.too_large(site))):
        return 1
    written = write(pages(site), exports.files(site, ""), options.root / "docs", options.folder)
    say(f"Wrote {written} files to {options.folder}.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    if options.originals is None or not options.originals.is_dir():
        complain(f"--originals must be a folder, got '{options.originals or 'nothing'}'.")
        return 1
    # A quotation that the record does not hold yet is what --write is for.
    found = project.read(options.root, recorded=not options.write)
    if found.explainer is None:
        return report(found.problems)
    contents = verification.originals(options.originals, found.explainer)
    missing = [text.id for text in found.explainer.texts if text.id not in contents]
    for name in missing:
        complain(f"{options.originals} must hold the original {name}.txt, got nothing.")
    result = verification.verify(found, contents, options.site, datetime.now(tz=UTC).date())
    problems = sorted({*result.problems, *found.problems})
    if options.history:
        problems += _copied(options.root, Copies(contents, found.explainer))
    if report(problems) or missing:
        return 1
    changed = _write_records(options, result) if options.write else 0
    say(
        f"Compared {result.quotations} quotations with {count(contents, 'original')} and looked "
        f"through {result.files} files: every quotation stands, nothing is copied. "
        f"{changed} records updated."
    )
    return 0


def _copied(root: Path, copies: Copies) -> Iterator[Problem]:
    try:
        for commit, words in verification.in_history(root, copies):
            message = f"history must hold no run of an original, got '{words}'."
            yield Problem(path=f"commit {commit}", line=0, message=message)
    except RepositoryError as error:
        yield Problem(path="--history", line=0, message=f"the history must be known, but {error}")


def _write_records(options: argparse.Namespace, result: verification.Verification) -> int:
    changed = 0
    for name, record in result.records.items():
        file = options.root / "sources" / "texts" / name / "quotes.lock.yml"
        content = verification.written(record)
        if not file.is_file() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8")
            changed += 1
    return changed


def _schema(options: argparse.Namespace) -> int:
    if options.check:
        stale = schemas.stale()
        for name in stale:
            complain(f"hooks/explainer/schemas/{name} must be what `explainer schema` writes.")
        if not stale:
            say("The schemas are current.")
        return 1 if stale else 0
    changed = schemas.write()
    say(f"Wrote {len(changed)} schemas: {', '.join(changed) or 'all were current'}.")
    return 0


def _init(options: argparse.Namespace) -> int:
    if not _empty(options.folder):
        return 1
    files = scaffold.init(options.folder)
    say(
        f"Made an empty explainer of {len(files)} files in {options.folder}. "
        f"Next: cd {options.folder} && make site"
    )
    return 0


def _new(options: argparse.Namespace) -> int:
    try:
        files = scaffold.new(options.root, options.kind, options.id, options.text)
    except scaffold.ScaffoldError as error:
        complain(str(error))
        return 1
    say(
        f"Added {options.kind} {options.id} to {', '.join(files)}. Fill it in, then: explainer check"
    )
    return 0


def _links(options: argparse.Namespace) -> int:
    # Here, because no other command needs it and importing it takes as long as some of them run.
    from explainer import links  # noqa: PLC0415

    found = project.read(options.root)
    if found.explainer is None:
        return report(found.problems)
    asked = links.links(found.explainer)[: options.limit]
    manner = links.Manner()
    chosen = {key: getattr(options, key) for key in ("timeout", "jobs") if getattr(options, key)}
    if address := os.environ.get("SITE_URL"):
        chosen["agent"] = f"{manner.agent} (+{address})"
    answers = links.ask(asked, replace(manner, **chosen))
    if options.report:
        options.report.write_text(links.report(answers), encoding="utf-8")
    for state in ("moved", "unknown"):
        for line in links.lines(answers, state):
            say(str(line))
    say(f"Asked for {count(asked, 'address', 'es')}.")
    return report(list(links.lines(answers, "gone")))


def _empty(folder: Path) -> bool:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        complain(f"DIR must be a new or empty folder, got '{folder}'.")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
