"""S2: countable minutes of a patient, as the union of intervals minus declared breaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iopctl.counting.clock import instant, instant_between
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
    """What some spans amount to: countable minutes a day, and how many sessions have any."""

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
    by_day: dict[date, list[Interval]] = {}
    sessions = 0
    for span in spans:
        pieces = list(_pieces(span)) if program.counts(span.service) else []
        if pieces:
            by_day.setdefault(span.day, []).extend(pieces)
            sessions += 1
    return Dose({day: _minutes(pieces) for day, pieces in sorted(by_day.items())}, sessions)


def union_minutes(spans: Iterable[Span]) -> int:
    """Whole minutes of the union of the spans, each without its own breaks.

    A break belongs to its session: whoever sits in another service at that time is in treatment.
    """
    return _minutes(piece for span in spans for piece in _pieces(span))


def _minutes(pieces: Iterable[Interval]) -> int:
    return sum((end - start for start, end in _union(pieces)), timedelta(0)) // timedelta(minutes=1)


def _pieces(span: Span) -> Iterator[Interval]:
    """The span without its breaks."""
    start = span.start
    for rest, resumed in _union(pause for pause in span.breaks if pause[0] < pause[1]):
        if start < min(rest, span.end):
            yield start, min(rest, span.end)
        start = max(start, resumed)
    if start < span.end:
        yield start, span.end


def shared_minutes(one: Span, other: Span) -> int:
    """Elapsed minutes that both spans hold; half open (S1), so spans that only touch share none."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(int(shared.total_seconds() // 60), 0)


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
    began, ended = instant(program.zone, day, start), instant(program.zone, day, end)
    return Span(day, service, began, ended, _breaks(program, day, breaks, began, ended))


def session_span(program: Program, session: Session) -> Span:
    """The whole session."""
    zone, day = program.zone, session.date
    start = instant(zone, day, session.start, session.start_fold)
    end = instant(zone, day, session.end, session.end_fold)
    return Span(day, session.service, start, end, _breaks(program, day, session.breaks, start, end))


def attended_span(program: Program, booking: Booking) -> Span | None:
    """The part of the session the patient was there for; None without presence."""
    record = booking.attendance
    if record is None or not record.present or booking.session.cancelled is not None:
        return None
    whole = session_span(program, booking.session)
    start, end = whole.start, whole.end
    if record.arrived is not None:
        start = max(start, instant_between(program.zone, whole.day, record.arrived, start, end))
    if record.left is not None:
        end = min(end, instant_between(program.zone, whole.day, record.left, start, end))
    if record.status == "partial" and record.arrived is None and record.left is None:
        end = start  # nothing says which part, and minutes that are not on record do not count
    return Span(whole.day, whole.service, start, max(start, end), whole.breaks)


def attended_minutes(program: Program, booking: Booking) -> int:
    """Minutes of one session that the patient was there for, whether or not its service counts."""
    span = attended_span(program, booking)
    return 0 if span is None else union_minutes([span])


def is_above_percent(part: int, whole: int, percent: int) -> bool:
    """Whether the part is more than that share of the whole, compared without rounding; exactly the share is not."""
    return part * 100 > percent * whole


def scheduled(program: Program, bookings: Iterable[Booking]) -> Dose:
    """What the week files offer: sessions that are not cancelled."""
    return dose(program, (session_span(program, booking.session) for booking in bookings if booking.offered))


def delivered(program: Program, bookings: Iterable[Booking]) -> Dose:
    """What was attended, cut to arrival and leaving."""
    spans = (attended_span(program, booking) for booking in bookings)
    return dose(program, (span for span in spans if span is not None))


def _breaks(
    program: Program, day: date, breaks: Iterable[Break], start: datetime, end: datetime
) -> tuple[Interval, ...]:
    found = []
    for each in breaks:
        rest = instant_between(program.zone, day, each.start, start, end)
        found.append((rest, instant_between(program.zone, day, each.end, rest, end)))
    return tuple(found)
