"""One session after it was arranged by hand, and what that does to the weeks of its patients."""

from collections.abc import Sequence
from typing import Any

from iopctl.model.program import Program
from iopctl.model.week import Session
from iopctl.render.attendance import session_heading
from iopctl.render.clock import day_text, span_text
from iopctl.render.session import leads_text, people_text, room_text, session_json, title_text
from iopctl.render.sheet import Grid, Sheet, hours_text
from iopctl.scheduling.days import Held
from iopctl.scheduling.demand import Minimum
from iopctl.scheduling.effects import Effect, in_unit

COLUMNS = ("patient", "minutes", "week", "before", "minimums")


def arranged_sheet(
    program: Program, held: Held, effects: Sequence[Effect], said: Sequence[str] = (), notes: Sequence[str] = ()
) -> Sheet:
    """The session, what was `said` about it, and one row for each patient whose minutes change."""
    changed = [each for each in effects if each.change]
    session = held.session
    where = (title_text(program, session), room_text(session), leads_text(session), people_text(session.patients))
    heading = [session_heading(program, held), ", ".join(where), *said]
    if session.cancelled is not None:
        heading.append(f"Called off on {session.cancelled.on} by {session.cancelled.by}: {session.cancelled.reason}")
    data = {**session_json(program, held), "notes": list(notes), "weeks": [_json(each) for each in changed]}
    rows, lines = [_row(each) for each in changed], [_sentence(each) for each in changed]
    grids = [Grid("", COLUMNS, rows, lines=lines)] if changed else []
    return Sheet({"session": data}, grids, "\n".join(heading), notes)


def moved_lines(program: Program, before: Session, after: Session) -> list[str]:
    """What of a session is now otherwise, as it was."""
    was = [
        (before.date != after.date, day_text(before.date)),
        ((before.start, before.end) != (after.start, after.end), span_text(program, before.start, before.end)),
        (before.room != after.room, room_text(before)),
        (before.leads != after.leads, leads_text(before)),
    ]
    return [f"It was {', '.join(text for changed, text in was if changed)}."]


def _row(each: Effect) -> tuple[str, ...]:
    now, before = hours_text(each.after.minutes), hours_text(each.before.minutes)
    return each.patient, f"{each.change:+d}", f"{now} in {each.week.id}", before, _minimums_text(each)


def _sentence(each: Effect) -> str:
    """`pt-0002 loses 60 minutes, 8:50 hours in 2026-W48 and 9:50 before: medicare asks for 540 minutes, 10 short`."""
    change = f"{'gains' if each.change > 0 else 'loses'} {abs(each.change)} minutes"
    now, before = hours_text(each.after.minutes), hours_text(each.before.minutes)
    return f"{each.patient} {change}, {now} hours in {each.week.id} and {before} before: {_minimums_text(each)}"


def _minimums_text(each: Effect) -> str:
    return "; ".join(_minimum_text(each, minimum) for minimum in each.minimums) or "no minimum is judged"


def _minimum_text(each: Effect, minimum: Minimum) -> str:
    """`medicare asks for 540 minutes, 60 short`."""
    short = each.short(minimum)
    return f"{minimum.pack} asks for {minimum.value} {minimum.unit}, {f'{short} short' if short else 'met'}"


def _json(each: Effect) -> dict[str, Any]:
    return {
        "patient": each.patient,
        "week": each.week.id,
        "before": each.before.minutes,
        "after": each.after.minutes,
        "minimums": [
            {
                "pack": minimum.pack,
                "unit": minimum.unit,
                "value": minimum.value,
                "before": in_unit(each.before, minimum),
                "after": in_unit(each.after, minimum),
            }
            for minimum in each.minimums
        ],
    }
