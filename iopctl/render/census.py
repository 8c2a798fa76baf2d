"""Everybody in care by track, with what stands open."""

from collections.abc import Mapping, Sequence
from typing import Any

from iopctl.model.chart import Census
from iopctl.model.program import Program
from iopctl.render.clock import day_text
from iopctl.render.sheet import Grid, Sheet, or_gap
from iopctl.scheduling.board import Board, TrackRow

COLUMNS = ("track", "population", "in", "on a break", "seats", "waiting", "short weeks", "late reviews", "open risk")
SPOKEN = ("track", "population", "in care", *COLUMNS[3:])
NO_TRACK = "no track"
SHORT = "Short weeks: the last full week missed a weekly minimum of a pack in force."
SEATS = "Seats: as many as fit into every group of the track, by the groups' largest sizes and their rooms."
# What of a row is told by name below the table, in words.
_WHO = {
    "on_break": "On a break",
    "waiting": "Waiting",
    "short_weeks": "Short last full week",
    "unknown_weeks": "Last full week not on file",
    "late_reviews": "Review overdue",
    "open_risk": "Open risk",
}


def census_sheet(census: Census, board: Board) -> Sheet:
    """One row a track; below it who is meant, and who is authorized at another level."""
    heading = f"{census.program.name}, {census.program.level_of_care}, {day_text(board.day)} {board.day.year}\n{SHORT}"
    rows = [_row(row) for row in board.rows]
    notes = [*_people(board, census.program), *_who(board), SEATS]
    return Sheet(
        {"census": _data(census.program, board)}, [Grid("", COLUMNS, rows, SPOKEN)] if rows else [], heading, notes
    )


def _row(row: TrackRow) -> tuple[str, ...]:
    return (
        row.track.id if row.track else NO_TRACK,
        or_gap(row.track and row.track.population),
        str(len(row.in_care)),
        str(len(row.on_break)),
        or_gap(row.seats),
        str(len(row.waiting)),
        str(len(row.short_weeks)),
        str(len(row.late_reviews)),
        str(len(row.open_risk)),
    )


def _people(board: Board, program: Program) -> list[str]:
    """How many, and what the codes of their authorizations say of the level."""
    level, people = program.level_of_care, f"{board.people} {'person' if board.people == 1 else 'people'}"
    if not board.authorized:
        return [f"{people}; no authorization in force is on file, so whether a payer means {level} cannot be told."]
    why = f"the authorization, or every pack in force, names no code for {level}: {_coded(board.untold)}"
    if len(board.untold) == board.authorized:
        return [f"{people}; whether anybody is authorised at another level cannot be told, {why}"]
    named = f": {_coded(board.elsewhere)}" if board.elsewhere else ""
    lines = [f"{people}, {len(board.elsewhere)} authorised at another level than treated{named}"]
    return [*lines, f"Of {len(board.untold)} it cannot be told, {why}"] if board.untold else lines


def _coded(authorized: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{patient} ({', '.join(codes)})" for patient, codes in authorized.items())


def _who(board: Board) -> list[str]:
    lines = []
    for name, words in _WHO.items():
        patients = sorted(patient for row in board.rows for patient in getattr(row, name))
        lines += [f"{words}: {', '.join(patients)}"] if patients else []
    apart = (f"{patient} ({why})" for patient, why in board.apart.items())
    return [*lines, f"Neither in care nor waiting: {', '.join(apart)}"] if board.apart else lines


def _data(program: Program, board: Board) -> dict[str, Any]:
    return {
        "date": board.day.isoformat(),
        "level_of_care": program.level_of_care,
        "tracks": [_row_json(row) for row in board.rows],
        "people": board.people,
        "authorized": board.authorized,
        "authorized_elsewhere": _coded_json(board.elsewhere),
        "level_unknown": _coded_json(board.untold),
        "apart": [{"patient": patient, "why": why} for patient, why in board.apart.items()],
    }


def _coded_json(authorized: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [{"patient": patient, "codes": list(codes)} for patient, codes in authorized.items()]


def _row_json(row: TrackRow) -> dict[str, Any]:
    return {
        "track": row.track and row.track.id,
        "population": row.track and row.track.population,
        "in": list(row.in_care),
        "on_break": list(row.on_break),
        "seats": row.seats,
        "waiting": list(row.waiting),
        "short_weeks": list(row.short_weeks),
        "unknown_weeks": list(row.unknown_weeks),
        "late_reviews": list(row.late_reviews),
        "open_risk": list(row.open_risk),
    }
