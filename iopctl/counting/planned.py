"""S5: what the plan promises - the standing weekly pattern with its dated changes, and the dose by service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.counting.minutes import Dose, Span, clock_span, dose
from iopctl.counting.weeks import ProgramWeek, blocks_of_stay, is_full, week_of, weeks_of_stay
from iopctl.model.chart import Chart
from iopctl.model.frozen import Key
from iopctl.model.pattern import Pattern, PatternChange
from iopctl.model.plan import PlannedService
from iopctl.model.words import DAYS


@dataclass(frozen=True)
class PlannedWeek:
    """One program week as the pattern promises it, closures left in; without a pattern only the minutes are known."""

    week: ProgramWeek
    full: bool
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
    for slot_id in dict.fromkeys(pattern.slots):
        slot = chart.program.slot_by_id.get(slot_id)
        if slot is not None and slot.day == name:
            yield clock_span(chart.program, day, slot.service, slot.start, slot.end, slot.breaks)
    for own in pattern.own:
        if own.day == name:
            yield clock_span(chart.program, day, own.service, own.start, own.end)


def steps_down(chart: Chart, week: ProgramWeek) -> bool:
    """Whether a step-down is in force on one of the dates."""
    patterns = (pattern_on(chart, day)[0] for day in week.dates)
    return any(isinstance(pattern, PatternChange) and pattern.kind == "step-down" for pattern in patterns)


def planned_week(chart: Chart, week: ProgramWeek, *, full: bool) -> PlannedWeek:
    """What the pattern in force on each date holds; outside a full week only the dates of the stay."""
    spans: list[Span] = []
    step_down = False
    key: Key = ("pattern",)
    for day in week.dates:
        if full or in_stay(chart, day):
            pattern, key_here = pattern_on(chart, day)
            spans.extend(pattern_spans(chart, pattern, day))
            if isinstance(pattern, PatternChange) and not step_down:
                key, step_down = key_here, pattern.kind == "step-down"
    counted = dose(chart.program, spans)
    return PlannedWeek(week, full, counted.minutes, counted, step_down, key)


def planned_weeks(chart: Chart, today: date) -> list[PlannedWeek]:
    """The full weeks of the planned stay, or the standing week alone while there is none."""
    until = _planned_until(chart, today)
    weeks = [week for week in weeks_of_stay(chart, until) if is_full(week, chart.plan, until)]
    return [_planned(chart, week, full=True) for week in weeks] or [_standing_week(chart, today)]


def planned_blocks(chart: Chart, today: date) -> list[PlannedWeek]:
    """The weeks that hold each date of the planned stay once, partial ones too; before admission the standing week."""
    until = _planned_until(chart, today)
    blocks = blocks_of_stay(chart, until)
    return [_planned(chart, week, full=is_full(week, chart.plan, until)) for week in blocks] or [
        _standing_week(chart, today)
    ]


def promised_services(chart: Chart, week: ProgramWeek) -> list[PlannedService]:
    """The services whose dose is promised in that week, by their own dates or their number of weeks."""
    return [service for service in chart.plan.services if _promised(chart, service, week)]


def promised_minutes(chart: Chart, week: ProgramWeek, *, full: bool) -> int:
    """Countable minutes promised: the dose by service in a full standing week, else what the pattern holds."""
    if chart.plan.pattern is not None:
        by_pattern = planned_week(chart, week, full=full)
        changed = by_pattern.key != ("pattern",)
        if not full or changed or not chart.plan.services:
            return by_pattern.minutes
    return service_minutes(chart, week)


def service_minutes(chart: Chart, week: ProgramWeek) -> int:
    """Countable minutes that the dose by service promises in that week."""
    minutes = sum(s.weekly_minutes for s in promised_services(chart, week) if chart.program.counts(s.service))
    return int(round(minutes, 6))  # 4.35 x 100 is a hair under 435 in binary


def in_stay(chart: Chart, day: date) -> bool:
    """Whether the day lies between admission and the actual or planned end, and in no break in treatment."""
    plan = chart.plan
    paused = any(pause.covers(day) for pause in plan.pauses)
    after_admission = plan.admitted_on is None or plan.admitted_on <= day
    return after_admission and (plan.ends_on is None or day <= plan.ends_on) and not paused


def _planned(chart: Chart, week: ProgramWeek, *, full: bool) -> PlannedWeek:
    """By the pattern; a plan without one is judged by the dose it promises by service."""
    if chart.plan.pattern is None:
        return PlannedWeek(week, full, service_minutes(chart, week), None, steps_down(chart, week), ("services",))
    return planned_week(chart, week, full=full)


def _standing_week(chart: Chart, today: date) -> PlannedWeek:
    """Seven days of the pattern in force at the day of judgement, or at admission if that is still ahead."""
    day = max(chart.last_day(today), chart.plan.admitted_on or date.min)
    return _planned(chart, ProgramWeek(week_of(chart, day).first), full=True)


def _planned_until(chart: Chart, today: date) -> date:
    """The end of the planned stay; while none is planned, the end of the week of the day, or of admission if ahead."""
    plan = chart.plan
    return plan.ends_on or week_of(chart, max(today, plan.admitted_on or today)).last


def _promised(chart: Chart, service: PlannedService, week: ProgramWeek) -> bool:
    first = service.from_ or chart.plan.admitted_on
    begun = first is None or first <= week.last
    if service.until is not None or first is None or service.weeks is None:
        return begun and (service.until is None or week.first <= service.until)
    return begun and (week.first - first).days < service.weeks * 7
