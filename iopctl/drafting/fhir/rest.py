"""CarePlan, and every type that a plan has no place for: why it stays behind."""

from iopctl.drafting.fhir.record import UNKNOWN, Resource
from iopctl.drafting.fhir.shapes import code_word, concept_text, table, tables, words
from iopctl.drafting.fhir.work import Work

_REASONS = {
    "Encounter": "visits of another record; attendance is recorded here session by session",
    "Appointment": "appointments of another record; sessions stand in the weeks here",
    "Procedure": "done elsewhere; what is given here stands in the weeks",
    "ServiceRequest": "orders of another record; choose services from the catalogue",
    "MedicationRequest": "medicines stay in the prescriber's record",
    "MedicationStatement": "medicines stay in the prescriber's record",
    "AllergyIntolerance": "allergies stay in the medical record",
    "Flag": "a warning of another record: read it there, and assess anew",
    "RiskAssessment": "a risk of another day: read it there, and assess anew",
    "Practitioner": "people's names stay out of a plan",
    "PractitionerRole": "people's names stay out of a plan",
    "Organization": "names of places stay out of a plan",
    "Location": "names of places stay out of a plan",
    "Coverage": "name the payer's rule pack with --pack",
    "Consent": "a consent is given anew: write it under consents",
    "Questionnaire": "a blank form; the forms known here are in `iopctl instruments list`",
    UNKNOWN: "it has no resourceType, so nobody can tell what it is",
}
_OVER = frozenset({"completed", "revoked", "entered-in-error", "cancelled"})


def leave(work: Work) -> None:
    """Give every resource that nothing was made of its reason."""
    for resource in work.record.of("CarePlan"):
        work.ledger.leave(resource, _care_plan(work, resource))
    for resource in work.record.resources:
        reason = _REASONS.get(resource.kind)
        if reason:
            work.ledger.leave(resource, reason)
    for resource in work.record.repeated:
        work.ledger.leave(resource, "in the files a second time; the first is taken")


def _care_plan(work: Work, resource: Resource) -> str:
    """What another plan promised is named, so that somebody can choose services for it."""
    details = (table(each.get("detail")) for each in tables(resource.data.get("activity")))
    texts = (concept_text(each.get("code")) or words(each.get("description")) for each in details)
    promised = ", ".join(dict.fromkeys(work.shown(text, "an activity that names a person") for text in texts if text))
    status = code_word(resource.data.get("status"))
    over = f"{status} in the record" if status in _OVER else "a plan of another record"
    return f"{over}; services to choose from the catalogue: {promised}" if promised else f"{over}, without activities"
