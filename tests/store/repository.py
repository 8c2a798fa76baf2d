"""A real repository with a small program in it, for tests of what is read through git. Everything is fictional."""

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from iopctl import library, store
from iopctl.model.chart import Census
from iopctl.rules import fi201_backdated_entry as fi201
from iopctl.rules import fi203_signed_then_changed as fi203
from iopctl.store.history import with_history
from iopctl.testing import found

PROGRAM = """schema = 1
name = "Small IOP"
time_zone = "America/New_York"
packs = ["core"]
"""
PLAN = """schema = 1
patient = "pt-0001"
revision = 1
status = "active"

[[goals]]
id = "g1"
text = "Mood lifts."
"""
SIGNED = """
[[signatures]]
role = "patient"
by = "pt-0001"
on = 2026-11-10
revision = 1
digest = "blake2b-256:00"
"""
WEEK = """schema = 1
week = "2026-W46"
monday = 2026-11-09

[[sessions]]
id = "mon"
service = "group"
date = 2026-11-09
start = 09:00:00
end = 10:00:00
patients = ["pt-0001", "pt-0002"]

[sessions.attendance]
"""
ROW = 'pt-0001 = { status = "attended", response = "Took part.", noted_by = "t01", noted_at = 2026-11-09 }\n'
NOTED = ROW.replace(" }\n", ', signed_by = "t01", signed_at = 2026-11-09 }\n')

PLAN_FILE, WEEK_FILE = "pt-0001/plan.toml", "weeks/2026-W46.toml"


class Repository:
    """A repository whose commits are of given days at noon UTC, with a program in a folder of it."""

    def __init__(self, top: Path, program: str = "plans") -> None:
        self.top, self.plans = top, top / program
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.write({"program.toml": PROGRAM, PLAN_FILE: PLAN})

    def git(self, *words: str, at: str = "2026-11-01T12:00:00Z") -> str:
        """Run git in the repository; what it commits is of that moment."""
        dated = self.environment | {"GIT_AUTHOR_DATE": "2026-01-01T12:00:00Z", "GIT_COMMITTER_DATE": at}
        ran = subprocess.run(["git", *words], cwd=self.top, env=dated, capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files of the program."""
        for name, content in files.items():
            path = self.plans / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, day: str, files: Mapping[str, str | bytes] | None = None) -> str:
        """Commit everything there is, with these files of the program; the id."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", at=day if "T" in day else f"{day}T17:00:00Z")
        return self.git("rev-parse", "HEAD")

    def census(self, days: int = 3) -> Census:
        """The program with what git says of it."""
        return with_history(store.load(self.plans, library.packs(), library.instruments()), days).census

    def said(self, as_of: str = "2026-11-23", days: int = 3) -> list[str]:
        """What FI201 and FI203 say, with # for the ids of commits."""
        census = self.census(days)
        messages = found(fi201, census, "core", as_of) + found(fi203, census, "core", as_of)
        return [re.sub(r"[0-9a-f]{10}", "#", message) for message in messages]

    def days(self) -> dict[str, date | None]:
        """The day of the first commit of each file."""
        history = self.census().history
        assert history is not None
        return {file: commit.on for file, commit in history.first.items()}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One with the program in `plans/`."""
    return Repository(tmp_path / "r")


def late(what: str, on: str, commit: str, days: int) -> str:
    """What FI201 says."""
    return f"{what} is of {on} and first stands in the commit # of {commit}, {days} days later, at most 3 are allowed"


def changed(what: str, on: str, commit: str) -> str:
    """What FI203 says."""
    return f"{what} is of {on}, and what stands under it was changed in the commit # of {commit}"


PATIENT = "the patient signature by pt-0001"
NOTE, SIGNATURE = "the note of 2026-W46/mon", "the signature under the note of 2026-W46/mon"
