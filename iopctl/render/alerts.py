"""Alerts that wait for somebody, as they stand on top of the day, the caseload and one review."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from iopctl.render.score import alert_text, crisis_line
from iopctl.scoring.raised import AlertedForm

DECIDES = "Each is a triage level, not a decision: a clinician decides what is done."


def open_alert_lines(alerts: Sequence[AlertedForm], crisis_text: str | None, today: date) -> list[str]:
    """Every alert, whom to call in the program's own words, and how to record an action; nothing while none is open."""
    if not alerts:
        return []
    lines = [
        f"ALERT  {each.patient}  {each.instrument.short} of {each.form.given_on}: {raised_text(each)};"
        f" no action recorded, {days_text(each.days(today))}"
        for each in alerts
    ]
    return [*lines, crisis_line(crisis_text), DECIDES, f"Once it is done: {record_command(alerts)}", ""]


def record_command(alerts: Sequence[AlertedForm]) -> str:
    """What to type to record an action; the code stands in it where there is only one patient."""
    patients = {each.patient for each in alerts}
    return f'iopctl risk {patients.pop() if len(patients) == 1 else "PT"} --record "what was done" --by STAFF'


def raised_text(alert: AlertedForm) -> str:
    """What a form raised, the gravest first, without a word of what was answered."""
    return ", ".join(alert_text(alert.instrument, each) for each in alert.ids)


def alert_json(alert: AlertedForm, today: date) -> dict[str, Any]:
    """One open alert as data."""
    return {
        "patient": alert.patient,
        "instrument": alert.instrument.id,
        "on": alert.form.given_on.isoformat(),
        "alerts": list(alert.ids),
        "level": alert.level,
        "days": alert.days(today),
    }


def days_text(days: int) -> str:
    """A number of days in words."""
    return f"{days} day{'' if days == 1 else 's'}"
