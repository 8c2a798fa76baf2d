"""What stands against a session as it is, and against one patient's place in it: facts in the words of a clinic."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.planned import in_stay
from iopctl.counting.weeks import paused
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.program import Program, Staff
from iopctl.model.record import Commitment
from iopctl.model.week import Session
from iopctl.model.words import DAYS, Population
from iopctl.scheduling.composing import fault
from iopctl.scheduling.days import tracks_of
from iopctl.scheduling.minutes_of_week import DAY, Stretch, at, holds, joined, moment, overlaps

WEEK = 7 * DAY


@dataclass(frozen=True)
class Fact:
    """Something that stands against a session or a place; equal facts are one."""

    kind: str
    text: str


def of_session(program: Program, session: Session, others: Iterable[Session] = ()) -> Iterator[Fact]:
    """What keeps it from being held then, there and by these leads; `others` are held and stay where they are."""
    slot = program.slot_by_id.get(session.id)
    impossible = fault(program, session, slot.track if slot else None)
    if impossible:
        yield Fact("closed", f"{session.id} on {DAYS[session.date.weekday()]} {session.date}: {impossible}")
        return
    for lead in session.leads:
        yield from _of_lead(program, session, lead)
    yield from _of_skill(program, session)
    for other in others:
        if other.id != session.id and overlap(session, other):
            for taken in sorted(set(session.leads) & set(other.leads)):
                yield Fact("staff", f"{taken} leads {other.id} {time_text(other)}")
            if session.room is not None and session.room == other.room:
                yield Fact("room-taken", f"room {session.room} holds {other.id} {time_text(other)}")


def _of_lead(program: Program, session: Session, lead: str) -> Iterator[Fact]:
    person = program.staff_by_id.get(lead)
    if person is not None and not fits_hours(person, session):
        yield Fact("hours", f"{lead} is at work {hours_text(person)}, {session.id} is {time_text(session)}")
    if person is not None and lapsed(person, session.date):
        yield Fact("credential", f"no credential of {lead} is in force on {session.date}")


def _of_skill(program: Program, session: Session) -> Iterator[Fact]:
    service = program.service_by_id.get(session.service)
    needed = service.needs_skill if service else None
    if needed and session.leads and not any(needed in skills(program, lead) for lead in session.leads):
        yield Fact("skill", f"{session.service} needs the skill {needed}, which nobody who leads {session.id} has")


def of_place(census: Census, chart: Chart, session: Session, others: Iterable[Session] = ()) -> Iterator[Fact]:
    """What keeps somebody out of a session: the stay, closures, the age band, a closed group, the life around it.

    `others` are sessions that are held and stay where they are; those with the patient on the roster count.
    """
    yield from of_day(chart, session.date)
    yield from _of_group(census, chart, session)
    stretch = stretch_of(session)
    monday = session.date - timedelta(days=session.date.weekday())
    for commitment in chart.plan.commitments:
        if commitment.firm and overlaps(stretch, blocked(monday, commitment)):
            yield Fact("commitment", f"{chart.patient} is taken {commitment_text(commitment)}")
    for other in others:
        if other.id != session.id and chart.patient in other.patients and overlap(session, other):
            yield Fact("busy", f"{chart.patient} is in {other.id} {time_text(other)}")


def of_day(chart: Chart, day: date) -> Iterator[Fact]:
    """What keeps somebody from treatment on a whole day: the stay, a break in it, a closure."""
    plan = chart.plan
    if plan.admitted_on is None or plan.status_on(day) != "active" or not in_stay(chart, day):
        why = "on a break in treatment" if paused(plan, day) else "not in care"
        yield Fact("stay", f"{chart.patient} is {why} on {day}")
    closure = chart.program.closed(day, plan.track)
    if closure is not None:
        track = f"track {plan.track} is" if closure.tracks else "the program is"
        yield Fact("closed", f"{track} closed on {day}, {closure.reason}")


def _of_group(census: Census, chart: Chart, session: Session) -> Iterator[Fact]:
    program, plan = chart.program, chart.plan
    service, slot = program.service_by_id.get(session.service), program.slot_by_id.get(session.id)
    others, mine = populations(census, session), population(chart)
    if mine is not None and others - {mine} and (service is None or service.kind != "family"):
        theirs = " and ".join(sorted(others - {mine}))
        yield Fact("population", f"{session.id} is for {theirs}, {chart.patient} is {mine}")
    if slot is not None and slot.closed_since is not None and (plan.admitted_on or session.date) >= slot.closed_since:
        yield Fact("closed-group", f"{slot.id} takes nobody who came on {slot.closed_since} or later")


def population(chart: Chart) -> Population | None:
    """Adult or youth: as the plan says, else as the track."""
    track = chart.program.track_by_id.get(chart.plan.track or "")
    return chart.plan.population or (track.population if track else None)


def populations(census: Census, session: Session) -> frozenset[Population]:
    """For whom a session is: by the track of its slot, else by the tracks of those in it."""
    tracks = (census.program.track_by_id.get(each or "") for each in tracks_of(census, session))
    return frozenset(each.population for each in tracks if each is not None)


def unqualified(chart: Chart, packs: Iterable[RulePack], session: Session) -> Iterator[Fact]:
    """That nobody who leads it has a credential which a pack in force asks for, as ST101 judges."""
    program = chart.program
    for pack in packs:
        titles = allowed_titles(chart, pack, session.service, session.date)
        if (
            titles
            and session.leads
            and not any(has_title(program, lead, titles, session.date) for lead in session.leads)
        ):
            text = f"{pack.id} wants {session.service} led by one of {', '.join(titles)}"
            yield Fact("title", f"{text}, and {' and '.join(session.leads)} of {session.id} is none")


def allowed_titles(chart: Chart, pack: RulePack, service: str, day: date) -> list[str]:
    """The roles and credentials of which a pack asks one; none where anybody may lead."""
    limit, known = pack.limit("lead_credentials", day, chart.plan), chart.program.service_by_id.get(service)
    if limit is None or known is None:
        return []
    return [title for kinds, titles in limit.word_lists.items() if known.kind in kinds.split("/") for title in titles]


def has_title(program: Program, lead: str, titles: Iterable[str], day: date) -> bool:
    """Whether somebody has one of them that day, as a credential in force or as a role."""
    person, wanted = program.staff_by_id.get(lead), {title.casefold() for title in titles}
    if person is None:
        return False
    return bool(wanted & {person.role.casefold(), *(each.title.casefold() for each in person.credentials_on(day))})


def stretch_of(session: Session) -> Stretch:
    """When it takes place, in minutes of its week."""
    monday = session.date - timedelta(days=session.date.weekday())
    return at(monday, session.date, session.start), at(monday, session.date, session.end)


def overlap(one: Session, other: Session) -> bool:
    """Whether both take place in some minute; sessions that only touch do not overlap."""
    return one.date == other.date and one.start < other.end and other.start < one.end


def skills(program: Program, lead: str) -> tuple[str, ...]:
    """What a staff member is skilled in; nothing for somebody who is not on the list."""
    return program.staff_by_id[lead].skills if lead in program.staff_by_id else ()


def lapsed(person: Staff, day: date) -> bool:
    """Whether credentials are on file and none is in force; without any nobody can say (ST101)."""
    return bool(person.credentials) and not person.credentials_on(day)


def fits_hours(person: Staff, session: Session) -> bool:
    """Whether somebody is at work then; hours that are not on file are a gap and bar nothing."""
    return not person.available or holds(at_work(person), stretch_of(session))


def at_work(person: Staff) -> list[Stretch]:
    """The hours at work in a week, as on file."""
    monday = date(1, 1, 1)  # a Monday; hours are the same every week
    days = [monday + timedelta(days=n) for n in range(7)]
    return joined(
        (at(monday, day, each.start), at(monday, day, each.end))
        for each in person.available
        for day in days
        if DAYS[day.weekday()] in each.days
    )


def hours_text(person: Staff) -> str:
    """`Mon, Tue 13:00-21:00`."""
    by_hours: dict[str, list[str]] = {}
    for start, end in at_work(person):
        day, begin = moment(date(1, 1, 1), start)
        by_hours.setdefault(f"{begin:%H:%M}-{moment(date(1, 1, 1), end)[1]:%H:%M}", []).append(f"{day:%a}")
    return " and ".join(f"{', '.join(days)} {hours}" for hours, days in by_hours.items())


def time_text(session: Session) -> str:
    """`Tue 09:00-10:30`."""
    return f"{session.date:%a} {session.start:%H:%M}-{session.end:%H:%M}"


def blocked(monday: date, commitment: Commitment) -> list[Stretch]:
    """A commitment in minutes of the week; one that ends after midnight holds until then, Sunday's into Monday."""
    found = []
    for n in range(-1, 7):
        day = monday + timedelta(days=n)
        start, end = at(monday, day, commitment.start), at(monday, day, commitment.end)
        end = end if end > start else end + DAY
        if DAYS[day.weekday()] in commitment.days and end > 0:
            found.append((max(start, 0), min(end, WEEK)))
    return found


def commitment_text(commitment: Commitment) -> str:
    """`mon, tue 08:00-15:30 (school)`, `mon-fri` for days in a row."""
    places = [DAYS.index(day) for day in commitment.days]
    row = len(places) > 2 and places == list(range(places[0], places[-1] + 1))
    days = f"{commitment.days[0]}-{commitment.days[-1]}" if row else ", ".join(commitment.days)
    return f"{days} {commitment.start:%H:%M}-{commitment.end:%H:%M} ({commitment.kind})"
