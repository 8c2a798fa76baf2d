"""EpisodeOfCare and CarePlan: the stay and the plan itself."""

import re
from typing import Any

from iopctl.drafting.fhir.shapes import day, table, tables
from iopctl.export.fhir import conditions, goals, services
from iopctl.export.fhir.case import Case, Given
from iopctl.export.fhir.elements import (
    coding,
    identifier,
    own,
    own_code,
    own_name,
    period,
    read_moment,
)

_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
_REVISION = re.compile(r"[0-9]{1,19}", re.ASCII)
_EPISODE = {"draft": "planned", "active": "active", "closed": "finished"}
_PLAN = {"draft": "draft", "active": "active", "closed": "completed"}
_STATUS = {there: here for here, there in _PLAN.items()}


def write(case: Case) -> None:
    """The stay, then the plan with all that it holds."""
    plan = case.plan
    track = own("track", plan.track) if plan.track else None
    population = own("population", plan.population) if plan.population else None
    team = any(each["resourceType"] == "CareTeam" for each in case.resources)
    episode = {
        "identifier": identifier("stay", plan.patient),
        "status": _EPISODE[plan.status],
        "type": [each for each in (track, population) if each],
        "diagnosis": conditions.ranked(case),
        "patient": case.subject,
        "managingOrganization": case.organization,
        "period": period(plan.admitted_at, plan.discharged_on),
        "careManager": case.by(plan.primary_therapist),
        "team": [case.to("CareTeam", "team")] if team else [],
    }
    case.add("EpisodeOfCare", "stay", episode)
    care = {
        "identifier": identifier("revision", str(plan.revision)),
        "status": _PLAN[plan.status],
        "intent": "plan",
        "category": [{"coding": [coding(_CATEGORY, "assess-plan")]}],
        "title": "Treatment plan",
        "subject": case.subject,
        "period": period(plan.admitted_at, plan.planned_discharge_on),
        "author": case.by(plan.primary_therapist),
        "careTeam": [case.to("CareTeam", "team")] if team else [],
        "addresses": conditions.references(case),
        "goal": goals.goal_references(case),
        "activity": [{"reference": each} for each in services.promised(case)],
    }
    case.add("CarePlan", "plan", care, "us-core-careplan")


def read(given: Given) -> dict[str, Any]:
    """When the stay began and may end, on which track, in which revision."""
    episode, care = given.one("EpisodeOfCare"), given.one("CarePlan")
    types = list(tables(episode.get("type")))
    revision, status = own_name(care, "revision"), care.get("status")
    return {
        "revision": int(revision) if isinstance(revision, str) and _REVISION.fullmatch(revision) else None,
        "status": _STATUS.get(status) if isinstance(status, str) else None,
        "track": next((code for each in types if (code := own_code(each, "track"))), None),
        "population": next((code for each in types if (code := own_code(each, "population"))), None),
        "admitted_at": read_moment(table(episode.get("period")).get("start")),
        "planned_discharge_on": day(table(care.get("period")).get("end")),
        "discharge": {"on": day(table(episode.get("period")).get("end"))},
    }
