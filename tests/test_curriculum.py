"""curriculum: what each group goes through, and what one patient has seen."""

import json
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.scheduling.clinic import PROGRAM, WEEK, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")


@pytest.fixture
def modules(clinic: Path) -> Path:
    """The clinic, whose CBT group goes through three modules."""
    listed = 'size = { min = 2, max = 8 }\nmodules = ["thoughts", "activity", "relapse"]\n'
    write(clinic / "program.toml", PROGRAM.replace("size = { min = 2, max = 8 }\n", listed))
    named = 'id = "mon-0900-cbt"\nservice = "cbt-group"\nmodule = "activity"\n'
    write(clinic / "weeks/2026-W48.toml", WEEK.replace('id = "mon-0900-cbt"\nservice = "cbt-group"\n', named))
    return clinic


def test_a_group_shows_its_modules_in_order_and_who_has_not_seen_which(iopctl: Iopctl, modules: Path) -> None:
    ran = iopctl("curriculum", *AS_OF, plans=modules)
    assert ran.out == (
        """\
Curriculum, 2026-11-24

CBT group, morning; last 2026-11-23 module 2 of 3 activity; next 2026-11-26 module 3 of 3 relapse, projected
module      last held    next                   not seen by
1 thoughts  not on file  2026-W49, projected    pt-0001, pt-0002
2 activity  2026-11-23   2026-W50, projected    pt-0002
3 relapse   not on file  2026-11-26, projected  pt-0001, pt-0002

On its roster
patient  seen            not seen
pt-0001  1 of 3 modules  thoughts, relapse
pt-0002  0 of 3 modules  thoughts, activity, relapse
Projected: nobody has said what is held then; it follows from the last module on file.
"""
    )
    assert (ran.status, ran.err) == (0, "")


def test_one_patient_sees_what_was_missed_and_when_it_comes_again(iopctl: Iopctl, modules: Path) -> None:
    plan = modules / "pt-0002/plan.toml"
    plan.write_text(plan.read_text().replace("admitted_at", "planned_discharge_on = 2026-12-02\nadmitted_at"))
    ran = iopctl("curriculum", "pt-0002", *AS_OF, plans=modules)
    assert ran.out == (
        """\
Curriculum of pt-0002, 2026-11-24

CBT group, morning: 0 of 3 modules seen
module      state                         comes again                                            who else misses it
1 thoughts  not held yet                  2026-W49, projected                                    pt-0001
2 activity  missed 2026-11-23, no record  2026-W50, projected, after the planned end 2026-12-02  nobody
3 relapse   not held yet                  2026-11-26, projected                                  pt-0001
Projected: nobody has said what is held then; it follows from the last module on file.
"""
    )


def test_an_absence_is_told_in_the_words_of_the_record(iopctl: Iopctl, modules: Path) -> None:
    week = modules / "weeks/2026-W48.toml"
    week.write_text(week.read_text().replace('status = "attended"', 'status = "absent-unexcused"'))
    assert "missed 2026-11-23, unexcused" in iopctl("curriculum", "pt-0001", *AS_OF, plans=modules).out


def test_a_meeting_that_nobody_named_is_counted_where_the_group_stands(iopctl: Iopctl, modules: Path) -> None:
    out = iopctl("curriculum", "--as-of", "2026-11-27", plans=modules).out
    assert "; 1 meeting since then without a module on file\n" in out
    out = iopctl("curriculum", "--as-of", "2026-12-08", plans=modules).out
    assert "; 3 meetings since then without a module on file\n" in out


def test_without_a_module_on_file_what_comes_is_not_known(iopctl: Iopctl, modules: Path) -> None:
    write(modules / "weeks/2026-W48.toml", WEEK)
    lines = iopctl("curriculum", *AS_OF, plans=modules).out.splitlines()
    assert lines[2] == "CBT group, morning; no module is on file yet; next 2026-11-26, module not known"
    assert lines[4] == "1 thoughts  not on file  not known  pt-0001, pt-0002"


