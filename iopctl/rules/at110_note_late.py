"""A session note was written after its deadline.

Why: a note written long after the hour is memory, not a record, and courts have let payers take back what rested on
such notes. A pack counts the hours from the end of the session, exactly the limit passing; or it wants the note before
the next session of the same kind that the patient attended, so that whoever leads that one can have read it. A note is
dated by `noted_at`, else by its signature. A late entry with its reason is still late, but as information: nothing
more can be done about it. A note that knows only its day is judged to the day, and that is said.
What to do: mark the note as a late entry with the reason, and see that the next ones are written in time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from iopctl.counting.clock import midnight_after
from iopctl.counting.deadlines import past_hours
from iopctl.counting.minutes import session_span
from iopctl.counting.notes import Attended, attended
from iopctl.counting.runs import applies
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import Moment

RULE = Rule("AT110", "note-late", Severity.WARNING, ("note_hours", "note_before"))

NEXT_OF_TYPE = "next-of-type"  # as packs name it


@dataclass(frozen=True)
class _Judged:
    note: Attended
    written: Moment
    limit: Limit
    due: str
    late: bool
    unclear: bool  # known to the day, and that day holds the deadline


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each late note and deadline, and one for all notes whose day is not enough to tell."""
    if not pack.limits.keys() & RULE.limits:
        return
    judged = list(_judged(chart, pack, list(attended(chart, today)), today))
    for each in judged:
        if each.late:
            yield _late(chart, each)
    unclear: dict[tuple[str, bool], list[_Judged]] = {}
    for each in judged:
        if each.unclear:
            unclear.setdefault((each.limit.name, applies(chart, each.limit, each.note.day)), []).append(each)
    for group in unclear.values():
        yield _time_missing(chart, group)


def _judged(chart: Chart, pack: RulePack, sessions: Sequence[Attended], today: date) -> Iterator[_Judged]:
    for index, note in enumerate(sessions):
        written = note.record.written_at
        if written is None or not note.has_note_by(today):
            continue
        hours = pack.limit("note_hours", note.day, chart.plan)
        if hours is not None:
            yield _by_hours(chart, note, hours, written)
        before = pack.limit("note_before", note.day, chart.plan)
        if before is not None and NEXT_OF_TYPE in before.words:
            following = (each for each in sessions[index + 1 :] if _kind(chart, each) == _kind(chart, note))
            for next_one in islice(following, 1):
                yield _before(chart, note, before, written, next_one)


def _by_hours(chart: Chart, note: Attended, limit: Limit, written: Moment) -> _Judged:
    """S9, with the session's own day where the note knows only its day."""
    end = session_span(chart.program, note.booking.session).end
    until = end + timedelta(hours=limit.number)
    due = f"{limit.number} hours after its end, by {_local(chart, until)}"
    if isinstance(written, datetime):
        return _Judged(note, written, limit, due, late=past_hours(end, limit.number, written), unclear=False)
    late = past_hours(note.day, limit.number, written)
    closed = midnight_after(chart.program.zone, written)
    return _Judged(note, written, limit, due, late=late, unclear=not late and closed > until)


def _before(chart: Chart, note: Attended, limit: Limit, written: Moment, following: Attended) -> _Judged:
    start = session_span(chart.program, following.booking.session).start
    due = f"before the next session of its kind, {following.name} at {following.booking.session.start:%H:%M}"
    if isinstance(written, datetime):
        return _Judged(note, written, limit, due, late=written >= start, unclear=False)
    return _Judged(note, written, limit, due, late=written > following.day, unclear=written == following.day)


def _kind(chart: Chart, session: Attended) -> str:
    """The kind of service; of one that the catalogue lacks its id."""
    service = chart.program.service_by_id.get(session.booking.session.service)
    return session.booking.session.service if service is None else service.kind


def _local(chart: Chart, moment: Moment) -> str:
    """A moment in the program's time."""
    if isinstance(moment, datetime):
        return f"{moment.astimezone(chart.program.zone):%Y-%m-%d %H:%M}"
    return moment.isoformat()


def _late(chart: Chart, each: _Judged) -> Finding:
    record = each.note.record
    excused = record.late_entry is not None and bool(record.late_entry.reason.strip())
    return RULE.finding(
        each.note.at("noted_at" if record.noted_at else "signed_at"),
        f"the note of {each.note.name} is of {_local(chart, each.written)}, it was due {each.due}"
        f"{'; it is marked as a late entry' if excused else ''}",
        "write the next ones in time" if excused else "mark it as a late entry, with the reason",
        patient=chart.patient,
        limit=each.limit,
        on=each.note.day,
        severity=Severity.INFO if excused else None,
    )


def _time_missing(chart: Chart, unclear: Sequence[_Judged]) -> Finding:
    first = unclear[0]
    count = "1 note knows" if len(unclear) == 1 else f"{len(unclear)} notes know"
    return RULE.finding(
        first.note.at(),
        f"{count} only the day of writing, so whether it was in time cannot be seen: first that of {first.note.name}",
        "write the time with the day, for example noted_at = 2026-09-07T11:02:00-04:00",
        patient=chart.patient,
        limit=first.limit,
        on=first.note.day,
        severity=Severity.INFO,
    )
