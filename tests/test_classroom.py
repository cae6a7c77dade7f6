"""Classroom copies: whole originals with the same notes, and every way that keeps them private.

No assertion shows words of an original that is not ours: a failure would print them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

import support
from explainer import anchor, classroom, project
from explainer.marks import text_of

VARIABLE = "EXPLAINER_CLASSROOM"
NOINDEX = '<meta name="robots" content="noindex">'
LETTER = (support.TINY_ORIGINALS / "quill-1890.txt").read_text(encoding="utf-8")
# The first printing in a file stands apart from its paragraph, with other punctuation.
PULL_QUOTE = "If we wait for the county we shall wait until the river runs dry"


@pytest.fixture(scope="module")
def text():
    [found] = project.read(support.TINY).explainer.texts
    return found


def originals_with(folder, content):
    folder.mkdir()
    (folder / "quill-1890.txt").write_text(content, encoding="utf-8")
    return folder


def inserted(after, words):
    assert LETTER.count(after) == 1
    return LETTER.replace(after, f"{after}\n\n{words}\n\n")


def messages(text, content):
    return [str(problem) for problem in classroom.wholes([text], {text.id: content})[1]]


# How an original is cut


def test_paragraphs_are_whole_lines(text):
    cut, problems = classroom.paragraphs(text, LETTER)
    assert problems == []
    assert list(cut) == ["head", "p1", "p2", "p3", "signature"]
    assert "\n\n".join(cut.values()) == LETTER.strip()


def test_paragraphs_on_one_line_keep_their_marks(text):
    letter = " ".join(LETTER.split()).replace("Let the parish", "“Let the parish")
    cut, problems = classroom.paragraphs(text, letter)
    assert problems == []
    assert cut["p2"].endswith("high water.")
    assert cut["p3"].startswith("“Let the parish")
    assert " ".join(cut.values()) == letter


def test_pull_quotes_belong_to_no_paragraph(text):
    content = inserted("for the will to lay them.", PULL_QUOTE)
    cut, problems = classroom.paragraphs(text, content)
    assert problems == []
    assert cut == classroom.paragraphs(text, LETTER)[0]


def test_furniture_belongs_to_no_paragraph(text):
    content = "Aldermoor Gazette\n\n" + inserted("nine days to high water.", "Share this letter")
    content += "\n\n____\n\nEvery reader of the Gazette may write to its editor by post.\nFind us\n"
    cut, problems = classroom.paragraphs(text, content)
    assert problems == []
    assert cut == classroom.paragraphs(text, LETTER)[0]


def test_running_text_of_no_paragraph_is_a_problem(text):
    words = "The bridge at Lower Aldermoor has stood for sixty years without a nail."
    [message] = messages(text, inserted("nine days to high water.", words))
    assert message.startswith("sources/texts/quill-1890/source.yml:")
    assert "none holds 'The bridge at Lower Aldermoor has …'" in message


def test_paragraph_that_is_not_there_is_a_problem(text):
    [message] = messages(text, LETTER.replace("The ferryman tells us", "The ferryman says"))
    assert "starts must be words that stand once in the original" in message


def test_paragraphs_that_overlap_are_a_problem(text):
    content = LETTER.replace("nine days to high water", "nine days").replace("2 March", "nine days")
    content = content.replace("runs dry", "runs dry, nine days to high water")
    [message] = messages(text, content.replace("nine days 1890", "2 March 1890"))
    assert "ends must be words that stand before paragraph p3 begins" in message


def test_paragraph_without_bounds_is_a_problem(text):
    sources = [
        each.model_copy(update={"ends": None}) if each.id == "p2" else each
        for each in text.source.paragraphs
    ]
    source = text.source.model_copy(update={"paragraphs": tuple(sources)})
    changed = type(text)(
        source=source, paragraphs=text.paragraphs, notes=text.notes, record=text.record
    )
    assert any(
        "ends must be given for a classroom copy" in each for each in messages(changed, LETTER)
    )


def test_lists_and_lines_are_kept(text):
    content = LETTER.replace("for the will to lay them", "\n • for the\n • will to lay them")
    content = content.replace("& ", "").replace("marble", "<b>marble</b>")
    changed = content.replace("will to lay them", "the will to lay them")
    html = classroom.wholes([text], {text.id: changed})[0][text.id].paragraphs["p1"]
    assert "&lt;b&gt;marble" in html
    assert re.findall("<(ul|li)>", html) == ["ul", "li", "li"]
    assert "•" not in html


# Where notes stand


def standing(text, content=LETTER):
    wholes, problems = classroom.wholes([text], {text.id: content})
    assert problems == []
    whole = wholes[text.id]
    words = {name: text_of(html) for name, html in whole.paragraphs.items()}
    return {
        note: [(name, words[name][at.start : at.end]) for name, at in ranges.items()]
        for note, ranges in whole.ranges.items()
    }


def test_notes_stand_on_the_same_words(text):
    assert standing(text) == {
        "carters": [("p1", "drowned two carters")],  # in quotation marks in the edition
        "will": [("p1", "the will to lay them")],  # given as the original's words
        "ferryman": [("p2", "not a patient man")],
        "flood": [],  # our words: the whole paragraph
        "money": [],
    }


def test_pull_quote_does_not_make_a_quote_stand_twice(text):
    content = inserted("for the will to lay them.", "He is not a patient man")
    assert standing(text, content) == standing(text)


def test_quote_that_stands_twice_is_an_error_with_both_places(text):
    content = LETTER.replace("a fair judge", "a fair judge and not a patient man either")
    [message] = messages(text, content)
    assert message.startswith("sources/texts/quill-1890/notes.yml:16: quote must, in the original")
    assert "they stand 2 times" in message
    assert message.count("[ not a patient man ]") == 2
    assert "Words given as 'original' would come before the quote." in message


def test_original_that_stands_twice_is_an_error(text):
    [message] = messages(text, LETTER.replace("marble", "marble, nor the will to lay them now"))
    assert "original must, in the original of p1, be words that stand once" in message


def test_quote_that_is_gone_is_an_error(text):
    [message] = messages(text, LETTER.replace("two carters", "three carters"))
    assert "quote must, in the original of p1, be words of the text" in message
    assert "'two' for 'three' (a number)" in message


def test_part_of_a_word_is_an_error(text):
    [message] = messages(text, LETTER.replace("two carters", "two cartersmen"))
    assert "be whole words of the text" in message


def test_text_without_original_is_left_out(text):
    assert classroom.wholes([text], {}) == ({}, [])


# What is built


def built(root, originals):
    outcome = support.build(root, **{VARIABLE: str(originals)})
    # An error may show words of an original, which no report of a test should.
    assert outcome.code == 0, f"no classroom copy; the errors: {outcome.err.count('ERROR')}"
    return support.Site(root / "classroom")


@pytest.fixture(scope="module")
def workshop():
    """A folder that is gone when the tests end, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="classroom-tests-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def tiny(workshop):
    """The tiny explainer's site, its classroom copy, and hashes of the site from before."""
    root = support.copy_tiny(workshop / "tiny")
    assert support.build(root).code == 0
    before = support.digest(root / "site")
    return root, built(root, support.TINY_ORIGINALS), before


