"""report waits: the days between the steps of coming in, of the stays that began in a period.

Only what the chart dates is counted: there is no day of referral in it, so no wait begins there. A step that comes
before the one it is counted from is 0 days.
"""

from collections.abc import Callable
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.words import day_of
from iopctl.reporting.figures import Figure, Period, Report
from iopctl.reporting.spread import counted, spread_figures

Day = Callable[[Chart], date | None]
NOTE = (
    "The chart holds no day of referral: how long people waited for an answer is not known here. Medians are of the"
    " steps that are dated."
)


def waits(census: Census, period: Period, as_of: date) -> Report:
    """The figures of everybody admitted in a period, drafts left out."""
    last = min(period.last, as_of)
    begun = [
        chart
        for chart in census.charts
        if chart.plan.status != "draft" and chart.plan.admitted_on and period.first <= chart.plan.admitted_on <= last
    ]
    figures = [Figure("admitted", "stays begun in the period", "people", len(begun), len(begun))]
    for id_, text, start, end in _steps(as_of):
        figures += _wait(id_, text, [(start(chart), end(chart)) for chart in begun])
    return Report("waits", "Waits", period, as_of, tuple(figures), notes=(NOTE,))


def _steps(as_of: date) -> list[tuple[str, str, Day, Day]]:
    return [
        ("hospital", "hospital discharge to admission", _hospital, _admitted),
        ("hospital-session", "hospital discharge to first session", _hospital, lambda c: _attended(c, as_of)),
        ("evaluated", "first evaluation to admission", _evaluated, _admitted),
        ("session", "admission to first session attended", _admitted, lambda chart: _attended(chart, as_of)),
        ("initial", "admission to initial plan", _admitted, lambda chart: _plan(chart, "initial", as_of)),
        ("comprehensive", "admission to comprehensive plan", _admitted, lambda c: _plan(c, "comprehensive", as_of)),
    ]


def _wait(id_: str, text: str, days: list[tuple[date | None, date | None]]) -> list[Figure]:
    known = [max(0, (end - start).days) for start, end in days if start is not None and end is not None]
    return spread_figures(id_, text, "days", known, counted({"not dated": len(days) - len(known)}))


def _admitted(chart: Chart) -> date | None:
    return chart.plan.admitted_on


def _hospital(chart: Chart) -> date | None:
    referral = chart.plan.referral
    return None if referral is None else referral.inpatient_discharged_on


def _evaluated(chart: Chart) -> date | None:
    return min((day_of(each.signed_at) for each in chart.plan.evaluations if each.signed_at), default=None)


def _attended(chart: Chart, as_of: date) -> date | None:
    """The first day since admission on which the patient was there."""
    admitted = chart.plan.admitted_on or date.max
    days = (b.session.date for b in chart.booked(admitted, as_of) if b.attendance is not None and b.attendance.present)
    return next(days, None)


def _plan(chart: Chart, kind: str, as_of: date) -> date | None:
    took_effect = (day_of(each.effective_at) for each in chart.plan.revisions if each.kind == kind)
    return min((day for day in took_effect if day <= as_of), default=None)
