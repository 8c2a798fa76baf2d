"""A weekly measure of the battery was last given more than nine days ago (T4).

Why: who gets worse is seen in time only where the score comes every week; two days are left for a missed visit
(measures, section 3). Each instrument of the program's battery is counted by itself, from the last time it was given
in the stay. What has never been given, and what is overdue by the pack's own cadence (ME102), is left to those rules.
Only treatment that goes on is judged.
What to do: give it at the next visit.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.course import in_treatment

RULE = Rule(
    "ME404",
    "overdue",
    Severity.INFO,
    ("weekly_measure_days",),
    ("measure_days", "measure_grace_days"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each instrument of the battery, at the last form."""
    for instrument in chart.program.battery if in_treatment(chart, today) else ():
        admitted = chart.plan.admitted_on
        given = [each for each in chart.given(instrument) if each.filled_in and each.given_on <= today]
        newest = max(given, key=lambda each: each.given_on, default=None)
        if newest is None or admitted is None or newest.given_on < admitted:
            continue
        limit = pack.limit("weekly_measure_days", newest.given_on, chart.plan)
        days = (today - newest.given_on).days
        if limit is not None and days > limit.number and not _overdue(chart, pack, newest.given_on, today):
            yield RULE.finding(
                newest.at("given_at"),
                f"{instrument} was last given on {newest.given_on}, {days} days ago, more than {limit.number}",
                f"give it at the next visit and record it: `iopctl score {chart.patient} {instrument}`",
                patient=chart.patient,
                limit=limit,
            )


def _overdue(chart: Chart, pack: RulePack, given: date, today: date) -> bool:
    """Whether ME102 says so by the same pack."""
    cadence = pack.limit("measure_days", given, chart.plan)
    grace = pack.limit("measure_grace_days", given, chart.plan)
    days = None if cadence is None else cadence.number + (grace.number if grace else 0)
    return days is not None and given + timedelta(days=days) < today
