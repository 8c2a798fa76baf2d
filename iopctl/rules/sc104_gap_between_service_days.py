"""The stay holds more dates in a row, or more hours, without an offered service than the pack allows.

Why: intensity is also that nobody is left alone for long; the gap itself is what the source limits, whatever the week
adds up to. Called-off sessions are not offered, nor are those left standing on a closed day; a session that the patient
missed was. Dates count from admission to discharge, without breaks in treatment; hours elapse from the end of a service
to the start of the next, exactly the limit passing. Weeks without a file say nothing. The same gap in weeks in a row is
one finding; one that is still to come is a reminder in the last days before it grows too long.
What to do: offer a service in between. If the patient was away, record the break in treatment under `pauses`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from iopctl.counting.runs import applies
from iopctl.counting.service_gaps import ServiceGap, gaps_in_days, gaps_in_hours
from iopctl.counting.weeks import WEEK
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("SC104", "gap-between-service-days", Severity.ERROR, ("gap_days_max", "gap_hours_max"))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each gap, or for the same gap in weeks in a row."""
    days = list(gaps_in_days(chart, pack, today)) if "gap_days_max" in pack.limits else []
    hours = list(gaps_in_hours(chart, pack, today)) if "gap_hours_max" in pack.limits else []
    for run in (*_runs(chart, days), *_runs(chart, hours)):
        first, last = run[0], run[-1]
        yield RULE.finding(
            first.place,
            _in_days(run) if first.limit.name == "gap_days_max" else _in_hours(run),
            "offer a service in between, or record the break in treatment under pauses",
            patient=chart.patient,
            limit=first.limit,
            on=first.due if first.ahead else last.due,
            severity=Severity.INFO if first.ahead else None,
        )


def _runs(chart: Chart, gaps: Sequence[ServiceGap]) -> Iterator[list[ServiceGap]]:
    """Gaps of one size a week apart, apart where a payer's coverage begins or ends."""

    def alike(numbered: tuple[int, ServiceGap]) -> tuple[object, ...]:
        index, gap = numbered
        return gap.first - index * WEEK, gap.size, gap.limit, gap.ahead, applies(chart, gap.limit, gap.due)

    by_weekday = sorted(gaps, key=lambda gap: (gap.first.weekday(), gap.first))
    return ([gap for _, gap in group] for _, group in groupby(enumerate(by_weekday), alike))


def _in_days(run: Sequence[ServiceGap]) -> str:
    gap = run[0]
    return (
        f"no service {_offered(gap)} on {gap.size} dates in a row{_weeks(run)} {gap.where},"
        f" at most {gap.limit.number} are allowed"
    )


def _in_hours(run: Sequence[ServiceGap]) -> str:
    gap = run[0]
    if not gap.hours:
        return f"no service {_offered(gap)} within {gap.limit.number} h after {gap.where}"
    return (
        f"no service {_offered(gap)} for {gap.hours}{_weeks(run)} between {gap.where},"
        f" at most {gap.limit.number} h are allowed"
    )


def _offered(gap: ServiceGap) -> str:
    return "is offered" if gap.ahead else "was offered"


def _weeks(run: Sequence[ServiceGap]) -> str:
    return "," if len(run) == 1 else f" in {len(run)} weeks running, first"
