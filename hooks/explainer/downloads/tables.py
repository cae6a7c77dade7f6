"""The tables as CSV: as they are read, and without loss, one cell a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from explainer.downloads import spreadsheet
from explainer.downloads.entry import Data, compact, labels, urls_of
from explainer.downloads.spreadsheet import Column
from explainer.fields import Record
from explainer.model import Cell, Comparison, Row

CELLS = (
    Column("id", "The permanent ID of the cell.", required=True),
    Column("row", "The ID of the row in its table.", required=True),
    Column("column", "The ID of the column in its table.", required=True),
    Column("row_label", "In what respect the columns are compared.", required=True),
    Column("column_label", "What is compared.", required=True),
    Column("text", "What the cell says; citations as labels in parentheses.", required=True),
    Column("markdown", "The same as it is written, with citations and links.", required=True),
    Column("certainty", "How certain that is.", required=True),
    Column("stance", "The position in a word or two; cells of a row with the same words agree."),
    Column("values", "Numbers with units, or dates, and whose they are (JSON).", "array"),
    Column("disagreements", "What sources disagree on, with each side (JSON).", "array"),
    Column("evidence", "The labels of the evidence.", required=True),
    Column("evidence_urls", "Where each is read, in the same order.", required=True),
    Column(
        "evidence_ids", "The keys of references, or IDs of passages (JSON).", "array", required=True
    ),
    Column("lesson", "What the row teaches, in a sentence (Markdown)."),
    Column("address", "Where the cell is read on this site.", required=True),
)


def wide_columns(data: Data, table: Comparison) -> list[Column]:
    """Return the columns of the table as it is read.

    They are named as readers see them, and a name that stands twice has its ID after it.
    """
    words = data.view.words
    labels = [data.plain(column.label) for column in table.columns]
    taken = ["id", words["respect"], *labels, words["data_lesson"]]
    compared = [
        Column(
            label if taken.count(label) == 1 else f"{label} ({column.id})",
            data.plain(column.about) if column.about else label,
            required=True,
        )
        for label, column in zip(labels, table.columns, strict=True)
    ]
    respect = Column(words["respect"], "In what respect the columns are compared.", required=True)
    lesson = Column(words["data_lesson"], "What the row teaches, in a sentence.")
    name = Column("id", "The permanent ID of the row.", required=True)
    return [name, respect, *compared, lesson]


def wide(data: Data, table: Comparison) -> str:
    """Return a table as it is read, a row to a row."""
    header = [column.name for column in wide_columns(data, table)]
    return spreadsheet.table(header, (_wide_row(data, table, row) for row in table.rows))


def _wide_row(data: Data, table: Comparison, row: Row) -> list[str]:
    cells = (row.cells[column.id] for column in table.columns)
    lesson = data.plain(row.lesson) if row.lesson else ""
    name = f"compare/{table.id}/{row.id}"
    return [name, data.plain(row.label), *(_worded(data, cell) for cell in cells), lesson]


def _worded(data: Data, cell: Cell) -> str:
    """Return what a cell says, and in brackets whatever a reader must know beside it."""
    words = data.view.words
    doubts = [] if cell.certainty == "stated" else [words[cell.certainty]]
    doubts += [words["disagree"]] if cell.disagreements else []
    text = data.plain(cell.text)
    return f"{text} [{'; '.join(doubts)}]" if doubts else text


def cells(data: Data, table: Comparison) -> str:
    """Return every cell of a table, with all that is recorded of it."""
    return spreadsheet.table([column.name for column in CELLS], _cells(data, table))


def _cells(data: Data, table: Comparison) -> Iterator[list[str]]:
    columns = {column.id: data.plain(column.label) for column in table.columns}
    for row in table.rows:
        label = data.plain(row.label)
        for name, cell in row.cells.items():
            evidence, id_ = data.evidence(cell.evidence), f"compare/{table.id}/{row.id}--{name}"
            fields = {
                "id": id_,
                "row": row.id,
                "column": name,
                "row_label": label,
                "column_label": columns[name],
                "text": data.plain(cell.text),
                "markdown": cell.text,
                "certainty": cell.certainty,
                "stance": cell.stance or "",
                "values": _recorded(cell.values),
                "disagreements": _recorded(cell.disagreements),
                "evidence": labels(evidence),
                "evidence_urls": urls_of(evidence),
                "evidence_ids": compact(cell.evidence),
                "lesson": row.lesson or "",
                "address": data.address(id_),
            }
            yield [fields[column.name] for column in CELLS]


def _recorded(found: Sequence[Record]) -> str:
    """Return records as JSON, in the keys of the data files; nothing for none."""
    given: list[dict[str, Any]] = [each.model_dump(exclude_none=True) for each in found]
    return compact(given) if given else ""
