"""Goal: its text, the patient's own words, the needs it addresses, and an objective for each target."""

from typing import Any

from iopctl.drafting.fhir import conditions
from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import code_word, concept_text, many, tables
from iopctl.drafting.fhir.targets import READ as TARGET_FIELDS
from iopctl.drafting.fhir.targets import objective
from iopctl.drafting.fhir.work import Work

READ = frozenset({"lifecycleStatus", "status", "description", "subject", "expressedBy", "addresses", "note", "target"})
# R4's lifecycleStatus and STU3's status of a goal that is over or never was one.
_OVER = frozenset({"completed", "achieved", "cancelled", "entered-in-error", "rejected"})
_NOT_BEGUN = frozenset({"proposed", "on-hold"})


def carry(work: Work) -> None:
    """Every Goal of the record."""
    for resource in work.record.of("Goal"):
        status = code_word(resource.data.get("lifecycleStatus")) or code_word(resource.data.get("status"))
        text = concept_text(resource.data.get("description"))
        unfit = work.why_unfit(text)
        if status in _OVER:
            work.ledger.leave(resource, f"{status} in the record")
        elif text is None or unfit:
            work.ledger.leave(resource, str(unfit))
        else:
            goal = _add_goal(work, resource, text)
            work.ledger.carry(resource, f"goal {goal}")
            if status in _NOT_BEGUN:
                work.ledger.remark(resource, f"{status} in the record")


def _add_goal(work: Work, resource: Resource, text: str) -> str:
    goal = f"g{work.setting.goals_before + len(work.goals) + 1}"
    said_by_patient = work.record.is_patient(resource.data.get("expressedBy"))
    targets = list(tables(resource.data.get("target")))
    objectives = [
        made
        for number, target in enumerate(targets, 1)
        if (made := objective(work, resource, target, f"{goal}.o{number}", text))
    ]
    work.goals.append(
        {
            "id": goal,
            "needs": _needs(work, resource) or None,
            "text": text,
            "own_words": text if said_by_patient else None,
            "objectives": objectives or None,
        }
    )
    _leave_unread(work, resource, targets)
    return goal


def _needs(work: Work, resource: Resource) -> list[str]:
    """The needs behind the conditions that the goal addresses."""
    found = []
    for reference in tables(resource.data.get("addresses")):
        condition = work.record.target(reference)
        if condition is None:
            work.ledger.leave_part(resource, "addresses", "it names a resource that is not in the files")
        elif condition.kind != "Condition" or (need := conditions.need_for(work, condition)) is None:
            work.ledger.leave_part(resource, "addresses", f"it names {condition.name}, which is no need of the draft")
        else:
            found.append(need)
    return list(dict.fromkeys(found))


def _leave_unread(work: Work, resource: Resource, targets: list[dict[str, Any]]) -> None:
    if many(resource.data.get("note")):
        work.ledger.leave_part(resource, "note", "free text of somebody else's record may hold names; read it there")
    unread = sorted({field for target in targets for field in target} - TARGET_FIELDS)
    if unread:
        work.ledger.leave_part(resource, "target", f"{len(unread)} of its fields are not read")
