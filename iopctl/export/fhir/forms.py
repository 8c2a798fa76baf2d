"""QuestionnaireResponse with its Observations, RiskAssessment for a level, Flag for an open alert."""

from collections.abc import Iterator
from typing import Any

from iopctl.drafting.fhir.forms import SOURCE, Filed
from iopctl.drafting.fhir.shapes import many, table, tables
from iopctl.export.fhir.case import Case, Given
from iopctl.export.fhir.elements import (
    BASE,
    HL7,
    LOINC,
    UNIT,
    Json,
    coding,
    own,
    own_code,
    read_moment,
    system,
    when,
    without_gaps,
    written,
)
from iopctl.model.assessment import NOT_APPLICABLE, SKIP, Answer, Assessment
from iopctl.model.instrument import Instrument
from iopctl.model.words import day_of
from iopctl.scoring.raised import open_alerts

_RESPONSE, _OBSERVATION = "us-core-questionnaireresponse", "us-core-observation-screening-assessment"
_CANONICAL = f"{BASE}/Questionnaire/"
_ABSENT = f"{HL7}/data-absent-reason"
_SURVEY = [{"coding": [coding(f"{HL7}/observation-category", "survey")]}]


def write(case: Case) -> None:
    """Every form of the chart, then the alerts that are open."""
    for number, form in enumerate(case.chart.assessments, 1):
        _write_form(case, f"form-{number}", form, case.chart.instruments.get(form.instrument))
    for number, alert in enumerate(open_alerts([case.chart], case.today), 1):
        fields = {
            "status": "active",
            "category": [{"coding": [coding(f"{HL7}/flag-category", "safety")]}],
            "code": own("alert", alert.ids[0], f"{alert.instrument.short}: {', '.join(alert.ids)}, open"),
            "subject": case.subject,
            "period": {"start": when(alert.form.given_at)},
        }
        case.add("Flag", f"alert-{number}", fields)


def read(given: Given) -> Iterator[Filed]:
    """The forms as files of a chart, as far as their day is known. What is wrong in them the model says."""
    totals = {_reference(each.get("derivedFrom")): each for each in given.of("Observation") if _is_total(each)}
    risks = {_reference(each.get("basis")): each for each in given.of("RiskAssessment")}
    for response in given.of("QuestionnaireResponse"):
        here = f"QuestionnaireResponse/{response.get('id')}"
        at, name = read_moment(response.get("authored")), str(response.get("questionnaire")).removeprefix(_CANONICAL)
        if at is None:
            continue
        total = totals.get(here, {})
        risk = next(tables(risks.get(here, {}).get("prediction")), {})
        answers = [_answer(item) for item in tables(response.get("item"))]
        fields = {
            "instrument": name,
            "given_at": at,
            "by": given.staff(response.get("author")),
            "answers": answers or None,
            "total": _value(total),
            "band": own_code(next(iter(many(total.get("interpretation"))), None), "band"),
            "level": own_code(risk.get("qualitativeRisk"), "risk-level"),
            "source": SOURCE,
        }
        yield Filed(name, day_of(at), fields, ())


def _write_form(case: Case, name: str, form: Assessment, instrument: Instrument | None) -> None:
    author = case.by(form.by)
    response = {
        "questionnaire": f"{_CANONICAL}{form.instrument}",
        "status": "completed",
        "subject": case.subject,
        "authored": when(form.given_at),
        "author": author,
        "item": [_item(number, answer, instrument) for number, answer in enumerate(form.answers, 1)],
    }
    here = case.add("QuestionnaireResponse", name, response, _RESPONSE)
    common = {
        "status": "final",
        "category": _SURVEY,
        "subject": case.subject,
        "effectiveDateTime": when(form.given_at),
        "performer": [author] if author else [],
    }
    members = list(_items(case, name, form, instrument, common))
    if form.total is not None:
        codes = [coding(system("total"), form.instrument)]
        if instrument is not None and instrument.loinc is not None and instrument.loinc.total is not None:
            codes.append(coding(LOINC, instrument.loinc.total))
        total = {
            **common,
            "code": {"coding": codes, "text": f"{instrument.short if instrument else form.instrument} total"},
            "valueQuantity": {"value": form.total, "unit": "score", "system": UNIT, "code": "{score}"},
            "interpretation": [own("band", form.band)] if form.band else [],
            "derivedFrom": [here],
        }
        members.append(case.add("Observation", f"{name}-total", total, _OBSERVATION))
    if members and instrument is not None and instrument.loinc is not None and instrument.loinc.panel is not None:
        panel = {**common, "code": {"coding": [coding(LOINC, instrument.loinc.panel)], "text": instrument.title}}
        case.add("Observation", f"{name}-panel", {**panel, "hasMember": members, "derivedFrom": [here]}, _OBSERVATION)
    if form.level is not None:
        _write_risk(case, name, form, instrument, here)


