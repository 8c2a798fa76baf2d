"""The track is for another age band than the patient's, or the band changes during the stay and nobody wrote how.

Why: adults and youth are treated apart, by other doses and other consents. Every limit by age rests on this.
What to do: move the patient to a track of the right band, correct `population`, or record `population_change` with
what was decided for the birthday.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.program import Track
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import Population

RULE = Rule("EL108", "population-band-mismatch", Severity.WARNING, ("adult_from",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """The plan's population and the age on admission against the track; then every birthday so far."""
    plan = chart.plan
    track = chart.program.track_by_id.get(plan.track or "")
    limit = pack.limit("adult_from", plan.admitted_on or today, plan)
    if limit is not None and track is not None:
        yield from _stated(chart, track, limit)
        yield from _by_age(chart, track, limit, today)
    yield from _birthdays(chart, pack, today)


def _stated(chart: Chart, track: Track, limit: Limit) -> Iterator[Finding]:
    plan = chart.plan
    if plan.population is not None and plan.population != track.population:
        yield RULE.finding(
            plan.at("population"),
            f"the plan says {plan.population}, the track {track.id} is for {track.population}",
            "correct the population, or choose another track",
            patient=chart.patient,
            limit=limit,
            on=plan.admitted_on,
        )


def _by_age(chart: Chart, track: Track, limit: Limit, today: date) -> Iterator[Finding]:
    plan = chart.plan
    age = plan.age_on(plan.admitted_on or today)
    if age is None:
        yield RULE.finding(
            plan.at("age_at_admission"),
            "the age at admission is missing, so limits by age cannot be judged",
            "write age_at_admission; 90 means 90 or older",
            patient=chart.patient,
            limit=limit,
            on=plan.admitted_on,
            severity=Severity.INFO,
        )
    elif track.population not in {_band(age, limit), _band_after_change(chart, age, limit)}:
        yield RULE.finding(
            plan.at("track"),
            f"the age on admission is {age}, {_band(age, limit)} where adults are {limit.number} and older;"
            f" the track {track.id} is for {track.population}",
            "move the patient to a track of the right band, or correct the age",
            patient=chart.patient,
            limit=limit,
            on=plan.admitted_on,
        )


def _birthdays(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    plan, last = chart.plan, chart.last_day(today)
    for index, birthday in enumerate(plan.birthdays):
        during = plan.admitted_on is not None and plan.admitted_on < birthday.on <= last
        limit = pack.limit("adult_from", birthday.on, plan) if during and plan.population_change is None else None
        before = plan.age_on(birthday.on - timedelta(days=1)) if limit else None
        if limit is not None and before is not None and before < limit.number <= birthday.turns:
            yield RULE.finding(
                plan.at("birthdays", index),
                f"the patient turns {limit.number} during the stay, and no population_change is recorded",
                "record population_change with what was decided, and move to a track for adults if that is right",
                patient=chart.patient,
                limit=limit,
                on=birthday.on,
            )


def _band(age: int, limit: Limit) -> Population:
    return "youth" if age < limit.number else "adult"


def _band_after_change(chart: Chart, age: int, limit: Limit) -> Population:
    """The band from the day of a recorded change on: the note may move the patient to the other track, or not."""
    change = chart.plan.population_change
    return _band(age if change is None else chart.plan.age_on(change.on) or age, limit)
