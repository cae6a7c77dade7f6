"""Broken explainers, each with the exact messages that an editor reads.

A case is a folder of ``golden/``: ``edits.yml`` says how the tiny explainer is broken, and
``expected.txt`` holds what ``explainer check`` then writes. After a wording was changed on
purpose, ``UPDATE_GOLDEN=1 pytest tests/test_golden.py`` writes them anew; review the diff.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml

import support

GOLDEN = support.TESTS / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
# Keys of an edit, by what it does with its file.
EDITS = ({"find", "replace"}, {"append"}, {"content"}, {"bytes"}, {"copy"}, {"delete"})


def apply(root: Path, edit: dict[str, str]) -> None:
    file = root / edit.pop("file")
    assert set(edit) in EDITS, edit
    file.parent.mkdir(parents=True, exist_ok=True)
    match edit:
        case {"find": find, "replace": new}:
            support.replace(file, find, new)
        case {"append": more}:
            file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
        case {"content": text}:
            file.write_text(text, encoding="utf-8")
        case {"bytes": text}:
            file.write_bytes(bytes.fromhex(text))
        case {"copy": other}:
            shutil.copyfile(root / other, file)
        case _:
            file.unlink()


@pytest.mark.parametrize("case", CASES)
def test_messages(case, tmp_path, capsys):
    root = support.copy_tiny(tmp_path / "broken")
    edits = yaml.safe_load((GOLDEN / case / "edits.yml").read_text(encoding="utf-8"))
    for edit in edits:
        apply(root, edit)

    outcome = support.run(capsys, "--root", root, "check")

    expected = GOLDEN / case / "expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(outcome.err, encoding="utf-8")
    assert outcome.err == expected.read_text(encoding="utf-8")
    assert outcome.out == ""
    assert outcome.code == 1


def test_enough_cases():
    assert len(CASES) >= 30


def test_every_message_names_place_and_rule():
    for case in CASES:
        *messages, count = (GOLDEN / case / "expected.txt").read_text(encoding="utf-8").splitlines()
        assert count == f"{len(messages)} problem{'' if len(messages) == 1 else 's'}."
        for message in messages:
            path, line, rule = message.split(":", 2)
            assert path.startswith(("sources/", "docs/")), message
            assert line.isdigit(), message
            assert " must " in rule, message
