"""The prose of data files and pages: Markdown with citations and links by permanent ID.

Citations are Pandoc's: ``[@key]``, ``[@lee-2016 p4]``, ``[@a; @b]``. A link to an item is
``[label](id:event/leap-day-deal)``. Words of another language are a bracketed span of Pandoc's with
a language tag (BCP 47): ``[byungjin]{lang=ko-Latn}``. All are expanded as text, code excepted, before
any engine sees the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import markdown as python_markdown

# A fenced block, or a span between like runs of backticks, none of them escaped, in one paragraph.
_CODE_PATTERN = (
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^ {0,3}(?P=fence)[`~]*[ \t]*$"
    r"|(?<!\\)(?<!(?<!\\)`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
)
_CODE = re.compile(_CODE_PATTERN, re.MULTILINE | re.DOTALL)
# Words in another language, and anything that looks as if it were meant so.
_SPAN_PATTERN = (
    r"(?<![!\\])\[(?P<words>[^\[\]`]+)\]\{lang=(?P<lang>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\}"
)
SPAN = re.compile(_SPAN_PATTERN)
_SPANLIKE = re.compile(r"(?<!\\)\](\{(?!:)[^{}\n]*\})")
_CITED = re.compile(r"@([A-Za-z0-9_:.#$%&+?<>~/-]+)[ ,]*(.*)", re.DOTALL)
_TOKEN = re.compile(
    rf"{_CODE_PATTERN}"
    r"|(?<!\\)\[(?P<cited>@[^\[\]]+)\]"
    r"|(?<![!\\])\[(?P<label>(?:`[^`]*`|[^\[\]`]|\[[^\[\]]*\])*)\]\(id:(?P<id>[^()\s]*)\)"
    rf"|{_SPAN_PATTERN}",
    re.MULTILINE | re.DOTALL,
)
_PLAIN = re.compile(r"[^*_`\[\]<>&\\!]*\Z")


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited work or text of a cluster, and the place in it, as written."""

    key: str
    locator: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that prose points at: a cited work or passage, or a linked item."""

    id: str
    line: int
    cited: bool
    """Whether it stands in a citation (and so is evidence) or is only a link."""


@dataclass(frozen=True, slots=True)
class Links:
    """How IDs read and where they lead, from the page on which the prose stands."""

    href: Callable[[str], str]
    label: Callable[[str, str], str]
    """The words for a citation of an ID with a locator."""


def citation_id(citation: Citation, is_text: Callable[[str], bool]) -> str:
    """Return the permanent ID that a citation means: a reference, a text or its paragraph."""
    if is_text(citation.key):
        return f"{citation.key}/{citation.locator}" if citation.locator else citation.key
    return f"ref/{citation.key}"


def mentions(text: str, is_text: Callable[[str], bool]) -> Iterator[Mention]:
    """Yield what the prose cites and links, with lines counted from 0."""
    for match in _TOKEN.finditer(text):
        line = text.count("\n", 0, match.start())
        if match["cited"]:
            for citation in cluster(match["cited"]):
                yield Mention(citation_id(citation, is_text), line, cited=True)
        elif match["id"] is not None:
            yield Mention(match["id"], line, cited=False)


def cluster(inside: str) -> list[Citation]:
    """Split what stands in the brackets of a citation."""
    found = (_CITED.match(part.strip()) for part in inside.split(";"))
    return [Citation(match[1], match[2].strip()) if match else Citation("", "") for match in found]


def prose_chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the stretches of ``text`` that are not code, each with its offset."""
    at = 0
    for match in _CODE.finditer(text):
        yield at, text[at : match.start()]
        at = match.end()
    yield at, text[at:]


def expand(text: str, links: Links, is_text: Callable[[str], bool]) -> str:
    """Replace citations and ID links by what any Markdown engine understands."""

    def replace(match: re.Match[str]) -> str:
        if match["id"] is not None:
            return f"[{_spanned(match['label'])}]({links.href(match['id'])})"
        if not match["cited"]:
            return _spanned(match.group()) if match["lang"] else match.group()
        cited = []
        for citation in cluster(match["cited"]):
            name = citation_id(citation, is_text)
            label = html.escape(links.label(name, citation.locator), quote=False)
            cited.append(f"[{label}]({links.href(name)})")
        return f'<span class="cite">({"; ".join(cited)})</span>'

    return _TOKEN.sub(replace, text)


