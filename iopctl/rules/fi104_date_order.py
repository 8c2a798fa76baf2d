"""Dates contradict each other, or something on record lies after the day of judgement.

Why: one of two contradicting dates is wrong, and every deadline counted from it is wrong too. A signature or an
attended session in the future was not made when it says.
What to do: correct the date that is wrong. With `--as-of` in the past, what was recorded since then is reported too.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from iopctl.counting.age import age_on
from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Document, Period, Place
from iopctl.model.pack import RulePack
from iopctl.model.plan import OLDEST_AGE, Plan
from iopctl.model.program import Program
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.walk import walk
from iopctl.model.week import week_id
from iopctl.model.words import day_of

RULE = Rule("FI104", "date-order", Severity.ERROR, ("contradicting_dates_max",))

AFTER_ADMISSION = ("discharge.on", "planned_discharge_on", "goals.closed_on", "goals.objectives.closed_on")
DONE = ("signatures.on", "signatures.attempted_on", "certifications.on", "evaluations.signed_at")

Contradiction = tuple[Place, str]


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """The dates of one chart."""
    found = [
        *_before_admission(chart.plan),
        *_ends_before_start(chart.plan),
        *_revisions_go_back(chart.plan),
        *_birth(chart),
        *_not_yet(chart, today),
    ]
    yield from _findings(found, pack, today, chart.patient)


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """The dates of the program and of its week files."""
    found = list(_ends_before_start(census.program))
    for week, index, session in census.sessions():
        if week_id(session.date) != week.week:
            message = f"the session {session.id} is on {session.date}, not in {week.week}"
            found.append((week.at("sessions", index, "date"), message))
    yield from _findings(found, pack, today, None)


def _findings(found: list[Contradiction], pack: RulePack, today: date, patient: str | None) -> Iterator[Finding]:
    limit = pack.limit("contradicting_dates_max", today)
    if limit is not None and len(found) > limit.number:
        for place, message in found:
            yield RULE.finding(place, message, "correct the date that is wrong", patient=patient, limit=limit)


def _before_admission(plan: Plan) -> Iterator[Contradiction]:
    for place, day in _days(plan, AFTER_ADMISSION):
        if plan.admitted_on is not None and day < plan.admitted_on:
            yield place, f"{place} is {day}, before the admission on {plan.admitted_on}"


def _ends_before_start(document: Plan | Program) -> Iterator[Contradiction]:
    """Every list of periods: services, coverage, authorizations, waivers, pauses, exemptions and the rest."""
    for name in type(document).model_fields:
        items = getattr(document, name)
        for index, period in enumerate(items if isinstance(items, tuple) else ()):
            first = period.from_ or getattr(period, "on", None) if isinstance(period, Period) else None
            if first is not None and period.until is not None and period.until < first:
                place = document.at(name, index, "until")
                yield place, f"{place} is {period.until}, before the start on {first}"


def _revisions_go_back(plan: Plan) -> Iterator[Contradiction]:
    order = sorted(plan.revisions, key=lambda revision: revision.revision)
    for earlier, later in pairwise(order):
        before, after = day_of(earlier.effective_at), day_of(later.effective_at)
        if after < before:
            place = plan.at("revisions", plan.revisions.index(later), "effective_at")
            yield place, f"revision {later.revision} is of {after}, revision {earlier.revision} of {before}"


def _birth(chart: Chart) -> Iterator[Contradiction]:
    """The birth date against the admission; the message names neither the date nor an age."""
    identity, plan = chart.identity, chart.plan
    if identity is None or identity.born_on is None or plan.admitted_on is None:
        return
    if identity.born_on > plan.admitted_on:
        yield identity.at("born_on"), "the birth date is after the admission"
    elif plan.age_at_admission not in {None, min(age_on(identity.born_on, plan.admitted_on), OLDEST_AGE)}:
        yield plan.at("age_at_admission"), "the age at admission disagrees with the birth date in identity.toml"


def _not_yet(chart: Chart, today: date) -> Iterator[Contradiction]:
    recorded = [*_days(chart.plan, DONE)]
    for review in chart.reviews:
        recorded += _days(review, ("on",))
    for assessment in chart.assessments:
        recorded += _days(assessment, ("given_at",))
    for place, day in recorded:
        if day > today:
            yield place, f"{place} is {day}, after {today}"
    for booking in chart.bookings:
        attended = booking.attendance is not None and booking.attendance.present
        if attended and booking.session.date > today:
            place = booking.week.at("sessions", booking.index, "attendance", chart.patient)
            yield place, f"the session {booking.ref} is attended on {booking.session.date}, after {today}"


def _days(document: Document, paths: Iterable[str]) -> Iterator[tuple[Place, date]]:
    """Every day on record at the paths, with its place."""
    for path in paths:
        for key, value in walk(document, path):
            if isinstance(value, date):
                yield document.at(*key), day_of(value)
