"""review: the caseload, one stay side by side, and the review that is written down."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from iopctl.commands import review_recording
from tests.conftest import Iopctl
from tests.small_clinic import clinic, write_form
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
RECORD = ("review", "pt-0001", "--record", "--by", "t01", "--on", "2026-11-24")
ALERT = "ALERT  pt-0002  PHQ-9 of 2026-11-20: item 9, self harm thoughts: critical; no action recorded, 4 days"


def review_of(iopctl: Iopctl, clinic: Path, patient: str, *options: str) -> Any:
    """The review of one patient as data."""
    return json.loads(iopctl("review", patient, *AS_OF, *options, "--format", "json", plans=clinic).out)["review"]


def recorded(clinic: Path, name: str) -> dict[str, Any]:
    """What stands in the file of a review."""
    return tomllib.loads((clinic / f"pt-0001/reviews/{name}.toml").read_text())


def test_the_caseload_begins_with_the_open_alert_and_the_crisis_text(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("review", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[:5] == [
        ALERT,
        "Call or text 988. In danger: 911.",
        "Each is a triage level, not a decision: a clinician decides what is done.",
        'Once it is done: iopctl risk pt-0002 --record "what was done" --by STAFF',
        "",
    ]
    rows = [line.split()[0] for line in ran.out.splitlines() if line.startswith("pt-")]
    assert rows == ["pt-0002", "pt-0001", "pt-0003", "pt-0004"] * 2
    assert (ran.err, ran.status) == ("", 0)


def test_the_caseload_says_for_each_why_it_stands_there(iopctl: Iopctl, clinic: Path) -> None:
    rows = json.loads(iopctl("review", *AS_OF, "--format", "json", plans=clinic).out)["review"]
    assert [row["patient"] for row in rows][-1] == "pt-0004"
    first, *_ = rows
    assert (first["patient"], first["reasons"][0], first["day"], first["week"]) == ("pt-0002", "open alert", 30, 5)
    assert first["alerts"] == [
        {
            "patient": "pt-0002",
            "instrument": "phq9",
            "on": "2026-11-20",
            "alerts": ["self_harm_thoughts"],
            "level": "critical",
            "days": 4,
        }
    ]
    assert first["scores"][0]["change"]["points"] == -6
    assert first["running_week"] == {"week": "2026-W48", "delivered": 0, "still_scheduled": 360}
    short = next(row for row in rows if row["patient"] == "pt-0003")
    assert "short hours" in short["reasons"]
    assert short["last_full_week"]["limits"] == [{"pack": "medicare", "code": "DO101", "value": 540, "met": False}]
    assert short["attendance"] == {"attended": 11, "recorded": 12, "unrecorded": 1}


def test_drafts_stand_last_and_ended_stays_only_with_all(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("review", "--all", *AS_OF, "--format", "plain", plans=clinic)
    assert "pt-0004, day: draft, 30, week 5" in ran.out
    assert "pt-0005, day: closed, 19, week 3" in ran.out
    assert "pt-0005" not in iopctl("review", *AS_OF, plans=clinic).out


def test_an_alert_of_an_ended_stay_is_still_shown(iopctl: Iopctl, clinic: Path) -> None:
    write_form(clinic, "pt-0005", "2026-11-12", [0, 0, 0, 0, 0, 0, 0, 0, 2])
    ran = iopctl("review", *AS_OF, plans=clinic)
    assert "ALERT  pt-0005" in ran.out


def test_a_span_lists_what_is_due_within_it(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("review", "--due", "3d", *AS_OF, "--format", "plain", plans=clinic)
    assert "Due within 3 days:" in ran.out
    assert "pt-0001, when: 2026-11-23, 1 day overdue" in ran.out
    assert "pt-0001, when: 2026-11-27, in 3 days" in ran.out
    assert "pt-0004" not in ran.out
    assert "pt-0001" in iopctl("review", "--due", "2w", *AS_OF, plans=clinic).out


def test_a_program_without_anybody_in_care_says_so(iopctl: Iopctl, tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_text('schema = 1\nname = "New"\ntime_zone = "America/New_York"\n')
    ran = iopctl("review", plans=tmp_path)
    assert (ran.out, ran.status) == ("Nobody to show.\n", 0)
    assert json.loads(iopctl("review", "--format", "json", plans=tmp_path).out) == {
        "review": [],
        "crisis_text": None,
    }


def test_one_stay_side_by_side(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("review", "pt-0001", *AS_OF, plans=clinic)
    lines = ran.out.splitlines()
    assert lines[0].startswith(
        "pt-0001  active, revision 1, day 30, week 5, attended 13 of 13 sessions, 1 not recorded, findings: "
    )
    for line in (
        ("g1.o1 PHQ-9 from 19 to 9 or less.         19     9       19 15 12  reliable improvement  2026-11-20, 4 days"),
        "g1.o2 Out of the house five days a week.  1      5       3         improving             never named",
        "g2.o1 Has phoned her sister.              no     yes     -         not seen yet          never named",
        "PHQ-9       19     12, moderate  2026-11-16  -7 (-37 %)  reliable improvement",
        "group    4      12        12         12     36:00           36:00        no",
        "family   4      4         1          1      4:00            1:00         no",
        "d1 PHQ-9 under 10 on two reviews in a row.  not met on 2026-11-09",
        "d2 Aftercare visit arranged.                never judged",
    ):
        assert line in lines


def test_what_is_due_says_when_why_and_by_whose_word(iopctl: Iopctl, clinic: Path) -> None:
    due = review_of(iopctl, clinic, "pt-0001")["due"]
    assert {
        "kind": "review",
        "what": "progress review",
        "on": "2026-11-23",
        "overdue": True,
        "why": "every 14 days, after the review of 2026-11-09",
        "pack": "house",
    } in due
    assert [item["kind"] for item in due if item["on"] is None] == ["signature"] * 3
    text = iopctl("review", "pt-0001", "--as-of", "2026-11-23", "--format", "plain", plans=clinic).out
    assert "progress review, when: 2026-11-23, today" in text
    assert "planned discharge, by: plan" in text


def test_closed_objectives_exempt_services_and_gaps_in_words(iopctl: Iopctl, clinic: Path) -> None:
    plan = clinic / "pt-0001/plan.toml"
    text = plan.read_text()
    text = text.replace('text = "Talks with her sister again."', 'text = "Talks."\nstatus = "met"')
    text = text.replace("due_on = 2026-11-27", 'status = "dropped"\nclosed_on = 2026-11-02')
    text = text.replace("per_week = 1\nminutes = 60", "per_week = 1")
    text += """
