"""Everything that stands against the places somebody could have, in the words of a clinic: what explanations are of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.building.givers import Givers
from iopctl.building.problem import GRID, against_seat, own_hours, own_session, slots_of
from iopctl.model.program import Slot
from iopctl.model.week import Session
from iopctl.scheduling.against import Fact, of_day, of_place, of_session, unqualified
from iopctl.scheduling.demand import Dose, Need, Person
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import DAY, Stretch, joined, moment, overlaps, starts_in, without
from iopctl.scheduling.offer import Opening, openings, program_hours


@dataclass(frozen=True)
class Possible:
    """A place for one dose of a need, and every fact that bars it; without any it is free."""

    need: int
    dose: int | None  # of an own session which one; of a seat any
    stretch: Stretch
    minutes: int  # that count to the week
    against: frozenset[Fact]


def possible(frame: Frame, person: Person, others: Sequence[Session]) -> list[Possible]:
    """Every place that the program could give, barred or not; `others` are held whatever happens."""
    found: list[Possible] = []
    offered, givers, hours = openings(frame), Givers(frame.census), program_hours(frame)
    full = _no_room(frame, others)
    for n, need in enumerate(person.needs):
        slots = {each.id for each in own_slots(frame, person, need)}
        found += (_seat(frame, person, n, need, each, others) for each in offered if each.slot.id in slots)
        if need.own:
            for d, dose in enumerate(need.open):
                for by in givers.of(person.chart, need.service, dose) or (() if frame.program.staff else (None,)):
                    found += _owns(frame, person, (n, d), need, dose, by, others, hours, full)
    return found


def offered(frame: Frame, person: Person, need: Need) -> Fact:
    """That a service is to be had at no other time, or by nobody else."""
    slots, track = own_slots(frame, person, need), person.chart.plan.track
    times = ", ".join(f"{each.day} {each.start:%H:%M}" for each in slots)
    on_track = f" to track {track}" if track else ""
    at_times = f"is offered{on_track} {times} and at no other time" if slots else f"is offered{on_track} at no time"
    if not need.own:
        return Fact("offered", f"{need.service} {at_times}")
    givers = dict.fromkeys(by for dose in need.open for by in Givers(frame.census).of(person.chart, need.service, dose))
    if not givers and frame.program.staff:
        text = f"the plan names nobody who gives {need.service}, and nobody gives it to others"
        return Fact("offered", text)
    return Fact("offered", f"{need.service} is given by {' and '.join(givers)} and nobody else")


def own_slots(frame: Frame, person: Person, need: Need) -> list[Slot]:
    """The standing times of a service for the patient: those of the track, and those that the pattern names."""
    named = {slot for day in frame.dates for slot in slots_of(person.chart, day)}
    mine = (each for each in frame.program.slots if each.service == need.service)
    return [each for each in mine if each.track == person.chart.plan.track or each.id in named]


def _seat(frame: Frame, person: Person, n: int, need: Need, opening: Opening, others: Sequence[Session]) -> Possible:
    chart, slot, start_end = person.chart, opening.slot, opening.stretch
    facts = {*opening.bars, *against_seat(frame, chart, opening)}
    facts |= {*of_place(frame.census, chart, opening.session, others)}
    if not opening.bars:
        facts |= {*of_session(frame.program, opening.session, others)}
    there = len(frame.seated.get(slot.id, ()))
    for cap in opening.caps:
        if there + 1 > cap.most:
            facts.add(Fact("full", f"{cap.fact.text}, and {_others(there)} in {slot.id}"))
    if there + 1 < opening.least:
        facts.add(Fact("few", f"{slot.id} is not held with fewer than {opening.least}, and {_others(there)} in it"))
    longest = max((dose.minutes for dose in need.open), default=0)
    if start_end[1] - start_end[0] < longest:
        lasts = start_end[1] - start_end[0]
        facts.add(Fact("length", f"{slot.id} lasts {lasts} minutes, and {longest} are promised"))
    return Possible(n, None, start_end, opening.minutes, frozenset(facts))


def _others(count: int) -> str:
    return "1 other is" if count == 1 else f"{count or 'no'} others are"


def _owns(
    frame: Frame,
    person: Person,
    of: tuple[int, int],
    need: Need,
    dose: Dose,
    by: str | None,
    others: Sequence[Session],
    hours: list[Stretch],
    full: Sequence[Stretch],
) -> Iterator[Possible]:
    """All starts in the hours of the program and of the giver, by day and by each."""
    chart, staff = person.chart, frame.program.staff_by_id.get(by or "")
    for day in frame.dates:
        first = (day - frame.monday).days * DAY
        all_day = without([(first, first + DAY)], without([(0, 7 * DAY)], joined([*hours, *own_hours(staff, hours)])))
        shut = {*of_day(chart, day), *_of_giver(frame, person, need.service, by, day)}
        if day < frame.today:
            shut.add(Fact("past", f"{day} is over"))
        for start in starts_in(all_day, dose.minutes, GRID):
            if (start + dose.minutes) // DAY != start // DAY:
                continue
            session = own_session(frame, need.service, by, start, dose.minutes)
            facts = {*shut, *of_place(frame.census, chart, session, others)}
            facts |= {each for each in of_session(frame.program, session, others) if each.kind in {"hours", "staff"}}
            facts |= set(_rooms(frame, (start, start + dose.minutes), full, others))
            facts = {Fact(each.kind, _unnamed(each.text, session)) for each in facts}
            yield Possible(*of, (start, start + dose.minutes), dose.minutes, frozenset(facts))


def _unnamed(text: str, session: Session) -> str:
    """A fact about hours without the time that was tried, so that it is the same at every time."""
    return text.partition(f", {session.id} is ")[0]


def _of_giver(frame: Frame, person: Person, service: str, by: str | None, day: date) -> Iterator[Fact]:
    session = own_session(frame, service, by, (day - frame.monday).days * DAY, 1)
    for fact in of_session(frame.program, session):
        if fact.kind == "skill":
            yield Fact("skill", f"{service} needs a skill that {by} has not")
        elif fact.kind != "hours":
            yield fact
    for fact in unqualified(person.chart, frame.packs_of(person.chart, day), session):
        yield Fact(fact.kind, fact.text.replace(f" of {session.id} is none", " is none"))


def _no_room(frame: Frame, others: Sequence[Session]) -> list[Stretch]:
    """When all rooms are taken."""
    rooms = [room.id for room in frame.program.rooms]
    if not rooms:
        return []
    full = [(0, 7 * DAY)]
    for room in rooms:
        free = without([(0, 7 * DAY)], [frame.stretch(each) for each in others if each.room == room])
        full = without(full, free)
    return full


def _rooms(frame: Frame, when: Stretch, full: Sequence[Stretch], taken: Sequence[Session]) -> Iterator[Fact]:
    """That no room is free: at some minute none at all, or none for so long."""
    if not frame.program.rooms:
        return
    for start, end in full:
        if overlaps(when, [(start, end)]):
            yield Fact("rooms", f"all rooms are taken {_when(frame, start, end)}")
            return
    busy = {each.room for each in taken if overlaps(when, [frame.stretch(each)])}
    if all(room.id in busy for room in frame.program.rooms):
        yield Fact("rooms", f"no room is free all the time {_when(frame, *when)}")


def _when(frame: Frame, start: int, end: int) -> str:
    day, begin = moment(frame.monday, start)
    _, last = moment(frame.monday, end)
    return f"{day:%a} {begin:%H:%M}-{last:%H:%M}"
