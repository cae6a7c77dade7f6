"""What is done before anything is published: read from the workflows themselves."""

from __future__ import annotations

import pytest
import yaml

import support

FOLDER = support.ROOT / ".github" / "workflows"


def jobs(name):
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))["jobs"]


def commands(job):
    return [step.get("run", "") for step in job["steps"]]


@pytest.mark.parametrize(
    ("name", "job"), [("ci", "test"), ("publish", "build"), ("edition", "keep")]
)
def test_published_ids_are_held_against_the_whole_history(name, job):
    found = jobs(name)[job]
    assert any(".venv/bin/explainer check --published" in run for run in commands(found))
    [checkout] = [step for step in found["steps"] if "actions/checkout" in step.get("uses", "")]
    assert checkout["with"]["fetch-depth"] == 0


def test_nothing_is_published_that_was_not_tested():
    publish, tests = jobs("publish"), jobs("ci")
    assert publish["test"]["uses"] == "./.github/workflows/ci.yml"
    assert publish["build"]["needs"] == "test"
    assert publish["deploy"]["needs"] == "build"
    assert {"make site", "make test"} <= set(commands(tests["test"]))


def test_a_tag_keeps_the_edition_that_it_names():
    [run] = [run for run in commands(jobs("edition")["keep"]) if "check --published" in run]
    assert '--edition "${GITHUB_REF_NAME#edition-}"' in run


def test_a_new_explainer_has_every_workflow_that_its_workflows_call(tmp_path):
    from explainer import scaffold

    scaffold.init(tmp_path / "new")
    called = [
        job["uses"]
        for file in (tmp_path / "new" / ".github" / "workflows").glob("*.yml")
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
        if "uses" in job
    ]
    assert called
    assert all((tmp_path / "new" / each).is_file() for each in called)
