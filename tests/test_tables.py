"""Tables as pages and blocks show them: figures, order, where columns differ, pieces, mentions."""

from __future__ import annotations

import functools
import gzip
import os

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import support
from explainer import blocks, pieces, project, stylesheet, tables, urls
from explainer.model import Cell, Column, Comparison, Row, Value
from explainer.view import View
from explainer.words import ENGLISH

EXPECTED = support.TESTS / "expected" / "crossings.html"
# A page of a table may be at most so large, in bytes, once packed as servers do.
LARGEST = 110 * 1024


def site(root):
    return support.facts(root, "")


def table(name, root=support.TINY):
    return site(root).explainer.items[f"compare/{name}"]


def grid(name, columns=None):
    found = table(name)
    heads = [each for each in found.columns if columns is None or each.id in columns]
    return tables.grid(found, heads, found.rows, ENGLISH)


@functools.cache
def pages(root):
    """Return the body of every finished page by its source path."""
    return {
        page.src_uri: page.markdown.split("\n---\n", 1)[1] for page in support.read(root).pages()
    }


def page(name):
    return BeautifulSoup(pages(support.TINY)[f"compare/{name}.md"], "html.parser")


def piece(options="", name="crossings"):
    """Render a block of a hand-written page."""
    lines = [f"    {line}" for line in options.splitlines()]
    parts, problems = blocks.parse(
        "docs/x.md", "\n".join([f"/// comparison | {name}", *lines, "///"])
    )
    assert problems == []
    return BeautifulSoup(pieces.render(View(site(support.TINY), "x.md"), parts[0]), "html.parser")


def text(tag):
    return " ".join(tag.get_text(" ").split())


def cell(**given):
    return Cell(text="x", certainty="stated", evidence=("a",), **given)


def value(**given):
    return Value(**given)


@pytest.mark.parametrize(
    ("given", "typeset"),
    [
        ({"number": "5.10"}, "5.10"),
        ({"number": "-3"}, "−3"),
        ({"number": "1234567.5"}, "1,234,567.5"),
        ({"low": "6", "high": "9"}, "6–9"),
        ({"low": "6"}, "6 or more"),
        ({"high": "9000"}, "up to 9,000"),
        ({"date": "2016-01-06"}, "January 6, 2016"),
        ({"date": "2012-02%"}, "perhaps about February 2012"),
    ],
)
def test_amounts(given, typeset):
    assert tables.amount(value(**given), ENGLISH) == typeset


@pytest.mark.parametrize(
    ("amounts", "lined_up"),
    [
        (["2", "4.62", "0.6"], ["2_**", "4.62", "0.6*"]),
        (["0.6–1", "up to 10", "6.5"], ["0.6–1_*", "up to 10_*", "6.5"]),
        (["1,500", "40"], ["1,500", "40"]),
        (["7.5 or more", "3"], ["7.5 or more", "3"]),
        ([], []),
    ],
)
def test_amounts_line_up_on_the_decimal_point(amounts, lined_up):
    wide = [each.replace("_", "\u2008").replace("*", "\u2007") for each in lined_up]
    assert tables.aligned(amounts) == wide


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_typesetting_keeps_every_digit(number):
    written = f"{number:f}"
    typeset = tables.number(written)
    assert typeset.replace(",", "").replace("−", "-") == written
    assert all(len(part) <= 3 for part in typeset.split(".")[0].lstrip("−").split(","))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ([], ""),
        ([value(number="5.10"), value(number="1")], "5.10"),
        ([value(low="6", high="9")], "7.5"),
        ([value(low="6")], "6"),
        ([value(high="9")], "9"),
        ([value(date="0001-01-02")], "2"),
    ],
)
def test_a_cell_is_sorted_by_its_first_value(values, key):
    assert tables.order(cell(values=tuple(values))) == key


def test_dates_are_sorted_by_their_first_day():
    keys = [
        float(tables.order(cell(values=(value(date=each),))))
        for each in ("1999", "2012-02~", "2012-02-29", "2012-03/2013")
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("stances", "verdict"),
    [
        (["for", "for"], "same"),
        (["for", "against"], "different"),
        (["for", "For"], "different"),  # words are compared, nothing is guessed
        (["for", None], ""),
        (["for"], ""),
        (["for", "for", "for"], ""),
    ],
)
def test_two_cells_are_judged_by_their_stances_alone(stances, verdict):
    assert tables.verdict([cell(stance=each) for each in stances]) == verdict


def test_a_grid_knows_its_columns():
    whole = grid("crossings")
    assert [head.number for head in whole.heads] == [1, 2, 3, 4, 5, 6]
    assert [head.column.id for head in whole.heads if head.ordered] == ["opened", "toll", "carts"]
    assert (whole.wide, whole.abreast, whole.marked, whole.disputed) == (True, 3, True, True)
    part = grid("crossings", ["quill", "council"])
    assert [head.number for head in part.heads] == [4, 5]
    assert [line.verdict for line in part.lines] == ["different", "", "same", ""]
    assert (part.wide, part.abreast, part.marked, part.disputed) == (False, 2, True, False)
    assert not grid("crossings", ["carts"]).marked
    assert not grid("plans").marked


