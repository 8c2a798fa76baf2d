"""check --baseline: old findings are frozen in a file that holds no text of a chart; only new ones fail."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Iopctl, Ran
from tests.store.two_charts import BROKEN, plan, root, write_files

__all__ = ["root"]

AS_OF = ("--as-of", "2026-11-23")
SIX_HOURS = """
[[services]]
service = "group"
per_week = 2
minutes = 180
weeks = 20
"""
PROGRAM = """schema = 1
name = "Two charts"
time_zone = "America/New_York"
packs = ["core", "ten"]

[[services]]
id = "group"
title = "Group"
kind = "group-therapy"
"""
TEN = """schema = 1
id = "ten"
title = "Ten hours"

[[limits.minutes_per_week_min]]
value = 600
cite = "a contract"
certainty = "primary"
verified_on = 2026-11-23
"""


@pytest.fixture
def short(root: Path) -> Path:
    """Two charts that lack signatures, one of them short of hours, too."""
    enough = SIX_HOURS.replace("180", "300")
    charts = {BROKEN: plan(more=SIX_HOURS), "pt-0002/plan.toml": plan("pt-0002", enough)}
    write_files(root, {"program.toml": PROGRAM, "rulepacks/ten.toml": TEN, **charts})
    return root


@pytest.fixture
def baseline(short: Path, iopctl: Iopctl) -> Path:
    """What stood on that day."""
    file = short / "baseline.toml"
    ran = check(iopctl, short, file, "--write-baseline")
    assert ran.err == f"{file}: {len(entries(file))} findings are set aside from now on.\n"
    assert ran.status == 0
    return file


def check(iopctl: Iopctl, plans: Path, file: Path, *options: str) -> Ran:
    """The command."""
    return iopctl("check", "--baseline", file, *AS_OF, *options, plans=plans)


def entries(file: Path) -> list[dict[str, Any]]:
    """What the file lists."""
    listed: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["findings"]
    return listed


def data(ran: Ran) -> Any:
    """The JSON."""
    return json.loads(ran.out)


def test_what_is_frozen_is_shown_counted_and_fails_no_more(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    assert iopctl("check", *AS_OF, plans=short).status == 1
    ran = check(iopctl, short, baseline)
    assert (ran.status, ran.err) == (0, "")
    assert ": frozen error DO101 planned-weekly-minimum\n" in ran.out
    assert f": 0 errors, 0 warnings, 0 infos, 0 waived, {len(entries(baseline))} in the baseline.\n" in ran.out
    answer = data(check(iopctl, short, baseline, "--format", "json"))
    assert all(finding["baseline"] is True for finding in answer["findings"])
    assert answer["summary"]["baseline"] == len(entries(baseline))
    assert "baseline" not in data(iopctl("check", *AS_OF, "--format", "json", plans=short))["summary"]


def test_a_new_finding_fails_among_frozen_ones(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    write_files(short, {"pt-0002/plan.toml": plan("pt-0002", SIX_HOURS)})
    ran = check(iopctl, short, baseline, "--format", "json")
    assert ran.status == 1
    new = [finding for finding in data(ran)["findings"] if not finding["baseline"]]
    assert [(finding["code"], finding["patient"]) for finding in new] == [("DO101", "pt-0002")]


def test_edits_elsewhere_and_days_change_nothing(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    more = '\n[[discharge_criteria]]\nid = "d1"\ntext = "Sleeps."\n' + SIX_HOURS
    write_files(short, {BROKEN: "# A new head.\n\n" + plan(more=more)})
    ran = iopctl("check", "--baseline", baseline, "--as-of", "2026-12-08", "--select", "DO101", plans=short)
    assert ran.status == 0
    assert ": frozen error DO101" in ran.out


def test_a_worse_value_is_new_and_the_old_entry_stale(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    write_files(short, {BROKEN: plan(more=SIX_HOURS.replace("180", "90"))})
    ran = check(iopctl, short, baseline, "--select", "DO101")
    assert ran.status == 1
    assert ": error DO101" in ran.out
    assert f"{baseline}: DO101 in {BROKEN} of 2026-11-23 is no longer found; --write-baseline takes it out." in ran.err


def test_a_stale_entry_is_named_once_and_changes_no_status(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    write_files(short, {BROKEN: plan(more=SIX_HOURS.replace("180", "300"))})
    for options in ((), ("pt-0002",), ("--select", "FI")):
        ran = check(iopctl, short, baseline, *options)
        assert ran.status == 0
        assert ran.err == (
            f"{baseline}: DO101 in {BROKEN} of 2026-11-23 is no longer found; --write-baseline takes it out.\n"
        )
    check(iopctl, short, baseline, "--write-baseline")
    assert "DO101" not in baseline.read_text("utf-8")
    assert check(iopctl, short, baseline).err == ""


def test_the_file_is_one_finding_a_line_in_order_and_holds_no_text(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    text = baseline.read_text("utf-8")
    head, schema, as_of, opening, *lines, closing = text.splitlines()
    assert head.startswith("# Findings that `iopctl check --baseline` sets aside")
    assert (schema, as_of, opening, closing) == ("schema = 1", "as_of = 2026-11-23", "findings = [", "]")
    assert len(lines) == len(entries(baseline))
    assert all(line.startswith('    { code = "') and line.endswith(" },") for line in lines)
    [do101] = [entry for entry in entries(baseline) if entry["code"] == "DO101"]
    assert len(do101.pop("fact")) == 16
    assert do101 == {
        "code": "DO101",
        "pack": "ten",
        "patient": "pt-0001",
        "file": BROKEN,
        "key": "services",
        "on": date(2026, 11, 23),
        "severity": "error",
    }
    for said in ("360", "Mood lifts", "PHQ-9"):
        assert said not in text
    check(iopctl, short, baseline, "--write-baseline")
    assert baseline.read_text("utf-8") == text


def test_new_facts_are_one_line_more_in_the_file(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    before = baseline.read_text("utf-8").splitlines()
    write_files(short, {"pt-0002/plan.toml": plan("pt-0002", SIX_HOURS)})
    check(iopctl, short, baseline, "--write-baseline")
    after = baseline.read_text("utf-8").splitlines()
    assert [line for line in after if line in before] == before
    assert len(after) == len(before) + 1


def test_a_baseline_may_be_large(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    [line, *_] = [line for line in baseline.read_text("utf-8").splitlines() if "DO101" in line]
    many = "\n".join(line.replace("pt-0001", f"pt-{number:04d}") for number in range(3000))
    baseline.write_text(f"schema = 1\nas_of = 2026-11-23\nfindings = [\n{many}\n]\n", "utf-8")
    assert baseline.stat().st_size > 256 * 1024
    assert check(iopctl, short, baseline, "--select", "DO101").status == 0


def test_every_format_says_what_is_in_the_baseline(baseline: Path, short: Path, iopctl: Iopctl) -> None:
    for form, said in (
        ("plain", ": frozen error DO101"),
        ("lines", '"baseline": true'),
        ("sarif", '"baselineState": "unchanged"'),
        ("junit", '<skipped message="in the baseline"'),
        ("github", "::notice file="),
    ):
        assert said in check(iopctl, short, baseline, "--format", form).out


# What cannot be


def test_a_missing_baseline_is_a_sentence(short: Path, iopctl: Iopctl) -> None:
    file = short / "base.toml"
    ran = check(iopctl, short, file)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        f"iopctl: {file}: no such baseline. Write one with `iopctl check --baseline {file} --write-baseline`.\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("findings = ", ":1:12: is no baseline: is not TOML: a value is missing, or needs quotes."),
        ("schema = 1\n", ":1:1: is no baseline: as_of is missing."),
        ("schema = 2\n", ":1:1: is no baseline: is written in a newer schema; this version reads schema 1."),
        ('schema = 1\nas_of = 2026-11-23\nname = "x"\n', ":3:1: is no baseline: name is not a key of this file."),
        ("schema = 1\nas_of = 2026-11-23\nfindings = [{ code = 1 }]\n", ":3:15: is no baseline: findings.0."),
    ],
)
def test_a_broken_baseline_is_a_sentence_and_never_written_over(
    short: Path, iopctl: Iopctl, text: str, said: str
) -> None:
    file = short / "base.toml"
    file.write_text(text)
    for options in ((), ("--write-baseline",)):
        ran = check(iopctl, short, file, *options)
        assert (ran.status, ran.out) == (3, "")
        assert f"{file}{said}" in ran.err
        assert file.read_text() == text


def test_a_chart_is_not_written_over(short: Path, iopctl: Iopctl) -> None:
    before = (short / BROKEN).read_text()
    ran = check(iopctl, short, short / BROKEN, "--write-baseline")
    assert ran.status == 3
    assert (short / BROKEN).read_text() == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--write-baseline",), "--write-baseline: say which file, with --baseline FILE."),
        *(
            (
                ("--baseline", "b.toml", "--write-baseline", *narrowed),
                "--write-baseline freezes the whole program: leave out what narrows the view.",
            )
            for narrowed in (
                ("pt-0001",),
                ("--select", "DO"),
                ("--ignore", "DO"),
                ("--changed",),
                ("--base", "main"),
            )
        ),
        (
            ("--baseline", "b.toml", "--pack", "ten"),
            "--baseline is about the packs in force, --pack about another one: use one of them.",
        ),
    ],
)
def test_contradictions_are_usage_errors(short: Path, iopctl: Iopctl, line: tuple[str, ...], said: str) -> None:
    ran = iopctl("check", *line, plans=short)
    assert (ran.status, ran.out, ran.err) == (2, "", f"iopctl: {said}\n")
