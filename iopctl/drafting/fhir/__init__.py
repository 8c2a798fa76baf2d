"""Draft a plan from FHIR R4 or STU3: what can be carried is, and every resource that is not has its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iopctl.drafting.fhir import conditions, goals, people, rest, surveys
from iopctl.drafting.fhir.forms import Filed
from iopctl.drafting.fhir.ledger import Carried, NotCarried
from iopctl.drafting.fhir.record import read
from iopctl.drafting.fhir.work import Setting, Work

__all__ = ["Carried", "Draft", "Filed", "NotCarried", "Setting", "draft"]


@dataclass(frozen=True)
class Draft:
    """Fields of a plan, forms for the chart, and what became of every resource."""

    fields: dict[str, Any]
    forms: tuple[Filed, ...]
    carried: tuple[Carried, ...]
    not_carried: tuple[NotCarried, ...]
    resources: int


def draft(files: Sequence[tuple[str, Any]], setting: Setting) -> Draft:
    """A draft from parsed files, each with its name. Raises Refused for what is no record of one patient."""
    work = Work(read(files), setting)
    conditions.carry(work)
    goals.carry(work)
    people.carry(work)
    forms = surveys.carry(work)
    rest.leave(work)
    for kind, fields in {
        "Condition": conditions.READ,
        "Goal": goals.READ,
        **people.READ,
        **surveys.READ,
    }.items():
        work.ledger.reads(kind, fields)
    everything = (*work.record.resources, *work.record.repeated)
    return Draft(
        fields=_fields(work),
        forms=tuple(forms),
        carried=tuple(work.ledger.carried(everything)),
        not_carried=tuple(work.ledger.not_carried(everything)),
        resources=len(everything),
    )


def _fields(work: Work) -> dict[str, Any]:
    fields = {
        "age_at_admission": work.age_at_admission,
        "supports": work.supports,
        "roles": work.roles,
        "diagnoses": work.diagnoses,
        "needs": work.needs,
        "goals": work.goals,
    }
    return {key: value for key, value in fields.items() if value or value == 0}
