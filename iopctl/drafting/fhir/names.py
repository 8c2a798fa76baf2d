"""Names of people in a record, so that no text that holds one enters a plan."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iopctl.drafting.fhir.shapes import many, tables, words

_WORD = re.compile(r"[^\W\d_]+")
_PEOPLE = ("Patient", "RelatedPerson", "Practitioner")
# Words that stand beside a name and are none.
_TITLES = frozenset({"Dr", "Mr", "Mrs", "Ms", "Miss", "Prof", "MD", "DO", "PhD", "PsyD", "RN", "NP", "LCSW", "LPC"})
_SHORT = 3  # a family name "An" is not the word "an": words up to here count only with a capital
# Where a reference that does not say its type means a person.
_FIELDS = frozenset(
    {"subject", "patient", "asserter", "recorder", "performer", "individual", "actor", "member", "author"}
    | {"requester", "expressedBy", "source", "practitioner"}
)


@dataclass(frozen=True)
class Names:
    """Words of the names of the patient, and of everybody else in the record."""

    patient: frozenset[str]
    others: frozenset[str]

    @classmethod
    def of(cls, resources: Iterable[Mapping[str, Any]]) -> "Names":
        """The names in resources: of people, and displayed beside references to people."""
        patient: set[str] = set()
        others: set[str] = set()
        for whose, name in _names(resources):
            (patient if whose == "Patient" else others).update(_words_of(name))
        return cls(frozenset(patient), frozenset(others))

    def stand_in(self, text: str) -> bool:
        """Whether a text holds one of the names; a longer one of the patient's also in small letters."""
        for word in _WORD.findall(text):
            capital, name = word[0].isupper(), word.casefold()
            if name in self.patient and (capital or len(name) > _SHORT):
                return True
            if name in self.others and capital:
                return True
        return False


def _names(resources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for resource in resources:
        for field, each in _objects(resource):
            kind = each.get("resourceType")
            if kind in _PEOPLE:
                yield from ((str(kind), name) for name in _human_names(each))
            display, reference = words(each.get("display")), words(each.get("reference"))
            if display and reference:
                whose = reference.split("/")[-2] if "/" in reference else field in _FIELDS and "RelatedPerson"
                if whose in _PEOPLE:
                    yield str(whose), display


def _human_names(person: Mapping[str, Any]) -> Iterator[str]:
    for name in tables(person.get("name")):
        for part in ("text", "family", "given"):
            yield from (text for each in many(name.get(part)) if (text := words(each)))


def _objects(resource: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of a resource with the field it stands in, however deep; without recursion."""
    waiting: list[tuple[str, Any]] = [("", resource)]
    while waiting:
        field, each = waiting.pop()
        if isinstance(each, Mapping):
            yield field, each
            waiting += each.items()
        elif isinstance(each, list):
            waiting += [(field, item) for item in each]


def _words_of(name: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(name) if len(word) > 1 and word not in _TITLES)
