"""One chart on its way out, and one bundle on its way in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from iopctl.drafting.fhir.shapes import table, tables
from iopctl.export.fhir.elements import BASE, US_CORE, Json, own_name, resource_id, without_gaps
from iopctl.model.chart import Chart
from iopctl.model.plan import Plan
from iopctl.model.program import Program

PROGRAM = "program"


@dataclass
class Case:
    """The resources so far; whoever is referred to is written at the end."""

    chart: Chart
    today: date
    resources: list[Json] = field(default_factory=list)
    staff: dict[str, None] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.chart.plan

    @property
    def program(self) -> Program:
        """The program."""
        return self.chart.program

    def add(self, kind: str, name: str, fields: Json, profile: str | None = None) -> Json:
        """One resource; the reference to it."""
        meta = {"profile": [f"{US_CORE}/{profile}"]} if profile else {}
        resource = {"resourceType": kind, "id": self._id(name), "meta": meta, **fields}
        self.resources.append(without_gaps(resource))
        return self.to(kind, name)

    def to(self, kind: str, name: str) -> Json:
        """A reference to a resource of this chart."""
        return {"reference": f"{kind}/{self._id(name)}"}

    @property
    def subject(self) -> Json:
        """The patient."""
        return {"reference": f"Patient/{self.plan.patient}"}

    @property
    def organization(self) -> Json:
        """The program."""
        return {"reference": f"Organization/{PROGRAM}"}

    def by(self, person: str | None) -> Json | None:
        """Somebody of the staff."""
        if person is None:
            return None
        self.staff[person] = None
        return {"reference": f"Practitioner/{resource_id(person)}"}

    def _id(self, name: str) -> str:
        return f"{self.plan.patient}-{name}" if name else self.plan.patient


class Given:
    """A bundle of ours: its resources by kind, and by what they are called."""

    def __init__(self, bundle: Any) -> None:
        self.resources = [table(each.get("resource")) for each in tables(table(bundle).get("entry"))]
        self._by_reference = {f"{each.get('resourceType')}/{each.get('id')}": each for each in self.resources}

    def of(self, kind: str) -> Iterator[Json]:
        """The resources of one kind, in their order."""
        return (each for each in self.resources if each.get("resourceType") == kind)

    def one(self, kind: str) -> Json:
        """The first of a kind; an empty one where there is none."""
        return next(self.of(kind), {})

    def at(self, reference: Any) -> Json:
        """What is referred to; an empty one where it is not there."""
        return self._by_reference.get(str(table(reference).get("reference")), {})

    def name(self, reference: Any, kind: str) -> Any:
        """What we call what is referred to."""
        return own_name(self.at(reference), kind)

    def staff(self, reference: Any) -> Any:
        """Who is referred to."""
        return self.name(reference, "staff")

    def names(self, references: Any, kind: str) -> list[Any]:
        """What we call all that is referred to."""
        return [name for each in tables(references) if (name := self.name(each, kind)) is not None]


def full_url(resource: Json) -> str:
    """Where a resource would be found."""
    return f"{BASE}/{resource['resourceType']}/{resource['id']}"
