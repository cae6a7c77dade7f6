"""Published IDs: none is lost by an edit, and what is gone leaves word where it was."""

from __future__ import annotations

import random
import re
import shutil
from datetime import date

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import support
from explainer import ledger, load, project, urls
from explainer.ledger import Ledger, Register, Tombstone

FIRST, LATER = "2026-11-02", "2026-12-01"
FILE = "sources/permalinks.yml"


@pytest.fixture
def tiny(tmp_path):
    """The tiny explainer, in a repository of its own that holds it as it is published."""
    root = support.copy_tiny_formatted(tmp_path / "tiny")
    support.commit(root)
    return root


@pytest.fixture
def explainer_of(tiny, capsys):
    """Run the command on the copy of the tiny explainer."""

    def run(*arguments):
        return support.run(capsys, "--root", tiny, *arguments)

    return run


@pytest.fixture
def file(tiny):
    return tiny / "sources" / "permalinks.yml"


def read(root):
    found, problems = load.load(root / "sources")
    assert problems == []
    return found


def cut(path, begins, ends):
    """Cut the lines from the one that begins so up to the next one that does."""
    text = path.read_text(encoding="utf-8")
    start = text.index(begins)
    end = text.find(ends, start + 1)
    path.write_text(text[:start] + (text[end:] if end >= 0 else ""), encoding="utf-8")


def without_note(root):
    """Delete the note ``money``, which nothing else points at."""
    cut(root / "sources" / "texts" / "quill-1890" / "notes.yml", "- id: money\n", "- id: ")


def ids(root):
    """Return every ID in every finished page, by page; those of years follow from dates."""
    return {
        page.src_uri: frozenset(re.findall(r'\sid="(?!h?y\d{4}")([^"]+)"', page.markdown))
        for page in project.read(root).pages()
    }


def page(root, name):
    found = {each.src_uri: each.markdown for each in project.read(root).pages()}
    return BeautifulSoup(found[name].split("\n---\n", 1)[1], "html.parser")


def words(tag):
    return " ".join(tag.get_text(" ").split())


# Edits of the files, and what the command says of them.


def test_deleted_item_is_missed(tiny, explainer_of, file):
    without_note(tiny)
    outcome = explainer_of("check")
    line = file.read_text(encoding="utf-8").splitlines().index("  - quill-1890/n/money") + 1
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"{FILE}:{line}: a published ID must be that of an item, or have a tombstone under gone, "
        "got 'quill-1890/n/money'.\n1 problem.\n"
    )


def test_renamed_item_is_missed_and_its_new_name_suggested(tiny, explainer_of):
    notes = tiny / "sources" / "texts" / "quill-1890" / "notes.yml"
    support.replace(notes, "- id: money\n", "- id: moneys\n")
    outcome = explainer_of("check")
    assert outcome.code == 1
    assert "got 'quill-1890/n/money'. Did you mean 'quill-1890/n/moneys'?" in outcome.err


def test_deleted_cell_row_and_table_are_missed(tiny, explainer_of):
    table = tiny / "sources" / "comparisons" / "plans.yml"
    cut(table, "- id: builder\n", "- id: ")
    assert "got 'compare/plans/builder'." in explainer_of("check").err
    table.unlink()
    missed = [line for line in explainer_of("check").err.splitlines() if FILE in line]
    assert len(missed) == 1  # its rows and cells went with it
    assert "got 'compare/plans'." in missed[0]


def test_withdrawn_item(tiny, explainer_of, file):
    without_note(tiny)
    why = "The letter says it after all."
    outcome = explainer_of("withdraw", "quill-1890/n/money", "--why", why, "--date", LATER)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"Wrote it into {FILE}. Next: explainer check\n"
    assert file.read_text(encoding="utf-8").endswith(
        f'- {{id: quill-1890/n/money, left: "{LATER}", withdrawn: "{why}"}}\n'
    )
    assert explainer_of("check", "--published").code == 0
    notice = page(tiny, "read/quill-1890.md").find(id="n-money")
    assert words(notice) == f"Note quill-1890/n/money withdrawn on December 1, 2026. {why}"


