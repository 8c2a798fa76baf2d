"""The solver behind three questions: place as much as can be, make a week better, and how good can any week be.

The one place that runs it. It is an extra, imported here only. Every run has one worker and a limit on work instead of
time, so the same question has the same answer on every machine; callers run two at a time.
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from threading import Event
from typing import TYPE_CHECKING

from iopctl.building.cuts import add_cuts
from iopctl.building.limits import Variables, add_limits, cliques
from iopctl.building.problem import Problem, loosened
from iopctl.building.wishes import add_wishes, places_lost
from iopctl.errors import Refused
from iopctl.scheduling.minutes_of_week import Stretch

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    _Ran = tuple[cp_model.CpSolverStatus, cp_model.CpSolver]

EXTRA = "iopctl[build]"
TOGETHER = 3  # so many patients are placed anew at a time, at first
STALL = 12  # so often in vain, then half as many more
STEP = 0.5  # the work that one such try may take
# Seconds for a unit of the solver's own work, and for what stands around one run of it; measured on two cores.
SECONDS, AROUND, SECONDS_BOUND = 1.25, 0.15, 1.8


@dataclass(frozen=True)
class Chosen:
    """What was decided: seats by index; of each own session the giver and the start; the rooms of exact days."""

    seats: frozenset[int]
    owns: Mapping[int, tuple[str | None, int]]
    rooms: Mapping[int, str] = field(default_factory=dict)
    missing: int = 0  # minutes of doses and minimums
    short: Mapping[str, int] = field(default_factory=dict)  # of them each patient's, as far as is known
    cost: int = 0
    proven: bool = False  # no week with as little missing costs less


class Undecided(Exception):
    """The effort ran out before it was known whether there is a way."""


class Limits:
    """When a search ends: with its work, or when somebody says so."""

    def __init__(self, seed: int = 0, watch: Callable[[int], None] = lambda _: None) -> None:
        self.seed, self.watch, self.stop = seed, watch, Event()
        self.spent = 0.0  # effort, until two searches go on at a time
        self._running: set[cp_model.CpSolver] = set()

    def run(self, model: "cp_model.CpModel", effort: float, seed: int | None = None, *, light: bool = False) -> "_Ran":
        """The status, and the solver with what it found; `light` for short runs, that do not look long first."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed if seed is None else seed
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = max(effort / SECONDS, 0.01)
        solver.parameters.catch_sigint_signal = False
        if light:
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
            solver.parameters.max_presolve_iterations = 1
            solver.parameters.linearization_level = 2
        self._running.add(solver)
        try:
            return solver.solve(model), solver
        finally:
            self._running.discard(solver)
            self.spent += SECONDS * solver.response_proto.deterministic_time

    def end(self) -> None:
        """End every search at its best so far."""
        self.stop.set()
        for solver in tuple(self._running):
            solver.stop_search()


def refuse_without_solver() -> None:
    """Raise Refused where the extra is not installed."""
    if find_spec("ortools") is None:
        raise Refused(f"building a week needs a solver that is not installed: `pip install '{EXTRA}'`.")


