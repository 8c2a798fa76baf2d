"""Goal: goals, their objectives as milestones with a target each, and what must be seen before the stay ends."""

from typing import Any

from iopctl.drafting.fhir.shapes import day, table, tables
from iopctl.export.fhir.case import Case, Given
from iopctl.export.fhir.elements import (
    HL7,
    LOINC,
    Json,
    coding,
    identifier,
    notes,
    own,
    own_code,
    own_name,
    system,
    when,
    without_gaps,
    written,
)
from iopctl.model.goal import Goal, Measure, Objective

RELATED = "http://hl7.org/fhir/StructureDefinition/goal-relationship"
_MILESTONE = coding("http://hl7.org/fhir/goal-relationship-type", "milestone")
_LIFE = {"active": "active", "met": "completed", "dropped": "cancelled"}
_STATUS = {life: status for status, life in _LIFE.items()}
_METRICS = ("instrument", "count", "frequency", "duration", "yes_no")


def write(case: Case) -> None:
    """Every goal before its objectives, then the criteria of discharge."""
    needs = {need.id: f"need-{number}" for number, need in enumerate(case.plan.needs, 1)}
    for g, goal in enumerate(case.plan.goals, 1):
        addresses = [case.to("Condition", needs[each]) for each in goal.needs if each in needs]
        own_words = [{"authorReference": case.subject, "text": written(goal.own_words)}]
        _add(case, f"goal-{g}", goal, "goal", addresses, own_words if written(goal.own_words) else [], _parts(case, g))
        for o, objective in enumerate(goal.objectives, 1):
            baseline = _baseline(case, f"objective-{g}-{o}-baseline", objective)
            strategies = [{"text": text} for each in objective.strategies if (text := written(each))]
            target = _target(case, objective)
            more = {"target": [target]} if target else {}
            _add(case, f"objective-{g}-{o}", objective, "objective", baseline, strategies, more)
    for number, each in enumerate(case.plan.discharge_criteria, 1):
        fields = {
            "identifier": identifier("discharge-criterion", each.id),
            "lifecycleStatus": "active",
            "category": [own("goal-kind", "discharge-criterion")],
            "description": {"text": written(each.text) or "-"},
            "subject": case.subject,
        }
        case.add("Goal", f"criterion-{number}", fields, "us-core-goal")


def goal_references(case: Case) -> list[Json]:
    """Goals and criteria; objectives hang on their goals."""
    goals = [case.to("Goal", f"goal-{g}") for g in range(1, len(case.plan.goals) + 1)]
    return goals + [case.to("Goal", f"criterion-{n}") for n in range(1, len(case.plan.discharge_criteria) + 1)]


def objective_reference(case: Case, objective: str) -> Json | None:
    """The resource of an objective by its id."""
    for g, goal in enumerate(case.plan.goals, 1):
        for o, each in enumerate(goal.objectives, 1):
            if each.id == objective:
                return case.to("Goal", f"objective-{g}-{o}")
    return None


def read(given: Given) -> dict[str, Any]:
    """Goals with their objectives, and the criteria of discharge."""
    everything = list(given.of("Goal"))
    return {
        "goals": [_goal(given, each) for each in everything if own_name(each, "goal") is not None],
        "discharge_criteria": [
            {"id": name, "text": table(each.get("description")).get("text")}
            for each in everything
            if (name := own_name(each, "discharge-criterion")) is not None
        ],
    }


def _parts(case: Case, g: int) -> Json:
    """Which objectives are the way to a goal."""
    extensions = [
        {
            "url": RELATED,
            "extension": [
                {"url": "type", "valueCodeableConcept": {"coding": [_MILESTONE]}},
                {"url": "target", "valueReference": case.to("Goal", f"objective-{g}-{o}")},
            ],
        }
        for o in range(1, len(case.plan.goals[g - 1].objectives) + 1)
    ]
    return {"extension": extensions}


