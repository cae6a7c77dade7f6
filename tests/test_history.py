"""What git knows of published IDs: none is lost with its line of the ledger.

And which items say something else than in an earlier state. Every test has a repository of its own.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import support
from explainer import cards, changes, history, ledger, load, project, urls, wording
from explainer.ledger import Ledger

FILE = "sources/permalinks.yml"
LATER = "2026-12-01"
LINE = "  - quill-1890/n/money\n"


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """The tiny explainer, in a repository that holds it as it is published."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = support.copy_tiny_formatted(tmp_path / "tiny")
    support.commit(root)
    return root


@pytest.fixture
def explainer_of(tiny, capsys):
    """Run the command on the copy of the tiny explainer, or on another."""

    def run(*arguments, root=tiny):
        return support.run(capsys, "--root", root, *arguments)

    return run


def edit(root, file, find, new):
    support.replace(root / "sources" / file, find, new)


def without_note(root):
    """Delete the note ``money`` and its line of the ledger."""
    notes = root / "sources" / "texts" / "quill-1890" / "notes.yml"
    text = notes.read_text(encoding="utf-8")
    cut = re.sub(r"- id: money\n(?:  .*\n)+", "", text)
    assert cut != text
    notes.write_text(cut, encoding="utf-8")
    edit(root, "permalinks.yml", LINE, "")
    if (root / "sources" / "editions.yml").is_file():
        edit(root, "editions.yml", "quill-1890/n/money", "quill-1890/n/flood")


# IDs that the ledger held.


def test_what_is_published_passes(explainer_of):
    outcome = explainer_of("check", "--published")
    assert (outcome.code, outcome.err) == (0, "")


def test_item_deleted_with_its_line_is_missed(tiny, explainer_of):
    without_note(tiny)
    assert explainer_of("check").code == 0  # a build asks no history
    outcome = explainer_of("check", "--published")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"{FILE}:1: the ledger must hold every ID that it ever held, but 1 is not in it: "
        "quill-1890/n/money (taken out since the last commit). Put it back under its day. "
        "What must go from the site goes by `explainer withdraw` or `move`.\n1 problem.\n"
    )


def test_commit_that_took_it_out_is_named_however_old_it_is(tiny, explainer_of):
    without_note(tiny)
    support.commit(tiny)
    taken = support.git(tiny, "rev-parse", "--short", "HEAD")
    for number in range(3):
        explainer_of("new", "term", f"term-{number}")
        explainer_of("publish")  # refuses, so that the ledger stays as it is
        support.commit(tiny)
    assert f"quill-1890/n/money (taken out by {taken})." in explainer_of("check", "--published").err
    assert f"quill-1890/n/money (taken out by {taken})." in explainer_of("publish").err


def test_line_that_is_back_passes_with_a_tombstone(tiny, explainer_of):
    without_note(tiny)
    support.commit(tiny)
    edit(tiny, "permalinks.yml", "  - quill-1890/p1\n", f"{LINE}  - quill-1890/p1\n")
    assert explainer_of("withdraw", "quill-1890/n/money", "--why", "It was idle.").code == 0
    support.commit(tiny)
    assert explainer_of("check", "--published").err == ""


def test_line_taken_out_of_an_item_that_stays_is_missed(tiny, explainer_of):
    edit(tiny, "permalinks.yml", LINE, "")
    assert "ever held, but 1 is not in it: quill-1890/n/money" in explainer_of("publish").err


def test_tombstone_deleted_with_its_line_is_missed(tiny, explainer_of):
    file = tiny / FILE
    text = file.read_text(encoding="utf-8").replace("  - term/pontage\n", "")
    file.write_text(re.sub(r"- \{id: term/pontage.*\n", "", text), encoding="utf-8")
    assert "term/pontage (taken out" in explainer_of("check", "--published").err


def test_line_that_moved_to_another_day_is_there(tiny, explainer_of):
    edit(tiny, "permalinks.yml", LINE, "")
    edit(tiny, "permalinks.yml", '  "2026-11-20":\n', f'  "2026-11-20":\n{LINE}')
    support.commit(tiny)
    assert explainer_of("check", "--published").err == ""
    without_note(tiny)
    assert "money (taken out since the last commit)" in explainer_of("check", "--published").err


