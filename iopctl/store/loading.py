"""Load a program folder: every chart that can be read, and a finding for everything that cannot."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from iopctl.errors import Refused, UnreadableProgram
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Booking, Census, Chart, bookings_of
from iopctl.model.claim import Claim
from iopctl.model.frozen import Document
from iopctl.model.identity import Identity
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.rule import Finding
from iopctl.model.week import Week
from iopctl.store.folder import PROGRAM, misnamed_charts, patient_folders, shown, toml_files
from iopctl.store.positions import Positions
from iopctl.store.problems import NOT_READABLE, START, WRONG_TYPE, Problem, finding_in
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

    def chart(self, patient: str) -> Chart:
        """One chart that was asked for. Raises Refused when its plan cannot be read."""
        try:
            return self.census.chart_by_patient[patient]
        except KeyError:
            file = shown(self.root, f"{patient}/plan.toml")
            raise Refused(f"{file}: cannot be read. `iopctl check {patient}` says where and why.") from None


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


def load(
    root: Path,
    shipped: Mapping[str, RulePack],
    instruments: Mapping[str, Instrument],
    patients: Iterable[str] | None = None,
) -> Loaded:
    """The whole program, or only the charts of some patients with all weeks. Raises UnreadableProgram."""
    program, problems = _program(root)
    weeks = _read_all(root, "weeks", Week, problems)
    packs, pack_problems = load_packs(root, shipped)
    problems += pack_problems
    bookings = bookings_of(weeks)
    mondays = frozenset(week.monday for week in weeks)
    charts, unreadable = [], set()
    everybody = patient_folders(root)
    problems += _misnamed(root)
    for patient in everybody if patients is None else patients:
        chart = _load_chart(root, patient, program, bookings.get(patient, ()), mondays, problems)
        if chart is None:
            unreadable.add(patient)
        else:
            charts.append(replace(chart, instruments=instruments))
    # Folders that were not asked for are not missing: they count as there.
    there = unreadable | (set(everybody) - {chart.patient for chart in charts})
    census = Census(program, tuple(charts), weeks, frozenset(packs), frozenset(there))
    return Loaded(root, census, packs, located(root, problems))


def load_packs(root: Path, shipped: Mapping[str, RulePack]) -> tuple[dict[str, RulePack], list[Finding]]:
    """The packs that can be named, and what is wrong with the program's own; one of its own replaces a shipped one."""
    problems: list[Finding] = []
    own = _read_all(root, "rulepacks", RulePack, problems)
    return {**shipped, **{pack.id: pack for pack in own}}, problems


def located(root: Path, findings: list[Finding]) -> list[Finding]:
    """The findings with line, column and anchor; each file is read for that once, and only when it has findings."""
    positions: dict[str, Positions | None] = {}
    return [_located(root, finding, positions) for finding in findings]


def _located(root: Path, finding: Finding, positions: dict[str, Positions | None]) -> Finding:
    file, key = finding.place.file, finding.place.key
    if finding.line is not None:
        return finding
    if file not in positions:
        try:
            positions[file] = Positions(read_text(root, file))
        except Problem:
            positions[file] = None
    reader = positions[file]
    line, column = START if reader is None else reader.of(key)
    anchor = str(finding.place) if reader is None else reader.anchor(key)
    return replace(finding, line=line, column=column, anchor=anchor)


def _misnamed(root: Path) -> list[Finding]:
    """A chart that is not read must not look like one without findings. The names might be people's: only counted."""
    count = len(misnamed_charts(root))
    if not count:
        return []
    message = f"{count} folder{'s' * (count > 1)} with a plan.toml, whose name is no patient code, cannot be read"
    return [finding_in(NOT_READABLE, "", (), message, "rename to a code such as pt-0001, or move it elsewhere")]


def _load_chart(
    root: Path,
    patient: str,
    program: Program,
    bookings: tuple[Booking, ...],
    mondays: frozenset[date],
    problems: list[Finding],
) -> Chart | None:
    plan = _read_plan(root, patient, problems)
    if (root / patient).is_symlink():
        return None  # said once, not for every file behind it
    assessments = _read_all(root, f"{patient}/assessments", Assessment, problems)
    reviews = _read_all(root, f"{patient}/reviews", Review, problems)
    claims = _read_all(root, f"{patient}/claims", Claim, problems)
    identity = None
    if os.path.lexists(root / patient / "identity.toml"):
        identity = _read_one(root, f"{patient}/identity.toml", Identity, problems)
    if plan is None:
        return None
    return Chart(
        program=program,
        plan=plan,
        bookings=bookings,
        assessments=tuple(sorted(assessments, key=_order_of_assessment)),
        reviews=tuple(sorted(reviews, key=lambda r: (r.on, len(r.file), r.file))),
        claims=tuple(sorted(claims, key=lambda c: (c.first or date.min, c.file))),
        identity=identity,
        weeks_on_file=mondays,
    )


def _read_plan(root: Path, patient: str, problems: list[Finding]) -> Plan | None:
    file = f"{patient}/plan.toml"
    plan = _read_one(root, file, Plan, problems)
    if plan is None or plan.patient == patient:
        return plan
    message, next_step = "patient is not the code that its folder has", "write the code of the folder, or move the plan"
    problems.append(finding_in(WRONG_TYPE, file, ("patient",), message, next_step))
    return None


def _order_of_assessment(assessment: Assessment) -> tuple[date, float, int, str]:
    """By moment; of forms that know only the day the second, with its suffix -2, comes after the first."""
    at = assessment.given_at
    moment = at.timestamp() if isinstance(at, datetime) else 0.0
    return assessment.given_on, moment, len(assessment.file), assessment.file


def _read_one(root: Path, file: str, model: type[D], problems: list[Finding]) -> D | None:
    document, found = read(root, file, model)
    problems += found
    return document


def _read_all(root: Path, folder: str, model: type[D], problems: list[Finding]) -> tuple[D, ...]:
    try:
        files = toml_files(root, folder)
    except OSError as error:
        message, next_step = f"the folder cannot be read: {error.strerror}", "check what it is and who may read it"
        problems.append(finding_in(NOT_READABLE, folder, (), message, next_step))
        return ()
    documents = (_read_one(root, file, model, problems) for file in files)
    return tuple(document for document in documents if document is not None)
