"""fit: what the schedule keeps free of work, school and family life, and what cuts into it."""

import json
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.scheduling.clinic import OWN, PLAN, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
LIVES = """
[[commitments]]
kind = "school"
days = ["mon", "thu"]
start = 09:30:00
end = 12:00:00
firm = false

[[commitments]]
kind = "work"
days = ["mon", "tue", "wed"]
start = 13:30:00
end = 18:00:00
"""


@pytest.fixture
def lives(clinic: Path) -> Path:
    """The clinic in which one patient goes to school and to work."""
    write(clinic / "pt-0001/plan.toml", PLAN.format(patient="pt-0001", own=OWN) + LIVES)
    return clinic


def test_shares_stand_by_kind_and_by_person_with_what_was_lost_to_which_session(iopctl: Iopctl, lives: Path) -> None:
    ran = iopctl("fit", *AS_OF, plans=lives)
    assert ran.out == (
        """\
Life kept free, Monday 23 November to Sunday 29 November 2026

By kind
kind          kept free  share   minutes lost  not on file
work, firm    2 of 3     66.7 %  20            0
school, soft  0 of 2     0.0 %   60            0
all           2 of 5     40.0 %  80            0

By person
patient  kind          kept free  share   minutes lost  not on file
pt-0001  work, firm    2 of 3     66.7 %  20            0
pt-0001  school, soft  0 of 2     0.0 %   60            0
pt-0001  all           2 of 5     40.0 %  80            0

Who lost time
patient  day             kind          minutes lost  session
pt-0001  Mon 2026-11-23  school, soft  30 of 150     2026-W48/mon-0900-cbt
pt-0001  Tue 2026-11-24  work, firm    20 of 270     2026-W48/tue-1300-individual-pt-0001
pt-0001  Thu 2026-11-26  school, soft  30 of 150     2026-W48/thu-0900-cbt

A block is one declared commitment on one day of the stay whose week is on file. It is kept when no session that was"""
        """ offered cuts into it; travel is not counted.
Declared none: pt-0002, pt-0003.
"""
    )


def test_read_aloud_the_sessions_are_named_with_the_day(iopctl: Iopctl, lives: Path) -> None:
    lines = iopctl("fit", "--week", "2026-W48", "--format", "plain", *AS_OF, plans=lives).out.splitlines()
    assert "pt-0001, work, firm: 2 of 3 kept free, 66.7 %, 20 minutes lost" in lines
    said = "pt-0001, Monday 23 November, school, soft: 30 of 150 minutes lost to session 2026-W48/mon-0900-cbt"
    assert said in lines


def test_a_week_without_a_file_is_a_gap_and_never_a_hundred_percent(iopctl: Iopctl, lives: Path) -> None:
    ran = iopctl("fit", "--week", "next", *AS_OF, plans=lives)
    assert "work, firm    -          -      -             3\n" in ran.out
    spoken = iopctl("fit", "--week", "next", "--format", "plain", *AS_OF, plans=lives).out
    assert "work, firm: not known what was kept free, 3 in weeks that are not on file\n" in spoken
    data = json.loads(iopctl("fit", "--week", "next", "--format", "json", *AS_OF, plans=lives).out)["fit"]
    gap = {"kept": 0, "of": 0, "share": None, "minutes": 0, "minutes_lost": 0, "not_on_file": 5}
    assert (data["all"], data["cut"]) == (gap, [])


def test_days_may_be_named_one_by_one(iopctl: Iopctl, lives: Path) -> None:
    args = ("fit", "--from", "2026-11-24", "--to", "2026-11-24", "--format", "json")
    data = json.loads(iopctl(*args, plans=lives).out)["fit"]
    work = {"kept": 0, "of": 1, "share": 0.0, "minutes": 270, "minutes_lost": 20, "not_on_file": 0}
    assert data == {
        "from": "2026-11-24",
        "to": "2026-11-24",
        "all": work,
        "kinds": [{"kind": "work", "firm": True, **work}],
        "people": [{"patient": "pt-0001", "all": work, "kinds": [{"kind": "work", "firm": True, **work}]}],
        "cut": [
            {
                "patient": "pt-0001",
                "date": "2026-11-24",
                "kind": "work",
                "firm": True,
                "minutes": 270,
                "minutes_lost": 20,
                "sessions": [{"session": "2026-W48/tue-1300-individual-pt-0001", "minutes": 20}],
            }
        ],
        "declared_none": ["pt-0002", "pt-0003"],
    }


def test_where_nobody_declares_anything_there_is_no_share(iopctl: Iopctl, clinic: Path) -> None:
    lines = iopctl("fit", *AS_OF, plans=clinic).out.splitlines()
    assert lines[0] == "Life kept free, Monday 23 November to Sunday 29 November 2026"
    assert lines[1] == "Nobody has declared a commitment on these days."


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--week", "this", "--from", "2026-11-24"), "--week names both days; leave out --from and --to."),
        (("--from", "2026-11-24"), "give both --from and --to, or a --week."),
        (("--to", "2026-11-24"), "give both --from and --to, or a --week."),
        (("--from", "2026-11-24", "--to", "2026-11-23"), "--to is before --from."),
    ],
)
def test_days_that_are_no_span_are_refused(iopctl: Iopctl, clinic: Path, args: tuple[str, ...], said: str) -> None:
    ran = iopctl("fit", *args, plans=clinic)
    assert (ran.status, ran.out, ran.err) == (2, "", f"iopctl: {said}\n")
