"""Observation and QuestionnaireResponse: those of a known questionnaire become assessments of the chart."""

from datetime import date, datetime

from iopctl.drafting.fhir.facts import PANEL, TOTAL, Fact, FactReader, answered
from iopctl.drafting.fhir.forms import Filed, Form, filed
from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import code_word, concept_text, many, moment, table, tables
from iopctl.drafting.fhir.work import Work

RESPONSE = "QuestionnaireResponse"
READ = {
    "Observation": frozenset(
        {"status", "code", "subject", "effectiveDateTime", "effectiveInstant", "effectivePeriod", "issued"}
        | {"category", "component", "hasMember", "derivedFrom", "valueQuantity", "valueInteger", "valueDecimal"}
        | {"valueString", "valueCodeableConcept", "dataAbsentReason"}
    ),
    RESPONSE: frozenset({"status", "subject", "authored", "item"}),
}
_NOT_SO = frozenset({"entered-in-error", "cancelled", "stopped"})
_MEASURED = frozenset({"vital-signs", "laboratory", "imaging", "exam", "procedure", "social-history", "activity"})

Moment = datetime | date | None


def carry(work: Work) -> list[Filed]:
    """The forms that the record holds, oldest first; every other resource gets its reason."""
    reader = FactReader(work.setting.instruments.values())
    panels = _panels(work, reader)
    forms: dict[tuple[str, Moment], Form] = {}
    for resource in (*work.record.of("Observation"), *work.record.of(RESPONSE)):
        status, facts = code_word(resource.data.get("status")), reader.facts(resource)
        if status in _NOT_SO:
            work.ledger.leave(resource, f"the record says: {status}")
        elif not facts:
            work.ledger.leave(resource, _unknown(work, resource))
        else:
            at = _given_at(_anchor(work, resource, panels)) or _given_at(resource)
            for fact in facts:
                form = forms.setdefault((fact.instrument.id, at), Form(fact.instrument, at))
                _take(form, resource, fact)
            _leave_other_items(work, resource, facts)
    return _filed(work, list(forms.values()))


def _take(form: Form, resource: Resource, fact: Fact) -> None:
    form.sources[resource] = None
    if fact.part > TOTAL:
        form.take_answer(fact.part, fact.holder)
    else:
        form.named = True
        form.take_total(fact.holder)


def _filed(work: Work, forms: list[Form]) -> list[Filed]:
    made = [(form, filed(form, None if form.at is None else work.local(form.at))) for form in forms]
    done = []
    for form, result in made:
        if isinstance(result, Filed):
            done.append(result)
            to = f"assessment {result.instrument} of {result.given_on}"
            for resource in form.sources:
                work.ledger.carry(resource, to)
            work.ledger.remark(next(iter(form.sources)), *result.remarks)
        else:
            for resource in form.sources:
                work.ledger.leave(resource, result)
    return sorted(done, key=lambda each: (each.given_on, each.instrument, str(each.fields["given_at"])))


def _panels(work: Work, reader: FactReader) -> dict[Resource, Resource]:
    """The panel that each member of a panel belongs to."""
    return {
        member: panel
        for panel in work.record.of("Observation")
        if any(fact.part == PANEL for fact in reader.facts(panel))
        for reference in tables(panel.data.get("hasMember"))
        if (member := work.record.target(reference))
    }


def _anchor(work: Work, resource: Resource, panels: dict[Resource, Resource]) -> Resource:
    """What dates a form and holds its parts together: the response it was derived from, else the panel, else itself."""
    panel = panels.get(resource, resource)
    for reference in (*tables(resource.data.get("derivedFrom")), *tables(panel.data.get("derivedFrom"))):
        response = work.record.target(reference)
        if response is not None and response.kind == RESPONSE:
            return response
    return panel


def _given_at(resource: Resource) -> Moment:
    stated = [resource.data.get(field) for field in ("effectiveDateTime", "effectiveInstant", "authored")]
    period = table(resource.data.get("effectivePeriod")).get("start")
    return next((at for each in (*stated, period, resource.data.get("issued")) if (at := moment(each))), None)


def _leave_other_items(work: Work, resource: Resource, facts: list[Fact]) -> None:
    more = len(list(answered(resource))) - len(facts)
    if more > 0:
        why = f"the answers to {more} of its questions are not of {facts[0].instrument.short}"
        work.ledger.leave_part(resource, "item", why)


def _unknown(work: Work, resource: Resource) -> str:
    """Why a resource without a part of a known questionnaire stays behind: what it is, as far as it may be printed."""
    if resource.kind == RESPONSE:
        return "a questionnaire that is not known here"
    category = next((word for each in many(resource.data.get("category")) if (word := code_word(each))), None)
    if category in _MEASURED:
        return f"{category}: a measurement of another record"
    name = work.shown(concept_text(resource.data.get("code")), "without a name")
    return f"{name}: no questionnaire of that code is known here"