def _spanned(text: str) -> str:
    """Replace spans of other languages, in text that holds no code, by HTML."""
    return SPAN.sub(r'<span lang="\g<lang>">\g<words></span>', text)


def languages(text: str) -> str:
    """Replace spans of other languages by HTML, which any Markdown engine leaves as it is."""
    if "]{" not in text:
        return text
    return _TOKEN.sub(lambda each: _spanned(each[0]) if each["lang"] else each[0], text)


def unspanned(text: str) -> str:
    """Return text with the words of its spans alone, in whatever language they are."""
    return SPAN.sub(r"\g<words>", text) if "]{" in text else text


def strange_spans(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands in braces after brackets and names no language, with its line from 0."""
    for start, chunk in prose_chunks(text):
        named = {match.end() for match in SPAN.finditer(chunk)}
        for match in _SPANLIKE.finditer(chunk):
            if match.end() not in named:
                yield text.count("\n", 0, start + match.start()), match[1]


def quotation_marks(text: str) -> str:
    """Set typographic quotation marks, apostrophes and, between numbers, dashes.

    Each character stands for one, so that offsets stay.
    """
    # Looking for a character costs next to nothing, looking around each one a good deal.
    if "-" in text:
        text = _NUMBERS.sub(r"\1–\2", text)
    if '"' in text:
        text = _OPENING_DOUBLE.sub("“", text).replace('"', "”")
    if "'" in text:
        text = _OPENING_SINGLE.sub("‘", text).replace("'", "’")
    return text


# A hyphen between two numbers, but not in a date such as 2012-02-29 or another chain of them.
_NUMBERS = re.compile(r"(?<![\w-])(\d+)-(\d+)(?![\w-])")
# A mark opens at the beginning, after white space, a bracket or a dash, and before what can begin
# a quotation; one that stands for left-out figures or letters (’90s, ’n’) is an apostrophe.
_NOT_BEGUN = r"(?![\s,;:!?)\]}”]|\.(?!\.)|\Z)"
_OPENING_DOUBLE = re.compile(
    rf"(?:(?<![^\s(\[{{“‘—–>/-])|(?<=[\s(\[{{—–]')|(?<=\A'))\"{_NOT_BEGUN}"
)
_OPENING_SINGLE = re.compile(
    rf"(?<![^\s(\[{{“—–>/-])'{_NOT_BEGUN}(?!(?:\d\ds?|n|[Tt]is|[Tt]was|[Tt]il)\b)"
)


# What Python-Markdown sees in the beginning of a line, paragraphs aside.
_BLOCKS = "empty indent code hashheader setextheader hr olist ulist quote reference".split()


class Renderer:
    """Renders short Markdown to HTML with one parser, made on first use."""

    @cached_property
    def _parser(self) -> python_markdown.Markdown:
        return python_markdown.Markdown(output_format="html")

    @cached_property
    def _line_parser(self) -> python_markdown.Markdown:
        """A parser for which a line is never a heading, a list or code, whatever it begins with."""
        parser = python_markdown.Markdown(output_format="html")
        for name in _BLOCKS:
            parser.parser.blockprocessors.deregister(name)
        return parser

    def inline(self, text: str) -> str:
        """Render a line of Markdown, without a paragraph around it."""
        if _PLAIN.match(
            text
        ):  # nine in ten fields hold no markup; parsing them would double the cost
            return quotation_marks(text)
        self._line_parser.reset()
        rendered = typeset(self._line_parser.convert(languages(text)))
        inner = rendered.removeprefix("<p>").removesuffix("</p>")
        return rendered if "<p>" in inner else inner

    def linked(self, text: str, links: Links, is_text: Callable[[str], bool]) -> str:
        """Render a line of Markdown with its citations and ID links."""
        tokens = list(_TOKEN.finditer(text)) if "[" in text else []
        bare = _TOKEN.sub(_HOLE, text) if tokens else text
        inside = (match["label"] or match["cited"] or match["words"] or "\\" for match in tokens)
        # Most lines hold no other markup, and then need no parser: it would double the cost.
        if not _PLAIN.match(bare) or not all(map(_PLAIN.match, inside)):
            return self.inline(expand(text, links, is_text))
        between = quotation_marks(bare).split(_HOLE)
        output = [between[0]]
        for match, words in zip(tokens, between[1:], strict=True):
            output += [_anchors(match, links, is_text), words]
        return "".join(output)

    def block(self, text: str) -> str:
        """Render paragraphs and lists of Markdown."""
        self._parser.reset()
        return typeset(self._parser.convert(languages(text)))


# Stands for a citation or link while quotation marks are set around it.
_HOLE = "\ue000"


def _anchors(match: re.Match[str], links: Links, is_text: Callable[[str], bool]) -> str:
    """Return the HTML of a citation, link or span, as Markdown would make it of what `expand` writes."""
    if match["lang"]:
        words = html.escape(quotation_marks(match["words"]), quote=False)
        return f'<span lang="{match["lang"]}">{words}</span>'
    if match["id"] is not None:
        return _anchor(match["label"], links.href(match["id"]))
    names = [(citation_id(each, is_text), each.locator) for each in cluster(match["cited"])]
    cited = (_anchor(links.label(name, where), links.href(name)) for name, where in names)
    return f'<span class="cite">({"; ".join(cited)})</span>'


def _anchor(label: str, href: str) -> str:
    words = html.escape(quotation_marks(label), quote=False)
    return f'<a href="{html.escape(href)}">{words}</a>'


_TAG = re.compile(r"(<[^>]*>)")


def typeset(rendered: str) -> str:
    """Set typographic marks in the text of HTML, leaving its tags and code alone."""
    pieces = _TAG.split(rendered)
    texts = [html.unescape(piece) for piece in pieces[::2]]
    marked = quotation_marks("".join(texts))  # one character for one, so offsets stay
    output, at, code = [], 0, False
    for index, piece in enumerate(pieces):
        if index % 2:
            output.append(piece)
            code = piece.startswith("<code") or (code and piece != "</code>")
            continue
        length = len(texts[index // 2])
        words = marked[at : at + length]
        output.append(piece if code else html.escape(words, quote=False))
        at += length
    return "".join(output)


_TAGS = re.compile(r"<[^>]*>")


def bare(text: str) -> str:
    """Return Markdown's words alone: no citations, no emphasis, of links the label."""
    return _words_of(_LEFT.sub("", _TOKEN.sub(lambda match: _label(match) or "", text)))


# What a citation leaves before the mark that follows it.
_LEFT = re.compile(r"\s+(?=[.,;:!?](?:\s|\Z))")


def _label(match: re.Match[str]) -> str | None:
    """Return the words of a link or span, and nothing for what has none."""
    if match["lang"]:
        return match["words"]
    return unspanned(match["label"]) if match["label"] else None


def worded(text: str, label: Callable[[str, str], str], is_text: Callable[[str], bool]) -> str:
    """Return Markdown as plain text: no emphasis, of links the label, citations in parentheses.

    ``label`` gives the words for a citation of an ID with a locator.
    """

    def replace(match: re.Match[str]) -> str:
        if not match["cited"]:
            return _label(match) or match.group()
        names = [(citation_id(each, is_text), each.locator) for each in cluster(match["cited"])]
        return f"({'; '.join(label(name, where) for name, where in names)})"

    return quotation_marks(_words_of(_TOKEN.sub(replace, text) if "[" in text else text))


def _words_of(text: str) -> str:
    return _MARKUP.sub("", text)


_MARKUP = re.compile(r"[*`]|\\(?=\W)")


def plain(rendered: str) -> str:
    """Return the text of HTML without its tags."""
    return html.unescape(_TAGS.sub("", rendered))


# A full stop after one of these, or after a single capital, ends no sentence.
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|Gen|Sen|Rep|Prof|Gov|Lt|Col|Capt|vs|cf|pp?|vol|e\.g|i\.e"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Ltd|Res)\.\Z"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]*_]*+(?:\s*\[@[^\]]*\])*+(?=\s+[^\sa-z]|\s*\Z)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def sentences(text: str) -> list[str]:
    """Split prose into sentences; a citation after a full stop belongs to the sentence before."""
    found = []
    for paragraph in _BLANK_LINE.split(text):
        start = 0
        for match in _SENTENCE_END.finditer(paragraph):
            abbreviated = _ABBREVIATION.search(paragraph[: match.start() + 1])
            if abbreviated and match.end() < len(paragraph.rstrip()):
                continue
            found.append(paragraph[start : match.end()].strip())
            start = match.end()
        found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]
