"""The risk loop: what is open, what was answered, and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from iopctl.counting.clock import Now, shown
from iopctl.model.assessment import Action
from iopctl.model.program import Program
from iopctl.render.alerts import DECIDES, days_text, raised_text, record_command
from iopctl.render.score import crisis_line
from iopctl.render.sheet import Grid, Sheet, hours_text
from iopctl.scoring.raised import AlertedForm

OPEN = ("patient", "instrument", "given", "raised", "triage level", "open for")
ANSWERED = ("patient", "instrument", "given", "raised", "triage level", "answered", "by", "after")


@dataclass(frozen=True)
class Risk:
    """Alerts as of a moment: the open ones, gravest and oldest first, and those answered since a day."""

    program: Program
    now: Now
    open: Sequence[AlertedForm]
    answered: Sequence[AlertedForm]
    since: date | None  # None: since the stay began
    not_read: Sequence[str] = ()  # patients of whom a form or everything could not be read


def risk_sheet(risk: Risk, root: Path) -> Sheet:
    """Whom to call stands on top, then what waits for somebody."""
    since = f" since {risk.since}" if risk.since else ""
    heading = [crisis_line(risk.program.crisis_text), DECIDES, *([] if risk.open else ["No alert is open."])]
    if risk.not_read:
        heading.append(f"Not everything could be read, so more may be open: {', '.join(risk.not_read)}.")
    notes = [] if risk.answered else [f"No alert was answered{since}."]
    notes += [f"Once it is done: {record_command(risk.open)}"] if risk.open else []
    grids = [_open_grid(risk), _answered_grid(risk, f"Answered{since}")]
    return Sheet(_data(risk, root), [grid for grid in grids if grid.rows], "\n".join(heading), notes)


def _data(risk: Risk, root: Path) -> dict[str, Any]:
    return {
        "risk": [_json(risk, each, root) for each in (*risk.open, *risk.answered)],
        "as_of": risk.now.day.isoformat(),
        "answered_since": None if risk.since is None else risk.since.isoformat(),
        "crisis_text": risk.program.crisis_text,
        "not_read": list(risk.not_read),
    }


def _json(risk: Risk, alert: AlertedForm, root: Path) -> dict[str, Any]:
    action = alert.action(risk.now.day)
    return {
        "patient": alert.patient,
        "instrument": alert.instrument.id,
        "given_at": alert.form.given_at.isoformat(),
        "raised": [{"id": each.id, "level": each.level} for each in alert.raised],
        "level": alert.level,
        "file": (root / alert.form.at().file).as_posix(),
        "open": action is None,
        "days": alert.days(action.on if action else risk.now.day),
        "minutes": alert.minutes(action.done if action else risk.now.instant),
        "action": None
        if action is None
        else {
            "on": action.on.isoformat(),
            "at": action.at and action.at.isoformat(),
            "by": action.by,
            "text": action.text,
        },
    }


def _open_grid(risk: Risk) -> Grid:
    waited = [(each, _span(each, None, risk.now)) for each in risk.open]
    rows = [(*_cells(risk, each), span) for each, span in waited]
    lines = [f"{_spoken(risk, each)}; no action recorded, open for {span}" for each, span in waited]
    return Grid("Open alerts", OPEN, rows, lines=lines)


def _answered_grid(risk: Risk, title: str) -> Grid:
    done = [(each, action) for each in risk.answered if (action := each.action(risk.now.day)) is not None]
    told = [
        (each, shown(risk.program.zone, action.done), action.by, _span(each, action, risk.now)) for each, action in done
    ]
    rows = [(*_cells(risk, each), when, by, span) for each, when, by, span in told]
    lines = [f"{_spoken(risk, each)}; answered {when} by {by}, after {span}" for each, when, by, span in told]
    return Grid(title, ANSWERED, rows, lines=lines)


def _cells(risk: Risk, alert: AlertedForm) -> tuple[str, ...]:
    given = shown(risk.program.zone, alert.form.given_at)
    return alert.patient, alert.instrument.short, given, raised_text(alert), alert.level


def _spoken(risk: Risk, alert: AlertedForm) -> str:
    given = shown(risk.program.zone, alert.form.given_at)
    return f"{alert.patient}, {alert.instrument.short} of {given}: {raised_text(alert)}"


def _span(alert: AlertedForm, action: Action | None, now: Now) -> str:
    """Hours and minutes that passed, or the days where one of the two times is not known."""
    minutes = alert.minutes(action.done if action else now.instant)
    days = alert.days(action.on if action else now.day)
    return days_text(days) if minutes is None else f"{hours_text(minutes)} h"
