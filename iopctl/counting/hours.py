"""Promised, scheduled and delivered minutes of each week, side by side, held against the packs in force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.counting.minimum import asks_for_days, required
from iopctl.counting.minutes import Dose, delivered, scheduled
from iopctl.counting.planned import promised_minutes
from iopctl.counting.weeks import ProgramWeek, blocks_of_stay, end_of_stay, is_full, on_file
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack

# The limits of a week that hours shows, with the code of the rule that reads each.
WEEK_LIMITS = {"DO101": "minutes_per_week_min", "DO103": "days_per_week_min"}


@dataclass(frozen=True)
class WeekLimit:
    """One weekly minimum, and whether what was delivered meets it; None in a week that is not judged or not on file."""

    pack: str
    code: str
    value: int
    met: bool | None


@dataclass(frozen=True)
class WeekHours:
    """One program week of one chart; minutes are countable minutes."""

    week: ProgramWeek
    full: bool
    on_file: bool
    promised: int
    scheduled: int
    delivered: int
    days_scheduled: int
    days_delivered: int
    sessions_scheduled: int
    sessions_delivered: int
    limits: tuple[WeekLimit, ...]

    @property
    def short(self) -> bool:
        """Whether what was delivered misses a weekly minimum."""
        return any(limit.met is False for limit in self.limits)


def last_full(weeks: Sequence[WeekHours]) -> WeekHours | None:
    """The last week of which every day lies in the stay and behind."""
    return next((week for week in reversed(weeks) if week.full), None)


def hours(chart: Chart, packs: Mapping[str, RulePack], today: date) -> list[WeekHours]:
    """Every calendar or admission week of the stay that has begun."""
    end = end_of_stay(chart.plan, today)
    return [week_hours(chart, packs, week, end) for week in blocks_of_stay(chart, end)]


def week_hours(chart: Chart, packs: Mapping[str, RulePack], week: ProgramWeek, end: date) -> WeekHours:
    """One week; `end` is the last day of the stay so far."""
    offered = scheduled(chart.program, chart.booked(week.first, week.last))
    given = delivered(chart.program, chart.booked(week.first, min(week.last, end)))
    planned_full = is_full(week, chart.plan, chart.plan.ends_on or week.last)
    return WeekHours(
        week=week,
        full=is_full(week, chart.plan, end),
        on_file=on_file(chart, week, end),
        promised=promised_minutes(chart, week, full=planned_full),
        scheduled=offered.minutes,
        delivered=given.minutes,
        days_scheduled=offered.days,
        days_delivered=given.days,
        sessions_scheduled=offered.sessions,
        sessions_delivered=given.sessions,
        limits=tuple(_limits(chart, packs, week, end, given)),
    )


def _limits(
    chart: Chart, packs: Mapping[str, RulePack], week: ProgramWeek, end: date, given: Dose
) -> Iterator[WeekLimit]:
    known = on_file(chart, week, end)
    for pack in (packs[pack_id] for pack_id in chart.pack_ids(week.first) if pack_id in packs):
        for code, name in WEEK_LIMITS.items():
            limit = pack.limit(name, week.first, chart.plan)
            if limit is not None and (code != "DO103" or asks_for_days(chart, pack, week)):
                need = required(chart, pack, limit, week, end)
                seen = given.minutes if code == "DO101" else given.days
                met = seen >= need if known and need is not None else None
                yield WeekLimit(pack.id, code, limit.number if need is None else need, met)
