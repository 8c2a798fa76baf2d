"""S8 and S10: when the next progress review is due, and what the interval counts from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.deadlines import add_months
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.words import day_of

# A pack counts its interval in one of these.
INTERVALS = ("review_days", "review_months")


@dataclass(frozen=True)
class ReviewStart:
    """What the interval counts from, in words and in the chart."""

    on: date
    what: str
    place: Place


@dataclass(frozen=True)
class ReviewDue:
    """The day by which one pack wants the next review."""

    on: date
    start: ReviewStart
    limit: Limit


def reviews_due(chart: Chart, pack: RulePack, day: date) -> Iterator[ReviewDue]:
    """By each interval of the pack, as it stands on that day; nothing before admission."""
    start = _start(chart, day)
    if start is None:
        return
    for name in INTERVALS:
        limit = _limit(chart, pack, name, start.on, day)
        if limit is not None:
            yield ReviewDue(_due(limit, start.on), start, limit)


def _start(chart: Chart, day: date) -> ReviewStart | None:
    """The latest of the last review, the plan's taking effect, and admission."""
    admitted = chart.plan.admitted_on
    if admitted is None or admitted > day:
        return None
    starts = [ReviewStart(r.on, f"the review of {r.on}", r.at("on")) for r in chart.reviews if r.on <= day]
    starts += _implemented(chart, day)
    starts.append(ReviewStart(admitted, f"admission on {admitted}", chart.plan.at("admitted_at")))
    return max(starts, key=lambda start: start.on)


def _implemented(chart: Chart, day: date) -> list[ReviewStart]:
    """The comprehensive plans in effect by that day; the initial ones while there is none."""
    plan = chart.plan
    for kind in ("comprehensive", "initial"):
        found = [
            ReviewStart(on, f"the {kind} plan of {on}", plan.at("revisions", index, "effective_at"))
            for index, revision in enumerate(plan.revisions)
            if revision.kind == kind and (on := day_of(revision.effective_at)) <= day
        ]
        if found:
            return found
    return []


def _limit(chart: Chart, pack: RulePack, name: str, start: date, day: date) -> Limit | None:
    """S13: the interval in force at the start; one that came later judges what falls due while it is in force."""
    limit = pack.limit(name, start, chart.plan)
    if limit is not None:
        return limit
    later = pack.limit(name, day, chart.plan)
    return later if later is not None and pack.limit(name, _due(later, start), chart.plan) == later else None


def _due(limit: Limit, start: date) -> date:
    if limit.name == "review_months":
        return add_months(start, limit.number)
    return start + timedelta(days=limit.number)
