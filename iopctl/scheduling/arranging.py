"""One session arranged by hand: where it would be, and what would clash that did not clash before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iopctl.counting.clock import instant
from iopctl.errors import Refused, UsageError
from iopctl.model.chart import Chart
from iopctl.model.program import Break, Program
from iopctl.model.week import Session, week_id
from iopctl.scheduling.against import Fact, of_place, of_session, unqualified
from iopctl.scheduling.attending import length_of
from iopctl.scheduling.composing import with_folds
from iopctl.scheduling.days import Held
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.offer import caps

# What may have happened while a session was called off: somebody or the room is in another, the day is closed.
SINCE = frozenset({"staff", "room-taken", "busy", "closed"})


@dataclass(frozen=True)
class Move:
    """Where one occurrence is to go; None and no leads leave what is there."""

    on: date | None = None
    at: time | None = None
    room: str | None = None
    leads: tuple[str, ...] = ()

    def of(self, program: Program, session: Session) -> Session:
        """The session there, as long as it was; its breaks move along. Raises UsageError past midnight.

        What somebody has moved by hand is pinned, so that no composed week moves it back.
        """
        moved = session.model_copy(
            update={"room": self.room or session.room, "leads": self.leads or session.leads, "pinned": True}
        )
        if self.on is None and self.at is None:
            return moved
        return timed(program, moved, self.on or session.date, self.at or session.start, length_of(program, session))


def timed(program: Program, session: Session, day: date, start: time, minutes: int) -> Session:
    """The session from a clock time on, for so many minutes that pass. Raises UsageError when it ends another day."""
    end = (instant(program.zone, day, start) + timedelta(minutes=minutes)).astimezone(program.zone)
    if end.date() != day:
        raise UsageError(f"{minutes} minutes from {start:%H:%M} do not end on that day.")
    later = datetime.combine(day, start) - datetime.combine(day, session.start)
    at = {
        "date": day,
        "start": start,
        "end": end.time().replace(fold=0),
        "breaks": tuple(Break(start=_moved(each.start, later), end=_moved(each.end, later)) for each in session.breaks),
        "start_fold": None,
        "end_fold": None,
    }
    there = with_folds(program, session.model_copy(update=at))
    return there.model_copy(update={"end_fold": 1}) if end.fold else there


def _moved(clock: time, by: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 2), clock) + by).time()


def beside(frame: Frame, session: Session) -> list[Session]:
    """The other sessions that are held that week."""
    on_file = frame.on_file.sessions if frame.on_file else ()
    return [each for each in on_file if each.id != session.id and each.cancelled is None]


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Each once; a day on which nothing can be held is said once, however many it keeps out."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(fact.kind if fact.kind == "closed" else fact.text, fact)
    return list(found.values())


def against_seat(frame: Frame, chart: Chart, session: Session) -> list[Fact]:
    """What stands against one patient more in a session that is on file."""
    fuller = session.model_copy(update={"patients": (*session.patients, chart.patient)})
    return distinct(
        (
            *of_place(frame.census, chart, session, beside(frame, session)),
            *unqualified(chart, frame.packs_of(chart, session.date), session),
            *_too_many(frame.program, fuller),
        )
    )


def against_own(frame: Frame, chart: Chart, session: Session) -> list[Fact]:
    """What stands against a new session of one patient alone."""
    program, others = frame.program, beside(frame, session)
    service = program.service_by_id.get(session.service)
    least = service.size.min if service and service.size else None
    small = [Fact("size", f"{session.service} needs {least} patients")] if least and least > 1 else []
    return distinct(
        (
            *of_session(program, session, others),
            *of_place(frame.census, chart, session.model_copy(update={"patients": ()}), others),
            *unqualified(chart, frame.packs_of(chart, session.date), session),
            *_too_many(program, session),
            *small,
        )
    )


def against_move(frame: Frame, before: Session, after: Session) -> list[Fact]:
    """What stands against a session where it is to go and did not stand against it where it was.

    That it cannot be held there at all always counts: nothing else about the session is looked at then.
    """
    shut = {fact for fact in of_session(frame.program, after) if fact.kind == "closed"}
    stood = set(_standing(frame, before)) - shut
    return distinct(fact for fact in _standing(frame, after) if fact not in stood)


def against_restore(frame: Frame, session: Session) -> list[Fact]:
    """Who or what of a session that was called off has been given elsewhere since, or that its day was closed."""
    held = session.model_copy(update={"cancelled": None})
    return distinct(fact for fact in _standing(frame, held) if fact.kind in SINCE)


def _standing(frame: Frame, session: Session) -> Iterator[Fact]:
    """Everything that stands against a session and against the place of everybody in it."""
    others, charts = beside(frame, session), frame.census.chart_by_patient
    yield from of_session(frame.program, session, others)
    yield from _too_many(frame.program, session)
    for chart in (charts[patient] for patient in session.patients if patient in charts):
        yield from of_place(frame.census, chart, session, others)
        yield from unqualified(chart, frame.packs_of(chart, session.date), session)


def _too_many(program: Program, session: Session) -> Iterator[Fact]:
    """The limits that the number of its patients is over."""
    return (cap.fact for cap in caps(program, session) if len(session.patients) > cap.most)


def refuse_settled(held: Held) -> None:
    """Raise Refused for a session that was called off, or of which attendance is on record."""
    if held.session.cancelled is not None:
        raise Refused(f"{held.ref} was called off. `iopctl week restore {held.ref}` takes that back.")
    if held.session.attendance:
        raise Refused(f"{held.ref} has attendance on record and stays as it was held.")


def refuse_day(held: Held, day: date, today: date) -> None:
    """Raise Refused when a session would leave its week, or go from a day to come to one that is over."""
    if week_id(day) != held.week.week:
        raise Refused(
            f"{day} is in {week_id(day)}, and {held.ref} stays in its week."
            f" `iopctl week skip {held.ref} --reason TEXT --by STAFF` calls it off, and `iopctl week add PT SERVICE"
            f" --on {day} --at HH:MM --makes-up {held.ref}` makes it up."
        )
    if day < today <= held.session.date:
        raise Refused(f"{day} is over, and {held.ref} is still to come. Name a day from {today} on.")
