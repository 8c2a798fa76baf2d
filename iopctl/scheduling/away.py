"""When somebody is at the program: from the first session of a day to the end of the last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from iopctl.model.chart import Booking
from iopctl.model.week import Week


@dataclass(frozen=True)
class Away:
    """One day: from the first start to the last end, on the clock of the program."""

    on: date
    start: time
    end: time


def away(weeks: Iterable[Week], patient: str, first: date, last: date) -> Iterator[Away]:
    """The days with a session that is neither called off nor missed, in order."""
    by_day: dict[date, list[Booking]] = {}
    for week in weeks:
        for index, session in enumerate(week.sessions):
            booking = Booking(week, index, session, session.attendance.get(patient))
            if patient in session.roster and first <= session.date <= last and booking.held_or_planned:
                by_day.setdefault(session.date, []).append(booking)
    for day, bookings in sorted(by_day.items()):
        yield Away(day, min(each.session.start for each in bookings), max(each.session.end for each in bookings))
