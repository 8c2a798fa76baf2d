"""today: alerts, sessions, what has no record, what is due."""

import json
from pathlib import Path
from typing import Any

from tests.conftest import Iopctl
from tests.scheduling.clinic import WEEK, clinic, write
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
ALERT = "ALERT  pt-0002  PHQ-9 of 2026-11-20: item 9, self harm thoughts: critical; no action recorded, 4 days"


def today_of(iopctl: Iopctl, clinic: Path, *args: str) -> dict[str, Any]:
    """The day as data."""
    return dict(json.loads(iopctl("today", *args, *AS_OF, "--format", "json", plans=clinic).out)["today"])


def test_the_day_opens_with_the_alerts_and_the_crisis_text(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("today", *AS_OF, plans=clinic)
    assert ran.out == (
        f"""\
{ALERT}
Call or text 988. In danger: 911.
Each is a triage level, not a decision: a clinician decides what is done.
Once it is done: iopctl risk pt-0002 --record "what was done" --by STAFF

Tuesday 24 November 2026, Weekly IOP

time   session                      what                    led by  room  recorded
09:00  off                          CBT group               t02     a     cancelled
13:00  tue-1300-individual-pt-0001  One-on-one counselling  -       -     0 of 1

Past sessions
session                what is missing
2026-W48/mon-0900-cbt  no record for pt-0002

Due
patient  rule         what
pt-0001  RV201 house  no progress review since admission on 2026-11-02, it was due on 2026-11-16
pt-0002  RV201 house  no progress review since admission on 2026-11-02, it was due on 2026-11-16
"""
    )
    assert (ran.status, ran.err) == (0, "")


def test_read_aloud_the_day_is_one_fact_a_line(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("today", *AS_OF, "--format", "plain", plans=clinic)
    assert ran.out.splitlines()[6:] == [
        "09:00 to 10:00, CBT group, room a, led by t02, 2 patients, cancelled, burst pipe, session off",
        (
            "13:00 to 13:50, One-on-one counselling, no room named, no lead named, pt-0001, 0 of 1 recorded,"
            " session tue-1300-individual-pt-0001"
        ),
        "Past sessions:",
        "2026-W48/mon-0900-cbt: no record for pt-0002",
        "Due:",
        "pt-0001: no progress review since admission on 2026-11-02, it was due on 2026-11-16",
        "pt-0002: no progress review since admission on 2026-11-02, it was due on 2026-11-16",
    ]


def test_one_staff_member_sees_their_own_and_every_alert(iopctl: Iopctl, clinic: Path) -> None:
    mine = today_of(iopctl, clinic, "--who", "t02")
    assert [session["session"] for session in mine["sessions"]] == ["2026-W48/off"]
    assert [each["session"] for each in mine["unrecorded"]] == ["2026-W48/mon-0900-cbt"]
    assert mine["due"] == []
    assert [alert["patient"] for alert in mine["alerts"]] == ["pt-0002"]
    ran = iopctl("today", "--who", "t02", *AS_OF, plans=clinic)
    assert ran.out.startswith(ALERT)
    assert "Tuesday 24 November 2026, Weekly IOP, t02" in ran.out
    assert ran.out.splitlines()[-1] == "Nothing is due soon or overdue."
    assert {finding["patient"] for finding in today_of(iopctl, clinic, "--who", "t01")["due"]} == {"pt-0001", "pt-0002"}


def test_an_alert_stays_until_an_action_is_recorded(iopctl: Iopctl, clinic: Path) -> None:
    form = clinic / "pt-0002/assessments/2026-11-20-phq9.toml"
    form.write_text(form.read_text() + '[action]\non = 2026-11-20\nby = "t01"\ntext = "Seen."\n')
    assert iopctl("today", *AS_OF, plans=clinic).out.startswith("Tuesday 24 November")


def test_what_is_overdue_stands_before_what_is_due_soon(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "pt-0001/reviews/2026-11-16.toml", 'schema = 1\non = 2026-11-16\nby = "t01"\n')
    due = today_of(iopctl, clinic)["due"]
    assert [(finding["patient"], finding["severity"]) for finding in due] == [("pt-0002", "error"), ("pt-0001", "info")]


def test_a_waived_finding_is_not_due(iopctl: Iopctl, clinic: Path) -> None:
    plan = clinic / "pt-0001/plan.toml"
    waiver = '[[waivers]]\ncode = "RV201"\nreason = "Snow."\nby = "t01"\non = 2026-11-20\nuntil = 2026-11-30\n'
    plan.write_text(plan.read_text() + waiver)
    assert [finding["patient"] for finding in today_of(iopctl, clinic)["due"]] == ["pt-0002"]


def test_an_absence_without_a_reason_is_missing_something_too(iopctl: Iopctl, clinic: Path) -> None:
    record = 'pt-0001 = { status = "attended", response = "calm", signed_by = "t01" }'
    absence = 'pt-0001 = { status = "absent-unexcused" }\npt-0002 = { status = "attended" }'
    (clinic / "weeks/2026-W48.toml").write_text(WEEK.replace(record, absence))
    assert today_of(iopctl, clinic)["unrecorded"] == [
        {"session": "2026-W48/mon-0900-cbt", "date": "2026-11-23", "patients": ["pt-0001"], "lacks": "reason"}
    ]


def test_an_unexcused_absence_stays_until_somebody_has_reached_out(iopctl: Iopctl, clinic: Path) -> None:
    record = 'pt-0001 = { status = "attended", response = "calm", signed_by = "t01" }'
    absence = 'pt-0001 = { status = "absent-unexcused", reason = "no call" }\npt-0002 = { status = "attended" }'
    (clinic / "weeks/2026-W48.toml").write_text(WEEK.replace(record, absence))
    ran = iopctl("today", *AS_OF, plans=clinic)
    assert (
        """
Outreach
patient  missed        on          open for  therapist  seen again  unexcused absences
pt-0001  mon-0900-cbt  2026-11-23  1 day     t01        not yet     1 of 6, house

Due
"""
        in ran.out
    )
    close = 'Once somebody has reached out: iopctl outreach pt-0001 --note "what was done" --by STAFF'
    assert ran.out.splitlines()[-1] == close
    assert [item["patient"] for item in today_of(iopctl, clinic, "--who", "t01")["outreach"]] == ["pt-0001"]
    assert today_of(iopctl, clinic, "--who", "t02")["outreach"] == []
    iopctl("outreach", "pt-0001", "--note", "Phoned.", "--by", "t01", *AS_OF, plans=clinic)
    assert today_of(iopctl, clinic)["outreach"] == []


def test_a_closed_day_and_a_week_not_on_file_are_said(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("today", "--as-of", "2026-12-03", plans=clinic)
    assert (
        "Thursday 3 December 2026, Weekly IOP\n"
        "The program is closed, Staff training.\n"
        "No sessions are known: 2026-W49 is not on file, `iopctl week new 2026-W49` composes it.\n"
    ) in ran.out
    assert "\nNo sessions today.\n" in iopctl("today", "--as-of", "2026-11-25", plans=clinic).out


def test_a_day_as_data(iopctl: Iopctl, clinic: Path) -> None:
    day = today_of(iopctl, clinic)
    assert list(day) == [
        "date",
        "who",
        "alerts",
        "crisis_text",
        "closures",
        "sessions",
        "unrecorded",
        "outreach",
        "due",
    ]
    assert (day["date"], day["who"], day["crisis_text"]) == ("2026-11-24", None, "Call or text 988. In danger: 911.")
    assert day["alerts"] == [
        {
            "patient": "pt-0002",
            "instrument": "phq9",
            "on": "2026-11-20",
            "alerts": ["self_harm_thoughts"],
            "level": "critical",
            "days": 4,
        }
    ]
    closed = json.loads(iopctl("today", "--as-of", "2026-12-03", "--format", "json", plans=clinic).out)["today"]
    assert closed["closures"] == [{"tracks": [], "reason": "Staff training"}]


def test_nobody_of_that_id_works_here(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("today", "--who", "t11", *AS_OF, plans=clinic)
    assert (ran.status, ran.err) == (3, "iopctl: program.toml: no staff member of that id. Did you mean t01?\n")


def test_a_day_fits_a_terminal_of_eighty_columns(clinic: Path) -> None:
    text, status = ended(on_terminal("today", *AS_OF, plans=clinic))
    assert status == 0
    assert max(len(line) for line in text.split("\n")) <= 80