def test_moved_item(tiny, explainer_of, file):
    without_note(tiny)
    outcome = explainer_of(
        "move", "quill-1890/n/money", "compare/plans/cost--timber", "--date", LATER
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert file.read_text(encoding="utf-8").endswith(
        f'- {{id: quill-1890/n/money, left: "{LATER}", moved: compare/plans/cost--timber}}\n'
    )
    assert explainer_of("check", "--published").code == 0
    notice = page(tiny, "read/quill-1890.md").find(id="n-money")
    assert words(notice) == (
        "Note quill-1890/n/money moved to Two plans for a bridge: Cost, The timber plan , "
        "December 1, 2026"
    )
    assert notice.a["href"] == "../../compare/plans/#cost--timber"


def test_item_that_is_back_needs_no_tombstone(tiny, explainer_of):
    terms = tiny / "sources" / "terms.yml"
    with terms.open("a", encoding="utf-8") as opened:
        opened.write("- {id: pontage, name: Pontage, definition: A toll.}\n")
    outcome = explainer_of("check")
    assert outcome.code == 1
    assert "id must be one that no item has now, or the tombstone must go, got 'term/pontage'." in (
        outcome.err
    )


def retitled(value):
    """Give other titles, names, labels and wordings of questions to everything in parsed YAML."""
    if isinstance(value, list):
        return [retitled(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"Another {each}"
        if key in {"title", "name", "label", "short", "question"} and isinstance(each, str)
        else retitled(each)
        for key, each in value.items()
    }


QUESTIONS = """\
questions:
- id: why-carters
  kind: close-reading
  question: Why the carters?
  sketch: The minutes know of one.
  evidence: [minutes-1890]
- id: who-pays
  kind: context
  paragraph: p1
  question: Who pays?
  sketch: The rates.
  evidence: [minutes-1890]
"""


def test_new_titles_and_another_order_change_no_address(tiny, explainer_of):
    asked = tiny / "sources" / "texts" / "quill-1890" / "questions.yml"
    asked.write_text(QUESTIONS, encoding="utf-8")
    with (tiny / "sources" / "explainer.yml").open(encoding="utf-8") as settings:
        assert len(yaml.safe_load(settings)["themes"]) > 1
    explainer_of("publish", "--date", LATER)
    before = ids(tiny)
    assert "q-who-pays" in before["read/quill-1890.md"]
    shuffle = random.Random(20261122).shuffle  # noqa: S311 - any order will do
    sources = tiny / "sources"
    for path in [*sources.glob("*.yml"), *sources.glob("*/*.yml"), *sources.glob("*/*/*.yml")]:
        if path.name in {"permalinks.yml", "editions.yml", "quotes.lock.yml"}:
            continue
        data = retitled(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506 - it makes strings
        for key in (
            "references actors terms notes questions rows columns kinds lanes themes"
        ).split():
            shuffle(data.get(key, []))
        if path.name == "explainer.yml":
            shuffle(data["phases"])
            for phase in data["phases"]:
                del phase["span"]
        if path.name == "events.yml":
            data["events"] = reordered(data["events"])
        path.write_text(yaml.safe_dump(data, sort_keys=False, width=1000), encoding="utf-8")

    assert project.read(tiny).problems == ()
    assert read(tiny).register.new == ()
    assert ids(tiny) == before


def reordered(events):
    """Give every event another's date, so that they stand the other way round."""
    days = [event["date"] for event in events]
    for event, day in zip(reversed(events), days, strict=True):
        event["date"] = day
        event.pop("second_date", None)
        event.pop("time", None)
    return events[::-1]


# The commands.


def test_new_ids_are_a_notice_until_they_are_to_be_published(explainer_of):
    explainer_of("new", "term", "pier")
    said = explainer_of("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"\n1 ID is not in {FILE} yet; `explainer publish` adds it.\n")

    explainer_of("new", "term", "quay")
    assert explainer_of("check").out.endswith(
        f"\n2 IDs are not in {FILE} yet; `explainer publish` adds them.\n"
    )
    refused = explainer_of("check", "--published")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        f"{FILE}:1: the ledger must hold every ID before it is published, but 2 are not in it: "
        "term/pier, term/quay. `explainer publish` adds them.\n1 problem.\n"
    )


def test_preview_says_that_ids_are_new(tiny, explainer_of):
    explainer_of("new", "term", "pier")
    outcome = support.build(tiny)
    assert outcome.code == 0, outcome.err
    assert "INFO    -  1 ID is not in sources/permalinks.yml yet" in outcome.err


def test_explainer_without_a_ledger_has_published_nothing(tiny, explainer_of, file):
    file.unlink()
    (tiny / "sources" / "editions.yml").unlink()
    shutil.rmtree(tiny / ".git")
    support.commit(tiny)
    said = explainer_of("check")
    assert (said.code, said.err) == (0, "")
    assert "IDs are not in" in said.out
    assert explainer_of("check", "--published").code == 1

    published = explainer_of("publish", "--date", FIRST)
    assert (published.code, published.err) == (0, "")
    assert explainer_of("check", "--published").code == 0
    assert read(tiny).register.new == ()


def test_publish_adds_what_is_new_and_nothing_twice(tiny, explainer_of, file):
    before = read(tiny).ledger
    explainer_of("new", "term", "pier")
    explainer_of("new", "term", "quay")

    said = explainer_of("publish", "--date", LATER)

    assert (said.code, said.err) == (0, "")
    assert said.out == f"2 terms: term/pier, term/quay\nAdded 2 IDs to {FILE}.\n"
    after = read(tiny).ledger
    assert after.published == {**before.published, LATER: ("term/pier", "term/quay")}
    assert after.model_dump()["gone"] == before.model_dump()["gone"]

    written = file.read_bytes()
    assert explainer_of("publish", "--date", LATER).out == f"Added 0 IDs to {FILE}.\n"
    assert explainer_of("publish", "--date", "2027-01-01").out == f"Added 0 IDs to {FILE}.\n"
    assert file.read_bytes() == written


def test_publish_again_on_the_same_day(tiny, explainer_of):
    for name in ("quay", "pier"):
        explainer_of("new", "term", name)
        explainer_of("publish", "--date", LATER)
    assert read(tiny).ledger.published[LATER] == ("term/pier", "term/quay")


def test_publish_dates_today_by_itself(tiny, explainer_of):
    explainer_of("new", "term", "pier")
    explainer_of("publish")
    day = date.fromisoformat(read(tiny).ledger.days["term/pier"])
    assert abs((date.today() - day).days) <= 1  # noqa: DTZ011 - the command's day is that of UTC


def test_publish_lists_many_ids_in_short(explainer_of):
    for number in range(25):
        explainer_of("new", "term", f"term-{number:02}")
    said = explainer_of("publish", "--date", LATER).out.splitlines()[0]
    assert said.startswith("25 terms: term/term-00, ")
    assert said.endswith(", term/term-19, …")


def test_publish_refuses_problems(tiny, explainer_of, file):
    explainer_of("new", "term", "pier")
    without_note(tiny)
    before = file.read_bytes()
    outcome = explainer_of("publish")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith("\n1 problem.\n")
    assert file.read_bytes() == before


def test_publish_an_edition(tiny, explainer_of):
    editions = tiny / "sources" / "editions.yml"
    before = editions.read_text(encoding="utf-8")
    explainer_of("new", "term", "pier")
    about = 'A pier, "at last": ½ done.'

    said = explainer_of("publish", "--date", LATER, "--edition", "1.2", "--about", about)

    assert (said.code, said.err) == (0, "")
    assert said.out == (
        f"1 term: term/pier\nAdded 1 ID to {FILE}.\n"
        "Added edition 1.2 to sources/editions.yml; say there what changed.\n"
    )
    assert editions.read_text(encoding="utf-8").startswith(before)
    newest = read(tiny).editions[-1]
    assert (newest.id, newest.date, newest.about) == ("1.2", LATER, about)
    assert explainer_of("check", "--published").code == 0

    again = explainer_of("publish", "--edition", "1.2", "--about", "Anything.")
    assert (again.code, again.out) == (0, f"Added 0 IDs to {FILE}.\n")
    assert len(read(tiny).editions) == 3


def test_publish_the_first_edition(tiny, explainer_of):
    editions = tiny / "sources" / "editions.yml"
    editions.unlink()
    explainer_of("publish", "--date", LATER, "--edition", LATER, "--about", "The first.")
    assert editions.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../hooks/explainer/schemas/editions.schema.json\n"
    )
    assert [edition.id for edition in read(tiny).editions] == [LATER]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--edition", "Second edition", "--about", "More."],
            "the edition's id must be a name such as 2026-11-22 or 1.2, got 'Second edition'.",
        ),
        (["--edition", "1.2"], "the edition's about must be given, not empty, got ''."),
        (
            ["--edition", "1.2", "--about", "More.", "--date", "2026-11-20"],
            "--date must be later than the last edition's, 2026-11-20, got '2026-11-20'.",
        ),
    ],
)
def test_publish_refuses_what_is_no_edition(tiny, explainer_of, arguments, message):
    explainer_of("new", "term", "pier")
    before = support.digest(tiny)
    outcome = explainer_of("publish", *arguments)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", f"{message}\n")
    assert support.digest(tiny) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["withdraw", "term/ford", "--why", "Filled in."],
            "an ID must be taken out of sources/ first, got 'term/ford', which an item has.",
        ),
        (
            ["withdraw", "quill-1890/n/moneys", "--why", "Said."],
            (
                "an ID must be a published one, got 'quill-1890/n/moneys'. "
                "Did you mean 'quill-1890/n/money'?"
            ),
        ),
        (
            ["withdraw", "quill-1890/n/money", "quill-1890/n/money", "--why", "Said."],
            (
                "an ID must have one tombstone, got 'quill-1890/n/money', which has one in "
                "sources/permalinks.yml."
            ),
        ),
        (
            ["withdraw", "quill-1890/n/money", "--why", " "],
            "the tombstone's withdrawn must be given, not empty, got ' '.",
        ),
        (
            ["move", "quill-1890/n/money", "compare/plans/costs"],
            (
                "the new ID must be that of an item, got 'compare/plans/costs'. "
                "Did you mean 'compare/plans/cost'?"
            ),
        ),
        (
            ["move", "Quill", "term/ford"],
            (
                "the tombstone's id must be an ID such as event/leap-day-deal or lee-2016/p4, "
                "got 'Quill'."
            ),
        ),
    ],
)
def test_tombstone_is_refused(tiny, explainer_of, arguments, message):
    without_note(tiny)
    before = support.digest(tiny)
    outcome = explainer_of(*arguments)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", f"{message}\n")
    assert support.digest(tiny) == before


