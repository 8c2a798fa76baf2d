"""Who is expected in one session, and what the person who leads it should know."""

from collections.abc import Sequence
from typing import Any

from iopctl.model.program import Program
from iopctl.render.attendance import session_heading
from iopctl.render.curriculum import module_text
from iopctl.render.session import leads_text, people_text, record_text, room_text, session_json, title_text
from iopctl.render.sheet import GAP, Grid, Sheet, or_gap
from iopctl.scheduling.clashes import size_faults
from iopctl.scheduling.days import Held
from iopctl.scheduling.expected import Expected

COLUMNS = ("patient", "day", "objectives", "last score", "note", "recorded")
SPOKEN = ("patient", "day of the stay", "objectives", "last score", "note", "recorded")


def roster_sheet(program: Program, held: Held, expected: Sequence[Expected]) -> Sheet:
    """One row for each patient; a fact that is not on file is a gap."""
    known = program.service_by_id.get(held.session.service)
    room = next((each for each in program.rooms if each.id == held.session.room), None)
    size = known.size if known else None
    data = {
        **session_json(program, held),
        "title": known.title if known else None,
        "module": held.session.module,
        "size": {"min": size.min, "max": size.max} if size else None,
        "capacity": room.capacity if room else None,
        "expected": [_expected_json(each) for each in expected],
    }
    rows = [_row(program, each) for each in expected]
    return Sheet({"roster": data}, [Grid("", COLUMNS, rows, SPOKEN)] if rows else [], _heading(program, held))


def _heading(program: Program, held: Held) -> str:
    """The session, where and by whom, and how its size stands."""
    session = held.session
    known = program.service_by_id.get(session.service)
    module = [module_text(known, session.module)] if known and session.module else []
    size = [f"{people_text(session.patients)} expected", *size_faults(program, session)]
    lines = [
        session_heading(program, held),
        ", ".join((title_text(program, session), *module, room_text(session), leads_text(session), *size)),
    ]
    if session.cancelled is not None:
        lines.append(f"Cancelled: {session.cancelled.reason}")
    if session.makes_up is not None:
        lines.append(f"Makes up for {session.makes_up}.")
    return "\n".join(lines)


def _row(program: Program, each: Expected) -> tuple[str, ...]:
    scores = [f"{score.instrument.short} {score.total:g} on {score.on}" for score in each.scores]
    return (
        each.patient,
        or_gap(each.day),
        ", ".join(objective.id for objective in each.objectives) or GAP,
        ", ".join(scores) or GAP,
        ", ".join(each.remarks) or "none",
        GAP if each.record is None else record_text(program, each.record),
    )


def _expected_json(each: Expected) -> dict[str, Any]:
    return {
        "patient": each.patient,
        "day": each.day,
        "objectives": [{"id": objective.id, "text": objective.text} for objective in each.objectives],
        "scores": [
            {"instrument": score.instrument.id, "total": score.total, "on": score.on.isoformat()}
            for score in each.scores
        ],
        "notes": list(each.remarks),
        "recorded": None if each.record is None else each.record.status,
    }
