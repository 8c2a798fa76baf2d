"""The small parts of which FHIR resources are made, written and read. What is absent is left out, never empty."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from iopctl.drafting.fhir.shapes import day, moment, table, tables
from iopctl.model.frozen import Period
from iopctl.model.words import Moment

Json = dict[str, Any]
Span = TypeVar("Span", bound=Period)

BASE = "https://iopctl.invalid/fhir"  # a name of our own that no server answers to (RFC 2606)
HL7 = "http://terminology.hl7.org/CodeSystem"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"
LOINC = "http://loinc.org"
UNIT = "http://unitsofmeasure.org"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_ODD_SPACE = re.compile(r"(?![ \n\t])[\s\ufeff]")  # the R4 schema takes no other white space in a text


def integer(value: int | None) -> int | None:
    """A number that FHIR can hold; its integers have 32 bits."""
    return value if value is None or -(2**31) <= value < 2**31 else None


def system(name: str) -> str:
    """A code system of our own."""
    return f"{BASE}/CodeSystem/{name}"


def resource_id(name: str) -> str:
    """FHIR ids have no underscore, ours no capital."""
    return name.replace("_", "U")


def without_gaps(fields: Json) -> Json:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value is not None and value not in ("", [], {})}


def written(text: str | None) -> str | None:
    """A text as FHIR can hold it; None for a blank one."""
    plain = _ODD_SPACE.sub(" ", text or "")
    return plain if plain.strip() else None


def coding(name: str, code: str, display: str | None = None) -> Json:
    """A code of a system by its full address."""
    return without_gaps({"system": name, "code": code, "display": written(display)})


def own(name: str, code: str, text: str | None = None) -> Json:
    """A concept of our own."""
    return without_gaps({"coding": [coding(system(name), code)], "text": written(text)})


def identifier(name: str, value: str) -> list[Json]:
    """What we call something."""
    return [{"system": f"{BASE}/{name}", "value": value}]


def period(start: Moment | None, end: Moment | None) -> Json:
    """A span of time; an end before the start is none and is left out."""
    backwards = start is not None and end is not None and _day(end) < _day(start)
    return without_gaps({"start": when(start), "end": None if backwards else when(end)})


def forwards(spans: Iterable[Span]) -> list[Span]:
    """Those that do not end before they begin; without its end such a one would hold for ever."""
    return [each for each in spans if each.from_ is None or each.until is None or each.from_ <= each.until]


def when(value: Moment | None) -> str | None:
    """A day or a moment; offsets that FHIR does not know are none of ours."""
    return None if value is None else value.isoformat()


def absent(reason: str) -> Json:
    """Why something that must be there is not."""
    return {"extension": [{"url": ABSENT, "valueCode": reason}]}


def _day(value: Moment) -> date:
    return value.date() if isinstance(value, datetime) else value


# Reading: what somebody may have changed meanwhile is read with care, and checked by the model afterwards.


def own_code(concept: Any, name: str) -> Any:
    """The code of a system of our own in a concept."""
    return code_in(concept, system(name))


def code_in(concept: Any, name: str) -> Any:
    """The code of a system in a concept."""
    codes = (each.get("code") for each in tables(table(concept).get("coding")) if each.get("system") == name)
    return next(codes, None)


def own_name(resource: Json, name: str) -> Any:
    """What we call a resource."""
    return next(own_names(resource, name), None)


def own_names(resource: Json, name: str) -> Iterator[Any]:
    """Every name of that kind."""
    for each in tables(resource.get("identifier")):
        if each.get("system") == f"{BASE}/{name}":
            yield each.get("value")


def days(span: Any) -> Json:
    """A period as `from` and `until`."""
    return {"from": day(table(span).get("start")), "until": day(table(span).get("end"))}


def read_moment(value: Any) -> Moment | None:
    """A day or a moment."""
    return moment(value)


def notes(resource: Json) -> list[Any]:
    """The texts of annotations."""
    return [each.get("text") for each in tables(resource.get("note"))]
