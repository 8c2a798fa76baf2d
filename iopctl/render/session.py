"""One session and one attendance record, as data and in words."""

from collections.abc import Collection
from typing import Any

from iopctl.counting.minutes import attended_minutes, session_span, union_minutes
from iopctl.model.program import Closure, Program
from iopctl.model.week import Attendance, Session
from iopctl.render.clock import clock_text, span_text
from iopctl.scheduling.days import Held

STATES = {
    "attended": "attended",
    "partial": "partial",
    "absent-excused": "excused",
    "absent-unexcused": "unexcused",
    "cancelled-by-program": "cancelled by the program",
}


def session_json(program: Program, held: Held, only: str | None = None) -> dict[str, Any]:
    """One session, clock times as HH:MM; with `only` nobody else's code stands in it."""
    session = held.session
    patients = [patient for patient in session.patients if only in {None, patient}]
    return {
        "session": held.ref,
        "service": session.service,
        "date": session.date.isoformat(),
        "start": f"{session.start:%H:%M}",
        "end": f"{session.end:%H:%M}",
        "minutes": union_minutes([session_span(program, session)]),
        "room": session.room,
        "leads": list(session.leads),
        "patients": patients,
        "makes_up": session.makes_up,
        "make_ups": {patient: ref for patient, ref in session.make_ups.items() if only in {None, patient}},
        "cancelled": session.cancelled.model_dump(mode="json") if session.cancelled else None,
        "attendance": [
            record_json(program, held, patient) for patient in session.attendance if only in {None, patient}
        ],
    }


def record_json(program: Program, held: Held, patient: str) -> dict[str, Any]:
    """One record with the minutes it amounts to; the words of a note stay in the file."""
    record = held.session.attendance[patient]
    return {
        "session": held.ref,
        "patient": patient,
        "status": record.status,
        "arrived": None if record.arrived is None else f"{record.arrived:%H:%M}",
        "left": None if record.left is None else f"{record.left:%H:%M}",
        "minutes": attended_minutes(program, held.booking(patient)),
        "reason": record.reason,
        "objectives": list(record.objectives),
        "did": list(record.did),
        "noted_by": record.noted_by,
        "noted_at": None if record.noted_at is None else record.noted_at.isoformat(),
    }


def record_text(program: Program, record: Attendance) -> str:
    """What was recorded: `partial, from 09:15`, `excused, illness`."""
    parts = [STATES[record.status]]
    if record.arrived is not None:
        parts.append(f"from {clock_text(program, record.arrived)}")
    if record.left is not None:
        parts.append(f"until {clock_text(program, record.left)}")
    if record.reason:
        parts.append(record.reason)
    return ", ".join(parts)


def session_line(program: Program, session: Session, *who: str) -> str:
    """One session read aloud; `who` says who is expected, or how it went."""
    parts = [span_text(program, session.start, session.end), title_text(program, session)]
    parts += [room_text(session), leads_text(session), *who]
    if session.cancelled is not None:
        parts.append(f"cancelled, {session.cancelled.reason}")
    return ", ".join([*parts, f"session {session.id}"])


def title_text(program: Program, session: Session) -> str:
    """The title of the service; its id where the program lacks it."""
    known = program.service_by_id.get(session.service)
    return known.title if known else session.service


def room_text(session: Session) -> str:
    """Where."""
    return f"room {session.room}" if session.room else "no room named"


def leads_text(session: Session) -> str:
    """Led by whom."""
    return f"led by {' and '.join(session.leads)}" if session.leads else "no lead named"


def people_text(patients: Collection[str]) -> str:
    """How many patients; one alone by the code."""
    if len(patients) == 1:
        return next(iter(patients))
    return f"{len(patients)} patients" if patients else "nobody"


def closure_text(closure: Closure) -> str:
    """Closed, for whom and why."""
    tracks = f" for {' and '.join(closure.tracks)}" if closure.tracks else ""
    return f"closed{tracks}, {closure.reason}"
