"""ServiceRequest: the dose promised, what is left out for a reason, and visits after the stay; Coverage, Consent."""

from fractions import Fraction
from typing import Any

from iopctl.drafting.fhir.shapes import day, table, tables
from iopctl.export.fhir import goals
from iopctl.export.fhir.case import Case, Given
from iopctl.export.fhir.elements import (
    HL7,
    UNIT,
    Json,
    coding,
    days,
    forwards,
    identifier,
    own,
    own_code,
    own_names,
    period,
    when,
    without_gaps,
    written,
)
from iopctl.model.plan import PlannedService

PERTAINS = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
_STATUS = {"draft": "draft", "active": "active", "closed": "completed"}
_PROFILE = "us-core-servicerequest"
_DOSE, _LEFT_OUT, _FOLLOW_UP = "dose", "exemption", "follow-up"


def write(case: Case) -> None:
    """Services, exemptions, follow-ups, coverage, consents."""
    for number, service in enumerate(forwards(case.plan.services), 1):
        case.add("ServiceRequest", f"service-{number}", _service(case, service), _PROFILE)
    for number, each in enumerate(forwards(case.plan.exemptions), 1):
        fields = {
            "status": "active",
            "intent": "plan",
            "doNotPerform": True,
            "category": [own("request-kind", _LEFT_OUT)],
            "code": own("service-kind", each.kind, each.kind),
            "subject": case.subject,
            "occurrencePeriod": period(each.from_, each.until),
            "authoredOn": when(each.on),
            "requester": case.by(each.by),
            "reasonCode": [own("exemption-reason", each.reason)],
        }
        case.add("ServiceRequest", f"exemption-{number}", fields, _PROFILE)
    for number, visit in enumerate(case.plan.follow_ups, 1):
        fields = {
            "status": "active",
            "intent": "order",
            "category": [own("request-kind", _FOLLOW_UP)],
            "code": {"text": "Follow-up visit"},
            "subject": case.subject,
            "occurrenceDateTime": when(visit.visit_on),
            "authoredOn": when(visit.arranged_on),
            "performer": [{"display": written(visit.provider) or "-"}],
        }
        case.add("ServiceRequest", f"follow-up-{number}", fields, _PROFILE)
    _write_coverage(case)
    _write_consents(case)


def promised(case: Case) -> list[Json]:
    """The services of the plan."""
    return [case.to("ServiceRequest", f"service-{n}") for n in range(1, len(forwards(case.plan.services)) + 1)]


def read(given: Given) -> dict[str, Any]:
    """The same fields of a plan."""
    requests = [(_kind(each), each) for each in given.of("ServiceRequest")]
    return {
        "services": [_read_service(given, each) for kind, each in requests if kind == _DOSE],
        "exemptions": [_read_exemption(given, each) for kind, each in requests if kind == _LEFT_OUT],
        "follow_ups": [
            {
                "provider": next(tables(each.get("performer")), {}).get("display"),
                "arranged_on": day(each.get("authoredOn")),
                "visit_on": day(each.get("occurrenceDateTime")),
            }
            for kind, each in requests
            if kind == _FOLLOW_UP
        ],
        "coverage": [{"pack": _pack(each), **days(each.get("period"))} for each in given.of("Coverage")],
        "consents": [_read_consent(each) for each in given.of("Consent")],
    }


def _kind(request: Json) -> Any:
    return next((code for each in tables(request.get("category")) if (code := own_code(each, "request-kind"))), None)


def _service(case: Case, service: PlannedService) -> Json:
    known = case.program.service_by_id.get(service.service)
    objectives = [goals.objective_reference(case, each) for each in service.objectives]
    timing = _timing(service)
    performer = case.by(service.by)
    return {
        "extension": [{"url": PERTAINS, "valueReference": each} for each in objectives if each],
        "status": _STATUS[case.plan.status],
        "intent": "plan",
        "category": [own("request-kind", _DOSE)],
        "code": own("service", service.service, (known and written(known.title)) or service.service),
        "subject": case.subject,
        "occurrenceTiming": {"repeat": timing} if timing else None,
        "performer": [performer] if performer else [],
    }


