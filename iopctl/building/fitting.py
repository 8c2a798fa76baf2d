"""Asks the solver whether one patient can have everything, and which facts clash when not."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from iopctl.building.limits import cliques
from iopctl.building.question import Question, Target
from iopctl.building.solver import Undecided
from iopctl.scheduling.against import Fact
from iopctl.scheduling.minutes_of_week import DAY

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

EFFORT = 5.0  # for one question about one patient


class Fitting:
    """One question as a model: a place can be taken once no fact that bars it holds."""

    def __init__(self, asked: Question) -> None:
        from ortools.sat.python import cp_model

        self.asked, self._model = asked, cp_model.CpModel()
        self._holds = {fact: self._model.new_bool_var("") for fact in asked.facts}
        self._takes = [self._model.new_bool_var("") for _ in asked.places]
        for takes, place in zip(self._takes, asked.places, strict=True):
            for fact in place.against:
                self._model.add_implication(takes, ~self._holds[fact])
        for clique in cliques([(t, place.stretch) for t, place in zip(self._takes, asked.places, strict=True)]):
            self._model.add_at_most_one(clique)
        for n, need in enumerate(asked.person.needs):
            self._add_need(n, len(need.open), len(need.open) if need.own else 0)
        for target in asked.targets:
            self._add_target(target)

    def _add_need(self, n: int, due: int, own: int) -> None:
        mine = [t for t, place in zip(self._takes, self.asked.places, strict=True) if place.need == n]
        self._model.add(sum(mine) <= due)
        self._model.add(sum(mine) + due * ~self._holds[self.asked.offers[n]] >= due)
        for dose in range(own):
            of_dose = [
                t
                for t, place in zip(self._takes, self.asked.places, strict=True)
                if (place.need, place.dose) == (n, dose)
            ]
            self._model.add_at_most_one(of_dose)

    def _add_target(self, target: Target) -> None:
        counted = [
            (t, place) for t, place in zip(self._takes, self.asked.places, strict=True) if self.asked.counts[place.need]
        ]
        if target.minimum.unit == "minutes":
            given = target.given + sum(t * place.minutes for t, place in counted)
        else:
            given = target.given + sum(self._days(target, counted))
        # What is not asked for, or promised, or had elsewhere, is not short.
        anyway = [target.minimum.value * ~self._holds[fact] for fact in (target.fact, target.promise) if fact]
        for n, need in enumerate(self.asked.person.needs):
            if self.asked.counts[n]:
                minutes = target.minimum.unit == "minutes"
                elsewhere = sum(each.minutes for each in need.open) if minutes else len(need.open)
                anyway.append(elsewhere * ~self._holds[self.asked.offers[n]])
        self._model.add(given + sum(anyway) >= target.minimum.value)

    def _days(self, target: Target, counted: list[tuple[Any, Any]]) -> list[Any]:
        by_day: dict[int, list[Any]] = {}
        for t, place in counted:
            by_day.setdefault(place.stretch[0] // DAY, []).append(t)
        found = []
        for day, some in by_day.items():
            if day not in target.days:
                found.append(self._model.new_bool_var(""))
                self._model.add(found[-1] <= sum(some))
        return found

    def fits(self, facts: Collection[Fact]) -> bool:
        """Whether everything can be had while these facts hold and no others. Raises Undecided."""
        from ortools.sat.python import cp_model

        model, held = self._model.clone(), set(facts)
        for fact, holds in self._holds.items():
            model.add(holds == (fact in held))
        status, _ = self._solve(model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}:
            raise Undecided
        return status != cp_model.INFEASIBLE

    def clash(self) -> tuple[tuple[Fact, ...], bool]:
        """A set of facts that clash, and whether it is proven that none can be left out; no facts if everything fits.

        Raises Undecided.
        """
        needed = self._some()
        proven = True
        for fact in reversed(needed):
            fewer = [each for each in needed if each != fact]
            try:
                needed = needed if self.fits(fewer) else fewer
            except Undecided:
                proven = False
        return tuple(needed), proven

    def _some(self) -> list[Fact]:
        """A set of facts that clash, not the smallest."""
        from ortools.sat.python import cp_model

        model = self._model.clone()
        model.add_assumptions([model.get_bool_var_from_proto_index(each.index) for each in self._holds.values()])
        status, solver = self._solve(model)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return []
        if status != cp_model.INFEASIBLE:
            raise Undecided
        core = set(solver.sufficient_assumptions_for_infeasibility())
        return [fact for fact, holds in self._holds.items() if holds.index in core]

    def _solve(self, model: "cp_model.CpModel") -> "tuple[cp_model.CpSolverStatus, cp_model.CpSolver]":
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = EFFORT
        solver.parameters.catch_sigint_signal = False
        return solver.solve(model), solver
