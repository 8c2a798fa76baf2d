"""S8: when the next physician certification is due, and what the interval counts from."""

from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.plan import Plan
from iopctl.model.record import Certification

# The interval of the first recertification where a pack has one of its own, and of every other.
INTERVALS = ("first_recertification_days", "recertification_days")


@dataclass(frozen=True)
class CertificationStart:
    """What the interval counts from, in words and in the chart."""

    on: date
    what: str
    place: Place


@dataclass(frozen=True)
class CertificationDue:
    """The day by which one pack wants the next certification; `last` is the newest on file by then."""

    on: date
    start: CertificationStart
    limit: Limit
    last: date | None


def certified(plan: Plan, until: date) -> list[tuple[int, Certification]]:
    """The certifications up to a day with their places in the list, in order of time."""
    return sorted(
        ((index, each) for index, each in enumerate(plan.certifications) if each.on <= until),
        key=lambda numbered: numbered[1].on,
    )


def recertified(plan: Plan, until: date) -> list[tuple[int, Certification]]:
    """The certifications that are later than the first one."""
    known = certified(plan, until)
    return [(index, each) for index, each in known if each.on > known[0][1].on]


def certification_due(chart: Chart, pack: RulePack, day: date) -> CertificationDue | None:
    """By what was on file that day; None before the pack applies to the stay, and where it knows no interval."""
    began = _began(chart, pack)
    if began is None or began.on > day:
        return None
    dates = {each.on: index for index, each in certified(chart.plan, day)}
    last = max(dates, default=None)
    start = began
    if last is not None:
        start = CertificationStart(
            last, f"the certification of {last}", chart.plan.at("certifications", dates[last], "on")
        )
    limit = pack.limit("recertification_days", start.on, chart.plan)
    first = pack.limit("first_recertification_days", began.on, chart.plan)
    if first is not None and last == min(dates, default=None):
        start, limit = began, first
    if limit is None:
        return None
    return CertificationDue(start.on + timedelta(days=limit.number), start, limit, last)


def _began(chart: Chart, pack: RulePack) -> CertificationStart | None:
    """Admission, or the first day on which the payer whose pack it is covers the stay, whichever is later."""
    plan = chart.plan
    if plan.admitted_on is None:
        return None
    covered = {each.from_ or plan.admitted_on: n for n, each in enumerate(plan.coverage) if each.pack == pack.id}
    first = min(covered, default=plan.admitted_on)
    if first > plan.admitted_on:
        return CertificationStart(first, f"coverage began on {first}", plan.at("coverage", covered[first], "from"))
    return CertificationStart(plan.admitted_on, f"admission on {plan.admitted_on}", plan.at("admitted_at"))
