"""Patients on both sides of the age limit attended one session that is not a family session.

Why: the licence has adults and children grouped separately, family services excepted. Ages are those of the day of the
session (S12); somebody whose age is not on file is counted on neither side, and that is said. The patients of the
smaller side are named, of equal sides the younger. Weeks in a row of one patient are one finding.
What to do: see them in groups of their own age. At a birthday that crosses the limit plan the change of groups ahead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.counting.groups import attenders
from iopctl.counting.weeks import WEEK
from iopctl.model.chart import Census
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.week import Session, Week

RULE = Rule("GR104", "mixed-age-group", Severity.ERROR, ("mixed_age_limit",))


@dataclass(frozen=True)
class _Group:
    """One session, held against the limit of its day."""

    week: Week
    index: int
    session: Session
    limit: Limit
    young: tuple[str, ...]
    old: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def place(self) -> Place:
        return self.week.at("sessions", self.index)

    @property
    def name(self) -> str:
        return f"{self.week.week}/{self.session.id} on {self.session.date}"

    @property
    def fewer(self) -> tuple[str, ...]:
        """The smaller side; of equal ones the younger."""
        return self.young if len(self.young) <= len(self.old) else self.old


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each patient and run of weeks, and one for each patient of unknown age."""
    runs: dict[tuple[str, bool], list[list[_Group]]] = {}
    unknown: dict[str, list[_Group]] = {}
    for group in _groups(census, pack, today):
        for patient in group.fewer:
            mine = runs.setdefault((patient, patient in group.young), [])
            if mine and group.limit == mine[-1][-1].limit and group.week.monday - mine[-1][-1].week.monday <= WEEK:
                mine[-1].append(group)
            else:
                mine.append([group])
        for patient in group.unknown:
            unknown.setdefault(patient, []).append(group)
    for (patient, is_young), mine in runs.items():
        for run in mine:
            yield _mixed(patient, run, is_young=is_young)
    for patient, groups in unknown.items():
        yield _age_missing(census, patient, groups)


def _groups(census: Census, pack: RulePack, today: date) -> Iterator[_Group]:
    """The sessions up to the as-of day that several patients attended, in order of time."""
    if "mixed_age_limit" not in pack.limits:
        return
    for week, index, session in sorted(census.sessions(), key=lambda each: (each[2].date, each[2].start, each[2].id)):
        limit = pack.limit("mixed_age_limit", session.date)
        service = census.program.service_by_id.get(session.service)
        if limit is None or session.date > today or service is None or service.kind in {"family", *pack.exempt_kinds}:
            continue
        ages = {patient: _age(census, patient, session.date) for patient in attenders(session)}
        young = tuple(patient for patient, age in ages.items() if age is not None and age < limit.number)
        old = tuple(patient for patient, age in ages.items() if age is not None and age >= limit.number)
        unknown = tuple(patient for patient, age in ages.items() if age is None)
        if len(ages) > 1:
            yield _Group(week, index, session, limit, young, old, unknown)


def _age(census: Census, patient: str, day: date) -> int | None:
    chart = census.chart_by_patient.get(patient)
    return None if chart is None else chart.plan.age_on(day)


def _mixed(patient: str, run: Sequence[_Group], *, is_young: bool) -> Finding:
    first, last = run[0], run[-1]
    years = first.limit.number
    own, others = (f"under {years}", f"of {years} or older") if is_young else (f"{years} or older", f"under {years}")
    what = f"{first.name}" if len(run) == 1 else f"{len(run)} sessions from {first.name} to {last.name}"
    return RULE.finding(
        first.place,
        f"{patient}, {own}, attended {what} with patients {others}",
        "see them in groups of their own age; family sessions may mix",
        patient=patient,
        limit=first.limit,
        on=last.session.date,
    )


def _age_missing(census: Census, patient: str, groups: Sequence[_Group]) -> Finding:
    first, count = groups[0], len(groups)
    chart = census.chart_by_patient.get(patient)
    return RULE.finding(
        first.place if chart is None else chart.plan.at("age_at_admission"),
        f"the age of {patient} is not on file, so whether {count} attended session{'s' * (count > 1)}"
        f" mixed ages cannot be judged, first {first.name}",
        "write age_at_admission in the plan",
        patient=patient,
        limit=first.limit,
        severity=Severity.INFO,
    )
