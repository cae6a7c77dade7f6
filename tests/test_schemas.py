"""JSON Schemas: current, referenced by every data file, and in agreement with the files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import support
from explainer import scaffold, schemas, yamlsource

# What a file of that name, or in that folder, is validated by.
SCHEMAS = {
    "explainer.yml": "explainer",
    "events.yml": "events",
    "references.yml": "references",
    "actors.yml": "actors",
    "terms.yml": "terms",
    "source.yml": "source",
    "notes.yml": "notes",
    "quotes.lock.yml": "quotes",
    "questions.yml": "questions",
    "permalinks.yml": "permalinks",
    "editions.yml": "editions",
}
FIRST_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
REAL = sorted((support.ROOT / "sources").rglob("*.yml"))
TINY = sorted((support.TINY / "sources").rglob("*.yml"))


def name_of(file: Path) -> str:
    return "comparison" if file.parent.name == "comparisons" else SCHEMAS[file.name]


def shown(file: Path) -> str:
    return file.relative_to(support.ROOT).as_posix()


def validator(name: str) -> Draft202012Validator:
    text = (schemas.FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def errors(file: Path) -> list[str]:
    """Validate a file, read as the project reads it: every scalar is a string."""
    document, problems = yamlsource.parse(file.name, file.read_text(encoding="utf-8"))
    assert problems == []
    assert document is not None
    found = validator(name_of(file)).iter_errors(document.data)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_schemas_are_current():
    assert schemas.stale() == []


@pytest.mark.parametrize("name", sorted({*SCHEMAS.values(), "comparison"}))
def test_schema_is_a_schema(name):
    Draft202012Validator.check_schema(validator(name).schema)


def test_every_schema_belongs_to_a_file():
    names = {path.name.removesuffix(".schema.json") for path in schemas.FOLDER.iterdir()}
    assert names == {*SCHEMAS.values(), "comparison"}


@pytest.mark.parametrize("file", [*REAL, *TINY], ids=shown)
def test_file_is_valid(file):
    assert errors(file) == []


@pytest.mark.parametrize("file", [*REAL, *TINY], ids=shown)
def test_first_line_names_the_schema(file):
    match = FIRST_LINE.match(file.read_text(encoding="utf-8"))
    assert match, "the first line must name the schema"
    assert Path(match[1]).name == f"{name_of(file)}.schema.json"
    if file.name in {"quotes.lock.yml", "permalinks.yml"} and file in TINY:
        return  # written by a command, for sources/ at the top of a repository
    assert (file.parent / match[1]).resolve().parent == schemas.FOLDER


def test_files_of_a_new_explainer(tmp_path):
    folder = tmp_path / "new"
    scaffold.init(folder)
    scaffold.new(folder, "text", "fresh", None)
    scaffold.new(folder, "note", "fresh", "fresh")
    scaffold.new(folder, "comparison", "fresh", None)
    scaffold.new(folder, "term", "fresh", None)
    files = sorted((folder / "sources").rglob("*.yml"))
    assert len(files) == 8
    for file in files:
        assert errors(file) == [], file.name
        match = FIRST_LINE.match(file.read_text(encoding="utf-8"))
        assert match, file.name
        assert (file.parent / match[1]).resolve() == (
            folder / "hooks" / "explainer" / "schemas" / f"{name_of(file)}.schema.json"
        )


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("terms", {"terms": [{"id": "a", "name": "A"}]}, "'definition' is a required property"),
        ("terms", {"terms": [], "more": []}, "'more' was unexpected"),
        ("actors", {"actors": [{"kind": "stat"}]}, "'stat' is not one of"),
        ("events", {"events": [{"id": "Two Words"}]}, "does not match"),
        ("events", {"events": [{"evidence": []}]}, "should be non-empty"),
    ],
)
def test_schema_refuses(name, data, message):
    found = [error.message for error in validator(name).iter_errors(data)]
    assert any(message in each for each in found), found


def test_keys_are_explained_in_the_editor():
    """An editor shows the descriptions of keys that do not explain themselves."""
    properties = validator("events").schema["$defs"]["Event"]["properties"]
    assert "second calendar" in properties["second_date"]["description"]
