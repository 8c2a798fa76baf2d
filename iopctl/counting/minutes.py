"""S2: countable minutes of a patient, as the union of intervals minus declared breaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from iopctl.counting.clock import instant
from iopctl.model.chart import Booking
from iopctl.model.program import Break, Program
from iopctl.model.week import Session

Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Span:
    """One stretch of one service on one local day, with the breaks inside it; instants in UTC, half open."""

    day: date
    service: str
    start: datetime
    end: datetime
    breaks: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Dose:
    """What some spans amount to: countable minutes a day, and how many countable sessions."""

    minutes_by_day: dict[date, int]
    sessions: int

    @property
    def minutes(self) -> int:
        """Countable minutes in all."""
        return sum(self.minutes_by_day.values())

    @property
    def days(self) -> int:
        """Distinct local dates with countable service."""
        return len(self.minutes_by_day)


def dose(program: Program, spans: Iterable[Span]) -> Dose:
    """Count the spans whose service counts; overlapping ones count once, breaks never."""
    by_day: dict[date, list[Span]] = {}
    sessions = 0
    for span in spans:
        if program.counts(span.service) and span.start < span.end:
            by_day.setdefault(span.day, []).append(span)
            sessions += 1
    minutes = {day: union_minutes(mine) for day, mine in sorted(by_day.items())}
    return Dose({day: count for day, count in minutes.items() if count}, sessions)


def union_minutes(spans: Iterable[Span]) -> int:
    """Whole minutes of the union of the spans minus the union of their breaks."""
    spans = list(spans)
    taken = list(_union((span.start, span.end) for span in spans))
    breaks = list(_union(pause for span in spans for pause in span.breaks))
    seconds = sum((end - start).total_seconds() for start, end in taken)
    for start, end in taken:
        for rest, resumed in breaks:
            seconds -= max((min(end, resumed) - max(start, rest)).total_seconds(), 0)
    return int(seconds // 60)


def _union(intervals: Iterable[Interval]) -> Iterator[Interval]:
    current: Interval | None = None
    for start, end in sorted(intervals):
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current


def clock_span(
    program: Program, day: date, service: str, start: time, end: time, breaks: tuple[Break, ...] = ()
) -> Span:
    """A span from clock times that carry no fold mark, as slots and own times do."""
    zone = program.zone
    pauses = tuple((instant(zone, day, b.start), instant(zone, day, b.end)) for b in breaks)
    return Span(day, service, instant(zone, day, start), instant(zone, day, end), pauses)


def session_span(program: Program, session: Session) -> Span:
    """The whole session."""
    zone, day = program.zone, session.date
    pauses = tuple((instant(zone, day, b.start), instant(zone, day, b.end)) for b in session.breaks)
    start = instant(zone, day, session.start, session.start_fold)
    end = instant(zone, day, session.end, session.end_fold)
    return Span(day, session.service, start, end, pauses)


def attended_span(program: Program, booking: Booking) -> Span | None:
    """The part of the session the patient was there for; None without presence."""
    record = booking.attendance
    if record is None or not record.present or booking.session.cancelled is not None:
        return None
    session, whole = booking.session, session_span(program, booking.session)
    start, end = whole.start, whole.end
    if record.arrived is not None:
        start = max(start, instant(program.zone, session.date, record.arrived, session.start_fold))
    if record.left is not None:
        end = min(end, instant(program.zone, session.date, record.left, session.end_fold))
    return Span(whole.day, whole.service, start, max(start, end), whole.breaks)


def scheduled(program: Program, bookings: Iterable[Booking]) -> Dose:
    """What the week files offer: sessions that are not cancelled."""
    return dose(program, (session_span(program, booking.session) for booking in bookings if booking.offered))


def delivered(program: Program, bookings: Iterable[Booking]) -> Dose:
    """What was attended, cut to arrival and leaving."""
    spans = (attended_span(program, booking) for booking in bookings)
    return dose(program, (span for span in spans if span is not None))
