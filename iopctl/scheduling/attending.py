"""Marks into attendance records, held against the session, its roster and the plans."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pydantic import ValidationError

from iopctl.counting.hours import WeekHours, week_hours
from iopctl.counting.minutes import session_span
from iopctl.counting.weeks import end_of_stay, week_of
from iopctl.errors import Refused, UsageError
from iopctl.model.chart import Census, Chart
from iopctl.model.ids import known
from iopctl.model.pack import RulePack
from iopctl.model.program import Program
from iopctl.model.week import PRESENT, Attendance, Session
from iopctl.scheduling.marks import Mark


@dataclass(frozen=True)
class Note:
    """What goes into every record of one entry; `did` and `objectives` only where somebody was present."""

    by: str
    at: datetime | date
    did: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()  # `g1.o1` for everybody whose plan has it, `pt-0001=g1.o1` for one


def refuse_unheld(program: Program, session: Session, now: datetime | date) -> None:
    """Raise Refused for a session that was called off or has not begun."""
    if session.cancelled is not None:
        raise Refused(f"{session.id} on {session.date} was cancelled: nothing can be recorded for it.")
    start = session_span(program, session).start
    ahead = start > now if isinstance(now, datetime) else session.date > now
    if ahead:
        raise Refused(f"{session.id} begins on {session.date} at {session.start:%H:%M}: record it once it has begun.")


def length_of(program: Program, session: Session) -> int:
    """Minutes from start to end, breaks included."""
    span = session_span(program, session)
    return int((span.end - span.start).total_seconds() // 60)


def everybody_else(session: Session, marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Those on the roster who have neither a mark nor a record, as attended."""
    settled = {*marks, *session.attendance}
    return {patient: Mark("attended") for patient in session.roster if patient not in settled}


def attend(
    program: Program,
    session: Session,
    charts: Mapping[str, Chart],
    marks: Mapping[str, Mark],
    note: Note,
    *,
    correct: bool = False,
) -> dict[str, Attendance]:
    """One record for each mark, in the order of the roster. Raises NotFound, Refused or UsageError."""
    there = [patient for patient in marks if patient in session.attendance]
    if there and not correct:
        raise Refused(f"{', '.join(there)}: there is a record already. Give --correct to replace it.")
    present = [patient for patient, mark in marks.items() if mark.status in PRESENT]
    if not present and (note.did or note.objectives):
        raise UsageError("--did and --objective are about somebody present, and nobody is marked present.")
    objectives = _objectives(charts, present, note.objectives)
    in_order = [(each, marks[each]) for each in dict.fromkeys((*session.roster, *marks)) if each in marks]
    return {
        patient: _with_what_stays(
            _record(program, session, patient, mark, note, objectives.get(patient, ())),
            session.attendance.get(patient),
        )
        for patient, mark in in_order
    }


def expected_or_walked_in(session: Session, marks: Mapping[str, Mark], patients: Collection[str] | None) -> None:
    """Raise NotFound for somebody who is not on the roster, nor among the patients who may walk in."""
    for patient in marks:
        if patients is None:
            advice = "(--walk-in records somebody who came all the same)"
            known(patient, session.roster, f"{patient} is not on the roster of {session.id} {advice}")
        else:
            known(patient, {*session.roster, *patients}, f"{patient}: no such chart")


def weeks_so_far(
    census: Census, packs: Mapping[str, RulePack], day: date, patients: Collection[str], today: date
) -> dict[str, WeekHours]:
    """The program week that holds the day, for each of these patients whose chart can be read."""
    charts = (chart for chart in census.charts if chart.patient in patients)
    return {
        chart.patient: week_hours(chart, packs, week_of(chart, day), end_of_stay(chart.plan, max(today, day)))
        for chart in charts
    }


def _record(
    program: Program, session: Session, patient: str, mark: Mark, note: Note, objectives: tuple[str, ...]
) -> Attendance:
    arrived, left = _clock_times(program, session, patient, mark)
    try:
        return Attendance(
            status=mark.status,
            arrived=arrived,
            left=left,
            reason=mark.reason,
            objectives=objectives,
            did=note.did if mark.status in PRESENT else (),
            noted_by=note.by,
            noted_at=note.at,
        )
    except ValidationError:
        raise UsageError(
            f"{patient}: a reason is plain text, and what was done an id such as cbt.thought-record."
        ) from None


def _clock_times(program: Program, session: Session, patient: str, mark: Mark) -> tuple[time | None, time | None]:
    """When somebody arrived and left, by the clock on the wall. Raises UsageError when no minute is left."""
    span, length = session_span(program, session), length_of(program, session)
    if mark.status == "partial" and mark.late + mark.early >= length:
        raise UsageError(
            f"{patient}: {mark.late + mark.early} minutes away leave nothing of the {length} minutes of {session.id}."
            " Record an absence instead."
        )
    arrived = (span.start + timedelta(minutes=mark.late)).astimezone(program.zone).time()
    left = (span.end - timedelta(minutes=mark.early)).astimezone(program.zone).time()
    return arrived if mark.late else None, left if mark.early else None


def _objectives(
    charts: Mapping[str, Chart], present: Sequence[str], typed: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The objectives each was there for, in the order typed. Raises NotFound for one that a plan does not have."""
    found: dict[str, dict[str, None]] = {patient: {} for patient in present}
    for text in typed:
        patient, named, objective = text.rpartition("=")
        if named:
            known(patient, present, "--objective is for somebody marked present, or for all who have it")
            known(objective, _active(charts, patient), f"the plan of {patient} has no such objective in work")
        mine = [patient] if named else [each for each in present if objective in _active(charts, each)]
        if not mine:
            every = [objective for each in present for objective in _active(charts, each)]
            known(objective, dict.fromkeys(every), "nobody present has such an objective in work")
        for each in mine:
            found[each][objective] = None
    return {patient: tuple(mine) for patient, mine in found.items()}


def _active(charts: Mapping[str, Chart], patient: str) -> list[str]:
    """The objectives that are worked on; none when the chart cannot be read."""
    goals = charts[patient].plan.goals if patient in charts else ()
    return [objective.id for goal in goals if goal.active for objective in goal.objectives if objective.active]


def _with_what_stays(record: Attendance, before: Attendance | None) -> Attendance:
    """A correction keeps what this entry does not state, where somebody was and is present; signatures end with it."""
    if before is None or not (before.present and record.present):
        return record
    kept = {
        "objectives": record.objectives or before.objectives,
        "did": record.did or before.did,
        "response": before.response,
        "late_entry": before.late_entry,
    }
    return record.model_copy(update=kept)
