"""Reads ``sources/`` into the model, and reports whatever does not fit it, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from explainer import dates, edition, yamlsource
from explainer.editions import Edition
from explainer.fields import Record
from explainer.ledger import Ledger
from explainer.model import (
    Actor,
    Comparison,
    Event,
    Explainer,
    Note,
    Paragraph,
    Question,
    QuoteRecord,
    Reference,
    Term,
    Text,
    TextSource,
)
from explainer.problems import Location, Place, Problem, must
from explainer.validate import validate
from explainer.vocabulary import Settings

R = TypeVar("R", bound=Record)

# file, key of its list, model of an entry
LISTS: Mapping[str, tuple[str, type[Record]]] = {
    "events.yml": ("events", Event),
    "references.yml": ("references", Reference),
    "actors.yml": ("actors", Actor),
    "terms.yml": ("terms", Term),
    "notes.yml": ("notes", Note),
    "questions.yml": ("questions", Question),
    "editions.yml": ("editions", Edition),
}
# what stands before the name in the permanent ID of a record
PREFIXES: Mapping[type[Record], str] = {
    Event: "event/",
    Comparison: "compare/",
    Reference: "ref/",
    Actor: "actor/",
    Term: "term/",
    Question: "question/",
    TextSource: "",
}
# file, model of the whole file
SINGLES: Mapping[str, type[Record]] = {
    "explainer.yml": Settings,
    "source.yml": TextSource,
    "quotes.lock.yml": QuoteRecord,
    "permalinks.yml": Ledger,
}


def load(sources: Path, name: str = "sources") -> tuple[Explainer | None, list[Problem]]:
    """Read the data under the folder ``sources``, which problems call ``name``.

    Returns the explainer unless its settings cannot be read. It then holds every record that fits
    the model, so that checks can go on and report the rest in the same run.
    """
    loader = _Loader(sources, name)
    settings = loader.single(Settings, "explainer.yml")
    texts = [loader.text(folder) for folder in loader.folders("texts")]
    tables = [loader.single(Comparison, f"comparisons/{path.name}") for path in loader.tables()]
    events = loader.entries(Event, "events.yml")
    references = loader.entries(Reference, "references.yml")
    actors = loader.entries(Actor, "actors.yml")
    terms = loader.entries(Term, "terms.yml")
    ledger = loader.single(Ledger, "permalinks.yml", required=False)
    editions = loader.entries(Edition, "editions.yml", required=False)
    if settings is None:
        return None, loader.problems
    explainer = Explainer(
        settings=settings,
        texts=tuple(sorted((text for text in texts if text), key=_published)),
        events=events,
        comparisons=tuple(table for table in tables if table),
        references=references,
        actors=actors,
        terms=terms,
        ledger=ledger or Ledger(),
        editions=editions,
        unreadable=frozenset(loader.unreadable),
    )
    return explainer, loader.problems


def _published(text: Text) -> tuple[date, str]:
    return dates.parse(text.source.issued).first, text.id


@dataclass
class _Loader:
    """Reads files of one ``sources/`` folder and gathers problems."""

    sources: Path
    name: str

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()

    def folders(self, name: str) -> list[Path]:
        root = self.sources / name
        return sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []

    def tables(self) -> list[Path]:
        return sorted((self.sources / "comparisons").glob("*.yml"))

    def single(self, model: type[R], file: str, *, required: bool = True) -> R | None:
        document = self._document(file, required=required)
        if document is None:
            self._lost(model, file)
            return None
        return self._record(model, document, document.data, ())

    def entries(self, model: type[R], file: str, *, required: bool = True) -> tuple[R, ...]:
        if not required and not (self.sources / file).exists():
            return ()
        document = self._document(file, required=True)
        if document is None:
            self._lost(model, file)
            return ()
        key = LISTS[Path(file).name][0]
        data = document.data
        if not isinstance(data, dict) or set(data) != {key}:
            got = ", ".join(data) if isinstance(data, dict) else "something else"
            self._report(document.path, 1, must("the file", f"one list named {key}", got))
            self._lost(model, file)
            return ()
        items = data[key]
        if items in ("", "[]"):
            return ()
        if not isinstance(items, list):
            line = document.lines[(key,)]
            self._report(document.path, line, must(key, "a list", items))
            self._lost(model, file)
            return ()
        found = (
            self._record(model, document, item, (key, index)) for index, item in enumerate(items)
        )
        return tuple(record for record in found if record)

    def text(self, folder: Path) -> Text | None:
        base = f"texts/{folder.name}"
        source = self.single(TextSource, f"{base}/source.yml")
        notes = self.entries(Note, f"{base}/notes.yml")
        questions = self.entries(Question, f"{base}/questions.yml", required=False)
        record = self.single(QuoteRecord, f"{base}/quotes.lock.yml", required=False)
        linked = source is not None and source.rights == "link-only"
        passages = [] if linked else self._passages(f"{base}/edition.md")
        if source is None:
            return None
        path = f"{self.name}/{base}/edition.md"
        if source.id != folder.name:
            message = must("id", f"the name of its folder, {folder.name}", source.id)
            self.problems.append(source.place.problem(message, "id"))
            self.unreadable.add(folder.name)
        known = {each.id: each for each in source.paragraphs}
        paragraphs = []
        for passage in passages:
            if passage.id not in known:
                rule = "one of the paragraphs of source.yml"
                self._report(path, passage.line, must("paragraph", rule, passage.id, known))
                continue
            paragraphs.append(
                Paragraph(
                    id=passage.id,
                    text=source.id,
                    source=known[passage.id],
                    markdown=passage.markdown,
                    place=Place(path, {(): passage.line}),
                )
            )
        for index, each in enumerate(() if linked else source.paragraphs):
            if each.id not in {passage.id for passage in passages}:
                message = f"paragraph {each.id} must be restated in edition.md, got nothing."
                self.problems.append(source.place.problem(message, "paragraphs", index))
                self.unreadable.add(f"{source.id}/{each.id}")
        return Text(
            source=source,
            paragraphs=tuple(paragraphs),
            notes=notes,
            questions=questions,
            record=record,
        )

    def _passages(self, file: str) -> list[edition.Passage]:
        text = self._read(file, required=True)
        if text is None:
            return []
        passages, problems = edition.parse(f"{self.name}/{file}", text)
        self.problems += problems
        return passages

    def _read(self, file: str, *, required: bool) -> str | None:
        try:
            return (self.sources / file).read_text(encoding="utf-8")
        except FileNotFoundError:
            if required:
                self._report(f"{self.name}/{file}", 0, "the file must exist, got nothing.")
        except UnicodeDecodeError as error:
            message = f"the file must be UTF-8, got byte {error.object[error.start]:#04x}."
            self._report(f"{self.name}/{file}", 0, message)
        return None

    def _document(self, file: str, *, required: bool) -> yamlsource.Document | None:
        text = self._read(file, required=required)
        if text is None:
            return None
        document, problems = yamlsource.parse(f"{self.name}/{file}", text)
        self.problems += problems
        return document

    def _record(
        self, model: type[R], document: yamlsource.Document, data: yamlsource.Value, at: Location
    ) -> R | None:
        record, problems = validate(model, data, Place(document.path, document.lines, at))
        self.problems += problems
        if problems and isinstance(data, dict) and model in PREFIXES:
            self.unreadable.add(f"{PREFIXES[model]}{data.get('id')}")
        if problems and isinstance(data, dict) and model is Note:
            self.unreadable.add(f"{Path(document.path).parent.name}/n/{data.get('id')}")
        return record

    def _lost(self, model: type[Record], file: str) -> None:
        """Remember that the records of a file exist, although nothing can be said of them."""
        path = Path(file)
        if model is Note:
            self.unreadable.add(f"{path.parent.name}/n")
        elif model is TextSource:
            self.unreadable.add(path.parent.name)
        elif model is Comparison:
            self.unreadable.add(f"compare/{path.stem}")
        elif model in PREFIXES:
            self.unreadable.add(PREFIXES[model].rstrip("/"))

    def _report(self, path: str, line: int, message: str) -> None:
        self.problems.append(Problem(path=path, line=line, message=message))
