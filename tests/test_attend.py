"""attend: who was there, in one line or person by person."""

import json
import tomllib
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest

from iopctl.commands import attend as command
from tests.conftest import Iopctl, Ran
from tests.scheduling.clinic import WEEK, clinic, write
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

MONDAY = "mon-0900-cbt"
AT = ("--at", "2026-11-23T11:02")
NOTED = 'noted_by = "t01", noted_at = 2026-11-23T11:02:00-05:00'


def changes(clinic: Path) -> list[str]:
    """The lines of the week file that are gone (-) or new (+)."""
    after = (clinic / "weeks/2026-W48.toml").read_text()
    return [line for line in ndiff(WEEK.splitlines(), after.splitlines()) if line[0] in "+-"]


def records(clinic: Path, session: int = 0) -> dict[str, Any]:
    """The attendance of a session as it stands in the file."""
    return dict(tomllib.loads((clinic / "weeks/2026-W48.toml").read_text())["sessions"][session].get("attendance", {}))


def refused(ran: Ran, clinic: Path, status: int = 3) -> str:
    """The sentence of a refusal that wrote nothing."""
    assert (ran.status, ran.out, changes(clinic)) == (status, "", [])
    return ran.err.removeprefix("iopctl: ").rstrip("\n")


def test_everybody_else_is_recorded_as_present_and_nothing_else_changes(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", MONDAY, "--all", *AT, plans=clinic)
    assert changes(clinic) == [f'+ pt-0002 = {{ status = "attended", {NOTED} }}']
    assert (ran.status, ran.err) == (0, f"saved {clinic}/weeks/2026-W48.toml\n")
    assert ran.out == (
        """\
2026-W48/mon-0900-cbt, Monday 23 November, 09:00 to 10:00

patient  recorded  minutes  week so far
pt-0002  attended  60       1:00 of 2:00
Everybody on the roster has a record.
"""
    )


def test_late_and_left_early_say_what_is_missing(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", MONDAY, "--late", "pt-0002=15", "--left-early", "pt-0002=10", *AT, plans=clinic)
    assert changes(clinic) == [
        f'+ pt-0002 = {{ status = "partial", arrived = 09:15:00, left = 09:50:00, {NOTED} }}',
    ]
    assert "pt-0002  partial, from 09:15, until 09:50  35       0:35 of 2:00" in ran.out


def test_what_was_done_and_the_objective_stand_in_the_record(iopctl: Iopctl, clinic: Path) -> None:
    iopctl(
        "attend",
        MONDAY,
        "--all",
        "--did",
        "cbt.thought-record",
        "--did",
        "cbt.x",
        "--objective",
        "g1.o1",
        *AT,
        plans=clinic,
    )
    record = records(clinic)["pt-0002"]
    assert (record["did"], record["objectives"]) == (["cbt.thought-record", "cbt.x"], ["g1.o1"])


def test_who_has_no_record_yet_is_named(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", "2026-W48/thu-0900-cbt", "--excused", "pt-0001=ill", "--at", "2026-11-26", plans=clinic)
    assert ran.out.splitlines()[-1] == "No record yet: pt-0002."
    assert records(clinic, 2) == {
        "pt-0001": {
            "status": "absent-excused",
            "reason": "ill",
            "noted_by": "t01",
            "noted_at": tomllib.loads("on = 2026-11-26")["on"],
        }
    }


def test_the_result_as_data(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", MONDAY, "--unexcused", "pt-0002=no call", *AT, "--format", "json", plans=clinic)
    assert json.loads(ran.out) == {
        "attendance": [
            {
                "session": "2026-W48/mon-0900-cbt",
                "patient": "pt-0002",
                "status": "absent-unexcused",
                "arrived": None,
                "left": None,
                "minutes": 0,
                "reason": "no call",
                "objectives": [],
                "did": [],
                "noted_by": "t01",
                "noted_at": "2026-11-23T11:02:00-05:00",
                "was": None,
                "week": {"week": "2026-W48", "delivered": 0, "promised": 120},
            }
        ],
        "without_record": [],
        "outreach": ["pt-0002"],
    }


def test_an_unexcused_absence_opens_an_outreach_item(iopctl: Iopctl, clinic: Path) -> None:
    said = "Outreach item opened for pt-0002: `iopctl outreach pt-0002` shows it."
    ran = iopctl("attend", MONDAY, "--unexcused", "pt-0002=no call", *AT, plans=clinic)
    assert ran.out.splitlines()[-1] == said
    again = iopctl("attend", MONDAY, "--unexcused", "pt-0002=asleep", *AT, "--correct", plans=clinic)
    assert said not in again.out
    assert "Outreach" not in iopctl("attend", MONDAY, "--excused", "pt-0002=ill", *AT, "--correct", plans=clinic).out


def test_a_dry_run_for_a_program_keeps_the_diff_off_stdout(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", MONDAY, "--all", *AT, "--dry-run", "--format", "lines", plans=clinic)
    assert json.loads(ran.out)["patient"] == "pt-0002"
    assert f'+pt-0002 = {{ status = "attended", {NOTED} }}' in ran.err
    assert changes(clinic) == []
    assert "+pt-0002" in iopctl("attend", MONDAY, "--all", *AT, "--dry-run", plans=clinic).out


def test_a_record_is_replaced_only_with_correct_which_says_what_it_was(iopctl: Iopctl, clinic: Path) -> None:
    args = ("attend", MONDAY, "--late", "pt-0001=15", *AT)
    sentence = refused(iopctl(*args, plans=clinic), clinic)
    assert sentence == "pt-0001: there is a record already. Give --correct to replace it."
    ran = iopctl(*args, "--correct", plans=clinic)
    assert "pt-0001 was recorded as attended. Its signature went with it.\n" in ran.out
    assert changes(clinic) == [
        '- pt-0001 = { status = "attended", response = "calm", signed_by = "t01" }  # seen',
        f'+ pt-0001 = {{ status = "partial", arrived = 09:15:00, response = "calm", {NOTED} }}  # seen',
    ]
    again = iopctl("attend", MONDAY, "--unexcused", "pt-0001", "--correct", *AT, "--format", "json", plans=clinic)
    assert json.loads(again.out)["attendance"][0]["was"] == "partial"
    last = iopctl("attend", MONDAY, "--cancelled", "pt-0001=room flooded", "--correct", *AT, plans=clinic)
    assert "pt-0001 was recorded as unexcused.\n" in last.out
    assert "cancelled by the program, room flooded" in last.out


def test_somebody_off_the_roster_walks_in(iopctl: Iopctl, clinic: Path) -> None:
    args = ("attend", MONDAY, "--present", "pt-0003", *AT)
    assert refused(iopctl(*args, plans=clinic), clinic) == (
        "pt-0003 is not on the roster of mon-0900-cbt (--walk-in records somebody who came all the same)."
        " Did you mean pt-0002?"
    )
    iopctl(*args, "--walk-in", plans=clinic)
    assert records(clinic)["pt-0003"]["status"] == "attended"
    assert changes(clinic) == [f'+ pt-0003 = {{ status = "attended", {NOTED} }}']


def test_somebody_whose_chart_cannot_be_read_is_recorded_without_hours(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "pt-0002/plan.toml", "not toml")
    ran = iopctl("attend", MONDAY, "--all", *AT, plans=clinic)
    assert "pt-0002  attended  60       -" in ran.out
    assert ran.err.startswith("pt-0002 cannot be read and is left out")


def test_a_session_ahead_or_cancelled_is_refused(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", "thu-0900-cbt", "--all", *AT, plans=clinic)
    assert refused(ran, clinic) == "thu-0900-cbt begins on 2026-11-26 at 09:00: record it once it has begun."
    ran = iopctl("attend", MONDAY, "--all", "--at", "2026-11-23T08:59", plans=clinic)
    assert refused(ran, clinic) == "mon-0900-cbt begins on 2026-11-23 at 09:00: record it once it has begun."
    ran = iopctl("attend", "off", "--all", "--at", "2026-11-24T11:00", plans=clinic)
    assert refused(ran, clinic) == "off on 2026-11-24 was cancelled: nothing can be recorded for it."


def test_the_day_of_judgement_stands_for_the_clock(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("attend", "thu-0900-cbt", "--all", "--as-of", "2026-11-24", plans=clinic)
    assert refused(ran, clinic).startswith("thu-0900-cbt begins")
    iopctl("attend", MONDAY, "--all", "--as-of", "2026-11-24", plans=clinic)
    assert records(clinic)["pt-0002"]["noted_at"].isoformat() == "2026-11-24"


def test_a_moment_elsewhere_is_the_day_here(iopctl: Iopctl, clinic: Path) -> None:
    """Sunday evening in New York is Monday in Berlin, and this week is still the one before."""
    ran = iopctl("attend", MONDAY, "--all", "--at", "2026-11-23T01:00+01:00", plans=clinic)
    assert "2026-W47.toml: no such week" in refused(ran, clinic)


@pytest.mark.parametrize("at", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "9999-12-31", "soon"])
def test_a_moment_that_no_clinic_has_is_a_usage_error(iopctl: Iopctl, clinic: Path, at: str) -> None:
    assert refused(iopctl("attend", MONDAY, "--all", "--at", at, plans=clinic), clinic, 2).startswith("--at: write a")


def test_a_session_is_found_by_week_or_answered_with_a_near_miss(iopctl: Iopctl, clinic: Path) -> None:
    assert refused(iopctl("attend", "mon-0900-cpt", "--all", *AT, plans=clinic), clinic) == (
        "2026-W48 has no session of that id (`iopctl week show 2026-W48` shows all). Did you mean mon-0900-cbt?"
    )
    assert "no such week" in refused(iopctl("attend", f"2026-W01/{MONDAY}", "--all", plans=clinic), clinic)
    for wrong in ("week/mon-0900-cbt", "/mon-0900-cbt", "2026-W60/mon-0900-cbt"):
        refused(iopctl("attend", wrong, "--all", *AT, plans=clinic), clinic, status=2)


def test_who_notes_it_works_here(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("attend", MONDAY, "--all", "--by", "t02", *AT, plans=clinic)
    assert records(clinic)["pt-0002"]["noted_by"] == "t02"
    ran = iopctl("attend", MONDAY, "--all", "--by", "t03", *AT, plans=clinic)
    assert ran.err == "iopctl: program.toml: no staff member of that id. Did you mean t02?\n"


def test_a_session_without_a_lead_needs_somebody_to_note_it(iopctl: Iopctl, clinic: Path) -> None:
    args = ("attend", "tue-1300-individual-pt-0001", "--all", "--at", "2026-11-24T14:00")
    sentence = refused(iopctl(*args, plans=clinic), clinic, status=2)
    assert sentence == "this session names no lead: say who notes it with --by STAFF."
    assert iopctl(*args, "--by", "t01", plans=clinic).status == 0


def test_nothing_stated_or_nobody_left_is_said(iopctl: Iopctl, clinic: Path) -> None:
    assert refused(iopctl("attend", MONDAY, *AT, plans=clinic), clinic, status=2) == (
        "say who was there: --all, --present PT, --late PT=MINUTES, --excused PT=REASON and so on."
    )
    iopctl("attend", MONDAY, "--all", *AT, plans=clinic)
    ran = iopctl("attend", MONDAY, "--all", *AT, plans=clinic)
    assert (ran.status, ran.err) == (
        3,
        "iopctl: nobody is left to record: all have a record or were skipped. --correct replaces a record.\n",
    )


def test_a_second_session_of_one_id_is_left_alone(iopctl: Iopctl, clinic: Path) -> None:
    """An id twice in a week is a finding (FI102); attendance goes to the first."""
    week = clinic / "weeks/2026-W48.toml"
    week.write_text(WEEK.replace('id = "thu-0900-cbt"', f'id = "{MONDAY}"'))
    iopctl("attend", MONDAY, "--all", *AT, plans=clinic)
    assert list(records(clinic)) == ["pt-0001", "pt-0002"]
    assert records(clinic, 2) == {}


def test_the_roll_is_called_person_by_person(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl("attend", "thu-0900-cbt", "--at", "2026-11-26T10:00", input="l 15\nx\nbus strike\n", plans=clinic)
    assert ran.err.startswith("thu-0900-cbt, Thursday 26 November, 09:00 to 10:00\nEnter present, l late")
    assert [(each["status"], each.get("reason")) for each in records(clinic, 2).values()] == [
        ("partial", None),
        ("absent-excused", "bus strike"),
    ]


def test_the_roll_passes_over_those_with_a_record_unless_correcting(
    iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    iopctl("attend", MONDAY, *AT, input="\n", plans=clinic)
    assert records(clinic)["pt-0002"]["status"] == "attended"
    iopctl("attend", MONDAY, *AT, "--correct", input="s\nu\n\n", plans=clinic)
    assert records(clinic)["pt-0001"]["status"] == "attended"
    assert records(clinic)["pt-0002"]["status"] == "absent-unexcused"


def test_what_the_roll_cannot_take_is_asked_again(
    iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    answers = "q\nl soon\nl 60\nE 30\ns\n"
    ran = iopctl("attend", "thu-0900-cbt", "--at", "2026-11-26T10:00", input=answers, plans=clinic)
    assert "Please type one of these:" in ran.err
    assert "Minutes are a whole number, and an excuse needs its reason." in ran.err
    assert "The session has 60 minutes. For somebody who missed all of it type x or u." in ran.err
    assert list(records(clinic, 2)) == ["pt-0001"]


def test_a_roll_that_breaks_off_writes_nothing(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl("attend", "thu-0900-cbt", "--at", "2026-11-26T10:00", input="p\n", plans=clinic)
    assert (ran.status, ran.out, changes(clinic)) == (130, "", [])


def test_on_a_terminal_without_options_the_roll_is_called(clinic: Path) -> None:
    terminal = on_terminal("attend", MONDAY, *AT, plans=clinic)
    terminal.expect("pt-0002:")
    terminal.sendline("e 30")
    text, status = ended(terminal)
    assert (status, "pt-0002  partial, until 09:30  30" in text) == (0, True)
