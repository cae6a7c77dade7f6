"""Quotations held against the originals, and nothing copied from them.

The first half needs the originals of the real texts, which are in copyright: whatever it takes
from them it takes while it runs. The second half does the same with an invented one, always.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import yaml

import support
from explainer import project, quotes

NEGATION = re.compile(r"\b(?:not|no|never|nor)\b ?")


@pytest.fixture
def originals():
    return support.originals()


@pytest.fixture
def copied(tmp_path):
    return support.copy_repository(tmp_path / "copy")


@pytest.fixture
def tiny(tmp_path):
    return support.copy_tiny(tmp_path / "tiny")


@pytest.fixture
def lock(tiny):
    return tiny / "sources" / "texts" / "quill-1890" / "quotes.lock.yml"


@pytest.fixture
def verify(capsys, tiny):
    def run(*more, originals=support.TINY_ORIGINALS):
        return support.run(capsys, "--root", tiny, "verify", "--originals", originals, *more)

    return run


def quoted_in_editions(root):
    """Yield each quotation of an edition with its file and the words as they stand there."""
    for text in project.read(root).explainer.texts:
        file = root / "sources" / "texts" / text.id / "edition.md"
        content = file.read_text(encoding="utf-8")
        for words in quotes.spans(content):
            if content.count(words) == 1:
                yield file, words


def altered(words):
    """Change one letter in the middle of the words."""
    at = next(i for i in range(len(words) // 2, len(words)) if words[i].islower())
    return words[:at] + ("e" if words[at] != "e" else "a") + words[at + 1 :]


def test_real_texts_are_clean(originals, capsys):
    outcome = support.run(capsys, "--root", support.ROOT, "verify", "--originals", originals)
    assert outcome.err == ""
    assert outcome.code == 0
    assert "every quotation stands, nothing is copied. 0 records updated." in outcome.out


def test_real_history_is_clean(originals, capsys):
    command = ("--root", support.ROOT, "verify", "--originals", originals, "--history")
    assert support.run(capsys, *command).code == 0


def test_real_site_is_clean(originals, capsys):
    site = support.real_site().folder
    command = ("--root", support.ROOT, "verify", "--originals", originals, "--site", site)
    assert support.run(capsys, *command).code == 0


def test_real_records_are_complete(originals, capsys, copied):
    outcome = support.run(capsys, "--root", copied, "verify", "--originals", originals, "--write")
    assert outcome.code == 0
    for record in support.ROOT.glob("sources/texts/*/quotes.lock.yml"):
        assert (copied / record.relative_to(support.ROOT)).read_bytes() == record.read_bytes()


def test_one_letter_altered_fails(originals, capsys, copied):
    by_file = dict(reversed(list(quoted_in_editions(copied))))
    assert len(by_file) == len(list((copied / "sources" / "texts").iterdir()))
    for file, words in by_file.items():
        support.replace(file, words, altered(words))

    outcome = support.run(capsys, "--root", copied, "verify", "--originals", originals)

    assert outcome.code == 1
    for file, words in by_file.items():
        path = file.relative_to(copied).as_posix()
        rule = (
            rf"{path}:\d+: a quotation must be words of the original .*{re.escape(altered(words))}"
        )
        assert re.search(rule, outcome.err), path


def test_not_dropped_fails(originals, capsys, copied):
    negated = [
        (file, words)
        for file, words in quoted_in_editions(copied)
        if NEGATION.search(words) and len(words.split()) > 1
    ]
    assert negated, "no quotation with a negation to drop"
    for file, words in negated:
        support.replace(file, words, NEGATION.sub("", words, count=1))

    outcome = support.run(capsys, "--root", copied, "verify", "--originals", originals)

    assert outcome.code == 1
    for _, words in negated:
        assert f"got '{NEGATION.sub('', words, count=1).strip()}'" in outcome.err


@pytest.mark.parametrize("page", ["docs/story.md", "sources/terms.yml", "README.md"])
def test_sentence_pasted_fails(originals, capsys, copied, page):
    for original in sorted(originals.glob("*.txt")):
        text = original.read_text(encoding="utf-8")
        sentence = max(re.findall(r"[^.\n]{80,}\.", text), key=len).strip()
        file = copied / page
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f"{before}\n# {sentence}\n", encoding="utf-8")

        outcome = support.run(capsys, "--root", copied, "verify", "--originals", originals)

        file.write_text(before, encoding="utf-8")
        assert outcome.code == 1
        assert f"{page}:" in outcome.err
        assert f"the file must hold no run of 9 words of {original.stem}" in outcome.err


def test_tiny_is_clean(verify):
    outcome = verify()
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Compared ")


def test_tiny_letter_altered(verify, tiny):
    support.replace(tiny / "sources" / "texts" / "quill-1890" / "edition.md", "a penny", "a pence")
    outcome = verify()
    assert outcome.code == 1
    assert "words of the original of quill-1890/p1, got 'cannot spend a pence'" in outcome.err


@pytest.mark.parametrize(
    ("file", "words", "without"),
    [
        ("sources/terms.yml", '"free for ever"', '"free ever"'),
        ("docs/debate.md", '"cannot spend a penny"', '"can spend a penny"'),
        # What is left stands in the original too, so that only the record can tell.
        ("sources/texts/quill-1890/edition.md", '"not a patient man"', '"a patient man"'),
        ("sources/texts/quill-1890/notes.yml", 'are "not a fair judge"', 'are "a fair judge"'),
    ],
)
def test_tiny_word_dropped(verify, tiny, file, words, without):
    support.replace(tiny / file, words, without)
    outcome = verify()
    assert outcome.code == 1
    assert without.removeprefix("are ").strip('"') in outcome.err


def test_tiny_quotation_cut_inside_a_word(verify, tiny):
    support.replace(tiny / "docs" / "debate.md", '"cannot spend a penny"', '"cannot spend a pen"')
    assert "must be words of the original" in verify().err


def test_tiny_sentence_pasted(verify, tiny):
    original = (support.TINY_ORIGINALS / "quill-1890.txt").read_text(encoding="utf-8")
    sentence = re.search(r"In the summer[^.]+\.", original).group()
    page = tiny / "docs" / "index.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{sentence.upper()}\n", encoding="utf-8")

    outcome = verify()

    assert outcome.code == 1
    assert "docs/index.md:16: the file must hold no run of 9 words of quill-1890" in outcome.err


def test_tiny_sentence_in_built_pages(verify, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    page = site / "index.html"
    page.write_text(
        "<p>If we wait <em>for the county</em>, we shall wait until</p>", encoding="utf-8"
    )
    outcome = verify("--site", site)
    assert outcome.code == 1
    assert "index.html:1: the file must hold no run of 9 words" in outcome.err


def test_tiny_names_may_stand_whole(verify, tiny):
    source = tiny / "sources" / "texts" / "quill-1890" / "source.yml"
    name = "He is not a patient man, and he is not a fair judge of his own trade"
    page = tiny / "docs" / "index.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{name}\n", encoding="utf-8")
    assert verify().code == 1
    support.replace(source, "paragraphs:\n", f'names: ["{name}"]\nparagraphs:\n')
    # The name now stands in source.yml too, and may.
    assert verify().code == 0


def test_tiny_history(verify, tiny):
    copied = tiny / "draft.txt"
    original = (support.TINY_ORIGINALS / "quill-1890.txt").read_text(encoding="utf-8")
    copied.write_text(original, encoding="utf-8")
    support.commit(tiny)
    commit = support.git(tiny, "rev-parse", "--short", "HEAD")
    copied.unlink()
    support.commit(tiny)

    assert verify().code == 0
    outcome = verify("--history")
    assert outcome.code == 1
    assert f"commit {commit}:0: history must hold no run of an original" in outcome.err


def test_history_that_is_not_there_is_said(verify, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    outcome = verify("--history")
    assert outcome.code == 1
    assert "--history:0: the history must be known, but git says '" in outcome.err


def dates_of(lock):
    entries = yaml.safe_load(lock.read_text(encoding="utf-8"))["quotes"]
    return {(entry["paragraph"], entry["quote"]): str(entry["verified"]) for entry in entries}


def backdate(lock):
    text = re.sub(r'verified: ".*"', 'verified: "2020-01-31"', lock.read_text(encoding="utf-8"))
    lock.write_text(text, encoding="utf-8")


def test_write_changes_nothing_when_nothing_changed(verify, lock):
    backdate(lock)
    before = lock.read_bytes()
    assert "0 records updated." in verify("--write").out
    assert lock.read_bytes() == before


def test_write_dates_only_what_changed(verify, lock, tiny):
    backdate(lock)
    old = dates_of(lock)
    edition = tiny / "sources" / "texts" / "quill-1890" / "edition.md"
    support.replace(edition, '"drowned two carters"', '"drowned two carters since Easter"')

    first = datetime.now(tz=UTC).date().isoformat()
    assert verify().code == 1  # not recorded yet
    assert "1 records updated." in verify("--write").out
    last = datetime.now(tz=UTC).date().isoformat()

    new = dates_of(lock)
    added = ("p1", "drowned two carters since Easter")
    assert new.keys() - old.keys() == {added}
    assert old.keys() - new.keys() == {("p1", "drowned two carters")}
    assert new.pop(added) in {first, last}
    assert set(new.values()) == {"2020-01-31"}
    assert verify().code == 0


def test_write_dates_everything_when_the_original_changed(verify, lock, tmp_path):
    backdate(lock)
    folder = tmp_path / "newer"
    folder.mkdir()
    text = (support.TINY_ORIGINALS / "quill-1890.txt").read_text(encoding="utf-8")
    (folder / "quill-1890.txt").write_text(f"{text}\nA postscript.\n", encoding="utf-8")

    assert verify("--write", originals=folder).code == 0

    assert "2020-01-31" not in dates_of(lock).values()


def test_write_records_nothing_that_does_not_stand(verify, lock, tiny):
    before = lock.read_bytes()
    support.replace(tiny / "docs" / "debate.md", '"cannot spend a penny"', '"can spend a penny"')
    assert verify("--write").code == 1
    assert lock.read_bytes() == before


def test_write_makes_a_first_record(verify, lock):
    before = set(dates_of(lock))
    lock.unlink()
    assert verify().code == 1
    assert "1 records updated." in verify("--write").out
    assert set(dates_of(lock)) == before


def test_original_missing(verify, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    outcome = verify(originals=empty)
    assert outcome.code == 1
    assert f"{empty} must hold the original quill-1890.txt, got nothing." in outcome.err


def test_paragraph_not_found_in_original(verify, tiny):
    source = tiny / "sources" / "texts" / "quill-1890" / "source.yml"
    support.replace(source, '"The ferryman tells us"', '"The ferryman told us"')
    support.replace(source, '"until the river runs dry"', '"Sir, the old ford"')
    outcome = verify("--write")
    assert outcome.code == 1
    assert "starts must be words that stand once in the original" in outcome.err
    assert "ends must be words that stand after the paragraph's beginning" in outcome.err


def test_no_folder_of_originals(capsys, monkeypatch, tiny):
    monkeypatch.delenv("EXPLAINER_ORIGINALS", raising=False)
    outcome = support.run(capsys, "--root", tiny, "verify")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "--originals must be a folder, got 'nothing'.\n"


def test_settings_missing(verify, tiny):
    (tiny / "sources" / "explainer.yml").unlink()
    outcome = verify()
    assert outcome.code == 1
    assert "sources/explainer.yml:0: the file must exist" in outcome.err
