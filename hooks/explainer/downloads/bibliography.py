"""The references for programs that cite: CSL-JSON, BibLaTeX and RIS.

CSL-JSON is the form in which they are kept. Pandoc can turn it into BibLaTeX, but sets titles in
capitals, leaves out where a web page stands and breaks approximate dates; it does not write RIS. So
both are written here, from the same fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from explainer import citations, dates, prose
from explainer.downloads.entry import Data, listing
from explainer.model import Name, Reference


def csl(data: Data) -> str:
    """Return the references as CSL-JSON 1.0.2, with what was seen of each under ``custom``."""
    return listing(csl_item(data, each) for each in data.site.explainer.references) + "\n"


def csl_item(data: Data, reference: Reference) -> dict[str, Any]:
    """Return one reference as such an item."""
    accessed = {"accessed": citations.dated(reference.accessed)} if reference.accessed else {}
    return {
        **citations.csl(reference),
        **accessed,
        "annote": seen(data, reference),
        "custom": {name: value for name, value in reference.custom if value},
    }


def seen(data: Data, reference: Reference) -> str:
    """Word of what tier a work is and what was seen of it."""
    words, custom = data.view.words, reference.custom
    said = [words[custom.tier], words[custom.seen], custom.note, custom.snapshot]
    return "; ".join(filter(None, said))


# BibLaTeX: the entry's type, what tells it apart from others of that type, and the field for what
# the work is part of. A kind of work that BibLaTeX does not know is described in words.
_BIBLATEX: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "webpage": ("online", {}, "organization"),
    "article-newspaper": ("article", {"entrysubtype": "newspaper"}, "journaltitle"),
    "article-magazine": ("article", {"entrysubtype": "magazine"}, "journaltitle"),
    "article-journal": ("article", {}, "journaltitle"),
    "article": ("misc", {"type": "article"}, "organization"),
    "report": ("report", {}, "organization"),
    "treaty": ("legal", {"type": "treaty"}, "organization"),
    "legislation": ("legislation", {}, "organization"),
    "book": ("book", {}, "series"),
    "chapter": ("incollection", {}, "booktitle"),
    "speech": ("unpublished", {"type": "speech"}, "organization"),
    "broadcast": ("misc", {"type": "broadcast"}, "organization"),
    "document": ("misc", {}, "organization"),
}
_PUBLISHER = {"report": "institution"}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "{}$&#%_"},
    }
)
# Two hyphens, of which LaTeX would make a dash.
_DASH = re.compile("-(?=-)")
# In an address, LaTeX reads these even where it reads nothing else.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
# What would divide a name, if the name were not in braces.
_DIVIDES = re.compile(r",|\band\b", re.IGNORECASE)


def biblatex(data: Data) -> str:
    """Return the references as a BibLaTeX database in UTF-8, for Biber.

    Titles stand in double braces, so that no style changes their capitals. Dates are EDTF, which
    BibLaTeX reads (levels 0 and 1). The year is said once more for programs that read no more than
    BibTeX's fields: Biber passes over it, as it is the same.
    """
    return "\n".join(
        biblatex_entry(each, seen(data, each)) for each in data.site.explainer.references
    )


def biblatex_entry(reference: Reference, annotation: str = "") -> str:
    """Return one reference as an entry of such a database."""
    kind, more, container = _BIBLATEX[citations.kind(reference)]
    fields = {
        "author": " and ".join(map(_latex_name, reference.author)),
        "title": _whole(reference.title),
        container: _whole(reference.container_title),
        _PUBLISHER.get(kind, "publisher"): _whole(reference.publisher),
        "date": reference.issued,
        "year": f"{dates.parse(reference.issued).start.year:04d}" if reference.issued else None,
        "url": reference.URL and reference.URL.translate(_ADDRESS),
        "urldate": reference.accessed,
        **more,
        "annotation": _latex(annotation),
    }
    given = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{reference.id},\n{''.join(given)}}}\n"


def _whole(text: str | None) -> str:
    return f"{{{_latex(text)}}}" if text else ""


def _latex(text: str) -> str:
    """Escape a text for LaTeX, which knows no straight quotation marks."""
    if '"' in text or "'" in text:
        marked = prose.quotation_marks(text)  # one character for one; its dashes are left alone
        pairs = zip(text, marked, strict=True)
        text = "".join(new if old in "\"'" else old for old, new in pairs)
    return _DASH.sub("-{}", text.translate(_LATEX))


def _latex_name(name: Name) -> str:
    if name.literal:
        return _whole(name.literal)
    parts = [_latex(part) for part in (name.family, name.given) if part]
    return ", ".join(f"{{{part}}}" if _DIVIDES.search(part) else part for part in parts)


# RIS: the type, and what is named in words where RIS has none.
_RIS = {
    "webpage": "ELEC",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "article-journal": "JOUR",
    "report": "RPRT",
    "legislation": "STAT",
    "book": "BOOK",
    "chapter": "CHAP",
}
_OTHER = "GEN"
_COMMA = re.compile(r",\s*")


def ris(data: Data) -> str:
    """Return the references as RIS, with the tags and types that Zotero and EndNote share."""
    references = data.site.explainer.references
    return "".join(f"{ris_entry(each, seen(data, each))}\r\n" for each in references)


def ris_entry(reference: Reference, note: str = "") -> str:
    """Return one reference as RIS."""
    return "".join(f"{line}\r\n" for line in _ris(reference, note))


def _ris(reference: Reference, note: str) -> Iterator[str]:
    kind = _RIS.get(citations.kind(reference), _OTHER)
    tags: list[tuple[str, str | None]] = [
        ("TY", kind),
        ("ID", reference.id),
        *(("AU", _ris_name(name)) for name in reference.author),
        ("TI", reference.title),
        ("T2", reference.container_title),
        ("PB", reference.publisher),
        *(_ris_issued(reference.issued) if reference.issued else ()),
        ("M3", reference.type if kind == _OTHER else None),
        ("UR", reference.URL and reference.URL.replace(";", "%3B")),  # it would begin another
        ("Y2", _ris_day(reference.accessed) if reference.accessed else None),
        ("N1", note),
    ]
    yield from (f"{tag}  - {value}" for tag, value in tags if value)
    yield "ER  - "


def _ris_name(name: Name) -> str:
    """Return a name; a body's ends with a comma, as nothing else keeps it from being turned round.

    A comma inside such a name would divide it, so a dash stands for it.
    """
    if name.literal:
        return f"{_COMMA.sub(' – ', name.literal)},"
    return ", ".join(filter(None, (name.family, name.given)))


def _ris_issued(date: str) -> list[tuple[str, str | None]]:
    """Return the year, and the date with its wording where it is more than a year, month or day."""
    span = dates.parse(date)
    plain = span.end is None and not span.start.doubt
    return [
        ("PY", f"{span.start.year:04d}"),
        ("DA", _ris_day(date) + ("" if plain else dates.words(date))),
    ]


def _ris_day(date: str) -> str:
    """Return the first day as RIS has it: YYYY/MM/DD/, parts left out that are not known."""
    start = dates.parse(date).start
    month, day = (f"{part:02d}" if part else "" for part in (start.month, start.day))
    return f"{start.year:04d}/{month}/{day}/"
