"""Goal.target: an objective with what is measured, the target and the due date. The baseline is never in a Goal."""

from typing import Any

from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import codings, concept_text, day, number, table, words
from iopctl.drafting.fhir.work import Work

READ = frozenset(
    {"measure", "detailQuantity", "detailRange", "detailInteger", "detailBoolean", "detailString"}
    | {"detailCodeableConcept", "dueDate", "dueDuration"}
)
# UCUM codes and the English words of spans of time.
_TIME = frozenset(
    {"s", "min", "h", "d", "wk", "mo", "a"}
    | {each + plural for each in ("second", "minute", "hour", "day", "week", "month", "year") for plural in ("", "s")}
)
_COMPARED = {"<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}


def objective(work: Work, resource: Resource, target: dict[str, Any], name: str, goal: str) -> dict[str, Any] | None:
    """One target as an objective; a target that only has a date dates the goal itself. None for an empty one."""
    text = _text(target) or (goal if target.get("dueDate") or target.get("dueDuration") else None)
    unfit = work.why_unfit(text)
    if text is None or unfit:
        work.ledger.leave_part(resource, "target", str(unfit))
        return None
    return {"id": name, "text": text, "measure": _measure(work, target), "due_on": _due(work, resource, target, name)}


def _measure(work: Work, target: dict[str, Any]) -> dict[str, Any] | None:
    """The metric under the key that fits it, with a target where the record has one number for it."""
    metric = concept_text(target.get("measure"))
    if metric is None:
        return None
    value, unit = _value(target)
    aim = {"baseline": None, "target": value}
    codes = {coding.code for coding in codings(target.get("measure"))}
    for instrument in work.setting.instruments.values():
        if instrument.loinc is not None and codes & {instrument.loinc.total, instrument.loinc.panel}:
            return {"instrument": instrument.id, **aim}
    if isinstance(value, bool):
        return {"yes_no": metric, **aim}
    key = "duration" if unit and unit.casefold() in _TIME else "count"
    return {key: f"{metric} ({unit})" if unit else metric, **aim}


def _value(target: dict[str, Any]) -> tuple[int | float | bool | None, str | None]:
    """The number to reach, and its unit. A range has no single number."""
    quantity = table(target.get("detailQuantity"))
    if quantity:
        return number(quantity.get("value")), words(quantity.get("unit")) or words(quantity.get("code"))
    flag = target.get("detailBoolean")
    return (flag if isinstance(flag, bool) else number(target.get("detailInteger"))), None


def _text(target: dict[str, Any]) -> str | None:
    """The target as a sentence: what is measured, and how far it should go."""
    parts = [concept_text(target.get("measure")), _detail(target)]
    return ": ".join(part for part in parts if part) or None


def _detail(target: dict[str, Any]) -> str | None:
    value, unit = _value(target)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is not None:
        sign = words(table(target.get("detailQuantity")).get("comparator")) or ""
        return _with_unit(f"{_COMPARED.get(sign, '')}{value}", unit)
    bounds = table(target.get("detailRange"))
    low, high = (table(bounds.get(end)) for end in ("low", "high"))
    first, last = number(low.get("value")), number(high.get("value"))
    if first is not None and last is not None:
        return _with_unit(f"{first} to {last}", words(high.get("unit")) or words(low.get("unit")))
    return words(target.get("detailString")) or concept_text(target.get("detailCodeableConcept"))


def _with_unit(text: str, unit: str | None) -> str:
    return f"{text} {unit}" if unit else text


def _due(work: Work, resource: Resource, target: dict[str, Any], name: str) -> Any:
    due = day(target.get("dueDate"))
    if due is None and (target.get("dueDate") or target.get("dueDuration")):
        work.ledger.leave_part(resource, "due date", f"{name}: not a full date")
    if due is not None and due < work.setting.today:
        work.ledger.remark(resource, f"{name} was due on {due}: set a new date")
    return due
