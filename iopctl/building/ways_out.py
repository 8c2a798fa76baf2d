"""Ways out for somebody who does not fit, each solved and held against every rule in force before it is offered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from iopctl.building.around import around
from iopctl.building.built import Built, Short, judged
from iopctl.building.givers import Givers
from iopctl.building.judging import findings_of
from iopctl.building.placing import sessions_of
from iopctl.building.problem import own_hours, own_session, problem
from iopctl.building.rooms import NoRooms
from iopctl.building.searching import Quality
from iopctl.building.solver import Limits, Undecided, place
from iopctl.model.chart import Census, Chart
from iopctl.model.plan import Plan
from iopctl.model.program import Availability, Program, Slot, Staff
from iopctl.model.rule import Finding, Severity
from iopctl.model.waiver import Waiver
from iopctl.model.week import Session, Week
from iopctl.model.words import DAYS
from iopctl.scheduling.against import Fact, blocked, commitment_text, of_session, unqualified
from iopctl.scheduling.frame import Frame, stays
from iopctl.scheduling.minutes_of_week import DAY, Stretch, moment, overlaps, starts_in, without
from iopctl.scheduling.offer import program_hours

MOST = 3  # ways out for one patient
TRIES = 24  # of each kind
EFFORT = 3.0  # for one of them
GRID = 30  # a new session of the program begins at the half hours
AN_HOUR = 60

_KINDS = ("open", "move", "widen", "waiver")


@dataclass(frozen=True)
class WayOut:
    """What is done, whom it disturbs, and the week as it then is with the program and plans that it needs."""

    kind: str
    text: str
    disturbs: tuple[str, ...]  # patients, and staff whose hours change
    frame: Frame
    week: Week


@dataclass(frozen=True)
class _Trial:
    """One week to be tried: some patients are placed anew in a program that may have been changed."""

    frame: Frame
    patients: tuple[str, ...]


def ways_out(built: Built, short: Short, facts: Sequence[Fact]) -> list[WayOut]:
    """Up to three, those that disturb the fewest people first; at most one of a kind while others are found."""
    kinds = (
        _opened(built, short),
        _moved(built, short),
        _widened(built, short, facts),
        _waived(built, short),
    )
    found = [each for ways in kinds for each in islice(ways, 2)]
    first = {each.kind: each for each in reversed(found)}
    in_order = sorted(
        found, key=lambda each: (first[each.kind] is not each, len(each.disturbs), _KINDS.index(each.kind))
    )
    return sorted(in_order[:MOST], key=lambda each: (len(each.disturbs), _KINDS.index(each.kind), each.text))


def _solved(built: Built, short: Short, trial: _Trial) -> Built | None:
    """The week in which the patient has everything and nobody has less than before; None where there is none."""
    try:
        asked = problem(trial.frame, trial.patients)
        chosen = place(asked, EFFORT, Limits())
        sessions = sessions_of(asked, chosen)
    except (Undecided, NoRooms):
        return None
    week = judged(asked, sessions, lambda cost: Quality(chosen.missing, 0, cost, 0))
    before = {each.patient: each for each in built.short}
    worse = [each for each in week.short if each.patient == short.patient or before.get(each.patient) != each]
    return None if worse else week


def _clean(built: Built, short: Short, frame: Frame, week: Week, patients: Iterable[str]) -> bool:
    """Whether no rule in force objects for the patient, and none for others that did not before."""
    everybody = tuple(patients)
    before = {(each.code, each.patient, each.pack, each.on) for each in findings_of(built.frame, built.week, everybody)}
    return not [
        each
        for each in findings_of(frame, week, everybody)
        if _objects(each)
        and (each.patient == short.patient or (each.code, each.patient, each.pack, each.on) not in before)
    ]


def _objects(finding: Finding) -> bool:
    return finding.stands and finding.severity is not Severity.INFO


def _way(built: Built, short: Short, kind: str, text: str, trial: _Trial, after: Built) -> WayOut | None:
    """The way out with everybody whom it disturbs, if no rule objects."""
    disturbed = tuple(_disturbed(built.week, after.week, short.patient))
    if not _clean(built, short, trial.frame, after.week, dict.fromkeys((short.patient, *disturbed))):
        return None
    return WayOut(kind, text, disturbed, trial.frame, after.week)


def _disturbed(before: Week, after: Week, patient: str) -> Iterator[str]:
    """The others whose week is otherwise."""
    was, now = _places(before), _places(after)
    yield from sorted(each for each in was.keys() | now.keys() if each != patient and was.get(each) != now.get(each))


def _places(week: Week) -> dict[str, set[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    for each in week.sessions:
        for patient in each.patients if each.cancelled is None else ():
            found.setdefault(patient, set()).add((each.service, each.date, each.start, each.leads))
    return found


def _moved(built: Built, short: Short) -> Iterator[WayOut]:
    """One other patient gives way: in a full group, or of a therapist at that time, also where a session is pinned."""
    frame = built.frame
    services = {lack.service for lack in short.lacks} or {need.service for need in short.person.needs}
    leads = {lead for each in built.week.sessions if each.service in services for lead in each.leads}
    stay = {each.id for each in frame.pinned if not _loose(frame, each)}
    near = [
        patient
        for each in built.week.sessions
        if each.id not in stay and (each.service in services or leads & set(each.leads))
        for patient in each.patients
        if patient != short.patient
    ]
    for other in list(dict.fromkeys(near))[:TRIES]:
        fixed = tuple(each for each in frame.pinned if each.patients != (other,) or not _loose(frame, each))
        here = around(replace(frame, fixed=fixed), built.week, (short.patient, other))
        trial = _Trial(here, (short.patient, other))
        after = _solved(built, short, trial)
        if after is not None and (moves := list(_moves(built.week, after.week, other))):
            way = _way(built, short, "move", f"move {other}: {'; '.join(moves)}", trial, after)
            if way is not None:
                yield way


def _loose(frame: Frame, session: Session) -> bool:
    """Whether a session stays only because somebody has pinned it."""
    return session.pinned and not stays(session.model_copy(update={"pinned": False}), frame.today)


def _moves(before: Week, after: Week, patient: str) -> Iterator[str]:
    """`from mon-0900-cbt to wed-0900-cbt`, of one patient."""
    was = {each.id: each for each in before.sessions if patient in each.patients}
    now = {each.id: each for each in after.sessions if patient in each.patients}
    gone = [each for each in was.values() if each not in now.values() and each.id not in now]
    new = [each for each in now.values() if each.id not in was]
    for each in gone:
        to = next((other for other in new if other.service == each.service), None)
        if to is not None:
            new.remove(to)
            yield f"{each.service} from {_when(each)} to {_when(to)}"


def _when(session: Session) -> str:
    return f"{session.date:%a} {session.start:%H:%M}"


def _opened(built: Built, short: Short) -> Iterator[WayOut]:
    """A session more of a service, where somebody who may lead it and a room are free, and enough people can come."""
    frame, program = built.frame, built.frame.program
    for lack in short.lacks:
        need = next(each for each in short.person.needs if each.service == lack.service)
        slots = [each for each in program.slots if each.service == lack.service]
        if need.own or not slots or not lack.sessions:
            continue
        for slot in islice(_new_slots(built, short, slots, max(dose.minutes for dose in need.doses)), TRIES):
            census = _with_program(frame.census, program.altered(slots=(*program.slots, slot)))
            service = program.service_by_id[lack.service]
            least = service.size.min if service.size and service.size.min else 1
            mates = _mates(built, slot, lack.service, short.patient) if least > 1 else ()
            if len(mates) + 1 < least:
                continue
            patients = (short.patient, *mates)
            trial = _Trial(around(replace(frame, census=census), built.week, patients), patients)
            after = _solved(built, short, trial)
            if after is None:
                continue
            there = next((each for each in after.week.sessions if each.id == slot.id), None)
            if there is None or short.patient not in there.patients:
                continue
            with_whom = [each for each in there.patients if each != short.patient]
            also = f"; {', '.join(with_whom)} {'comes' if len(with_whom) == 1 else 'come'} too" if with_whom else ""
            where = f"room {there.room}, led by {there.leads[0]}"
            text = f"open {lack.service} {_when(there)}-{there.end:%H:%M}, {where}{also}"
            way = _way(built, short, "open", text, trial, after)
            if way is not None:
                yield way


def _mates(built: Built, slot: Slot, service: str, patient: str) -> tuple[str, ...]:
    """Who of the track is in groups of that service."""
    charts = built.frame.census.chart_by_patient
    inside = [other for each in built.week.sessions if each.service == service for other in each.patients]
    return tuple(
        other
        for other in dict.fromkeys(inside)
        if other != patient and other in charts and charts[other].plan.track == slot.track
    )


def _new_slots(built: Built, short: Short, slots: Sequence[Slot], minutes: int) -> Iterator[Slot]:
    """Times at which the patient, somebody who may lead and a room are free, in the hours of the program."""
    frame, chart = built.frame, short.person.chart
    program, track = frame.program, chart.plan.track or slots[0].track
    others = [each for each in built.week.sessions if each.cancelled is None]
    firm = [when for each in chart.plan.commitments if each.firm for when in blocked(frame.monday, each)]
    mine = [frame.stretch(each) for each in frame.held if short.patient in each.patients]
    days = [((day - frame.monday).days * DAY, ((day - frame.monday).days + 1) * DAY) for day in short.person.days]
    free = without(without([(0, 7 * DAY)], [*firm, *mine]), without([(0, 7 * DAY)], days))
    leads = dict.fromkeys([*(lead for slot in slots for lead in slot.leads), *(each.id for each in program.staff)])
    tried = {
        start: lead
        for lead in reversed(leads)
        if program.staff_by_id[lead].available
        for start in starts_in(_both(free, own_hours(program.staff_by_id[lead], [])), minutes, GRID)
        if _may_lead(frame, chart, slots[0].service, lead, start, minutes, others)
    }
    for start, lead in sorted(tried.items()):
        bare = own_session(frame, slots[0].service, lead, start, minutes)
        room = _free_room(program, frame, bare, others)
        if room is not None and not program.closed(bare.date, track):
            day = DAYS[bare.date.weekday()]
            yield Slot(
                id=f"{day}-{bare.start:%H%M}-{slots[0].service}"[:32].rstrip("-._"),
                track=track,
                service=slots[0].service,
                day=day,
                start=bare.start,
                end=bare.end,
                room=room,
                leads=(lead,),
            )


def _both(some: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    return without(some, without([(0, 7 * DAY)], others))


def _may_lead(
    frame: Frame, chart: Chart, service: str, lead: str, start: int, minutes: int, others: Sequence[Session]
) -> bool:
    """Whether somebody is free then, with the skill and the credential that are asked for."""
    bare = own_session(frame, service, lead, start, minutes)
    against = (*of_session(frame.program, bare, others), *unqualified(chart, frame.packs_of(chart, bare.date), bare))
    return not against


def _free_room(program: Program, frame: Frame, session: Session, others: Sequence[Session]) -> str | None:
    """The largest room in which nothing is held then."""
    when = frame.stretch(session)
    taken = {each.room for each in others if overlaps(when, [frame.stretch(each)])}
    free = [room for room in program.rooms if room.id not in taken]
    return max(free, key=lambda room: (room.capacity, room.id)).id if free else None


def _widened(built: Built, short: Short, facts: Sequence[Fact]) -> Iterator[WayOut]:
    """Time that somebody gives: the patient of what is kept free, or a giver an hour more at work."""
    frame, chart = built.frame, short.person.chart
    if any(fact.kind == "commitment" for fact in facts):
        for n, commitment in enumerate(chart.plan.commitments):
            if not commitment.firm:
                continue
            soft = commitment.altered(firm=False)
            kept = (*chart.plan.commitments[:n], soft, *chart.plan.commitments[n + 1 :])
            census = _with_plan(frame.census, chart, chart.plan.altered(commitments=kept))
            trial = _Trial(around(replace(frame, census=census), built.week, [short.patient]), (short.patient,))
            after = _solved(built, short, trial)
            if after is None:
                continue
            when = blocked(frame.monday, commitment)
            mine = [each for each in after.week.sessions if short.patient in each.patients]
            there = [each for each in mine if overlaps(frame.stretch(each), when)]
            times = ", ".join(f"{_when(each)}-{each.end:%H:%M}" for each in there)
            text = f"{short.patient} comes {times} in spite of {commitment_text(commitment)}"
            way = _way(built, short, "widen", text, trial, after)
            if way is not None:
                yield replace(way, disturbs=(*way.disturbs, short.patient))
    yield from _longer_hours(built, short)


def _longer_hours(built: Built, short: Short) -> Iterator[WayOut]:
    """Whoever gives what is lacking is at work an hour earlier or later on one day, or on one more day for that."""
    frame, program = built.frame, built.frame.program
    givers = Givers(frame.census)
    for lack in short.lacks:
        need = next(each for each in short.person.needs if each.service == lack.service)
        if not need.own:
            continue
        for by in givers.of(short.person.chart, need.service, need.doses[0]):
            staff = program.staff_by_id[by]
            for more in islice(_hours_beside(frame, staff, need.doses[0].minutes), TRIES):
                longer = staff.altered(available=(*staff.available, more))
                people = tuple(longer if each.id == by else each for each in program.staff)
                census = _with_program(frame.census, program.altered(staff=people))
                trial = _Trial(around(replace(frame, census=census), built.week, [short.patient]), (short.patient,))
                after = _solved(built, short, trial)
                if after is None:
                    continue
                text = f"{by} is at work {more.days[0]} {more.start:%H:%M}-{more.end:%H:%M} too, for {short.patient}"
                way = _way(built, short, "widen", text, trial, after)
                if way is not None:
                    yield replace(way, disturbs=(*way.disturbs, by))


def _hours_beside(frame: Frame, staff: Staff, minutes: int) -> Iterator[Availability]:
    """So long before and after the hours at work of each day, then the hours of the program on other days."""
    if not staff.available:
        return
    length = max(AN_HOUR, minutes)
    at_work = own_hours(staff, [])
    for start, end in [
        *((start - length, start) for start, _ in at_work),
        *((end, end + length) for _, end in at_work),
    ]:
        if start >= 0 and start // DAY == end // DAY:
            yield _hours(frame, start, end)
    for start, end in without(program_hours(frame), [(s // DAY * DAY, (e // DAY + 1) * DAY) for s, e in at_work]):
        for begin in range(start, end - length + 1, AN_HOUR):
            yield _hours(frame, begin, begin + length)


def _hours(frame: Frame, start: int, end: int) -> Availability:
    day, begin = moment(frame.monday, start)
    return Availability(days=(DAYS[day.weekday()],), start=begin, end=moment(frame.monday, end)[1])


def _waived(built: Built, short: Short) -> Iterator[WayOut]:
    """A waiver of every rule that objects to the week as it is, for this week; none where no rule does."""
    frame, chart, sunday = built.frame, short.person.chart, built.week.sunday
    found = [each for each in findings_of(frame, built.week, [short.patient]) if _objects(each)]
    codes = sorted({each.code for each in found if each.patient == short.patient})
    if not codes:
        return
    waivers = tuple(_waiver(code, frame.monday, sunday, frame.today) for code in codes)
    plan = chart.plan.altered(waivers=(*chart.plan.waivers, *waivers))
    changed = replace(frame, census=_with_plan(frame.census, chart, plan))
    if _clean(built, short, changed, built.week, [short.patient]):
        what = f"a waiver of {' and '.join(codes)}" if len(codes) == 1 else f"waivers of {', '.join(codes)}"
        text = f"{what} for {short.patient} from {frame.monday} until {sunday}, reasoned and signed"
        yield WayOut("waiver", text, (short.patient,), changed, built.week)


def _waiver(code: str, first: date, last: date, today: date) -> Waiver:
    return Waiver.model_validate(
        {"code": code, "reason": "no place in the week", "by": "signer", "on": today, "from": first, "until": last}
    )


def _with_program(census: Census, program: Program) -> Census:
    charts = tuple(replace(chart, program=program) for chart in census.charts)
    return replace(census, program=program, charts=charts)


def _with_plan(census: Census, chart: Chart, plan: Plan) -> Census:
    charts = tuple(replace(each, plan=plan) if each is chart else each for each in census.charts)
    return replace(census, charts=charts)