def test_tombstone_is_refused_while_sources_cannot_be_read(tiny, explainer_of, file):
    """Or a ledger that could not be read would be written anew without what it held."""
    without_note(tiny)
    broken = file.read_text(encoding="utf-8").replace("gone:", "\tgone:")
    file.write_text(broken, encoding="utf-8")
    outcome = explainer_of("withdraw", "quill-1890/n/money", "--why", "Said.")
    assert outcome.code == 1
    assert outcome.err == "sources/ must be readable first: explainer check\n"
    assert file.read_text(encoding="utf-8") == broken


def test_broken_ledger_is_reported_once(explainer_of, file):
    support.replace(file, "gone:", "lost:")
    outcome = explainer_of("check")
    assert outcome.code == 1
    assert outcome.err.count(FILE) == 1


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01"])
def test_day_must_be_one(explainer_of, day):
    outcome = explainer_of("publish", "--date", day)
    assert outcome.code == 2
    assert "usage: explainer publish" in outcome.err


# What readers find at the address of what is gone.


def publish_and_bury(root, names, *stones):
    found = read(root).ledger
    found = ledger.buried(ledger.added(found, names, FIRST), stones)
    file = root / "sources" / "permalinks.yml"
    file.write_text(ledger.written(found), encoding="utf-8")
    assert project.read(root).problems == ()


