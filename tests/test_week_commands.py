"""week new · show"""

import json
import tomllib
from pathlib import Path
from typing import Any

from iopctl.model.week import Week
from iopctl.store.editing import check_text
from iopctl.store.schemas import with_directive
from iopctl.store.toml_text import document_text
from tests.conftest import Iopctl
from tests.scheduling.clinic import clinic, write
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")


def week_of(iopctl: Iopctl, clinic: Path, *args: str) -> dict[str, Any]:
    """The week as data."""
    return dict(json.loads(iopctl("week", "show", *args, *AS_OF, "--format", "json", plans=clinic).out)["week"])


def ids(week: dict[str, Any]) -> list[str]:
    """The sessions without the week in front."""
    return [session["session"].partition("/")[2] for session in week["sessions"]]


def test_a_new_week_is_written_shown_and_says_what_was_left_out(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "new", "next", *AS_OF, plans=clinic)
    assert ran.status == 0
    assert ran.err.splitlines() == [
        f"created {clinic}/weeks/2026-W49.toml",
        "Left out: pt-0003 (draft, admitted 2026-11-02).",
        "Left out on Thursday 3 December: thu-0900-cbt (closed, Staff training).",
    ]
    assert ran.out.splitlines()[0] == "2026-W49, Monday 30 November to Sunday 6 December 2026"
    assert (clinic / "weeks/2026-W49.toml").read_text() == (
        """\
#:schema ../.schemas/week.json
schema = 1
week = "2026-W49"
monday = 2026-11-30

[[sessions]]
id = "mon-0900-cbt"
service = "cbt-group"
date = 2026-11-30
start = 09:00:00
end = 10:00:00
room = "a"
leads = ["t01", "t02"]
patients = ["pt-0001", "pt-0002"]

[[sessions]]
id = "tue-1300-individual-pt-0001"
service = "individual"
date = 2026-12-01
start = 13:00:00
end = 13:50:00
leads = ["t01"]
patients = ["pt-0001"]
"""
    )


def test_what_was_written_reads_back_as_the_same_week(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("week", "new", "2026-12-09", *AS_OF, plans=clinic)
    file = "weeks/2026-W50.toml"
    text = (clinic / file).read_text()
    assert with_directive(file, document_text(check_text(clinic, file, text, Week))) == text


def test_a_dry_run_writes_nothing_and_shows_the_file(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "new", "2026-W49", "--dry-run", plans=clinic)
    assert '+week = "2026-W49"' in ran.out
    assert "Nothing was written (--dry-run)." in ran.err
    assert not (clinic / "weeks/2026-W49.toml").exists()


def test_a_dry_run_for_a_program_keeps_the_diff_off_stdout(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "new", "2026-W49", "--dry-run", "--format", "json", plans=clinic)
    week = json.loads(ran.out)["week"]
    assert ids(week) == ["mon-0900-cbt", "tue-1300-individual-pt-0001"]
    assert week["left_out"] == [
        {"what": "pt-0003", "why": "draft, admitted 2026-11-02", "on": None},
        {"what": "thu-0900-cbt", "why": "closed, Staff training", "on": "2026-12-03"},
    ]
    assert week["clashes"] == []
    assert '+week = "2026-W49"' in ran.err


def test_what_does_not_fit_is_a_warning(iopctl: Iopctl, clinic: Path) -> None:
    plan = (clinic / "pt-0002/plan.toml").read_text()
    write(clinic / "pt-0004/plan.toml", plan.replace("pt-0002", "pt-0004"))
    ran = iopctl("week", "new", "next", *AS_OF, plans=clinic)
    assert "Warning: mon-0900-cbt has 3 patients, more than the 2 that room a holds.\n" in ran.err
    assert ran.status == 0


def test_a_slot_nobody_attends_is_written_on_request(iopctl: Iopctl, clinic: Path) -> None:
    for patient in ("pt-0001", "pt-0002"):
        plan = clinic / patient / "plan.toml"
        plan.write_text(plan.read_text().replace('"thu-0900-cbt"', ""))
    ran = iopctl("week", "new", "2026-W50", plans=clinic)
    assert "Left out on Thursday 10 December: thu-0900-cbt (nobody's pattern names it)." in ran.err
    ran = iopctl("week", "new", "2026-W51", "--empty", "--format", "plain", plans=clinic)
    assert "Thursday 17 December, 09:00 to 10:00, CBT group, no room named, led by t01, nobody, session" in ran.out


def test_a_week_on_file_is_never_written_over(iopctl: Iopctl, clinic: Path) -> None:
    before = (clinic / "weeks/2026-W48.toml").read_text()
    ran = iopctl("week", "new", "this", *AS_OF, plans=clinic)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        f"iopctl: {clinic}/weeks/2026-W48.toml: is there already; nothing was written."
        " `iopctl week show 2026-W48` shows it; edit the file to change it.\n"
    )
    assert (clinic / "weeks/2026-W48.toml").read_text() == before


