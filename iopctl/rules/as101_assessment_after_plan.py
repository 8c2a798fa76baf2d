"""A plan took effect before the evaluation that it rests on was signed, or it rests on none.

Why: a plan follows from an evaluation, not the other way round (12VAC35-105-660.D). A signature at the very moment the
plan takes effect is in time; where one of the two records knows only its day, the same day is.
What to do: name the evaluation in the revision, and sign it. If a date is wrong, correct it; a true date stays, and a
waiver says why the plan came first.
"""

from collections.abc import Iterator
from datetime import date, datetime

from iopctl.counting.clock import shown
from iopctl.counting.stay import day_in_stay
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.record import Revision
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import Moment, day_of

RULE = Rule("AS101", "assessment-after-plan", Severity.ERROR, ("evaluated_revisions",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each revision in effect of a kind that must rest on an evaluation."""
    plan = chart.plan
    for index, revision in enumerate(plan.revisions):
        day = day_of(revision.effective_at)
        limit = pack.limit("evaluated_revisions", day, plan)
        if limit is None or revision.kind not in limit.words or day > today:
            continue
        fault = _fault(chart, revision, today)
        if fault is not None:
            message, next_step = fault
            yield RULE.finding(
                plan.at("revisions", index, "evaluation"),
                message,
                next_step,
                patient=chart.patient,
                limit=limit,
                on=day_in_stay(plan, day),
            )


def _fault(chart: Chart, revision: Revision, today: date) -> tuple[str, str] | None:
    """What is wrong with the revision's evaluation and what to do; of one that is not on file FI102 speaks."""
    zone, cited = chart.program.zone, revision.evaluation
    the_plan = f"the {revision.kind} plan of {shown(zone, revision.effective_at)}"
    if cited is None:
        return f"{the_plan} rests on no evaluation", "name the evaluation it was made from in the revision"
    evaluation = next((each for each in chart.plan.evaluations if each.id == cited), None)
    if evaluation is None:
        return None
    signed = evaluation.signed_at
    if signed is None or day_of(signed) > today:
        return f"{the_plan} rests on the evaluation {cited}, which is not signed", f"have {cited} signed"
    if _precedes(revision.effective_at, signed):
        message = f"{the_plan} took effect before its evaluation {cited} was signed on {shown(zone, signed)}"
        return message, "correct a date that is wrong, or waive this with the reason why the plan came first"
    return None


def _precedes(one: Moment, other: Moment) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)