@pytest.fixture(scope="module")
def real(workshop):
    given = support.originals()
    root = support.copy_repository(workshop / "real")
    found = project.read(root)
    assert found.problems == ()
    contents = {
        each.id: (given / f"{each.id}.txt").read_text("utf-8") for each in found.explainer.texts
    }
    return root, built(root, given), found.explainer.texts, contents


def test_site_is_untouched(tiny):
    root, _, before = tiny
    assert support.digest(root / "site") == before
    assert sorted(path.name for path in root.glob("site*")) == ["site"]
    assert sorted(path.name for path in root.glob("classroom*")) == ["classroom"]


def test_every_page_says_that_it_is_private(tiny):
    _, copy, _ = tiny
    for name, page in copy.pages.items():
        assert NOINDEX in (copy.folder / name).read_text(encoding="utf-8"), name
        [notice] = page.select("body > .classroom-notice")
        assert "Do not publish it" in notice.get_text(), name
        asked = [each["href"].rpartition("/")[2] for each in page.select("link[rel=stylesheet]")]
        styles = [copy.folder / "assets" / each for each in asked]
        sheets = [each.read_text(encoding="utf-8") for each in styles]
        sheets += (each.string for each in page.select("head style"))
        assert ".classroom-notice{" in "".join(sheets), name
    assert (copy.folder / classroom.MARKER).is_file()


