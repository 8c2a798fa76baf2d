"""What follows from the limits and helps to prove how good a week can be; no week is excluded by it.

All of it holds where nothing is missing: then every dose is placed.
"""

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from iopctl.building.limits import Variables, cliques
from iopctl.building.problem import Own, Problem
from iopctl.building.wishes import QUARTER, settled
from iopctl.scheduling.minutes_of_week import DAY, Stretch

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel


def add_cuts(model: "CpModel", problem: Problem, made: Variables) -> None:
    """Days and gaps of everybody with one own session; the sizes of the groups of one service together."""
    own_of: dict[int, list[int]] = {}
    for number, own in enumerate(problem.owns):
        own_of.setdefault(own.person, []).append(number)
    for person in range(len(problem.people)):
        mine = own_of.get(person, [])
        if person in {key[0] for key in made.comes} and len(mine) <= 1 and not settled(problem, person):
            _add_days(model, problem, made, person, mine)
    _add_sizes(model, problem, made)


def _add_days(model: "CpModel", problem: Problem, made: Variables, person: int, mine: list[int]) -> None:
    """An own session lies on a day of groups, as far from them as it begins, or it takes a day of its own."""
    least = _days_of_groups(problem, person)
    if least is None:
        return
    weights = problem.frame.program.weights
    groups: dict[int, list[Stretch]] = {}
    for seat in problem.seats:
        if seat.person == person:
            when = problem.openings[seat.opening].stretch
            groups.setdefault(when[0] // DAY, []).append(when)
    days = sum(comes for (who, _), comes in made.comes.items() if who == person)
    quarters = sum(each for (who, _), each in made.quarters.items() if who == person)
    extra = []
    for number in mine:
        own = problem.owns[number]
        for (each, start), literal in made.at.items():
            if each == number:
                near = _quarters_away(own, start, groups.get(start // DAY, []))
                dear = weights.days if near is None else min(weights.days, weights.gaps * near)
                extra.append(dear * literal)
    model.add(weights.days * days + weights.gaps * quarters >= weights.days * least + sum(extra))


def _quarters_away(own: Own, start: int, groups: list[Stretch]) -> int | None:
    """Quarters, begun, to the nearest group that day; None without one."""
    begin, end = own.stretch(start)
    away = [first - end for first, _ in groups if first >= end] + [begin - last for _, last in groups if last <= begin]
    return -(-min(away) // QUARTER) if away else None


def _days_of_groups(problem: Problem, person: int) -> int | None:
    """The fewest days on which somebody can have all seats, whoever else is there; None where not all fit."""
    from ortools.sat.python import cp_model

    model, needs = cp_model.CpModel(), problem.people[person].needs
    seats = [(seat, model.new_bool_var("")) for seat in problem.seats if seat.person == person]
    for n, need in enumerate(needs):
        if not need.own:
            model.add(sum(literal for seat, literal in seats if seat.need == n) == len(need.open))
    for clique in cliques([(literal, problem.openings[seat.opening].stretch) for seat, literal in seats]):
        model.add_at_most_one(clique)
    in_time = sorted(seats, key=lambda each: problem.openings[each[0].opening].stretch)
    days = []
    for _, some in groupby(in_time, key=lambda each: problem.openings[each[0].opening].stretch[0] // DAY):
        comes = model.new_bool_var("")
        for _, literal in some:
            model.add_implication(literal, comes)
        days.append(comes)
    model.minimize(sum(days))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


def _add_sizes(model: "CpModel", problem: Problem, made: Variables) -> None:
    """So many patients in groups of one best size leave at least so many over or under, however many are held."""
    patients: Counter[str] = Counter()
    shared = set[str]()
    for person in problem.people:
        for need in person.needs:
            patients[need.service] += len(need.open)
            if need.own:
                shared.add(need.service)
    by_service: dict[str, list[int]] = {}
    for number in made.off:
        by_service.setdefault(problem.openings[number].slot.service, []).append(number)
    for service, numbers in by_service.items():
        best = {problem.openings[number].best for number in numbers}
        if len(best) == 1 and service not in shared:
            size = best.pop() or 0
            total = patients[service] + sum(len(problem.seated(problem.openings[number])) for number in numbers)
            least = min(abs(total - size * held) for held in range(1, len(numbers) + 1)) if total else 0
            model.add(sum(made.off[number] for number in numbers) >= least)