def test_many_are_counted_and_few_named(tiny, explainer_of):
    file = tiny / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"  - compare/.*\n", "", text), encoding="utf-8")
    said = explainer_of("check", "--published").err
    assert re.search(r"but \d\d are not in it: compare/crossings \(", said)
    assert said.count("(taken out") == 5
    assert "), …. Put each back under their day." in said


def test_name_that_was_never_merged_was_never_published(tiny, explainer_of):
    """What a branch made of an ID before it was merged is nobody's business."""
    support.git(tiny, "switch", "--quiet", "--create", "proposal")
    explainer_of("new", "term", "peer")
    explainer_of("publish")
    support.commit(tiny)
    for name in ("terms.yml", "permalinks.yml"):
        file = tiny / "sources" / name
        file.write_text(file.read_text(encoding="utf-8").replace("peer", "pier"), encoding="utf-8")
    support.commit(tiny)
    assert "term/peer (taken out by" in explainer_of("check", "--published").err
    support.git(tiny, "switch", "--quiet", "main")
    support.commit(tiny)
    support.git(tiny, "merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    assert explainer_of("check", "--published").err == ""


def test_id_that_a_merge_loses_is_missed(tiny, explainer_of):
    support.git(tiny, "switch", "--quiet", "--create", "proposal")
    without_note(tiny)
    support.commit(tiny)
    support.git(tiny, "switch", "--quiet", "main")
    support.commit(tiny)
    support.git(tiny, "merge", "--quiet", "--no-ff", "--message", "Merge", "proposal")
    merged = support.git(tiny, "rev-parse", "--short", "HEAD")
    assert f"money (taken out by {merged})" in explainer_of("check", "--published").err


def test_project_below_the_root_of_its_repository(tmp_path, explainer_of, tiny):
    below = tmp_path / "many"
    shutil.copytree(tiny, below / "bridge", ignore=shutil.ignore_patterns(".git"))
    support.commit(below)
    assert explainer_of("check", "--published", root=below / "bridge").err == ""
    without_note(below / "bridge")
    outcome = explainer_of("check", "--published", root=below / "bridge")
    assert "quill-1890/n/money (taken out" in outcome.err


def test_what_somebody_configured_does_not_matter(tiny, explainer_of, tmp_path, monkeypatch):
    settings = (
        "[color]\nui = always\n[diff]\nnoprefix = true\nexternal = /bin/false\ncontext = 9\n"
        "[log]\nshowSignature = true\n[core]\nattributesFile = "
    )
    (tmp_path / "attributes").write_text("*.yml -diff\n", encoding="utf-8")
    config = tmp_path / "gitconfig"
    config.write_text(f"{settings}{tmp_path / 'attributes'}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert explainer_of("check", "--published").err == ""
    without_note(tiny)
    support.commit(tiny)
    assert "quill-1890/n/money (taken out by" in explainer_of("check", "--published").err


def test_ledger_must_be_written_as_its_history_is_read(tiny, explainer_of):
    edit(
        tiny,
        "permalinks.yml",
        "  - compare/plans/builder\n  - compare/plans/builder--stone\n",
        "  - >-\n    compare/plans/builder\n  - compare/plans/builder--stone\n",
    )
    assert explainer_of("check").code == 0
    outcome = explainer_of("check", "--published")
    assert outcome.code == 1
    assert (
        "a published ID must be alone on its line, as `explainer publish` writes it, "
        "got 'compare/plans/builder'."
    ) in outcome.err


# A fork that is another explainer.


def fork(root):
    """Make the tiny explainer another one, with a ledger of its own; return the last of the old."""
    old = support.git(root, "rev-parse", "HEAD")
    without_note(root)
    for name in ("permalinks.yml", "editions.yml"):
        (root / "sources" / name).unlink()
    return old


def test_fork_begins_a_ledger_of_its_own(tiny, explainer_of):
    old = fork(tiny)
    hint = "If the ledger was another explainer's until a fork, say so under forked."
    assert hint in explainer_of("publish").err
    (tiny / FILE).write_text(f'forked: "{old}"\npublished: {{}}\ngone: []\n', encoding="utf-8")
    assert explainer_of("publish", "--date", LATER).code == 0
    support.commit(tiny)
    assert explainer_of("check", "--published").err == ""
    assert f'forked: "{old}"\npublished:\n' in (tiny / FILE).read_text(encoding="utf-8")

    edit(tiny, "permalinks.yml", "  - quill-1890/n/will\n", "")
    said = explainer_of("check", "--published").err
    assert "but 1 is not in it: quill-1890/n/will" in said
    assert hint not in said


def test_id_that_a_fork_took_over_is_its_own(tiny, explainer_of):
    old = support.git(tiny, "rev-parse", "HEAD")
    edit(tiny, "permalinks.yml", "published:", f'forked: "{old}"\npublished:')
    support.commit(tiny)
    without_note(tiny)
    support.commit(tiny)
    assert "quill-1890/n/money (taken out by" in explainer_of("check", "--published").err


@pytest.mark.parametrize(
    ("commit", "said"),
    [
        ("0" * 40, "its history must be known, but git says '"),
        ("main", "forked must be the whole name of a commit, as `git rev-parse` gives it"),
    ],
)
def test_fork_of_nothing(tiny, explainer_of, commit, said):
    edit(tiny, "permalinks.yml", "published:", f'forked: "{commit}"\npublished:')
    outcome = explainer_of("check", "--published")
    assert outcome.code == 1
    assert said in outcome.err


# Where the history is not to be had.


def assert_untold(explainer_of, root, reason):
    assert explainer_of("check", root=root).err == ""
    outcome = explainer_of("check", "--published", root=root)
    assert outcome.code == 1
    assert outcome.err.startswith(f"{FILE}:1: its history must be known, but {reason}")
    explainer_of("new", "term", "pier", root=root)
    published = explainer_of("publish", root=root)
    assert published.code == 0
    assert published.out.startswith("1 term: term/pier\n")
    assert published.err.startswith(f"Whether the ledger lost an ID was not looked up: {reason}")


def test_shallow_clone(tiny, explainer_of, tmp_path):
    support.commit(tiny)
    clone = tmp_path / "clone"
    support.git(tmp_path, "clone", "--quiet", "--depth", "1", tiny.as_uri(), str(clone))
    reason = (
        "the clone is shallow and lacks earlier commits. Fetch them: git fetch --unshallow; "
        "in a workflow, give actions/checkout the option fetch-depth: 0."
    )
    assert_untold(explainer_of, clone, reason)


def test_no_repository(tiny, explainer_of):
    shutil.rmtree(tiny / ".git")
    assert_untold(explainer_of, tiny, "git says '")


def test_no_git(tiny, explainer_of, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert_untold(explainer_of, tiny, "git is not installed.")


def test_repository_without_a_commit(tiny, explainer_of):
    shutil.rmtree(tiny / ".git")
    support.git(tiny, "init", "--quiet")
    assert explainer_of("check", "--published").err == ""
    assert explainer_of("publish").err == ""


# What holds of every history.

NAMES = [f"term/{letter}" for letter in "abcdef"]


@given(st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=8))
def test_every_id_that_ever_stood_is_asked_for(tmp_path_factory, states):
    root = tmp_path_factory.mktemp("states")
    (root / "sources").mkdir()
    commits = []
    for names in states:
        day = {"2026-11-02": tuple(sorted(names))} if names else {}
        text = ledger.written(Ledger(published=day)).encode()
        commits.append(
            b"commit refs/heads/main\ncommitter S <s@reader.example> 0 +0000\ndata 0\n"
            b"M 644 inline sources/permalinks.yml\ndata %d\n%s\n" % (len(text), text)
        )
    support.git(root, "init", "--quiet", "--initial-branch", "main")
    subprocess.run(
        ["git", "-C", str(root), "fast-import", "--quiet"], input=b"".join(commits), check=True
    )
    (root / FILE).write_bytes(text)
    explainer = project.read(support.TINY).explainer
    found = history.lost(root, replaced(explainer, states[-1]))
    missing = sorted(set().union(*states) - states[-1])
    assert len(found) == bool(missing)
    for name in missing[:5]:
        assert f"{name} (taken out by " in found[0].message


def replaced(explainer, names):
    from dataclasses import replace

    return replace(explainer, ledger=Ledger(published={"2026-11-02": tuple(sorted(names))}))


# What items say.


def read(root):
    found, problems = load.load(root / "sources")
    assert problems == []
    return found


def changed(root, before):
    now = wording.hashes(read(root))
    return sorted(name for name in now if now[name] != before.get(name))


def test_every_id_has_a_hash(tiny):
    explainer = read(tiny)
    found = wording.hashes(explainer)
    assert found.keys() == {n for n in explainer.register.living if not ledger.question(n)}
    assert all(re.fullmatch(r"[0-9a-f]{12}", each) for each in found.values())
    assert len(set(found.values())) > len(found) * 0.9


@pytest.mark.parametrize(
    ("file", "find", "new", "names"),
    [
        ("terms.yml", "name: Toll\n", "name: Tolls\n", ["term/toll"]),
        ("events.yml", 'date: "1887-', 'date: "1886-', ["event/flood-1887"]),
        ("texts/quill-1890/edition.md", "one spring", "one wet spring", ["quill-1890/p1"]),
        (
            "texts/quill-1890/notes.yml",
            "assessment: half right",
            "assessment: right",
            ["quill-1890/n/carters"],
        ),
        ("texts/quill-1890/source.yml", "kind: letter to", "kind: a letter to", ["quill-1890"]),
        (
            "comparisons/crossings.yml",
            "text: Eight to twelve",
            "text: Nine to twelve",
            ["compare/crossings/ford--carts"],
        ),
        (
            "comparisons/crossings.yml",
            "label: The ford\n",
            "label: A ford\n",
            ["compare/crossings/ford"],
        ),
        (
            "comparisons/crossings.yml",
            "title: Four ways",
            "title: Some ways",
            ["compare/crossings"],
        ),
        ("references.yml", "The Bridge Question", "A Bridge Question", ["ref/gazette-1890-03-08"]),
    ],
)
def test_other_words_are_a_change_of_their_item_alone(tiny, file, find, new, names):
    before = wording.hashes(read(tiny))
    edit(tiny, file, find, new)
    assert changed(tiny, before) == names


@pytest.mark.parametrize(
    ("file", "find", "new"),
    [
        ("texts/quill-1890/edition.md", "one spring", "*one*\nspring"),
        ("texts/quill-1890/notes.yml", "  evidence: [gazette-1890-03-08]\n  see: [term/ford", "  evidence: [minutes-1890]\n  see: [term/toll"),
        ("texts/quill-1890/notes.yml", "on record, in April [@gazette-1890-03-08]", "on *record*, in   April"),
        ("texts/quill-1890/notes.yml", "in April [@gazette-1890-03-08]", "in [April](id:term/ford)"),
        ("events.yml", "  lane: parish\n  theme: politics\n  phase: quarrel\n  accounts", "  lane: river\n  theme: weather\n  phase: quarrel\n  accounts"),
        ("references.yml", "accessed:", "accessed:  "),
    ],
)  # fmt: skip
def test_markup_evidence_and_order_are_none(tiny, file, find, new):
    before = wording.hashes(read(tiny))
    edit_first(tiny, file, find, new)
    assert changed(tiny, before) == []


def edit_first(root, file, find, new):
    path = root / "sources" / file
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, new, 1), encoding="utf-8")


