"""The glossary as CSV, a term to a row."""

from __future__ import annotations

from explainer.downloads import spreadsheet
from explainer.downloads.entry import BETWEEN, Data, labels, urls_of
from explainer.downloads.spreadsheet import Column
from explainer.model import Term

COLUMNS = (
    Column("id", "The permanent ID.", required=True),
    Column("term", "The term.", required=True),
    Column("also", f"Other names of it, separated by “{BETWEEN}”."),
    Column("definition", "What it means; citations as labels in parentheses.", required=True),
    Column("markdown", "The same as it is written, with citations and links.", required=True),
    Column("evidence", f"The labels of the evidence, separated by “{BETWEEN}”."),
    Column("evidence_urls", "Where each is read, in the same order."),
    Column("see", f"The permanent IDs of what bears on it, separated by “{BETWEEN}”."),
    Column("address", "Where the term is read on this site.", required=True),
)


def sheet(data: Data) -> str:
    """Return the glossary."""
    rows = (_row(data, term) for term in data.site.explainer.terms)
    return spreadsheet.table([column.name for column in COLUMNS], rows)


def _row(data: Data, term: Term) -> list[str]:
    name, evidence = f"term/{term.id}", data.evidence(term.evidence)
    fields = {
        "id": name,
        "term": data.plain(term.name),
        "also": BETWEEN.join(map(data.plain, term.also)),
        "definition": data.plain(term.definition),
        "markdown": term.definition,
        "evidence": labels(evidence),
        "evidence_urls": urls_of(evidence),
        "see": BETWEEN.join(term.see),
        "address": data.address(name),
    }
    return [fields[column.name] for column in COLUMNS]