def test_a_group_without_anybody_has_no_roster(iopctl: Iopctl, modules: Path) -> None:
    (modules / "weeks/2026-W48.toml").unlink()
    out = iopctl("curriculum", *AS_OF, plans=modules).out
    assert "On its roster" not in out
    assert "1 thoughts  not on file  not known  nobody\n" in out


def test_a_group_that_never_meets_again_says_nothing_of_what_is_next(iopctl: Iopctl, modules: Path) -> None:
    program = modules / "program.toml"
    program.write_text(program.read_text().partition("[[slots]]")[0])
    out = iopctl("curriculum", "--as-of", "2026-12-08", plans=modules).out
    assert (
        "CBT group, morning; last 2026-11-23 module 2 of 3 activity; 1 meeting since then without a module on file\n"
    ) in out


def test_where_no_service_lists_modules_that_is_said(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("curriculum", *AS_OF, plans=clinic)
    said = "No service lists modules: write `modules = [...]` in a service of program.toml.\n"
    assert ran.out == f"Curriculum, 2026-11-24\n{said}"
    one = iopctl("curriculum", "pt-0001", *AS_OF, plans=clinic).out
    assert one.endswith("pt-0001 is promised no service with modules, and has been to none.\n")


def test_a_service_without_modules_cannot_be_asked_for(iopctl: Iopctl, modules: Path) -> None:
    ran = iopctl("curriculum", "--service", "individual", *AS_OF, plans=modules)
    said = "iopctl: program.toml: no service of that id lists modules. Known: cbt-group.\n"
    assert (ran.status, ran.out, ran.err) == (3, "", said)
    assert iopctl("curriculum", "--service", "cbt-group", *AS_OF, plans=modules).status == 0
    assert iopctl("curriculum", "pt-0009", *AS_OF, plans=modules).status == 3


def test_groups_as_data(iopctl: Iopctl, modules: Path) -> None:
    data = json.loads(iopctl("curriculum", *AS_OF, "--format", "json", plans=modules).out)["curriculum"]
    [group] = data["groups"]
    last = {
        "week": "2026-W48",
        "date": "2026-11-23",
        "session": "2026-W48/mon-0900-cbt",
        "module": "activity",
        "projected": False,
    }
    assert (group["service"], group["track"], group["last"], group["unstated"]) == ("cbt-group", "morning", last, 0)
    assert group["modules"][0] == {
        "module": "thoughts",
        "number": 1,
        "held": [],
        "next": {"week": "2026-W49", "date": None, "session": None, "module": "thoughts", "projected": True},
        "not_seen_by": ["pt-0001", "pt-0002"],
    }
    assert group["roster"] == [{"patient": "pt-0001", "seen": 1, "of": 3}, {"patient": "pt-0002", "seen": 0, "of": 3}]


def test_one_patient_as_data(iopctl: Iopctl, modules: Path) -> None:
    data = json.loads(iopctl("curriculum", "pt-0002", *AS_OF, "--format", "json", plans=modules).out)["curriculum"]
    [service] = data["services"]
    assert (data["patient"], service["seen"], service["of"]) == ("pt-0002", 0, 3)
    activity = service["modules"][1]
    assert activity["missed"] == {"date": "2026-11-23", "why": "no record"}
    assert (activity["next"]["week"], activity["after_planned_end"], activity["others"]) == ("2026-W50", False, [])


def test_a_roster_names_the_module_where_it_is_known(iopctl: Iopctl, modules: Path) -> None:
    lines = iopctl("roster", "mon-0900-cbt", *AS_OF, plans=modules).out.splitlines()
    assert lines[1] == "CBT group, module 2 of 3 activity, room a, led by t01 and t02, 2 patients expected"
    assert "module" not in iopctl("roster", "thu-0900-cbt", *AS_OF, plans=modules).out
    data = json.loads(iopctl("roster", "mon-0900-cbt", *AS_OF, "--format", "json", plans=modules).out)
    assert data["roster"]["module"] == "activity"
    week = modules / "weeks/2026-W48.toml"
    week.write_text(week.read_text().replace('"activity"', '"other"'))
    assert "CBT group, module other, room a" in iopctl("roster", "mon-0900-cbt", *AS_OF, plans=modules).out
