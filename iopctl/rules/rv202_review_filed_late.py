"""The documentation of a progress review entered the record too long after the review was due.

Why: the licence allows some days from the due date of the review until its documentation is in the record; what comes
later reads as written for the audit. The due date is the one that stood before this review, by the interval of RV201;
a review held early has until then too. Filing on the last day passes. Where nobody recorded when it was filed, one that
was held after the last day was filed late, of any other it cannot be known.
What to do: file the review in time and write `filed_on`. One that is late stays late.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.reviews import INTERVALS, ReviewDue, reviews_due
from iopctl.counting.weeks import DAY
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.review import Review
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV202", "review-filed-late", Severity.WARNING, ("review_filing_days",), INTERVALS)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each review that was held, once the last day for filing it has passed."""
    for review in chart.reviews:
        if review.on <= today:
            for due in reviews_due(chart, pack, review.on - DAY):
                yield from _judged(chart, pack, review, due, today)


def _judged(chart: Chart, pack: RulePack, review: Review, due: ReviewDue, today: date) -> Iterator[Finding]:
    limit = pack.limit("review_filing_days", due.on, chart.plan)
    if limit is None:
        return
    last = due.on + timedelta(days=limit.number)
    filed, place, severity = _filed_on(chart, review), review.at("filed_on"), None
    if last >= today or (filed is not None and filed <= last):
        return
    by_then = f"it was due in the record by {last}, {limit.number} days after the review was due on {due.on}"
    next_step = "file the next one in time; one that is late stays late"
    if filed is not None:
        message = f"the review of {review.on} was filed on {filed}, {by_then}"
    elif review.on > last:
        message, place = f"the review of {review.on} was held too late to be filed in time, {by_then}", review.at("on")
    else:
        message, severity = f"when the review of {review.on} was filed is not recorded, {by_then}", Severity.INFO
        next_step = "write filed_on, the day on which the review entered the record"
    yield RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=review.on, severity=severity)


def _filed_on(chart: Chart, review: Review) -> date | None:
    """The day on which the review entered the record: as written in it, else that of the first commit of its file."""
    if review.filed_on is not None or chart.history is None:
        return review.filed_on
    commit = chart.history.first_commit(review.file)
    return None if commit is None else commit.on
