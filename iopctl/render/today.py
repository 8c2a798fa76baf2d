"""One day: unanswered alerts, sessions in order of time, what has no record, whom to reach, what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from iopctl.model.program import Closure, Program
from iopctl.model.rule import Finding
from iopctl.model.week import week_id
from iopctl.render.alerts import alert_json, open_alert_lines
from iopctl.render.clock import clock_text, day_text
from iopctl.render.findings import finding_json
from iopctl.render.outreach import close_text, item_json, outreach_grid
from iopctl.render.session import closure_text, people_text, session_json, session_line, title_text
from iopctl.render.sheet import Grid, Sheet, or_gap
from iopctl.scheduling.days import Held, Unrecorded
from iopctl.scheduling.outreach import Item
from iopctl.scoring.raised import AlertedForm

SESSIONS = ("time", "session", "what", "led by", "room", "recorded")
PAST = ("session", "what is missing")
DUE = ("patient", "rule", "what")


@dataclass(frozen=True)
class Today:
    """What a day holds, for everybody or for one staff member; alerts are always everybody's."""

    program: Program
    day: date
    who: str | None
    alerts: Sequence[AlertedForm]
    closures: Sequence[Closure]
    sessions: Sequence[Held]
    unrecorded: Sequence[Unrecorded]
    outreach: Sequence[Item]
    due: Sequence[Finding]
    on_file: bool  # whether there is a week file for the day


def today_sheet(today: Today, root: Path) -> Sheet:
    """The day on one page."""
    program, day = today.program, today.day
    heading = [
        *open_alert_lines(today.alerts, program.crisis_text, day),
        f"{day_text(day)} {day.year}, {program.name}{f', {today.who}' if today.who else ''}",
        *(f"The program is {closure_text(closure)}." for closure in today.closures),
        *([] if today.sessions else [_no_sessions(today)]),
    ]
    notes = [close_text(today.outreach)] if today.outreach else []
    notes += [] if today.due else ["Nothing is due soon or overdue."]
    return Sheet({"today": _data(today, root)}, _grids(today), "\n".join(heading), notes)


def _no_sessions(today: Today) -> str:
    if today.on_file:
        return "No sessions today."
    name = week_id(today.day)
    return f"No sessions are known: {name} is not on file, `iopctl week new {name}` composes it."


def _data(today: Today, root: Path) -> dict[str, Any]:
    return {
        "date": today.day.isoformat(),
        "who": today.who,
        "alerts": [alert_json(alert, today.day) for alert in today.alerts],
        "crisis_text": today.program.crisis_text,
        "closures": [{"tracks": list(closure.tracks), "reason": closure.reason} for closure in today.closures],
        "sessions": [session_json(today.program, held) for held in today.sessions],
        "unrecorded": [
            {
                "session": each.held.ref,
                "date": each.held.session.date.isoformat(),
                "patients": list(each.patients),
                "lacks": each.lacks,
            }
            for each in today.unrecorded
        ],
        "outreach": [item_json(item, today.day) for item in today.outreach],
        "due": [finding_json(finding, root, today.day) for finding in today.due],
    }


def _grids(today: Today) -> list[Grid]:
    """Sessions, past ones without a record, who has to be reached, and what is due; an empty part is left out."""
    program, reach = today.program, outreach_grid("Outreach", today.outreach, today.day)
    parts = (
        ("", SESSIONS, [_session_row(program, held) for held in today.sessions], _session_lines(today)),
        ("Past sessions", PAST, [(each.held.ref, _lacks(each)) for each in today.unrecorded], None),
        (reach.title, reach.columns, reach.rows, reach.lines),
        ("Due", DUE, [(f.patient or "", f"{f.code} {f.pack}", f.message) for f in today.due], None),
    )
    return [Grid(title, columns, rows, lines=lines or _spoken(rows)) for title, columns, rows, lines in parts if rows]


def _session_row(program: Program, held: Held) -> tuple[str, ...]:
    session = held.session
    return (
        clock_text(program, session.start),
        session.id,
        title_text(program, session),
        or_gap(", ".join(session.leads)),
        or_gap(session.room),
        _recorded(held),
    )


def _session_lines(today: Today) -> list[str]:
    return [session_line(today.program, held.session, *_attendance(held)) for held in today.sessions]


def _attendance(held: Held) -> Iterator[str]:
    yield people_text(held.session.roster)
    if held.session.cancelled is None:
        yield f"{_recorded(held)} recorded"


def _recorded(held: Held) -> str:
    """How many of those expected have a record."""
    if held.session.cancelled is not None:
        return "cancelled"
    return f"{held.recorded} of {len(held.session.roster)}"


def _lacks(each: Unrecorded) -> str:
    return f"no {each.lacks} for {', '.join(each.patients)}"


def _spoken(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows that read well as they stand."""
    return [": ".join((row[0], row[-1])) for row in rows]
