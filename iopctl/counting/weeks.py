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
class ProgramWeek:
    """Seven local dates in a row."""

    first: date

    @property
    def last(self) -> date:
        """The seventh date."""
        return self.first + WEEK - DAY

    @property
    def dates(self) -> tuple[date, ...]:
        """All seven."""
        return tuple(self.first + timedelta(days=n) for n in range(7))

    @property
    def id(self) -> str:
        """The ISO week when the seven dates are one, else the first date."""
        return week_id(self.first) if self.first.weekday() == 0 else self.first.isoformat()


def week_of(chart: Chart, day: date) -> ProgramWeek:
    """The program week that holds the day; a rolling anchor is shown by calendar weeks."""
    program, plan = chart.program, chart.plan
    if program.week_anchor == "admission" and plan.admitted_on is not None:
        starts = [plan.admitted_on, *(pause.until + DAY for pause in plan.pauses if pause.until)]
        anchor = max((start for start in starts if start <= day), default=plan.admitted_on)
        return ProgramWeek(anchor + (day - anchor) // WEEK * WEEK)
    back = (day.weekday() - DAYS.index(program.week_start)) % 7
    return ProgramWeek(day - timedelta(days=back))


def weeks_of_stay(chart: Chart, until: date) -> list[ProgramWeek]:
    """The program weeks that touch the stay from admission up to a day; empty while admission is not known."""
    first = chart.plan.admitted_on
    if first is None or until < first:
        return []
    if chart.program.week_anchor == "rolling":
        return [ProgramWeek(day) for day in _dates(first, max(until - WEEK + DAY, first))]
    return sorted({week_of(chart, day) for day in _dates(first, until)})


def is_full(week: ProgramWeek, plan: Plan, until: date) -> bool:
    """S4: all seven dates lie inside the stay up to a day, and none in a break in treatment."""
    inside = plan.admitted_on is not None and plan.admitted_on <= week.first and week.last <= until
    paused = any(pause.covers(day) for pause in plan.pauses for day in week.dates)
    return inside and not paused


def end_of_stay(plan: Plan, today: date) -> date:
    """The last day that delivered weeks may reach: discharge or as-of, whichever is first."""
    return min(today, plan.discharged_on or today)


def day_of_stay(plan: Plan, today: date) -> int | None:
    """1 on the day of admission; counted to discharge once the stay is over; None before admission."""
    if plan.admitted_on is None or today < plan.admitted_on:
        return None
    return days_inclusive(plan.admitted_on, end_of_stay(plan, today))


def days_inclusive(first: date, last: date) -> int:
    """Days from first to last, both counted."""
    return (last - first).days + 1


def _dates(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
