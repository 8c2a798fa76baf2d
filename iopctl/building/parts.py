"""Groups of patients who could sit in the same groups: each is a problem of its own but for staff and rooms."""

from collections import Counter
from collections.abc import Iterator

from iopctl.building.problem import Problem

WHOLE = 20_000  # possible places: so many are searched as one


def size_of(asked: Problem) -> int:
    """How many possible places there are."""
    return len(asked.seats) + sum(len(starts) for own in asked.owns for starts in own.starts.values())


def parts(asked: Problem) -> list[tuple[str, ...]]:
    """The codes of each part, the largest first; one for everybody where the week is small."""
    if size_of(asked) <= WHOLE:
        return [tuple(each.patient for each in asked.people)]
    root = list(range(len(asked.people)))

    def top(person: int) -> int:
        while root[person] != person:
            person = root[person]
        return person

    first: dict[int, int] = {}
    for seat in asked.seats:
        root[top(seat.person)] = top(first.setdefault(seat.opening, seat.person))
    found: dict[int, list[str]] = {}
    alone = [n for n in range(len(root)) if n not in {seat.person for seat in asked.seats}]
    for number, person in enumerate(asked.people):
        found.setdefault(-1 if number in alone else top(number), []).append(person.patient)
    return sorted((tuple(each) for each in found.values()), key=lambda each: (-len(each), each))


def owners(asked: Problem, found: list[tuple[str, ...]]) -> Iterator[frozenset[str]]:
    """For each part whose load of one-on-one sessions counts there: of everybody in one part only."""
    part_of = {patient: number for number, part in enumerate(found) for patient in part}
    named = {each.id: Counter[int]() for each in asked.frame.program.staff}
    for own in asked.owns:
        for by in own.starts if own.named is None else (own.named,):
            if by in named:
                named[by][part_of[asked.people[own.person].patient]] += 1
    most = {by: min(count, key=lambda each: (-count[each], each)) if count else 0 for by, count in named.items()}
    for number in range(len(found)):
        yield frozenset(by for by, part in most.items() if part == number)