def _items(case: Case, name: str, form: Assessment, instrument: Instrument | None, common: Json) -> Iterator[Json]:
    """One observation for each answered item that has a LOINC code."""
    loinc = instrument.loinc if instrument is not None else None
    if instrument is None or loinc is None:
        return
    for number, (code, answer) in enumerate(zip(loinc.items, form.answers, strict=False), 1):
        value = _valued(number, answer, instrument)
        if value is not None:
            item = {**common, "code": {"coding": [coding(LOINC, code)], **_wording(number, instrument)}}
            held = {"valueCodeableConcept": {"coding": [value["valueCoding"]]}} if "valueCoding" in value else value
            yield case.add("Observation", f"{name}-item-{number}", {**item, **held}, _OBSERVATION)


def _item(number: int, answer: Answer, instrument: Instrument | None) -> Json:
    """An item by its number; one that was left blank has no answer, and one that did not apply says so."""
    value = {"valueCoding": coding(_ABSENT, "not-applicable")} if answer == NOT_APPLICABLE else None
    value = value or _valued(number, answer, instrument)
    return {"linkId": str(number), **_wording(number, instrument), **({"answer": [value]} if value else {})}


def _wording(number: int, instrument: Instrument | None) -> Json:
    """The words of the form, where its licence lets them travel."""
    items = instrument.items if instrument is not None else ()
    return {"text": items[number - 1]} if number <= len(items) else {}


def _valued(number: int, answer: Answer, instrument: Instrument | None) -> Json | None:
    """An answer: by its LOINC code where all items of the form share them, else its number, yes or no."""
    if answer in {SKIP, NOT_APPLICABLE}:
        return None
    if answer in {"yes", "no"}:
        return {"valueBoolean": answer == "yes"}
    if instrument is not None and instrument.loinc is not None and isinstance(answer, int):
        place, answers = answer - instrument.response_min, instrument.loinc.answers
        shared = number <= instrument.count and str(number) not in instrument.item_range | instrument.allowed
        if shared and not instrument.reverse and 0 <= place < min(len(answers), len(instrument.response_labels)):
            both = [coding(LOINC, answers[place], instrument.response_labels[place])]
            return {"valueCoding": {**both[0], "extension": [_ordinal(answer)]}}
    return {"valueInteger": answer}


def _ordinal(value: int) -> Json:
    return {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": value}


def _answer(item: Json) -> Any:
    answer = next(tables(item.get("answer")), {})
    if "valueBoolean" in answer:
        return "yes" if answer["valueBoolean"] else "no"
    value = table(answer.get("valueCoding"))
    if value.get("system") == _ABSENT:
        return NOT_APPLICABLE
    ordinal = next((each.get("valueDecimal") for each in tables(value.get("extension"))), None)
    return next((each for each in (answer.get("valueInteger"), ordinal) if each is not None), SKIP)


def _write_risk(case: Case, name: str, form: Assessment, instrument: Instrument | None, basis: Json) -> None:
    """A level that somebody judged. How probable anything is nobody said, and neither do we."""
    fields = {
        "status": "final",
        "method": own("instrument", form.instrument, instrument.title if instrument else None),
        "subject": case.subject,
        "occurrenceDateTime": when(form.given_at),
        "performer": case.by(form.by),
        "basis": [basis],
        "prediction": [without_gaps({"qualitativeRisk": own("risk-level", form.level or "", form.level)})],
        "mitigation": written(form.action.text) if form.action else None,
    }
    case.add("RiskAssessment", f"{name}-risk", fields)


def _is_total(observation: Json) -> bool:
    return own_code(observation.get("code"), "total") is not None


def _value(observation: Json) -> Any:
    return table(observation.get("valueQuantity")).get("value")


def _reference(references: Any) -> str:
    return str(next(tables(references), {}).get("reference"))
