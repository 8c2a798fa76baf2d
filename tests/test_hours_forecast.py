"""hours --short and --forecast: who will miss the minimum, and what would make it up."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Iopctl
from tests.scheduling.clinic import PROGRAM, WEEK, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
PACK = """
schema = 1
id = "least"
title = "A minimum"
[limits]
minutes_per_week_min = [{ value = 120, cite = "own", certainty = "primary" }]
days_per_week_min = [{ value = 3, cite = "own", certainty = "primary" }]
"""
SEAT = """
[[sessions]]
id = "fri-0900-cbt"
service = "cbt-group"
date = 2026-11-27
start = 09:00:00
end = 10:00:00
room = "a"
leads = ["t02"]
patients = ["pt-0001"]
"""


@pytest.fixture
def short(clinic: Path) -> Path:
    """Two hours on three days are asked for; pt-0001 has 170 minutes on three days, pt-0002 one hour on Thursday."""
    program = PROGRAM.replace('"house"]', '"house", "least"]').replace(
        '{ id = "t01", role = "therapist" }',
        '{ id = "t01", role = "therapist", available = [{ days = ["thu"], start = 09:00:00, end = 10:50:00 }] }',
    )
    program = program.replace("capacity = 2 }", 'capacity = 2 }, { id = "o1", capacity = 3 }')
    write(clinic / "program.toml", program)
    write(clinic / "rulepacks/least.toml", PACK)
    write(clinic / "weeks/2026-W48.toml", WEEK.replace("end = 13:50:00", 'end = 13:50:00\nroom = "o1"'))
    return clinic


def hours_of(iopctl: Iopctl, plans: Path, *args: str) -> list[dict[str, Any]]:
    """The weeks as data."""
    return list(json.loads(iopctl("hours", *args, *AS_OF, "--format", "json", plans=plans).out)["hours"])


def test_everybody_with_what_is_done_booked_and_missing(iopctl: Iopctl, short: Path) -> None:
    ran = iopctl("hours", "--forecast", *AS_OF, plans=short)
    [columns, one, two] = [line.split("  ") for line in ran.out.splitlines()[2:5]]
    assert [each.strip() for each in columns if each] == [
        "patient",
        "done",
        "booked",
        "no record",
        "total",
        "days",
        "minimum",
        "state",
    ]
    least = "least 2:00, least 3 days"
    assert [each.strip() for each in one if each] == ["pt-0001", "1:00", "1:50", "0:00", "2:50", "3", least, "ok"]
    least, state = "least 2:00 short by 1:00, least 3 days short by 2 days", "SHORT 60 min and 2 days"
    assert [each.strip() for each in two if each] == ["pt-0002", "0:00", "1:00", "1:00", "1:00", "1", least, state]


def test_short_leaves_out_who_is_not_and_counts_them(iopctl: Iopctl, short: Path) -> None:
    ran = iopctl("hours", "--short", *AS_OF, plans=short)
    assert ran.out.splitlines()[0] == "2026-W48, as of Tuesday 24 November 2026"
    assert ran.out.splitlines()[4:] == [
        "Others: 1 ok.",
        "Nothing is recorded yet of past sessions, which may be done: pt-0002 (1:00).",
        "No make-up session fits in the rest of the week: pt-0002.",
    ]
    assert [each["patient"] for each in hours_of(iopctl, short, "--short")] == ["pt-0002"]
    assert [each["patient"] for each in hours_of(iopctl, short, "--short", "--forecast")] == ["pt-0002"]


def test_a_seat_is_offered_with_the_command_that_takes_it(iopctl: Iopctl, short: Path) -> None:
    week = short / "weeks/2026-W48.toml"
    week.write_text(week.read_text() + SEAT)
    [each] = hours_of(iopctl, short, "--short")
    assert each["offers"] == [
        {
            "session": "2026-W48/fri-0900-cbt",
            "service": "cbt-group",
            "date": "2026-11-27",
            "start": "09:00",
            "end": "10:00",
            "room": "a",
            "leads": ["t02"],
            "taken": 1,
            "seats": 2,
            "promised": True,
            "minutes": 60,
            "days": 1,
            "makes_up": "2026-W48/off",
            "command": "iopctl week add pt-0002 2026-W48/fri-0900-cbt --makes-up 2026-W48/off",
        }
    ]
    ran = iopctl("hours", "--short", *AS_OF, plans=short)
    assert ran.out.splitlines()[5:8] == [
        "Make-up sessions that fit, each alone",
        "patient  when                what       room  led by  seats   gives            session",
        "pt-0002  Fri 27 09:00-10:00  CBT group  a     t02     1 of 2  +60 min, +1 day  fri-0900-cbt",
    ]
    assert ran.out.splitlines()[-1] == f"Take one: {each['offers'][0]['command']}"


def test_read_aloud_a_week_and_an_offer_are_a_sentence_each(iopctl: Iopctl, short: Path) -> None:
    week = short / "weeks/2026-W48.toml"
    week.write_text(week.read_text() + SEAT.replace('room = "a"\n', "").replace("cbt-group", "individual"))
    ran = iopctl("hours", "--short", *AS_OF, "--format", "plain", plans=short)
    assert ran.out.splitlines()[1] == (
        "pt-0002: SHORT 60 min and 2 days, done 0:00, booked 1:00, in all 1:00 on 1 day, without a record 1:00,"
        " minimum least 2:00 short by 1:00, least 3 days short by 2 days"
    )
    week.write_text(WEEK + SEAT.replace('room = "a"\n', ""))
    ran = iopctl("hours", "--short", *AS_OF, "--format", "plain", plans=short)
    assert ran.out.splitlines()[-4] == (
        "pt-0002: Friday 27 November, 09:00 to 10:00, CBT group, no room named, led by t02, 1 of 8 taken,"
        " +60 min, +1 day"
    )


def test_without_a_seat_a_free_time_of_the_therapist(iopctl: Iopctl, short: Path) -> None:
    plan = short / "pt-0002/plan.toml"
    promised = '}, { service = "individual", per_week = 1, minutes = 50 }]\npattern'
    plan.write_text(plan.read_text().replace("}]\npattern", promised))
    least = short / "rulepacks/least.toml"
    least.write_text(least.read_text().replace("days_per_week_min = [{ value = 3", "days_per_week_min = [{ value = 1"))
    [each] = hours_of(iopctl, short, "pt-0002", "--short")
    [offer] = each["offers"]
    assert (offer["session"], offer["seats"], offer["taken"], offer["minutes"], offer["days"]) == (None, 1, 0, 50, 0)
    assert offer["command"] == (
        "iopctl week add pt-0002 individual --on 2026-11-26 --at 10:00 --by t01 --room o1 --makes-up 2026-W48/off"
    )
    ran = iopctl("hours", "--short", *AS_OF, plans=short)
    assert "Thu 26 10:00-10:50  One-on-one counselling  o1    t01     free time  +50 min  new" in ran.out
    aloud = iopctl("hours", "--short", *AS_OF, "--format", "plain", plans=short)
    assert "10:00 to 10:50, One-on-one counselling, room o1, led by t01, a free time, +50 min\n" in aloud.out


def test_a_week_that_is_over_is_short_and_offers_nothing(iopctl: Iopctl, short: Path) -> None:
    ran = iopctl("hours", "--short", "--week", "2026-W48", "--as-of", "2026-12-01", plans=short)
    assert [line.split()[0] for line in ran.out.splitlines()[3:5]] == ["pt-0001", "pt-0002"]
    assert ran.out.splitlines()[5:] == [
        "Nobody else is in care that week.",
        "Nothing is recorded yet of past sessions, which may be done: pt-0001 (1:50), pt-0002 (2:00).",
    ]


def test_what_is_not_judged_says_why(iopctl: Iopctl, short: Path) -> None:
    partial = short / "pt-0001/plan.toml"
    partial.write_text(partial.read_text().replace("2026-11-02", "2026-11-24"))
    assert hours_of(iopctl, short, "--forecast")[0]["state"] == "not judged (partial week)"
    later = iopctl("hours", "--forecast", "--week", "next", *AS_OF, plans=short)
    assert later.out.splitlines()[3].split("  ")[-1] == "not judged (week not on file)"
    aloud = iopctl("hours", "--forecast", "--week", "next", *AS_OF, "--format", "plain", plans=short)
    assert aloud.out.splitlines()[1:] == [
        "pt-0001: not judged (week not on file), minimum least 2:00, least 3 days",
        "pt-0002: not judged (week not on file), minimum least 2:00, least 3 days",
        "Nobody will be short.",
    ]


def test_a_taper_and_a_week_without_a_minimum_say_so(iopctl: Iopctl, short: Path) -> None:
    pack = short / "rulepacks/least.toml"
    pack.write_text(pack.read_text() + 'taper_weeks_max = [{ value = 2, cite = "own", certainty = "primary" }]\n')
    plan = short / "pt-0001/plan.toml"
    plan.write_text(plan.read_text() + '\n[[pattern_changes]]\nkind = "step-down"\nfrom = 2026-11-23\n')
    assert hours_of(iopctl, short, "pt-0001", "--forecast")[0]["state"] == "not judged (taper)"
    write(short / "program.toml", PROGRAM)
    ran = iopctl("hours", "--forecast", *AS_OF, "--format", "plain", plans=short)
    assert ran.out.splitlines()[1].startswith("pt-0001: no minimum in force, done")
    assert ran.out.splitlines()[1].endswith("minimum none")


def test_nobody_in_care_is_said(iopctl: Iopctl, short: Path) -> None:
    ran = iopctl("hours", "--short", "pt-0003", *AS_OF, plans=short)
    assert ran.out.splitlines() == [
        "as of Tuesday 24 November 2026",
        "Nobody else is in care that week.",
        "Nobody is in care that week.",
    ]


def test_a_chart_that_is_not_there_is_one_sentence(iopctl: Iopctl, short: Path) -> None:
    ran = iopctl("hours", "pt-0009", "--short", plans=short)
    assert ran.status == 3
    assert "no such chart" in ran.err
