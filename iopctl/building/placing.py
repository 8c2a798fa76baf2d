"""What was decided about a problem as sessions of the week."""

from collections.abc import Iterable, Iterator

from iopctl.building.problem import Problem
from iopctl.building.rooms import rooms_of
from iopctl.building.solver import Chosen
from iopctl.model.pattern import OwnTime
from iopctl.model.week import Session
from iopctl.model.words import DAYS
from iopctl.scheduling.composing import own_id, with_folds
from iopctl.scheduling.minutes_of_week import moment


def sessions_of(asked: Problem, chosen: Chosen) -> list[Session]:
    """The groups with who is in them, and the own sessions with their rooms. Raises NoRooms."""
    groups = list(_groups(asked, chosen))
    rooms = rooms_of(asked, chosen, groups)
    taken = {*asked.frame.program.slot_by_id, *(each.id for each in asked.frame.pinned)}
    sessions = groups
    for number in sorted(chosen.owns, key=lambda own: (chosen.owns[own][1], own)):
        session = _own(asked, number, chosen, rooms.get(number), taken)
        taken.add(session.id)
        sessions.append(session)
    return sessions


def chosen_of(asked: Problem, sessions: Iterable[Session], missing: int) -> Chosen:
    """The same decisions read off sessions, as they are named in a problem."""
    there = {each.id: each for each in sessions}
    seats = (
        number
        for number, seat in enumerate(asked.seats)
        if (slot := asked.openings[seat.opening].slot.id) in there
        and asked.people[seat.person].patient in there[slot].patients
    )
    owns: dict[int, tuple[str | None, int]] = {}
    slots, used = asked.frame.program.slot_by_id, set[str]()
    for number, own in enumerate(asked.owns):
        for each in there.values():
            by, start = (each.leads[0] if each.leads else None), asked.frame.stretch(each)[0]
            mine = each.patients == (asked.people[own.person].patient,) and each.service == asked.need(own).service
            if mine and each.id not in slots and each.id not in used and start in own.starts.get(by, ()):
                owns[number] = by, start
                used.add(each.id)
                break
    return Chosen(frozenset(seats), owns, missing=missing)


def _groups(asked: Problem, chosen: Chosen) -> Iterator[Session]:
    inside: dict[int, list[str]] = {}
    for number in chosen.seats:
        seat = asked.seats[number]
        inside.setdefault(seat.opening, []).append(asked.people[seat.person].patient)
    on_file = {each.id: each for each in asked.frame.on_file.sessions} if asked.frame.on_file else {}
    for number, opening in enumerate(asked.openings):
        patients = (*inside.get(number, ()), *asked.seated(opening))
        if patients:
            before = on_file.get(opening.session.id)
            module = {"module": before.module} if before is not None and before.module is not None else {}
            yield opening.session.model_copy(update={"patients": tuple(sorted(patients)), **module})


def _own(asked: Problem, number: int, chosen: Chosen, room: str | None, taken: set[str]) -> Session:
    own, (by, start) = asked.owns[number], chosen.owns[number]
    frame, patient = asked.frame, asked.people[own.person].patient
    service = asked.need(own).service
    day, begins = moment(frame.monday, start)
    _, ends = moment(frame.monday, start + own.dose.minutes)
    name = own_id(OwnTime(service=service, day=DAYS[day.weekday()], start=begins, end=ends), patient, taken)
    session = Session(
        id=name,
        service=service,
        date=day,
        start=begins,
        end=ends,
        room=room,
        leads=(by,) if by else (),
        patients=(patient,),
    )
    return with_folds(frame.program, session)