def gone(name, **what):
    return Tombstone(id=name, left=LATER, **what)


def test_every_address_of_what_is_gone_has_a_notice(tiny):
    publish_and_bury(
        tiny,
        [
            "event/frost",
            "term/pier",
            "actor/miller",
            "ref/diary",
            "compare/plans/length",
            "compare/plans/length--stone",
            "quill-1890/p9",
            "quill-1890/n/ice",
            "question/why-ice",
            "quill-1890/q/why-ice",
        ],
        gone("event/frost", moved="event/flood-1887"),
        gone("term/pier", moved="term/ford"),
        gone("actor/miller", withdrawn="He was the ferryman's brother."),
        gone("ref/diary", withdrawn="It is no longer cited."),
        gone("compare/plans/length", moved="compare/plans/cost"),
        gone("quill-1890/p9", moved="quill-1890/p3"),
        gone("quill-1890/n/ice", moved="quill-1890/n/flood"),
        gone("question/why-ice", withdrawn="There was none."),
    )
    found = {
        name: {str(tag["id"]): words(tag) for tag in page(tiny, name).select(".gone [id]")}
        for name in (
            "timeline.md",
            "glossary.md",
            "people.md",
            "references.md",
            "compare/plans.md",
            "read/quill-1890.md",
        )
    }
    assert {name: sorted(notices) for name, notices in found.items()} == {
        "timeline.md": ["frost", "frost-1889"],
        "glossary.md": ["pier", "pontage"],
        "people.md": ["miller"],
        "references.md": ["r-diary"],
        "compare/plans.md": ["length", "length--stone"],
        "read/quill-1890.md": ["n-ice", "p9", "q-why-ice"],
    }
    assert found["compare/plans.md"]["length--stone"].startswith(
        "Table cell compare/plans/length--stone moved to Two plans for a bridge: Cost, The stone"
    )
    assert found["read/quill-1890.md"]["q-why-ice"] == (
        "Question question/why-ice withdrawn on December 1, 2026. There was none."
    )


