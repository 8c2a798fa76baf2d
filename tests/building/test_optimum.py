"""On small programs every week is tried: none is better than the one that was built, and its cost is what is shown."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest

from iopctl.building.built import Built, build, judged
from iopctl.building.problem import Problem, problem
from iopctl.building.searching import Quality, Search
from iopctl.model.week import Session
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import moment
from tests.building.checker import wrong
from tests.building.small_programs import small_frame

Decision = tuple[tuple[int, ...], tuple[tuple[str | None, int] | None, ...]]


@pytest.mark.parametrize("seed", range(16))
def test_no_week_that_can_be_tried_is_better(seed: int) -> None:
    """Two patients, three slots, two therapists with two hours on two days: a few thousand weeks."""
    frame = small_frame(seed)
    built = build(frame, Search(effort=20))
    assert wrong(frame.census, built.week) == []
    assert built.quality.proven
    assert (missing(built), built.quality.cost) == best_by_trying(frame)
    assert built.quality.missing == missing(built)
    assert built.quality.cost == sum(each.cost for each in built.costs)


@pytest.mark.parametrize("seed", range(100, 104))
def test_also_of_three_patients_who_share_the_groups(seed: int) -> None:
    frame = small_frame(seed, patients=3, slots=2, hours=1)
    built = build(frame, Search(effort=20))
    assert wrong(frame.census, built.week) == []
    assert (missing(built), built.quality.cost) == best_by_trying(frame)


def missing(built: Built) -> int:
    """Minutes."""
    return sum(lack.minutes for short in built.short for lack in short.lacks)


def best_by_trying(frame: Frame) -> tuple[int, int]:
    """The least missing minutes and among those weeks the least cost, over every week that breaks no limit."""
    asked = problem(frame)
    best = (10**6, 10**6)
    for decisions in product(*(list(_of_person(asked, person)) for person in range(len(asked.people)))):
        sessions = list(_sessions(asked, decisions))
        if sessions is None or _too_few(asked, sessions):
            continue
        for placed in _in_rooms(frame, sessions):
            built = judged(asked, placed, lambda cost: Quality(0, 0, cost, 0))
            if not wrong(frame.census, built.week):
                best = min(best, (missing(built), built.quality.cost))
                break
    return best


def _of_person(asked: Problem, person: int) -> Iterator[Decision]:
    """Every set of seats and every time of one's own, whatever stands against it."""
    seats = [number for number, seat in enumerate(asked.seats) if seat.person == person]
    owns = [own for own in asked.owns if own.person == person]
    times = [[None, *((by, start) for by, starts in own.starts.items() for start in starts)] for own in owns]
    for count in range(len(seats) + 1):
        for some in combinations(seats, count):
            for when in product(*times):
                yield some, tuple(when)


def _sessions(asked: Problem, decisions: tuple[Decision, ...]) -> Iterator[Session]:
    inside: dict[int, list[str]] = {}
    for person, (seats, times) in enumerate(decisions):
        patient = asked.people[person].patient
        for number in seats:
            inside.setdefault(asked.seats[number].opening, []).append(patient)
        owns = [own for own in asked.owns if own.person == person]
        for n, (own, when) in enumerate(zip(owns, times, strict=True)):
            if when is not None:
                by, start = when
                day, begin = moment(asked.frame.monday, start)
                _, end = moment(asked.frame.monday, start + own.dose.minutes)
                leads = (by,) if by else ()
                yield Session(
                    id=f"own{n}-{patient}",
                    service="individual",
                    date=day,
                    start=begin,
                    end=end,
                    leads=leads,
                    patients=(patient,),
                )
    for number, patients in inside.items():
        yield asked.openings[number].session.model_copy(update={"patients": tuple(patients)})


def _too_few(asked: Problem, sessions: list[Session]) -> bool:
    least = {opening.slot.id: opening.least for opening in asked.openings}
    return any(len(each.patients) < least.get(each.id, 1) for each in sessions)


def _in_rooms(frame: Frame, sessions: list[Session]) -> Iterator[list[Session]]:
    """Every way to give the sessions of one patient rooms."""
    groups = [each for each in sessions if not each.id.startswith("own")]
    owns = [each for each in sessions if each.id.startswith("own")]
    for rooms in product([room.id for room in frame.program.rooms], repeat=len(owns)):
        yield [*groups, *(each.model_copy(update={"room": room}) for each, room in zip(owns, rooms, strict=True))]