def test_an_unreadable_week_is_not_written_over_either(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "weeks/2026-W49.toml", "not toml")
    assert iopctl("week", "new", "next", *AS_OF, plans=clinic).status == 3
    ran = iopctl("week", "show", "next", *AS_OF, plans=clinic)
    file = f"{clinic}/weeks/2026-W49.toml"
    assert ran.err.splitlines() == [
        f"{file} has faults, and what cannot be read of it is left out: `iopctl check` says where and why.",
        f"iopctl: {file}: cannot be read. `iopctl check` says where and why.",
    ]


def test_without_a_week_and_without_a_terminal_the_week_is_asked_for(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "new", plans=clinic)
    assert (ran.status, ran.err) == (2, "iopctl: name the week: 2026-W48, a date in it, this, next or last.\n")


def test_on_a_terminal_the_next_week_is_the_answer_to_enter(clinic: Path) -> None:
    terminal = on_terminal("week", "new", *AS_OF, plans=clinic)
    terminal.expect("Which week")
    terminal.sendline("")
    text, status = ended(terminal)
    assert (status, "2026-W49, Monday 30 November" in text) == (0, True)


def test_a_week_is_a_grid_of_days_and_times(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "show", *AS_OF, plans=clinic)
    assert ran.out == (
        """\
2026-W48, Monday 23 November to Sunday 29 November 2026

time    Mon 23   Tue 24      Wed 25  Thu 26  Fri 27
09:00-  cbt      cbt-group           cbt
10:00   a, 2 pt  cancelled           2 pt
13:00-           individual
13:50            pt-0001
"""
    )


def test_a_terminal_of_eighty_columns_holds_the_grid(clinic: Path) -> None:
    text, status = ended(on_terminal("week", "show", *AS_OF, plans=clinic))
    assert status == 0
    assert max(len(line) for line in text.split("\n")) <= 80
    assert "09:00-  cbt      cbt-group           cbt" in text


def test_read_aloud_a_week_is_one_session_a_line(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "show", "2026-W48", *AS_OF, "--format", "plain", plans=clinic)
    assert ran.out.splitlines() == [
        "2026-W48, Monday 23 November to Sunday 29 November 2026",
        "Monday 23 November, 09:00 to 10:00, CBT group, room a, led by t01 and t02, 2 patients, session mon-0900-cbt",
        (
            "Tuesday 24 November, 09:00 to 10:00, CBT group, room a, led by t02, 2 patients, cancelled, burst pipe,"
            " session off"
        ),
        (
            "Tuesday 24 November, 13:00 to 13:50, One-on-one counselling, no room named, no lead named, pt-0001,"
            " session tue-1300-individual-pt-0001"
        ),
        "Thursday 26 November, 09:00 to 10:00, CBT group, no room named, led by t01, 2 patients, session thu-0900-cbt",
    ]