def place(
    problem: Problem,
    effort: float,
    limits: Limits,
    start: Chosen | None = None,
    exact_days: Collection[int] = (),
    at_most: Mapping[str, int] | None = None,
) -> Chosen:
    """As little missing as was found in that effort, and of the places that people had as few as possible given up.

    Raises Undecided when no week was found, which can be empty; with `at_most`, none in which
    nobody lacks more minutes than that, by the code; who is not named lacks none.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    made = add_limits(model, problem, exact_days)
    if start is None:
        _hint_places(model, problem, made)
    else:
        _hint(model, made, start)
    if at_most is not None:
        for person, short in made.short_of.items():
            model.add(sum(short) <= at_most.get(problem.people[person].patient, 0))
    lost = places_lost(problem, made)
    model.minimize((len(lost) + 1) * sum(made.short) + sum(lost))
    status, solver = limits.run(model, effort)
    if status == cp_model.UNKNOWN and start is not None:
        indexes = dict(_decided(made, start))
        _fix(model, indexes, indexes)
        status, solver = limits.run(model, effort)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise Undecided
    of_each = {
        problem.people[person].patient: sum(solver.value(each) for each in some)
        for person, some in made.short_of.items()
    }
    return replace(_chosen(made, solver), missing=sum(of_each.values()), short=of_each)


def optimum(problem: Problem, chosen: Chosen, effort: float, limits: Limits) -> Chosen:
    """The best week there is where it is found and proven in that effort, else a week no worse than the one given."""
    from ortools.sat.python import cp_model

    model, made = _costed(problem, chosen.missing, ())
    values, cost = _completed(model, made, chosen)
    for index, value in enumerate(values):
        model.add_hint(model.get_int_var_from_proto_index(index), value)
    status, solver = limits.run(model, effort)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE} or solver.objective_value > cost:
        return replace(chosen, cost=cost)
    found = replace(_chosen(made, solver), missing=chosen.missing, cost=round(solver.objective_value))
    return replace(found, proven=status == cp_model.OPTIMAL)


def improve(
    problem: Problem,
    chosen: Chosen,
    effort: float,
    limits: Limits,
    exact_days: Collection[int] = (),
    stands: Callable[[Chosen], bool] = lambda _: True,
) -> Chosen:
    """Place a few patients anew while all others stay, again and again; more of them once that no longer helps.

    What does not stand by what the model leaves out is passed over.
    """
    from ortools.sat.python import cp_model

    draw = random.Random(limits.seed)  # noqa: S311  # which patients are tried next is no secret
    model, made = _costed(problem, chosen.missing, exact_days)
    values, best = _completed(model, made, chosen)
    of_person = _literals(problem, made)
    found, people = replace(_read(made, values), missing=chosen.missing, cost=best), list(range(len(problem.people)))
    together, step, stalled, spent = min(TOGETHER, len(people)), STEP, 0, 0.0
    tries = 0
    while spent < effort and people and not limits.stop.is_set():
        limits.watch(best)
        free = _some(problem, made, values, draw, together)
        trial = model.clone()
        trial.clear_hints()  # type: ignore[no-untyped-call]
        _fix(trial, [index for person in people if person not in free for index in of_person[person]], values)
        for index, value in enumerate(values):
            trial.add_hint(trial.get_int_var_from_proto_index(index), value)
        tries += 1
        everybody = together == len(people)
        most = effort - spent if everybody else min(step, effort - spent)
        status, solver = limits.run(trial, most, tries, light=not everybody)
        spent += SECONDS * solver.response_proto.deterministic_time + AROUND
        stalled += 1
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} and solver.objective_value <= best:
            again = replace(_chosen(made, solver), missing=chosen.missing, cost=round(solver.objective_value))
            if stands(again):
                values, found = list(solver.response_proto.solution), again
            if found.cost < best:
                best, stalled = found.cost, 0
        if everybody:
            return replace(found, proven=status == cp_model.OPTIMAL)
        if stalled > STALL:
            together, step, stalled = min(-(-3 * together // 2), len(people)), 1.5 * step, 0
    return found


def _some(problem: Problem, made: Variables, values: list[int], draw: random.Random, together: int) -> set[int]:
    """Who is placed anew: every other time people who are in one group first, for only together they can leave it."""
    people = list(range(len(problem.people)))
    groups: dict[int, list[int]] = {}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        if values[literal.index]:
            groups.setdefault(seat.opening, []).append(seat.person)
    if groups and draw.random() < 1 / 2:
        mates = draw.choice(list(groups.values()))
        first = draw.sample(mates, min(together, len(mates)))
        return {*first, *draw.sample([each for each in people if each not in first], together - len(first))}
    return set(draw.sample(people, together))


def least_missing(problem: Problem, effort: float, limits: Limits, start: Chosen) -> int:
    """Below how many minutes no week leaves what is missing."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    made = add_limits(model, problem)
    model.minimize(sum(made.short))
    _hint(model, made, start)
    return _bound(*limits.run(model, effort))


def least_cost(problem: Problem, missing: int, effort: float, limits: Limits) -> int:
    """Below what cost no week is that leaves no more missing."""
    model, _ = _costed(problem if missing else loosened(problem), missing, ())
    return _bound(*limits.run(model, effort * SECONDS / SECONDS_BOUND))


def _bound(status: "cp_model.CpSolverStatus", solver: "cp_model.CpSolver") -> int:
    from ortools.sat.python import cp_model

    known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN}
    return max(round(solver.best_objective_bound), 0) if known else 0


