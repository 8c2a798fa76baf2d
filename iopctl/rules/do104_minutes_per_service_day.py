"""A planned service day holds fewer countable minutes than the pack requires.

Why: some payers count days, not weeks. A day below their unit is not a billable day, however long the week is, and a
ten-minute break is enough to bring a three-hour morning below it.
What to do: lengthen the day, move a break out of it, or move its sessions to another service day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from iopctl.counting.gaps import without_pattern
from iopctl.counting.planned import pattern_on, planned_blocks
from iopctl.counting.runs import WeekFact, runs
from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO104", "minutes-per-service-day", Severity.ERROR, ("minutes_per_service_day",))


@dataclass(frozen=True)
class _ServiceDay:
    week: ProgramWeek
    day: date
    minutes: int


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each weekday and run of weeks; days of partial weeks count like any other (S4)."""
    if "minutes_per_service_day" not in pack.limits:
        return
    yield from without_pattern(RULE, chart, pack, "minutes_per_service_day", today)
    for _, group in groupby(_service_days(chart, today), key=lambda each: each.day.weekday()):
        days = list(group)
        for run in runs(chart, [each.week for each in days], _short(chart, pack, days)):
            yield RULE.finding(
                run.place,
                f"{run.value} minutes are planned on {run.days[0]:%A}s{run.when},"
                f" at least {run.limit.number} are required",
                f"add {run.limit.number - run.value} countable minutes to that day,"
                " or move its sessions to another service day",
                patient=chart.patient,
                limit=run.limit,
                on=run.on(today),
            )


def _service_days(chart: Chart, today: date) -> list[_ServiceDay]:
    """The dates of the stay with countable minutes, by weekday."""
    found = [
        _ServiceDay(planned.week, day, minutes)
        for planned in planned_blocks(chart, today)
        if planned.dose is not None
        for day, minutes in planned.dose.minutes_by_day.items()
    ]
    return sorted(found, key=lambda each: (each.day.weekday(), each.day))


def _short(chart: Chart, pack: RulePack, days: list[_ServiceDay]) -> Iterator[WeekFact]:
    for each in days:
        limit = pack.limit("minutes_per_service_day", each.day, chart.plan)
        if limit is not None and each.minutes < limit.number:
            _, key = pattern_on(chart, each.day)
            yield WeekFact(each.week, each.minutes, limit, chart.plan.at(*key), each.day)
