from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.prose import (
    Citation,
    Links,
    Mention,
    Renderer,
    bare,
    cluster,
    expand,
    mentions,
    plain,
    prose_chunks,
    quotation_marks,
    sentences,
    strange_spans,
    typeset,
)

LINKS = Links(
    href=lambda name: f"at/{name}",
    label=lambda name, locator: f"{name} ({locator})" if locator else name,
)


def is_text(name: str) -> bool:
    return name in {"harbour-1950", "log"}


def expanded(text: str) -> str:
    return expand(text, LINKS, is_text)


def named(text: str) -> list[tuple[str, int, bool]]:
    return [(each.id, each.line, each.cited) for each in mentions(text, is_text)]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[@bell-1951]", "[ref/bell-1951](at/ref/bell-1951)"),
        ("[@log]", "[log](at/log)"),
        ("[@log p4]", "[log/p4 (p4)](at/log/p4)"),
        ("[@log, p4]", "[log/p4 (p4)](at/log/p4)"),
        ("[@bell-1951 p. 12–13]", "[ref/bell-1951 (p. 12–13)](at/ref/bell-1951)"),
        ("[@bell-1951; @log p4]", "[ref/bell-1951](at/ref/bell-1951); [log/p4 (p4)](at/log/p4)"),
        ("[@log\np4]", "[log/p4 (p4)](at/log/p4)"),
        ("[@a <b> & c]", "[ref/a (&lt;b&gt; &amp; c)](at/ref/a)"),
    ],
)
def test_a_citation_becomes_links_in_parentheses_and_one_span(text: str, html: str) -> None:
    assert expanded(f"So {text}.") == f'So <span class="cite">({html})</span>.'


@pytest.mark.parametrize(
    ("inside", "citations"),
    [
        ("@a", [Citation("a", "")]),
        ("@a;@b", [Citation("a", ""), Citation("b", "")]),
        ("@a p4 ; @b, ch. 2", [Citation("a", "p4"), Citation("b", "ch. 2")]),
        ("@a; see b", [Citation("a", ""), Citation("", "")]),
        ("@a;", [Citation("a", ""), Citation("", "")]),
    ],
)
def test_a_cluster_is_split_at_semicolons(inside: str, citations: list[Citation]) -> None:
    assert cluster(inside) == citations


@pytest.mark.parametrize(
    "text",
    [
        "[see @a]",
        "rosa@ferry.example",
        "@a",
        r"\[@a]",
        "[@]",
        "[a](https://ferry.example)",
        "[a] [b]",
    ],
)
def test_what_is_no_citation_or_id_link_stays(text: str) -> None:
    assert expanded(text) == text
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[the *ferry*](id:event/first)", "[the *ferry*](at/event/first)"),
        ("[the [old] ferry](id:event/first)", "[the [old] ferry](at/event/first)"),
        ("[`log`](id:log)", "[`log`](at/log)"),
        ("[](id:log/p4)", "[](at/log/p4)"),
    ],
)
def test_an_id_link_keeps_its_label(text: str, result: str) -> None:
    assert expanded(text) == result
    assert [name for name, _, cited in named(text) if not cited] == [result.split("at/")[1][:-1]]


def test_an_id_link_that_names_nothing_is_still_mentioned() -> None:
    assert named("[the ferry](id:)") == [("", 0, False)]


def test_a_picture_is_no_id_link() -> None:
    assert expanded("![ferry](id:event/first)") == "![ferry](id:event/first)"


