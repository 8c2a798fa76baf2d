"""S5: what the plan promises - the standing weekly pattern with its dated changes, and the dose by service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.minutes import Dose, Span, clock_span, dose
from iopctl.counting.weeks import ProgramWeek, is_full, week_of, weeks_of_stay
from iopctl.model.chart import Chart
from iopctl.model.frozen import Key
from iopctl.model.plan import Pattern, PatternChange, PlannedService
from iopctl.model.words import DAYS


@dataclass(frozen=True)
class PlannedWeek:
    """One program week as the pattern promises it, closures left in; without a pattern only the minutes are known."""

    week: ProgramWeek
    minutes: int
    dose: Dose | None
    step_down: bool
    key: Key  # the part of the plan that says so


def pattern_on(chart: Chart, day: date) -> tuple[Pattern | None, Key]:
    """The pattern in force that day, and its key in the plan; of overlapping changes the later one wins."""
    found: tuple[Pattern | None, Key] = chart.plan.pattern, ("pattern",)
    for index, change in enumerate(chart.plan.pattern_changes):
        if change.covers(day):
            found = change, ("pattern_changes", index)
    return found


def pattern_spans(chart: Chart, pattern: Pattern | None, day: date) -> Iterator[Span]:
    """The pattern's times on one date; a slot that the program lacks is left to FI102."""
    if pattern is None:
        return
    name = DAYS[day.weekday()]
    for slot_id in pattern.slots:
        slot = chart.program.slot_by_id.get(slot_id)
        if slot is not None and slot.day == name:
            yield clock_span(chart.program, day, slot.service, slot.start, slot.end, slot.breaks)
    for own in pattern.own:
        if own.day == name:
            yield clock_span(chart.program, day, own.service, own.start, own.end)


def planned_week(chart: Chart, week: ProgramWeek, *, full: bool) -> PlannedWeek:
    """What the pattern in force on each date holds; outside a full week only the dates of the stay."""
    spans: list[Span] = []
    changes: list[PatternChange] = []
    key: Key = ("pattern",)
    for day in week.dates:
        if full or _in_stay(chart, day):
            pattern, key_here = pattern_on(chart, day)
            spans.extend(pattern_spans(chart, pattern, day))
            if isinstance(pattern, PatternChange):
                changes.append(pattern)
                key = key_here
    step_down = any(change.kind == "step-down" for change in changes)
    counted = dose(chart.program, spans)
    return PlannedWeek(week, counted.minutes, counted, step_down, key)


def planned_weeks(chart: Chart, today: date) -> list[PlannedWeek]:
    """The full weeks of the planned stay, or the standing week alone while there is none.

    A plan without a pattern is judged by the dose it promises by service.
    """
    plan = chart.plan
    until = plan.ends_on or week_of(chart, today).last
    weeks = [week for week in weeks_of_stay(chart, until) if is_full(week, plan, until)]
    if not weeks:
        weeks = [week_of(chart, chart.last_day(today))]
    if plan.pattern is None:
        return [PlannedWeek(week, service_minutes(chart, week), None, False, ("services",)) for week in weeks]
    return [planned_week(chart, week, full=True) for week in weeks]


def promised_services(chart: Chart, week: ProgramWeek) -> list[PlannedService]:
    """The services whose dose is promised in that week, by their own dates or their number of weeks."""
    return [service for service in chart.plan.services if _promised(chart, service, week)]


def promised_minutes(chart: Chart, week: ProgramWeek, *, full: bool) -> int:
    """Countable minutes promised: the dose by service in a full standing week, else what the pattern holds."""
    if chart.plan.pattern is not None:
        by_pattern = planned_week(chart, week, full=full)
        if not full or by_pattern.step_down or not chart.plan.services:
            return by_pattern.minutes
    return service_minutes(chart, week)


def service_minutes(chart: Chart, week: ProgramWeek) -> int:
    """Countable minutes that the dose by service promises in that week."""
    return int(sum(s.weekly_minutes for s in promised_services(chart, week) if chart.program.counts(s.service)))


def _promised(chart: Chart, service: PlannedService, week: ProgramWeek) -> bool:
    first = service.from_ or chart.plan.admitted_on
    last = service.until
    if last is None and first is not None and service.weeks is not None:
        last = first + timedelta(weeks=service.weeks, days=-1)
    return (first is None or first <= week.last) and (last is None or week.first <= last)


def _in_stay(chart: Chart, day: date) -> bool:
    plan = chart.plan
    paused = any(pause.covers(day) for pause in plan.pauses)
    after_admission = plan.admitted_on is None or plan.admitted_on <= day
    return after_admission and (plan.ends_on is None or day <= plan.ends_on) and not paused
