"""Rooms for the sessions of one patient's own, once it is known when they are."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from iopctl.building.problem import Problem
from iopctl.building.solver import Chosen, one_each
from iopctl.model.week import Session
from iopctl.scheduling.minutes_of_week import DAY, Stretch, overlaps

Usual = Mapping[tuple[str | None, str | None], set[str]]


class NoRooms(Exception):
    """Days on which the sessions cannot all have rooms at their times."""

    def __init__(self, days: set[int]) -> None:
        super().__init__()
        self.days = days


def rooms_of(problem: Problem, chosen: Chosen, groups: list[Session]) -> Mapping[int, str]:
    """A room for each own session: where it was, where the giver works, then the smallest. Raises NoRooms."""
    frame = problem.frame
    taken: dict[str, list[Stretch]] = {room.id: [] for room in frame.program.rooms}
    if not taken:
        return {}
    for each in (*frame.held, *groups):
        if each.room in taken:
            taken[each.room].append(frame.stretch(each))
    usual, found, lacking = _usual(problem), dict(chosen.rooms), set[int]()
    in_time = sorted(chosen.owns, key=lambda own: (chosen.owns[own][1], own))
    for day, there in groupby(in_time, key=lambda own: chosen.owns[own][1] // DAY):
        owns = [own for own in there if own not in chosen.rooms]
        when = {own: problem.owns[own].stretch(chosen.owns[own][1]) for own in owns}
        ranked = {own: list(_ranked(problem, chosen, usual, own)) for own in owns}
        free = {own: [room for room in ranked[own] if not overlaps(when[own], taken[room])] for own in owns}
        rooms = _in_order(free, when) or one_each(free, when)
        if rooms is None:
            lacking.add(day)
        else:
            found |= rooms
    if lacking:
        raise NoRooms(lacking)
    return found


def _in_order(free: Mapping[int, list[str]], when: Mapping[int, Stretch]) -> dict[int, str] | None:
    """The best room that is left for one after the other; None when one finds none."""
    found: dict[int, str] = {}
    for own, rooms in free.items():
        left = [
            room
            for room in rooms
            if not any(found[each] == room and overlaps(when[own], [when[each]]) for each in found)
        ]
        if not left:
            return None
        found[own] = left[0]
    return found


def _ranked(problem: Problem, chosen: Chosen, usual: Usual, own: int) -> Iterator[str]:
    """All rooms, the most fitting first."""
    by, patient = chosen.owns[own][0], problem.people[problem.owns[own].person].patient
    here, mine = usual.get((by, patient), set()), usual.get((by, None), set())
    rooms = sorted(
        problem.frame.program.rooms,
        key=lambda room: (room.id not in here, room.id not in mine, room.capacity, room.id),
    )
    return (room.id for room in rooms)


def _usual(problem: Problem) -> Usual:
    """Where each giver saw a patient, and anybody alone, in sessions on file."""
    slots, found = problem.frame.program.slot_by_id, dict[tuple[str | None, str | None], set[str]]()
    for _, _, session in problem.frame.census.sessions():
        if session.room is not None and session.id not in slots and len(session.patients) == 1:
            for lead in session.leads:
                for patient in (session.patients[0], None):
                    found.setdefault((lead, patient), set()).add(session.room)
    return found