def test_hashes_are_those_of_other_versions_of_the_generator():
    """Whoever keeps the list of IDs compares them: an algorithm that changes would cry wolf."""
    found = wording.hashes(read(support.TINY))
    names = ("quill-1890/p1", "event/flood-1887", "compare/plans/toll--stone", "term/ford")
    assert [found[name] for name in names] == [
        "afaaa8fec9b5",
        "8b91d4253529",
        "c8a1292141d2",
        "734a8ef8d13c",
    ]


# What changed since an edition.


def test_changes_since_an_edition(tiny, explainer_of):
    edition = support.git(tiny, "rev-parse", "--short", "HEAD")
    edit(tiny, "terms.yml", "name: Toll\n", "name: Tolls\n")
    explainer_of("new", "term", "pier")
    outcome = explainer_of("changes")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        f"Since 2026-11-20 (commit {edition}):\n"
        "New: 1\n  1 term: term/pier\nChanged: 1\n  1 term: term/toll\nGone: 0\n"
    )
    support.commit(tiny)
    assert explainer_of("changes").out == outcome.out
    assert explainer_of("changes", "--since", "HEAD~1").out == outcome.out.replace(
        "2026-11-20", "HEAD~1"
    )
    assert "New: 0\nChanged: 0\nGone: 0\n" in explainer_of("changes", "--since", "HEAD").out


