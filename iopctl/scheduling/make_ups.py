"""Make-up sessions that fit somebody whose week will be short: seats in sessions on file, else a time of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from iopctl.counting.clock import Now
from iopctl.counting.minutes import dose, session_span
from iopctl.counting.planned import promised_services
from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.pattern import OwnTime
from iopctl.model.plan import PlannedService
from iopctl.model.program import Room, Staff
from iopctl.model.week import Session, week_id
from iopctl.model.words import DAYS
from iopctl.scheduling.against import WEEK, Fact, at_work, of_place, of_session, unqualified
from iopctl.scheduling.composing import own_id
from iopctl.scheduling.forecast import Forecast
from iopctl.scheduling.frame import Frame, one_to_one
from iopctl.scheduling.minutes_of_week import moment, starts_in, without
from iopctl.scheduling.offer import caps, program_hours

MOST = 3  # offers to one person
GRID = 15  # sessions begin at the quarters of the hour


@dataclass(frozen=True)
class Offer:
    """A place that fits, alone: a seat in a session on file, or with `own` a new one of the patient's own."""

    session: Session
    own: bool
    most: int | None  # seats, taken or not; None where nothing limits them
    promised: bool
    minutes: int  # what the week gains
    days: int
    makes_up: str | None = None

    @property
    def ref(self) -> str:
        """The name by which commands refer to the session."""
        return f"{week_id(self.session.date)}/{self.session.id}"


def make_ups(
    census: Census, packs: Mapping[str, RulePack], short: Sequence[Forecast], now: Now
) -> dict[str, list[Offer]]:
    """Up to three offers to each person by code, those first that add a missing day and that the plan promises."""
    mondays = {day - timedelta(days=day.weekday()) for each in short for day in (each.week.first, each.week.last)}
    frames = [Frame(census, packs, monday, now.day) for monday in sorted(mondays)]
    on_file = [frame for frame in frames if frame.on_file]  # of a week that is not, nobody knows who is free
    return {each.patient: _offers(on_file, each, now) for each in short}


def to_make_up(census: Census, chart: Chart, week: ProgramWeek, today: date) -> str | None:
    """The latest session of the week that was called off, or missed by now, and that no other makes up for yet."""
    made = {
        session.makes_up
        for _, _, session in census.sessions()
        if session.cancelled is None and chart.patient in session.roster
    }
    missed = [
        each.ref
        for each in chart.booked(week.first, week.last)
        if not (each.held_or_planned if each.session.date <= today else each.offered)
        and each.ref not in made
        and chart.program.counts(each.session.service)
    ]
    return missed[-1] if missed else None


def _offers(frames: Sequence[Frame], short: Forecast, now: Now) -> list[Offer]:
    seats = [each for frame in frames for each in _seats(frame, short, now)]
    found = seats or [each for frame in frames for each in _own_times(frame, short, now)]
    best = sorted(found, key=lambda each: _rank(short, each))[:MOST]
    makes_up = to_make_up(frames[0].census, short.chart, short.week, now.day) if best else None
    return [replace(each, makes_up=makes_up) for each in best]


def _rank(short: Forecast, offer: Offer) -> tuple[object, ...]:
    session = offer.session
    days, minutes = min(offer.days, short.short_days), min(offer.minutes, short.short_minutes)
    return -days, not offer.promised, -minutes, session.date, session.start, session.id


def _sessions(frame: Frame) -> tuple[Session, ...]:
    return frame.on_file.sessions if frame.on_file else ()


def _seats(frame: Frame, short: Forecast, now: Now) -> Iterator[Offer]:
    for session in _sessions(frame):
        most = min((cap.most for cap in caps(frame.program, session)), default=None)
        is_full = most is not None and len(session.patients) >= most
        if session.cancelled is not None or short.patient in session.roster or is_full:
            continue
        if not any(of_session(frame.program, session)) and not any(_against(frame, short.chart, session)):
            yield from _helping(frame, short, session, now, most=most)