def test_mentions_are_told_with_their_lines() -> None:
    text = "One [@a].\nTwo [x](id:log)\n\n[@log p4; @b]\n```\n[@c]\n```\nlast [@d]"
    assert list(mentions(text, is_text)) == [
        Mention("ref/a", 0, cited=True),
        Mention("log", 1, cited=False),
        Mention("log/p4", 3, cited=True),
        Mention("ref/b", 3, cited=True),
        Mention("ref/d", 7, cited=True),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "`[@a]`",
        "`` ` [@a] ``",
        "`a\n[@a]`",
        "```\n[@a] [x](id:log)\n```",
        "```yaml\n[@a]\n\n[@b]\n```",
        "~~~\n[@a]\n```\n[@a]\n~~~",
        "````\n```\n[@a]\n```\n````",
        "   ```\n[@a]\n   ```",
        "- a list\n\n    ```\n    [@a]\n    ```",
        "```\n```",
    ],
)
def test_code_is_left_alone(code: str) -> None:
    assert expanded(f"Before.\n\n{code}\n\n[@b]") == (
        f'Before.\n\n{code}\n\n<span class="cite">([ref/b](at/ref/b))</span>'
    )
    assert [name for name, *_ in named(f"{code}\n\n[@b]")] == ["ref/b"]


@pytest.mark.parametrize(
    "text", [r"\`[@a]\`", "a ` b\n\n[@a]\n\nc ` d", "`` [@a] `", "it`s [@a]", "```[@a]"]
)
def test_backticks_that_make_no_code_hide_no_citation(text: str) -> None:
    assert [name for name, *_ in named(text)] == ["ref/a"]
    assert '<span class="cite">' in expanded(text)


MARKDOWN = st.lists(
    st.sampled_from(
        (
            "a ",
            "[@a]",
            "[x](id:log)",
            "`",
            "``",
            "```\n",
            "\n",
            "\n\n",
            "~~~\n",
            "[",
            "]",
            "\\",
            "(",
        )
    ),
    max_size=14,
).map("".join)


@settings(max_examples=500)
@given(MARKDOWN)
def test_expansion_and_mentions_see_the_same_items(text: str) -> None:
    assert expanded(text).count("(at/") == len(named(text))