def one_each(free: Mapping[int, list[str]], when: Mapping[int, Stretch]) -> dict[int, str] | None:
    """One of the rooms that are free for each, none twice at a time, the earlier in its list the better; None if none.

    At times that are fixed this is small; what cannot be found out in a moment counts as impossible.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    takes = {(own, room): model.new_bool_var("") for own, rooms in free.items() for room in rooms}
    for own, rooms in free.items():
        model.add(sum(takes[own, room] for room in rooms) == 1)
    for there in {room for _, room in takes}:
        for clique in cliques([(literal, when[own]) for (own, room), literal in takes.items() if room == there]):
            model.add_at_most_one(clique)
    model.minimize(sum(free[own].index(room) * literal for (own, room), literal in takes.items()))
    status, solver = Limits().run(model, 5)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return {own: room for (own, room), literal in takes.items() if solver.value(literal)}


def _costed(problem: Problem, missing: int, exact_days: Collection[int]) -> "tuple[cp_model.CpModel, Variables]":
    """The week at its cost, nothing more missing than that."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    made = add_limits(model, problem, exact_days)
    model.add(sum(made.short) <= missing)
    model.minimize(add_wishes(model, problem, made))
    if not missing:
        add_cuts(model, problem, made)
    return model, made


def _completed(model: "cp_model.CpModel", made: Variables, chosen: Chosen) -> tuple[list[int], int]:
    """The value of every variable in a week that was decided, and its cost."""
    from ortools.sat.python import cp_model

    whole, indexes = model.clone(), dict(_decided(made, chosen))
    _fix(whole, indexes, indexes)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    if solver.solve(whole) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise Undecided
    return list(solver.response_proto.solution), round(solver.objective_value)


def _decided(made: Variables, chosen: Chosen) -> Iterator[tuple[int, int]]:
    """Every decision by the index of its variable."""
    for number, literal in enumerate(made.seat):
        yield literal.index, int(number in chosen.seats)
    for (own, by, start), literal in made.lead.items():
        yield literal.index, int(chosen.owns.get(own) == (by, start))
    for (own, start), literal in made.at.items():
        yield literal.index, int(own in chosen.owns and chosen.owns[own][1] == start)


def _fix(model: "cp_model.CpModel", indexes: Collection[int], values: Mapping[int, int] | list[int]) -> None:
    variables = model.proto.variables
    for index in indexes:
        domain = variables[index].domain
        domain[0] = domain[1] = values[index]


def _literals(problem: Problem, made: Variables) -> dict[int, list[int]]:
    """What is decided about each person, by the indexes of the variables."""
    found: dict[int, list[int]] = {person: [] for person in range(len(problem.people))}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        found[seat.person].append(literal.index)
    for own, literal in (
        *((own, literal) for (own, _), literal in made.at.items()),
        *((own, literal) for (own, _, _), literal in made.lead.items()),
        *((own, literal) for (own, _, _), literal in made.room.items()),
    ):
        found[problem.owns[own].person].append(literal.index)
    return found


def _hint_places(model: "cp_model.CpModel", problem: Problem, made: Variables) -> None:
    """The places that people had."""
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        model.add_hint(literal, problem.openings[seat.opening].slot.id in problem.places[seat.person].slots)
    for (number, start), literal in made.at.items():
        own = problem.owns[number]
        model.add_hint(literal, (problem.need(own).service, start) in problem.places[own.person].own)


def _hint(model: "cp_model.CpModel", made: Variables, chosen: Chosen) -> None:
    for number, literal in enumerate(made.seat):
        model.add_hint(literal, number in chosen.seats)
    for (own, start), literal in made.at.items():
        model.add_hint(literal, own in chosen.owns and chosen.owns[own][1] == start)


def _chosen(made: Variables, solver: "cp_model.CpSolver") -> Chosen:
    return _read(made, list(solver.response_proto.solution))


def _read(made: Variables, values: list[int]) -> Chosen:
    owns = {own: (by, start) for (own, by, start), literal in made.lead.items() if values[literal.index]}
    rooms = {own: room for (own, _, room), literal in made.room.items() if values[literal.index]}
    return Chosen(frozenset(n for n, literal in enumerate(made.seat) if values[literal.index]), owns, rooms)
