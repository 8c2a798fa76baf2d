"""S3 and S4: program weeks by their anchor, cut on local dates, full or partial."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.plan import Plan
from iopctl.model.week import week_id
from iopctl.model.words import DAYS

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """Local dates in a row."""

    first: date
    days: int

    @property
    def last(self) -> date:
        """The last date."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def dates(self) -> tuple[date, ...]:
        """All of them."""
        return tuple(self.first + timedelta(days=n) for n in range(self.days))


@dataclass(frozen=True, order=True)
class ProgramWeek(Days):
    """Seven local dates in a row; fewer where the count starts anew after a break in treatment (S3)."""

    days: int = 7

    @property
    def id(self) -> str:
        """The ISO week when the dates are one, else the first date."""
        iso = self.days == 7 and self.first.weekday() == 0
        return week_id(self.first) if iso else self.first.isoformat()

    @property
    def name(self) -> str:
        """The week in a sentence."""
        return self.id if "W" in self.id else f"the week of {self.id}"


def week_of(chart: Chart, day: date) -> ProgramWeek:
    """The program week that holds the day; a rolling anchor is shown by calendar weeks."""
    program, plan = chart.program, chart.plan
    if program.week_anchor == "admission" and plan.admitted_on is not None:
        starts = [plan.admitted_on, *_restarts(plan, plan.admitted_on)]
        anchor = max((start for start in starts if start <= day), default=plan.admitted_on)
        first = anchor + (day - anchor) // WEEK * WEEK
        after = min((start for start in starts if start > first), default=first + WEEK)
        return ProgramWeek(first, min((after - first).days, 7))
    back = (day.weekday() - DAYS.index(program.week_start)) % 7
    return ProgramWeek(day - timedelta(days=back))


def blocks_of_stay(chart: Chart, until: date) -> list[ProgramWeek]:
    """The weeks that hold each date of the stay up to a day once; empty while admission is not known."""
    found: list[ProgramWeek] = []
    day = chart.plan.admitted_on
    while day is not None and day <= until:
        found.append(week_of(chart, day))
        day = found[-1].last + DAY
    return found


def weeks_of_stay(chart: Chart, until: date) -> list[ProgramWeek]:
    """The program weeks that touch the stay up to a day; of a rolling anchor every window that lies wholly inside."""
    first = chart.plan.admitted_on
    if first is not None and chart.program.week_anchor == "rolling":
        return [ProgramWeek(first + timedelta(days=n)) for n in range((until - first - WEEK).days + 2)]
    return blocks_of_stay(chart, until)


def is_full(week: ProgramWeek, plan: Plan, until: date) -> bool:
    """S4: seven dates that all lie inside the stay up to a day, and none in a break in treatment."""
    inside = plan.admitted_on is not None and plan.admitted_on <= week.first and week.last <= until
    return inside and week.days == 7 and not any(paused(plan, day) for day in week.dates)


def is_over(week: ProgramWeek, plan: Plan, end: date) -> bool:
    """Whether the week, or the stay in it, has ended by the last day of the stay so far."""
    return min(week.last, plan.discharged_on or week.last) <= end


def on_file(chart: Chart, span: Days, end: date) -> bool:
    """Whether every week file that holds a day of the stay so far could be read; if not, those days are a gap."""
    first = chart.plan.admitted_on or span.first
    days = (day for day in span.dates if first <= day <= end)
    return {day - timedelta(days=day.weekday()) for day in days} <= chart.weeks_on_file


def end_of_stay(plan: Plan, today: date) -> date:
    """The last day that delivered weeks may reach: discharge or as-of, whichever is first."""
    return min(today, plan.discharged_on or today)


def ended_on(plan: Plan) -> date | None:
    """The last day of a stay that is over; a closed plan without a discharge record ends on its planned day."""
    return plan.ends_on if plan.status == "closed" else plan.discharged_on


def day_of_stay(plan: Plan, today: date) -> int | None:
    """1 on the day of admission; counted to discharge once the stay is over; None before admission."""
    if plan.admitted_on is None or today < plan.admitted_on:
        return None
    return days_inclusive(plan.admitted_on, end_of_stay(plan, today))


def days_inclusive(first: date, last: date) -> int:
    """Days from first to last, both counted."""
    return (last - first).days + 1


def paused(plan: Plan, day: date) -> bool:
    """Whether the day lies in a break in treatment."""
    return any(pause.covers(day) for pause in plan.pauses)


def _restarts(plan: Plan, admitted: date) -> Iterator[date]:
    """S3: the admission cycle starts anew on the first day after a break in treatment."""
    for pause in plan.pauses:
        if pause.until is not None and pause.covers(pause.until) and pause.until >= admitted:
            start = pause.until + DAY
            if not paused(plan, start):
                yield start
