"""Patient, Organization, Practitioner, PractitionerRole, RelatedPerson, CareTeam: codes and roles, nobody's name."""

from typing import Any

from iopctl.drafting.fhir.shapes import table, tables
from iopctl.export.fhir.case import PROGRAM, Case, Given
from iopctl.export.fhir.elements import (
    Json,
    absent,
    days,
    forwards,
    identifier,
    own,
    own_code,
    own_name,
    period,
    resource_id,
    when,
    without_gaps,
    written,
)

_PRIMARY, _TREATING, _DATED, _ROLE, _SUPPORT = "primary-therapist", "treating-physician", "physician", "role", "support"


def write_patient(case: Case) -> None:
    """Who it is about by the code alone: name, birth date and sex are not ours to give."""
    case.add(
        "Patient",
        "",
        {
            "identifier": identifier("patient", case.plan.patient),
            "active": case.plan.status == "active",
            "name": [absent("masked")],
            "gender": "unknown",
            "_birthDate": absent("masked"),
            "deceasedDateTime": when(case.plan.died_on),
            "managingOrganization": case.organization,
        },
        "us-core-patient",
    )


def write_team(case: Case) -> None:
    """Everybody who takes part."""
    plan = case.plan
    members = [
        _member(case.by(plan.primary_therapist), _PRIMARY, "Primary therapist"),
        _member(case.by(plan.treating_physician), _TREATING, "Treating physician"),
        *(
            _member(case.by(each.by), _DATED, "Treating physician", period(each.from_, each.until))
            for each in forwards(plan.physicians)
        ),
        *(_member(_who(case, name), _ROLE, text) for name, text in plan.roles.items()),
        *(_support(case, number, text) for number, text in enumerate(filter(written, plan.supports), 1)),
    ]
    found = [each for each in members if each is not None]
    if found:
        fields = {"status": "active", "subject": case.subject, "participant": found}
        case.add("CareTeam", "team", fields, "us-core-careteam")


def write_staff(case: Case) -> None:
    """The program, and everybody whom another resource names, at the end."""
    kind = own("level-of-care", case.program.level_of_care)
    case.resources.append(
        {
            "resourceType": "Organization",
            "id": PROGRAM,
            "meta": {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-organization"]},
            "active": True,
            "type": [kind],
            "name": written(case.program.name) or "IOP",
        }
    )
    for person in case.staff:
        known = case.program.staff_by_id.get(person)
        case.resources.append(
            {
                "resourceType": "Practitioner",
                "id": resource_id(person),
                "meta": {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitioner"]},
                "identifier": identifier("staff", person),
                "name": [{"_family": absent("masked")}],
            }
        )
        if known is not None:
            case.resources.append(
                {
                    "resourceType": "PractitionerRole",
                    "id": resource_id(person),
                    "practitioner": {"reference": f"Practitioner/{resource_id(person)}"},
                    "organization": case.organization,
                    "code": [without_gaps({"text": written(known.role) or "staff"})],
                }
            )


def read(given: Given) -> dict[str, Any]:
    """The fields of a plan that say who takes part."""
    members = list(tables(given.one("CareTeam").get("participant")))
    kinds = [(_kind(each), each) for each in members]
    patient = given.one("Patient")
    return {
        "patient": own_name(patient, "patient"),
        "died_on": days({"start": patient.get("deceasedDateTime")})["from"],
        "primary_therapist": next((given.staff(each.get("member")) for kind, each in kinds if kind == _PRIMARY), None),
        "treating_physician": next(
            (given.staff(each.get("member")) for kind, each in kinds if kind == _TREATING), None
        ),
        "physicians": [
            {"by": given.staff(each.get("member")), **days(each.get("period"))}
            for kind, each in kinds
            if kind == _DATED
        ],
        "roles": {str(_role_of(given, each)): _text(each) for kind, each in kinds if kind == _ROLE},
        "supports": [
            table(next(tables(given.at(each.get("member")).get("relationship")), {})).get("text")
            for kind, each in kinds
            if kind == _SUPPORT
        ],
    }


def _member(member: Json | None, kind: str, text: str, span: Json | None = None) -> Json | None:
    if member is None or written(text) is None:
        return None
    return without_gaps({"role": [own("team-role", kind, text)], "member": member, "period": span})


def _support(case: Case, number: int, text: str) -> Json | None:
    relation = {"text": written(text)}
    fields = {"active": True, "patient": case.subject, "relationship": [relation]}
    return _member(case.add("RelatedPerson", f"support-{number}", fields), _SUPPORT, "Support")


def _who(case: Case, name: str) -> Json | None:
    """A role is somebody of the staff, the patient, or a word for whoever takes it."""
    if name == case.plan.patient:
        return case.subject
    if name in case.program.staff_by_id:
        return case.by(name)
    return {"identifier": identifier("role", name)[0], "display": name}


def _role_of(given: Given, member: Json) -> Any:
    who = table(member.get("member"))
    return table(who.get("identifier")).get("value") or given.staff(who) or given.name(who, "patient")


def _kind(member: Json) -> Any:
    return own_code(next(tables(member.get("role")), {}), "team-role")


def _text(member: Json) -> Any:
    return next(tables(member.get("role")), {}).get("text")
