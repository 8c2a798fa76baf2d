"""census: the tracks on one page."""

import json
from pathlib import Path

from tests.conftest import Iopctl
from tests.scheduling.clinic import PLAN, PROGRAM, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")


def test_a_track_is_a_row_and_below_it_stands_who_is_meant(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("census", *AS_OF, plans=clinic)
    assert ran.out == (
        """\
Weekly IOP, iop, Tuesday 24 November 2026
Short weeks: the last full week missed a weekly minimum of a pack in force.

track    population  in  on a break  seats  waiting  short weeks  late reviews  open risk
morning  adult       2   0           2      0        0            2             1
2 people; no authorization in force is on file, so whether a payer means iop cannot be told.
Last full week not on file: pt-0001, pt-0002
Review overdue: pt-0001, pt-0002
Open risk: pt-0002
Neither in care nor waiting: pt-0003 (draft, admitted 2026-11-02)
Seats: as many as fit into every group of the track, by the groups' largest sizes and their rooms.
"""
    )
    assert (ran.status, ran.err) == (0, "")


def test_an_authorization_for_another_code_is_named(iopctl: Iopctl, clinic: Path) -> None:
    more = '\n[[coverage]]\npack = "h0015"\n\n[[authorizations]]\nnumber = "A"\ncode = "{}"\n'
    write(clinic / "pt-0001/plan.toml", PLAN.format(patient="pt-0001", own="") + more.format("H0035"))
    out = iopctl("census", *AS_OF, plans=clinic).out
    assert "2 people, 1 authorised at another level than treated: pt-0001 (H0035)\n" in out
    write(clinic / "pt-0001/plan.toml", PLAN.format(patient="pt-0001", own="") + more.format("H0015"))
    assert "2 people, 0 authorised at another level than treated\n" in iopctl("census", *AS_OF, plans=clinic).out


def test_where_neither_pack_nor_authorization_names_a_code_the_level_cannot_be_told(
    iopctl: Iopctl, clinic: Path
) -> None:
    plan = PLAN + '\n[[coverage]]\npack = "{pack}"\n\n[[authorizations]]\nnumber = "A"\n{code}\n'
    one = plan.format(patient="pt-0001", own="", pack="medicare", code='code = "H0035"')
    write(clinic / "pt-0001/plan.toml", one)
    why = "the authorization, or every pack in force, names no code for iop: "
    told = f"2 people; whether anybody is authorised at another level cannot be told, {why}pt-0001 (H0035)\n"
    assert told in iopctl("census", *AS_OF, plans=clinic).out
    two = plan.format(patient="pt-0002", own="", pack="h0015", code='code = "H0015"')
    write(clinic / "pt-0002/plan.toml", two)
    both = f"2 people, 0 authorised at another level than treated\nOf 1 it cannot be told, {why}pt-0001 (H0035)\n"
    assert both in iopctl("census", *AS_OF, plans=clinic).out
    write(clinic / "pt-0001/plan.toml", plan.format(patient="pt-0001", own="", pack="h0015", code=""))
    assert f"Of 1 it cannot be told, {why}pt-0001 (any code)\n" in iopctl("census", *AS_OF, plans=clinic).out


def test_a_patient_of_no_track_has_a_row_and_a_size_not_on_file_is_a_gap(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "program.toml", PROGRAM.replace("size = { min = 2, max = 8 }\n", ""))
    plan = PLAN.format(patient="pt-0002", own="").replace('track = "morning"\n', "")
    write(clinic / "pt-0002/plan.toml", plan)
    lines = iopctl("census", *AS_OF, plans=clinic).out.splitlines()
    assert lines[4].split() == ["morning", "adult", "1", "0", "-", "0", "0", "1", "0"]
    assert lines[5].split() == ["no", "track", "-", "1", "0", "-", "0", "0", "1", "1"]


def test_one_person_is_not_people(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "pt-0002/plan.toml", PLAN.format(patient="pt-0002", own="").replace('"active"', '"draft"'))
    assert "\n1 person; no authorization" in iopctl("census", *AS_OF, plans=clinic).out


def test_a_program_without_tracks_or_patients_has_no_table(iopctl: Iopctl, tmp_path: Path) -> None:
    write(tmp_path / "program.toml", 'schema = 1\nname = "New"\ntime_zone = "America/New_York"\n')
    out = iopctl("census", *AS_OF, plans=tmp_path).out
    assert out.splitlines()[:3] == [
        "New, iop, Tuesday 24 November 2026",
        "Short weeks: the last full week missed a weekly minimum of a pack in force.",
        "0 people; no authorization in force is on file, so whether a payer means iop cannot be told.",
    ]


def test_the_board_as_data(iopctl: Iopctl, clinic: Path) -> None:
    data = json.loads(iopctl("census", *AS_OF, "--format", "json", plans=clinic).out)["census"]
    assert data == {
        "date": "2026-11-24",
        "level_of_care": "iop",
        "tracks": [
            {
                "track": "morning",
                "population": "adult",
                "in": ["pt-0001", "pt-0002"],
                "on_break": [],
                "seats": 2,
                "waiting": [],
                "short_weeks": [],
                "unknown_weeks": ["pt-0001", "pt-0002"],
                "late_reviews": ["pt-0001", "pt-0002"],
                "open_risk": ["pt-0002"],
            }
        ],
        "people": 2,
        "authorized": 0,
        "authorized_elsewhere": [],
        "level_unknown": [],
        "apart": [{"patient": "pt-0003", "why": "draft, admitted 2026-11-02"}],
    }
