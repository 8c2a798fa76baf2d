"""A week as a grid of days and times, and read aloud session by session."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from iopctl.model.program import Program
from iopctl.model.week import Session, Week
from iopctl.model.words import DAYS
from iopctl.render.clock import clock_text, day_text
from iopctl.render.session import closure_text, people_text, record_text, session_json, session_line
from iopctl.render.sheet import Grid, Sheet
from iopctl.scheduling.composing import LeftOut
from iopctl.scheduling.days import Held, View, closures_on

WORKDAYS = 5


@dataclass(frozen=True)
class ShownWeek:
    """A week, the sessions of it that are in view, and the day on which it is looked at."""

    program: Program
    week: Week
    held: Sequence[Held]
    view: View
    today: date

    @property
    def dates(self) -> list[date]:
        """All seven."""
        return [self.week.monday + timedelta(days=n) for n in range(7)]


def week_sheet(shown: ShownWeek, more: Mapping[str, Any] | None = None) -> Sheet:
    """The sessions in view; for one patient with what was recorded. `more` joins the data."""
    program, week, view = shown.program, shown.week, shown.view
    data = {
        "week": week.week,
        "monday": week.monday.isoformat(),
        "closures": [
            {"date": day.isoformat(), "tracks": list(closure.tracks), "reason": closure.reason}
            for day in shown.dates
            for closure in closures_on(program, day)
        ],
        "sessions": [session_json(program, each, view.patient) for each in shown.held],
        **(more or {}),
    }
    parts = [week.week, f"{day_text(week.monday)} to {day_text(week.sunday)} {week.sunday.year}", *_view_text(view)]
    notes = [] if shown.held else ["No sessions to show."]
    return Sheet({"week": data}, [_grid(shown)] if shown.held else [], ", ".join(parts), notes)


def left_out_json(left_out: Sequence[LeftOut]) -> list[dict[str, Any]]:
    """What a composed week does not hold."""
    return [{"what": each.what, "why": each.why, "on": each.on and each.on.isoformat()} for each in left_out]


def left_out_lines(left_out: Sequence[LeftOut]) -> list[str]:
    """The same in words, one line for each day and reason."""
    together: dict[tuple[date | None, str], list[str]] = {}
    for each in left_out:
        together.setdefault((each.on, each.why), []).append(each.what)
    return [
        f"Left out{f' on {day_text(on)}' if on else ''}: {', '.join(what)} ({why})."
        for (on, why), what in together.items()
    ]


def _view_text(view: View) -> Iterator[str]:
    """What the view is narrowed to."""
    for name, value in (("", view.patient), ("led by ", view.staff), ("room ", view.room), ("track ", view.track)):
        if value is not None:
            yield f"{name}{value}"


def _grid(shown: ShownWeek) -> Grid:
    """Days across, times down; Saturday and Sunday only when something is held then."""
    used = {each.session.date for each in shown.held}
    days = [day for n, day in enumerate(shown.dates) if n < WORKDAYS or day in used]
    closed = ["\n".join(map(closure_text, closures_on(shown.program, day))) for day in days]
    rows = [("", *closed)] if any(closed) else []
    rows += [
        (_time_cell(shown.program, *when), *(_cell(shown, day, when) for day in days))
        for when in sorted({(each.session.start, each.session.end) for each in shown.held})
    ]
    return Grid("", ("time", *(f"{day:%a} {day.day}" for day in days)), rows, lines=list(_lines(shown)))


def _time_cell(program: Program, start: time, end: time) -> str:
    return f"{clock_text(program, start)}-\n{clock_text(program, end)}"


def _cell(shown: ShownWeek, day: date, when: tuple[time, time]) -> str:
    sessions = (each.session for each in shown.held)
    return "\n".join(_short(shown, each) for each in sessions if each.date == day and (each.start, each.end) == when)


def _short(shown: ShownWeek, session: Session) -> str:
    """A session in two short lines: what, then where and who, or how it stands."""
    if session.cancelled is not None:
        return f"{_what(session)}\ncancelled"
    room = f"{session.room}, " if session.room else ""
    many = shown.view.patient is None and len(session.patients) > 1
    return f"{_what(session)}\n{room}{f'{len(session.patients)} pt' if many else _who(shown, session)}"


def _what(session: Session) -> str:
    """The last part of an id such as mon-0900-cbt, which day and row complete; the service of any other session."""
    day_and_time = f"{DAYS[session.date.weekday()]}-{session.start:%H%M}-"
    if not session.id.startswith(day_and_time):
        return session.service
    return session.id.removeprefix(day_and_time).removesuffix(f"-{''.join(session.patients)}")


def _who(shown: ShownWeek, session: Session) -> str:
    """How many are expected; for one patient what was recorded."""
    patient = shown.view.patient
    if patient is None:
        return people_text(session.patients)
    record = session.attendance.get(patient)
    if record is None:
        return "expected" if session.date >= shown.today else "no record"
    return record_text(shown.program, record)


def _lines(shown: ShownWeek) -> Iterator[str]:
    """The week in the order in which it happens."""
    for day in shown.dates:
        for closure in closures_on(shown.program, day):
            yield f"{day_text(day)}, {closure_text(closure)}"
        for each in shown.held:
            if each.session.date == day:
                yield f"{day_text(day)}, {session_line(shown.program, each.session, _who(shown, each.session))}"
