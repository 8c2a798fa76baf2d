"""The places that people had: in the week before, or where it is not on file those of their standing week."""

from dataclasses import dataclass

from iopctl.counting.planned import pattern_on
from iopctl.model.chart import Chart
from iopctl.model.week import Session, Week
from iopctl.model.words import DAYS
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import at

OwnPlace = tuple[str, int]  # a service, and the minute of the week at which it begins


@dataclass(frozen=True)
class Places:
    """One patient's seats in slots, and times of one's own."""

    slots: frozenset[str] = frozenset()
    own: frozenset[OwnPlace] = frozenset()


def places(frame: Frame, chart: Chart) -> Places:
    """Make-ups are no places; who was in no session of the week before has the places of the pattern."""
    before = _in_week(frame, frame.before, chart.patient) if frame.before else None
    return before or _in_pattern(frame, chart)


def own_place(session: Session) -> OwnPlace:
    """The time of a session of one's own, whatever the week."""
    return session.service, session.date.weekday() * 24 * 60 + session.start.hour * 60 + session.start.minute


def _in_week(frame: Frame, week: Week, patient: str) -> Places | None:
    mine = [each for each in week.sessions if patient in each.patients and each.makes_up_for(patient) is None]
    slots = frozenset(each.id for each in mine if each.id in frame.program.slot_by_id)
    own = frozenset(own_place(each) for each in mine if each.id not in slots)
    return Places(slots, own) if mine else None


def _in_pattern(frame: Frame, chart: Chart) -> Places:
    slots, own = set[str](), set[OwnPlace]()
    for day in frame.dates:
        pattern = pattern_on(chart, day)[0]
        for each in pattern.own if pattern else ():
            if each.day == DAYS[day.weekday()]:
                own.add((each.service, at(frame.monday, day, each.start)))
        slots |= {each for each in (pattern.slots if pattern else ()) if frame.program.slot_by_id.get(each) is not None}
    return Places(frozenset(slots), frozenset(own))
