"""For tests of rules: facts written as TOML, a pack, a day, and what one rule finds.

A test of a rule is two lines, with FACTS as the chart in TOML:

    from iopctl.testing import found

    def test_six_hours_are_short() -> None:
        assert found(do101, FACTS, "medicare", "2026-11-23") == ["360 minutes a week are planned, ..."]
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from iopctl import checking, library
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Census, Chart, bookings_of
from iopctl.model.claim import Claim
from iopctl.model.frozen import Place
from iopctl.model.history import UNCOMMITTED, Commit, History, Missing
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.rule import Finding, RuleModule
from iopctl.model.week import Week

# What facts may leave out: a clinic with one of each thing.
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
  { id = "skills", title = "Skills", kind = "skills" },
  { id = "education", title = "Education", kind = "education" },
  { id = "art", title = "Art", kind = "expressive" },
  { id = "yoga", title = "Yoga", kind = "recreation" },
  { id = "lunch", title = "Lunch", kind = "meal" },
]
"""


def census_of(facts: str) -> Census:
    """A program from TOML: `[program]`, `[plan]` or `[[plans]]`, `[[weeks]]`, and what is filed with a plan.

    That is `[[assessments]]`, `[[reviews]]` and `[[claims]]`; those of several plans name their `patient`. What the
    clinic needs besides is filled in, and a week needs no `monday`. Raises pydantic's ValidationError for what no file
    could hold.

    `[[history]]` is what git knows: `commit` is the day of a commit (absent: not committed yet), `first_holds` names
    the dates and files that stand in it for the first time, `changes` the dates of signatures whose content it changed,
    all by their paths in these facts (`plan.signatures.0.on`, `weeks.0.sessions.0.attendance.pt-0001.noted_at`,
    `reviews.0`). A text in place of the tables says why there is no history.
    """
    data = tomllib.loads(facts)
    program = Program.read({**tomllib.loads(CLINIC), **data.get("program", {})}, "program.toml")
    weeks = tuple(_week(week) for week in data.get("weeks", []))
    plans = data.get("plans", [data["plan"]] if "plan" in data else [])
    bookings = bookings_of(weeks)
    mondays = frozenset(week.monday for week in weeks)
    history = _history(data)
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
                    for n, each in _mine(data, "assessments", patient)
                ),
                reviews=tuple(
                    Review.read(each, f"{patient}/reviews/{each['on']}.toml")
                    for _, each in _mine(data, "reviews", patient)
                ),
                claims=tuple(
                    Claim.read(each, f"{patient}/claims/c-{n}.toml") for n, each in _mine(data, "claims", patient)
                ),
                weeks_on_file=mondays,
                instruments=library.instruments(),
                history=history,
            )
        )
    return Census(program, tuple(charts), weeks, frozenset(library.packs()), history=history)


def chart_of(facts: str) -> Chart:
    """The only chart of a program from TOML."""
    [chart] = census_of(facts).charts
    return chart


def pack_of(limits: str, pack_id: str = "test") -> RulePack:
    """A pack with limits written as TOML; each gets a citation and counts as read in the primary text."""
    data = tomllib.loads(limits)
    given = {
        name: [{"cite": "test", "certainty": "primary", **version} for version in versions]
        for name, versions in data.pop("limits", {}).items()
    }
    return RulePack.read({"id": pack_id, "title": "Test", "limits": given, **data}, f"rulepacks/{pack_id}.toml")


def findings_of(
    rule: RuleModule, facts: str | Census | Chart, pack: str | RulePack, as_of: str | date
) -> list[Finding]:
    """What one rule finds by one pack, in its own order; waivers and coverage are left aside."""
    held = library.packs()[pack] if isinstance(pack, str) else pack
    today = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    census = census_of(facts) if isinstance(facts, str) else facts
    if isinstance(census, Chart):
        census = Census(census.program, (census,), history=census.history)
    return list(checking.by_one_rule(rule, census, held, today))


def found(rule: RuleModule, facts: str | Census | Chart, pack: str | RulePack, as_of: str | date) -> list[str]:
    """The messages of `findings_of`."""
    return messages(findings_of(rule, facts, pack, as_of))


def messages(findings: Iterable[Finding]) -> list[str]:
    """What the findings say, in order."""
    return [finding.message for finding in findings]


def _week(fields: Mapping[str, Any]) -> Week:
    year, _, number = str(fields["week"]).partition("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return Week.read({"monday": monday, **fields}, f"weeks/{fields['week']}.toml")


def _mine(data: Mapping[str, Any], name: str, patient: str) -> list[tuple[int, dict[str, Any]]]:
    return [
        (n, {key: value for key, value in item.items() if key != "patient"})
        for n, item in enumerate(data.get(name, []))
        if item.get("patient", patient) == patient
    ]


def _history(data: Mapping[str, Any]) -> History | None:
    told = data.get("history")
    if not isinstance(told, list):
        return None if told is None else History(missing=Missing(told, "keep the program folder in git"))
    first: dict[str, Commit] = {}
    entered: dict[Place, Commit] = {}
    changed: dict[Place, tuple[Commit, ...]] = {}
    for number, each in enumerate(told, start=1):
        commit = Commit(f"c{number}", each["commit"]) if "commit" in each else UNCOMMITTED
        for path in each.get("first_holds", ()):
            place = _place(data, path)
            if place.key:
                entered[place] = commit
            else:
                first[place.file] = commit
        for path in each.get("changes", ()):
            place = _place(data, path)
            changed[place] = (*changed.get(place, ()), commit)
    return History(first, entered, changed)


def _place(data: Mapping[str, Any], path: str) -> Place:
    """The place of a fact on file, by its path in the facts of a test."""
    kind, *key = (int(part) if part.isdecimal() else part for part in path.split("."))
    if kind == "plan":
        return Place(f"{data['plan'].get('patient', 'pt-0001')}/plan.toml", tuple(key))
    fields = data[str(kind)][key[0]]
    patient = fields.get("patient", "pt-0001")
    files = {
        "plans": f"{patient}/plan.toml",
        "weeks": f"weeks/{fields.get('week')}.toml",
        "reviews": f"{patient}/reviews/{fields.get('on')}.toml",
    }
    return Place(files[str(kind)], tuple(key[1:]))
