"""The resources of a record that came in several files, how they refer to each other, and whose record it is."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iopctl.drafting.fhir.names import Names
from iopctl.drafting.fhir.shapes import many, table, tables, words
from iopctl.errors import Refused

_KIND = re.compile(r"[A-Za-z]{1,64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
PATIENT, UNKNOWN = "Patient", "unknown"


@dataclass(frozen=True, eq=False)
class Resource:
    """One resource: its type, its number among those of its type in its file, and what it says."""

    file: str
    kind: str
    number: int
    data: Mapping[str, Any]
    keys: frozenset[str]  # how a reference names it

    @property
    def name(self) -> str:
        """How it is printed. Its id is not: ids are made of names more often than not."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class Record:
    """Every resource of the files, in their order; those that come a second time are kept apart."""

    resources: tuple[Resource, ...]
    repeated: tuple[Resource, ...]
    names: Names
    by_key: Mapping[str, Resource]
    patient_keys: frozenset[str]

    def of(self, kind: str) -> Iterator[Resource]:
        """The resources of one type."""
        return (resource for resource in self.resources if resource.kind == kind)

    def target(self, reference: Any) -> Resource | None:
        """What a reference names; None when it is not in the files."""
        return self.by_key.get(key_of(table(reference).get("reference")))

    def is_patient(self, reference: Any) -> bool:
        """Whether a reference names the patient."""
        return key_of(table(reference).get("reference")) in self.patient_keys


def read(files: Sequence[tuple[str, Any]]) -> Record:
    """The record in parsed files, each with its name. Raises Refused for what is no record of one patient."""
    found = [(n, entry) for n, (name, data) in enumerate(files, 1) for entry in _entries(name, data)]
    names = Names.of([entry.data for _, entry in found])
    shown = {n: f"file {n}" if names.stand_in(name) else name for n, (name, _) in enumerate(files, 1)}
    numbers: Counter[tuple[int, str]] = Counter()
    by_key: dict[str, Resource] = {}
    resources: list[Resource] = []
    repeated: list[Resource] = []
    for n, entry in found:
        kind = _kind(entry.data)
        numbers[n, kind] += 1
        resource = Resource(shown[n], kind, numbers[n, kind], entry.data, _keys(entry, kind))
        known = kind != UNKNOWN and any(key in by_key for key in resource.keys)
        (repeated if known else resources).append(resource)
        by_key.update((key, resource) for key in resource.keys if not known)
    return Record(tuple(resources), tuple(repeated), names, by_key, _the_patient(resources, repeated))


def key_of(reference: Any) -> str:
    """A reference as `Type/id`, without server and version; `urn:uuid:...` stands as it is."""
    text = words(reference) or ""
    if text.startswith("urn:"):
        return text
    return "/".join(text.partition("/_history/")[0].split("/")[-2:])


@dataclass(frozen=True)
class _Entry:
    url: str
    data: Any


def _entries(name: str, data: Any) -> Iterator[_Entry]:
    """The resources in one file: a single one, a list, a Bundle, Bundles in these; what is no object counts too."""
    if not isinstance(data, list) and not table(data).get("resourceType"):
        raise Refused(f"{name}: is not FHIR: no resource, Bundle or list of them. Give a record exported as FHIR JSON.")
    waiting = [_Entry("", each) for each in reversed(many(data))]
    while waiting:
        entry = waiting.pop()
        content = table(entry.data)
        if content.get("resourceType") == "Bundle":
            inner = (table(each) for each in reversed(many(content.get("entry"))))
            waiting += [_Entry(key_of(each.get("fullUrl")), each.get("resource")) for each in inner]
        else:
            yield _Entry(entry.url, content)  # what is no object becomes an empty one


def _kind(data: Mapping[str, Any]) -> str:
    kind = data.get("resourceType")
    return kind if isinstance(kind, str) and _KIND.fullmatch(kind) else UNKNOWN


def _keys(entry: _Entry, kind: str) -> frozenset[str]:
    """How references name it: by its address in the Bundle, by its id; without both, by all that it says."""
    own = words(entry.data.get("id"))
    url = entry.url if entry.url.startswith(("urn:", f"{kind}/")) else None
    keys = [url, own and f"{kind}/{own}", own and _UUID.fullmatch(own) and f"urn:uuid:{own}"]
    return frozenset(filter(None, keys)) or frozenset({json.dumps(entry.data, sort_keys=True, default=str)})


def _the_patient(resources: Sequence[Resource], repeated: Sequence[Resource]) -> frozenset[str]:
    """Every key of the one patient. Raises Refused when the record is of several: nothing is worse than a mix."""
    everything = (*resources, *repeated)
    own = {key for resource in everything if resource.kind == PATIENT for key in resource.keys}
    others = {key for resource in everything for key in _subjects(resource)} - own
    count = sum(resource.kind == PATIENT for resource in resources) + len(others)
    if count > 1:
        raise Refused(
            f"the record is of {count} patients; a plan is for one. Nothing was written. Give the files of one patient."
        )
    return frozenset(own | others)


def _subjects(resource: Resource) -> Iterator[str]:
    """Whom a resource is about, where it says so."""
    for reference in tables([resource.data.get("subject"), resource.data.get("patient")]):
        key = key_of(reference.get("reference"))
        # A search ("Patient?identifier=...") and a contained resource ("#p") do not say who it is.
        if key.startswith((f"{PATIENT}/", "urn:uuid:")):
            yield key