def test_page_whose_text_or_table_is_gone_says_so(tiny):
    publish_and_bury(
        tiny,
        ["old-letter", "old-letter/p1", "compare/old", "compare/old/toll", "compare/old/x--y"],
        gone("old-letter", withdrawn="It was forged, as the [minutes](id:ref/minutes-1890) say."),
        gone("compare/old", moved="compare/plans"),
    )
    letter, table = page(tiny, "read/old-letter.md"), page(tiny, "compare/old.md")
    assert [words(each) for each in letter.select("li")] == [
        "Text old-letter withdrawn on December 1, 2026. It was forged, as the minutes say.",
        "Paragraph old-letter/p1 withdrawn on December 1, 2026. It was forged, as the minutes say.",
    ]
    assert letter.a["href"] == "../../references/#r-minutes-1890"
    assert {tag.get("id"): tag.a["href"] for tag in table.select("li")} == {
        None: "../plans/",
        "toll": "../plans/#toll",  # the same name in what stands for the table
        "x--y": "../plans/",  # where there is none, the table itself
    }


def test_page_written_by_hand_takes_the_notices_too(tiny):
    own = "---\ntitle: Words\n---\n\n# Words\n\n/// terms\n///\n"
    (tiny / "docs" / "glossary.md").write_text(own, encoding="utf-8")
    assert page(tiny, "glossary.md").find(id="pontage") is not None


def test_pages_with_notices_build(tiny):
    publish_and_bury(
        tiny,
        ["old-letter", "old-letter/p1"],
        gone("old-letter", withdrawn="It was forged."),
    )
    outcome = support.build(tiny)
    assert outcome.code == 0, outcome.err
    built = support.Site(tiny / "site")
    assert "p1" in built.anchors["read/old-letter/index.html"]
    head = built.pages["read/old-letter/index.html"].head
    tags = {
        str(tag.get("name") or tag.get("property")): tag["content"]
        for tag in head.select("meta[content]")
    }
    assert head.title.get_text().startswith("Moved or withdrawn: old-letter · ")
    assert tags["og:title"] == "Moved or withdrawn: old-letter"
    assert tags["description"] == tags["og:description"]
    assert tags["description"].startswith("Text old-letter withdrawn on December 1, 2026. It was")
    assert tags["robots"] == "noindex"
    assert not [name for name in tags if name.startswith("citation_")]
    assert "pontage" in built.anchors["glossary/index.html"]


