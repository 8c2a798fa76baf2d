"""A week that was built: its sessions, who is short of what, and what it costs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from iopctl.building.costs import Cost, costs, given_sessions
from iopctl.building.problem import Problem, problem
from iopctl.building.searching import Quality, Search, Searching
from iopctl.counting.minutes import dose, session_span
from iopctl.model.week import Session, Week, week_id
from iopctl.scheduling.demand import Minimum, Person
from iopctl.scheduling.frame import Frame


@dataclass(frozen=True)
class Lack:
    """What somebody does not get of one service."""

    service: str
    sessions: int
    promised: int
    minutes: int


@dataclass(frozen=True)
class Below:
    """A weekly minimum of a pack that the week does not reach, though everybody comes."""

    minimum: Minimum
    given: int

    @property
    def short(self) -> int:
        """By how much."""
        return self.minimum.value - self.given


@dataclass(frozen=True)
class Short:
    """One patient who does not get everything."""

    person: Person
    lacks: tuple[Lack, ...]
    below: tuple[Below, ...]

    @property
    def patient(self) -> str:
        """The code."""
        return self.person.patient


@dataclass(frozen=True)
class Built:
    """The proposal."""

    problem: Problem
    week: Week
    short: tuple[Short, ...]
    costs: tuple[Cost, ...]
    quality: Quality

    @property
    def frame(self) -> Frame:
        """What it was built from."""
        return self.problem.frame


def build(frame: Frame, search: Search) -> Built:
    """The week for everybody in care. Raises Undecided."""
    sessions, quality = Searching(frame, search).run()
    return judged(problem(frame), sessions, quality)


def judged(asked: Problem, sessions: Iterable[Session], quality: Callable[[int], Quality]) -> Built:
    """What was placed beside what stays, as a week: who is short in it, and what it costs."""
    everything = sorted((*asked.frame.pinned, *sessions), key=lambda each: (each.date, each.start, each.id))
    name = week_id(asked.frame.monday)
    fields = {"week": name, "monday": asked.frame.monday, "sessions": everything}
    week = Week.read(fields, f"weeks/{name}.toml")
    counted = tuple(costs(asked, week.sessions))
    return Built(asked, week, tuple(_short(asked, week)), counted, quality(sum(each.cost for each in counted)))


def _short(asked: Problem, week: Week) -> Iterator[Short]:
    given, frame = given_sessions(asked, week), asked.frame
    for p, person in enumerate(asked.people):
        lacks = []
        for n, need in enumerate(person.needs):
            mine = given.get((p, n), [])
            longest = max((each.minutes for each in need.open), default=0)
            minutes = sum(min(_length(frame, each), longest) for each in mine)
            missing = max(sum(each.minutes for each in need.open) - minutes, 0)
            if missing:
                lacks.append(Lack(need.service, len(need.open) - len(mine), len(need.doses), missing))
        below = [each for minimum in person.minimums if (each := _below(frame, week, person, minimum)).short > 0]
        if lacks or below:
            yield Short(person, tuple(lacks), tuple(below))


def _length(frame: Frame, session: Session) -> int:
    start, end = frame.stretch(session)
    return end - start


def _below(frame: Frame, week: Week, person: Person, minimum: Minimum) -> Below:
    mine = [each for each in week.sessions if each.cancelled is None and person.patient in each.roster]
    amount = dose(frame.program, [session_span(frame.program, each) for each in mine])
    return Below(minimum, amount.minutes if minimum.unit == "minutes" else amount.days)
