"""What was recorded of one session, and where each patient's week stands with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from iopctl.counting.hours import WeekHours
from iopctl.counting.minutes import attended_minutes
from iopctl.model.program import Program
from iopctl.model.week import Session
from iopctl.render.clock import day_text, span_text
from iopctl.render.session import record_json, record_text
from iopctl.render.sheet import Grid, Sheet, hours_text, or_gap
from iopctl.scheduling.days import Held

COLUMNS = ("patient", "recorded", "minutes", "week so far")


def attendance_sheet(
    program: Program,
    held: Held,
    before: Session,
    patients: Sequence[str],
    weeks: Mapping[str, WeekHours],
    outreach: Sequence[str] = (),
) -> Sheet:
    """The new records of these patients; `before` is the session as it was, `outreach` names who has to be reached."""
    session = held.session
    missing = [patient for patient in session.roster if patient not in session.attendance]
    data = {
        "attendance": [_record_data(program, held, before, patient, weeks.get(patient)) for patient in patients],
        "without_record": missing,
        "outreach": list(outreach),
    }
    rows = [_row(program, held, patient, weeks.get(patient)) for patient in patients]
    notes = [line for patient in patients for line in _replaced(program, before, patient)]
    notes.append(f"No record yet: {', '.join(missing)}." if missing else "Everybody on the roster has a record.")
    notes += [f"Outreach item opened for {patient}: `iopctl outreach {patient}` shows it." for patient in outreach]
    return Sheet(data, [Grid("", COLUMNS, rows)], session_heading(program, held), notes)


def session_heading(program: Program, held: Held) -> str:
    """The session by its reference, day and time."""
    session = held.session
    return f"{held.ref}, {day_text(session.date)}, {span_text(program, session.start, session.end)}"


def _record_data(program: Program, held: Held, before: Session, patient: str, week: WeekHours | None) -> dict[str, Any]:
    was = before.attendance.get(patient)
    so_far = None if week is None else {"week": week.week.id, "delivered": week.delivered, "promised": week.promised}
    return {**record_json(program, held, patient), "was": was and was.status, "week": so_far}


def _row(program: Program, held: Held, patient: str, week: WeekHours | None) -> tuple[str, ...]:
    return (
        patient,
        record_text(program, held.session.attendance[patient]),
        str(attended_minutes(program, held.booking(patient))),
        or_gap(week and f"{hours_text(week.delivered)} of {hours_text(week.promised)}"),
    )


def _replaced(program: Program, before: Session, patient: str) -> list[str]:
    """What a correction took the place of, and what that means for a signature."""
    was = before.attendance.get(patient)
    if was is None:
        return []
    signed = " Its signature went with it." if was.signed_by else ""
    return [f"{patient} was recorded as {record_text(program, was)}.{signed}"]
