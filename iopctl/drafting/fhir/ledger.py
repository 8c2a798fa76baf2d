"""What became of every resource: carried, or not and why. None is passed over."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iopctl.drafting.fhir.record import Resource

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)
# What says how a resource is stored, and not what it is about.
_TECHNICAL = frozenset({"resourceType", "id", "meta", "text", "language", "implicitRules", "extension", "identifier"})


@dataclass(frozen=True)
class Carried:
    """A resource that stands in the draft, and where."""

    file: str
    resource: str
    to: str
    remark: str


@dataclass(frozen=True)
class NotCarried:
    """One or more resources, or a part of one, that are not in the draft, and why. No file: of several."""

    file: str | None
    resource: str
    part: str | None
    count: int
    why: str


class Ledger:
    """Written while drafting; a resource that nobody carries has to be given a reason."""

    def __init__(self) -> None:
        self._to: dict[Resource, list[str]] = {}
        self._remarks: dict[Resource, list[str]] = {}
        self._why: dict[Resource, str] = {}
        self._parts: list[tuple[Resource, str, str]] = []
        self._read: dict[str, frozenset[str]] = {}

    def carry(self, resource: Resource, to: str, *remarks: str) -> None:
        """It stands there in the draft; what a reader has to know about it besides."""
        self._to.setdefault(resource, []).append(to)
        self.remark(resource, *remarks)

    def remark(self, resource: Resource, *remarks: str) -> None:
        """Something that a reader has to know about what was carried."""
        self._remarks.setdefault(resource, []).extend(remarks)

    def is_carried(self, resource: Resource) -> bool:
        """Whether it stands somewhere in the draft."""
        return resource in self._to

    def leave(self, resource: Resource, why: str) -> None:
        """It is not carried; what else is carried of it makes this a part of it."""
        self._why.setdefault(resource, why)

    def leave_part(self, resource: Resource, part: str, why: str) -> None:
        """A part of it is not carried."""
        self._parts.append((resource, part, why))

    def reads(self, kind: str, fields: frozenset[str]) -> None:
        """Which fields of a type are looked at; the others are named when one is carried."""
        self._read[kind] = fields

    def carried(self, resources: Sequence[Resource]) -> list[Carried]:
        """The carried ones, in the order of the files."""
        return [
            Carried(each.file, each.name, ", ".join(dict.fromkeys(self._to[each])), "; ".join(self._remarks[each]))
            for each in resources
            if each in self._to
        ]

    def not_carried(self, resources: Sequence[Resource]) -> list[NotCarried]:
        """Whole resources, those with one reason together; then parts; then fields nobody looks at."""
        whole: dict[tuple[str, str], list[Resource]] = {}
        for each in resources:
            if each not in self._to:
                whole.setdefault((each.kind, self._why.get(each, NO_PLACE)), []).append(each)
        return [*(_together(why, group) for (_, why), group in whole.items()), *self._left_parts(), *self._unread()]

    def _left_parts(self) -> Iterator[NotCarried]:
        for resource, part, why in self._parts:
            yield NotCarried(resource.file, resource.name, part, 1, why)
        for resource, why in self._why.items():
            if resource in self._to:
                yield NotCarried(resource.file, resource.name, "some of it", 1, why)

    def _unread(self) -> Iterator[NotCarried]:
        fields = Counter(
            (each.kind, field if _FIELD.fullmatch(field) else "a field without a proper name")
            for each in self._to
            for field in each.data
            if field not in _TECHNICAL | self._read[each.kind]
        )
        for (kind, field), count in fields.items():
            yield NotCarried(None, kind, field, count, "not read here; look at it in the record")


NO_PLACE = "a plan has no place for it"


def _together(why: str, group: list[Resource]) -> NotCarried:
    first = group[0]
    if len(group) == 1:
        return NotCarried(first.file, first.name, None, 1, why)
    files = {each.file for each in group}
    return NotCarried(first.file if len(files) == 1 else None, first.kind, None, len(group), why)
