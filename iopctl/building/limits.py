"""The variables of a week and what must hold of them, as linear constraints over yes and no."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from iopctl.building.problem import Own, Problem
from iopctl.model.week import Session
from iopctl.scheduling.demand import Person
from iopctl.scheduling.frame import one_to_one
from iopctl.scheduling.minutes_of_week import DAY, Stretch

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

    Linear = LinearExpr | IntVar | int

DAY_SHORT = 60  # a day below a minimum of days counts as so many minutes of the dose

Counted = dict[int, list[tuple[Any, int]]]  # by day yes or no, and minutes
Activity = tuple[Any, Stretch]  # a yes or no, and when it takes place


@dataclass
class Variables:
    """What is decided: seats, which slots are held, when and by whom own sessions are; and what is missing."""

    seat: list["IntVar"] = field(default_factory=list)
    held: list["IntVar"] = field(default_factory=list)
    at: dict[tuple[int, int], "IntVar"] = field(default_factory=dict)  # own session, start
    lead: dict[tuple[int, str | None, int], "IntVar"] = field(default_factory=dict)  # own session, giver, start
    anybody: dict[int, "IntVar"] = field(default_factory=dict)  # an own session that somebody else gives some time
    room: dict[tuple[int, int, str], "IntVar"] = field(default_factory=dict)  # own session, start, room
    missing: dict[tuple[int, int], "Linear"] = field(default_factory=dict)  # sessions by person and need
    comes: dict[tuple[int, int], "IntVar"] = field(default_factory=dict)  # person, day of the week
    quarters: dict[tuple[int, int], "IntVar"] = field(default_factory=dict)  # between sessions, of person and day
    off: dict[int, "IntVar"] = field(default_factory=dict)  # patients more or less than best, of an opening
    # Minutes of the dose and of minimums that each person lacks; all together are to be made least.
    short_of: dict[int, list["Linear"]] = field(default_factory=dict)

    @property
    def short(self) -> list["Linear"]:
        """Of everybody."""
        return [each for some in self.short_of.values() for each in some]

    def lacks(self, person: int, minutes: "Linear") -> None:
        """Something that somebody may lack."""
        self.short_of.setdefault(person, []).append(minutes)


def add_limits(model: "CpModel", problem: Problem, exact_days: Iterable[int] = ()) -> Variables:
    """Decide nothing yet; `exact_days` are those on which every own session is given its room in the search itself."""
    made = Variables()
    made.seat = [model.new_bool_var("") for _ in problem.seats]
    made.held = [model.new_bool_var("") for _ in problem.openings]
    for number, own in enumerate(problem.owns):
        _add_own(model, made, number, own)
    _add_groups(model, made, problem)
    _add_people(model, made, problem)
    _add_staff(model, made, problem)
    _add_rooms(model, made, problem, frozenset(exact_days))
    _add_needs(model, made, problem)
    _add_minimums(model, made, problem)
    return made


def _add_own(model: "CpModel", made: Variables, number: int, own: Own) -> None:
    for start in sorted({start for starts in own.starts.values() for start in starts}):
        givers = [by for by, starts in own.starts.items() if start in set(starts)]
        made.at[number, start] = model.new_bool_var("")
        for by in givers:
            alone = len(givers) == 1
            made.lead[number, by, start] = made.at[number, start] if alone else model.new_bool_var("")
        if len(givers) > 1:
            model.add(sum(made.lead[number, by, start] for by in givers) == made.at[number, start])
    if own.anybody:
        made.anybody[number] = model.new_bool_var("")


def _add_groups(model: "CpModel", made: Variables, problem: Problem) -> None:
    """The size of a group that is held, and no slot without its place, its leads and its people."""
    seats: dict[int, list[IntVar]] = {}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        seats.setdefault(seat.opening, []).append(literal)
        model.add_implication(literal, made.held[seat.opening])
    for number, opening in enumerate(problem.openings):
        mine, stay = seats.get(number, []), len(problem.seated(opening))
        held = made.held[number]
        if stay:
            model.add(held == 1)
        model.add(sum(mine) + stay >= opening.least * held)
        if opening.caps:
            model.add(sum(mine) + stay <= min(cap.most for cap in opening.caps) * held)


def _add_people(model: "CpModel", made: Variables, problem: Problem) -> None:
    """Nobody in two places."""
    by_person: dict[int, list[Activity]] = {}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        by_person.setdefault(seat.person, []).append((literal, problem.openings[seat.opening].stretch))
    for (own, start), literal in made.at.items():
        mine = problem.owns[own]
        by_person.setdefault(mine.person, []).append((literal, mine.stretch(start)))
    for activities in by_person.values():
        for clique in cliques(activities):
            model.add_at_most_one(clique)


def _add_staff(model: "CpModel", made: Variables, problem: Problem) -> None:
    """Nobody leads two sessions at once; those that stay are kept free of by the starts."""
    by_staff: dict[str, list[Activity]] = {}
    for held, opening in zip(made.held, problem.openings, strict=True):
        for lead in opening.slot.leads:
            by_staff.setdefault(lead, []).append((held, opening.stretch))
    for (own, by, start), literal in made.lead.items():
        if by is not None:
            by_staff.setdefault(by, []).append((literal, problem.owns[own].stretch(start)))
    for activities in by_staff.values():
        for clique in cliques(activities):
            model.add_at_most_one(clique)


def _add_rooms(model: "CpModel", made: Variables, problem: Problem, exact_days: frozenset[int]) -> None:
    """One session a room; own sessions take any room that is free, as many at a time as there are."""
    rooms = [room.id for room in problem.frame.program.rooms]
    slots = [
        (opening.slot.room, held, opening.stretch)
        for held, opening in zip(made.held, problem.openings, strict=True)
        if opening.slot.room is not None
    ]
    for room in {where for where, _, _ in slots}:
        for clique in cliques([(held, when) for where, held, when in slots if where == room]):
            model.add_at_most_one(clique)
    slots = [each for each in slots if each[0] in rooms]
    if not rooms:
        return
    fixed = [(each.room, problem.frame.stretch(each)) for each in problem.frame.held if each.room in rooms]
    owns = [(own, start, literal) for (own, start), literal in made.at.items()]
    for day, mine in groupby(sorted(owns, key=lambda each: each[1]), key=lambda each: each[1] // DAY):
        there = list(mine)
        if day in exact_days:
            _add_exact_rooms(model, made, problem, there)
            continue
        free: list[Activity] = [(literal, problem.owns[own].stretch(start)) for own, start, literal in there]
        some = [*free, *((held, when) for _, held, when in slots), *((None, when) for _, when in fixed)]
        for clique in cliques([each for each in some if each[1][0] // DAY == day]):
            taken = sum(literal is None for literal in clique)
            model.add(sum(each for each in clique if each is not None) <= max(len(rooms) - taken, 0))


def _add_exact_rooms(
    model: "CpModel", made: Variables, problem: Problem, there: list[tuple[int, int, "IntVar"]]
) -> None:
    """Each own session of a day in a room of its own."""
    rooms, frame = [room.id for room in problem.frame.program.rooms], problem.frame
    by_room: dict[str, list[Activity]] = {room: [] for room in rooms}
    for held, opening in zip(made.held, problem.openings, strict=True):
        if opening.slot.room in by_room:
            by_room[opening.slot.room].append((held, opening.stretch))
    taken = [(each.room, frame.stretch(each)) for each in frame.held]
    for own, start, literal in there:
        when = problem.owns[own].stretch(start)
        free = [room for room in rooms if not any(room == each and _meet(when, other) for each, other in taken)]
        for room in free:
            made.room[own, start, room] = model.new_bool_var("")
            by_room[room].append((made.room[own, start, room], when))
        model.add(sum(made.room[own, start, room] for room in free) == literal)
    for activities in by_room.values():
        for clique in cliques(activities):
            model.add_at_most_one(clique)


def _add_needs(model: "CpModel", made: Variables, problem: Problem) -> None:
    """No more than promised; what is not placed is missing, in sessions and in minutes."""
    seats: dict[tuple[int, int], list[tuple[IntVar, int]]] = {}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        seats.setdefault((seat.person, seat.need), []).append((literal, seat.given))
    starts: dict[tuple[int, int], list[tuple[IntVar, int]]] = {}
    of_own: dict[int, list[IntVar]] = {}
    for (number, _), literal in made.at.items():
        own = problem.owns[number]
        starts.setdefault((own.person, own.need), []).append((literal, own.dose.minutes))
        of_own.setdefault(number, []).append(literal)
    for number, literal in made.anybody.items():
        own = problem.owns[number]
        starts.setdefault((own.person, own.need), []).append((literal, own.dose.minutes))
        of_own.setdefault(number, []).append(literal)
    for literals in of_own.values():
        model.add_at_most_one(literals)
    for p, person in enumerate(problem.people):
        for n, need in enumerate(person.needs):
            given = [*seats.get((p, n), ()), *starts.get((p, n), ())]
            promised = len(need.open)
            model.add(sum(literal for literal, _ in given) <= promised)
            made.missing[p, n] = promised - sum(literal for literal, _ in given)
            minutes = sum(dose.minutes for dose in need.open)
            if {each for _, each in given} <= {dose.minutes for dose in need.open} and len(set(need.open)) <= 1:
                made.lacks(p, minutes - sum(literal * each for literal, each in given))
            else:
                lacks = model.new_int_var(0, minutes, "")
                model.add(lacks >= minutes - sum(literal * each for literal, each in given))
                made.lacks(p, lacks)


def _add_minimums(model: "CpModel", made: Variables, problem: Problem) -> None:
    """What is below the weekly minimums, beyond what the dose itself leaves short."""
    for p, person in enumerate(problem.people):
        if person.minimums:
            counted = _counted(problem, made, p)
            for minimum in person.minimums:
                add = _add_minutes if minimum.unit == "minutes" else _add_days
                below = add(model, problem, person, minimum.value, counted)
                if below is not None:
                    made.lacks(p, below)


def _counted(problem: Problem, made: Variables, p: int) -> Counted:
    """By day what would count to the hours of one patient, with its minutes."""
    program, person, found = problem.frame.program, problem.people[p], Counted()
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        opening = problem.openings[seat.opening]
        if seat.person == p and program.counts(opening.slot.service):
            found.setdefault(opening.stretch[0] // DAY, []).append((literal, opening.minutes))
    for (number, start), literal in made.at.items():
        own = problem.owns[number]
        if own.person == p and program.counts(person.needs[own.need].service):
            found.setdefault(start // DAY, []).append((literal, own.dose.minutes))
    return found


def _settled(problem: Problem, person: Person) -> list[Session]:
    """What counts of the sessions that stay."""
    frame = problem.frame
    return [each for each in frame.held if person.patient in each.roster and frame.program.counts(each.service)]


def _add_minutes(model: "CpModel", problem: Problem, person: Person, value: int, counted: Counted) -> "Linear | None":
    stay = sum(problem.frame.minutes(each) for each in _settled(problem, person))
    counts = problem.frame.program.counts
    promised = sum(dose.minutes for need in person.needs if counts(need.service) for dose in need.open)
    given = sum(literal * minutes for there in counted.values() for literal, minutes in there)
    return _below(model, min(value - stay, promised), given)


def _add_days(model: "CpModel", problem: Problem, person: Person, value: int, counted: Counted) -> "Linear | None":
    stay = {problem.frame.stretch(each)[0] // DAY for each in _settled(problem, person)}
    came = []
    for day, there in counted.items():
        if day not in stay:
            comes = model.new_bool_var("")
            model.add(comes <= sum(literal for literal, _ in there))
            came.append(comes)
    below = _below(model, min(value - len(stay), len(came)), sum(came))
    return None if below is None else DAY_SHORT * below


def _below(model: "CpModel", asked: int, given: Any) -> "IntVar | None":
    """What is missing of so much; None where nothing can be."""
    if asked <= 0:
        return None
    below = model.new_int_var(0, asked, "")
    model.add(below >= asked - given)
    return below


def cliques(activities: Iterable[Activity]) -> Iterator[list[Any]]:
    """What takes place at the same time, once for each set that no other holds; alone nothing."""
    waiting = sorted(activities, key=lambda each: each[1])
    starts = sorted({when[0] for _, when in waiting})
    now: list[Activity] = []
    upcoming = 0
    for start, following in zip(starts, (*starts[1:], None), strict=False):
        now = [each for each in now if each[1][1] > start]
        while upcoming < len(waiting) and waiting[upcoming][1][0] == start:
            now.append(waiting[upcoming])
            upcoming += 1
        if len(now) > 1 and (following is None or any(when[1] <= following for _, when in now)):
            yield [literal for literal, _ in now]


def _meet(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def is_one_to_one(problem: Problem, own: Own) -> bool:
    """Whether the session counts to the one-on-one load of who gives it."""
    return one_to_one(problem.frame.program.service_by_id.get(problem.need(own).service))
