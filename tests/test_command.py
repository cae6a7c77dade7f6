"""The command ``explainer``: what it says, what it returns, and what it leaves alone."""

from __future__ import annotations

import shutil

import pytest

import support
from explainer import project, scaffold, schemas

COMMANDS = tuple("check write verify schema init new publish changes withdraw move links".split())


@pytest.fixture
def tiny(tmp_path):
    return support.copy_tiny(tmp_path / "tiny")


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_help(capsys, command):
    outcome = support.run(capsys, *command.split(), "--help")
    assert outcome.code == 0
    assert outcome.out.startswith("usage: explainer")
    assert outcome.err == ""


def test_help_names_every_command(capsys):
    said = support.run(capsys, "--help").out
    assert [command for command in COMMANDS if f"\n    {command} " not in said] == []


@pytest.mark.parametrize("arguments", ["", "chekc", "new novel one", "write", "--rot . check"])
def test_misuse_is_code_two(capsys, arguments):
    outcome = support.run(capsys, *arguments.split())
    assert outcome.code == 2
    assert "usage: explainer" in outcome.err


def test_check_says_what_it_checked(capsys, tiny):
    outcome = support.run(capsys, "--root", tiny, "check")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        "Checked 1 text, 5 notes, 4 events, 2 tables with 30 cells, 3 references, 3 actors, "
        "2 terms and 3 hand-written pages: no problem.\n"
    )


def test_check_of_the_real_explainer(capsys):
    outcome = support.run(capsys, "--root", support.ROOT, "check")
    assert (outcome.code, outcome.err) == (0, "")


def test_write_says_how_many(capsys, tiny, tmp_path):
    folder = tmp_path / "finished"
    (tiny / "docs" / "assets").mkdir()
    (tiny / "docs" / "assets" / "river.svg").write_text("<svg/>", encoding="utf-8")

    outcome = support.run(capsys, "--root", tiny, "write", folder)

    written = support.digest(folder)
    assert outcome.code == 0
    assert outcome.out == f"Wrote {len(written)} files to {folder}.\n"
    assert {"index.md", "debate.md", "timeline.md", "read/quill-1890.md"} <= written.keys()
    assert (folder / "assets" / "river.svg").read_text(encoding="utf-8") == "<svg/>"


def test_written_documents_hold_no_source_notation(capsys, tiny, tmp_path):
    support.run(capsys, "--root", tiny, "write", tmp_path / "finished")
    page = (tmp_path / "finished" / "debate.md").read_text(encoding="utf-8")
    prose = page.replace(page[page.index("`[@nothing]`") : page.index("## The letter")], "")
    assert [mark for mark in ("\n///", "[@", "(id:") if mark in prose] == []


@pytest.mark.parametrize("command", ["write", "init"])
def test_full_folder_is_refused(capsys, tiny, tmp_path, command):
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")

    outcome = support.run(capsys, "--root", tiny, command, folder)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"DIR must be a new or empty folder, got '{folder}'.\n"
    assert list(support.digest(folder)) == ["mine.txt"]


@pytest.mark.parametrize("command", ["write", "init"])
def test_file_in_place_of_a_folder_is_refused(capsys, tiny, tmp_path, command):
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    outcome = support.run(capsys, "--root", tiny, command, file)
    assert outcome.code == 1
    assert "DIR must be a new or empty folder" in outcome.err
    assert file.read_text(encoding="utf-8") == "mine"


def test_write_refuses_problems(capsys, tiny, tmp_path):
    support.replace(tiny / "sources" / "events.yml", "lane: river", "lane: rivers")
    outcome = support.run(capsys, "--root", tiny, "write", tmp_path / "finished")
    assert outcome.code == 1
    assert outcome.err.endswith("\n1 problem.\n")
    assert not (tmp_path / "finished").exists()


def test_pages_refuse_problems(tiny):
    support.replace(tiny / "sources" / "events.yml", "lane: river", "lane: rivers")
    with pytest.raises(ValueError, match="1 problem"):
        project.read(tiny).pages()


