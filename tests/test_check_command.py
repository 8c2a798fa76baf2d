"""check: what is shown, what it is narrowed to, in which form, and how it ends."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Iopctl, Ran
from tests.store.two_charts import BROKEN, PROGRAM, WEEK, plan, root, write_files

__all__ = ["root"]

AS_OF = ("--as-of", "2026-11-23")

# A pack of the program's own that nobody is under.
STRICT = """schema = 1
id = "strict"
title = "What a stricter payer would ask"

[[limits.minutes_per_week_min]]
value = 600
unit = "min/week"
since = 2026-01-01
cite = "a draft contract"
certainty = "primary"
verified_on = 2026-11-23
"""
WEEKLY_NINE_HOURS = """
[[services]]
service = "group"
per_week = 3
minutes = 180
weeks = 12
"""
WAIVER = """
[[waivers]]
code = "DO101"
reason = "She starts slowly.\\nplans/pt-0002/plan.toml:1:1: error"
by = "d01"
on = 2026-11-20
until = 2026-12-04
"""


@pytest.fixture
def strict(root: Path) -> Path:
    """Two charts with nine hours a week, in a program that has a pack which asks for ten."""
    services = '\n[[services]]\nid = "group"\ntitle = "Group"\nkind = "group-therapy"\n'
    files = {"rulepacks/strict.toml": STRICT, "program.toml": PROGRAM + services}
    for patient in ("pt-0001", "pt-0002"):
        files[f"{patient}/plan.toml"] = plan(patient, WEEKLY_NINE_HOURS)
    write_files(root, files)
    return root


def found(ran: Ran) -> list[dict[str, Any]]:
    """The findings in JSON."""
    findings: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    return findings


def test_a_pack_can_be_tried_on_everybody(strict: Path, iopctl: Iopctl) -> None:
    assert not [
        each for each in found(iopctl("check", *AS_OF, "--format", "json", plans=strict)) if each["pack"] == "strict"
    ]
    tried = iopctl("check", "--pack", "strict", *AS_OF, "--format", "json", plans=strict)
    assert [(each["patient"], each["code"]) for each in found(tried)] == [("pt-0001", "DO101"), ("pt-0002", "DO101")]
    assert tried.status == 1


def test_an_unknown_pack_is_answered_with_the_one_that_was_meant(strict: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "--pack", "strikt", plans=strict)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "iopctl: no such pack. Did you mean strict? `iopctl packs list` shows all.\n"


def test_a_finding_in_a_table(strict: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "pt-0001", "--pack", "strict", "--select", "DO101", *AS_OF, plans=strict)
    assert ran.out == (
        f"{strict}/pt-0001/plan.toml:17:1: error DO101 planned-weekly-minimum\n"
        "   17 | [[services]]\n"
        "      | ^^^^^^^^^^^^\n"
        "  what  540 minutes a week are planned, at least 600 are required\n"
        "  why   pack strict: a draft contract, in force since 2026-01-01, read in the primary text\n"
        "  next  add 60 countable minutes a week, or record why the lower dose is right and who decided\n"
        "\n"
        "strict instead of the packs in force: 1 finding that they do not have, 0 of theirs gone;"
        " 1 chart that passes now would not, 0 that do not now would.\n"
        "1 chart as of 2026-11-23: 1 error, 0 warnings, 0 infos, 0 waived.\n"
    )


def test_a_finding_in_json(strict: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "pt-0001", "--pack", "strict", "--select", "DO101", *AS_OF, "--format", "json", plans=strict)
    assert json.loads(ran.out) == {
        "findings": [
            {
                "code": "DO101",
                "name": "planned-weekly-minimum",
                "severity": "error",
                "patient": "pt-0001",
                "file": f"{strict}/pt-0001/plan.toml",
                "line": 17,
                "column": 1,
                "key": "services",
                "message": "540 minutes a week are planned, at least 600 are required",
                "next": "add 60 countable minutes a week, or record why the lower dose is right and who decided",
                "pack": "strict",
                "limit": {
                    "value": 600,
                    "unit": "min/week",
                    "since": "2026-01-01",
                    "until": None,
                    "cite": "a draft contract",
                    "certainty": "primary",
                    "sources": 1,
                },
                "waived": None,
                "as_of": "2026-11-23",
            }
        ],
        "summary": {"charts": 1, "errors": 1, "warnings": 0, "infos": 0, "waived": 0},
        "difference": {"pack": "strict", "added": 1, "gone": 0, "would_fail": ["pt-0001"], "would_pass": []},
    }
    without = json.loads(iopctl("check", "pt-0001", *AS_OF, "--format", "json", plans=strict).out)
    assert set(without) == {"findings", "summary"}


def test_lines_are_the_findings_of_the_json(strict: Path, iopctl: Iopctl) -> None:
    lines = iopctl("check", *AS_OF, "--format", "lines", plans=strict).out.splitlines()
    assert [json.loads(line) for line in lines] == found(iopctl("check", *AS_OF, "--format", "json", plans=strict))


def test_plain_says_what_the_table_says_without_excerpts(strict: Path, iopctl: Iopctl) -> None:
    table = iopctl("check", *AS_OF, plans=strict).out.splitlines()
    plain = iopctl("check", *AS_OF, "--format", "plain", plans=strict).out.splitlines()
    assert plain == [line for line in table if line[5:8] not in {" | ", " |"}]
    assert len(plain) < len(table)


def test_a_waived_finding_is_shown_and_does_not_count(strict: Path, iopctl: Iopctl) -> None:
    write_files(strict, {BROKEN: plan(more=WEEKLY_NINE_HOURS + WAIVER)})
    ran = iopctl("check", "pt-0001", "--pack", "strict", *AS_OF, plans=strict)
    assert "waived error DO101" in ran.out
    assert "\n  waived by d01 until 2026-12-04: She starts slowly. plans/pt-0002/plan.toml:1:1: error\n" in ran.out
    assert ran.out.endswith("0 errors, 0 warnings, 0 infos, 1 waived.\n")
    assert ran.status == 0
    ran = iopctl("check", "pt-0001", "--pack", "strict", *AS_OF, "--format", "json", plans=strict)
    [finding] = found(ran)
    assert finding["waived"] == {
        "reason": "She starts slowly.\nplans/pt-0002/plan.toml:1:1: error",
        "by": "d01",
        "on": "2026-11-20",
        "from": None,
        "until": "2026-12-04",
    }


PROGRAM_WAIVER = """
[[waivers]]
code = "PL104"
patients = ["pt-0001", "pt-0002"]
reason = "The printer is broken."
by = "d01"
on = 2026-11-20
until = 2026-12-04
"""


def test_waivers_in_use_are_listed_with_who_until_when_and_how_many(strict: Path, iopctl: Iopctl) -> None:
    own = WAIVER + WAIVER.replace("DO101", "DO109")
    files = {"program.toml": (strict / "program.toml").read_text() + PROGRAM_WAIVER}
    files[BROKEN] = plan(more=WEEKLY_NINE_HOURS + own)
    files["pt-0002/plan.toml"] = plan("pt-0002", more=WEEKLY_NINE_HOURS + WAIVER)
    write_files(strict, files)
    for form in ("table", "plain"):
        lines = iopctl("check", *AS_OF, "--format", form, plans=strict).out.splitlines()
        assert [line for line in lines if line.startswith("waived")] == [
            "waived in program.toml: PL104 by d01 until 2026-12-04, 4 findings in 2 charts: The printer is broken."
        ]
    lines = iopctl("check", "--pack", "strict", *AS_OF, plans=strict).out.splitlines()
    assert [line for line in lines if line.startswith("waived")] == [
        f"waived in {patient}: DO101 by d01 until 2026-12-04, 1 finding: She starts slowly."
        " plans/pt-0002/plan.toml:1:1: error"
        for patient in ("pt-0001", "pt-0002")
    ]


def test_what_another_pack_would_change_is_one_line(strict: Path, iopctl: Iopctl) -> None:
    """One chart lacks signatures, which `strict` does not ask for; the other has fewer hours than `strict` asks for."""

    def said(*line: str) -> tuple[str, dict[str, Any]]:
        table = iopctl("check", "--pack", "strict", *AS_OF, *line, plans=strict).out.splitlines()
        data = json.loads(iopctl("check", "--pack", "strict", *AS_OF, *line, "--format", "json", plans=strict).out)
        return table[-2], data["difference"]

    write_files(strict, {BROKEN: plan(more=WEEKLY_NINE_HOURS.replace("180", "200"))})
    unsigned = WAIVER.replace("DO101", "PL104")
    write_files(strict, {"pt-0002/plan.toml": plan("pt-0002", WEEKLY_NINE_HOURS + unsigned)})
    line, data = said("--select", "PL104", "--select", "DO101")
    would = {"would_fail": ["pt-0002"], "would_pass": ["pt-0001"]}
    assert data == {"pack": "strict", "added": 1, "gone": 2, **would}
    assert line == (
        "strict instead of the packs in force: 1 finding that they do not have, 2 of theirs gone;"
        " 1 chart that passes now would not, 1 that does not now would."
    )
    line, data = said("pt-0001", "--select", "PL104", "--select", "DO101")
    assert (data["would_fail"], data["would_pass"], data["added"]) == ([], ["pt-0001"], 0)
    assert line.endswith("; 0 charts that pass now would not, 1 that does not now would.")


def test_a_finding_without_a_limit_names_its_pack(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: "schema = 2\n"})
    assert "  why   pack core\n" in iopctl("check", "pt-0001", plans=root).out


def test_the_view_is_narrowed_by_the_beginnings_of_codes(strict: Path, iopctl: Iopctl) -> None:
    write_files(strict, {BROKEN: plan(more=WEEKLY_NINE_HOURS) + "x"})

    def codes(*options: str) -> set[str]:
        ran = iopctl("check", "--pack", "strict", *AS_OF, *options, "--format", "json", plans=strict)
        return {each["code"] for each in found(ran)}

    assert codes() == {"FI001", "DO101"}
    assert codes("--select", "DO") == {"DO101"}
    assert codes("--select", "DO101", "--select", "FI") == {"FI001", "DO101"}
    assert codes("--ignore", "DO") == {"FI001"}
    assert codes("--select", "FI", "--ignore", "FI001") == set()


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_no_rule_begins_with_is_a_usage_error(root: Path, iopctl: Iopctl, option: str) -> None:
    ran = iopctl("check", option, "ZZ", plans=root)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "iopctl: no rule's code begins with 'ZZ'. `iopctl rules list` shows all.\n"


@pytest.mark.parametrize(
    ("certainty", "fail_on", "status"),
    [
        ("primary", None, 1),
        ("primary", "error", 1),
        ("primary", "never", 0),
        ("memory", None, 0),
        ("memory", "warning", 1),
        ("memory", "info", 1),
        ("uncertain", "warning", 0),
        ("uncertain", "info", 1),
    ],
)
def test_the_exit_status_is_1_from_the_severity_that_was_asked_for(
    strict: Path, iopctl: Iopctl, certainty: str, fail_on: str | None, status: int
) -> None:
    write_files(strict, {"rulepacks/strict.toml": STRICT.replace('"primary"', f'"{certainty}"')})
    options = ("--fail-on", fail_on) if fail_on else ()
    assert iopctl("check", "--pack", "strict", *AS_OF, *options, plans=strict).status == status


def test_a_clean_program_is_a_line_and_0(strict: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "--select", "FI1", *AS_OF, plans=strict)
    assert ran.out == "2 charts as of 2026-11-23: 0 errors, 0 warnings, 0 infos, 0 waived.\n"
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("pt-0001", {BROKEN}),
        ("{root}/pt-0001", {BROKEN}),
        ("{root}/pt-0001/plan.toml", {BROKEN}),
        ("{root}/weeks", {"weeks/2026-W48.toml"}),
        ("{root}/weeks/2026-W48.toml", {"weeks/2026-W48.toml"}),
        ("{root}/program.toml", set()),
        ("{root}", {BROKEN, "weeks/2026-W48.toml"}),
    ],
)
def test_charts_and_files_are_named_by_code_or_path(root: Path, iopctl: Iopctl, name: str, files: set[str]) -> None:
    write_files(root, {BROKEN: "x", "weeks/2026-W48.toml": WEEK + "x"})
    ran = iopctl("check", name.format(root=root), "--select", "FI0", "--format", "json", plans=root)
    assert {each["file"] for each in found(ran)} == {f"{root}/{file}" for file in files}
    assert ran.status == (1 if files else 0)


def test_the_summary_counts_the_charts_that_were_asked_for(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: "x"})
    for names, count in (((), 2), (("pt-0001",), 1), (("pt-0001", f"{root}/pt-0001"), 1), (("pt-0001", "pt-0002"), 2)):
        ran = iopctl("check", *names, "--format", "json", plans=root)
        assert json.loads(ran.out)["summary"]["charts"] == count


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        (("pt-00011",), 3, "plans/pt-00011: no such chart. Did you mean pt-0001? `iopctl plan list` shows all."),
        (("pt1",), 2, "a patient code is 1 to 4 small letters, a hyphen and 3 to 8 digits, for example pt-0001."),
        (("/",), 3, "/: is not in the program folder"),
        (("--as-of", "yesterday"), 2, "write a date as YYYY-MM-DD, for example 2026-11-23."),
        (("--as-of", "9999-12-31"), 2, "write a date between 1900 and 2199."),
        (("--fail-on", "fatal"), 2, "'fatal' is not one of 'error', 'warning', 'info', 'never'"),
        (("--format", "xml"), 2, "'xml' is not one of"),
        (("--nonsense",), 2, "No such option: --nonsense"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(
    root: Path, iopctl: Iopctl, line: tuple[str, ...], status: int, said: str
) -> None:
    ran = iopctl("check", *line, plans=root)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_without_a_program_there_is_nothing_to_check(tmp_path: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", plans=tmp_path)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == f"iopctl: {tmp_path}: no program.toml there. Start one with `iopctl init {tmp_path}`.\n"


def test_an_unreadable_program_is_3(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {"program.toml": "name = "})
    ran = iopctl("check", "--format", "json", plans=root)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(f"iopctl: {root}/program.toml:1:8: is not TOML: a value is missing, or needs quotes.")


def test_two_runs_say_the_same(strict: Path, iopctl: Iopctl) -> None:
    assert iopctl("check", *AS_OF, plans=strict) == iopctl("check", *AS_OF, plans=strict)


def test_a_day_without_as_of_is_today_in_the_program(root: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "--format", "json", "--fail-on", "never", plans=root)
    days = {each["as_of"] for each in found(ran)}
    now = datetime.now(UTC)
    assert days <= {(now - timedelta(hours=hours)).date().isoformat() for hours in (4, 5)}


@pytest.mark.parametrize(
    ("day", "minutes", "expected"),
    [
        ("2024-10-07", 240, [("DO102", "warning", "2023-04-01", "2024-12-31")]),
        ("2024-10-07", 100, []),
        ("2025-10-06", 240, []),
        ("2025-10-06", 100, []),
        ("2026-10-05", 240, [("DO102", "warning", "2026-01-01", None)]),
        ("2026-10-05", 100, [("DO101", "error", "2026-01-01", None)]),
    ],
)
def test_a_day_is_judged_by_the_limits_in_force_then(
    root: Path, iopctl: Iopctl, day: str, minutes: int, expected: list[tuple[str, str, str, str | None]]
) -> None:
    """North Carolina had a maximum of 19 hours until 2024, none in 2025, and both a minimum and a maximum from 2026."""
    five_days = WEEKLY_NINE_HOURS.replace("per_week = 3", "per_week = 5").replace("180", str(minutes))
    services = '\n[[services]]\nid = "group"\ntitle = "Group"\nkind = "group-therapy"\n'
    stay = plan(more=five_days).replace("2026-09-07", f"{day[:4]}-09-14")
    write_files(root, {"program.toml": PROGRAM + services, BROKEN: stay})
    line = ("pt-0001", "--pack", "nc", "--select", "DO101", "--select", "DO102", "--as-of", day, "--format", "json")
    findings = found(iopctl("check", *line, plans=root))
    assert [(f["code"], f["severity"], f["limit"]["since"], f["limit"]["until"]) for f in findings] == expected
