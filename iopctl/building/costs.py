"""What the soft wishes cost in a finished week, counted from its sessions alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from iopctl.building.places import own_place
from iopctl.building.problem import Problem
from iopctl.model.week import Session, Week
from iopctl.scheduling.against import blocked
from iopctl.scheduling.frame import one_to_one
from iopctl.scheduling.minutes_of_week import DAY, Stretch, joined, overlaps

QUARTER = 15


@dataclass(frozen=True)
class Cost:
    """One wish of `[weights]`: how often it is not met, and what each time weighs."""

    name: str
    units: int
    weight: int

    @property
    def cost(self) -> int:
        """What it adds."""
        return self.units * self.weight


def costs(problem: Problem, sessions: Iterable[Session]) -> list[Cost]:
    """All wishes in the order of the file."""
    held = [each for each in sessions if each.cancelled is None]
    units = Counter(name for person in range(len(problem.people)) for name in _of_person(problem, person, held))
    units["load"] = _load(problem, held)
    units["group_size"] = _group_size(problem, held)
    weights = problem.frame.program.weights
    return [Cost(name, units[name], getattr(weights, name)) for name in type(weights).model_fields]


def given_sessions(problem: Problem, week: Week) -> Mapping[tuple[int, int], list[Session]]:
    """The sessions that were placed, by person and need."""
    settled = {each.id for each in problem.frame.held}
    found: dict[tuple[int, int], list[Session]] = {}
    for p, person in enumerate(problem.people):
        needs = {need.service: n for n, need in enumerate(person.needs)}
        for each in week.sessions:
            if each.id not in settled and person.patient in each.patients and each.service in needs:
                found.setdefault((p, needs[each.service]), []).append(each)
    return found


def _of_person(problem: Problem, number: int, held: Iterable[Session]) -> Iterator[str]:
    """A name for each time that a wish is not met."""
    person, frame = problem.people[number], problem.frame
    mine = [each for each in held if person.patient in each.patients]
    settled = {each.id for each in frame.held}
    placed = [each for each in mine if each.id not in settled]
    yield from ["keep"] * _lost(problem, number, placed)
    yield from ["therapist"] * sum(_others(problem, number, n, placed) for n in range(len(person.needs)))
    soft = [when for each in person.chart.plan.commitments if not each.firm for when in blocked(frame.monday, each)]
    yield from ["soft_commitments"] * sum(overlaps(frame.stretch(each), soft) for each in placed)
    days: dict[int, list[Stretch]] = {}
    for each in mine:
        days.setdefault(frame.stretch(each)[0] // DAY, []).append(frame.stretch(each))
    came_anyway = {frame.stretch(each)[0] // DAY for each in mine if each.id in settled}
    yield from ["days"] * len(days.keys() - came_anyway)
    possible = _possible(problem, number)
    for day in days.keys() & {day for _, day in possible}:
        yield from ["gaps"] * _quarters(days[day])
    yield from ["spread"] * _again(mine, possible)
    lacks = sum(len(need.open) for need in person.needs) - len(placed)
    yield from ["waiting"] * (problem.later[number] * lacks)


def _lost(problem: Problem, number: int, placed: list[Session]) -> int:
    """Places that could be kept and are not."""
    had = problem.places[number]
    offered = {problem.openings[seat.opening].slot.id for seat in problem.seats if seat.person == number}
    own = {
        (problem.need(each).service, start)
        for each in problem.owns
        if each.person == number
        for starts in each.starts.values()
        for start in starts
    }
    slots = {each.id for each in placed} & offered
    return len((had.slots & offered) - slots) + len((had.own & own) - {own_place(each) for each in placed})


def _others(problem: Problem, number: int, need: int, placed: list[Session]) -> int:
    """Own sessions that somebody else leads than the plan names."""
    person = problem.people[number]
    named = [each.named or "" for each in problem.owns if each.person == number and each.need == need]
    slots = {opening.slot.id for opening in problem.openings}
    leads = [each.leads for each in placed if each.service == person.needs[need].service and each.id not in slots]
    if "" in named:
        return 0
    wanted = Counter(named)
    right = Counter(lead for some in leads for lead in some[:1])
    return len(leads) - sum((wanted & right).values())


def _quarters(stretches: list[Stretch]) -> int:
    """The quarters of an hour, begun, between the first start and the last end in which there is no session."""
    busy = joined(stretches)
    idle = busy[-1][1] - busy[0][0] - sum(end - start for start, end in busy)
    return -(-idle // QUARTER)


def _possible(problem: Problem, number: int) -> set[tuple[str, int]]:
    """The services and days on which something could be placed: what stays on other days is nobody's choice."""
    seats = {
        (problem.need(each).service, problem.openings[each.opening].stretch[0] // DAY)
        for each in problem.seats
        if each.person == number
    }
    owns = {
        (problem.need(each).service, start // DAY)
        for each in problem.owns
        if each.person == number
        for starts in each.starts.values()
        for start in starts
    }
    return seats | owns


def _again(mine: list[Session], possible: set[tuple[str, int]]) -> int:
    """Sessions of one service beyond the first on a day."""
    found = Counter((each.service, each.date.weekday()) for each in mine)
    return sum(count - 1 for when, count in found.items() if when in possible)


def _load(problem: Problem, held: list[Session]) -> int:
    """One-on-one sessions on the fullest day of everybody who gives some."""
    services = problem.frame.program.service_by_id
    by_day = Counter(
        (lead, each.date) for each in held if one_to_one(services.get(each.service)) for lead in each.leads
    )
    return sum(max(count for (who, _), count in by_day.items() if who == lead) for lead in {who for who, _ in by_day})


def _group_size(problem: Problem, held: list[Session]) -> int:
    """Patients more or less than the best size of a group that is held."""
    counts = {each.id: len(each.patients) for each in held}
    wanted = [problem.openings[number] for number in {seat.opening for seat in problem.seats}]
    return sum(
        abs(counts[opening.slot.id] - opening.best)
        for opening in wanted
        if opening.best is not None and opening.slot.id in counts
    )
