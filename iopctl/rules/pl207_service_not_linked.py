"""A service is scheduled that no objective is cited for, or promised and never scheduled.

Why: time that serves no objective reads as social or diversionary, which no payer covers; and an intervention that
nobody schedules is a promise on paper.
What to do: cite the objectives that the service works on under `[[services]]`, put it into the pattern or book it, or
take it out of the plan.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.frozen import Key
from iopctl.model.pack import Limit, RulePack
from iopctl.model.pattern import Pattern
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL207", "service-not-linked", Severity.WARNING, ("service_links",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each service without an objective, and for each promise without a time."""
    limit = pack.limit("service_links", chart.last_day(today), chart.plan)
    if limit is None:
        return
    if "objective" in limit.words:
        yield from _without_objective(chart, limit)
    if "schedule" in limit.words:
        yield from _never_scheduled(chart, limit, today)


def _without_objective(chart: Chart, limit: Limit) -> Iterator[Finding]:
    plan = chart.plan
    cited = {promise.service for promise in plan.services if promise.objectives}
    planned = [(promise.service, ("services", n)) for n, promise in enumerate(plan.services)]
    seen: set[str] = set()
    for service, key in (*planned, *_standing(chart)):
        if service not in cited and service not in seen and chart.program.counts(service):
            seen.add(service)
            yield RULE.finding(
                plan.at(*key),
                f"{service} is planned, but no objective is cited for it",
                "cite the objectives it works on under [[services]], or take it out",
                patient=chart.patient,
                limit=limit,
            )


def _never_scheduled(chart: Chart, limit: Limit, today: date) -> Iterator[Finding]:
    plan = chart.plan
    booked = {booking.session.service for booking in chart.bookings if booking.offered}
    timed = booked | {service for service, _ in _standing(chart)}
    for index, promise in enumerate(plan.services):
        begun = promise.from_ is None or promise.from_ <= today
        if begun and promise.service not in timed:
            yield RULE.finding(
                plan.at("services", index),
                f"{promise.service} is promised, but it stands in no pattern and no session is booked",
                "put it into the pattern or book it, or take the promise out",
                patient=chart.patient,
                limit=limit,
            )


def _standing(chart: Chart) -> Iterator[tuple[str, Key]]:
    """The services of the standing week and of its dated changes; a slot that is not there is left to FI102."""
    plan = chart.plan
    patterns: list[tuple[Pattern, Key]] = [] if plan.pattern is None else [(plan.pattern, ("pattern",))]
    patterns += [(change, ("pattern_changes", n)) for n, change in enumerate(plan.pattern_changes)]
    for pattern, key in patterns:
        for n, slot_id in enumerate(pattern.slots):
            slot = chart.program.slot_by_id.get(slot_id)
            if slot is not None:
                yield slot.service, (*key, "slots", n)
        for n, own in enumerate(pattern.own):
            yield own.service, (*key, "own", n)
