"""Stretches of a stay without an offered service, in dates in a row and in hours from end to start."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopctl.counting.clock import midnight_after
from iopctl.counting.deadlines import due_soon
from iopctl.counting.minutes import session_span
from iopctl.counting.weeks import DAY, WEEK, ended_on
from iopctl.model.chart import Booking, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack


@dataclass(frozen=True)
class ServiceGap:
    """One stretch that is longer than the limit allows."""

    first: date  # its first date, or the day of the session before it
    due: date  # the day on which it became, or becomes, too long
    size: int | None  # dates, or minutes; None while no next service is on file
    where: str
    limit: Limit
    place: Place
    ahead: bool  # too long only after the as-of day

    @property
    def hours(self) -> str:
        """The size in hours and minutes; nothing while no next service is on file."""
        hours, minutes = divmod(self.size or 0, 60)
        return "" if self.size is None else f"{hours} h {minutes} min" if minutes else f"{hours} h"


def gaps_in_days(chart: Chart, pack: RulePack, today: date) -> Iterator[ServiceGap]:
    """Runs of dates of the stay without an offered service; today is not over, and a run ends where no file tells."""
    offered = {booking.session.date: booking for booking in offered_services(chart)}
    for run in _idle_runs(chart, offered, today):
        found = _first_too_many(chart, pack, run)
        if found is not None and _told(found[0], today):
            due, limit = found
            ahead = due >= today
            last = run[-1] if ahead else min(run[-1], today)
            before = max((day for day in offered if day < run[0]), default=None)
            yield ServiceGap(
                first=run[0],
                due=due,
                size=(last - run[0]).days + 1,
                where=f"{run[0]} to {last}",
                limit=limit,
                place=chart.plan.at("admitted_at") if before is None else offered[before].place,
                ahead=ahead,
            )


def gaps_in_hours(chart: Chart, pack: RulePack, today: date) -> Iterator[ServiceGap]:
    """Elapsed time from the end of one service to the start of the next, or to the end of the as-of day (S9)."""
    closed = midnight_after(chart.program.zone, today)
    for before, end, after in _neighbours(chart):
        limit = pack.limit("gap_hours_max", before.session.date, chart.plan)
        if limit is None:
            continue
        until = end + timedelta(hours=limit.number)
        due = until.astimezone(chart.program.zone).date()
        start = None if after is None else session_span(chart.program, after.session).start
        judged = _judged(chart, before.session.date, due if after is None else after.session.date, today)
        ahead = closed <= until
        if (start is None or until < start) and judged and (not ahead or due_soon(due, today)):
            yield ServiceGap(
                first=before.session.date,
                due=due,
                size=None if start is None else (start - end) // timedelta(minutes=1),
                where=before.ref if after is None else f"{before.ref} and {after.ref}",
                limit=limit,
                place=before.place,
                ahead=ahead,
            )


def offered_services(chart: Chart) -> Iterator[Booking]:
    """Countable sessions of the stay that were not called off; on a closed day only those that somebody came to."""
    plan = chart.plan
    for booking in chart.bookings:
        day = booking.session.date
        inside = plan.admitted_on is not None and plan.admitted_on <= day <= (ended_on(plan) or day)
        came = booking.attendance is not None and booking.attendance.present
        open_ = came or chart.program.closed(day, plan.track) is None
        if inside and open_ and booking.offered and chart.program.counts(booking.session.service):
            yield booking


def _idle_runs(chart: Chart, offered: dict[date, Booking], today: date) -> Iterator[list[date]]:
    run: list[date] = []
    day = chart.plan.admitted_on
    last = max((monday + WEEK - DAY for monday in chart.weeks_on_file), default=today)
    while day is not None and day <= last:
        if day not in offered and _judged(chart, day, day, today):
            run.append(day)
        elif run:
            yield run
            run = []
        day += DAY
    if run:
        yield run


def _first_too_many(chart: Chart, pack: RulePack, run: list[date]) -> tuple[date, Limit] | None:
    """The first date that exceeds the limit in force on it."""
    for number, day in enumerate(run, 1):
        limit = pack.limit("gap_days_max", day, chart.plan)
        if limit is not None and number > limit.number:
            return day, limit
    return None


def _told(due: date, today: date) -> bool:
    """S8 and S14: missed once its day has passed, within the lead time a reminder."""
    return due < today or due_soon(due, today)


def _neighbours(chart: Chart) -> Iterator[tuple[Booking, datetime, Booking | None]]:
    """Each service with the one that starts next; one that runs beside a longer one is no service before a gap."""
    latest: Booking | None = None
    end: datetime | None = None
    for booking in offered_services(chart):
        span = session_span(chart.program, booking.session)
        if latest is not None and end is not None and span.start > end:
            yield latest, end, booking
        if end is None or span.end > end:
            latest, end = booking, span.end
    if latest is not None and end is not None and ended_on(chart.plan) is None:
        yield latest, end, None


def _judged(chart: Chart, first: date, last: date, today: date) -> bool:
    """Whether the dates are all inside the stay, outside breaks in treatment, and in weeks on file."""
    plan = chart.plan
    end = ended_on(plan) or (plan.planned_discharge_on if last > today else None)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    paused = any(pause.covers(day) for pause in plan.pauses for day in days)
    on_file = all(day - timedelta(days=day.weekday()) in chart.weeks_on_file for day in days)
    return (end is None or last <= end) and not paused and on_file
