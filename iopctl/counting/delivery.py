"""S5 to S7: what was delivered in each week of a stay, and how much of a shortfall is accounted for."""

from collections.abc import Callable, Iterator, Sequence
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
from iopctl.counting.weeks import ProgramWeek, blocks_of_stay, end_of_stay, on_file, weeks_of_stay
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
        return dose(self.chart.program, _accounted(self.chart, self._dates, self.bookings, _excused))

    @cached_property
    def reopened(self) -> Dose:
        """What would have been attended without closures (S6)."""
        return dose(self.chart.program, without_closures(self.chart, self._dates, self.bookings))

    @property
    def unrecorded(self) -> int:
        """Countable sessions held about which nothing is recorded."""
        return unrecorded(self.chart, self.bookings)

    @property
    def place(self) -> Place:
        """The week's first session; without one the part of the plan that asked for some."""
        return first_place(self.chart, self.week.first, self.bookings)

    @property
    def _dates(self) -> list[date]:
        return [day for day in self.week.dates if day <= self.end]


def delivered_weeks(chart: Chart, today: date) -> Iterator[DeliveredWeek]:
    """The weeks that touch the stay so far and whose files could be read; a week without a file is a gap, not zero."""
    end = end_of_stay(chart.plan, today)
    yield from _delivered(chart, weeks_of_stay(chart, end), end)


def delivered_blocks(chart: Chart, today: date) -> Iterator[DeliveredWeek]:
    """The same by the weeks that hold each date once, which a rolling anchor's windows do not."""
    end = end_of_stay(chart.plan, today)
    yield from _delivered(chart, blocks_of_stay(chart, end), end)


def attended(chart: Chart, bookings: Sequence[Booking]) -> list[Span]:
    """What the patient was there for."""
    spans = (attended_span(chart.program, booking) for booking in bookings)
    return [span for span in spans if span is not None]


def without_closures(chart: Chart, dates: Sequence[date], bookings: Sequence[Booking]) -> list[Span]:
    """S6: what would have been attended if the program had not been closed on any of these dates."""
    return list(_accounted(chart, dates, bookings, lambda chart, booking: _closed(chart, booking.session.date)))


def unrecorded(chart: Chart, bookings: Sequence[Booking]) -> int:
    """Countable sessions held about which nothing is recorded."""
    return scheduled(chart.program, (b for b in bookings if b.attendance is None)).sessions


def first_place(chart: Chart, first: date, bookings: Sequence[Booking]) -> Place:
    """Where a fact about days stands: at their first session; without one where the plan asks for some."""
    if bookings:
        return bookings[0].place
    key = pattern_on(chart, first)[1] if chart.plan.pattern else ("services",)
    return chart.plan.at(*key)


def _delivered(chart: Chart, weeks: Sequence[ProgramWeek], end: date) -> Iterator[DeliveredWeek]:
    for week in weeks:
        if on_file(chart, week, end):
            yield DeliveredWeek(chart, week, chart.booked(week.first, min(week.last, end)), end)


def _accounted(
    chart: Chart, dates: Sequence[date], bookings: Sequence[Booking], is_excused: Callable[[Chart, Booking], bool]
) -> Iterator[Span]:
    """Excused sessions in full, others as attended; a make-up of an excused one is not counted on top of it."""
    excused = {b.ref for b in bookings if is_excused(chart, b)}
    for booking in bookings:
        span = attended_span(chart.program, booking)
        if booking.ref in excused:
            yield session_span(chart.program, booking.session)
        elif span is not None and booking.session.makes_up_for(chart.patient) not in excused:
            yield span
    for day in dates:
        if in_stay(chart, day) and _closed(chart, day):
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