def _add(
    case: Case, name: str, goal: Goal | Objective, kind: str, addresses: list[Json], note: list[Json], more: Json
) -> None:
    achieved = {"coding": [coding(f"{HL7}/goal-achievement", "achieved")]} if goal.status == "met" else None
    fields = {
        "extension": more.get("extension"),
        "identifier": identifier(kind, goal.id),
        "lifecycleStatus": _LIFE[goal.status],
        "achievementStatus": achieved,
        "category": [own("goal-kind", kind)],
        "description": {"text": written(goal.text) or "-"},
        "subject": case.subject,
        "target": more.get("target"),
        "statusDate": when(goal.closed_on),
        "addresses": addresses,
        "note": note,
    }
    case.add("Goal", name, fields, "us-core-goal")


def _target(case: Case, objective: Objective) -> Json:
    measure, metric = objective.measure, objective.measure and _metric(objective.measure)
    if measure is None or metric is None:
        return without_gaps({"dueDate": when(objective.due_on)})
    return without_gaps(
        {
            "measure": _measure(case, measure),
            **_value("detail", measure.target),
            "dueDate": when(objective.due_on),
        }
    )


def _measure(case: Case, measure: Measure) -> Json:
    """What is measured: an instrument by its code, anything else in the words of the plan."""
    kind = _metric(measure) or ""
    if measure.instrument is None:
        return without_gaps({"coding": [coding(system("metric"), kind)], "text": written(measure.metric)})
    codes = [coding(system("metric"), kind), coding(system("instrument"), measure.instrument)]
    known = case.chart.instruments.get(measure.instrument)
    if known is not None and known.loinc is not None and known.loinc.total is not None:
        codes.append(coding(LOINC, known.loinc.total))
    return {"coding": codes, "text": measure.instrument}


def _metric(measure: Measure) -> str | None:
    """Which kind of metric it is; None without one, or with a blank one."""
    return next((each for each in _METRICS if written(getattr(measure, each)) is not None), None)


def _value(name: str, value: float | bool | None) -> Json:
    if isinstance(value, bool):
        return {f"{name}Boolean": value}
    return {} if value is None else {f"{name}Quantity": {"value": value}}


def _baseline(case: Case, name: str, objective: Objective) -> list[Json]:
    """Where an objective starts, as an observation of its own."""
    measure = objective.measure
    if measure is None or measure.baseline is None or _metric(measure) is None:
        return []
    fields = {
        "status": "final",
        "category": [own("observation-kind", "baseline")],
        "code": _measure(case, measure),
        "subject": case.subject,
        **_value("value", measure.baseline),
    }
    return [case.add("Observation", name, fields)]


def _goal(given: Given, goal: Json) -> Json:
    parts = [
        given.at(inner.get("valueReference"))
        for each in tables(goal.get("extension"))
        if each.get("url") == RELATED
        for inner in tables(each.get("extension"))
        if inner.get("url") == "target"
    ]
    return {
        "id": own_name(goal, "goal"),
        "needs": given.names(goal.get("addresses"), "need"),
        "text": table(goal.get("description")).get("text"),
        "own_words": next(iter(notes(goal)), None),
        **_state(goal),
        "objectives": [_objective(given, each) for each in parts if each],
    }


def _objective(given: Given, goal: Json) -> Json:
    target = next(tables(goal.get("target")), {})
    return {
        "id": own_name(goal, "objective"),
        "text": table(goal.get("description")).get("text"),
        "measure": _read_measure(given, goal, target),
        "due_on": day(target.get("dueDate")),
        **_state(goal),
        "strategies": notes(goal),
    }


def _read_measure(given: Given, goal: Json, target: Json) -> Json | None:
    measure = table(target.get("measure"))
    kind = own_code(measure, "metric")
    if kind not in _METRICS:
        return None
    baseline = next((each for ref in tables(goal.get("addresses")) if (each := given.at(ref))), {})
    return {
        kind: own_code(measure, "instrument") if kind == "instrument" else measure.get("text"),
        "baseline": _read_value("value", baseline),
        "target": _read_value("detail", target),
    }


def _read_value(name: str, holder: Json) -> Any:
    if f"{name}Boolean" in holder:
        return holder[f"{name}Boolean"]
    return table(holder.get(f"{name}Quantity")).get("value")


def _state(goal: Json) -> Json:
    life = goal.get("lifecycleStatus")
    return {"status": _STATUS.get(life) if isinstance(life, str) else None, "closed_on": day(goal.get("statusDate"))}
