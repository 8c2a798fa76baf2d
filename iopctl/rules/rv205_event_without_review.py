"""A hospitalization, an attempt or a crisis was logged, and no progress review followed it in time.

Why: what happened changes what the patient needs, and the plan has to be looked at again whenever that is so. Any
review from the day of the event on counts, up to the last day the pack allows. Where the source names no number of
days, an event without any review since is reported as a gap. Only events within the stay are judged, and an ended stay
on its last day: one that ended by the due day owes none.
What to do: hold a review about the event and record it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Event
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV205", "event-without-review", Severity.WARNING, ("reviewed_events",), ("event_review_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each event of a kind that the pack wants reviewed."""
    admitted, last = chart.plan.admitted_on, chart.last_day(today)
    for index, event in enumerate(chart.plan.events):
        kinds = pack.limit("reviewed_events", event.on, chart.plan)
        within = admitted is not None and admitted <= event.on <= last
        if not within or kinds is None or event.kind not in kinds.words:
            continue
        days = pack.limit("event_review_days", event.on, chart.plan)
        said = _without_days(chart, event, last) if days is None else _within_days(chart, event, days, today)
        if said is not None:
            yield RULE.finding(
                chart.plan.at("events", index, "on"),
                said[0],
                f"hold a review about it and record it: `iopctl review {chart.patient} --record`",
                patient=chart.patient,
                limit=kinds if days is None else days,
                on=event.on,
                severity=said[1],
            )


def _within_days(chart: Chart, event: Event, limit: Limit, today: date) -> tuple[str, Severity | None] | None:
    last, due = chart.last_day(today), event.on + timedelta(days=limit.number)
    reviewed = _reviewed(chart, event, last)
    if reviewed is not None and reviewed <= due:
        return None
    if due < last:
        since = "none since" if reviewed is None else f"the first since is of {reviewed}"
        named = f"no review within {limit.number} days of the {event.kind} of {event.on}"
        return f"{named}, it was due on {due}; {since}", None
    if chart.plan.status_on(today) == "active" and due_soon(due, today):
        message = f"a review is due on {due}, within {limit.number} days of the {event.kind} of {event.on}"
        return message, Severity.INFO
    return None


def _without_days(chart: Chart, event: Event, last: date) -> tuple[str, Severity | None] | None:
    """A gap from the day after the event on."""
    if event.on == last or _reviewed(chart, event, last) is not None:
        return None
    return f"no review is on file since the {event.kind} of {event.on}", Severity.INFO


def _reviewed(chart: Chart, event: Event, last: date) -> date | None:
    """The day of the first review since the event."""
    return min((review.on for review in chart.reviews if event.on <= review.on <= last), default=None)
