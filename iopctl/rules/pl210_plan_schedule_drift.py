"""The standing weekly pattern holds another dose of a service than the plan states.

Why: the plan is what was signed and what the payer read; the pattern is what will happen. When they differ, one of the
two is wrong.
What to do: correct the pattern or the `[[services]]` entry, whichever is not meant. Breaks inside a session are not
counted as minutes.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.minutes import Span, union_minutes
from iopctl.counting.planned import pattern_spans, promised_services
from iopctl.counting.weeks import ProgramWeek, week_of
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.plan import PlannedService
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL210", "plan-schedule-drift", Severity.WARNING, ("pattern_drift_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each service that is promised this week and whose count or minutes differ."""
    plan = chart.plan
    limit = pack.limit("pattern_drift_max", chart.last_day(today), plan)
    if limit is None or plan.pattern is None:
        return
    week = week_of(chart, max(chart.last_day(today), plan.admitted_on or date.min))
    for service, promises in _promised(chart, week).items():
        spans = _standing(chart, week, service)
        count, minutes = sum(p.per_week or 0 for p in promises), sum(p.weekly_minutes for p in promises)
        held = sum(union_minutes([span]) for span in spans)
        if _differ(count, minutes, len(spans), held, limit.number):
            yield RULE.finding(
                plan.at("services", plan.services.index(promises[0])),
                f"the standing week holds {held} minutes of {service} ({len(spans)} a week),"
                f" the plan states {minutes:g} ({count:g} a week)",
                "correct the pattern or the promise, whichever is not meant; breaks are not counted",
                patient=chart.patient,
                limit=limit,
            )


def _promised(chart: Chart, week: ProgramWeek) -> dict[str, list[PlannedService]]:
    """The promises in force by service; where one states no frequency or length there is nothing to compare."""
    by_service: dict[str, list[PlannedService]] = {}
    for promise in promised_services(chart, week):
        by_service.setdefault(promise.service, []).append(promise)
    return {service: mine for service, mine in by_service.items() if all(p.weekly_minutes for p in mine)}


def _standing(chart: Chart, week: ProgramWeek, service: str) -> list[Span]:
    spans = (span for day in week.dates for span in pattern_spans(chart, chart.plan.pattern, day))
    return [span for span in spans if span.service == service]


def _differ(count: float, minutes: float, held_count: int, held_minutes: int, allowed: int) -> bool:
    """A weekly pattern holds whole sessions: one in two weeks agrees with none and with one a week."""
    if count != int(count):
        return abs(held_count - count) >= 1
    return held_count != count or abs(held_minutes - minutes) > allowed