def test_edition_is_what_its_tag_names(tiny, explainer_of):
    edit(tiny, "terms.yml", "name: Toll\n", "name: Tolls\n")
    support.commit(tiny)
    support.git(tiny, "tag", "edition-2026-11-20")
    assert "Changed: 0\n" in explainer_of("changes").out


def test_what_is_gone_is_said(tiny, explainer_of):
    without_note(tiny)
    assert "Gone: 1\n  1 note: quill-1890/n/money\n" in explainer_of("changes").out


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("2026-11-21", "got '2026-11-21'. Did you mean '2026-11-20'?\n"),
        ("--all", "got '--all'.\n"),
    ],
)
def test_state_that_is_none(explainer_of, state, said):
    outcome = explainer_of("changes", f"--since={state}")
    assert (outcome.code, outcome.out) == (1, "")
    rule = "an edition that is committed, or a commit, branch or tag"
    assert outcome.err == f"the state to compare with must be {rule}, {said}"


def test_state_that_cannot_be_read_now(tiny, explainer_of):
    terms = tiny / "sources" / "terms.yml"
    good = terms.read_text(encoding="utf-8")
    terms.write_text(good.replace("name: Toll\n", "nom: Toll\n"), encoding="utf-8")
    support.commit(tiny)
    terms.write_text(good, encoding="utf-8")
    outcome = explainer_of("changes", "--since", "HEAD")
    assert outcome.code == 1
    assert "must be readable by this version, got " in outcome.err
    assert "the first: sources/terms.yml:" in outcome.err


