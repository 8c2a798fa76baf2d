"""What the program offers in a week: its slots on their dates and who is at work, with the facts that bar a slot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.model.program import Program, Slot
from iopctl.model.week import Session
from iopctl.model.words import DAYS
from iopctl.scheduling.against import Fact, of_session
from iopctl.scheduling.composing import fault, session_of, with_folds
from iopctl.scheduling.frame import Frame, one_to_one
from iopctl.scheduling.minutes_of_week import Stretch, at


@dataclass(frozen=True)
class Cap:
    """How many patients a session takes at most, and what says so."""

    most: int
    fact: Fact


@dataclass(frozen=True)
class Opening:
    """A slot on its date, nobody in it yet; `bars` are the facts that keep it shut."""

    slot: Slot
    session: Session
    stretch: Stretch
    minutes: int
    least: int
    best: int | None
    caps: tuple[Cap, ...]
    bars: tuple[Fact, ...]

    @property
    def day(self) -> date:
        """The date."""
        return self.session.date


def openings(frame: Frame) -> list[Opening]:
    """Every slot of the week but those whose session stays as it is on file."""
    settled = {each.id for each in frame.pinned}
    return [_opening(frame, slot) for slot in frame.program.slots if slot.id not in settled]


def _opening(frame: Frame, slot: Slot) -> Opening:
    day = frame.dates[DAYS.index(slot.day)]
    bare = session_of(slot, day)
    impossible = fault(frame.program, bare, slot.track)
    session = bare if impossible else with_folds(frame.program, bare)
    bars = tuple(_bars(frame, session))
    service = frame.program.service_by_id.get(slot.service)
    size = service.size if service else None
    least = size.min if size and size.min else 1
    best = size.best if size else None
    if best is None and size and size.min and size.max:
        best = (size.min + size.max) // 2
    minutes = 0 if impossible else frame.minutes(session)
    return Opening(
        slot, session, frame.stretch(session), minutes, least, best, tuple(caps(frame.program, session)), bars
    )


def caps(program: Program, session: Session) -> Iterator[Cap]:
    """What limits the number of its patients: the service, the room."""
    service = program.service_by_id.get(session.service)
    most = service.size.max if service and service.size else None
    if most is None and one_to_one(service):
        most = 1
    if most is not None:
        yield Cap(most, Fact("size", f"{session.service} takes {most}"))
    room = next((each for each in program.rooms if each.id == session.room), None)
    if room is not None:
        yield Cap(room.capacity, Fact("room", f"room {room.id} holds {room.capacity}"))


def _bars(frame: Frame, session: Session) -> Iterator[Fact]:
    if session.date < frame.today:
        yield Fact("past", f"{session.date} is over")
    yield from of_session(frame.program, session, frame.held)


def program_hours(frame: Frame) -> list[Stretch]:
    """From the first start to the last end of all standing times, on the days that have a slot; else office hours."""
    times = [(each.day, each.start, each.end) for each in frame.program.slots]
    for chart in frame.census.charts:
        own = chart.plan.pattern.own if chart.plan.pattern else ()
        times += [(each.day, each.start, each.end) for each in own]
    if not times:
        return [(n * 1440 + 8 * 60, n * 1440 + 18 * 60) for n in range(5)]
    days = {day for day, _, _ in times}
    first, last = min(start for _, start, _ in times), max(end for _, _, end in times)
    return [
        (at(frame.monday, day, first), at(frame.monday, day, last))
        for day in frame.dates
        if DAYS[day.weekday()] in days
    ]
