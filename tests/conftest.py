"""Fixtures: the chart in the test's own docstring, a program folder to break, and the command line."""

import inspect
import io
import os
import tomllib
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from iopctl import library
from iopctl.cli import main
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Census, Chart, bookings_of
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.rule import Finding
from iopctl.model.week import Week

# The same examples on every machine and every run: a red build is about the change that is being built.
settings.register_profile("repeatable", derandomize=True, deadline=None)
# For exploring by hand: `HYPOTHESIS_PROFILE=exploring pytest`.
settings.register_profile("exploring", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

DEMO = Path(__file__).parent.parent / "plans"
AS_OF = date(2026, 11, 23)

# What a test's docstring may leave out: a clinic with one of each thing.
CLINIC = """
name = "Test IOP"
time_zone = "America/New_York"
staff = [{ id = "t01", role = "therapist" }, { id = "t02", role = "therapist" }, { id = "md1", role = "physician" }]
rooms = [{ id = "a", capacity = 12 }]
tracks = [{ id = "morning", population = "adult" }, { id = "youth", population = "youth" }]
services = [
  { id = "group", title = "Group", kind = "group-therapy" },
  { id = "individual", title = "Individual", kind = "individual" },
  { id = "family", title = "Family", kind = "family" },
  { id = "yoga", title = "Yoga", kind = "recreation" },
  { id = "lunch", title = "Lunch", kind = "meal" },
]
"""


def build_census(text: str) -> Census:
    """A census from TOML: `[program]`, `[plan]` or `[[plans]]`, `[[weeks]]`, `[[assessments]]`, `[[reviews]]`.

    Slots are given under the program; what the clinic needs besides is filled in. Assessments and reviews of several
    plans name their `patient`.
    """
    data = tomllib.loads(text)
    program = Program.read({**tomllib.loads(CLINIC), **data.get("program", {})}, "program.toml")
    weeks = tuple(Week.read(week, f"weeks/{week['week']}.toml") for week in data.get("weeks", []))
    plans = data.get("plans", [data["plan"]] if "plan" in data else [])
    bookings = bookings_of(weeks)
    charts = []
    for fields in plans:
        patient = fields.setdefault("patient", "pt-0001")
        charts.append(
            Chart(
                program=program,
                plan=Plan.read(fields, f"{patient}/plan.toml"),
                bookings=bookings.get(patient, ()),
                assessments=tuple(
                    Assessment.read(each, f"{patient}/assessments/{n}.toml")
                    for n, each in _mine(data.get("assessments", []), patient)
                ),
                reviews=tuple(
                    Review.read(each, f"{patient}/reviews/{each['on']}.toml")
                    for _, each in _mine(data.get("reviews", []), patient)
                ),
                weeks_on_file=frozenset(week.monday for week in weeks),
            )
        )
    return Census(program, tuple(charts), weeks, frozenset(library.packs()))


def _mine(items: list[dict[str, Any]], patient: str) -> list[tuple[int, dict[str, Any]]]:
    return [
        (n, {key: value for key, value in item.items() if key != "patient"})
        for n, item in enumerate(items)
        if item.get("patient", patient) == patient
    ]


def build_chart(text: str) -> Chart:
    """The only chart of a census from TOML."""
    [chart] = build_census(text).charts
    return chart


def pack_of(limits: str, pack_id: str = "test") -> RulePack:
    """A pack with limits written as TOML; each gets a citation and counts as read in the primary text."""
    data = tomllib.loads(limits)
    given = {
        name: [{"cite": "test", "certainty": "primary", **version} for version in versions]
        for name, versions in data.pop("limits", {}).items()
    }
    return RulePack.read({"id": pack_id, "title": "Test", "limits": given, **data}, f"rulepacks/{pack_id}.toml")


def messages(findings: Any) -> list[str]:
    """What the findings say, in order."""
    return [finding.message for finding in findings]


@pytest.fixture
def chart(request: pytest.FixtureRequest) -> Chart:
    """The chart written in the test's own docstring."""
    return build_chart(inspect.getdoc(request.function) or "")


@pytest.fixture
def census(request: pytest.FixtureRequest) -> Census:
    """The program written in the test's own docstring."""
    return build_census(inspect.getdoc(request.function) or "")


@pytest.fixture
def packs() -> Mapping[str, RulePack]:
    """The shipped packs."""
    return library.packs()


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    out: str
    err: str
    status: int


Iopctl = Callable[..., Ran]


@pytest.fixture
def iopctl(monkeypatch: pytest.MonkeyPatch) -> Iopctl:
    """Run a command line in this process: `iopctl("check", "pt-0001", plans=folder, input="...")`."""

    def call(*args: str | Path, plans: Path | None = None, input: str | None = None) -> Ran:  # noqa: A002
        line = [str(arg) for arg in args]
        if plans is not None:
            line += ["--plans", str(plans)]
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(input or ""))
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main(line)
        return Ran(out.getvalue(), err.getvalue(), int(ended.value.code or 0))

    return call


__all__ = ["AS_OF", "DEMO", "Finding", "Iopctl", "Ran", "build_census", "build_chart", "messages", "pack_of"]
