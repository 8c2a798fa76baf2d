"""A week to be filled as a problem: who needs which places, and the places that nothing on file stands against."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from iopctl.building.givers import Givers
from iopctl.building.places import Places, places
from iopctl.counting.planned import pattern_on
from iopctl.model.chart import Chart
from iopctl.model.program import Staff
from iopctl.model.week import Session
from iopctl.scheduling.against import Fact, at_work, blocked, of_day, of_place, of_session, unqualified
from iopctl.scheduling.composing import LeftOut
from iopctl.scheduling.demand import Dose, Need, Person, people
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import DAY, Stretch, holds, moment, starts_in, without
from iopctl.scheduling.offer import Opening, openings, program_hours

SUBSTITUTES = 3  # whom a search looks at beside the named one, until somebody comes up short
GRID = 15  # sessions of one's own begin at the quarters of the hour, or where they were


@dataclass(frozen=True)
class Seat:
    """One patient's possible place in a slot, by the indexes of person, need and opening."""

    person: int
    need: int
    opening: int
    given: int  # minutes of the dose


@dataclass(frozen=True)
class Own:
    """One dose that may have a time of its own: by each giver the minutes of the week at which it may begin."""

    person: int
    need: int
    dose: Dose
    named: str | None
    starts: Mapping[str | None, tuple[int, ...]]
    anybody: bool = False  # somebody else may give it too, at any time and in any room: for bounds only

    def stretch(self, start: int) -> Stretch:
        """When it takes place, from that minute on."""
        return start, start + self.dose.minutes


@dataclass(frozen=True)
class Problem:
    """Everything that the search needs to know."""

    frame: Frame
    people: tuple[Person, ...]
    places: tuple[Places, ...]
    openings: tuple[Opening, ...]
    seats: tuple[Seat, ...]
    owns: tuple[Own, ...]
    later: tuple[int, ...]  # how many patients in care were admitted later than each
    left_out: tuple[LeftOut, ...] = ()
    owners: frozenset[str] | None = None  # whose load counts; None: everybody's

    def need(self, of: Seat | Own) -> Need:
        """What it is for."""
        return self.people[of.person].needs[of.need]

    def seated(self, opening: Opening) -> tuple[str, ...]:
        """Who keeps a place in a slot and is not looked at."""
        return self.frame.seated.get(opening.slot.id, ())


def problem(
    frame: Frame,
    patients: Collection[str] | None = None,
    wide: Collection[str] | None = None,
    substitutes: int = SUBSTITUTES,
) -> Problem:
    """The week for everybody in care, or for some while all others stay where the frame has them.

    For those in `wide` everybody is looked at who gives a service, and for all where it is None; for others as many
    substitutes beside the one whom the plan names.
    """
    everybody, left_out = people(frame)
    chosen = tuple(each for each in everybody if patients is None or each.patient in patients)
    offered = tuple(each for each in openings(frame) if not each.bars)
    givers, hours = Givers(frame.census), program_hours(frame)
    had = tuple(places(frame, each.chart) for each in chosen)
    return Problem(
        frame=frame,
        people=chosen,
        places=had,
        openings=offered,
        seats=tuple(seat for n, each in enumerate(chosen) for seat in _seats(frame, n, each, offered)),
        owns=tuple(
            own
            for n, each in enumerate(chosen)
            for own in _owns(
                frame, n, each, had[n], givers, hours, None if wide is None or each.patient in wide else 1 + substitutes
            )
        ),
        later=tuple(sum(_admitted(frame, other) > _admitted(frame, each) for other in everybody) for each in chosen),
        left_out=(
            *left_out,
            *(LeftOut(each.patient, "the plan promises nothing that week") for each in chosen if not each.needs),
        ),
    )


def _admitted(frame: Frame, person: Person) -> date:
    return person.chart.plan.admitted_on or frame.monday


def loosened(asked: Problem) -> Problem:
    """The same with no more than the named giver of each own session, and somebody else who is always free.

    No week of the problem costs less than the best of this one, which is found much sooner.
    """
    owns = tuple(
        replace(each, starts={each.named: each.starts.get(each.named, ())}, anybody=True)
        if each.starts.keys() - {each.named} and each.named is not None
        else each
        for each in asked.owns
    )
    return replace(asked, owns=owns, people=tuple(replace(each, minimums=()) for each in asked.people))


