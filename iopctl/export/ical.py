"""Series of sessions as an iCalendar that every reader takes: weekly rules, exceptions, codes alone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from iopctl.counting.minutes import session_span
from iopctl.export.time_zone import time_zone
from iopctl.model.program import Program
from iopctl.model.week import Session
from iopctl.render.clean import clean
from iopctl.scheduling.recurring import Series

if TYPE_CHECKING:
    from icalendar import Calendar, Event

EXTRA = "iopctl[calendar]"
_PRODUCT = "-//iopctl//week//EN"


def calendar_of(program: Program, name: str, found: Iterable[Series], made_on: date, *, patients: bool) -> "Calendar":
    """The calendar of a view by its name; with `patients` each event says who is in it, by code.

    No METHOD: this is nobody's invitation. CLASS:PRIVATE: a shared calendar shows that somebody is busy, not where.
    """
    from icalendar import Calendar

    everything = list(found)
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("X-WR-CALNAME", clean(f"{program.name}: {name}"))
    if everything:
        years = [each.first.date.year for each in everything] + [each.last.year for each in everything]
        calendar.add_component(time_zone(program.zone, min(years), max(years)))
    for each in everything:
        for event in _events(program, name, each, made_on, patients=patients):
            calendar.add_component(event)
    return calendar


def _events(program: Program, name: str, found: Series, made_on: date, *, patients: bool) -> "Iterator[Event]":
    """The rule, then what is other in some weeks."""
    usual = _event(program, name, found, found.first, made_on, patients=patients)
    if not found.once:
        until = _local(program, found.first, found.last).astimezone(UTC)
        usual.add("RRULE", {"FREQ": "WEEKLY", "UNTIL": until})
        for day in found.without:
            usual.add("EXDATE", _local(program, found.first, day))
    yield usual
    for each in found.changed:
        event = _event(program, name, found, each.session, made_on, patients=patients)
        event.add("RECURRENCE-ID", _local(program, found.first, each.instead_of))
        yield event


def _event(program: Program, name: str, found: Series, session: Session, made_on: date, *, patients: bool) -> "Event":
    from icalendar import Event

    known = program.service_by_id.get(session.service)
    event = Event()
    alone = f"-{session.date}" if found.once else ""
    event.add("UID", f"{session.id}{alone}.{name.replace(' ', '-')}@iopctl.invalid")
    event.add("DTSTAMP", datetime.combine(made_on, time(0), UTC))
    event.add("SUMMARY", clean(known.title) if known else session.service)
    whole = session_span(program, session)
    if session.start_fold or session.end_fold:  # a time that comes twice that day can be said in UTC alone
        event.add("DTSTART", whole.start)
        event.add("DTEND", whole.end)
    else:
        event.add("DTSTART", _local(program, session, session.date))
        event.add("DTEND", whole.end.astimezone(program.zone))
    if session.room is not None:
        event.add("LOCATION", f"room {session.room}")
    about = [f"led by {', '.join(session.leads)}"] if session.leads else []
    if patients and session.roster:
        about.append(f"with {', '.join(session.roster)}")
    if about:
        event.add("DESCRIPTION", "; ".join(about))
    event.add("CLASS", "PRIVATE")
    event.add("STATUS", "CANCELLED" if session.cancelled else "CONFIRMED")
    return event


def _local(program: Program, session: Session, day: date) -> datetime:
    """The start of a session on a day, on the clock of the program."""
    return datetime.combine(day, session.start, program.zone)


def horizon(today: date, weeks: int) -> date:
    """The last day of so many weeks from this one."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=-1)
