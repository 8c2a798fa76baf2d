"""A score shows no response after some weeks, or a worsening, and no review or revision of the plan followed.

Why: measuring changes care only when somebody acts on it (CTS.03.01.09 EP 2). The first valid total of the stay is the
baseline. No response: the first score that many weeks or more after it is better by less than the points that count
as change; whoever began below the clinical range has nothing to respond with. Worsening, at any time: worse than the
baseline by those points or more, counted once until a score is back under them. A review, or a revision of the plan
that takes effect, answers for a score from its own day to the last day for acting on it.
What to do: hold a review of what to change, and record it; or amend the plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of
from iopctl.scoring.change import is_clinical
from iopctl.scoring.course import Dated, stay_scores

RULE = Rule("ME301", "change-unaddressed", Severity.WARNING, ("change_points",), ("change_weeks", "change_action_days"))


@dataclass(frozen=True)
class _Fact:
    """A score that asks for an answer, what it shows, and the points by which it does."""

    score: Dated
    what: str
    limit: Limit


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each score that nothing followed; until the last day for acting, a reminder."""
    for instrument in chart.instruments.values():
        for fact in _facts(chart, pack, instrument, stay_scores(chart, instrument, chart.last_day(today))):
            days = pack.limit("change_action_days", fact.score.on, chart.plan)
            if days is not None:
                yield from _unanswered(chart, fact, fact.score.on + timedelta(days=days.number), today)


def _unanswered(chart: Chart, fact: _Fact, due: date, today: date) -> Iterator[Finding]:
    if _acted(chart, fact.score.on, min(due, today)):
        return
    if due < chart.last_day(today):
        message, severity = f"{fact.what}, and no review or revision of the plan followed by {due}", None
    elif chart.plan.status_on(today) == "active" and due_soon(due, today):
        message, severity = f"{fact.what}; a review or a revision of the plan is due by {due}", Severity.INFO
    else:
        return
    yield RULE.finding(
        fact.score.place,
        message,
        f"review what to change and record it: `iopctl review {chart.patient} --record`, or amend the plan",
        patient=chart.patient,
        limit=fact.limit,
        on=fact.score.on,
        severity=severity,
    )


def _facts(chart: Chart, pack: RulePack, instrument: Instrument, scores: list[Dated]) -> Iterator[_Fact]:
    """Every later score that is newly worse than the baseline, and the first after the weeks without a response."""
    was_worse = weeks_over = False
    for score in scores[1:]:
        limit = pack.limit("change_points", score.on, chart.plan)
        points = None if limit is None else limit.numbers.get(instrument.id)
        if limit is None or points is None:
            continue
        first, rise = scores[0], score.total - scores[0].total
        worse_by = rise if instrument.higher_is_worse else -rise
        allowed = pack.limit("change_weeks", score.on, chart.plan)
        weeks = None if allowed is None else allowed.number
        over = weeks is not None and score.on >= first.on + timedelta(weeks=weeks)
        course = f"{instrument.id} went from {first.total:g} on {first.on} to {score.total:g} on {score.on}"
        if worse_by >= points and not was_worse:
            yield _Fact(score, f"{course}, {points} points or more worse", limit)
        elif over and not weeks_over and -worse_by < points and _clinical(instrument, first):
            yield _Fact(score, f"{course}, less than {points} points better after {weeks} weeks", limit)
        was_worse, weeks_over = worse_by >= points, weeks_over or over


def _clinical(instrument: Instrument, baseline: Dated) -> bool:
    """Whether the baseline left room for a response; where nobody has published a cut-off it did."""
    return is_clinical(instrument, baseline.total) is not False


def _acted(chart: Chart, first: date, last: date) -> bool:
    reviews = (review.on for review in chart.reviews)
    revisions = (day_of(revision.effective_at) for revision in chart.plan.revisions)
    return any(first <= day <= last for day in (*reviews, *revisions))
