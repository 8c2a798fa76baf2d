"""Promised, scheduled and delivered minutes of each week, side by side, held against the packs in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.minutes import delivered, scheduled
from iopctl.counting.planned import promised_minutes
from iopctl.counting.weeks import ProgramWeek, end_of_stay, is_full, week_of, weeks_of_stay
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack

# The limits of a week that hours shows, with the code of the rule that reads each.
WEEK_LIMITS = {"DO101": "minutes_per_week_min", "DO103": "days_per_week_min"}


@dataclass(frozen=True)
class WeekLimit:
    """One weekly minimum, and whether what was delivered meets it; None while the week is partial or running."""

    pack: str
    code: str
    value: int
    met: bool | None


@dataclass(frozen=True)
class WeekHours:
    """One program week of one chart; minutes are countable minutes."""

    week: ProgramWeek
    full: bool
    promised: int
    scheduled: int
    delivered: int
    days_scheduled: int
    days_delivered: int
    sessions_scheduled: int
    sessions_delivered: int
    limits: tuple[WeekLimit, ...]


def hours(chart: Chart, packs: Mapping[str, RulePack], today: date) -> list[WeekHours]:
    """Every calendar or admission week of the stay that has begun."""
    end = end_of_stay(chart.plan, today)
    weeks = sorted({week_of(chart, day.first) for day in weeks_of_stay(chart, end)})
    return [week_hours(chart, packs, week, end) for week in weeks]


def week_hours(chart: Chart, packs: Mapping[str, RulePack], week: ProgramWeek, end: date) -> WeekHours:
    """One week; `end` is the last day of the stay so far."""
    bookings = [b for b in chart.bookings if week.first <= b.session.date <= week.last]
    offered, given = scheduled(chart.program, bookings), delivered(chart.program, bookings)
    full = is_full(week, chart.plan, end)
    planned_full = is_full(week, chart.plan, chart.plan.ends_on or week.last)
    limits = []
    for pack_id in chart.pack_ids(week.first):
        for code, name in WEEK_LIMITS.items():
            limit = packs[pack_id].limit(name, week.first, chart.plan) if pack_id in packs else None
            if limit is not None:
                seen = given.minutes if code == "DO101" else given.days
                limits.append(WeekLimit(pack_id, code, limit.number, seen >= limit.number if full else None))
    return WeekHours(
        week=week,
        full=full,
        promised=promised_minutes(chart, week, full=planned_full),
        scheduled=offered.minutes,
        delivered=given.minutes,
        days_scheduled=offered.days,
        days_delivered=given.days,
        sessions_scheduled=offered.sessions,
        sessions_delivered=given.sessions,
        limits=tuple(limits),
    )
