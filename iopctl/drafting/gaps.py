"""What a plan still leaves to a person, read off the plan itself."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from iopctl.drafting.signing import states
from iopctl.model.goal import Goal, Measure, Objective
from iopctl.model.plan import Plan, PlannedService

T = TypeVar("T", Goal, Objective, PlannedService)

_NO_MEASURE = Measure()
_STOCK = "still in the words of the template"
_FACTS = ("track", "population", "age_at_admission", "admitted_at", "planned_discharge_on")
_PEOPLE = ("primary_therapist", "treating_physician")
_LISTS = ("strengths", "preferences", "supports")


@dataclass(frozen=True)
class Gap:
    """Something that is not stated: in which section, what, and of which goals, objectives or services."""

    section: str
    what: str
    ids: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is missing, and of which."""
        return f"{self.what} ({', '.join(self.ids)})" if self.ids else self.what


def gaps(plan: Plan, stock: Collection[str] = ()) -> list[Gap]:
    """Everything left open, in the order of the file; `stock` are sentences of the templates."""
    goals = [goal for goal in plan.goals if goal.active]
    objectives = [objective for goal in goals for objective in goal.objectives if objective.active]
    return [
        *_foundation(plan),
        *_needs(plan, stock),
        *_goals(goals, stock),
        *_objectives(objectives, stock),
        *_dose(plan),
        *_ending(plan),
    ]


def _foundation(plan: Plan) -> Iterator[Gap]:
    for name in (*_FACTS, *_PEOPLE, *_LISTS):
        if getattr(plan, name) in {None, ()}:
            yield Gap("plan", name)
    for name in ("why_not_lower", "why_not_higher"):
        if not getattr(plan.necessity, name, None):
            yield Gap("necessity", name)
    if not plan.evaluations:
        yield Gap("evaluations", "what the plan rests on")
    if not plan.diagnoses:
        yield Gap("diagnoses", "an ICD-10-CM code")
    elif not any(diagnosis.primary for diagnosis in plan.diagnoses):
        yield Gap("diagnoses", "which one is primary")


def _needs(plan: Plan, stock: Collection[str]) -> Iterator[Gap]:
    if not plan.needs:
        yield Gap("needs", "what the assessment found")
    yield from _of("needs", _STOCK, (need.id for need in plan.needs if need.text in stock))
    met = {need for goal in plan.goals if goal.active for need in goal.needs}
    unmet = (need.id for need in plan.needs if need.deferred is None and need.id not in met)
    yield from _of("needs", "a goal, or deferred with a reason", unmet)


def _goals(goals: Collection[Goal], stock: Collection[str]) -> Iterator[Gap]:
    if not goals:
        yield Gap("goals", "what the patient wants to reach")
    lacks: Mapping[str, Callable[[Goal], bool]] = {
        _STOCK: lambda goal: goal.text in stock,
        "own_words": lambda goal: not goal.own_words,
        "the needs they meet": lambda goal: not goal.needs,
        "an objective": lambda goal: not any(objective.active for objective in goal.objectives),
    }
    yield from _lacking("goals", goals, lacks, lambda goal: goal.id)


def _objectives(objectives: Collection[Objective], stock: Collection[str]) -> Iterator[Gap]:
    lacks: Mapping[str, Callable[[Objective], bool]] = {
        _STOCK: lambda objective: objective.text in stock,
        "what is measured": lambda objective: (objective.measure or _NO_MEASURE).metric is None,
        "baseline": lambda objective: (objective.measure or _NO_MEASURE).baseline is None,
        "target": lambda objective: (objective.measure or _NO_MEASURE).target is None,
        "due_on": lambda objective: objective.due_on is None,
    }
    yield from _lacking("objectives", objectives, lacks, lambda objective: objective.id)


def _dose(plan: Plan) -> Iterator[Gap]:
    if not plan.services:
        yield Gap("services", "the dose promised")
    lacks: Mapping[str, Callable[[PlannedService], bool]] = {
        "per_week": lambda service: service.per_week is None,
        "minutes": lambda service: service.minutes is None,
        "weeks": lambda service: service.weeks is None and service.until is None,
        "by": lambda service: service.by is None,
        "the objectives they serve": lambda service: not service.objectives,
    }
    yield from _lacking("services", plan.services, lacks, lambda service: service.service)
    if plan.pattern is None:
        yield Gap("pattern", "the standing week")


def _ending(plan: Plan) -> Iterator[Gap]:
    if plan.safety_plan is None:
        yield Gap("safety_plan", "the day it was written")
    for name in ("warning_signs", "coping", "contacts", "on"):
        if not getattr(plan.relapse_prevention, name, None):
            yield Gap("relapse_prevention", name)
    if not plan.discharge_criteria:
        yield Gap("discharge_criteria", "what must be seen before step-down")
    if not any(state == "ok" for _, state in states(plan)):
        yield Gap("signatures", f"nobody has signed revision {plan.revision} as it stands")


def _lacking(
    section: str, items: Iterable[T], lacks: Mapping[str, Callable[[T], bool]], name: Callable[[T], str]
) -> Iterator[Gap]:
    items = list(items)
    for what, is_lacking in lacks.items():
        yield from _of(section, what, (name(item) for item in items if is_lacking(item)))


def _of(section: str, what: str, ids: Iterable[str]) -> Iterator[Gap]:
    found = tuple(dict.fromkeys(ids))
    if found:
        yield Gap(section, what, found)
