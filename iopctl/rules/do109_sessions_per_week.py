"""The standing week, or a full delivered week, has fewer or more sessions or days than the program's own range.

Why: the program says how much its patients come. A plan outside that range is another program; a week outside it is
worth a question. A step-down is meant to be lighter, so too little is not held against those weeks.
What to do: change the pattern, offer a make-up session, or write the reason for each absence. If the program now wants
another range, change it in its own pack.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.counting.delivery import DeliveredWeek, delivered_weeks
from iopctl.counting.gaps import without_pattern
from iopctl.counting.minutes import Dose
from iopctl.counting.planned import PlannedWeek, planned_weeks, steps_down
from iopctl.counting.runs import WeekFact, applies, runs
from iopctl.counting.weeks import end_of_stay, is_full
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, Range, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO109", "sessions-per-week", Severity.WARNING, ("sessions_per_week", "days_per_week"))


@dataclass(frozen=True)
class _Unit:
    """What one of the two ranges counts."""

    limit: str
    one: str
    many: str
    count: Callable[[Dose], int]

    def amount(self, number: int) -> str:
        return f"{number} {self.one if number == 1 else self.many}"


UNITS = (
    _Unit("sessions_per_week", "session", "sessions", lambda dose: dose.sessions),
    _Unit("days_per_week", "day of service", "days of service", lambda dose: dose.days),
)


@dataclass(frozen=True)
class _Outside:
    """A delivered week outside the range."""

    week: DeliveredWeek
    limit: Limit
    seen: int
    covered: bool  # closed days and documented reasons account for what is missing

    @property
    def on(self) -> date:
        return self.week.week.first

    @property
    def beyond(self) -> int:
        return _beyond(self.limit.range, self.seen)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """The pattern once for each run of weeks, then the full weeks on file one by one."""
    units = [unit for unit in UNITS if unit.limit in pack.limits]
    for unit in units[:1]:
        yield from without_pattern(RULE, chart, pack, unit.limit, today)
    if units:
        standing = [each for each in planned_weeks(chart, today) if not each.step_down]
        end = end_of_stay(chart.plan, today)
        full = [each for each in delivered_weeks(chart, today) if is_full(each.week, chart.plan, end)]
        for unit in units:
            yield from _planned(chart, pack, unit, standing, today)
            yield from _delivered(chart, pack, unit, full)


def _planned(chart: Chart, pack: RulePack, unit: _Unit, standing: list[PlannedWeek], today: date) -> Iterator[Finding]:
    facts = list(_out_of_range(chart, pack, unit, standing))
    beyond = {fact.value: _beyond(fact.limit.range, fact.value) for fact in facts}
    for run in runs(chart, [each.week for each in standing], facts, lambda values: max(values, key=beyond.__getitem__)):
        yield RULE.finding(
            run.place,
            f"the pattern holds {unit.amount(run.value)} a week{run.when}, {_range(run.limit)}",
            "change the pattern, or the range in the program's own pack if its policy has changed",
            patient=chart.patient,
            limit=run.limit,
            on=run.on(today),
        )


def _out_of_range(chart: Chart, pack: RulePack, unit: _Unit, planned: list[PlannedWeek]) -> Iterator[WeekFact]:
    for each in planned:
        limit = pack.limit(unit.limit, each.week.first, chart.plan)
        if limit is None or each.dose is None:
            continue
        seen = unit.count(each.dose)
        if _beyond(limit.range, seen):
            yield WeekFact(each.week, seen, limit, chart.plan.at(*each.key))


def _delivered(chart: Chart, pack: RulePack, unit: _Unit, full: list[DeliveredWeek]) -> Iterator[Finding]:
    outside = list(_outside(chart, pack, unit, full))
    if chart.program.week_anchor == "rolling" and outside:
        outside = [max(outside, key=lambda each: (applies(chart, each.limit, each.on), not each.covered, each.beyond))]
    for each in outside:
        why = ", accounted for by closed days or documented reasons" if each.covered else ""
        yield RULE.finding(
            each.week.place,
            f"{each.week.week.name}: {unit.amount(each.seen)} delivered, {_range(each.limit)}{why}",
            "offer a make-up session, or write the reason for each absence"
            if each.seen < each.limit.range.min
            else "ask whether the plan should promise what is being given",
            patient=chart.patient,
            limit=each.limit,
            on=each.on,
            severity=Severity.INFO if each.covered else None,
        )


def _outside(chart: Chart, pack: RulePack, unit: _Unit, full: list[DeliveredWeek]) -> Iterator[_Outside]:
    for each in full:
        limit = pack.limit(unit.limit, each.week.first, chart.plan)
        if limit is None:
            continue
        seen, least = unit.count(each.given), limit.range.min
        few = seen < least
        if _beyond(limit.range, seen) and not (few and steps_down(chart, each.week)):
            yield _Outside(each, limit, seen, covered=few and unit.count(each.accounted) >= least)


def _beyond(allowed: Range, seen: int) -> int:
    """How far outside; 0 inside."""
    return max(allowed.min - seen, seen - allowed.max, 0)


def _range(limit: Limit) -> str:
    return f"the program's range is {limit.range.min} to {limit.range.max}"
