"""Resources to draft from, and short ways to read what became of them."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from iopctl import library
from iopctl.drafting.fhir import Draft, Setting, draft

FHIR = Path(__file__).parent.parent / "data" / "fhir"
TODAY = date(2026, 11, 23)
SNOMED = "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"


def setting(**more: Any) -> Setting:
    return Setting(ZoneInfo("America/New_York"), TODAY, library.instruments(), **more)


def drafted(*resources: Any, **more: Any) -> Draft:
    """The draft from one file that holds these resources as a list."""
    return draft([("record.json", list(resources))], setting(**more))


def from_files(folder: str, *names: str, **more: Any) -> Draft:
    """The draft from files of tests/data/fhir."""
    files = [(f"{name}.json", json.loads((FHIR / folder / f"{name}.json").read_text())) for name in names]
    return draft(files, setting(**more))


def carried(made: Draft) -> dict[str, str]:
    """Where each resource went."""
    return {each.resource: each.to for each in made.carried}


def remarks(made: Draft) -> list[str]:
    return [each.remark for each in made.carried if each.remark]


def lost(made: Draft) -> list[tuple[str, int, str]]:
    """What was left behind as a whole."""
    return [(each.resource, each.count, each.why) for each in made.not_carried if each.part is None]


def parts(made: Draft) -> list[tuple[str, str, str]]:
    """Which parts were left out of what was carried, but fields that nobody reads."""
    return [
        (each.resource, str(each.part), each.why)
        for each in made.not_carried
        if each.part is not None and each.file is not None
    ]


def adds_up(made: Draft) -> bool:
    """Whether every resource was carried or left behind, and none both."""
    return len(made.carried) + sum(count for _, count, _ in lost(made)) == made.resources


def concept(code: str, system: str = SNOMED, text: str | None = None, display: str | None = None) -> dict[str, Any]:
    coding = {"system": system, "code": code, **({"display": display} if display else {})}
    return {"coding": [coding], **({"text": text} if text else {})}


def condition(code: Any, status: Any = "active", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "code": code, "clinicalStatus": status, **more}


def goal(text: Any, status: str | None = "active", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Goal", "description": {"text": text}, "lifecycleStatus": status, **more}


def observation(code: str, on: str | None = "2026-11-20", **more: Any) -> dict[str, Any]:
    dated = {} if on is None else {"effectiveDateTime": on}
    return {"resourceType": "Observation", "status": "final", "code": concept(code, LOINC), **dated, **more}


def phq9_items(*answers: int, **more: Any) -> list[dict[str, Any]]:
    """Item Observations of a PHQ-9, in the order of the form."""
    loinc = library.instrument("phq9").loinc
    assert loinc is not None
    return [observation(code, valueInteger=answer, **more) for code, answer in zip(loinc.items, answers, strict=False)]


def response(answers: Mapping[str, Any], on: str = "2026-11-20T10:00:00Z", **more: Any) -> dict[str, Any]:
    items = [{"linkId": link, "answer": [{"valueInteger": answer}]} for link, answer in answers.items()]
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "authored": on, "item": items, **more}
