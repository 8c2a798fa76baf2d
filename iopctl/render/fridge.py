"""One patient's week for the kitchen wall: when, what, where, with whom, and at the foot whom to call in a crisis.

Whoever comes into the kitchen reads it. So no code of a patient stands on it, not even their own, nor the program's
name, nor what was recorded, nor why a session was called off. Staff stand by their codes: the patient has to know them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from iopctl.model.program import Closure
from iopctl.model.week import Session
from iopctl.render.clock import day_text, span_text
from iopctl.render.session import title_text
from iopctl.render.sheet import GAP, Grid, Sheet
from iopctl.render.week import ShownWeek
from iopctl.scheduling.days import closures_on

COLUMNS = ("day", "time", "what", "where", "with")


def fridge_sheet(shown: ShownWeek, track: str | None) -> Sheet:
    """The patient's sessions of a week, and the days on which the program or the patient's track is closed."""
    days = [(day, _closed(shown, track, day), _sessions(shown, day)) for day in shown.dates]
    crisis = shown.program.crisis_text
    data = {
        "week": shown.week.week,
        "days": [_day_json(shown, day, closed, sessions) for day, closed, sessions in days if closed or sessions],
        "crisis_text": crisis,
    }
    rows = [row for day, closed, sessions in days for row in _rows(shown, day, closed, sessions)]
    lines = [", ".join(cell for cell in row if cell not in {"", GAP}) for row in rows]
    heading = f"{day_text(shown.week.monday)} to {day_text(shown.week.sunday)} {shown.week.sunday.year}"
    notes = [] if rows else ["No sessions this week."]
    notes += [crisis] if crisis else []
    return Sheet({"fridge": data}, [Grid("", COLUMNS, rows, lines=lines)] if rows else [], heading, notes)


def _closed(shown: ShownWeek, track: str | None, day: date) -> list[Closure]:
    return [each for each in closures_on(shown.program, day) if each.covers(day, track)]


def _sessions(shown: ShownWeek, day: date) -> list[Session]:
    return [each.session for each in shown.held if each.session.date == day]


def _rows(shown: ShownWeek, day: date, closed: list[Closure], sessions: list[Session]) -> Iterator[tuple[str, ...]]:
    for closure in closed:
        yield day_text(day), "", f"closed, {closure.reason}", "", ""
    for session in sessions:
        when, what = span_text(shown.program, session.start, session.end), title_text(shown.program, session)
        room, leads = f"room {session.room}" if session.room else GAP, " and ".join(session.leads) or GAP
        if session.cancelled is None:
            yield day_text(day), when, what, room, leads
        else:
            yield day_text(day), when, f"{what}, cancelled", "", ""


def _day_json(shown: ShownWeek, day: date, closed: list[Closure], sessions: list[Session]) -> dict[str, Any]:
    return {
        "date": day.isoformat(),
        "closed": [closure.reason for closure in closed],
        "sessions": [
            {
                "start": f"{each.start:%H:%M}",
                "end": f"{each.end:%H:%M}",
                "what": title_text(shown.program, each),
                "room": each.room,
                "with": list(each.leads),
                "cancelled": each.cancelled is not None,
            }
            for each in sessions
        ],
    }
