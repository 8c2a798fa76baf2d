"""The stretches of a week in which a staff member, a room and a patient are free, one of them or all together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.program import Room, Staff
from iopctl.model.record import Commitment
from iopctl.model.week import Session
from iopctl.scheduling.against import WEEK, at_work, blocked, of_day
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import DAY, Stretch, overlaps, without
from iopctl.scheduling.offer import program_hours


@dataclass(frozen=True)
class Whose:
    """Who and what has to be free at the same time."""

    person: Staff | None = None
    room: Room | None = None
    chart: Chart | None = None


@dataclass(frozen=True)
class FreeDay:
    """One day: what is free, why the whole of it is not, and what would be given up though it is kept if possible."""

    day: date
    stretches: tuple[Stretch, ...]
    why: tuple[str, ...]
    soft: tuple[Commitment, ...]


def free_days(frame: Frame, whose: Whose, minutes: int) -> list[FreeDay]:
    """Each day of the week with the stretches of at least so many minutes."""
    hours, sessions = program_hours(frame), frame.on_file.sessions if frame.on_file else ()
    held = [each for each in sessions if each.cancelled is None]
    free = [(0, WEEK)]
    for mine in _free(frame, whose, hours, held):
        free = _shared(free, mine)
    return [_day(frame, whose, free, hours, number, minutes) for number in range(len(frame.dates))]


def _free(frame: Frame, whose: Whose, hours: list[Stretch], held: list[Session]) -> Iterator[list[Stretch]]:
    """The free time of each, day by day on which there is any."""
    person, room, chart = whose.person, whose.room, whose.chart
    if person is not None:
        led = [frame.stretch(each) for each in held if person.id in each.leads]
        yield without(at_work(person) if person.available else hours, led)
    if room is not None:
        yield without(hours, [frame.stretch(each) for each in held if each.room == room.id])
    if chart is not None:
        firm = [each for each in chart.plan.commitments if each.firm]
        taken = [frame.stretch(each) for each in held if chart.patient in each.patients]
        yield without(hours, [*taken, *(time for each in firm for time in blocked(frame.monday, each))])


def _day(frame: Frame, whose: Whose, free: list[Stretch], hours: list[Stretch], number: int, minutes: int) -> FreeDay:
    day, whole = frame.dates[number], (number * DAY, (number + 1) * DAY)
    why = tuple(_not_on(frame, whose, day)) or tuple(_no_hours(whose, hours, whole))
    found = [] if why else [each for each in _shared([whole], free) if each[1] - each[0] >= minutes]
    commitments = whose.chart.plan.commitments if whose.chart else ()
    soft = [
        each
        for each in commitments
        if not each.firm and any(overlaps(time, found) for time in blocked(frame.monday, each))
    ]
    return FreeDay(day, tuple(found), why, tuple(soft))


def _not_on(frame: Frame, whose: Whose, day: date) -> Iterator[str]:
    """Why nothing can be arranged for a whole day."""
    closure = frame.program.closed(day, None)
    if day < frame.today:
        yield "over"
    elif whose.chart is not None:
        yield from (fact.text for fact in of_day(whose.chart, day))
    elif closure is not None:
        yield f"the program is closed on {day}, {closure.reason}"


def _no_hours(whose: Whose, hours: list[Stretch], whole: Stretch) -> Iterator[str]:
    """Whose hours do not hold the day at all."""
    person = whose.person
    at_hours = whose.room is not None or whose.chart is not None or (person is not None and not person.available)
    if person is not None and person.available and not overlaps(whole, at_work(person)):
        yield f"{person.id} is not at work"
    if at_hours and not overlaps(whole, hours):
        yield "the program has no times that day"


def _shared(some: Iterable[Stretch], others: Iterable[Stretch]) -> list[Stretch]:
    """The minutes that lie in both."""
    return without(some, without([(0, WEEK)], others))
