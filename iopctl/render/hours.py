"""Promised, scheduled and delivered hours of each week, side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from iopctl.counting.hours import WeekHours, WeekLimit
from iopctl.render.sheet import GAP, Grid, Sheet, hours_text

COLUMNS = ("week", "promised", "scheduled", "delivered", "days", "sessions", "minimum")
SPOKEN = (
    "week",
    "promised",
    "scheduled",
    "delivered",
    "days delivered of scheduled",
    "sessions delivered of scheduled",
    "minimum",
)


def week_json(hours: WeekHours) -> dict[str, Any]:
    """One week as design.md section 4 writes it."""
    return {
        "week": hours.week.id,
        "full": hours.full,
        "promised": hours.promised,
        "scheduled": hours.scheduled,
        "delivered": hours.delivered,
        "days_scheduled": hours.days_scheduled,
        "days_delivered": hours.days_delivered,
        "sessions_scheduled": hours.sessions_scheduled,
        "sessions_delivered": hours.sessions_delivered,
        "limits": [
            {"pack": limit.pack, "code": limit.code, "value": limit.value, "met": limit.met} for limit in hours.limits
        ],
    }


def hours_sheet(weeks: Mapping[str, Sequence[WeekHours]], today: date) -> Sheet:
    """The weeks of one or more charts by patient code."""
    data = [{"patient": patient, "weeks": [week_json(hours) for hours in mine]} for patient, mine in weeks.items()]
    grids = [weeks_grid(patient, mine, today) for patient, mine in weeks.items() if mine]
    empty = [patient for patient, mine in weeks.items() if not mine]
    notes = [f"{', '.join(empty)}: no week of the stay to show."] if empty else []
    return Sheet({"hours": data}, grids=grids, notes=notes)


def weeks_grid(title: str, weeks: Sequence[WeekHours], today: date) -> Grid:
    """One row a week; times are hours and minutes."""
    return Grid(title, COLUMNS, [_row(hours, today) for hours in weeks], SPOKEN)


def limits_text(hours: WeekHours, state: str) -> str:
    """Every minimum in force that week and how it stands, in words."""
    return ", ".join(f"{limit.pack} {_amount(limit)} {_standing(hours, limit, state)}" for limit in hours.limits)


def week_state(hours: WeekHours, today: date) -> str:
    """Full, running while the week holds the day of judgement, else partial."""
    if hours.full:
        return "full"
    return "running" if hours.week.first <= today <= hours.week.last else "partial"


def _row(hours: WeekHours, today: date) -> tuple[str, ...]:
    state = week_state(hours, today)
    seen = (GAP, GAP, GAP, GAP)
    if hours.on_file:
        seen = (
            hours_text(hours.scheduled),
            hours_text(hours.delivered),
            f"{hours.days_delivered} of {hours.days_scheduled}",
            f"{hours.sessions_delivered} of {hours.sessions_scheduled}",
        )
    return (f"{hours.week.id} {state}", hours_text(hours.promised), *seen, limits_text(hours, state) or "none")


def _amount(limit: WeekLimit) -> str:
    return hours_text(limit.value) if limit.code == "DO101" else f"{limit.value} days"


def _standing(hours: WeekHours, limit: WeekLimit, state: str) -> str:
    if limit.met is None and hours.full and hours.on_file:
        return "not judged in a taper"
    if limit.met is None:
        return "running" if state == "running" else "not judged"
    if limit.met:
        return "met"
    if limit.code == "DO101":
        return f"short by {hours_text(limit.value - hours.delivered)}"
    missing = limit.value - hours.days_delivered
    return f"short by {missing} {'day' if missing == 1 else 'days'}"