@pytest.mark.parametrize(("rows", "large"), [(50, False), (51, True)])
def test_a_table_of_very_many_cells_is_told_apart(rows, large):
    names = [f"c{number}" for number in range(12)]
    cells = dict.fromkeys(names, cell())
    found = Comparison(
        id="many",
        title="Many",
        caption="Many cells.",
        columns=tuple(Column(id=name, label=name) for name in names),
        rows=tuple(Row(id=f"r{number}", label="x", cells=cells) for number in range(rows)),
    )
    assert tables.grid(found, found.columns, found.rows, ENGLISH).large == large


def test_the_page_of_a_table_is_as_reviewed():
    """After a change on purpose, ``UPDATE_GOLDEN=1`` writes it anew; review the diff."""
    found = f"{page('crossings').find('table')}\n"
    if os.environ.get("UPDATE_GOLDEN"):
        EXPECTED.write_text(found, encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8")


def test_headers_say_what_they_head():
    shown = page("crossings").find("table")
    assert [each["scope"] for each in shown.select("thead th")] == ["col"] * 7
    for body in shown.select("tbody"):
        [head] = body.select("th")
        assert head["scope"] == "row"
        lesson = body.select("tr.lesson td")
        # The row's name also heads its lesson, which runs under all cells.
        assert head.get("rowspan", "1") == str(1 + len(lesson))
        assert all(each["colspan"] == "6" for each in lesson)
    assert shown.find("caption").get_text() == table("crossings").title


def test_a_column_is_explained_where_its_header_leads():
    shown = page("crossings")
    for column in table("crossings").columns:
        [head] = shown.select(f"thead a[href='#{urls.column(column.id)}']")
        assert text(head) == column.label
        [card] = shown.select(f"#{urls.column(column.id)}")
        assert text(card.find("dt")) == column.label
        assert (column.about or "") in text(card)
        assert len(card.select("a")) == bool(column.see)


def test_silent_disputed_and_moot_cells_are_told_apart_in_words():
    shown = page("crossings")
    said = {each["id"]: text(each.find("summary")) for each in shown.select("td[id]")}
    assert said["ferry--carts"] == "■ stated · 2 sources · ≠ sources disagree"
    assert said["ferry--council"] == "□ not stated · 1 source"
    assert said["raft--opened"] == "– not applicable · 1 source"
    assert said["bridge--ferryman"] == "◐ inferred · 1 source"
    assert text(shown.select_one("#ferry--carts .disagree")) == (
        "Sources disagree: carts a day 40 [ Reed 1887 ] more than 90 [ Aldermoor Gazette 1890 ]"
    )


def test_numbers_stand_apart_from_the_prose():
    shown = page("crossings")
    values = {
        each["id"]: [text(value) for value in each.select(".values li")]
        for each in shown.select("td[id]")
    }
    assert values["ferry--toll"] == ["1 pence by day", "1.5 pence after dark"]
    assert values["ferry--carts"] == ["40 the almanac", "90 or more the newspaper"]
    assert values["ferry--opened"] == ["about June 1871"]
    assert values["raft--toll"] == []
    assert shown.select_one("#ferry--opened time")["datetime"] == "1871-06"
    assert text(shown.select_one("#bridge--quill .stance")) == "for"


def test_a_row_and_a_cell_can_be_linked():
    shown = page("crossings")
    for row in table("crossings").rows:
        assert shown.select(f"tbody#{row.id} th a[href='#{row.id}']")
        for name in row.cells:
            place = f"{row.id}--{name}"
            assert [text(each) for each in shown.select(f"td#{place} a[href='#{place}']")] == [
                ENGLISH["link_cell"]
            ]


def test_the_words_above_a_table_describe_it():
    for root in (support.TINY, support.ROOT):
        for found in site(root).explainer.comparisons:
            shown = BeautifulSoup(pages(root)[f"compare/{found.id}.md"], "html.parser")
            [name] = shown.find("table")["aria-describedby"].split()
            [described] = shown.select(f"[id='{name}']")
            assert text(described) == text(
                BeautifulSoup(View(site(root), "x.md").inline(found.caption), "html.parser")
            )
    assert not piece().find("table").has_attr("aria-describedby")  # a piece has no such words


def test_a_table_explains_every_certainty_that_its_readers_may_not_know():
    deals = site(support.ROOT).explainer.items["compare/deals"]
    assert {"not stated", "not applicable"} <= {
        cell.certainty for row in deals.rows for cell in row.cells.values()
    }
    assert "*not applicable*" in deals.caption.lower()
    assert "*not stated*" in deals.caption.lower()
    assert len(deals.caption.split()) <= 60


def test_a_row_and_a_cell_can_be_cited():
    shown = page("crossings")
    for body in shown.select("tbody"):
        card = f"../../id/compare/crossings/{body['id']}/#cite"
        label = text(body.select_one("th > a"))
        assert folded(body["data-cite"]).startswith(folded(f"“{label},” row of the table"))
        assert body["data-cite"].endswith(",")  # the address follows
        for proof in body.select(".proof"):
            assert [link["href"] for link in proof.select(".backlinks a")][1:] == [card]
    assert not piece().select("[data-cite]")


def folded(words):
    return words.casefold()


def test_a_table_is_downloaded_as_it_is_read_and_without_loss():
    links = {text(link): link["href"] for link in page("crossings").select(".take a")}
    assert links == {
        ENGLISH["choose_csv"]: "../../data/tables/crossings.csv",
        ENGLISH["choose_cells"]: "../../data/tables/crossings.cells.csv",
    }


def test_each_cell_of_a_wide_table_names_its_row_for_paper():
    for shown in (page("crossings"), piece()):
        for body in shown.select("tbody"):
            label = text(body.select_one("th > a"))
            named = [text(each) for each in body.select(".column > .paper")]
            assert named == [f"{label} ·"] * len(body.select("tr:not(.lesson) > td"))
    assert not page("plans").select(".column > .paper")


def test_two_columns_of_a_table_say_where_they_agree():
    shown = piece("columns: [council, quill]")
    assert [text(each) for each in shown.select("thead th")] == [
        ENGLISH["respect"],
        "The council",
        "Quill",
    ]
    heads = [text(each) for each in shown.select("tbody th")]
    assert heads == ["The ford different", "The ferry", "The bridge of timber same", "A raft"]
    # Elsewhere than at home, nothing has an ID, and headers lead home.
    assert shown.select("[id]") == []
    assert shown.select("thead a")[0]["href"] == "../compare/crossings/#column-council"
    assert not shown.select("button, input, select")


def test_one_row_goes_across_all_columns():
    shown = piece("rows: [ferry]")
    assert len(shown.select("tbody")) == 1
    assert len(shown.select("td:not([colspan])")) == 6
    assert len(shown.select(".lesson")) == 1


def test_one_cell_is_a_figure():
    shown = piece("rows: [ferry]\ncolumns: [carts]")
    assert not shown.select("table")
    [figure] = shown.select("figure")
    assert text(figure.find("figcaption")) == "Carts a day : The ferry"
    assert [text(each) for each in figure.select(".values li")] == [
        "40 the almanac",
        "90 or more the newspaper",
    ]
    assert "The almanac and the newspaper do not agree." in text(figure)
    assert "≠ sources disagree" in text(figure.find("summary"))
    assert figure.select("a[href='../compare/crossings/#ferry--carts']")


def test_a_table_of_two_columns_says_where_they_agree_without_a_choice():
    root = support.copy_tiny(support.fresh_folder() / "tiny")
    plans = root / "sources" / "comparisons" / "plans.yml"
    support.replace(plans, "text: None, ever.", "text: None, ever.\n      stance: free")
    support.replace(plans, "text: A penny a cart.", "text: A penny a cart.\n      stance: paid")
    [found] = [each for each in project.read(root).pages() if each.src_uri == "compare/plans.md"]
    shown = BeautifulSoup(found.markdown, "html.parser")
    assert [text(each) for each in shown.select(".verdict")] == ["different"]


def test_a_paragraph_names_the_rows_that_cite_it():
    found = site(support.ROOT)
    view = View(found, "read/lee-2016.md")
    cited = {
        f"compare/{each.id}/{row.id}": row.label
        for each in found.explainer.comparisons
        for row in each.rows
        if any("lee-2016/p4" in cell.evidence for cell in row.cells.values())
    }
    assert cited
    titles = [title for title, _ in view.mentions("lee-2016/p4")]
    addresses = {address for _, address in view.mentions("lee-2016/p4")}
    for name, label in cited.items():
        assert view.title(name) in titles
        # A row is named after its table: its label alone would say too little.
        assert view.title(name).endswith(f": {label}")
        assert view.href(name) in addresses


def test_the_style_sheet_hides_each_column_by_its_number():
    first, _, *rules, last = stylesheet.columns(3).splitlines()
    assert (first, last) == ("@media (scripting: none) {", "}")
    assert len(rules) == 3
    assert rules[2].strip() == (
        ".compare:has(.pick [data-n='3']:not(:checked)) .comparison [data-c='3'] { display: none; }"
    )


def test_tables_are_light_enough():
    found = {
        name: body for name, body in pages(support.ROOT).items() if name.startswith("compare/")
    }
    assert len(found) > 3
    for name, body in found.items():
        assert len(gzip.compress(body.encode())) < LARGEST, name


def test_script_has_its_words():
    said = tables.script_words(ENGLISH)
    assert {"rows", "same", "different", "disagree", "copied"} <= set(said)
    assert all(said.values())
