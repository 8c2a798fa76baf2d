"""A program folder with five stays, as of 2026-11-23 (a Monday): one that goes well, one with an alert, one short of
hours, a draft and an ended one. Everything is fictional."""

from datetime import date, timedelta
from pathlib import Path

import pytest

PROGRAM = """
schema = 1
name = "Small IOP"
time_zone = "America/New_York"
packs = ["core", "house"]
crisis_text = "Call or text 988. In danger: 911."

[[staff]]
id = "t01"
role = "therapist"

[[staff]]
id = "md1"
role = "physician"

[[tracks]]
id = "morning"
population = "adult"

[[services]]
id = "group"
title = "Group"
kind = "group-therapy"

[[services]]
id = "family"
title = "Family"
kind = "family"
"""

# Mondays, Wednesdays and Fridays 9 to 12 are nine hours a week.
PLAN = """
schema = 1
patient = "{patient}"
status = "{status}"
track = "morning"
population = "adult"
age_at_admission = 38
admitted_at = 2026-10-26T09:00:00-04:00
planned_discharge_on = 2026-12-18
primary_therapist = "t01"

[[coverage]]
pack = "medicare"
from = 2026-10-26

[[goals]]
id = "g1"
text = "Mood lifts."

[[goals.objectives]]
id = "g1.o1"
text = "PHQ-9 from 19 to 9 or less."
measure = {{ instrument = "phq9", baseline = 19, target = 9 }}
due_on = 2026-12-11

[[goals.objectives]]
id = "g1.o2"
text = "Out of the house five days a week."
measure = {{ count = "days out per week", baseline = 1, target = 5 }}
due_on = 2026-11-27

[[goals]]
id = "g2"
text = "Talks with her sister again."

[[goals.objectives]]
id = "g2.o1"
text = "Has phoned her sister."
measure = {{ yes_no = "phoned", baseline = false, target = true }}

[[services]]
service = "group"
per_week = 3
minutes = 180
weeks = 8

[[services]]
service = "family"
per_week = 1
minutes = 60
weeks = 8

[[discharge_criteria]]
id = "d1"
text = "PHQ-9 under 10 on two reviews in a row."

[[discharge_criteria]]
id = "d2"
text = "Aftercare visit arranged."

[[certifications]]
on = 2026-10-26
by = "md1"
{more}
"""

REVIEW = """
schema = 1
on = 2026-11-09
by = "t01"
present = ["pt-0001", "t01"]
decision = "continue"

[goals]
g1 = {{ status = "improving" }}
g2 = {{ status = "unchanged" }}

[objectives."g1.o2"]
seen = {seen}

[discharge_criteria]
d1 = {{ met = false }}
"""

FORM = """
schema = 1
instrument = "phq9"
given_at = {on}T09:05:00-04:00
by = "t01"
answers = {answers}
"""

# Totals 19, 15 and 12; the last item is 0.
NINETEEN = [3, 3, 2, 3, 2, 2, 2, 2, 0]
FIFTEEN = [2, 2, 2, 2, 2, 2, 2, 1, 0]
TWELVE = [2, 2, 1, 2, 1, 2, 1, 1, 0]


def write_clinic(folder: Path) -> Path:
    """The folder, filled."""
    _write(folder / "program.toml", PROGRAM)
    for patient, status in (("pt-0001", "active"), ("pt-0002", "active"), ("pt-0003", "active")):
        _write(folder / patient / "plan.toml", PLAN.format(patient=patient, status=status, more=""))
        _write(folder / patient / "reviews/2026-11-09.toml", REVIEW.format(seen=3))
    _write(folder / "pt-0004/plan.toml", PLAN.format(patient="pt-0004", status="draft", more=""))
    ended = '[discharge]\non = 2026-11-13\nreason = "completed"\n'
    _write(folder / "pt-0005/plan.toml", PLAN.format(patient="pt-0005", status="closed", more=ended))
    for day, answers in (("2026-10-26", NINETEEN), ("2026-11-09", FIFTEEN), ("2026-11-16", TWELVE)):
        write_form(folder, "pt-0001", day, answers)
    write_form(folder, "pt-0002", "2026-11-20", [*TWELVE[:-1], 1])
    for monday in (date(2026, 10, 26) + timedelta(weeks=n) for n in range(5)):
        _write(folder / f"weeks/{monday:%G-W%V}.toml", week_text(monday))
    return folder


def write_form(folder: Path, patient: str, day: str, answers: list[int]) -> None:
    """One PHQ-9."""
    _write(folder / patient / f"assessments/{day}-phq9.toml", FORM.format(on=day, answers=answers))


def week_text(monday: date) -> str:
    """Three mornings for everybody; pt-0003 missed the last Friday, and a family hour was held in the first week."""
    blocks = [f'schema = 1\nweek = "{monday:%G-W%V}"\nmonday = {monday}\n']
    for number, name in ((0, "mon"), (2, "wed"), (4, "fri")):
        day = monday + timedelta(days=number)
        blocks.append(_session(name, "group", day, "09:00:00", "12:00:00", ("pt-0001", "pt-0002", "pt-0003")))
    if monday == date(2026, 10, 26):
        blocks.append(_session("family", "family", monday, "13:00:00", "14:00:00", ("pt-0001",)))
    return "\n".join(blocks)


def _session(name: str, service: str, day: date, start: str, end: str, patients: tuple[str, ...]) -> str:
    lines = [
        "[[sessions]]",
        f'id = "{name}"',
        f'service = "{service}"',
        f"date = {day}",
        f"start = {start}",
        f"end = {end}",
        f"patients = {list(patients)}",
    ]
    if day < date(2026, 11, 23):
        lines.append("[sessions.attendance]")
        for patient in patients:
            missed = patient == "pt-0003" and day == date(2026, 11, 20)
            status = "absent-excused" if missed else "attended"
            lines.append(f'{patient} = {{ status = "{status}", objectives = ["g1.o1"] }}')
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip())


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The program folder."""
    return write_clinic(tmp_path / "plans")
