"""Load a program folder: every chart that can be read, and a finding for everything that cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from iopctl.errors import UnreadableProgram
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Booking, Census, Chart, bookings_of
from iopctl.model.frozen import Document
from iopctl.model.identity import Identity
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.rule import Finding
from iopctl.model.week import Week
from iopctl.store.folder import PROGRAM, patient_folders, shown, toml_files
from iopctl.store.positions import Positions
from iopctl.store.problems import NOT_READABLE, Problem
from iopctl.store.raw import read_text
from iopctl.store.reading import read

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Loaded:
    """What a program folder holds: the census, the packs that can be named, and what could not be read."""

    root: Path
    census: Census
    packs: Mapping[str, RulePack]
    problems: list[Finding]


def load_program(root: Path) -> Program:
    """program.toml. Raises UnreadableProgram with line and column of the first fault."""
    return _program(root)[0]


def _program(root: Path) -> tuple[Program, list[Finding]]:
    program, problems = read(root, PROGRAM, Program)
    if program is None:
        first = located(root, problems)[0]
        at = f":{first.line}:{first.column}" if first.line else ""
        raise UnreadableProgram(f"{shown(root, PROGRAM)}{at}: {first.message}. Next: {first.next}.")
    return program, problems


def load(root: Path, shipped: Mapping[str, RulePack], patients: Iterable[str] | None = None) -> Loaded:
    """The whole program, or only the charts of some patients with all weeks. Raises UnreadableProgram."""
    program, problems = _program(root)
    weeks = _read_all(root, "weeks", Week, problems)
    own_packs = _read_all(root, "rulepacks", RulePack, problems)
    bookings = bookings_of(weeks)
    mondays = frozenset(week.monday for week in weeks)
    charts, unreadable = [], set()
    everybody = patient_folders(root)
    for patient in everybody if patients is None else patients:
        chart = _load_chart(root, patient, program, bookings.get(patient, ()), mondays, problems)
        if chart is None:
            unreadable.add(patient)
        else:
            charts.append(chart)
    packs = {**shipped, **{pack.id: pack for pack in own_packs}}
    # Folders that were not asked for are not missing: they count as there.
    there = unreadable | (set(everybody) - {chart.patient for chart in charts})
    census = Census(program, tuple(charts), weeks, frozenset(packs), frozenset(there))
    return Loaded(root, census, packs, located(root, problems))


def located(root: Path, findings: list[Finding]) -> list[Finding]:
    """The findings with line and column; each file is read for positions once, and only when it has findings."""
    positions: dict[str, Positions | None] = {}
    return [_located(root, finding, positions) for finding in findings]


def _located(root: Path, finding: Finding, positions: dict[str, Positions | None]) -> Finding:
    file = finding.place.file
    if finding.line is not None or finding.code == NOT_READABLE.code:
        return finding
    if file not in positions:
        try:
            positions[file] = Positions(read_text(root, file))
        except Problem:
            positions[file] = None
    reader = positions[file]
    line, column = (1, 1) if reader is None else reader.of(finding.place.key)
    return replace(finding, line=line, column=column)


def _load_chart(
    root: Path,
    patient: str,
    program: Program,
    bookings: tuple[Booking, ...],
    mondays: frozenset[date],
    problems: list[Finding],
) -> Chart | None:
    plan = _read_one(root, f"{patient}/plan.toml", Plan, problems)
    assessments = _read_all(root, f"{patient}/assessments", Assessment, problems)
    reviews = _read_all(root, f"{patient}/reviews", Review, problems)
    identity = None
    if (root / patient / "identity.toml").exists():
        identity = _read_one(root, f"{patient}/identity.toml", Identity, problems)
    if plan is None:
        return None
    return Chart(
        program=program,
        plan=plan,
        bookings=bookings,
        assessments=tuple(sorted(assessments, key=lambda a: (a.given_on, a.file))),
        reviews=tuple(sorted(reviews, key=lambda r: (r.on, r.file))),
        identity=identity,
        weeks_on_file=mondays,
    )


def _read_one(root: Path, file: str, model: type[D], problems: list[Finding]) -> D | None:
    document, found = read(root, file, model)
    problems += found
    return document


def _read_all(root: Path, folder: str, model: type[D], problems: list[Finding]) -> tuple[D, ...]:
    documents = (_read_one(root, file, model, problems) for file in toml_files(root, folder))
    return tuple(document for document in documents if document is not None)
