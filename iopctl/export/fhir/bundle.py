"""The whole Bundle, written and read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from iopctl.drafting.fhir import Carried, Draft, NotCarried
from iopctl.drafting.fhir.forms import Filed
from iopctl.drafting.fhir.shapes import table
from iopctl.export.fhir import care, conditions, forms, goals, people, services, statements, visits
from iopctl.export.fhir.case import Case, Given, full_url
from iopctl.export.fhir.elements import BASE, Json
from iopctl.export.fhir.losses import losses
from iopctl.model.chart import Chart
from iopctl.model.plan import Plan
from iopctl.render.losses import Loss


@dataclass(frozen=True)
class Exported:
    """The bundle, and what it does not bring back."""

    bundle: Json
    losses: list[Loss]


def bundle_of(chart: Chart, today: date) -> Exported:
    """The chart as a Bundle; what is open is judged by a day."""
    case = Case(chart, today)
    people.write_patient(case)
    people.write_team(case)
    conditions.write(case)
    goals.write(case)
    statements.write(case)
    services.write(case)
    care.write(case)
    forms.write(case)
    visits.write(case)
    people.write_staff(case)
    entries = [{"fullUrl": full_url(each), "resource": each} for each in case.resources]
    bundle = {
        "resourceType": "Bundle",
        "identifier": {"system": f"{BASE}/chart", "value": chart.patient},
        "type": "collection",
        "entry": entries,
    }
    return Exported(bundle, losses(_plain_plan(chart.plan), _back(bundle)))


def is_ours(data: Any) -> bool:
    """Whether a file is a bundle that `bundle_of` wrote."""
    name = table(table(data).get("identifier"))
    return table(data).get("resourceType") == "Bundle" and name.get("system") == f"{BASE}/chart"


def plan_in(data: Any) -> tuple[dict[str, Any], list[Filed]]:
    """The fields of the plan in a bundle of ours, and its forms. Nothing is checked: the models do that."""
    given = Given(data)
    fields: dict[str, Any] = {}
    for part in (people, care, conditions, goals, statements, services):
        fields = _merged(fields, part.read(given))
    plain: dict[str, Any] = _plain(_without_endless(fields))
    return plain, list(forms.read(given))


# What a plan is read from; the weeks of the program hold the visits, and who works there is in program.toml.
_READ = frozenset(
    {"Patient", "RelatedPerson", "CareTeam", "Condition", "Goal", "Observation", "ClinicalImpression", "CarePlan"}
    | {"ServiceRequest", "Coverage", "Consent", "EpisodeOfCare", "QuestionnaireResponse", "RiskAssessment"}
)
_WHY = {
    "Appointment": "the weeks of the program hold it",
    "Encounter": "the weeks of the program hold it",
    "Flag": "an alert is raised anew by its form",
}


def came_back(file: str, data: Any, fields: dict[str, Any], forms: list[Filed]) -> Draft:
    """What became of every resource of a bundle of ours."""
    counts = Counter(str(each.get("resourceType")) for each in Given(data).resources)
    carried = [
        Carried(file, f"{kind} {number}", "plan.toml and assessments", "")
        for kind, count in counts.items()
        if kind in _READ
        for number in range(1, count + 1)
    ]
    left = [
        NotCarried(file, kind, None, count, _WHY.get(kind, "program.toml says who works there"))
        for kind, count in counts.items()
        if kind not in _READ
    ]
    return Draft(fields, tuple(forms), tuple(carried), tuple(left), sum(counts.values()))


def _back(bundle: Json) -> dict[str, Any]:
    """What comes back, as the model understands it."""
    fields, _ = plan_in(bundle)
    return _plain_plan(Plan.model_validate(fields))


def _plain_plan(plan: Plan) -> dict[str, Any]:
    """What a plan says, without what it leaves open."""
    plain: dict[str, Any] = _plain(plan.model_dump(by_alias=True, exclude_defaults=True))
    return plain


def _without_endless(fields: dict[str, Any]) -> dict[str, Any]:
    """A discharge without a day is none; a plan reviewed once has one day, not a list."""
    if fields.get("discharge", {}).get("on") is None:
        fields.pop("discharge", None)
    for section in ("safety_plan", "relapse_prevention"):
        days = fields.get(section, {}).get("reviewed_on")
        if isinstance(days, list) and len(days) == 1:
            fields[section]["reviewed_on"] = days[0]
    return fields


def _merged(one: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in other.items():
        if isinstance(value, dict) and isinstance(one.get(key), dict):
            _merged(one[key], value)
        else:
            one[key] = value
    return one


def _plain(value: Any) -> Any:
    """Without what says nothing: absent values, empty lists and tables."""
    if isinstance(value, dict):
        found = {key: _plain(each) for key, each in value.items()}
        return {key: each for key, each in found.items() if each is not None and each not in ([], {}, ())}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