def test_the_week_of_one_patient_says_what_was_recorded_and_names_nobody_else(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("week", "show", "--patient", "pt-0001", *AS_OF, "--format", "plain", plans=clinic)
    heading, monday, _, tuesday, thursday = ran.out.splitlines()
    assert heading.endswith(", pt-0001")
    assert "led by t01 and t02, attended, session" in monday
    assert "no lead named, expected, session" in tuesday
    assert "led by t01, expected, session" in thursday
    other = iopctl("week", "show", "--patient", "pt-0002", *AS_OF, plans=clinic)
    assert "a, no record" in other.out
    week = week_of(iopctl, clinic, "--patient", "pt-0002")
    assert "pt-0001" not in json.dumps(week)
    assert week["sessions"][0]["patients"] == ["pt-0002"]


def test_views_narrow_the_week(iopctl: Iopctl, clinic: Path) -> None:
    assert ids(week_of(iopctl, clinic, "--staff", "t02")) == ["mon-0900-cbt", "off"]
    assert ids(week_of(iopctl, clinic, "--room", "a")) == ["mon-0900-cbt", "off"]
    assert len(ids(week_of(iopctl, clinic, "--track", "morning"))) == 4
    ran = iopctl("week", "show", "--staff", "t02", "--room", "a", "--track", "morning", *AS_OF, plans=clinic)
    assert ran.out.splitlines()[0].endswith(", led by t02, room a, track morning")
    nothing = iopctl("week", "show", "--staff", "t02", "--patient", "pt-0003", *AS_OF, plans=clinic)
    assert nothing.out.splitlines()[1:] == ["No sessions to show."]


def test_a_week_as_data(iopctl: Iopctl, clinic: Path) -> None:
    week = week_of(iopctl, clinic)
    assert (week["week"], week["monday"], week["closures"]) == ("2026-W48", "2026-11-23", [])
    assert week["sessions"][0] == {
        "session": "2026-W48/mon-0900-cbt",
        "service": "cbt-group",
        "date": "2026-11-23",
        "start": "09:00",
        "end": "10:00",
        "minutes": 60,
        "room": "a",
        "leads": ["t01", "t02"],
        "patients": ["pt-0001", "pt-0002"],
        "makes_up": None,
        "make_ups": {},
        "cancelled": None,
        "attendance": [
            {
                "session": "2026-W48/mon-0900-cbt",
                "patient": "pt-0001",
                "status": "attended",
                "arrived": None,
                "left": None,
                "minutes": 60,
                "reason": None,
                "objectives": [],
                "did": [],
                "noted_by": None,
                "noted_at": None,
            }
        ],
    }
    off = week["sessions"][1]
    assert off["cancelled"] == {"reason": "burst pipe", "by": "t02", "on": "2026-11-24"}
    assert off["makes_up"] == "2026-W47/mon-0900-cbt"


def test_what_somebody_makes_up_is_nobody_elses_matter(iopctl: Iopctl, clinic: Path) -> None:
    file = clinic / "weeks/2026-W48.toml"
    seats = 'make_ups = { pt-0001 = "2026-W47/one", pt-0002 = "2026-W47/two" }'
    file.write_text(file.read_text().replace("# as planned", f"# as planned\n{seats}"))
    assert week_of(iopctl, clinic)["sessions"][0]["make_ups"] == {"pt-0001": "2026-W47/one", "pt-0002": "2026-W47/two"}
    assert week_of(iopctl, clinic, "--patient", "pt-0002")["sessions"][0]["make_ups"] == {"pt-0002": "2026-W47/two"}


def test_closed_days_and_weekends_are_shown(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(
        program.read_text().replace(
            "closures = [",
            'calendar = { clock = "12h" }\nclosures = [{ date = 2026-11-26, tracks = ["morning"], reason = "Snow" }, ',
        )
    )
    week = clinic / "weeks/2026-W48.toml"
    saturday = week.read_text().replace(
        "date = 2026-11-24\nstart = 13:00:00\nend = 13:50:00", "date = 2026-11-28\nstart = 00:30:00\nend = 12:00:00"
    )
    week.write_text(saturday)
    lines = iopctl("week", "show", *AS_OF, plans=clinic).out.splitlines()
    assert lines[2].split() == ["time", "Mon", "23", "Tue", "24", "Wed", "25", "Thu", "26", "Fri", "27", "Sat", "28"]
    assert lines[3].strip() == "closed for morning, Snow"
    assert lines[4].startswith("12:30 am-")
    assert lines[5].startswith("12:00 pm")
    assert lines[6].startswith("9:00 am-")
    aloud = iopctl("week", "show", *AS_OF, "--format", "plain", plans=clinic).out
    assert "Thursday 26 November, closed for morning, Snow\n" in aloud
    assert week_of(iopctl, clinic)["closures"] == [{"date": "2026-11-26", "tracks": ["morning"], "reason": "Snow"}]


def test_near_misses_are_answered(iopctl: Iopctl, clinic: Path) -> None:
    def error(*args: str) -> str:
        ran = iopctl("week", "show", *args, *AS_OF, plans=clinic)
        assert (ran.status, ran.out) == (3, "")
        return ran.err

    assert "Did you mean pt-0001?" in error("--patient", "pt-00011")
    assert error("--staff", "t09") == "iopctl: program.toml: no staff member of that id. Did you mean t02?\n"
    assert error("--room", "b") == "iopctl: program.toml: no room of that id. Known: a.\n"
    assert error("--track", "mornin") == "iopctl: program.toml: no track of that id. Did you mean morning?\n"
    assert error("last") == (
        f"iopctl: {clinic}/weeks/2026-W47.toml: no such week. `iopctl week new 2026-W47` composes it.\n"
    )


def test_a_week_that_no_calendar_has_is_a_usage_error(iopctl: Iopctl, clinic: Path) -> None:
    for text in ("2026-W54", "soon", "9999-12-31", "0001-01-01"):
        assert iopctl("week", "show", text, plans=clinic).status == 2


def test_a_composed_week_has_no_attendance_yet(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("week", "new", "next", *AS_OF, plans=clinic)
    data = tomllib.loads((clinic / "weeks/2026-W49.toml").read_text())
    assert all("attendance" not in session for session in data["sessions"])
