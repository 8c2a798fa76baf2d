"""Condition: a diagnosis with its code, a need in words."""

from typing import Any

from iopctl.drafting.fhir.shapes import day, table, tables
from iopctl.export.fhir.case import Case, Given
from iopctl.export.fhir.elements import HL7, Json, code_in, coding, identifier, own_name, when, without_gaps, written

ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
_PROFILE = "us-core-condition-problems-health-concerns"
_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/condition-category"


def write(case: Case) -> None:
    """Diagnoses, then needs."""
    for number, each in enumerate(case.plan.diagnoses, 1):
        code = {"coding": [coding(ICD_10_CM, each.code)], "text": written(each.text)}
        over = each.until is not None and (each.from_ is None or each.from_ <= each.until)
        fields: Json = {
            "identifier": identifier("diagnosis", f"d{number}"),
            "clinicalStatus": _status("inactive" if over else "active"),
            "category": [{"coding": [coding(f"{HL7}/condition-category", "problem-list-item")]}],
            "code": without_gaps(code),
            "subject": case.subject,
            "onsetDateTime": when(each.from_),
            "abatementDateTime": when(each.until) if over else None,
        }
        case.add("Condition", f"diagnosis-{number}", fields, _PROFILE)
    for number, need in enumerate(case.plan.needs, 1):
        area = [{"text": written(need.area)}] if written(need.area) else []
        fields = {
            "identifier": identifier("need", need.id),
            "clinicalStatus": _status("active"),
            "category": [{"coding": [coding(_CATEGORY, "health-concern")]}, *area],
            "code": {"text": written(need.text) or "-"},
            "subject": case.subject,
        }
        case.add("Condition", f"need-{number}", fields, _PROFILE)


def read(given: Given) -> dict[str, Any]:
    """Diagnoses and needs."""
    first = {
        str(table(each.get("condition")).get("reference"))
        for each in tables(given.one("EpisodeOfCare").get("diagnosis"))
        if each.get("rank") == 1
    }
    conditions = list(given.of("Condition"))
    return {
        "diagnoses": [_diagnosis(each, first) for each in conditions if own_name(each, "diagnosis")],
        "needs": [_need(each) for each in conditions if own_name(each, "need")],
    }


def references(case: Case) -> list[Json]:
    """All of them."""
    return [
        *(case.to("Condition", f"diagnosis-{number}") for number in range(1, len(case.plan.diagnoses) + 1)),
        *(case.to("Condition", f"need-{number}") for number in range(1, len(case.plan.needs) + 1)),
    ]


def ranked(case: Case) -> list[Json]:
    """The diagnoses of the stay, primary ones first in rank."""
    return [
        without_gaps({"condition": case.to("Condition", f"diagnosis-{number}"), "rank": 1 if each.primary else None})
        for number, each in enumerate(case.plan.diagnoses, 1)
    ]


def _status(code: str) -> Json:
    return {"coding": [coding(f"{HL7}/condition-clinical", code)]}


def _diagnosis(condition: Json, first: set[str]) -> Json:
    code = table(condition.get("code"))
    return {
        "code": code_in(code, ICD_10_CM),
        "primary": f"Condition/{condition.get('id')}" in first,
        "text": code.get("text"),
        "from": day(condition.get("onsetDateTime")),
        "until": day(condition.get("abatementDateTime")),
    }


def _need(condition: Json) -> Json:
    areas = [each.get("text") for each in tables(condition.get("category")) if "text" in each]
    return {
        "id": own_name(condition, "need"),
        "area": next(iter(areas), None),
        "text": table(condition.get("code")).get("text"),
    }
