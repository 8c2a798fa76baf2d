"""roster: who is expected in a session."""

import json
from pathlib import Path

from tests.conftest import Iopctl
from tests.scheduling.clinic import clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")


def test_a_roster_names_everybody_expected_and_what_to_know(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("roster", "mon-0900-cbt", *AS_OF, plans=clinic)
    assert ran.out == (
        """\
2026-W48/mon-0900-cbt, Monday 23 November, 09:00 to 10:00
CBT group, room a, led by t01 and t02, 2 patients expected

patient  day  objectives  last score              note                                  recorded
pt-0001  22   g1.o1       PHQ-9 8 on 2026-11-20   first session, review due 2026-11-16  attended
pt-0002  22   g1.o1       PHQ-9 10 on 2026-11-20  first session, review due 2026-11-16  -
"""
    )


def test_read_aloud_a_gap_is_said(iopctl: Iopctl, clinic: Path) -> None:
    (clinic / "pt-0002/assessments/2026-11-20-phq9.toml").unlink()
    ran = iopctl("roster", "2026-W48/mon-0900-cbt", "--format", "plain", *AS_OF, plans=clinic)
    assert "pt-0001, day of the stay: 22\n" in ran.out
    assert "pt-0002, last score: not recorded\n" in ran.out


def test_cancellation_make_up_and_size_stand_above_the_roster(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "pt-0002/plan.toml", "not toml")
    lines = iopctl("roster", "off", *AS_OF, plans=clinic).out.splitlines()
    assert lines[:4] == [
        "2026-W48/off, Tuesday 24 November, 09:00 to 10:00",
        "CBT group, room a, led by t02, 2 patients expected",
        "Cancelled: burst pipe",
        "Makes up for 2026-W47/mon-0900-cbt.",
    ]
    assert "pt-0002  -    -           -" in lines[-1]
    assert "the chart cannot be read" in lines[-1]


def test_a_size_that_is_broken_is_said(iopctl: Iopctl, clinic: Path) -> None:
    week = clinic / "weeks/2026-W48.toml"
    week.write_text(week.read_text().replace('["pt-0001", "pt-0002"]  # as planned', '["pt-0001"]'))
    ran = iopctl("roster", "mon-0900-cbt", *AS_OF, plans=clinic)
    assert "led by t01 and t02, pt-0001 expected, fewer than the 2 that cbt-group needs" in ran.out


def test_a_session_without_anybody_has_no_table(iopctl: Iopctl, clinic: Path) -> None:
    week = clinic / "weeks/2026-W48.toml"
    week.write_text(
        week.read_text()
        .replace('id = "thu-0900-cbt"\nservice = "cbt-group"', 'id = "thu-0900-cbt"\nservice = "unheard-of"')
        .replace('leads = ["t01"]\npatients = ["pt-0001", "pt-0002"]', "")
    )
    ran = iopctl("roster", "thu-0900-cbt", *AS_OF, plans=clinic)
    assert ran.out.splitlines() == [
        "2026-W48/thu-0900-cbt, Thursday 26 November, 09:00 to 10:00",
        "unheard-of, no room named, no lead named, nobody expected",
    ]
    roster = json.loads(iopctl("roster", "thu-0900-cbt", *AS_OF, "--format", "json", plans=clinic).out)["roster"]
    assert (roster["title"], roster["size"], roster["capacity"], roster["expected"]) == (None, None, None, [])


def test_a_roster_as_data(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("roster", "mon-0900-cbt", *AS_OF, "--format", "json", plans=clinic)
    roster = json.loads(ran.out)["roster"]
    assert (roster["session"], roster["title"], roster["capacity"]) == ("2026-W48/mon-0900-cbt", "CBT group", 2)
    assert roster["size"] == {"min": 2, "max": 8}
    assert roster["expected"][0] == {
        "patient": "pt-0001",
        "day": 22,
        "objectives": [{"id": "g1.o1", "text": "PHQ-9 to 9 or less."}],
        "scores": [{"instrument": "phq9", "total": 8, "on": "2026-11-20"}],
        "notes": ["first session", "review due 2026-11-16"],
        "recorded": "attended",
    }
    assert roster["expected"][1]["recorded"] is None