def test_site_holds_nothing_of_it(tiny):
    root, _, before = tiny
    site = support.Site(root / "site")
    assert classroom.MARKER not in before
    for name, text in site.texts():
        assert "classroom" not in text, name
        # What is gone asks not to be listed, whatever the site is.
        assert "noindex" not in text or "Moved or withdrawn: " in text, name
        assert "I do not ask for marble" not in text, name


def test_original_stands_beside_the_restatement(tiny):
    _, copy, _ = tiny
    page = copy.pages["read/quill-1890/index.html"]
    for section in page.select("section.para"):
        sides = section.select(".words > .side")
        assert [side["class"][1] for side in sides] == ["original", "restatement"]
    assert "I do not ask for marble" in page.select_one("#p1 .original").get_text()
    assert "No marble is wanted" in page.select_one("#p1 .restatement").get_text()
    assert [box["value"] for box in page.select(".sides input")] == ["both", "original", "ours"]


def test_notes_are_linked_from_both_and_lead_back_to_both(tiny):
    _, copy, _ = tiny
    page = copy.pages["read/quill-1890/index.html"]
    notes = page.select("aside.note")
    assert len(notes) == 5
    for note in notes:
        links = page.select(f'a.noteref[href="#{note["id"]}"]')
        assert [bool(link.find_parent(class_="original")) for link in links] in (
            [True, False],
            [False, True] if note["id"] == "n-flood" else [True, False],
        )
        backs = {back["href"].removeprefix("#") for back in note.select("a.back")}
        assert backs == {link["id"] for link in links}
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_address_and_folder_given_elsewhere_do_not_count(workshop):
    root = support.copy_tiny(workshop / "elsewhere")
    outcome = support.build(
        root,
        workshop / "published",
        **{VARIABLE: str(support.TINY_ORIGINALS), "SITE_URL": "https://reader.example/"},
    )
    assert outcome.code == 0
    assert not (workshop / "published").exists()
    assert not (root / "site").exists()
    assert 'rel="canonical"' not in (root / "classroom" / "index.html").read_text(encoding="utf-8")


def test_originals_for_tests_never_change_what_is_shown(tmp_path):
    root = support.copy_tiny(tmp_path / "tiny")
    outcome = support.build(root, EXPLAINER_ORIGINALS=str(support.TINY_ORIGINALS))
    assert outcome.code == 0
    assert not (root / "classroom").exists()
    page = (root / "site" / "read" / "quill-1890" / "index.html").read_text(encoding="utf-8")
    assert "I do not ask for marble" not in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "must hold an original named quill-1890.txt, got none"),
        (b"To the Editor \xe9", "must be UTF-8 text"),
        (b"To the Editor: no letter at all", "starts must be words that stand once"),
    ],
)
def test_originals_that_do_not_fit_leave_the_last_copy(tmp_path, content, said):
    root = support.copy_tiny(tmp_path / "tiny")
    originals = tmp_path / "originals"
    originals.mkdir()
    if content is not None:
        (originals / "quill-1890.txt").write_bytes(content)
    (root / "classroom").mkdir()
    outcome = support.build(root, **{VARIABLE: str(originals)})
    assert outcome.code != 0
    assert said in outcome.out + outcome.err
    assert "Traceback" not in outcome.err
    assert list((root / "classroom").iterdir()) == []
    assert not (root / "site").exists()