[[exemptions]]
kind = "family"
reason = "declined"
by = "t01"
on = 2026-11-20
until = 2026-12-10

[[exemptions]]
kind = "group-therapy"
reason = "contraindicated"
by = "t01"
on = 2026-11-20
from = 2026-11-24
"""
    plan.write_text(text)
    out = iopctl("review", "pt-0001", *AS_OF, "--format", "plain", plans=clinic).out
    assert "g1.o2 Out of the house five days a week., verdict: closed as dropped on 2026-11-02" in out
    assert "g2.o1 Has phoned her sister., verdict: goal closed" in out
    assert "family, exempt: declined until 2026-12-10" in out
    assert "group, exempt: contraindicated" in out
    assert "family, hours promised: 0:00" in out


def test_a_chart_with_next_to_nothing_says_what_is_not_on_file(iopctl: Iopctl, clinic: Path) -> None:
    (clinic / "pt-0009").mkdir()
    (clinic / "pt-0009/plan.toml").write_text('schema = 1\npatient = "pt-0009"\n')
    ran = iopctl("review", "pt-0009", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[0].startswith("pt-0009  draft, revision 1, not admitted, attended 0 of 0 sessions,")
    assert ran.out.splitlines()[-1] == "Not on file: objectives, scores, promised services, discharge criteria."
    assert "pt-0009, day: draft" in iopctl("review", *AS_OF, "--format", "plain", plans=clinic).out
    (clinic / "pt-0009/plan.toml").write_text('schema = 1\npatient = "pt-0009"\nstatus = "active"\n')
    plain = iopctl("review", *AS_OF, "--format", "plain", plans=clinic).out
    assert "pt-0009, day: not admitted" in plain
    assert "pt-0009, this week: not recorded" in plain


def test_a_certification_that_is_missing_is_due_now(iopctl: Iopctl, clinic: Path) -> None:
    plan = clinic / "pt-0001/plan.toml"
    plan.write_text(plan.read_text().replace('[[certifications]]\non = 2026-10-26\nby = "md1"\n', ""))
    assert "pt-0001, certification: now" in iopctl("review", *AS_OF, "--format", "plain", plans=clinic).out


def test_a_first_score_a_start_of_zero_and_a_session_of_today(iopctl: Iopctl, clinic: Path) -> None:
    write_form(clinic, "pt-0003", "2026-11-20", [0] * 9)
    plan = clinic / "pt-0003/plan.toml"
    plan.write_text(plan.read_text().replace("baseline = 19, ", ""))
    week = clinic / "weeks/2026-W48.toml"
    attended = (
        '[sessions.attendance]\npt-0003 = { status = "attended", objectives = ["g2.o1"] }\n\n[[sessions]]\nid = "wed"'
    )
    week.write_text(
        week.read_text().replace('[[sessions]]\nid = "wed"', attended).replace("2026-11-23\nstart", "2026-11-24\nstart")
    )
    out = iopctl("review", "pt-0003", *AS_OF, "--format", "plain", plans=clinic).out
    assert "PHQ-9, in words: first score" in out
    assert "g2.o1 Has phoned her sister., not seen since: seen today" in out
    assert "PHQ-9 0\n" in iopctl("review", *AS_OF, "--format", "plain", plans=clinic).out
    write_form(clinic, "pt-0003", "2026-11-23", [1] * 8 + [0])
    out = iopctl("review", "pt-0003", *AS_OF, "--format", "plain", plans=clinic).out
    assert "PHQ-9, change: +8 (no percent from 0)" in out


def test_a_review_is_written_from_options(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl(
        *(*RECORD, "--decision", "step-down", "--goal", "g1=improving:Sleeps better.", "--goal", "g2=unchanged"),
        *("--objective", "g1.o2=4", "--objective", "g2.o1=yes", "--criterion", "d1=met"),
        *("--present", "pt-0001", "--present", "md1", "--text", "Aftercare is booked."),
        plans=clinic,
    )
    assert (clinic / "pt-0001/reviews/2026-11-24.toml").read_text() == (
        "#:schema ../../.schemas/review.json\n"
        'schema = 1\non = 2026-11-24\nby = "t01"\npresent = ["pt-0001", "md1"]\ndecision = "step-down"\n'
        'text = "Aftercare is booked."\n\n[goals]\ng1 = { status = "improving", text = "Sleeps better." }\n'
        'g2 = { status = "unchanged" }\n\n[objectives]\n"g1.o2" = { seen = 4 }\n"g2.o1" = { seen = true }\n\n'
        "[discharge_criteria]\nd1 = { met = true }\n"
    )
    assert ran.err == f"created {(clinic / 'pt-0001/reviews/2026-11-24.toml').as_posix()}\n"
    assert ran.out.startswith("pt-0001  active")
    after = review_of(iopctl, clinic, "pt-0001")
    assert [each["verdict"] for each in after["objectives"]] == ["reliable improvement", "improving", "target met"]
    assert after["discharge_criteria"][0] == {
        "id": "d1",
        "text": "PHQ-9 under 10 on two reviews in a row.",
        "met": True,
        "on": "2026-11-24",
    }


def test_a_second_review_that_day_is_a_second_file_and_the_last_word(iopctl: Iopctl, clinic: Path) -> None:
    for value in ("4", "2"):
        iopctl(*RECORD, "--objective", f"g1.o2={value}", plans=clinic)
    assert recorded(clinic, "2026-11-24-2")["objectives"]["g1.o2"]["seen"] == 2
    seen = review_of(iopctl, clinic, "pt-0001")["objectives"][1]["seen"]
    assert [each["value"] for each in seen] == [3, 4, 2]


def test_a_goal_that_is_passed_over_is_named(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl(*RECORD, "--goal", "g1=met", plans=clinic)
    assert ran.err.splitlines()[1:] == [
        "g2 is active and has no status in this review: a review covers every goal (RV203)."
    ]


def test_a_dry_run_writes_nothing(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl(*RECORD, "--goal", "g1=met", "--goal", "g2=met", "--dry-run", "--format", "json", plans=clinic)
    assert json.loads(ran.out)["review"]["patient"] == "pt-0001"
    assert '+g1 = { status = "met" }' in ran.err
    assert not (clinic / "pt-0001/reviews/2026-11-24.toml").exists()


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--record", "--by", "t01"), 2, "--record needs a chart"),
        (("pt-0001", "--goal", "g1=met"), 2, "is written with --record"),
        (("pt-0001", "--on", "2026-11-24"), 2, "is written with --record"),
        (("pt-0001", "--due", "7d"), 2, "leave PT out"),
        (("pt-0001", "--all"), 2, "leave PT out"),
        (("pt-0001", "--record", "--by", "t01"), 2, "state what was found: --goal"),
        (("pt-0001", "--record", "--text", "Fine."), 2, "--by: who writes the review?"),
        (("pt-0001", "--record", "--by", "t01", "--goal", "g3=met"), 3, "no goal of that id"),
        (("pt-0099",), 3, "no such chart"),
        (("nobody",), 2, "a patient code is 1 to 4 small letters"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_prints_no_review(
    iopctl: Iopctl, clinic: Path, options: tuple[str, ...], status: int, message: str
) -> None:
    ran = iopctl("review", *options, plans=clinic)
    assert (ran.out, ran.status) == ("", status)
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_a_span_that_is_none_is_a_usage_error(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("review", "--due", "soon", plans=clinic)
    assert ran.status == 2
    assert "write a span as days or weeks, for example 7d or 2w." in ran.err


def test_asked_goal_by_goal_in_this_process(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_recording, "interactive", lambda: True)
    typed = "\nmany\n4\nimp\nSleeps better.\nyes\n\nnot\n\nzz t01\n\nstep\nstep-d\nBooked.\n"
    ran = iopctl("review", "pt-0001", "--record", "--on", "2026-11-24", plans=clinic, input=typed)
    assert ran.status == 0
    assert recorded(clinic, "2026-11-24") == {
        "schema": 1,
        "on": recorded(clinic, "2026-11-24")["on"],
        "by": "t01",
        "present": ["pt-0001", "t01"],
        "decision": "step-down",
        "text": "Booked.",
        "goals": {"g1": {"status": "improving", "text": "Sleeps better."}},
        "objectives": {"g1.o2": {"seen": 4}, "g2.o1": {"seen": True}},
        "discharge_criteria": {"d1": {"met": False}},
    }
    numbers = "g1.o1 PHQ-9 from 19 to 9 or less. start 19, target 9, seen 19 15 12, reliable improvement"
    assert numbers in " ".join(ran.err.split())
    assert "g1.o2 takes a number." in ran.err
    assert "neither the patient nor staff" in ran.err
    assert "Please type one of continue, amend, step-down, step-up, discharge." in ran.err
    assert "g2 is active and has no status" in ran.err


def test_enter_all_the_way_through_writes_nothing(
    iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_recording, "interactive", lambda: True)
    plan = clinic / "pt-0001/plan.toml"
    plan.write_text(plan.read_text().replace('"Talks with her sister again."', '"Talks."\nstatus = "met"'))
    ran = iopctl(*RECORD, "--present", "t01", plans=clinic, input="\n" * 9)
    assert ran.status == 3
    assert ran.err.endswith("iopctl: nothing was stated, so nothing was written.\n")


def test_on_a_terminal_each_goal_is_asked_with_its_numbers(clinic: Path) -> None:
    terminal = on_terminal("review", "pt-0001", "--record", "--on", "2026-11-24", plans=clinic, columns=200)
    for question, answer in (
        ("Written by, as staff id [t01]:", ""),
        ("g1.o1 PHQ-9 from 19 to 9 or less. start 19, target 9, seen 19 15 12, reliable improvement", None),
        ("seen now (Enter for not looked at):", "4"),
        ("The goal is (met, improving, unchanged, worse; Enter for none):", "improving"),
        ("In words (Enter for none):", "Sleeps better."),
        ("seen now (Enter for not looked at):", "no"),
        ("The goal is (met, improving, unchanged, worse; Enter for none):", "u"),
        ("In words (Enter for none):", ""),
        ("d1 PHQ-9 under 10 on two reviews in a row. (met, not-met; Enter for none):", "n"),
        ("d2 Aftercare visit arranged. (met, not-met; Enter for none):", ""),
        ("Present, ids with a space between [pt-0001 t01]:", ""),
        ("Decision (continue, amend, step-down, step-up, discharge; Enter for none):", "c"),
        ("Remarks (Enter for none):", ""),
    ):
        terminal.expect_exact(question)
        if answer is not None:
            terminal.sendline(answer)
    text, status = ended(terminal)
    assert "created " in text
    assert status == 0
    found = recorded(clinic, "2026-11-24")
    assert found["goals"] == {"g1": {"status": "improving", "text": "Sleeps better."}, "g2": {"status": "unchanged"}}
    assert (found["decision"], found["discharge_criteria"]) == ("continue", {"d1": {"met": False}})


@pytest.mark.parametrize("columns", [80, 200])
def test_the_caseload_fits_the_terminal(clinic: Path, columns: int) -> None:
    text, status = ended(on_terminal("review", *AS_OF, "--due", "7d", plans=clinic, columns=columns))
    assert status == 0
    assert max(len(line) for line in text.splitlines()) <= columns
    assert "\x1b" not in text
