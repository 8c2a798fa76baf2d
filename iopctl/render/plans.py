"""Every plan in one line."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from iopctl.counting.weeks import day_of_stay
from iopctl.drafting.signing import states
from iopctl.model.chart import Chart
from iopctl.render.sheet import Grid, Sheet, or_gap


def plans_sheet(charts: Sequence[Chart], today: date) -> Sheet:
    """The plans of a program, by patient."""
    items = [_plan_json(chart, today) for chart in charts]
    columns = ("patient", "status", "track", "admitted", "day", "revision", "signatures")
    rows = [tuple(or_gap(value) for value in _cells(item)) for item in items]
    heading = "" if items else "No plan is on file. `iopctl plan new PT` drafts one."
    return Sheet({"plans": items}, [Grid("", columns, rows)] if rows else (), heading)


def _plan_json(chart: Chart, today: date) -> dict[str, Any]:
    plan = chart.plan
    counts = Counter(state for _, state in states(plan))
    return {
        "patient": plan.patient,
        "status": plan.status_on(today),
        "track": plan.track,
        "admitted_on": plan.admitted_on.isoformat() if plan.admitted_on else None,
        "day": day_of_stay(plan, today),
        "revision": plan.revision,
        "signatures": {state: counts[state] for state in ("ok", "stale", "attempted")},
    }


def _cells(item: dict[str, Any]) -> list[object]:
    counts = item["signatures"]
    signatures = ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none"
    return [*(value for key, value in item.items() if key != "signatures"), signatures]
