"""week add · move · skip · restore · cover · free: the week as it happens."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Iopctl
from tests.scheduling.clinic import WEEK, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
FILE = "weeks/2026-W48.toml"


def refusal(iopctl: Iopctl, clinic: Path, *args: str, status: int = 3) -> str:
    """The sentence with which a command ends; nothing was written and nothing printed."""
    before = (clinic / FILE).read_text()
    ran = iopctl("week", *args, *AS_OF, plans=clinic)
    assert (ran.status, ran.out, (clinic / FILE).read_text()) == (status, "", before)
    return ran.err.splitlines()[-1].removeprefix("iopctl: ")


def done(iopctl: Iopctl, clinic: Path, *args: str) -> dict[str, Any]:
    """The session as it then is."""
    ran = iopctl("week", *args, *AS_OF, "--format", "json", plans=clinic)
    assert ran.status == 0, ran.err
    return dict(json.loads(ran.out)["session"])


def test_a_session_of_ones_own_is_written_behind_the_others(iopctl: Iopctl, clinic: Path) -> None:
    made = done(
        iopctl,
        clinic,
        "add",
        "pt-0002",
        "individual",
        "--on",
        "2026-11-25",
        "--at",
        "9:05",
        "--minutes",
        "50",
        "--by",
        "t02",
    )
    assert made["session"] == "2026-W48/wed-0905-individual-pt-0002"
    assert (clinic / FILE).read_text() == (
        f"""{WEEK}