def test_question_that_moved_to_another_text_is_found_from_its_old_place(tiny):
    asked = tiny / "sources" / "texts" / "quill-1890" / "questions.yml"
    asked.write_text(QUESTIONS.partition("- id: who-pays")[0], encoding="utf-8")
    publish_and_bury(
        tiny, ["question/why-carters", "other/q/why-carters", "quill-1890/q/why-carters"]
    )
    notice = page(tiny, "read/other.md").find(id="q-why-carters")
    assert notice.a["href"] == "../quill-1890/#q-why-carters"


# What holds of every ledger.

NAMES = st.sampled_from([f"term/{letter}" for letter in "abcdefgh"])


@st.composite
def registers(draw):
    """Draw some published IDs, some of them living, and tombstones that need not make sense."""
    published = draw(st.lists(NAMES, unique=True))
    living = draw(st.frozensets(NAMES))
    stones = []
    for name in draw(st.lists(NAMES, unique=True)):
        moved = draw(st.none() | NAMES)
        stones.append(gone(name, moved=moved, withdrawn=None if moved else "So it is."))
    return Register(Ledger(published={FIRST: tuple(published)}, gone=tuple(stones)), living)


@given(registers())
def test_trail_ends(register):
    for name in register.ledger.days:
        trail = register.trail(name)
        assert trail[0] == name
        assert len(set(trail[:-1])) == len(trail[:-1])
        fate = register.fate(name)
        if name not in register.living and fate:
            assert (fate.to in register.living) != bool(fate.why)


@given(registers())
def test_ids_are_new_gone_or_there(register):
    assert set(register.new) == set(register.living) - set(register.ledger.days)
    assert set(register.missing) == set(register.ledger.days) - set(register.living)
    assert {each.id for each in register.gone} <= set(register.missing)


@given(registers(), st.sets(NAMES))
def test_written_ledger_reads_as_it_was(tmp_path_factory, register, more):
    new = sorted(more - set(register.ledger.days))
    found = ledger.added(register.ledger, new, LATER) if new else register.ledger
    sources = tmp_path_factory.mktemp("sources")
    (sources / "explainer.yml").write_bytes(
        (support.TINY / "sources" / "explainer.yml").read_bytes()
    )
    for name in ("events", "references", "actors", "terms"):
        (sources / f"{name}.yml").write_text(f"{name}: []\n", encoding="utf-8")
    (sources / "permalinks.yml").write_text(ledger.written(found), encoding="utf-8")
    explainer, problems = load.load(sources)
    assert problems == []
    assert ledger.written(explainer.ledger) == ledger.written(found)
    assert explainer.ledger.days == found.days
    assert explainer.ledger.model_dump()["gone"] == found.model_dump()["gone"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lee-2016", "text"),
        ("lee-2016/p4", "paragraph"),
        ("lee-2016/n", "paragraph"),
        ("lee-2016/n/burned", "note"),
        ("question/why", "question"),
        ("lee-2016/q/why", "question"),
        ("event/leap-day-deal", "event"),
        ("compare/deals", "table"),
        ("compare/deals/verification", "row"),
        ("compare/deals/verification--leap-2012", "cell"),
        ("term/freeze", "term"),
        ("actor/iaea", "actor"),
        ("ref/un-2016", "reference"),
    ],
)
def test_kind_of_an_id(name, kind):
    assert ledger.kind(name) == kind


def test_every_id_is_of_a_kind_and_has_an_address():
    for root in (support.TINY, support.ROOT):
        register = read(root).register
        for name in register.living:
            assert ledger.kind(name) in ledger.KINDS
            if not name.startswith("question/"):
                assert urls.address(name).page.endswith(".md")
        counted = sum(len(names) for names in ledger.by_kind(register.living).values())
        assert counted == len([name for name in register.living if not ledger.question(name)])
