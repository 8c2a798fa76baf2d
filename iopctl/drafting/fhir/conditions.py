"""Condition: with an ICD-10-CM code a diagnosis, with any other or none a need in words."""

import re
from datetime import date
from typing import Any

from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import Coding, code_word, codings, concept_text, day, table
from iopctl.drafting.fhir.work import Work

READ = frozenset(
    {"clinicalStatus", "verificationStatus", "code", "subject", "onsetDateTime", "onsetPeriod", "recordedDate"}
    | {"assertedDate", "abatementDateTime"}
)
_LIVE = frozenset({"active", "recurrence", "relapse"})
_NOT_SO = frozenset({"refuted", "entered-in-error"})
_ICD_10_CM = frozenset({"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"})
_SYSTEMS = {
    "http://snomed.info/sct": "SNOMED CT",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10 (not CM)",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
}
# Suicidal ideation and a suicide attempt: whatever else the record says, somebody asks again today.
_RISK = ("R45.851", "T14.91")
# As DiagnosisCode of the model; billing files leave the dot out.
_WRITTEN = re.compile(r"([A-Z][0-9][0-9A-Z])\.?([0-9A-Z]{1,4})?", re.ASCII)


def carry(work: Work) -> None:
    """Every Condition of the record."""
    for resource in work.record.of("Condition"):
        status = code_word(resource.data.get("clinicalStatus"))
        verified = code_word(resource.data.get("verificationStatus"))
        if verified in _NOT_SO:
            work.ledger.leave(resource, f"the record says: {verified}")
        elif (status or "active") not in _LIVE:
            work.ledger.leave(resource, "no longer active in the record")
        elif status is None and any(key.startswith("abatement") for key in resource.data):
            work.ledger.leave(resource, "it has an end in the record")
        else:
            _carry_live(work, resource)
            _remark(work, resource, status, verified)


def need_for(work: Work, resource: Resource) -> str | None:
    """The need that a goal addresses; a diagnosis gets one when a goal is about it."""
    text = concept_text(resource.data.get("code"))
    if resource in work.need_of:
        return work.need_of[resource]
    if not work.ledger.is_carried(resource) or text is None or work.why_unfit(text):
        return None
    need = work.add_need(resource, text)
    work.ledger.carry(resource, f"need {need}")
    return need


def _carry_live(work: Work, resource: Resource) -> None:
    code = resource.data.get("code")
    icd = [(each, _as_written(each.code)) for each in codings(code) if each.system in _ICD_10_CM]
    written = [(coding, found) for coding, found in icd if found]
    text = concept_text(code)
    unfit = work.why_unfit(text)
    if written:
        (coding, diagnosis), *others = written
        _add_diagnosis(work, resource, diagnosis, None if unfit else text)
        _compare(work, resource, coding, text)
        if unfit and text:
            work.ledger.leave_part(resource, "text", unfit)
        for _, other in others:
            work.ledger.leave_part(resource, other, f"a second ICD-10-CM code beside {diagnosis}")
    elif text is None or unfit:
        work.ledger.leave(resource, f"no ICD-10-CM code, and {unfit}")
    else:
        need = work.add_need(resource, text)
        work.ledger.carry(resource, f"need {need}")
        work.ledger.leave_part(resource, "code", f"no ICD-10-CM code: {_codes(code)}; kept as need {need}")


def _add_diagnosis(work: Work, resource: Resource, code: str, text: str | None) -> None:
    if not any(each["code"] == code for each in work.diagnoses):
        fields = {"code": code, "text": text, "from": _since(resource.data)}
        work.diagnoses.append({key: value for key, value in fields.items() if value is not None})
    work.ledger.carry(resource, f"diagnosis {code}", *(["assess the risk anew, first of all"] * code.startswith(_RISK)))


def _compare(work: Work, resource: Resource, icd: Coding, text: str | None) -> None:
    """A code that was picked for something else is the commonest fault of a problem list: show both."""
    if icd.display and text and not _alike(icd.display, text):
        work.ledger.remark(resource, f'{icd.shown} means "{work.shown(icd.display, "something else")}": compare')


def _alike(one: str, other: str) -> bool:
    """Whether two names share most of their longer words."""
    first, second = ({w.casefold() for w in re.findall(r"\w{4,}", text)} for text in (one, other))
    return len(first & second) * 2 >= min(len(first), len(second))


def _remark(work: Work, resource: Resource, status: str | None, verified: str | None) -> None:
    if work.ledger.is_carried(resource):
        if status is None:
            work.ledger.remark(resource, "the record does not say whether it is active")
        if verified in {"unconfirmed", "provisional", "differential"}:
            work.ledger.remark(resource, f"{verified} in the record")


def _as_written(code: str) -> str | None:
    found = _WRITTEN.fullmatch(code.upper())
    return ".".join(filter(None, found.groups())) if found else None


def _codes(code: Any) -> str:
    named = [f"{_SYSTEMS.get(each.system, 'another system')} {each.shown}" for each in codings(code)]
    return ", ".join(named) or "words only"


def _since(data: Any) -> date | None:
    """When it began, else when somebody wrote it down; STU3 calls the latter assertedDate."""
    onset = [data.get("onsetDateTime"), table(data.get("onsetPeriod")).get("start")]
    written = [data.get("recordedDate"), data.get("assertedDate")]
    return next((found for each in (*onset, *written) if (found := day(each))), None)
