"""Patient, RelatedPerson, CareTeam: an age, relations and roles. Nobody's name leaves the record."""

import re

from iopctl.counting.age import age_on
from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import code_word, concept_text, day, many, tables
from iopctl.drafting.fhir.work import Work
from iopctl.model.plan import OLDEST_AGE

READ = {
    "Patient": frozenset({"birthDate", "name", "telecom", "address", "contact", "photo", "active"}),
    "RelatedPerson": frozenset({"active", "patient", "relationship", "name", "telecom", "address"}),
    "CareTeam": frozenset({"status", "subject", "participant", "name"}),
}
_IDENTIFYING = ("name", "birthDate", "telecom", "address", "identifier", "contact", "photo")
_ID_MAX = 32
_TAG = re.compile(r" \([a-z ]+\)$")  # SNOMED CT adds what a term is: "Patient (person)"
_NO_TEAM = frozenset({"inactive", "entered-in-error"})
_ON_THE_TEAM = "to be assigned"


def carry(work: Work) -> None:
    """Everybody in the record."""
    for resource in work.record.of("Patient"):
        _carry_patient(work, resource)
    for resource in work.record.of("RelatedPerson"):
        _carry_relation(work, resource)
    for resource in work.record.of("CareTeam"):
        _carry_team(work, resource)


def _carry_patient(work: Work, resource: Resource) -> None:
    born, admitted, given = day(resource.data.get("birthDate")), work.setting.admitted_on, work.setting.age_given
    fields = ", ".join(field for field in _IDENTIFYING if field in resource.data) or "nothing else"
    kept_out = f"{fields}: who a patient is stays out of a plan"
    if born is None or admitted is None or born > admitted:
        work.ledger.leave(resource, f"{kept_out}; an age needs --admitted and a full birth date before it")
        return
    age = min(age_on(born, admitted), OLDEST_AGE)
    work.age_at_admission = age
    remarks = [f"{age} by the birth date, {given} as given: {given} stands"] if given not in {None, age} else []
    work.ledger.carry(resource, "age_at_admission", *remarks)
    work.ledger.leave_part(resource, "identity", kept_out)


def _carry_relation(work: Work, resource: Resource) -> None:
    relation = next((text for each in many(resource.data.get("relationship")) if (text := concept_text(each))), None)
    if resource.data.get("active") is False:
        work.ledger.leave(resource, "no longer active in the record")
    elif relation is None or work.why_unfit(relation):
        work.ledger.leave(resource, "it does not say how they are related")
    else:
        support = _TAG.sub("", relation).lower()
        if support not in work.supports:
            work.supports.append(support)
        work.ledger.carry(resource, "supports")
        work.ledger.leave_part(resource, "identity", "a name, an address, a telephone number stay out of a plan")


def _carry_team(work: Work, resource: Resource) -> None:
    status = code_word(resource.data.get("status"))
    if status in _NO_TEAM:
        work.ledger.leave(resource, f"the record says: {status}")
        return
    everybody = tables(resource.data.get("participant"))
    others = [each for each in everybody if not work.record.is_patient(each.get("member"))]
    for participant in others:
        _carry_role(work, resource, participant)
    if not work.ledger.is_carried(resource):
        work.ledger.leave(resource, "it names no role")
    elif named := sum("member" in each for each in others):
        work.ledger.leave_part(resource, "member", f"who they are ({named}): names of people stay out of a plan")


def _carry_role(work: Work, resource: Resource, participant: dict[str, object]) -> None:
    """The role as a key: who takes it here is for a person to say."""
    text = next((text for each in many(participant.get("role")) if (text := concept_text(each))), None)
    name = re.sub(r"[^a-z0-9]+", "_", _TAG.sub("", text or "").lower()).strip("_")[:_ID_MAX].rstrip("_")
    if not name or work.why_unfit(text):
        work.ledger.leave_part(resource, "participant", "its role is missing or cannot be written")
        return
    work.roles[name] = _ON_THE_TEAM
    work.ledger.carry(resource, f"roles.{name}")