def test_no_edition_yet(tiny, explainer_of):
    (tiny / "sources" / "editions.yml").unlink()
    outcome = explainer_of("changes")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "--since must be given while there is no edition, got nothing.\n"


def test_changes_of_what_cannot_be_read(tiny, explainer_of):
    (tiny / "sources" / "explainer.yml").unlink()
    assert "sources/explainer.yml:0: the file must exist" in explainer_of("changes").err


# What an edition tells readers of that.


@pytest.fixture
def dated(tiny, explainer_of):
    """Change a term, a note and a cell, and date an edition."""
    edit(tiny, "terms.yml", "name: Toll\n", "name: Tolls\n")
    edit_first(tiny, "texts/quill-1890/notes.yml", "assessment: half right", "assessment: right")
    edit(tiny, "comparisons/crossings.yml", "text: Eight to twelve", "text: Nine to twelve")
    explainer_of("new", "term", "pier")
    arguments = ("--edition", "1.2", "--about", "Better words.", "--date", LATER)
    outcome = explainer_of("publish", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith(
        "Added edition 1.2 to sources/editions.yml, with 3 changed IDs; say there what changed.\n"
    )
    return project.read(tiny).site("https://reader.example/bridge/")


CHANGED = ("compare/crossings/ford--carts", "quill-1890/n/carters", "term/toll")


def test_edition_lists_what_says_something_else(tiny, dated, explainer_of):
    assert dated.edition.changed == CHANGED
    text = (tiny / "sources" / "editions.yml").read_text(encoding="utf-8")
    assert text.endswith("  changed:\n" + "".join(f'  - "{name}"\n' for name in CHANGED))
    assert explainer_of("check", "--published", "--edition", "1.2").err == ""


def test_page_and_feed_tell_it(dated):
    pages = {page.src_uri: page.markdown for page in project.pages(dated)}
    newest = BeautifulSoup(pages["changes.md"], "html.parser").find(id="e-1.2")
    heading = newest.find("h3", string="Changed")
    found = [
        (each.summary.get_text(), [link["href"] for link in each.find_all("a")])
        for each in heading.find_next_siblings("details")
    ]
    assert found == [
        ("Notes (1)", ["../read/quill-1890/#n-carters"]),
        ("Table cells (1)", ["../compare/crossings/#ford--carts"]),
        ("Terms (1)", ["../glossary/#toll"]),
    ]
    feed = changes.feed(dated, "")["changes.xml"]
    assert "Changed: Notes (1) · Table cells (1) · Terms (1)" in feed


def test_card_and_list_tell_when_an_item_changed_last(dated):
    files = cards.files(dated)
    entries = {each["id"]: each for each in json.loads(files[urls.INDEX])["ids"]}
    hashes = wording.hashes(dated.explainer)
    for name, entry in entries.items():
        assert entry.get("words") == hashes.get(name)
    assert [entries[name]["changed"] for name in CHANGED] == ["1.2", "1.2", "1.2"]
    assert entries["quill-1890/n/money"]["changed"] == "2026-11-20"  # as an editor wrote
    assert "changed" not in entries["term/pier"]
    row = entries["compare/crossings/ford"]
    assert row["changed"] == "1.2"  # with its cell, which stands on its card
    for name, said in (
        ("term/toll", "Edition of December 1, 2026 (1.2)"),
        ("compare/crossings/ford", "Edition of December 1, 2026 (1.2)"),
        ("quill-1890/n/money", "Edition of November 20, 2026"),
    ):
        footer = support.parsed(files[f"id/{name}/index.html"]).footer
        assert footer.get_text(" ", strip=True).endswith(f"last changed: {said}")
    unchanged = support.parsed(files["id/term/ford/index.html"]).footer
    assert "last changed" not in unchanged.get_text()


def test_edition_in_which_nothing_changed_says_that_it_was_looked_up(tiny, explainer_of):
    explainer_of("publish", "--edition", "1.2", "--about", "The same.", "--date", LATER)
    assert read(tiny).editions[-1].changed == ()
    assert (tiny / "sources" / "editions.yml").read_text(encoding="utf-8").endswith("changed: []\n")


def test_edition_without_a_history_says_that_it_is_not_told(tiny, explainer_of):
    shutil.rmtree(tiny / ".git")
    arguments = ("--edition", "1.2", "--about", "The same.", "--date", LATER)
    outcome = explainer_of("publish", *arguments)
    assert outcome.code == 0
    assert "\nWhat changed in words since the last edition is not listed: git says" in outcome.err
    assert read(tiny).editions[-1].changed is None


def test_edition_on_an_edition_that_is_not_committed(explainer_of):
    for name, day in (("1.2", LATER), ("1.3", "2026-12-02")):
        outcome = explainer_of("publish", "--edition", name, "--about", "More.", "--date", day)
        assert outcome.code == 0
    assert "must be an edition that is committed" in outcome.err


def test_changed_id_must_be_a_published_one(tiny, explainer_of):
    with (tiny / "sources" / "editions.yml").open("a", encoding="utf-8") as file:
        file.write('- {id: "1.2", date: "2026-12-01", about: A third., changed: [term/tol]}\n')
    assert (
        "changed must be the ID of an item, or a published one, got 'term/tol'. "
        "Did you mean 'term/toll'?"
    ) in explainer_of("check").err


# What can be kept as an edition.


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026-11-20", ""),
        ("2026-11-02", "got '2026-11-02'. That is '2026-11-20'.\n1 problem.\n"),
        ("", "got ''. That is '2026-11-20'.\n1 problem.\n"),
    ],
)
def test_tag_must_name_the_edition(explainer_of, name, said):
    outcome = explainer_of("check", "--edition", name)
    rule = "sources/editions.yml:6: the edition to be kept must be the newest in this file, "
    assert (outcome.code, outcome.err) == ((1, rule + said) if said else (0, ""))


def test_site_without_an_edition_cannot_be_kept(tiny, explainer_of):
    (tiny / "sources" / "editions.yml").unlink()
    outcome = explainer_of("check", "--edition", "2026-11-20")
    assert outcome.err == (
        "sources/editions.yml:1: the edition to be kept must be the newest in this file, "
        "got '2026-11-20'. There is none.\n1 problem.\n"
    )
