"""S5 to S7: what was delivered in each week of a stay, and how much of a shortfall is accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from iopctl.counting.minutes import (
    Dose,
    Span,
    attended_span,
    delivered,
    dose,
    scheduled,
    session_span,
    shared_minutes,
)
from iopctl.counting.planned import in_stay, pattern_on, pattern_spans
from iopctl.counting.weeks import ProgramWeek, end_of_stay, on_file, weeks_of_stay
from iopctl.model.chart import Booking, Chart
from iopctl.model.frozen import Place

# S7: with a reason on record these account for minutes that were not delivered.
_EXCUSABLE = frozenset({"absent-excused", "cancelled-by-program", "partial"})


@dataclass(frozen=True)
class DeliveredWeek:
    """One week on file, with its sessions up to the end of the stay so far."""

    chart: Chart
    week: ProgramWeek
    bookings: tuple[Booking, ...]
    end: date

    @cached_property
    def given(self) -> Dose:
        """What was attended."""
        return delivered(self.chart.program, self.bookings)

    @cached_property
    def accounted(self) -> Dose:
        """What would have been attended without closures and documented reasons."""
        return dose(self.chart.program, _accounted(self.chart, self.week, self.bookings, self.end))

    @property
    def unrecorded(self) -> int:
        """Countable sessions held about which nothing is recorded."""
        return scheduled(self.chart.program, (b for b in self.bookings if b.attendance is None)).sessions

    @property
    def place(self) -> Place:
        """The week's first session; without one the part of the plan that asked for some."""
        if self.bookings:
            return self.bookings[0].place
        key = pattern_on(self.chart, self.week.first)[1] if self.chart.plan.pattern else ("services",)
        return self.chart.plan.at(*key)


def delivered_weeks(chart: Chart, today: date) -> Iterator[DeliveredWeek]:
    """The weeks that touch the stay so far and whose files could be read; a week without a file is a gap, not zero."""
    end = end_of_stay(chart.plan, today)
    for week in weeks_of_stay(chart, end):
        if on_file(chart, week, end):
            yield DeliveredWeek(chart, week, chart.booked(week.first, min(week.last, end)), end)


def _accounted(chart: Chart, week: ProgramWeek, bookings: Sequence[Booking], end: date) -> Iterator[Span]:
    """Excused sessions in full, others as attended; a make-up of an excused one is not counted on top of it."""
    excused = {b.ref for b in bookings if _excused(chart, b)}
    for booking in bookings:
        span = attended_span(chart.program, booking)
        if booking.ref in excused:
            yield session_span(chart.program, booking.session)
        elif span is not None and booking.session.makes_up not in excused:
            yield span
    for day in week.dates:
        if day <= end and in_stay(chart, day) and _closed(chart, day):
            yield from _not_scheduled(chart, day, [b for b in bookings if b.session.date == day])


def _excused(chart: Chart, booking: Booking) -> bool:
    """S6 and S7: on a closed date, called off with a reason, or missed with a documented reason."""
    record, cancelled = booking.attendance, booking.session.cancelled
    if _closed(chart, booking.session.date) or (cancelled is not None and cancelled.reason):
        return True
    return record is not None and record.status in _EXCUSABLE and bool(record.reason)


def _not_scheduled(chart: Chart, day: date, bookings: Sequence[Booking]) -> Iterator[Span]:
    """What the pattern holds on a closed date beside the sessions that the week file has."""
    sessions = [session_span(chart.program, booking.session) for booking in bookings]
    for span in pattern_spans(chart, pattern_on(chart, day)[0], day):
        if not any(shared_minutes(span, session) for session in sessions):
            yield span


def _closed(chart: Chart, day: date) -> bool:
    return chart.program.closed(day, chart.plan.track) is not None