@settings(max_examples=500)
@given(MARKDOWN)
def test_chunks_of_prose_stand_where_they_are_said_to_stand(text: str) -> None:
    end = 0
    for start, chunk in prose_chunks(text):
        assert start >= end
        assert text[start : start + len(chunk)] == chunk
        end = start + len(chunk)
    assert end == len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One boat. Two boats.", ["One boat.", "Two boats."]),
        ("One boat! Two? Three.", ["One boat!", "Two?", "Three."]),
        ("It sank?! Yes.", ["It sank?!", "Yes."]),
        ("no stop", ["no stop"]),
        ("", []),
        (" \n ", []),
        ("The U.S. Coast Guard came. It left.", ["The U.S. Coast Guard came.", "It left."]),
        ("It flew to the U.S.", ["It flew to the U.S."]),
        ("Mr. Bell met Dr. R. Tern. They left.", ["Mr. Bell met Dr. R. Tern.", "They left."]),
        ("On Feb. 3 it sank. No. 5 did not.", ["On Feb. 3 it sank.", "No. 5 did not."]),
        ("Birds, e.g. Terns, came. So.", ["Birds, e.g. Terns, came.", "So."]),
        ("It was 3.5 m long. So.", ["It was 3.5 m long.", "So."]),
        ("It met at 5 p.m. on deck. So.", ["It met at 5 p.m. on deck.", "So."]),
        ('She said "Go." Then she left.', ['She said "Go."', "Then she left."]),
        ("She said “Go!” He left.", ["She said “Go!”", "He left."]),
        ("It sank (at noon.) So.", ["It sank (at noon.)", "So."]),
        ("*It sank.* Then **it rose.** So.", ["*It sank.*", "Then **it rose.**", "So."]),
        ("It sank [@a]. It rose [@b].", ["It sank [@a].", "It rose [@b]."]),
        ("It sank. [@a] It rose. [@b]", ["It sank. [@a]", "It rose. [@b]"]),
        ("It sank.[@a] [@b; @c p4] It rose.", ["It sank.[@a] [@b; @c p4]", "It rose."]),
        ("“It sank.” [@a] It rose.", ["“It sank.” [@a]", "It rose."]),
        ("It sank [@a p. 4]. It rose.", ["It sank [@a p. 4].", "It rose."]),
        (
            "It sank. [The crew](id:actor/crew) swam.",
            ["It sank.", "[The crew](id:actor/crew) swam."],
        ),
        ("It sank.\nIt rose.", ["It sank.", "It rose."]),
        ("A heading\n\nIt sank. So", ["A heading", "It sank.", "So"]),
        ("It sank. 12 swam.", ["It sank.", "12 swam."]),
        ("It sank. ‘Swim!’ they said.", ["It sank.", "‘Swim!’ they said."]),
        ("It sank etc. and rose.", ["It sank etc. and rose."]),
    ],
)
def test_prose_is_split_into_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(st.text('aB.!? \n[]@"”)*', max_size=40))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ('"Go," she said.', "“Go,” she said."),
        ("It's the crew's boat.", "It’s the crew’s boat."),
        ("the boats' crews", "the boats’ crews"),
        ("the '90s and '62", "the ’90s and ’62"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("'Tis late", "’Tis late"),
        ("\"She said 'go,'\" he said", "“She said ‘go,’” he said"),
        ("'She said \"go\"'", "‘She said “go”’"),
        ("\"'Go,' she said.\"", "“‘Go,’ she said.”"),
        ("'\"Go,\" she said.'", "‘“Go,” she said.’"),
        ('the boat—"Rosa"—sank', "the boat—“Rosa”—sank"),
        ('the boat–"Rosa"', "the boat–“Rosa”"),
        ('"Wait—" she said', "“Wait—” she said"),
        ('the "well-", she said', "the “well-”, she said"),
        ('("Go")', "(“Go”)"),
        ('["Go"]', "[“Go”]"),
        ('"Go"; "stay": "no"!', "“Go”; “stay”: “no”!"),
        ('"...and sank"', "“...and sank”"),
        ('"Go"\n"Stay"', "“Go”\n“Stay”"),
        ("“already” ‘set’", "“already” ‘set’"),
        ('a\u00a0"b"', "a\u00a0“b”"),
        ('"', "”"),
    ],
)
def test_quotation_marks_are_set_as_a_typesetter_would(text: str, set_: str) -> None:
    assert quotation_marks(text) == set_


@given(st.text("a 9sn'\"—-(.,“”‘’\n"))
def test_setting_quotation_marks_changes_nothing_else(text: str) -> None:
    result = quotation_marks(text)
    assert not set(result) & set("'\"")
    assert len(result) == len(text)
    assert re.sub("[“”‘’]", "?", result) == re.sub("[“”‘’'\"]", "?", text)
    assert quotation_marks(result) == result


@pytest.mark.parametrize(
    ("html", "set_"),
    [
        ('<p>"Go"</p>', "<p>“Go”</p>"),
        ('<p>"<em>Go</em>"</p>', "<p>“<em>Go</em>”</p>"),
        ('<p><em>"Go"</em> she</p>', "<p><em>“Go”</em> she</p>"),
        ("<p><em>Rosa</em>'s</p>", "<p><em>Rosa</em>’s</p>"),
        ('<a href="x" title=\'y\'>"Go"</a>', "<a href=\"x\" title='y'>“Go”</a>"),
        ('<code>"x"</code> "y"', '<code>"x"</code> “y”'),
        (
            '<pre><code class="z">\'x\' &lt; "y"\n</code></pre>',
            '<pre><code class="z">\'x\' &lt; "y"\n</code></pre>',
        ),
        ("<code>x</code>'s", "<code>x</code>’s"),
        ("&quot;Go&quot; &amp; &lt;stay&gt;", "“Go” &amp; &lt;stay&gt;"),
        ('<p>1 &lt; 2</p>\n<p>"Go"</p>', "<p>1 &lt; 2</p>\n<p>“Go”</p>"),
    ],
)
def test_the_text_of_html_is_set_and_its_tags_and_code_are_not(html: str, set_: str) -> None:
    assert typeset(html) == set_


