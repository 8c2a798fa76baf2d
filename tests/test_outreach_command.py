"""outreach: who missed sessions without excuse, and the note that somebody reached out."""

import json
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.scheduling.clinic import WEEK, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-26")
NOTE = ("outreach", "pt-0001", "--note", "Phoned: the bus was late.", "--by", "t01")
ABSENT = 'pt-0001 = { status = "absent-unexcused", reason = "no call" }\npt-0002 = { status = "absent-unexcused" }'


@pytest.fixture
def missed(clinic: Path) -> Path:
    """Both missed Monday; pt-0001 came on Tuesday."""
    record = 'pt-0001 = { status = "attended", response = "calm", signed_by = "t01" }'
    seen = '\n\n[sessions.attendance]\npt-0001 = { status = "attended" }\n\n# Thursday'
    (clinic / "weeks/2026-W48.toml").write_text(WEEK.replace(record, ABSENT).replace("\n\n# Thursday", seen))
    return clinic


def test_everybody_who_waits_to_be_reached(iopctl: Iopctl, missed: Path) -> None:
    ran = iopctl("outreach", *AS_OF, plans=missed)
    assert ran.out == (
        """\
patient  missed        on          open for  therapist  seen again  unexcused absences
pt-0001  mon-0900-cbt  2026-11-23  3 days    t01        2026-11-24  1 of 6, house
pt-0002  mon-0900-cbt  2026-11-23  3 days    t01        not yet     1 of 6, house
Once somebody has reached out: iopctl outreach PT --note "what was done" --by STAFF
"""
    )
    assert (ran.err, ran.status) == ("", 0)


def test_read_aloud_an_item_is_one_sentence(iopctl: Iopctl, missed: Path) -> None:
    write(missed / "pt-0002/plan.toml", (missed / "pt-0002/plan.toml").read_text().replace("primary_therapist", "#"))
    pack = '[limits]\nunexcused_absences_max = [{ value = 0, cite = "own", certainty = "primary" }]\n'
    write(missed / "rulepacks/house.toml", f'schema = 1\nid = "house"\ntitle = "Own"\n{pack}')
    ran = iopctl("outreach", *AS_OF, "--format", "plain", plans=missed)
    missed_on = "missed mon-0900-cbt on 2026-11-23 without excuse, open for 3 days"
    assert ran.out.splitlines()[:2] == [
        f"pt-0001: {missed_on}, back on 2026-11-24, therapist t01, 1 unexcused absence, house allows 0",
        f"pt-0002: {missed_on}, not seen since, no primary therapist named, 1 unexcused absence, house allows 0",
    ]


def test_the_items_as_data(iopctl: Iopctl, missed: Path) -> None:
    ran = iopctl("outreach", "pt-0001", *AS_OF, "--format", "json", plans=missed)
    assert json.loads(ran.out) == {
        "outreach": [
            {
                "patient": "pt-0001",
                "sessions": ["2026-W48/mon-0900-cbt"],
                "on": "2026-11-23",
                "days": 3,
                "therapist": "t01",
                "back_on": "2026-11-24",
                "absences": [{"pack": "house", "count": 1, "limit": 6}],
            }
        ]
    }


def test_a_note_is_written_into_the_plan_and_closes_the_item(iopctl: Iopctl, missed: Path) -> None:
    before = (missed / "pt-0001/plan.toml").read_text()
    ran = iopctl(*NOTE, "--on", "2026-11-24", *AS_OF, plans=missed)
    event = '\n[[events]]\nkind = "outreach"\non = 2026-11-24\nby = "t01"\ntext = "Phoned: the bus was late."\n'
    assert (missed / "pt-0001/plan.toml").read_text() == before + event
    assert ran.out == "No outreach item is open.\n"
    assert ran.err.endswith("pt-0001/plan.toml\nclosed: the absences of pt-0001 on 2026-11-23\n")
    assert iopctl("outreach", "pt-0001", *AS_OF, plans=missed).out == "No outreach item is open.\n"
    left = json.loads(iopctl("outreach", *AS_OF, "--format", "json", plans=missed).out)
    assert [item["patient"] for item in left["outreach"]] == ["pt-0002"]


def test_a_dry_run_shows_the_change_and_writes_nothing(iopctl: Iopctl, missed: Path) -> None:
    before = (missed / "pt-0001/plan.toml").read_text()
    ran = iopctl(*NOTE, "--dry-run", *AS_OF, plans=missed)
    assert '+on = 2026-11-26\n+by = "t01"' in ran.out
    assert ran.err == "Nothing was written (--dry-run).\nwould close: the absences of pt-0001 on 2026-11-23\n"
    assert (missed / "pt-0001/plan.toml").read_text() == before
    data = iopctl(*NOTE, "--dry-run", *AS_OF, "--format", "json", plans=missed)
    assert len(json.loads(data.out)["outreach"]) == 1


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("--by", "t01"), 2, "what was done is written with --note: iopctl outreach PT --note TEXT --by STAFF."),
        (("--dry-run",), 2, "what was done is written with --note: iopctl outreach PT --note TEXT --by STAFF."),
        (("--note", "x"), 2, "--note needs a chart and who it was: iopctl outreach PT --note TEXT --by STAFF."),
        (
            ("pt-0001", "--note", "x"),
            2,
            "--note needs a chart and who it was: iopctl outreach PT --note TEXT --by STAFF.",
        ),
        (("pt-0001", "--note", " ", "--by", "t01"), 2, "--note: say what was done."),
        (("pt-0001", "--note", "x", "--by", "t09"), 3, "program.toml: no staff member of that id. Did you mean t02?"),
        (("pt-0003", "--note", "x", "--by", "t01"), 3, "pt-0003 has no open outreach item; nothing was written."),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(
    iopctl: Iopctl, missed: Path, args: tuple[str, ...], status: int, said: str
) -> None:
    ran = iopctl("outreach", *args, *AS_OF, plans=missed)
    assert (ran.out, ran.err, ran.status) == ("", f"iopctl: {said}\n", status)


def test_by_is_a_staff_member_wherever_it_was_written(iopctl: Iopctl, missed: Path) -> None:
    plan = missed / "pt-0001/plan.toml"
    plan.write_text(plan.read_text() + '\n[[events]]\nkind = "outreach"\non = 2026-11-24\nby = "t09"\n')
    ran = iopctl("check", "pt-0001", "--select", "FI102", "--format", "plain", *AS_OF, plans=missed)
    assert "t09 is no staff member that is on file" in ran.out
