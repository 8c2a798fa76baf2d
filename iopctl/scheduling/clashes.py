"""What does not go together in a week: people and rooms in two places, groups and rooms over their size."""

from collections.abc import Iterator
from itertools import combinations

from iopctl.counting.minutes import session_span, shared_minutes
from iopctl.model.program import Program
from iopctl.model.week import Session, Week


def clashes(program: Program, week: Week) -> list[str]:
    """One sentence each, in the order of the week; cancelled sessions clash with nothing."""
    held = [session for session in week.sessions if session.cancelled is None]
    return [text for session in held for text in _too_many(program, session)] + [
        text for one, other in combinations(held, 2) for text in _twice(program, one, other)
    ]


def size_faults(program: Program, session: Session) -> list[str]:
    """How the number of patients breaks the service's size or the room's capacity."""
    count, service = len(session.patients), program.service_by_id.get(session.service)
    room = next((room for room in program.rooms if room.id == session.room), None)
    size = service.size if service else None
    found = []
    if size and size.max is not None and count > size.max:
        found.append(f"more than the {size.max} that {session.service} takes")
    if size and size.min is not None and count < size.min:
        found.append(f"fewer than the {size.min} that {session.service} needs")
    if room and count > room.capacity:
        found.append(f"more than the {room.capacity} that room {room.id} holds")
    return found


def _too_many(program: Program, session: Session) -> Iterator[str]:
    count = len(session.patients)
    people = "1 patient" if count == 1 else f"{count} patients"
    for fault in size_faults(program, session):
        yield f"{session.id} has {people}, {fault}"


def _twice(program: Program, one: Session, other: Session) -> Iterator[str]:
    if one.date != other.date or not shared_minutes(session_span(program, one), session_span(program, other)):
        return
    both = f"both in {one.id} and in {other.id}, which overlap"
    for patient in sorted(set(one.patients) & set(other.patients)):
        yield f"{patient} is {both}"
    for person in sorted(set(one.leads) & set(other.leads)):
        yield f"{person} is {both}"
    if one.room is not None and one.room == other.room:
        yield f"room {one.room} is {both}"
