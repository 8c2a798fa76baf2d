"""The parts of a stay that the caseload and the review of one patient both show."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from iopctl.render.alerts import alert_json, days_text, open_alert_lines
from iopctl.render.hours import week_json
from iopctl.reviewing.caseload import reasons
from iopctl.reviewing.change import Course
from iopctl.reviewing.due import DueItem
from iopctl.reviewing.stay import StayReview
from iopctl.scoring import band_of
from iopctl.scoring.change import Change
from iopctl.scoring.raised import gravest_first


def stay_json(stay: StayReview) -> dict[str, Any]:
    """One row of the caseload as data."""
    full, running, attendance = stay.last_full_week, stay.running, stay.attendance
    return {
        "patient": stay.chart.patient,
        "as_of": stay.today.isoformat(),
        "status": stay.status,
        "day": stay.day,
        "week": stay.week,
        "reasons": [reason.value for reason in reasons(stay)],
        "alerts": [alert_json(each, stay.today) for each in stay.alerts],
        "findings": {f"{severity}s": stay.count(severity) for severity in ("error", "warning", "info")},
        "last_full_week": None if full is None else week_json(full),
        "running_week": None
        if running is None
        else {"week": running.week.id, "delivered": running.delivered, "still_scheduled": running.still_scheduled},
        "attendance": {
            "attended": attendance.attended,
            "recorded": attendance.recorded,
            "unrecorded": attendance.unrecorded,
        },
        "scores": [_course_json(course) for course in stay.courses],
        "due": [_due_json(item, stay.today) for item in stay.due],
    }


def change_json(change: Change | None) -> dict[str, Any] | None:
    """A change as data; percent is null from a baseline of 0, what no published constant decides too."""
    if change is None:
        return None
    return {
        "points": change.points,
        "percent": None if change.percent is None else round(change.percent, 1),
        "movement": change.movement,
        "response": change.response,
        "remission": change.remission,
        "meaningful": change.meaningful,
        "clinically_significant": change.significant,
        "category": change.category,
    }


def alert_heading(stays: Sequence[StayReview]) -> list[str]:
    """Every open alert of the stays, gravest and oldest first; nothing while none is open."""
    alerts = gravest_first(alert for stay in stays for alert in stay.alerts)
    return open_alert_lines(alerts, stays[0].chart.program.crisis_text, stays[0].today) if alerts else []


def findings_text(stay: StayReview) -> str:
    """How many findings stand, by severity; infos are left to `check`."""
    counts = [(stay.count(severity), severity) for severity in ("error", "warning")]
    return ", ".join(counted(number, severity) for number, severity in counts if number) or "none"


def counted(number: int, word: str) -> str:
    """1 error, 2 errors."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def due_text(item: DueItem, today: date) -> str:
    """When something is due, counted from the day of judgement."""
    if item.on is None:
        return "now"
    days = (item.on - today).days
    if days < 0:
        return f"{item.on}, {days_text(-days)} overdue"
    return f"{item.on}, {'today' if days == 0 else f'in {days_text(days)}'}"


def _course_json(course: Course) -> dict[str, Any]:
    return {
        "instrument": course.instrument.id,
        "baseline": course.baseline,
        "on": course.last.on.isoformat(),
        "total": course.last.total,
        "band": band_of(course.instrument, course.last.total),
        "change": change_json(course.change),
    }


def _due_json(item: DueItem, today: date) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "what": item.what,
        "on": item.on.isoformat() if item.on else None,
        "overdue": item.overdue(today),
        "why": item.why,
        "pack": item.pack,
    }
