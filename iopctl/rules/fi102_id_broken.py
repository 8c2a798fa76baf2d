"""An id points to nothing, or two things share one id.

Why: the thread from need to goal, objective, service and session is made of ids. Where one is broken, minutes, scores
and signatures are counted for nobody, or for the wrong one. A session's module is held to be an id of its service.
What to do: correct the id (the finding names the nearest known one), or add what it should point to. Give each of two
namesakes an id of its own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Document, Key, Place
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.walk import walk
from iopctl.model.week import Week

RULE = Rule("FI102", "id-broken", Severity.ERROR, ("broken_ids_max",))

# Lists whose ids must differ.
PROGRAM_IDS = ("staff.id", "rooms.id", "services.id", "tracks.id", "slots.id")
PLAN_IDS = ("needs.id", "goals.id", "goals.objectives.id", "evaluations.id", "discharge_criteria.id")
WEEK_IDS = ("sessions.id",)

# Where ids point from, and what they point to. Of a table, the keys are the ids.
PROGRAM_REFERENCES = {
    "packs": "rule pack",
    "closures.tracks": "track",
    "staff.supervision.by": "staff member",
    "slots.track": "track",
    "slots.service": "service",
    "slots.room": "room",
    "slots.leads": "staff member",
}
PLAN_REFERENCES = {
    "track": "track",
    "primary_therapist": "staff member",
    "treating_physician": "staff member",
    "physicians.by": "staff member",
    "level_of_care_scores.by": "staff member",
    "coverage.pack": "rule pack",
    "goals.needs": "need",
    "services.service": "service",
    "services.by": "staff member",
    "services.objectives": "objective",
    "pattern.slots": "slot",
    "pattern.own.service": "service",
    "pattern.own.by": "staff member",
    "pattern.own.room": "room",
    "pattern_changes.slots": "slot",
    "pattern_changes.own.service": "service",
    "pattern_changes.own.by": "staff member",
    "pattern_changes.own.room": "room",
    "exemptions.by": "staff member",
    "revisions.evaluation": "evaluation",
    "signatures.by": "person of this chart",
    "certifications.by": "staff member",
    "events.by": "staff member",
}
WEEK_REFERENCES = {
    "sessions.service": "service",
    "sessions.room": "room",
    "sessions.leads": "staff member",
    "sessions.patients": "patient",
    "sessions.attendance": "patient",
    "sessions.attendance.noted_by": "staff member",
    "sessions.attendance.signed_by": "staff member",
}
REVIEW_REFERENCES = {
    "by": "person of this chart",
    "present": "person of this chart",
    "goals": "goal",
    "objectives": "objective",
    "discharge_criteria": "discharge criterion",
}
ASSESSMENT_REFERENCES = {"by": "staff member", "action.by": "staff member"}
CLAIM_REFERENCES = {"pack": "rule pack", "lines.sessions": "session", "authorization": "authorization"}

Known = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Broken:
    """One id that is wrong, and what to do about it."""

    place: Place
    message: str
    next: str
    patient: str | None


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """Every broken id of the program, its weeks and its charts."""
    limit = pack.limit("broken_ids_max", today)
    broken = [] if limit is None else list(_broken(census))
    if limit is not None and len(broken) > limit.number:
        for each in broken:
            yield RULE.finding(each.place, each.message, each.next, patient=each.patient, limit=limit)


def _broken(census: Census) -> Iterator[Broken]:
    known = _known_in_program(census)
    yield from _twice(census.program, PROGRAM_IDS)
    yield from _nowhere(census.program, PROGRAM_REFERENCES, known)
    for week in census.weeks:
        yield from _twice(week, WEEK_IDS)
        yield from _nowhere(week, WEEK_REFERENCES, known)
        yield from _cited(week, census)
        yield from _off_curriculum(week, census)
    for chart in census.charts:
        yield from _broken_in_chart(chart, {**known, **_known_in_chart(chart, known)})


def _broken_in_chart(chart: Chart, known: Known) -> Iterator[Broken]:
    plan, folder = chart.plan, chart.plan.file.partition("/")[0]
    if plan.patient != folder:
        message = f"the plan says {plan.patient}, its folder is {folder}"
        yield Broken(plan.at("patient"), message, f"write {folder}, or move the file", folder)
    yield from _twice(plan, PLAN_IDS, chart.patient)
    yield from _nowhere(plan, PLAN_REFERENCES, known, chart.patient)
    for review in chart.reviews:
        yield from _nowhere(review, REVIEW_REFERENCES, known, chart.patient)
    for assessment in chart.assessments:
        yield from _nowhere(assessment, ASSESSMENT_REFERENCES, known, chart.patient)
    for claim in chart.claims:
        yield from _nowhere(claim, CLAIM_REFERENCES, known, chart.patient)


def _twice(document: Document, paths: Collection[str], patient: str | None = None) -> Iterator[Broken]:
    for path in paths:
        seen: set[str] = set()
        for key, word in _ids(document, path):
            if word in seen:
                message = f"the id {word} stands more than once in {path.removesuffix('.id')}"
                yield Broken(document.at(*key), message, "give each an id of its own", patient)
            seen.add(word)


def _nowhere(
    document: Document, references: Mapping[str, str], known: Known, patient: str | None = None
) -> Iterator[Broken]:
    for path, what in references.items():
        for key, word in _ids(document, path):
            if word not in known[what]:
                yield _pointing_nowhere(document.at(*key), word, what, known[what], patient)


def _cited(week: Week, census: Census) -> Iterator[Broken]:
    """The objectives that attendance names, by the plan of each patient; a plan that was not read is not judged."""
    for key, word in _ids(week, "sessions.attendance.objectives"):
        chart = census.chart_by_patient.get(str(key[3]))
        objectives = None if chart is None else _all_ids(chart.plan, "goals.objectives.id")
        if chart is not None and objectives is not None and word not in objectives:
            yield _pointing_nowhere(week.at(*key), word, "objective", objectives, chart.patient)


def _off_curriculum(week: Week, census: Census) -> Iterator[Broken]:
    """The modules that sessions name, by their services. A module is words, so it is not printed back."""
    for index, session in enumerate(week.sessions):
        service = census.program.service_by_id.get(session.service)
        if session.module is not None and service is not None and session.module not in service.modules:
            message = f"the module of {session.id} is none that {service.id} lists"
            next_step = f"write one of the modules of {service.id} in program.toml, or add it there"
            yield Broken(week.at("sessions", index, "module"), message, next_step, None)


def _pointing_nowhere(place: Place, word: str, what: str, known: Collection[str], patient: str | None) -> Broken:
    near = get_close_matches(word, sorted(known), n=1)
    next_step = f"write {near[0]}, if that was meant" if near else "correct it, or add what it should point to"
    return Broken(place, f"{word} is no {what} that is on file", next_step, patient)


def _known_in_program(census: Census) -> dict[str, Collection[str]]:
    program = census.program
    return {
        "rule pack": census.known_packs,
        "staff member": _all_ids(program, "staff.id"),
        "room": _all_ids(program, "rooms.id"),
        "service": _all_ids(program, "services.id"),
        "track": _all_ids(program, "tracks.id"),
        "slot": _all_ids(program, "slots.id"),
        "patient": census.patients,
        "session": {f"{week.week}/{session.id}" for week, _, session in census.sessions()},
    }


def _known_in_chart(chart: Chart, known: Known) -> dict[str, Collection[str]]:
    plan = chart.plan
    guardians = (signature.by for signature in plan.signatures if signature.role == "guardian")
    return {
        "need": _all_ids(plan, "needs.id"),
        "goal": _all_ids(plan, "goals.id"),
        "objective": _all_ids(plan, "goals.objectives.id"),
        "evaluation": _all_ids(plan, "evaluations.id"),
        "discharge criterion": _all_ids(plan, "discharge_criteria.id"),
        "authorization": {each.number for each in plan.authorizations},
        "person of this chart": {*known["staff member"], plan.patient, *guardians},
    }


def _all_ids(document: Document, path: str) -> set[str]:
    return {word for _, word in _ids(document, path)}


def _ids(document: Document, path: str) -> Iterator[tuple[Key, str]]:
    """Every id at the path, with its key: one word, each of a list, or the keys of a table."""
    for key, value in walk(document, path):
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, tuple):
            yield from (((*key, index), word) for index, word in enumerate(value))
        elif isinstance(value, dict):
            yield from (((*key, word), word) for word in value)
