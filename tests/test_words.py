"""The interface's words: each is used, and each that is used is there."""

from __future__ import annotations

import re

import pytest

import support
from explainer.words import ENGLISH

ENDINGS = {".py", ".j2", ".html", ".js"}
SOURCE = "\n".join(
    file.read_text(encoding="utf-8")
    for file in sorted(support.HOOKS.rglob("*"))
    if file.suffix in ENDINGS and file.name != "words.py"
)
SCRIPTS = {
    name: (support.HOOKS / "theme" / "assets" / f"{script}.js").read_text(encoding="utf-8")
    for name, script in (("links", "linklist"), ("table", "comparison"))
}
"""Scripts that get every word that begins so, under the rest of its name."""
# Looked up by their names.
NAMED = {
    a or b
    for a, b in re.findall(r"""\b(?:words|said|w)(?:\.(\w+)|\[["']([\w -]+)["']\])""", SOURCE)
}
# What names are made of: how some begin or end, and what stands for the rest.
BEGUN = {a or b for a, b in re.findall(r"""['"](\w+_)['"] ~|f"(\w+_)\{""", SOURCE)}
ENDED = {a or b for a, b in re.findall(r"""'(_\w+)'|\}(_\w+)\"""", SOURCE)}
SAID = set(re.findall(r"""["']([\w -]+)["']""", SOURCE))
# What the model's fields may hold is worded by its own name, and so is what a loop goes through.
MODEL = (support.HOOKS / "explainer" / "model.py").read_text(encoding="utf-8")
VALUES = {
    value
    for values in re.findall(r"Literal\[(.*?)\]|for \w+ in \(([^()]*)\)", MODEL + SOURCE, re.DOTALL)
    for value in re.findall(r'"([\w -]+)"', "".join(values))
}


def used(name):
    if name in NAMED | VALUES or ("_" in name and name in SAID):
        return True
    first, _, rest = name.partition("_")
    if first in SCRIPTS and re.search(rf"\b{rest}\b", SCRIPTS[first]):
        return True
    parts = {name.removeprefix(each) for each in BEGUN if name.startswith(each)}
    parts |= {each.removesuffix(end) for each in (*parts, name) for end in ENDED}
    return bool((parts - {name}) & SAID)


def test_every_word_is_used():
    assert [name for name in ENGLISH if not used(name)] == []


@pytest.mark.parametrize("name", ["no_such_word", "links_no_such", "cite_no-such", "nothing"])
def test_a_word_that_nothing_uses_is_found(name):
    assert not used(name)


def test_every_word_that_is_named_exists():
    named = set(re.findall(r"\bv\.words\.(\w+)|\bwords\[\"([\w-]+)\"\]", SOURCE))
    assert {a or b for a, b in named} - ENGLISH.keys() == set()