def _seats(frame: Frame, number: int, person: Person, offered: tuple[Opening, ...]) -> Iterator[Seat]:
    for n, need in enumerate(person.needs):
        longest = max((dose.minutes for dose in need.open), default=0)
        for o, opening in enumerate(offered):
            fits = longest and opening.slot.service == need.service and opening.day in person.days
            if fits and not any(against_seat(frame, person.chart, opening)):
                start, end = opening.stretch
                yield Seat(number, n, o, min(longest, end - start))


def against_seat(frame: Frame, chart: Chart, opening: Opening) -> Iterator[Fact]:
    """What keeps somebody out of a slot, its size and room aside."""
    slot, track = opening.slot, chart.plan.track
    if slot.track != track and not any(slot.id in slots_of(chart, day) for day in frame.dates):
        yield Fact("track", f"{slot.id} is for track {slot.track}, {chart.patient} is on {track or 'none'}")
    yield from of_place(frame.census, chart, opening.session, frame.held)
    yield from unqualified(chart, frame.packs_of(chart, opening.day), opening.session)


def slots_of(chart: Chart, day: date) -> tuple[str, ...]:
    """The slots of the pattern in force that day."""
    pattern = pattern_on(chart, day)[0]
    return pattern.slots if pattern else ()


def _owns(
    frame: Frame, number: int, person: Person, had: Places, givers: Givers, hours: list[Stretch], most: int | None
) -> Iterator[Own]:
    for n, need in enumerate(person.needs):
        if need.own:
            for dose in need.open:
                named, known = (
                    givers.named(person.chart, need.service, dose),
                    givers.of(person.chart, need.service, dose),
                )
                some: dict[str | None, tuple[int, ...]] = {}
                for by in known or _nobody(frame):
                    if most is None or named is None or len(some) < most:
                        found = tuple(_starts(frame, person, need, dose, had, by, hours))
                        some |= {by: found} if found else {}
                yield Own(number, n, dose, named, some)


def _nobody(frame: Frame) -> tuple[None, ...]:
    """A program that keeps no staff leaves open who gives a session."""
    return () if frame.program.staff else (None,)


def _starts(
    frame: Frame, person: Person, need: Need, dose: Dose, had: Places, by: str | None, hours: list[Stretch]
) -> Iterator[int]:
    chart, staff = person.chart, frame.program.staff_by_id.get(by or "")
    free = without(own_hours(staff, hours), _taken(frame, person, by))
    days = [day for day in sorted(person.days) if not any(_against_day(frame, chart, need.service, by, day))]
    whole = [((day - frame.monday).days * DAY, ((day - frame.monday).days + 1) * DAY) for day in days]
    free = without(free, without([(0, 7 * DAY)], whole))
    before = {start for service, start in had.own if service == need.service}
    before = {start for start in before if holds(free, (start, start + dose.minutes))}
    found = {*starts_in(free, dose.minutes, GRID), *before}
    yield from sorted(each for each in found if each // DAY == (each + dose.minutes) // DAY)  # none past midnight


def own_hours(staff: Staff | None, hours: list[Stretch]) -> list[Stretch]:
    """When sessions without a standing time can be: the hours at work, where none are on file those of the program."""
    return at_work(staff) if staff is not None and staff.available else hours


def _taken(frame: Frame, person: Person, by: str | None) -> Iterator[Stretch]:
    for each in frame.held:
        if person.patient in each.patients or (by is not None and by in each.leads):
            yield frame.stretch(each)
    for commitment in person.chart.plan.commitments:
        if commitment.firm:
            yield from blocked(frame.monday, commitment)


def _against_day(frame: Frame, chart: Chart, service: str, by: str | None, day: date) -> Iterator[Fact]:
    """What keeps a session from being given by somebody on a whole day: closures, credentials, the skill."""
    yield from of_day(chart, day)
    session = own_session(frame, service, by, (day - frame.monday).days * DAY, 1)
    yield from (fact for fact in of_session(frame.program, session) if fact.kind != "hours")
    yield from unqualified(chart, frame.packs_of(chart, day), session)


def own_session(frame: Frame, service: str, by: str | None, start: int, minutes: int) -> Session:
    """A session of one patient's own without a room yet."""
    day, begins = moment(frame.monday, start)
    _, ends = moment(frame.monday, start + minutes)
    return Session(id="own", service=service, date=day, start=begins, end=ends, leads=(by,) if by else ())
