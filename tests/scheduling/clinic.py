"""A program folder with slots, patterns and one week on file, as of Tuesday 2026-11-24. Everything is fictional."""

from pathlib import Path

import pytest

PROGRAM = """
schema = 1
name = "Weekly IOP"
time_zone = "America/New_York"
packs = ["core", "house"]
crisis_text = "Call or text 988. In danger: 911."
closures = [{ date = 2026-12-03, reason = "Staff training" }]
staff = [{ id = "t01", role = "therapist" }, { id = "t02", role = "therapist" }]
rooms = [{ id = "a", capacity = 2 }]
tracks = [{ id = "morning", population = "adult" }]

[[services]]
id = "cbt-group"
title = "CBT group"
kind = "group-therapy"
size = { min = 2, max = 8 }

[[services]]
id = "individual"
title = "One-on-one counselling"
kind = "individual"

[[slots]]
id = "mon-0900-cbt"
track = "morning"
service = "cbt-group"
day = "mon"
start = 09:00:00
end = 10:00:00
room = "a"
leads = ["t01", "t02"]

[[slots]]
id = "thu-0900-cbt"
track = "morning"
service = "cbt-group"
day = "thu"
start = 09:00:00
end = 10:00:00
leads = ["t01"]
"""
PLAN = """
schema = 1
patient = "{patient}"
status = "active"
track = "morning"
admitted_at = 2026-11-02
primary_therapist = "t01"
services = [{{ service = "cbt-group", per_week = 2, minutes = 60, weeks = 8, objectives = ["g1.o1"] }}]
pattern = {{ slots = ["mon-0900-cbt", "thu-0900-cbt"], own = [{own}] }}

[[goals]]
id = "g1"
text = "Mood lifts."
objectives = [{{ id = "g1.o1", text = "PHQ-9 to 9 or less.", measure = {{ instrument = "phq9", target = 9 }} }}]
"""
OWN = '{ service = "individual", day = "tue", start = 13:00:00, end = 13:50:00, by = "t01" }'
FORM = """
schema = 1
instrument = "phq9"
given_at = 2026-11-20T09:05:00-05:00
answers = [1, 1, 1, 1, 1, 1, 1, 1, {last}]
"""
WEEK = """\
schema = 1
week = "2026-W48"      # the week before the training
monday = 2026-11-23

# Monday
[[sessions]]
id = "mon-0900-cbt"
service = "cbt-group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
room = "a"
leads = ["t01", "t02"]
patients = ["pt-0001", "pt-0002"]  # as planned

[sessions.attendance]
pt-0001 = { status = "attended", response = "calm", signed_by = "t01" }  # seen

# Tuesday
[[sessions]]
id = "tue-1300-individual-pt-0001"
service = "individual"
date = 2026-11-24
start = 13:00:00
end = 13:50:00
patients = ["pt-0001"]

# Thursday
[[sessions]]
id = "thu-0900-cbt"
service = "cbt-group"
date = 2026-11-26
start = 09:00:00
end = 10:00:00
leads = ["t01"]
patients = ["pt-0001", "pt-0002"]

[[sessions]]
id = "off"
service = "cbt-group"
date = 2026-11-24
start = 09:00:00
end = 10:00:00
room = "a"
leads = ["t02"]
patients = ["pt-0001", "pt-0002"]
makes_up = "2026-W47/mon-0900-cbt"
cancelled = { reason = "burst pipe", by = "t02", on = 2026-11-24 }
"""


def write_clinic(folder: Path) -> Path:
    """The folder, filled: two patients in care, one with an open alert, and one draft."""
    write(folder / "program.toml", PROGRAM)
    write(folder / "pt-0001/plan.toml", PLAN.format(patient="pt-0001", own=OWN))
    write(folder / "pt-0002/plan.toml", PLAN.format(patient="pt-0002", own=""))
    draft = PLAN.format(patient="pt-0003", own="").replace('"active"', '"draft"')
    write(folder / "pt-0003/plan.toml", draft)
    write(folder / "pt-0001/assessments/2026-11-20-phq9.toml", FORM.format(last=0))
    write(folder / "pt-0002/assessments/2026-11-20-phq9.toml", FORM.format(last=2))
    write(folder / "weeks/2026-W48.toml", WEEK)
    return folder


def write(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The program folder."""
    return write_clinic(tmp_path / "plans")