def test_schema(capsys, monkeypatch, tmp_path):
    folder = tmp_path / "schemas"
    shutil.copytree(schemas.FOLDER, folder)
    monkeypatch.setattr(schemas, "FOLDER", folder)
    assert support.run(capsys, "schema", "--check").out == "The schemas are current.\n"
    assert support.run(capsys, "schema").out == "Wrote 0 schemas: all were current.\n"

    (folder / "terms.schema.json").write_text("{}", encoding="utf-8")
    (folder / "poems.schema.json").write_text("{}", encoding="utf-8")
    (folder / "notes.schema.json").unlink()

    outcome = support.run(capsys, "schema", "--check")
    assert outcome.code == 1
    assert [line.split()[0].rpartition("/")[2] for line in outcome.err.splitlines()] == [
        "notes.schema.json",
        "poems.schema.json",
        "terms.schema.json",
    ]
    assert support.run(capsys, "schema").out == (
        "Wrote 3 schemas: notes.schema.json, poems.schema.json, terms.schema.json.\n"
    )
    assert support.digest(folder) == support.digest(support.HOOKS / "explainer" / "schemas")


@pytest.mark.parametrize("kind", sorted(scaffold.KINDS))
def test_new_entry_passes(capsys, tiny, kind):
    more = ("--text", "quill-1890") if kind in {"note", "question"} else ()

    outcome = support.run(capsys, "--root", tiny, "new", kind, "fresh-one", *more)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Added {kind} fresh-one to sources/")
    assert outcome.out.endswith("Fill it in, then: explainer check\n")
    assert support.run(capsys, "--root", tiny, "check").err == ""
    assert project.read(tiny).pages()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text", "quill-1890"),
        ("event", "vote-1890"),
        ("note", "money"),
        ("comparison", "plans"),
        ("term", "toll"),
    ],
)
def test_new_refuses_an_id_that_is_taken(capsys, tiny, kind, name):
    before = support.digest(tiny)
    outcome = support.run(capsys, "--root", tiny, "new", kind, name, "--text", "quill-1890")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("ID must be one that no item has, got '")
    assert outcome.err.endswith(f"{name}'.\n")
    assert support.digest(tiny) == before


@pytest.mark.parametrize("name", ["Fresh", "fresh_one", "a/b", "-a", ""])
def test_new_refuses_what_is_no_id(capsys, tiny, name):
    outcome = support.run(capsys, "--root", tiny, "new", "term", "--", name)
    assert outcome.code == 1
    assert outcome.err.startswith("ID must be a name in lower case")


def test_new_note_needs_its_text(capsys, tiny):
    outcome = support.run(capsys, "--root", tiny, "new", "note", "fresh", "--text", "quil-1890")
    assert outcome.code == 1
    assert outcome.err.startswith("--text must be a text of sources/texts/, got 'quil-1890'.")
    assert outcome.err.endswith("Did you mean 'quill-1890'?\n")


def test_new_refuses_a_text_of_a_reserved_name(capsys, tiny):
    before = support.digest(tiny)
    outcome = support.run(capsys, "--root", tiny, "new", "text", "term")
    assert outcome.code == 1
    assert support.digest(tiny) == before


def test_init_builds(capsys, tmp_path):
    folder = tmp_path / "new"

    outcome = support.run(capsys, "init", folder)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Made an empty explainer of ")
    assert f"Next: cd {folder} && " in outcome.out
    checked = support.run(capsys, "--root", folder, "check")
    assert (checked.code, checked.err) == (0, "")
    built = support.build(folder)
    assert built.code == 0, built.err
    assert (folder / "site" / "index.html").is_file()


def test_init_takes_nothing_of_the_first_explainer_along(capsys, tmp_path):
    support.run(capsys, "init", tmp_path / "new")
    for name in ("docs", "sources", "mkdocs.yml"):
        path = tmp_path / "new" / name
        files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
        for file in files:
            text = file.read_text(encoding="utf-8")
            found = [word for word in ("Korea", "Lee", "Washington") if word in text]
            assert found == [], file.name
