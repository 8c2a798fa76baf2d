"""A whole plan for reading: who and when, why, what is promised, how it ends, who signed, what is left open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from iopctl.counting.weeks import day_of_stay
from iopctl.drafting.gaps import Gap
from iopctl.drafting.signing import states
from iopctl.model.chart import Chart
from iopctl.model.goal import Goal, Objective
from iopctl.model.plan import Plan, RelapsePrevention
from iopctl.model.rule import Finding
from iopctl.model.words import DAYS
from iopctl.render.clock import span_text
from iopctl.render.drafted import left_lines
from iopctl.render.facts import cell, facts, is_records, records, spoken
from iopctl.render.sheet import GAP, Grid, Sheet, or_gap

# Fields with a section of their own here; every other one that is stated follows after them.
_OWN = frozenset(
    {"patient", "revision", "status", "admitted_at", "planned_discharge_on", "primary_therapist", "treating_physician"}
    | {"track", "population", "age_at_admission", "strengths", "preferences", "supports", "necessity", "diagnoses"}
    | {"needs", "goals", "services", "pattern", "safety_plan", "relapse_prevention", "discharge_criteria", "signatures"}
)


def plan_sheet(chart: Chart, today: date, unsigned: Sequence[Finding], gaps: Sequence[Gap]) -> Sheet:
    """Every section; `unsigned` are the findings about signatures."""
    plan = chart.plan
    data = plan.model_dump(mode="json", by_alias=True)
    stated = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    grids = [
        _stay_grid(plan),
        facts("Why this level of care", _why(plan)),
        records("Diagnoses", stated.get("diagnoses", ())),
        _needs_grid(plan),
        _goals_grid(plan.goals),
        _objectives_grid(plan.goals),
        _services_grid(chart),
        _week_grid(chart),
        facts("Safety and relapse", _safety(plan)),
        records("Discharge criteria", stated.get("discharge_criteria", ())),
        _signatures_grid(plan, unsigned),
        *_others({name: value for name, value in stated.items() if name not in _OWN}),
    ]
    notes = ["", *left_lines(gaps)]
    return Sheet({"plan": data}, [grid for grid in grids if grid.rows], _heading(plan, today), notes)


def _heading(plan: Plan, today: date) -> str:
    day = day_of_stay(plan, today)
    at = "not admitted" if day is None else f"day {day}"
    return f"{plan.patient}  {plan.status_on(today)}, revision {plan.revision}, {at}"


def _stay_grid(plan: Plan) -> Grid:
    stay = {
        "admitted": plan.admitted_at,
        "planned discharge": plan.planned_discharge_on,
        "track": plan.track,
        "population": plan.population,
        "age at admission": plan.age_at_admission,
        "primary therapist": plan.primary_therapist,
        "treating physician": plan.treating_physician,
        "strengths": plan.strengths,
        "preferences": plan.preferences,
        "supports": plan.supports,
    }
    return facts("Stay", stay)


def _why(plan: Plan) -> dict[str, Any]:
    """Both statements, stated or not, and what else was said of the need for this level."""
    stated = plan.necessity.model_dump(exclude_defaults=True) if plan.necessity else {}
    statements = ("why_not_lower", "why_not_higher")
    more = {spoken(name): value for name, value in stated.items() if name not in statements}
    return {"not a lower level": stated.get(statements[0]), "not a higher level": stated.get(statements[1]), **more}


def _needs_grid(plan: Plan) -> Grid:
    rows = []
    for need in plan.needs:
        goals = ", ".join(goal.id for goal in plan.goals if need.id in goal.needs)
        deferred = (
            f"deferred on {need.deferred.on} by {need.deferred.by}: {need.deferred.reason}" if need.deferred else ""
        )
        rows.append((need.id, or_gap(need.area), need.text, or_gap(goals or deferred)))
    return Grid("Needs", ("need", "area", "what was found", "goals"), rows)


def _goals_grid(goals: Iterable[Goal]) -> Grid:
    rows = [
        (goal.id, goal.text, or_gap(goal.own_words), or_gap(", ".join(goal.needs)), _status(goal)) for goal in goals
    ]
    return Grid("Goals", ("goal", "text", "in the patient's words", "needs", "status"), rows)


def _objectives_grid(goals: Iterable[Goal]) -> Grid:
    rows = [
        (each.id, each.text, *_measure(each), or_gap(each.due_on), or_gap(", ".join(each.strategies)), _status(each))
        for goal in goals
        for each in goal.objectives
    ]
    columns = ("objective", "text", "measured by", "start", "target", "due", "strategies", "status")
    return Grid("Objectives", columns, rows)


def _measure(objective: Objective) -> tuple[str, str, str]:
    measure = objective.measure
    if measure is None:
        return GAP, GAP, GAP
    return or_gap(measure.metric), cell(measure.baseline), cell(measure.target)


def _status(item: Goal | Objective) -> str:
    return f"{item.status} on {item.closed_on}" if item.closed_on else item.status


def _services_grid(chart: Chart) -> Grid:
    rows = [
        (
            each.service,
            or_gap(each.per_week),
            or_gap(each.minutes),
            or_gap(each.weeks),
            or_gap(each.by),
            or_gap(", ".join(each.objectives)),
        )
        for each in chart.plan.services
    ]
    return Grid("Promised", ("service", "a week", "minutes", "weeks", "by", "objectives"), rows)


def _week_grid(chart: Chart) -> Grid:
    """The standing week by day and time; a slot that the program lacks is shown by its id."""
    pattern = chart.plan.pattern
    if pattern is None:
        return Grid("Standing week", (), ())
    known = [(each, chart.program.slot_by_id.get(each)) for each in pattern.slots]
    times = [(DAYS.index(slot.day), slot.start, slot.end, slot.service, slot_id) for slot_id, slot in known if slot]
    times += [(DAYS.index(own.day), own.start, own.end, own.service, "own time") for own in pattern.own]
    rows = [
        (f"{DAYS[day]} {span_text(chart.program, start, end)}", service, slot)
        for day, start, end, service, slot in sorted(times)
    ]
    rows += [(slot_id, GAP, "not a slot of the program") for slot_id, slot in known if slot is None]
    return Grid("Standing week", ("time", "service", "slot"), rows)


def _safety(plan: Plan) -> dict[str, Any]:
    safety, relapse = plan.safety_plan, plan.relapse_prevention or RelapsePrevention()
    always = {
        "safety plan written": safety and safety.on,
        "warning signs": relapse.warning_signs,
        "coping": relapse.coping,
        "contacts": relapse.contacts,
        "relapse plan written": relapse.on,
    }
    sometimes = {
        "safety plan": safety and safety.text,
        "safety plan reviewed": safety and safety.reviewed_on,
        "relapse plan reviewed": relapse.reviewed_on,
    }
    return {**always, **{name: value for name, value in sometimes.items() if value}}


def _signatures_grid(plan: Plan, unsigned: Sequence[Finding]) -> Grid:
    rows = []
    for signature, state in states(plan):
        day = signature.on or signature.attempted_on
        said = f"{state}: {signature.reason}" if signature.reason else state
        rows.append((signature.role, signature.by, or_gap(day), f"revision {signature.revision}", said))
    for message in dict.fromkeys(each.message for each in unsigned):
        packs = ", ".join(each.pack for each in unsigned if each.message == message)
        rows.append(("needed", GAP, GAP, GAP, f"{message} (rule pack {packs})"))
    return Grid("Signatures", ("role", "by", "on", "of", "state"), rows)


def _others(stated: Mapping[str, Any]) -> Iterable[Grid]:
    """What else the plan states, in the order of the file; single facts together."""
    plain = {name: value for name, value in stated.items() if not isinstance(value, dict) and not is_records(value)}
    yield facts("Also stated", {spoken(name): value for name, value in plain.items()})
    for name, value in stated.items():
        if isinstance(value, dict):
            yield facts(spoken(name).capitalize(), {spoken(key): inner for key, inner in value.items()})
        elif name not in plain:
            yield records(spoken(name).capitalize(), value)