def _timing(service: PlannedService) -> Json:
    """So many times in so many weeks; bounds are days where the plan has some, else weeks."""
    timing: Json = {}
    if service.from_ or service.until:
        timing["boundsPeriod"] = period(service.from_, service.until)
    elif service.weeks is not None:
        timing["boundsDuration"] = {"value": service.weeks, "unit": "weeks", "system": UNIT, "code": "wk"}
    if service.minutes is not None:
        timing |= {"duration": service.minutes, "durationUnit": "min"}
    if service.per_week is not None:
        often = Fraction(service.per_week).limit_denominator(52)
        if often > 0:
            timing |= {"frequency": often.numerator, "period": often.denominator, "periodUnit": "wk"}
    return timing


def _read_service(given: Given, request: Json) -> Json:
    timing = table(table(request.get("occurrenceTiming")).get("repeat"))
    frequency, weeks = timing.get("frequency"), timing.get("period")
    often: int | float | None = None
    if isinstance(frequency, int) and isinstance(weeks, int) and weeks > 0:
        often = frequency // weeks if frequency % weeks == 0 else frequency / weeks
    pertains = [each.get("valueReference") for each in tables(request.get("extension")) if each.get("url") == PERTAINS]
    return {
        "service": own_code(request.get("code"), "service"),
        "per_week": often,
        "minutes": timing.get("duration"),
        "weeks": table(timing.get("boundsDuration")).get("value"),
        **days(timing.get("boundsPeriod")),
        "objectives": given.names(pertains, "objective"),
        "by": given.staff(next(tables(request.get("performer")), {})),
    }


def _read_exemption(given: Given, request: Json) -> Json:
    return {
        "kind": own_code(request.get("code"), "service-kind"),
        "reason": own_code(next(tables(request.get("reasonCode")), {}), "exemption-reason"),
        "by": given.staff(request.get("requester")),
        "on": day(request.get("authoredOn")),
        **days(request.get("occurrencePeriod")),
    }


def _write_coverage(case: Case) -> None:
    for number, each in enumerate(forwards(case.plan.coverage), 1):
        fields = {
            "status": "active",
            "beneficiary": case.subject,
            "period": period(each.from_, each.until),
            "payor": [{"identifier": identifier("pack", each.pack)[0], "display": each.pack}],
        }
        case.add("Coverage", f"coverage-{number}", fields)


def _pack(coverage: Json) -> Any:
    return table(next(tables(coverage.get("payor")), {}).get("identifier")).get("value")


def _write_consents(case: Case) -> None:
    """Who may be told what, and until when; it ends with its period."""
    for number, each in enumerate(forwards(case.plan.consents), 1):
        over = each.until is not None and each.until < case.today
        scope = [{"text": written(each.scope)}] if written(each.scope) else []
        actor = {
            "role": {"coding": [coding(f"{HL7}/v3-ParticipationType", "IRCP", "information recipient")]},
            "reference": {"display": written(each.party) or "-"},
        }
        provision = {
            "type": "permit",
            "period": period(each.from_, each.until),
            "actor": [actor],
            "code": scope,
        }
        fields = {
            "identifier": identifier("consent", each.id),
            "status": "inactive" if over else "active",
            "scope": {"coding": [coding(f"{HL7}/consentscope", "patient-privacy")]},
            "category": [{"coding": [coding("http://loinc.org", "59284-0", "Patient Consent")]}],
            "patient": case.subject,
            "organization": [case.organization],
            "policyRule": own("consent-policy", "disclosure"),
            "provision": without_gaps(provision),
        }
        case.add("Consent", f"consent-{number}", fields)


def _read_consent(consent: Json) -> Json:
    provision = table(consent.get("provision"))
    actor = next(tables(provision.get("actor")), {})
    return {
        "id": next(own_names(consent, "consent"), None),
        "party": table(actor.get("reference")).get("display"),
        "scope": next(tables(provision.get("code")), {}).get("text"),
        **days(provision.get("period")),
    }