@pytest.mark.parametrize("command", ["gh-deploy", "serve"])
def test_only_a_build_may_hold_originals(tmp_path, command):
    root = support.copy_tiny(tmp_path / "tiny")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", command],
        cwd=root,
        env={**os.environ, VARIABLE: str(support.TINY_ORIGINALS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert f"mkdocs {command} must be run without {VARIABLE}" in done.stdout + done.stderr
    assert sorted(path.name for path in root.iterdir()) == ["docs", "mkdocs.yml", "sources"]


# What publishes the site


def refusal():
    file = support.ROOT / ".github" / "workflows" / "publish.yml"
    steps = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    names = [step.get("name") or step.get("uses") for step in steps]
    [at] = [index for index, name in enumerate(names) if name == "Refuse a classroom copy"]
    assert names[at + 1].startswith("actions/upload-pages-artifact")
    return steps[at]["run"]


def refused(folder):
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", refusal()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 or "must never be published" in done.stdout
    return done.returncode != 0


@pytest.fixture
def checkout(tiny, tmp_path):
    """A repository whose site was built, for the step that looks before it is published."""
    shutil.copytree(tiny[0] / "site", tmp_path / "site")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def test_site_is_published(checkout):
    assert not refused(checkout)


@pytest.mark.parametrize("into", ["site", "site/classroom", "site/lessons/copy"])
def test_copy_in_the_site_is_refused(checkout, tiny, into):
    shutil.copytree(tiny[1].folder, checkout / into, dirs_exist_ok=True)
    assert refused(checkout)


def test_page_of_a_copy_is_refused(checkout, tiny):
    page = tiny[1].folder / "read" / "quill-1890" / "index.html"
    shutil.copy(page, checkout / "site" / "letter.html")
    assert refused(checkout)


@pytest.mark.parametrize("into", ["classroom", "classroom.new", "docs/copy", "originals"])
def test_tracked_copy_is_refused(checkout, into):
    folder = checkout / into
    folder.mkdir(parents=True)
    (folder / classroom.MARKER).write_text("", encoding="utf-8")
    subprocess.run(["git", "-C", checkout, "add", "--force", into], check=True)
    assert refused(checkout)


def test_copies_are_ignored_by_git():
    paths = ["classroom/index.html", "classroom.new/index.html", "originals/lee-2016.txt"]
    done = subprocess.run(
        ["git", "-C", support.ROOT, "check-ignore", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 128:
        pytest.skip("needs the repository")
    assert done.stdout.split() == paths


def test_make_alone_sets_the_variable():
    makefile = (support.ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^unexport {VARIABLE}$", makefile, re.MULTILINE)
    assert len(re.findall(rf"{VARIABLE}=", makefile)) == 1


def test_make_asks_for_the_originals():
    if not (support.ROOT / ".venv" / "runtime.stamp").exists():
        pytest.skip("needs what make installs")
    done = subprocess.run(
        ["make", "--silent", "classroom"],
        cwd=support.ROOT,
        env={key: value for key, value in os.environ.items() if key != "ORIGINALS"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "make classroom ORIGINALS=DIR" in done.stderr


# The real originals, of which only counts and names are ever shown


def plain(words):
    return " ".join(word for word in anchor.words(words.lower()) if word[0].isalnum())


def shown(copy, text):
    """The words of each paragraph's original as the page shows them, without links to notes."""
    page = support.parsed((copy.folder / f"read/{text.id}/index.html").read_text(encoding="utf-8"))
    for extra in page.select(".noteref, .whose"):
        extra.decompose()
    return [
        (tag["id"], plain(tag.select_one(".original").get_text())) for tag in page.select(".words")
    ]


def test_real_paragraphs_are_shown_once(real):
    _, copy, texts, contents = real
    for text in texts:
        there = shown(copy, text)
        assert [name for name, _ in there] == [each.id for each in text.source.paragraphs]
        cut, problems = classroom.paragraphs(text, contents[text.id])
        assert [problem.line for problem in problems] == []
        # A list's bullets are not among the words.
        assert [name for name, words in there if words != plain(cut[name])] == []
        running = " ".join(words for _, words in there)
        twice = [name for name, words in there if running.count(words) != 1]
        assert twice == [], text.id


def test_real_pull_quotes_and_furniture_are_left_out(real):
    _, copy, texts, contents = real
    for text in texts:
        there = dict(shown(copy, text))
        lines = [plain(line) for line in contents[text.id].splitlines()]
        left = [
            line for line in lines if line and not any(line == words for words in there.values())
        ]
        long = [line for line in left if len(line.split()) > 15]
        in_full = [line for line in long if any(line in words for words in there.values())]
        # What is left of the lines either repeats a paragraph or is short.
        assert len(in_full) == len(long), text.id
        short = {plain(line) for line in ("Find a Member", "Get Involved", "____")} - {""}
        assert [line for line in short if any(line in words for words in there.values())] == []


def test_real_pull_quotes_stand_in_the_originals(real):
    _, _, texts, contents = real
    [lee] = [text for text in texts if text.id == "lee-2016"]
    cut, _ = classroom.paragraphs(lee, contents["lee-2016"])
    whole = plain(contents["lee-2016"])
    assert whole.count(plain(cut["p8"])) == 2  # its pull quote has one comma less
    first = plain(cut["p11"].split(". ")[0])
    assert whole.count(first) == 2
    assert sum(plain(words).count(first) for words in cut.values()) == 1


def test_real_notes_stand_on_words_or_paragraphs(real):
    _, copy, texts, contents = real
    wholes, problems = classroom.wholes(texts, contents)
    assert [(problem.path, problem.line) for problem in problems] == []
    for text in texts:
        ranges = wholes[text.id].ranges
        assert ranges.keys() == {note.id for note in text.notes}
        page = copy.pages[f"read/{text.id}/index.html"]
        for note in text.notes:
            links = page.select(f'.original a.noteref[href="#n-{note.id}"]')
            assert len(links) == 1, note.id
            # Where marks lie over one another, the innermost note is named.
            for name, at in ranges[note.id].items():
                around = [each[name] for each in ranges.values() if name in each]
                inner = [each for each in around if at.start < each.end and each.start < at.end]
                marked = page.select(f'#{name} .original mark[aria-details="n-{note.id}"]')
                assert bool(marked) or len(inner) > 1, note.id
        unmarked = [note.id for note in text.notes if note.original and not ranges[note.id]]
        assert unmarked == []


def test_real_pages_are_private(real):
    root, copy, texts, _ = real
    assert not (root / "site").exists()
    pages = [f"read/{text.id}/index.html" for text in texts]
    assert set(pages) <= copy.pages.keys()
    for name, page in copy.pages.items():
        assert NOINDEX in (copy.folder / name).read_text(encoding="utf-8"), name
        assert len(page.select("body > .classroom-notice")) == 1, name
    assert (copy.folder / classroom.MARKER).is_file()


def test_real_originals_stand_on_their_pages_alone(real):
    """Neither search nor data files hold the originals."""
    _, copy, texts, contents = real
    for text in texts:
        cut, _ = classroom.paragraphs(text, contents[text.id])
        longest = plain(max(cut.values(), key=len))
        holding = [name for name, words in copy.texts() if longest in plain(words)]
        assert set(holding) <= {f"read/{text.id}/index.html"}
