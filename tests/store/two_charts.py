"""A program folder with two charts, one to break and one to be checked all the same. Everything is fictional."""

from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE

import pytest

from iopctl.store.writing import LOCK

PROGRAM = """schema = 1
name = "Two charts"
time_zone = "America/New_York"
packs = ["core"]
"""

PLAN = """# Written by hand.
schema = 1
patient = "{patient}"
status = "active"          # since Monday
age_at_admission = 38
admitted_at = 2026-09-07T09:00:00-04:00

[[goals]]
id = "g1"
text = "Mood lifts."       # her words

[[goals.objectives]]
id = "g1.o1"
text = "PHQ-9 to 9 or less."
due_on = 2026-11-20
"""

WEEK = """schema = 1
week = "2026-W48"
monday = 2026-11-23
"""

BROKEN = "pt-0001/plan.toml"


def plan(patient: str = "pt-0001", more: str = "") -> str:
    """A plan with comments, as a person wrote it."""
    return PLAN.format(patient=patient) + more


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Put files below a folder."""
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder but the lock, with its content and mode."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != LOCK)
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), S_IMODE(path.stat().st_mode)) for path in files}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The program folder."""
    folder = tmp_path / "plans"
    write_files(folder, {"program.toml": PROGRAM, BROKEN: plan(), "pt-0002/plan.toml": plan("pt-0002")})
    return folder
