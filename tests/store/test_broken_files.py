"""A broken file is one finding with line, column and sentence; nothing of it is echoed, all others are checked."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iopctl import library, store
from iopctl.model.rule import Finding
from iopctl.store import raw
from tests.conftest import Iopctl
from tests.store.two_charts import BROKEN, PROGRAM, WEEK, plan, root, snapshot, write_files

__all__ = ["root"]

SENTINEL = "zq7zebra"
A_DATE = "must be a date without quotes, for example 2026-09-07"

# What stands in plan.toml -> code, line, column, message.
BROKEN_TEXTS = {
    "a line that is no TOML": (
        plan(more=f"this is {SENTINEL}\n"),
        ("FI001", 16, 6, "is not TOML: a key has no = and value"),
    ),
    "a text without its closing quotes": (
        plan(more=f'track = "{SENTINEL}\n'),
        ("FI001", 16, 18, "is not TOML: a text has no closing quotes on its line"),
    ),
    "a value without quotes": (
        plan(more=f"track = {SENTINEL}\n"),
        ("FI001", 16, 9, "is not TOML: a value is missing, or needs quotes"),
    ),
    "a list that is not closed": (
        plan(more='strengths = ["x",\n'),
        ("FI001", 17, 1, "is not TOML: a value is missing, or needs quotes"),
    ),
    "a table heading that is not closed": (
        plan(more="[discharge\n"),
        ("FI001", 16, 11, "is not TOML: a table heading has no closing bracket"),
    ),
    "two keys on one line": (
        plan(more=f'by = "t1" {SENTINEL} = 1\n'),
        ("FI001", 16, 11, "is not TOML: something follows where the line should end"),
    ),
    "a backslash that is not doubled": (
        plan(more=f'by = "C:\\{SENTINEL}"\n'),
        ("FI001", 16, 11, "is not TOML: a backslash in a text has to be doubled"),
    ),
    "a date that does not exist": (
        plan().replace("2026-11-20", "2026-02-30"),
        ("FI001", 15, 10, "is not TOML: a date or time does not exist"),
    ),
    "a key given twice": (
        plan(more=f'due_on = 2026-11-20\ntext = "{SENTINEL}"\n'),
        ("FI001", 16, 20, "is not TOML: a key is given twice"),
    ),
    "a key given twice on one line": (
        plan(more=f"measure = {{ {SENTINEL} = 1, {SENTINEL} = 2 }}\n"),
        ("FI001", 16, 39, "is not TOML: a key is given twice"),
    ),
    "a table declared twice": (
        plan(more=f"[{SENTINEL}]\n[{SENTINEL}]\n"),
        ("FI001", 17, 10, "is not TOML: a table is declared twice"),
    ),
    "a table under a value": (
        plan(more=f"[safety_plan]\non = 2026-09-07\n[safety_plan.on.{SENTINEL}]\n"),
        ("FI001", 18, 25, "is not TOML: a key is given twice"),
    ),
    "a table that is finished": (
        plan(more=f"measure = {{ count = 1 }}\nmeasure.{SENTINEL} = 2\n"),
        ("FI001", 17, 21, "is not TOML: a table that is finished gets another key"),
    ),
    "a merge conflict": (
        plan(more=f"<<<<<<< HEAD\ntrack = '{SENTINEL}'\n=======\ntrack = 'b'\n>>>>>>> other\n"),
        ("FI001", 16, 1, "a merge conflict is left in the file"),
    ),
    "a merge conflict inside a text of several lines": (
        plan(more=f'strengths = ["""\n<<<<<<< HEAD\n{SENTINEL}\n=======\nb\n>>>>>>> other\n"""]\n'),
        ("FI001", 17, 1, "a merge conflict is left in the file"),
    ),
    "NUL": (plan() + "\0", ("FI001", 16, 1, "is not TOML: the line is no key and no table")),
    "NUL in a text": (
        plan(more=f'track = "{SENTINEL}\0"\n'),
        ("FI001", 16, 18, "is not TOML: a control character stands in the text"),
    ),
    "a number with too many digits": (
        plan(more="[necessity]\non = " + "9" * 5000),
        ("FI001", 1, 1, "is not TOML: a number is too long"),
    ),
    "an empty file": (b"", ("FI002", 1, 1, "the file is empty")),
    "nothing but a byte order mark": (raw.BOM, ("FI002", 1, 1, "the file is empty")),
    "no schema": (plan().replace("schema = 1", ""), ("FI002", 1, 1, "schema is missing")),
    "a schema that is no whole number": (
        plan().replace("schema = 1", "schema = 1.0"),
        ("FI002", 2, 1, "schema must be 1"),
    ),
    "a schema that is true": (plan().replace("schema = 1", "schema = true"), ("FI002", 2, 1, "schema must be 1")),
    "a schema of nought": (plan().replace("schema = 1", "schema = 0"), ("FI002", 2, 1, "schema must be 1")),
    "a newer schema": (
        plan().replace("schema = 1", "schema = 424242"),
        ("FI004", 2, 1, "is written in a newer schema; this version reads schema 1"),
    ),
    "a number beyond 64 bits": (
        plan().replace("= 38", "= 0xFFFFFFFFFFFFFFFFFFFFFFFF"),
        ("FI002", 5, 1, "age_at_admission is a number out of range"),
    ),
    "no number": (
        plan(more="measure = { baseline = nan }\n"),
        ("FI002", 16, 13, "goals.0.objectives.0.measure.baseline is a number out of range"),
    ),
    "a year beyond the calendar": (
        plan().replace("2026-11-20", "9999-12-31"),
        ("FI002", 15, 1, "goals.0.objectives.0.due_on must be a date between 1900 and 2199"),
    ),
    "the wrong type": (
        plan().replace("= 38", f'= "{SENTINEL}"'),
        ("FI002", 5, 1, "age_at_admission must be a whole number"),
    ),
    "a date in quotes": (
        plan().replace("2026-11-20", f'"{SENTINEL}"'),
        ("FI002", 15, 1, "goals.0.objectives.0.due_on must be a date without quotes, for example 2026-09-07"),
    ),
    "a moment in quotes": (
        plan().replace("2026-09-07T09:00:00-04:00", f'"{SENTINEL}"'),
        (
            "FI002",
            6,
            1,
            f"admitted_at must be a date and time with offset, for example 2026-09-07T09:00:00-04:00, or {A_DATE}",
        ),
    ),
    "a moment without its offset": (
        plan().replace("T09:00:00-04:00", "T09:00:00"),
        (
            "FI002",
            6,
            1,
            f"admitted_at is wrong: write the offset from UTC, for example 2026-09-07T09:00:00-04:00, or {A_DATE}",
        ),
    ),
    "a clock time with seconds": (
        plan(more="[pattern]\nown = [{ service = 'a', day = 'mon', start = 13:00:30, end = 13:50:00 }]\n"),
        (
            "FI002",
            17,
            38,
            "pattern.own.0.start is wrong: write a clock time as hours and whole minutes, for example 09:00:00",
        ),
    ),
    "an id of the wrong form": (
        plan().replace('"g1"', f'"{SENTINEL.upper()} 1"'),
        ("FI002", 9, 1, "goals.0.id is not written in the expected form"),
    ),
    "a word that is not one of several": (
        plan().replace('"active"', f'"{SENTINEL}"'),
        ("FI002", 4, 1, "status must be one of 'draft', 'active' or 'closed'"),
    ),
    "a missing field": (
        plan().replace('text = "Mood lifts."', f"# {SENTINEL}"),
        ("FI002", 8, 1, "goals.0.text is missing"),
    ),
    "a key with a name in it": (
        plan(more=f'[roles]\n"{SENTINEL.upper()} DOE" = 1\n'),
        ("FI002", 17, 1, "roles.? is not written in the expected form, or must be text in quotes"),
    ),
    "two metrics": (
        plan(more=f'measure = {{ count = "{SENTINEL}", frequency = "x" }}\n'),
        (
            "FI002",
            16,
            1,
            "goals.0.objectives.0.measure is wrong: name one of instrument, count, frequency, duration, yes_no",
        ),
    ),
    "a control character in a text": (
        plan().replace("Mood lifts.", f"{SENTINEL}\\u202e\\u001b[31m"),
        ("FI002", 10, 1, "goals.0.text is not written in the expected form"),
    ),
    "another patient's plan": (
        plan("pt-0777"),
        ("FI002", 3, 1, "patient is not the code that its folder has"),
    ),
    "not UTF-8": (
        plan(more="# é ").encode() + b"\xff" + SENTINEL.encode(),
        ("FI003", 16, 5, "is not UTF-8 text"),
    ),
    "not UTF-8 behind a byte order mark": (raw.BOM + b"# \xff", ("FI003", 1, 3, "is not UTF-8 text")),
    "UTF-16": (plan().encode("utf-16"), ("FI003", 1, 1, "is not UTF-8 text")),
    "UTF-16 without its mark": (
        plan().encode("utf-16-le"),
        ("FI001", 1, 2, "is not TOML: something follows where the line should end"),
    ),
    "10 MB of brackets": (b"[" * 10_000_000, ("FI003", 1, 1, "is larger than 256 KiB")),
    "256 KiB of brackets": (b"x = " + b"[" * 260_000, ("FI003", 1, 1, "is nested more than 40 levels deep")),
    "lists in lists": (
        plan(more="x = " + "[" * 41 + "]" * 41),
        ("FI003", 16, 41, "is nested more than 40 levels deep"),
    ),
    "tables in tables": (
        plan(more="x = " + "{ a = " * 60 + "1" + " }" * 60),
        ("FI003", 16, 217, "is nested more than 40 levels deep"),
    ),
    "a dotted key without end": (
        plan(more="a" + ".a" * 20_000 + " = 1\n"),
        ("FI003", 16, 1, "a key has more than 40 parts"),
    ),
    "a dotted key without end in a table on one line": (
        plan(more='x = { "\\"" . \'a\'' + ".a" * 40_000 + " = 1 }\n"),
        ("FI003", 16, 7, "a key has more than 40 parts"),
    ),
    "a heading without end": (
        plan(more="[[a" + ".a" * 20_000 + "]]\n"),
        ("FI003", 16, 3, "a key has more than 40 parts"),
    ),
}


def found_in(root: Path, *more: str) -> list[Finding]:
    """What loading finds, where both charts are still there or accounted for."""
    loaded = store.load(root, library.packs(), library.instruments())
    assert "pt-0002" in loaded.census.chart_by_patient
    assert loaded.census.patients == {"pt-0001", "pt-0002", *more}
    return loaded.problems


@pytest.mark.parametrize(("content", "expected"), BROKEN_TEXTS.values(), ids=BROKEN_TEXTS)
def test_a_broken_plan_is_one_finding(root: Path, content: str | bytes, expected: tuple[str, int, int, str]) -> None:
    write_files(root, {BROKEN: content})
    started = time.process_time()
    [finding] = [found for found in found_in(root) if found.code != "FI101"]
    assert time.process_time() - started < 2
    assert (finding.code, finding.line, finding.column, finding.message) == expected
    assert finding.patient == "pt-0001"
    assert finding.next


@pytest.mark.parametrize("form", ["plain", "json"])
@pytest.mark.parametrize(("content", "expected"), BROKEN_TEXTS.values(), ids=BROKEN_TEXTS)
def test_nothing_of_a_broken_plan_is_echoed(
    root: Path, iopctl: Iopctl, content: str | bytes, expected: tuple[str, int, int, str], form: str
) -> None:
    write_files(root, {BROKEN: content})
    ran = iopctl("check", "--format", form, "--as-of", "2026-11-23", plans=root)
    assert ran.status == 1
    assert expected[0] in ran.out
    assert "pt-0002/plan.toml" in ran.out
    for secret in (SENTINEL, SENTINEL.upper(), "424242", "pt-0777", "Traceback"):
        assert secret not in ran.out + ran.err


def test_an_unknown_key_is_named_with_the_one_that_was_meant(root: Path) -> None:
    write_files(root, {BROKEN: plan().replace("due_on", "due_one")})
    [finding] = found_in(root)
    assert (finding.code, finding.line, finding.column) == ("FI101", 15, 1)
    assert finding.message == "due_one is not a key of this file"
    assert finding.next == "write due_on, if that was meant"


def test_the_rest_of_a_file_with_an_unknown_key_is_read(root: Path) -> None:
    write_files(root, {BROKEN: plan(more='[[needs]]\nid = "n1"\ntext = "Low mood."\ncolour = "blue"\n')})
    loaded = store.load(root, library.packs(), library.instruments())
    [chart, _] = loaded.census.charts
    assert chart.plan.needs[0].id == "n1"
    [finding] = loaded.problems
    assert finding.message == "colour is not a key of this file"


def test_a_key_that_looks_like_a_name_is_not_printed(root: Path) -> None:
    write_files(root, {BROKEN: plan(more='"Jane Doe" = 1\n["Jane Doe"]\nx = 1\n')})
    findings = found_in(root)
    assert [finding.message for finding in findings] == ["a key is not a key of this file"] * 2
    assert {str(finding.place) for finding in findings} == {"?", "goals.0.objectives.0.?"}


def test_unknown_keys_beside_a_wrong_value_are_named_too(root: Path) -> None:
    write_files(root, {BROKEN: plan().replace("= 38", '= "x"').replace("due_on", "due_one")})
    assert [finding.code for finding in found_in(root)] == ["FI002", "FI101"]


def test_what_shows_only_without_its_unknown_keys_is_found_too(root: Path) -> None:
    more = 'measure = { count = "days", frequency = "x" }\ncolour = 1\n'
    write_files(root, {BROKEN: plan(more=more)})
    loaded = store.load(root, library.packs(), library.instruments())
    assert {finding.code for finding in loaded.problems} == {"FI101", "FI002"}
    assert "pt-0001" in loaded.census.unreadable


def test_a_value_that_only_fits_with_its_unknown_key_stays_unread(root: Path) -> None:
    write_files(root, {BROKEN: plan(more="[[birthdays]]\nin = 2026-10-02\nturns = 18\n")})
    assert [finding.message for finding in found_in(root)] == [
        "birthdays.0.on is missing",
        "in is not a key of this file",
    ]


def test_a_file_of_faults_is_counted_and_not_listed(root: Path) -> None:
    write_files(
        root, {BROKEN: plan().replace("[[goals]]", "".join(f"k{n} = 1\n" for n in range(20_000)) + "[[goals]]")}
    )
    started = time.process_time()
    findings = found_in(root)
    assert time.process_time() - started < 2
    assert len(findings) == 21
    assert findings[-1].message == "19980 more keys are wrong or unknown"


def test_a_list_of_wrong_values_is_counted_and_not_listed(root: Path) -> None:
    write_files(root, {BROKEN: plan(more="[[goals]]\nid = 'g2'\ntext = 'x'\nneeds = [" + "1," * 30_000 + "]\n")})
    started = time.process_time()
    findings = found_in(root)
    assert time.process_time() - started < 2
    assert findings[-1].message == "29980 more keys are wrong or unknown"


def test_forty_parts_and_forty_levels_pass(root: Path) -> None:
    for more in ("a" + ".a" * 35 + " = 1\n", "x = " + "[" * 36 + "]" * 36):
        write_files(root, {BROKEN: plan(more=more)})
        assert [finding.code for finding in found_in(root)] == ["FI101"]


def test_dots_in_a_text_or_a_comment_are_no_key(root: Path) -> None:
    dots = "a" + ".a" * 60
    write_files(
        root, {BROKEN: plan(more=f"# {dots}\ncolour = '{dots}'\n[roles]\nx = \"{dots}\"\ny = '''\n{dots}'''\n")}
    )
    assert [finding.code for finding in found_in(root)] == ["FI101"]


ENDLESS = {
    "text": 'x = "' + '\\"' * 120_000,
    "comment": '# "' + '\\"' * 120_000,
    "long text": 'x = """' + '\\"""' * 60_000,
    "long literal": "x = '''" + "''a" * 80_000,
}


@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS)
def test_a_text_without_end_takes_no_time(root: Path, endless: str) -> None:
    write_files(root, {BROKEN: plan(more="# " + ".a" * 60 + f"\n{endless}")})
    started = time.process_time()
    assert len(found_in(root)) <= 1
    assert time.process_time() - started < 2


def test_an_underline_of_seven_signs_is_no_merge_conflict(root: Path) -> None:
    write_files(root, {BROKEN: plan(more='strategies = ["""\nSummary\n=======\nfine"""]\n')})
    assert found_in(root) == []


@pytest.mark.parametrize(
    "content",
    [raw.BOM + plan().encode(), plan().replace("\n", "\r\n").encode(), raw.BOM + plan().replace("\n", "\r\n").encode()],
    ids=["byte order mark", "CRLF", "both"],
)
def test_a_byte_order_mark_and_crlf_are_read(root: Path, content: bytes) -> None:
    write_files(root, {BROKEN: content})
    assert found_in(root) == []


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    (path.parent / "elsewhere.toml").write_text(plan())
    path.symlink_to("elsewhere.toml")


def _link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere.toml")


def _nothing(path: Path) -> None:
    """The chart has lost its plan."""


@pytest.mark.parametrize(
    ("put", "message"),
    [
        (_folder, "is not a regular file"),
        (_pipe, "is not a regular file"),
        (_link, "is a link, and links are not followed"),
        (_link_to_nothing, "is a link, and links are not followed"),
        (_nothing, "is not there"),
    ],
)
def test_what_is_no_file_is_one_finding(root: Path, put: Callable[[Path], None], message: str) -> None:
    (root / BROKEN).unlink()
    put(root / BROKEN)
    started = time.process_time()
    [finding] = found_in(root)
    assert time.process_time() - started < 2
    assert (finding.code, finding.line, finding.column, finding.message) == ("FI003", 1, 1, message)


def test_a_file_that_may_not_be_read_is_one_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: Any, *args: Any, **more: Any) -> int:
        if str(path).endswith(BROKEN):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)

    monkeypatch.setattr(os, "open", refuse)
    [finding] = found_in(root)
    assert finding.message == "cannot be read: Permission denied"
    assert finding.next == "check what it is and who may read it"


def test_a_folder_that_may_not_be_read_is_one_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("pt-0001/reviews"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    [finding] = found_in(root)
    assert (finding.code, finding.place.file, finding.line) == ("FI003", "pt-0001/reviews", 1)
    assert finding.message == "the folder cannot be read: Permission denied"


def test_a_chart_behind_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {"elsewhere/plan.toml": plan("pt-0003")})
    (root / "pt-0003").symlink_to(tmp_path / "elsewhere")
    [finding] = found_in(root, "pt-0003")
    assert finding.message == "lies behind a link, and links are not followed"
    (root / "pt-0003").unlink()
    (root / "pt-0003").symlink_to("pt-0003")
    [finding] = found_in(root, "pt-0003")
    assert finding.patient == "pt-0003"


def test_a_chart_under_a_name_that_is_no_code_is_counted(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {"JaneDoe/plan.toml": plan(), "PT-0004/plan.toml": plan()})
    [finding] = found_in(root)
    assert finding.message == "2 folders with a plan.toml, whose name is no patient code, cannot be read"
    ran = iopctl("check", plans=root)
    assert f"{root}:1:1: error FI003 not-readable" in ran.out
    assert "JaneDoe" not in ran.out + ran.err


def test_broken_files_of_every_kind_are_found(root: Path) -> None:
    write_files(
        root,
        {
            "weeks/2026-W48.toml": WEEK + "x",
            "weeks/notes.txt": "left alone",
            "weeks/.2026-W48.toml": "left alone",
            "rulepacks/own.toml": "schema = 1\n",
            "pt-0001/assessments/2026-11-23-phq9.toml": "schema = 1\nanswers = [1, 'often']\n",
            "pt-0001/reviews/2026-11-23.toml": "schema = 2\n",
            "pt-0001/identity.toml": "schema = 1\nnmae = 'Jane Doe'\n",
        },
    )
    assert sorted((finding.place.file, finding.code, finding.patient) for finding in found_in(root)) == [
        ("pt-0001/assessments/2026-11-23-phq9.toml", "FI002", "pt-0001"),
        ("pt-0001/assessments/2026-11-23-phq9.toml", "FI002", "pt-0001"),
        ("pt-0001/assessments/2026-11-23-phq9.toml", "FI002", "pt-0001"),
        ("pt-0001/identity.toml", "FI101", "pt-0001"),
        ("pt-0001/reviews/2026-11-23.toml", "FI004", "pt-0001"),
        ("rulepacks/own.toml", "FI002", None),
        ("rulepacks/own.toml", "FI002", None),
        ("weeks/2026-W48.toml", "FI001", None),
    ]


def test_a_link_in_place_of_an_identity_is_not_passed_over(root: Path) -> None:
    (root / "pt-0001/identity.toml").symlink_to("nowhere")
    [finding] = found_in(root)
    assert finding.place.file == "pt-0001/identity.toml"


def test_a_week_may_be_larger_than_a_chart(root: Path) -> None:
    blank = "#" + " " * 1000 + "\n"
    write_files(root, {"weeks/2026-W48.toml": WEEK + blank * 4000, BROKEN: plan() + blank * 300})
    [finding] = found_in(root)
    assert (finding.place.file, finding.message) == (BROKEN, "is larger than 256 KiB")
    write_files(root, {"weeks/2026-W48.toml": WEEK + blank * 5000, BROKEN: plan()})
    [finding] = found_in(root)
    assert (finding.place.file, finding.message) == ("weeks/2026-W48.toml", "is larger than 4096 KiB")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PROGRAM + "x", ":5:2: is not TOML: a key has no = and value. Next: mend the line"),
        (PROGRAM.replace("America/New_York", SENTINEL), ":3:1: time_zone is wrong: not an IANA time zone"),
        (PROGRAM.replace("schema = 1", "schema = 2"), ":1:1: is written in a newer schema"),
        (b"\xff", ":1:1: is not UTF-8 text"),
    ],
)
def test_an_unreadable_program_ends_the_run(root: Path, iopctl: Iopctl, content: str | bytes, said: str) -> None:
    write_files(root, {"program.toml": content})
    ran = iopctl("check", plans=root)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(f"iopctl: {root}/program.toml{said}")
    assert ran.err.count("\n") == 1
    assert SENTINEL not in ran.err


def test_an_unknown_key_in_the_program_does_not_end_the_run(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {"program.toml": PROGRAM + "packz = 1\n"})
    ran = iopctl("check", "--select", "FI101", "--format", "json", plans=root)
    [finding] = json.loads(ran.out)["findings"]
    assert (finding["file"], finding["line"], finding["key"]) == (f"{root}/program.toml", 5, "packz")
    assert finding["next"] == "write packs, if that was meant"


def test_no_descriptor_stays_open(root: Path) -> None:
    (root / BROKEN).unlink()
    (root / BROKEN).mkdir()
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(5):
        found_in(root)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_reading_changes_nothing(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan().replace("due_on", "due_one")})
    before = snapshot(root)
    iopctl("check", plans=root)
    assert snapshot(root) == before
