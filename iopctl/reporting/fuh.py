"""report fuh: follow-up after a psychiatric hospital stay within 7 and 30 days, in the style of HEDIS FUH.

The unit is the discharge: of a referral that is known to be psychiatric, or of care at the level `inpatient`. The day
of discharge does not count. After another admission within 30 days only the last discharge counts. Whoever died within
the days, or was younger than 6, is left out. A visit is a session here that was attended, in any stay of the person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.model.chart import Census, Chart
from iopctl.reporting.closed import charts_by_person
from iopctl.reporting.figures import Figure, Period, Report, share_figure
from iopctl.reporting.intervals import Share
from iopctl.reporting.spread import counted

WINDOWS = (7, 30)
YOUNGEST = 6
SOURCE = "HEDIS FUH; measures, section 4 [read]"
WHO = (
    "Only people with a chart are counted: who was discharged and never came is in no chart, so these shares are higher"
    " than a plan's own."
)
WHAT = (
    "Visits elsewhere are not in the chart, so a visit may have been made where none is counted. Hospice care and the"
    " principal diagnosis are not in it either; a referral counts when it says that it was psychiatric."
)


@dataclass(frozen=True)
class Discharged:
    """One discharge and the first visit after it; or why it is not counted."""

    on: date
    visit: date | None
    reason: str | None = None


def fuh(census: Census, period: Period, as_of: date) -> Report:
    """The shares followed up, of the discharges of a period."""
    found = [each for charts in charts_by_person(census).values() for each in _discharges(charts, period, as_of)]
    figures: list[Figure] = [Figure("discharges", "discharges in the period", "people", len(found), len(found))]
    excluded = Counter(each.reason for each in found if each.reason)
    kept = [each for each in found if each.reason is None]
    for window in WINDOWS:
        known = [each for each in kept if _told(each, window, as_of)]
        met = sum(_within(each, window) for each in known)
        left_out = {**excluded, f"{window} days not over": len(kept) - len(known)}
        text = f"attended within {window} days"
        figures.append(share_figure(f"within-{window}", text, Share(met, len(known)), counted(left_out), SOURCE))
    return Report("fuh", "Follow-up after hospital", period, as_of, tuple(figures), notes=(WHO, WHAT))


def _discharges(charts: Sequence[Chart], period: Period, as_of: date) -> list[Discharged]:
    days = sorted({day for chart in charts for day in _out_of_hospital(chart)})
    died = min((chart.plan.died_on for chart in charts if chart.plan.died_on), default=None)
    found = []
    for day in days:
        if not period.first <= day <= min(period.last, as_of):
            continue
        last = day + timedelta(days=WINDOWS[-1])
        reason = None
        if any(day < again <= last for again in days) or any(_again(chart, day, last) for chart in charts):
            reason = f"in hospital again within {WINDOWS[-1]} days"
        elif died is not None and died <= last:
            reason = f"died within {WINDOWS[-1]} days"
        elif any((age := chart.plan.age_on(day)) is not None and age < YOUNGEST for chart in charts):
            reason = f"younger than {YOUNGEST}"
        visits = (visit for chart in charts for visit in _visits(chart, day, as_of))
        found.append(Discharged(day, min(visits, default=None), reason))
    return found


def _out_of_hospital(chart: Chart) -> list[date]:
    referral = chart.plan.referral
    days = [care.until for care in chart.plan.other_care if care.level == "inpatient" and care.until]
    if referral is not None and referral.psychiatric and referral.inpatient_discharged_on:
        days.append(referral.inpatient_discharged_on)
    return days


def _again(chart: Chart, day: date, last: date) -> bool:
    """In hospital in the days that follow: admitted in them, or moved that day to another stay that goes on."""
    events = [event.on for event in chart.plan.events if event.kind == "hospitalization"]
    spans = [(care.from_, care.until) for care in chart.plan.other_care if care.level == "inpatient" and care.from_]
    goes_on = any(begun <= day and (until is None or until > day) for begun, until in spans)
    return goes_on or any(day < begun <= last for begun in (*events, *(begun for begun, _ in spans)))


def _visits(chart: Chart, day: date, as_of: date) -> list[date]:
    booked = chart.booked(day + timedelta(days=1), as_of)
    return [b.session.date for b in booked if b.attendance is not None and b.attendance.present]


def _within(each: Discharged, window: int) -> bool:
    return each.visit is not None and (each.visit - each.on).days <= window


def _told(each: Discharged, window: int, as_of: date) -> bool:
    """Met, or the days are over."""
    return _within(each, window) or each.on + timedelta(days=window) < as_of
