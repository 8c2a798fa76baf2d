"""A clinic that takes in a patient: two tracks of which one has a week, two therapists, one physician."""

from pathlib import Path

import pytest

PROGRAM = """
schema = 1
name = "Plan IOP"
time_zone = "America/New_York"
packs = ["core", "house"]
staff = [
  { id = "t01", role = "therapist" },
  { id = "t02", role = "therapist" },
  { id = "md1", role = "physician" },
]
tracks = [{ id = "morning", population = "adult" }, { id = "youth", population = "youth" }]
services = [{ id = "group", title = "Group", kind = "group-therapy" }]
slots = [
  { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:00:00, leads = ["t01"] },
  { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:00:00, leads = ["t01"] },
]
"""

AS_OF = ("--as-of", "2026-11-23")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The program folder."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "program.toml").write_text(PROGRAM)
    return folder


def write_plan(folder: Path, text: str, patient: str = "pt-0001") -> Path:
    """A plan with these lines, and its path."""
    file = folder / patient / "plan.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'schema = 1\npatient = "{patient}"\n{text}')
    return file