[[sessions]]
id = "wed-0905-individual-pt-0002"
service = "individual"
date = 2026-11-25
start = 09:05:00
end = 09:55:00
leads = ["t02"]
patients = ["pt-0002"]
pinned = true
"""
    )
    assert made["weeks"] == [{"patient": "pt-0002", "week": "2026-W48", "before": 120, "after": 170, "minimums": []}]


def test_a_place_is_one_code_more_and_nothing_else(iopctl: Iopctl, clinic: Path) -> None:
    week = clinic / FILE
    week.write_text(
        WEEK.replace('leads = ["t01"]\npatients = ["pt-0001", "pt-0002"]', 'leads = ["t01"]\npatients = []')
    )
    before = week.read_text()
    made = done(iopctl, clinic, "add", "pt-0002", "thu-0900-cbt", "--makes-up", "mon-0900-cbt")
    assert (made["patients"], made["makes_up"]) == (["pt-0002"], "2026-W48/mon-0900-cbt")
    assert week.read_text() == before.replace(
        "patients = []\n", 'patients = ["pt-0002"]\nmakes_up = "2026-W48/mon-0900-cbt"\n'
    )


def test_a_move_changes_what_it_names(iopctl: Iopctl, clinic: Path) -> None:
    moved = done(
        iopctl, clinic, "move", "thu-0900-cbt", "--on", "2026-11-27", "--at", "10:30", "--by", "t02", "--by", "t01"
    )
    assert (moved["date"], moved["start"], moved["end"], moved["leads"]) == (
        "2026-11-27",
        "10:30",
        "11:30",
        ["t02", "t01"],
    )
    assert (clinic / FILE).read_text() == WEEK.replace(
        'date = 2026-11-26\nstart = 09:00:00\nend = 10:00:00\nleads = ["t01"]',
        'date = 2026-11-27\nstart = 10:30:00\nend = 11:30:00\nleads = ["t02", "t01"]',
    ).replace(
        'patients = ["pt-0001", "pt-0002"]\n\n[[sessions]]',
        'patients = ["pt-0001", "pt-0002"]\npinned = true\n\n[[sessions]]',
    )
    ran = iopctl("week", "move", "thu-0900-cbt", "--room", "a", *AS_OF, plans=clinic)
    assert "It was no room named." in ran.out


def test_a_session_called_off_and_restored_leaves_the_file_as_it_was(iopctl: Iopctl, clinic: Path) -> None:
    off = done(iopctl, clinic, "skip", "thu-0900-cbt", "--reason", "lead ill", "--by", "t01")
    assert off["cancelled"] == {"reason": "lead ill", "by": "t01", "on": "2026-11-24"}
    assert [(each["patient"], each["before"], each["after"]) for each in off["weeks"]] == [
        ("pt-0001", 170, 110),
        ("pt-0002", 120, 60),
    ]
    back = done(iopctl, clinic, "restore", "thu-0900-cbt")
    assert (back["cancelled"], (clinic / FILE).read_text()) == (None, WEEK)


def test_what_was_given_elsewhere_stays_called_off(iopctl: Iopctl, clinic: Path) -> None:
    done(iopctl, clinic, "skip", "thu-0900-cbt", "--reason", "lead ill", "--by", "t01")
    add = ("add", "pt-0002", "individual", "--on", "2026-11-26", "--at", "09:30", "--minutes", "30", "--by", "t01")
    done(iopctl, clinic, *add)
    assert refusal(iopctl, clinic, "restore", "thu-0900-cbt") == (
        "2026-W48/thu-0900-cbt cannot be restored: t01 leads thu-0930-individual-pt-0002 Thu 09:30-10:00; pt-0002 is in"
        f" thu-0930-individual-pt-0002 Thu 09:30-10:00. Nothing was written; {clinic}/{FILE} can"
        " still be edited by hand."
    )


def test_what_makes_up_for_a_restored_session_is_named(iopctl: Iopctl, clinic: Path) -> None:
    done(iopctl, clinic, "skip", "thu-0900-cbt", "--reason", "lead ill", "--by", "t01")
    own = ("individual", "--on", "2026-11-27", "--at", "09:00", "--minutes", "60", "--makes-up", "thu-0900-cbt")
    done(iopctl, clinic, "add", "pt-0002", *own)
    back = done(iopctl, clinic, "restore", "thu-0900-cbt")
    assert back["notes"] == ["2026-W48/fri-0900-individual-pt-0002 makes up for it and stays."]


def test_the_command_that_cover_prints_does_it(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "cover", "thu-0900-cbt", "--out", "t01", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[-1] == "`iopctl week move 2026-W48/thu-0900-cbt --by t02` puts t02 in."
    assert done(iopctl, clinic, "move", "2026-W48/thu-0900-cbt", "--by", "t02")["leads"] == ["t02"]


def test_cover_as_data(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "cover", "thu-0900-cbt", "--out", "t01", *AS_OF, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["cover"] == {
        "session": "2026-W48/thu-0900-cbt",
        "service": "cbt-group",
        "date": "2026-11-26",
        "start": "09:00",
        "end": "10:00",
        "leads": ["t01"],
        "out": "t01",
        "stand_ins": [
            {
                "staff": "t02",
                "role": "therapist",
                "may": True,
                "against": [],
                "credentials": [],
                "accepted_by": [],
                "refused_by": [],
                "skill": None,
                "free": True,
                "day": {"sessions": 0, "minutes": 0},
                "week": {"sessions": 1, "minutes": 60},
                "command": "iopctl week move 2026-W48/thu-0900-cbt --by t02",
            }
        ],
    }


def test_a_skill_may_be_that_of_another_lead(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    text = program.read_text().replace(
        '{ id = "t02", role = "therapist" }',
        '{ id = "t02", role = "therapist", skills = ["cbt"] },'
        ' { id = "t03", role = "peer", credentials = [{ title = "CPRS" }] }',
    )
    program.write_text(text.replace('kind = "group-therapy"\n', 'kind = "group-therapy"\nneeds_skill = "cbt"\n'))
    week = clinic / FILE
    week.write_text(WEEK.replace('leads = ["t01"]', 'leads = ["t01", "t02"]'))
    ran = iopctl("week", "cover", "thu-0900-cbt", "--out", "t01", *AS_OF, "--format", "plain", plans=clinic)
    assert "t03, peer: CPRS; accepted by: no pack asks; skill: cbt, of another lead; leads nothing that day" in ran.out


def test_hours_that_are_not_on_file_are_said(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(
        program.read_text().replace('name = "Weekly IOP"', 'name = "Weekly IOP"\ncalendar = { clock = "12h" }')
    )
    ran = iopctl("week", "free", "--who", "t02", "--week", "this", "--minutes", "60", *AS_OF, plans=clinic)
    assert ran.out.splitlines() == [
        "2026-W48, t02 free for at least 60 minutes",
        "",
        "day     free                       remarks",
        "Mon 23  none                       over",
        "Tue 24  9:00 am-1:50 pm (290 min)",
        "Wed 25  none                       the program has no times that day",
        "Thu 26  9:00 am-1:50 pm (290 min)",
        "Fri 27  none                       the program has no times that day",
        "The hours of t02 are not on file; those of the program stand in for them.",
    ]


def test_soft_commitments_are_shown_beside_the_free_time(iopctl: Iopctl, clinic: Path) -> None:
    plan = clinic / "pt-0002/plan.toml"
    soft = '[[commitments]]\nkind = "work"\ndays = ["tue", "thu"]\nstart = 12:00:00\nend = 17:00:00\nfirm = false\n'
    plan.write_text(plan.read_text() + "\n" + soft)
    ran = iopctl("week", "free", "--patient", "pt-0002", *AS_OF, "--format", "plain", plans=clinic)
    assert (
        "Tuesday 24 November: free 09:00 to 13:50 (290 min), would rather keep tue, thu 12:00-17:00 (work)\n" in ran.out
    )
    ran = iopctl("week", "free", "--patient", "pt-0002", *AS_OF, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["free"]["days"][1]["soft"] == [
        {"kind": "work", "days": ["tue", "thu"], "start": "12:00", "end": "17:00"}
    ]


def test_a_dry_run_writes_nothing(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "move", "thu-0900-cbt", "--at", "10:00", "--dry-run", *AS_OF, plans=clinic)
    assert "+start = 10:00:00\n" in ran.out
    assert ran.err == "Nothing was written (--dry-run).\n"
    assert (clinic / FILE).read_text() == WEEK


@pytest.mark.parametrize(
    ("args", "status", "sentence"),
    [
        (("add", "pt-9999", "thu-0900-cbt"), 3, "pt-9999: no such chart"),
        (("add", "Smith", "thu-0900-cbt"), 2, "a patient code"),
        (("add", "pt-0003", "tue-1300-individual"), 3, "2026-W48 has no session of that id"),
        (
            ("add", "pt-0001", "cbt-group"),
            2,
            "cbt-group is a service: a new session of it needs --on DATE and --at HH:MM.",
        ),
        (("add", "pt-0001", "individual", "--on", "2026-11-25"), 2, "needs both --on DATE and --at HH:MM."),
        (("add", "pt-0001", "individual", "--at", "09:00"), 2, "needs both --on DATE and --at HH:MM."),
        (("add", "pt-0001", "thu-0900-cbt", "--room", "a"), 2, "needs both --on DATE and --at HH:MM."),
        (("add", "pt-0001", "yoga", "--on", "2026-11-25", "--at", "09:00"), 3, "program.toml: no service of that id."),
        (
            ("add", "pt-0001", "individual", "--on", "2026-11-25", "--at", "09:00", "--by", "t09"),
            3,
            "program.toml: no staff member of that id. Did you mean t02?",
        ),
        (
            ("add", "pt-0001", "individual", "--on", "2026-11-25", "--at", "09:00", "--room", "z"),
            3,
            "program.toml: no room of that id. Known: a.",
        ),
        (
            ("add", "pt-0001", "individual", "--on", "2026-11-25", "--at", "09:00"),
            2,
            "the plan of pt-0001 does not say how long individual is: give --minutes.",
        ),
        (
            ("add", "pt-0001", "individual", "--on", "2026-11-25", "--at", "23:30", "--minutes", "30"),
            2,
            "30 minutes from 23:30 do not end on that day.",
        ),
        (("add", "pt-0001", "individual", "--on", "2026-11-23", "--at", "09:00"), 3, "2026-11-23 is over"),
        (("add", "pt-0001", "individual", "--on", "2026-12-08", "--at", "09:00"), 3, "W50.toml: no such week."),
        (
            ("add", "pt-0003", "thu-0900-cbt"),
            3,
            "pt-0003 cannot be added to 2026-W48/thu-0900-cbt: pt-0003 is not in care",
        ),
        (("add", "pt-0001", "thu-0900-cbt", "--makes-up", "fri"), 3, "2026-W48 has no session of that id"),
        (
            ("add", "pt-0001", "thu-0900-cbt", "--makes-up", "mon-0900-cbt"),
            3,
            "pt-0001 was present in 2026-W48/mon-0900-cbt",
        ),
        (("move", "thu-0900-cbt"), 2, "say what changes: --on DATE, --at HH:MM, --room ID or --by STAFF."),
        (("move", "thu-0900-cbt", "--at", "09:00"), 3, "2026-W48/thu-0900-cbt is there already; nothing was written."),
        (("move", "mon-0900-cbt", "--at", "10:00"), 3, "2026-W48/mon-0900-cbt has attendance on record"),
        (("move", "off", "--at", "10:00"), 3, "2026-W48/off was called off."),
        (("move", "thu-0900-cbt", "--by", "t09"), 3, "program.toml: no staff member of that id"),
        (("move", "thu-0900-cbt", "--room", "b"), 3, "program.toml: no room of that id"),
        (("move", "thu-0900-cbt", "--on", "2026-11-30"), 3, "2026-11-30 is in 2026-W49"),
        (("skip", "thu-0900-cbt", "--reason", " ", "--by", "t01"), 2, "--reason: say why it is called off."),
        (("skip", "thu-0900-cbt", "--reason", "ill", "--by", "t09"), 3, "program.toml: no staff member of that id"),
        (
            ("skip", "off", "--reason", "ill", "--by", "t01"),
            3,
            "2026-W48/off was called off already, on 2026-11-24 by t02.",
        ),
        (
            ("skip", "thu-0900-cbt", "--reason", "ill", "--by", "t01", "--on", "2026-11-25"),
            2,
            "--on: 2026-11-25 is still to come; it is the day on which the session was called off.",
        ),
        (("restore", "thu-0900-cbt"), 3, "2026-W48/thu-0900-cbt is not called off"),
        (("cover", "thu-0900-cbt", "--out", "t02"), 3, "t02 does not lead 2026-W48/thu-0900-cbt. Did you mean t01?"),
        (("free",), 2, "say who or what has to be free: --who STAFF, --room ID, --patient PT, or several of them."),
        (("free", "--room", "b"), 3, "program.toml: no room of that id"),
        (("free", "--who", "t09"), 3, "program.toml: no staff member of that id"),
        (("free", "--patient", "pt-9999"), 3, "pt-9999: no such chart"),
        (("free", "--room", "a", "--week", "next"), 3, "2026-W49.toml: no such week."),
        (("free", "--room", "a", "--week", "soon"), 2, "write a week as 2026-W48"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_one_sentence(
    iopctl: Iopctl, clinic: Path, args: tuple[str, ...], status: int, sentence: str
) -> None:
    assert sentence in refusal(iopctl, clinic, *args, status=status)


@pytest.mark.parametrize("text", ["9", "25:00", "09:60", "9am", "09:00:30", "\u0660\u0669:00"])
def test_a_time_that_is_none_is_a_usage_error(iopctl: Iopctl, clinic: Path, text: str) -> None:
    ran = iopctl("week", "move", "thu-0900-cbt", "--at", text, *AS_OF, plans=clinic)
    assert ran.status == 2
    assert "write a clock time as HH:MM, for example 09:05 or 17:30" in " ".join(ran.err.split())


def test_a_chart_that_cannot_be_read_is_not_arranged(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "pt-0002/plan.toml", "not toml")
    assert "pt-0002/plan.toml: cannot be read." in refusal(iopctl, clinic, "add", "pt-0002", "thu-0900-cbt")


def test_a_week_file_with_a_fault_is_not_written(iopctl: Iopctl, clinic: Path) -> None:
    week = clinic / FILE
    week.write_text(WEEK + '\n[[sessions]]\nservice = "cbt-group"\n')
    before = week.read_text()
    ran = iopctl("week", "skip", "thu-0900-cbt", "--reason", "ill", "--by", "t01", *AS_OF, plans=clinic)
    assert (ran.status, ran.out, week.read_text()) == (3, "", before)
    assert "Traceback" not in ran.err


def test_an_hour_that_the_clocks_skip_is_refused(iopctl: Iopctl, clinic: Path) -> None:
    march = WEEK.replace("2026-W48", "2026-W10").replace("2026-11-23", "2026-03-02").replace("2026-11-2", "2026-03-0")
    write(clinic / "weeks/2026-W10.toml", march)
    plan = clinic / "pt-0002/plan.toml"
    plan.write_text(plan.read_text().replace("2026-11-02", "2026-02-02"))
    add = ("add", "pt-0002", "individual", "--on", "2026-03-08", "--at", "02:30", "--minutes", "50")
    ran = iopctl("week", *add, "--as-of", "2026-03-02", plans=clinic)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(
        "iopctl: pt-0002 cannot have individual Sun 02:30-04:20: sun-0230-individual-pt-0002 on sun 2026-03-08: 02:30"
        " does not exist on that day, the clocks go forward."
    )


def test_the_group_says_what_it_is_for(iopctl: Iopctl) -> None:
    ran = iopctl("week", "--help")
    assert "Compose, build, arrange and show weeks." in ran.out
    for verb in ("new", "show", "free", "cover", "add", "move", "skip", "restore"):
        assert "Example: iopctl week" in iopctl("week", verb, "--help").out
