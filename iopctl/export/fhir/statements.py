"""Observation and ClinicalImpression: what a plan states in words or dates, evaluations, scores of level, events."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from iopctl.drafting.fhir.shapes import day, many, table
from iopctl.export.fhir.case import Case, Given
from iopctl.export.fhir.elements import (
    UNIT,
    Json,
    identifier,
    integer,
    notes,
    own,
    own_code,
    own_name,
    period,
    read_moment,
    when,
    without_gaps,
    written,
)
from iopctl.model.plan import OLDEST_AGE

# What has no resource of its own in R4: one observation for each value, under its name in the plan.
TEXTS = (
    "strengths", "preferences", "communication_plan", "behavior_plan", "recovery_plan", "continued_stay_reason",
    "referral.from", "necessity.why_not_lower", "necessity.why_not_higher", "safety_plan.text",
    "relapse_prevention.warning_signs", "relapse_prevention.coping", "relapse_prevention.contacts",
    "discharge.reason", "discharge.instructions.medicines", "discharge.instructions.referral_contacts",
    "discharge.instructions.medical_issues", "discharge.instructions.providers",
)  # fmt: skip
LISTS = frozenset(
    {"strengths", "preferences", "relapse_prevention.warning_signs", "relapse_prevention.coping"}
    | {"relapse_prevention.contacts", "discharge.instructions.medicines", "discharge.instructions.referral_contacts"}
    | {"discharge.instructions.medical_issues", "discharge.instructions.providers"}
)
DATES = (
    "referral.inpatient_discharged_on", "necessity.on", "safety_plan.on", "safety_plan.reviewed_on",
    "relapse_prevention.on", "relapse_prevention.reviewed_on", "last_known_on", "discharge.summary_on",
    "discharge.instructions.on",
)  # fmt: skip
TRUTHS = ("identified", "referral.psychiatric", "necessity.needs_24h_care", "necessity.imminent_danger")
_AGE = "age_at_admission"


def write(case: Case) -> None:
    """Everything that the plan states so."""
    fields = case.plan.model_dump(by_alias=True, exclude_defaults=True)
    if "end" not in period(case.plan.admitted_at, case.plan.discharged_on):
        fields.pop("discharge", None)  # a stay that ended before it began has no end there, so nothing of it
    for path in (*TEXTS, *DATES, *TRUTHS):
        held = [each for value in _values(fields, path) if (each := _held(value)) is not None]
        for number, value in enumerate(held, 1):
            name = f"states-{path.replace('.', '-').replace('_', '-')}-{number}"
            case.add("Observation", name, {**_observation(case, "statement", path), **value})
    _write_age(case)
    _write_evaluations(case)
    _write_scores(case)
    _write_events(case)


def read(given: Given) -> dict[str, Any]:
    """The same fields of a plan."""
    fields: dict[str, Any] = {}
    observations = list(given.of("Observation"))
    for each in observations:
        path = own_code(each.get("code"), "statement")
        if path in TEXTS:
            _put(fields, path, each.get("valueString"), several=path in LISTS)
        elif path in DATES:
            _put(fields, path, day(each.get("valueDateTime")), several=path.endswith("reviewed_on"))
        elif path in TRUTHS:
            _put(fields, path, each.get("valueBoolean"), several=False)
        elif path == _AGE:
            fields[_AGE] = table(each.get("valueQuantity")).get("value")
    return {
        **fields,
        "evaluations": [_evaluation(given, each) for each in given.of("ClinicalImpression")],
        "level_of_care_scores": [
            {
                "instrument": code,
                "on": day(each.get("effectiveDateTime")),
                "by": given.staff(next(iter(many(each.get("performer"))), None)),
                "composite": each.get("valueInteger"),
                "level": own_code(next(iter(many(each.get("interpretation"))), None), "level-of-care"),
                "variance": next(iter(notes(each)), None),
            }
            for each in observations
            if (code := own_code(each.get("code"), "level-of-care-instrument")) is not None
        ],
        "events": [
            {
                "kind": kind,
                "on": day(each.get("effectiveDateTime")),
                "by": given.staff(next(iter(many(each.get("performer"))), None)),
                "text": each.get("valueString"),
            }
            for each in observations
            if (kind := own_code(each.get("code"), "event")) is not None
        ],
    }


def _values(fields: Any, path: str) -> Iterator[Any]:
    """The value at a path, or each of several."""
    for part in path.split("."):
        fields = fields.get(part) if isinstance(fields, dict) else None
    yield from fields if isinstance(fields, tuple) else (() if fields is None else (fields,))


def _held(value: Any) -> Json | None:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, date):
        return {"valueDateTime": value.isoformat()}
    text = written(value)
    return None if text is None else {"valueString": text}


def _put(fields: dict[str, Any], path: str, value: Any, *, several: bool) -> None:
    *sections, name = path.split(".")
    for each in sections:
        fields = fields.setdefault(each, {})
    if several:
        fields.setdefault(name, []).append(value)
    else:
        fields[name] = value


def _observation(case: Case, kind: str, code: str) -> Json:
    return {
        "status": "final",
        "code": own(kind, code, code.replace(".", ": ").replace("_", " ")),
        "subject": case.subject,
    }


def _write_age(case: Case) -> None:
    """The age that the plan states; the oldest that is stated stands for all older ones."""
    age = case.plan.age_at_admission
    if age is not None:
        more = {"comparator": ">="} if age == OLDEST_AGE else {}
        quantity = {"value": age, **more, "unit": "years", "system": UNIT, "code": "a"}
        case.add("Observation", "age", {**_observation(case, "statement", _AGE), "valueQuantity": quantity})


def _write_evaluations(case: Case) -> None:
    for number, each in enumerate(case.plan.evaluations, 1):
        fields = {
            "identifier": identifier("evaluation", each.id),
            "status": "completed" if each.signed_at else "in-progress",
            "code": own("evaluation-kind", each.kind),
            "description": written(each.history),
            "subject": case.subject,
            "effectiveDateTime": when(each.signed_at),
            "assessor": case.by(each.by),
            "summary": written(each.current),
            "note": [{"text": text} for goal in each.personal_goals if (text := written(goal))],
        }
        case.add("ClinicalImpression", f"evaluation-{number}", fields)


def _evaluation(given: Given, impression: Json) -> Json:
    return {
        "id": own_name(impression, "evaluation"),
        "kind": own_code(impression.get("code"), "evaluation-kind"),
        "signed_at": read_moment(impression.get("effectiveDateTime")),
        "by": given.staff(impression.get("assessor")),
        "history": impression.get("description"),
        "current": impression.get("summary"),
        "personal_goals": notes(impression),
    }


def _write_scores(case: Case) -> None:
    for number, each in enumerate(case.plan.level_of_care_scores, 1):
        performer = case.by(each.by)
        fields = {
            **_observation(case, "level-of-care-instrument", each.instrument),
            "effectiveDateTime": when(each.on),
            "performer": [performer] if performer else [],
            "valueInteger": integer(each.composite),
            "interpretation": [own("level-of-care", each.level)] if each.level else [],
            "note": [{"text": written(each.variance)}] if written(each.variance) else [],
        }
        case.add("Observation", f"level-{number}", fields)


def _write_events(case: Case) -> None:
    for number, each in enumerate(case.plan.events, 1):
        performer = case.by(each.by)
        fields = {
            **_observation(case, "event", each.kind),
            "effectiveDateTime": when(each.on),
            "performer": [performer] if performer else [],
            "valueString": written(each.text),
        }
        case.add("Observation", f"event-{number}", without_gaps(fields))