def _helping(
    frame: Frame, short: Forecast, session: Session, now: Now, *, most: int | None, own: bool = False
) -> Iterator[Offer]:
    """The offer, if the session is still ahead and gives some of what will be missing."""
    span = session_span(frame.program, session)
    if session.date > short.week.last or session.date < short.week.first or span.start <= now.instant:
        return
    before, after = short.total, dose(frame.program, (*short.attended, *short.coming, span))
    minutes, days = after.minutes - before.minutes, after.days - before.days
    if (minutes and short.short_minutes) or (days and short.short_days):
        promised = session.service in {each.service for each in promised_services(short.chart, short.week)}
        yield Offer(session, own, most, promised, minutes, days)


def _against(frame: Frame, chart: Chart, session: Session) -> Iterator[Fact]:
    """What keeps the patient out: the life around it, the age band, the level, a service the plan leaves out."""
    mine = chart.booked(frame.week.first, frame.week.last)
    yield from of_place(frame.census, chart, session, [each.session for each in mine if each.offered])
    yield from unqualified(chart, frame.packs_of(chart, session.date), session)
    service = frame.program.service_by_id.get(session.service)
    exemption = chart.plan.exempt(service.kind, session.date) if service else None
    if exemption is not None:
        yield Fact("exempt", f"{session.service} is {exemption.reason} for {chart.patient}")


def _own_times(frame: Frame, short: Forecast, now: Now) -> Iterator[Offer]:
    """The first free time of each day for a one-on-one session with the primary therapist, as long as promised."""
    therapist = frame.program.staff_by_id.get(short.chart.plan.primary_therapist or "")
    promise = _individual(short.chart, short.week)
    if therapist is None or promise is None or promise.minutes is None:
        return
    rooms = _rooms(frame, therapist)
    at_work_here = without(program_hours(frame), without([(0, WEEK)], at_work(therapist)))
    found = set()
    for start in starts_in(at_work_here, promise.minutes, GRID):
        if moment(frame.monday, start)[0] in found:
            continue
        for room in rooms:
            session = _own_session(frame, short.chart, promise, therapist, room, start)
            offers = list(_helping(frame, short, session, now, most=1, own=True))
            if offers and not any(_against_own(frame, short.chart, session)):
                yield from offers
                found.add(session.date)
                break


def _against_own(frame: Frame, chart: Chart, session: Session) -> Iterator[Fact]:
    yield from of_session(frame.program, session, [each for each in _sessions(frame) if each.cancelled is None])
    yield from _against(frame, chart, session)


def _individual(chart: Chart, week: ProgramWeek) -> PlannedService | None:
    """The one-on-one session that the plan promises that week; none where its length is not one and the same."""
    services = chart.program.service_by_id
    found = [
        each
        for each in promised_services(chart, week)
        if each.minutes and chart.program.counts(each.service) and services[each.service].kind == "individual"
    ]
    return found[0] if len({(each.service, each.minutes) for each in found}) == 1 else None


def _rooms(frame: Frame, therapist: Staff) -> list[Room]:
    """Rooms in which one-on-one sessions were held before: the therapist's own, then the smallest."""
    program = frame.program
    used = [
        session
        for _, _, session in frame.census.sessions()
        if one_to_one(program.service_by_id.get(session.service)) and session.room is not None
    ]
    own = {session.room for session in used if therapist.id in session.leads}
    rooms = [room for room in program.rooms if room.id in {session.room for session in used}]
    return sorted(rooms, key=lambda room: (room.id not in own, room.capacity, room.id))


def _own_session(
    frame: Frame, chart: Chart, promise: PlannedService, therapist: Staff, room: Room, start: int
) -> Session:
    day, begins = moment(frame.monday, start)
    _, ends = moment(frame.monday, start + (promise.minutes or 0))
    own = OwnTime(service=promise.service, day=DAYS[day.weekday()], start=begins, end=ends)
    taken = {*frame.program.slot_by_id, *(each.id for each in _sessions(frame))}
    return Session(
        id=own_id(own, chart.patient, taken),
        service=promise.service,
        date=day,
        start=begins,
        end=ends,
        room=room.id,
        leads=(therapist.id,),
    )
