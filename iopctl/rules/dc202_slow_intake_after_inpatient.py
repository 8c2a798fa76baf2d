"""Admission came too many days after a psychiatric inpatient discharge.

Why: the way from the ward to the first program day is where people are lost, and a program day is the visit that
quality measures want to see within days of a discharge. The day of the inpatient discharge is day 0, and the last day
allowed passes. Of two numbers of days in a pack the gravest one that was passed is reported. Where nobody recorded
whether the inpatient stay was psychiatric, that is said as information. A referral without an admission is only
reminded of.
What to do: record what bridged the days, and agree with the hospital on an intake before the discharge.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

# The last one weighs heaviest.
RULE = Rule("DC202", "slow-intake-after-inpatient", Severity.ERROR, ("intake_days", "intake_days_late"))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding: the gravest number of days that was passed, else a reminder of the next."""
    referral, admitted = chart.plan.referral, chart.plan.admitted_on
    left = None if referral is None else referral.inpatient_discharged_on
    if referral is None or left is None or referral.psychiatric is False:
        return
    limits = [limit for name in RULE.limits if (limit := pack.limit(name, left, chart.plan)) is not None]
    unmet = [limit for limit in limits if admitted is None or admitted > _due(limit, left)]
    passed = [limit for limit in unmet if _due(limit, left) < today]
    ahead = [limit for limit in unmet if due_soon(_due(limit, left), today)]
    stay = f"the {'psychiatric' if referral.psychiatric else 'inpatient'} discharge on {left}"
    doubt = "" if referral.psychiatric else ", if it was psychiatric: that is not recorded"
    if passed and admitted is not None:
        limit, days = passed[-1], (admitted - left).days
        message = f"admission on {admitted} is {days} days after {stay}, at most {limit.number} should pass{doubt}"
        yield _finding(chart, limit, message, admitted)
    elif ahead:
        limit = ahead[0]
        message = f"admission is due on {_due(limit, left)}, within {limit.number} days of {stay}{doubt}"
        yield _finding(chart, limit, message, None)


def _due(limit: Limit, left: date) -> date:
    return left + timedelta(days=limit.number)


def _finding(chart: Chart, limit: Limit, message: str, admitted: date | None) -> Finding:
    """At most information while admission can still be in time, and where the kind of the stay is not recorded."""
    referral = chart.plan.referral
    known = referral is not None and referral.psychiatric is not None
    next_step = "record what bridged the days, and agree with the hospital on an intake before the discharge"
    if not known:
        next_step = "write under [referral] whether the inpatient stay was psychiatric"
    elif admitted is None:
        next_step = "admit by then, or record what bridges the days"
    return RULE.finding(
        chart.plan.at("referral", "inpatient_discharged_on"),
        message,
        next_step,
        patient=chart.patient,
        limit=limit,
        on=admitted,
        severity=None if known and admitted is not None else Severity.INFO,
    )
