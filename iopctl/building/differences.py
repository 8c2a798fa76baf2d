"""What a built week changes for each patient against the week before, or where it is not on file the standing week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iopctl.building.places import own_place
from iopctl.building.problem import Problem
from iopctl.model.week import Session, Week


@dataclass(frozen=True)
class Move:
    """A session of one's own at another time; None for one that is new, or gone."""

    service: str
    before: int | None  # minutes from Monday 00:00
    after: int | None


@dataclass(frozen=True)
class Difference:
    """One patient's places that are new, that are gone, and own times that changed."""

    patient: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    moves: tuple[Move, ...]
    first: bool  # had no places at all


def differences(problem: Problem, week: Week) -> list[Difference]:
    """Everybody whose week is otherwise, in order of the codes."""
    slots = problem.frame.program.slot_by_id
    found = []
    for person, had in zip(problem.people, problem.places, strict=True):
        mine = [each for each in _held(week) if person.patient in each.patients]
        places = {each.id for each in mine if each.id in slots}
        own = [own_place(each) for each in mine if each.id not in slots]
        each = Difference(
            person.patient,
            tuple(slot for slot in slots if slot in places - had.slots),
            tuple(slot for slot in slots if slot in had.slots - places),
            tuple(_moves(had.own, own)),
            not had.slots and not had.own,
        )
        if each.new or each.gone or each.moves:
            found.append(each)
    return sorted(found, key=lambda each: each.patient)


def _held(week: Week) -> Iterator[Session]:
    return (each for each in week.sessions if each.cancelled is None)


def _moves(before: Iterable[tuple[str, int]], after: Iterable[tuple[str, int]]) -> Iterator[Move]:
    was, now = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    for service in sorted({service for service, _ in (*was, *now)}):
        gone = [start for each, start in was if each == service]
        new = [start for each, start in now if each == service]
        for n in range(max(len(gone), len(new))):
            yield Move(service, gone[n] if n < len(gone) else None, new[n] if n < len(new) else None)
