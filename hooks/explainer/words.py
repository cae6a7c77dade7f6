"""The interface's words, in English; an explainer may replace any of them under ``words``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explainer.problems import Problem, must
from explainer.vocabulary import Settings

ENGLISH: Mapping[str, str] = {
    "ahead": "Not yet",
    "also": "Also called",
    "assessment": "Assessment",
    "begins": "Begins in the original",
    "claims": "claims",
    "claims_intro": "Every claim and forecast of the texts that was checked, with its assessment, its evidence and the note that gives the reasons.",
    "claims_title": "Claims",
    "columns": "What is compared",
    "compare_intro": "Each table sets texts, deals or words side by side. Every cell shows its "
    "evidence and how certain it is.",
    "compare_title": "Compare",
    "compared": "quotations compared with the original on",
    "copy": "copy or reprint",
    "disagree": "sources disagree",
    "disagree_about": "Sources disagree",
    "documents": "documents",
    "earlier": "Earlier events, from {first}, are listed below the picture.",
    "endnotes": "Notes",
    "event": "event",
    "events": "events",
    "evidence": "Evidence",
    "excerpt": "an excerpt of an archived copy was read",
    "figures": "Figures",
    "first_published": "First published",
    "for_whom": "What it is",
    "glossary_intro": "Words of art that the texts and this site use, in plain words.",
    "glossary_title": "Glossary",
    "in_full": "Open the whole table",
    "in_timeline": "In the timeline",
    "inferred": "inferred",
    "inferred_mark": "◐",
    "kinds": "Kinds of note",
    "link": "Link",
    "link_note": "Link to this note",
    "mentioned": "Mentioned in",
    "minute": "minute",
    "minutes": "minutes",
    "moment": "What had and had not happened by",
    "more": "more",
    "not applicable": "not applicable",
    "not applicable_mark": "–",
    "not stated": "not stated",
    "not stated_mark": "□",
    "note": "Note",
    "notes": "notes",
    "of_note": "of note",
    "open": "In the same stretch of time, so before or after",
    "organization": "Organizations",
    "original": "In the original",
    "over": "Had happened",
    "page": "the page was read",
    "paragraph": "Paragraph",
    "paragraphs": "paragraphs",
    "passage": "Restatement of {place} of {author}, “{title}” ({date}), in {site},",
    "people_intro": "Who acts in the events and who speaks in the texts.",
    "people_title": "People and organizations",
    "person": "People",
    "picture": "The whole period",
    "picture_note": "Every mark is an event with its sources, drawn to scale.",
    "press": "press",
    "primary": "primary source",
    "read_intro": "Each text is restated paragraph by paragraph in our words, beside notes that give "
    "context, check claims and score forecasts.",
    "read_original": "Read the original",
    "read_title": "Read",
    "reading_all": "all notes",
    "reading_close": "Close",
    "reading_copied": "Copied.",
    "reading_copy": "copy link and citation",
    "reading_key_help": "this list",
    "reading_key_marks": "notes and marks on or off",
    "reading_key_next": "the next note",
    "reading_key_previous": "the note before",
    "reading_key_search": "search",
    "reading_keys": "Keys",
    "reading_lines": "line numbers",
    "reading_none": "no notes, no marks",
    "reading_of": "of",
    "reading_reveal": "Show the notes",
    "reading_show": "Show",
    "reading_single": "Use these single keys",
    "reading_try": "marks first, notes when asked for",
    "references_intro": "Every work that this site cites, what was seen of it, and when.",
    "references_title": "References",
    "reported": "taken over from notes made from archived copies; not seen again",
    "respect": "In respect of",
    "restated": "Restated in our words, not the author’s. Words in quotation marks are exact.",
    "restatement": "Our restatement",
    "rights": "Rights",
    "rows": "rows",
    "see": "See also",
    "single-source": "rests on a single source",
    "source": "source",
    "sources": "sources",
    "state": "States",
    "stated": "stated",
    "stated_mark": "■",
    "table": "Table",
    "the_claim": "The claim",
    "timeline_intro": "Every year is drawn to the same scale. A numbered mark leads to its event.",
    "timeline_title": "Timeline",
    "to_text": "Back to the words",
    "unverified": "not verified",
    "where": "Where",
    "who": "Who wrote it",
    "why": "Why",
    "works_cited": "Works cited in the notes",
}


def words(settings: Settings) -> Mapping[str, str]:
    """Return the interface's words for an explainer."""
    return {**ENGLISH, **settings.words}


def check(settings: Settings) -> Iterator[Problem]:
    """Yield a problem for each replaced word that does not exist."""
    for name in settings.words:
        if name not in ENGLISH:
            message = must("a word", "one of the interface's words", name, ENGLISH)
            yield settings.place.problem(message, "words", name)
