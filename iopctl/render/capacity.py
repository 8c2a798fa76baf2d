"""Whether so many more could come, and who would wait."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from iopctl.building.capacity import WEEKS, Answer, Capacity
from iopctl.model.program import Program
from iopctl.model.week import Session, week_id
from iopctl.render.clock import clock_text, day_text
from iopctl.render.session import leads_text
from iopctl.render.sheet import Grid, Sheet


def capacity_sheet(program: Program, capacity: Capacity) -> Sheet:
    """A yes or a no, then one row for each newcomer."""
    answers = capacity.answers
    rows = [
        (each.newcomer.patient, each.newcomer.track, _start_text(capacity.monday, each), _what(program, each))
        for each in answers
    ]
    lines = [f"{patient}, track {track}: {start}; {what}" for patient, track, start, what in rows]
    grid = Grid("", ("newcomer", "track", "starts", "with what"), rows, lines=lines)
    return Sheet({"capacity": _json(capacity)}, [grid] if rows else [], _heading(capacity), list(_notes(capacity)))


def _heading(capacity: Capacity) -> str:
    at_once = sum(each.starts == capacity.monday for each in capacity.answers)
    total, week = len(capacity.answers), week_id(capacity.monday)
    if capacity.fits:
        return f"Yes: {total} more can start in {week}, {day_text(capacity.monday)}"
    return f"No: {at_once} of {total} can start in {week}, {day_text(capacity.monday)}"


def _start_text(monday: date, answer: Answer) -> str:
    if answer.starts is None:
        return f"no place in {WEEKS} weeks"
    weeks = (answer.starts - monday).days // 7
    waits = f", waits {weeks} {'week' if weeks == 1 else 'weeks'}" if weeks else ""
    return f"{week_id(answer.starts)}{waits}"


def _what(program: Program, answer: Answer) -> str:
    """The groups by their number, own sessions with whom and when; why not where there is no place."""
    if answer.starts is None:
        return "; ".join(fact.text for fact in answer.facts) or "why was not found out"
    slots = program.slot_by_id
    groups = [each for each in answer.sessions if each.id in slots]
    own = [each for each in answer.sessions if each.id not in slots]
    parts = [f"{len(groups)} {'group' if len(groups) == 1 else 'groups'} on {_days(groups)}"] if groups else []
    return "; ".join([*parts, *(_own_text(program, each) for each in own)])


def _days(sessions: Sequence[Session]) -> str:
    return ", ".join(dict.fromkeys(f"{each.date:%a}" for each in sessions))


def _own_text(program: Program, session: Session) -> str:
    return f"{session.service} {session.date:%a} {clock_text(program, session.start)} {leads_text(session)}"


def _notes(capacity: Capacity) -> Iterator[str]:
    for track, patient in capacity.models.items():
        dose = f"the dose of {patient}, the patient in the middle there"
        yield f"A newcomer on track {track} is given {dose}, and no commitments."
    if capacity.moved:
        yield f"For that these change places: {', '.join(capacity.moved)}."
    elif any(each.starts == capacity.monday for each in capacity.answers):
        yield "Nobody in care changes places for that."


def _json(capacity: Capacity) -> dict[str, Any]:
    return {
        "week": week_id(capacity.monday),
        "fits": capacity.fits,
        "newcomers": [
            {
                "newcomer": each.newcomer.patient,
                "track": each.newcomer.track,
                "starts": each.starts and week_id(each.starts),
                "waits_weeks": None if each.starts is None else (each.starts - capacity.monday).days // 7,
                "sessions": [
                    {
                        "session": session.id,
                        "service": session.service,
                        "date": session.date.isoformat(),
                        "start": f"{session.start:%H:%M}",
                        "end": f"{session.end:%H:%M}",
                        "leads": list(session.leads),
                        "room": session.room,
                    }
                    for session in each.sessions
                ],
                "facts": [fact.text for fact in each.facts],
            }
            for each in capacity.answers
        ],
        "models": dict(capacity.models),
        "moved": list(capacity.moved),
    }
