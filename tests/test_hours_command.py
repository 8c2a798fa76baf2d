"""hours: promised, scheduled and delivered side by side."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.small_clinic import clinic

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-23")


def test_the_json_is_the_one_of_the_design_to_the_key(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "pt-0003", "--week", "2026-W47", *AS_OF, "--format", "json", plans=clinic)
    week = {
        "week": "2026-W47",
        "full": True,
        "promised": 600,
        "scheduled": 540,
        "delivered": 360,
        "days_scheduled": 3,
        "days_delivered": 2,
        "sessions_scheduled": 3,
        "sessions_delivered": 2,
        "limits": [{"pack": "medicare", "code": "DO101", "value": 540, "met": False}],
    }
    assert json.dumps(json.loads(ran.out)) == json.dumps({"hours": [{"patient": "pt-0003", "weeks": [week]}]})
    assert (ran.err, ran.status) == ("", 0)


def test_the_table_has_one_row_a_week(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "pt-0003", *AS_OF, plans=clinic)
    assert ran.out.splitlines() == [
        "pt-0003",
        "week              promised  scheduled  delivered  days    sessions  minimum",
        "2026-W44 full     10:00     9:00       9:00       3 of 3  3 of 3    medicare 9:00 met",
        "2026-W45 full     10:00     9:00       9:00       3 of 3  3 of 3    medicare 9:00 met",
        "2026-W46 full     10:00     9:00       9:00       3 of 3  3 of 3    medicare 9:00 met",
        "2026-W47 full     10:00     9:00       6:00       2 of 3  2 of 3    medicare 9:00 short by 3:00",
        "2026-W48 running  10:00     9:00       0:00       0 of 3  0 of 3    medicare 9:00 running",
    ]


def test_plain_reads_one_fact_a_line(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "pt-0003", "--week", "last", *AS_OF, "--format", "plain", plans=clinic)
    assert "2026-W47 full, delivered: 6:00" in ran.out.splitlines()
    assert "2026-W47 full, days delivered of scheduled: 2 of 3" in ran.out.splitlines()


def test_without_a_chart_every_active_one_is_shown(iopctl: Iopctl, clinic: Path) -> None:
    (clinic / "pt-0002/plan.toml").write_text("schema = 1\npatient = 7\n")
    ran = iopctl("hours", "--week", "this", *AS_OF, "--format", "lines", plans=clinic)
    assert [json.loads(line)["patient"] for line in ran.out.splitlines()] == ["pt-0001", "pt-0003"]
    assert ran.err == "pt-0002 cannot be read and is left out: `iopctl check pt-0002` says where and why.\n"


def test_as_of_a_day_of_the_stay_one_that_has_ended_since_was_active(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "--as-of", "2026-11-13", "--format", "lines", plans=clinic)
    assert "pt-0005" in ran.out


@pytest.mark.parametrize("week", ["2026-W47", "2026-11-18", "last"])
def test_a_week_is_named_by_number_by_a_date_or_by_nearness(iopctl: Iopctl, clinic: Path, week: str) -> None:
    ran = iopctl("hours", "pt-0001", "--week", week, *AS_OF, plans=clinic)
    assert [line.split()[0] for line in ran.out.splitlines()[2:]] == ["2026-W47"]


def test_weeks_by_admission_are_found_by_any_of_their_days(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(program.read_text().replace("packs =", 'week_anchor = "admission"\npacks ='))
    plan = clinic / "pt-0001/plan.toml"
    plan.write_text(plan.read_text().replace("2026-10-26T09", "2026-10-29T09"))
    ran = iopctl("hours", "pt-0001", "--week", "2026-W47", *AS_OF, plans=clinic)
    assert [line.split()[0] for line in ran.out.splitlines()[2:]] == ["2026-11-12", "2026-11-19"]


@pytest.mark.parametrize("week", ["2026-W60", "soon", "2026-13-01", "2026-W48-1-1"])
def test_a_week_that_is_none_is_a_usage_error(iopctl: Iopctl, clinic: Path, week: str) -> None:
    ran = iopctl("hours", "--week", week, plans=clinic)
    assert ran.status == 2
    assert ran.err.endswith("write a week as 2026-W48, a date in it, or this, last or next.\n")


def test_a_week_outside_the_stay_is_said_to_be_empty(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "pt-0001", "--week", "2026-W30", *AS_OF, plans=clinic)
    assert (ran.out, ran.status) == ("pt-0001: no week of the stay to show.\n", 0)


def test_a_week_without_a_file_is_a_gap_and_not_a_week_of_no_hours(iopctl: Iopctl, clinic: Path) -> None:
    (clinic / "weeks/2026-W46.toml").unlink()
    ran = iopctl("hours", "pt-0001", "--week", "2026-W46", *AS_OF, plans=clinic)
    words = " ".join(ran.out.splitlines()[-1].split())
    assert words == "2026-W46 full 10:00 - - - - medicare 9:00 not judged"


def test_a_partial_week_is_not_judged_and_a_missing_day_is_said_so(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(program.read_text().replace('"house"]', '"house", "in"]'))
    plan = clinic / "pt-0003/plan.toml"
    plan.write_text(plan.read_text().replace("2026-10-26T09", "2026-10-28T09"))
    ran = iopctl("hours", "pt-0003", *AS_OF, plans=clinic)
    rows = ran.out.splitlines()
    assert rows[2].startswith("2026-W44 partial")
    assert rows[2].endswith("in 3 days not judged, medicare 9:00 not judged")
    assert rows[5].endswith("in 3 days short by 1 day, medicare 9:00 short by 3:00")


def test_a_week_in_which_no_pack_has_a_minimum_says_none(iopctl: Iopctl, clinic: Path) -> None:
    plan = clinic / "pt-0003/plan.toml"
    plan.write_text(plan.read_text().replace('pack = "medicare"', 'pack = "practice"'))
    ran = iopctl("hours", "pt-0003", "--week", "last", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[-1].endswith("2 of 3    none")


def test_two_missing_days_are_days(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(program.read_text().replace('"house"]', '"house", "in"]'))
    week = clinic / "weeks/2026-W47.toml"
    week.write_text(
        week.read_text().replace('pt-0003 = { status = "attended"', 'pt-0003 = { status = "absent-excused"', 1)
    )
    ran = iopctl("hours", "pt-0003", "--week", "last", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[-1].endswith("in 3 days short by 2 days, medicare 9:00 short by 6:00")


def test_an_unknown_or_unreadable_chart_is_one_sentence(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "pt-0011", plans=clinic)
    assert ran.status == 3
    assert "no such chart. Did you mean pt-0001?" in ran.err
    (clinic / "pt-0002/plan.toml").write_text("schema = 1\n")
    ran = iopctl("hours", "pt-0002", plans=clinic)
    assert ran.status == 3
    assert ran.err.endswith("pt-0002/plan.toml: cannot be read. `iopctl check pt-0002` says where and why.\n")


def test_promised_minutes_are_those_of_the_plan(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("hours", "pt-0001", *AS_OF, "--format", "json", plans=clinic)
    [chart] = json.loads(ran.out)["hours"]
    assert {week["promised"] for week in chart["weeks"]} == {600}
    mondays = [date.fromisocalendar(2026, int(week["week"][-2:]), 1) for week in chart["weeks"]]
    assert mondays == [date(2026, 10, 26) + timedelta(weeks=n) for n in range(5)]


def test_a_taper_is_judged_by_another_rule_and_says_so(iopctl: Iopctl, clinic: Path) -> None:
    plan = clinic / "pt-0003/plan.toml"
    taper = '\n[pattern]\n\n[[pattern_changes]]\nkind = "step-down"\nfrom = 2026-11-16\n'
    plan.write_text(plan.read_text().replace('pack = "medicare"', 'pack = "asam3"') + taper)
    ran = iopctl("hours", "pt-0003", "--week", "last", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[-1].endswith("asam3 9:00 not judged in a taper")
