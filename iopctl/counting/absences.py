"""Unexcused absences, and how many of them the packs in force allow in a stretch of the stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack


@dataclass(frozen=True)
class Cycle:
    """The absences of one stretch of the stay, oldest first, and the limit in force on its first day."""

    first: date
    last: date
    absences: tuple[Booking, ...]
    limit: Limit | None


def unexcused(chart: Chart, today: date) -> list[Booking]:
    """The sessions of the stay so far that were held without the patient and without excuse."""
    admitted, last = chart.plan.admitted_on, chart.last_day(today)
    return [] if admitted is None else [each for each in chart.booked(admitted, last) if _unexcused(each)]


def cycles(chart: Chart, pack: RulePack, today: date) -> Iterator[Cycle]:
    """The stretches with absences: of the pack's length from the day of admission on, else the whole stay so far."""
    admitted, last = chart.plan.admitted_on, chart.last_day(today)
    if admitted is None or "unexcused_absences_max" not in pack.limits:
        return
    cycle = pack.limit("absence_cycle_days", admitted, chart.plan)
    days = (last - admitted).days + 1 if cycle is None or cycle.number < 1 else cycle.number
    for number, group in groupby(unexcused(chart, today), key=lambda each: (each.session.date - admitted).days // days):
        first = admitted + timedelta(days=number * days)
        until = min(first + timedelta(days=days - 1), last)
        yield Cycle(first, until, tuple(group), pack.limit("unexcused_absences_max", first, chart.plan))


def _unexcused(booking: Booking) -> bool:
    """A session that was held without the patient; one called off for everybody was nobody's absence."""
    record = booking.attendance
    return record is not None and record.status == "absent-unexcused" and booking.session.cancelled is None
