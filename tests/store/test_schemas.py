"""The JSON Schemas: a TOML linter that others wrote and our own reader agree on every kind of file."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from iopctl import library
from iopctl.errors import UnreadableProgram
from iopctl.store import load
from iopctl.store.schemas import KINDS, kind_of, schema_file, schema_text, with_directive
from tests.conftest import DEMO, Iopctl

LINTER = Path(sys.executable).parent / "tombi"


def lint(*files: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of the files, by the schemas that they name, without a network."""
    return subprocess.run([LINTER, "lint", "--offline", *files], capture_output=True, text=True, check=False)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEMO, tmp_path / "plans"))


def test_the_linter_and_our_reader_accept_the_demo() -> None:
    ran = lint(DEMO)
    count = len(list(DEMO.rglob("*.toml")))
    assert (ran.returncode, f"{count} files linted successfully" in ran.stdout + ran.stderr) == (0, True)
    assert load(DEMO, library.packs(), library.instruments()).problems == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_holds_the_schemas_of_this_version(kind: str) -> None:
    assert (DEMO / schema_file(kind)).read_text("utf-8") == schema_text(kind)


def test_every_file_of_the_demo_names_its_schema() -> None:
    for path in DEMO.rglob("*.toml"):
        text = path.read_text("utf-8")
        assert text == with_directive(path.relative_to(DEMO).as_posix(), text)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("program.toml", "program"),
        ("pt-0001/plan.toml", "plan"),
        ("pt-0001/revisions/1.toml", "plan"),
        ("pt-0001/identity.toml", "identity"),
        ("pt-0001/assessments/2026-11-23-phq9.toml", "assessment"),
        ("pt-0001/reviews/2026-11-23.toml", "review"),
        ("pt-0001/claims/c-104.toml", "claim"),
        ("weeks/2026-W48.toml", "week"),
        ("rulepacks/ours.toml", "rulepack"),
        ("pt-0001/notes.toml", None),
        ("notes.toml", None),
    ],
)
def test_a_file_is_known_by_its_place(file: str, kind: str | None) -> None:
    assert kind_of(file) == kind


def test_a_line_that_names_another_schema_is_replaced() -> None:
    text = "#:schema ./old.json\nschema = 1\n"
    assert with_directive("weeks/2026-W48.toml", text) == "#:schema ../.schemas/week.json\nschema = 1\n"
    assert with_directive("notes.toml", text) == text


BROKEN = {
    "a misspelt key": ("pt-0010/plan.toml", "communication_plan =", "comunication_plan ="),
    "a date in quotes": ("pt-0010/plan.toml", "due_on = 2026-12-08", 'due_on = "2026-12-08"'),
    "a number in quotes": ("pt-0010/plan.toml", "per_week = 2", 'per_week = "2"'),
    "a moment without its offset": (
        "pt-0010/plan.toml",
        "signed_at = 2026-10-02T16:00:00-04:00",
        "signed_at = 2026-10-02T16:00:00",
    ),  # one case a line
    "a clock time as text": ("pt-0010/plan.toml", "start = 07:30:00", 'start = "07:30"'),
    "an age of 91": ("pt-0010/plan.toml", "age_at_admission = 35", "age_at_admission = 91"),
    "a day that is none": ("pt-0010/plan.toml", '"mon", "tue"', '"monday", "tue"'),
    "an id in capitals": ("pt-0010/plan.toml", 'id = "n1"', 'id = "N1"'),
    "a missing field": ("pt-0010/plan.toml", 'area = "mood"\ntext =', 'area = "mood"\n# text ='),
    "no schema": ("pt-0010/plan.toml", "schema = 1\n", ""),
    "a newer schema": ("pt-0010/plan.toml", "schema = 1\n", "schema = 2\n"),
    "a status that is none": ("weeks/2026-W48.toml", 'status = "attended"', 'status = "present"'),
    "a control character": ("pt-0010/plan.toml", '"Play again."', '"Play\\u001b again."'),
    "an answer that is none": ("pt-0010/assessments/2026-10-06-phq9.toml", "answers = [", 'answers = ["often", '),
    "a track without its population": ("program.toml", 'population = "adult"', "# nobody"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_our_reader_refuses_the_linter_refuses(broken: tuple[str, str, str], demo: Path) -> None:
    file, right, wrong = broken
    text = (demo / file).read_text("utf-8")
    assert right in text
    (demo / file).write_text(text.replace(right, wrong, 1), "utf-8")
    assert lint(demo / file).returncode == 1
    if file == "program.toml":
        with pytest.raises(UnreadableProgram, match="population is missing"):
            load(demo, library.packs(), library.instruments())
    else:
        assert {problem.place.file for problem in load(demo, library.packs(), library.instruments()).problems} == {file}


def test_a_schema_is_printed(iopctl: Iopctl) -> None:
    ran = iopctl("schema", "review")
    schema = json.loads(ran.out)
    assert (schema["title"], schema["required"], ran.status) == ("iopctl review", ["schema", "on", "by"], 0)
    assert schema["properties"]["decision"]["enum"] == ["continue", "amend", "step-down", "step-up", "discharge"]


@pytest.mark.parametrize("args", [[], ["plan", "--write"]])
def test_one_kind_or_all_of_them(args: list[str], iopctl: Iopctl) -> None:
    ran = iopctl("schema", *args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "iopctl: name one kind of file to print its schema, or give --write for all of them.\n"


def test_a_kind_that_is_none(iopctl: Iopctl) -> None:
    ran = iopctl("schema", "weeks")
    assert (ran.status, ran.err) == (3, "iopctl: no such kind of file. Did you mean week?\n")


def test_schemas_of_another_version_are_written_anew(demo: Path, iopctl: Iopctl) -> None:
    (demo / schema_file("plan")).write_text("{}")
    (demo / schema_file("week")).unlink()
    ran = iopctl("schema", "--write", plans=demo)
    assert ran.err == f"saved {demo}/.schemas/plan.json\ncreated {demo}/.schemas/week.json\n"
    assert (demo / schema_file("plan")).read_text() == schema_text("plan")
    assert iopctl("schema", "--write", plans=demo).err == ""