def test_plain_text_is_html_without_tags() -> None:
    assert plain('<p>a <em title="x">b</em> &amp; c</p>') == "a b & c"


renderer = Renderer()
# All that needs no Markdown, and what begins a block of Markdown in a line of its own.
PLAIN = "abz 09.,:;?'\"-–—+=#~()/|%$@’“é⛵"


@settings(max_examples=1_500)
@given(st.text(PLAIN, max_size=30).map(lambda text: " ".join(text.split())))
def test_plain_text_is_rendered_the_same_with_and_without_a_parser(text: str) -> None:
    parsed = renderer.inline(f"<i></i>{text}").removeprefix("<i></i>")
    direct = renderer.inline(text)
    assert direct == parsed
    assert direct == quotation_marks(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("the *Rosa*", "the <em>Rosa</em>"),
        ("2016. *Rosa* sank", "2016. <em>Rosa</em> sank"),
        ("- *none*", "- <em>none</em>"),
        ("# 3 of *4*", "# 3 of <em>4</em>"),
        ("> 3 *m*", "&gt; 3 <em>m</em>"),
        ("***", "***"),
        ("sand & salt", "sand &amp; salt"),
        ("`x < 'y'`", "<code>x &lt; 'y'</code>"),
        ('"[the log](log/)"', '“<a href="log/">the log</a>”'),
        ("", ""),
    ],
)
def test_a_line_is_rendered_without_a_block_around_it(text: str, html: str) -> None:
    assert renderer.inline(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"Go"\n\n*Stay*', "<p>“Go”</p>\n<p><em>Stay</em></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ],
)
def test_blocks_are_rendered_with_their_elements(text: str, html: str) -> None:
    assert renderer.block(text) == html


def test_a_renderer_carries_nothing_from_one_text_to_the_next() -> None:
    renderer.block("[log]: https://ferry.example/log\n\n[log]")
    assert renderer.block("[log]") == "<p>[log]</p>"
    assert renderer.inline("*[log]*") == "<em>[log]</em>"


SPANS = [
    ("a [vadum]{lang=la} here", 'a <span lang="la">vadum</span> here', "a vadum here"),
    ("*[병진]{lang=ko}*", '<em><span lang="ko">병진</span></em>', "병진"),
    ("[*vadum*]{lang=la}", '<span lang="la"><em>vadum</em></span>', "vadum"),
    ('a "[vadum]{lang=la-Latn-GB}"', 'a “<span lang="la-Latn-GB">vadum</span>”', 'a "vadum"'),
    ("`[vadum]{lang=la}`", "<code>[vadum]{lang=la}</code>", None),
]


@pytest.mark.parametrize(("text", "html", "words"), SPANS)
def test_words_of_another_language_are_marked_wherever_prose_is_rendered(text, html, words) -> None:
    assert renderer.inline(text) == html
    assert renderer.linked(text, LINKS, is_text) == html
    assert renderer.inline(expanded(text)) == html
    assert renderer.block(text) == f"<p>{html}</p>"
    assert list(strange_spans(text)) == []
    if words:
        assert bare(text) == words


def test_a_link_may_hold_words_of_another_language() -> None:
    text = "the [deep [vadum]{lang=la}](id:term/ford)"
    html = 'the <a href="at/term/ford">deep <span lang="la">vadum</span></a>'
    assert renderer.linked(text, LINKS, is_text) == html
    assert bare(text) == "the deep vadum"


@pytest.mark.parametrize("braces", ["{la}", "{lang=Latin tongue}", "{lang=}", "{.la}", "{lang=l}"])
def test_braces_that_name_no_language_are_found_with_their_line(braces) -> None:
    assert list(strange_spans(f"One.\n\nA [vadum]{braces}.")) == [(2, braces)]
    assert list(strange_spans(f"`[vadum]{braces}`")) == []
