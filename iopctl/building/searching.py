"""How a week is searched for: first nobody short, then better and better, and beside that how good any week can be."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

from iopctl.building.costs import costs
from iopctl.building.parts import owners, parts, size_of
from iopctl.building.placing import chosen_of, sessions_of
from iopctl.building.problem import Problem, problem
from iopctl.building.rooms import NoRooms
from iopctl.building.solver import Chosen, Limits, Undecided, improve, least_cost, least_missing, optimum, place
from iopctl.model.week import Session
from iopctl.scheduling.frame import Frame

FIRST_SHARE, PART_EFFORT = 0.4, 4.0  # of the effort goes at most into leaving nobody short, or so much a part
OPTIMUM_SHARE = 0.25  # and this at most into the best week there is, where there are few possible places
SMALL = 6_000
BOUND_SHARE, BOUND_EFFORT = 0.4, 10.0  # of the rest goes into bounds, or so much a part; more hardly raises them
ROUNDS, TURN = 6, 4.0  # so often a part is made better, with so much effort at least
SET_UP = 1.5  # effort that goes into a part or a turn of it before the search begins
ROOMS_EFFORT = 20.0  # so much at least, for a week whose sessions have no rooms is none


@dataclass(frozen=True)
class Progress:
    """How far a search is: what is missing in minutes, then the cost of the best week and what none can go below."""

    missing: int
    cost: int | None = None
    bound: int | None = None
    whole: bool = False  # everybody has been looked at


@dataclass(frozen=True)
class Search:
    """How long and how: `effort` is work, about a second each; the same seed and effort give the same week."""

    effort: float = 30.0
    seed: int = 0
    watch: Callable[[Progress], None] = lambda _: None


@dataclass(frozen=True)
class Quality:
    """How good a week is known to be: minutes missing and cost, and what no week can go below."""

    missing: int
    least: int
    cost: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no week is better."""
        return self.missing == self.least and self.cost == self.bound

    @property
    def gap(self) -> float:
        """How far the cost may be above that of the best week, as a share of the cost."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


@dataclass
class _Part:
    """Some patients, what was decided about them, and the sessions that makes."""

    patients: tuple[str, ...]
    asked: Problem
    chosen: Chosen
    sessions: list[Session]


class Searching:
    """One search of one week: two things go on at a time, one of them makes the week better, one bounds its cost."""

    def __init__(self, frame: Frame, search: Search) -> None:
        self._frame, self._search = frame, search
        self._limits, self._lock = Limits(search.seed), Lock()
        self._whole = problem(frame, wide=())
        self._found = parts(self._whole)
        self._parts: list[_Part] = []
        self._spent = 0.0
        self._cost: int | None = None
        self._least, self._bound = 0, 0
        self._bounded = self._placed_all = False
        self._proven: int | None = None

    def run(self) -> tuple[list[Session], Callable[[int], Quality]]:
        """The sessions, and how good they are once their cost is counted. Raises Undecided."""
        with ThreadPoolExecutor(2) as pool:
            self._until(pool.submit(self._first))
            self._spent = self._limits.spent + SET_UP * len(self._parts)
            if not self._small_and_proven(pool):
                self._until(pool.submit(self._better), pool.submit(self._bounds))
        missing = sum(part.chosen.missing for part in self._parts)
        sessions = [session for part in self._parts for session in part.sessions]
        return sessions, lambda cost: self._quality(missing, cost)

    def _small_and_proven(self, pool: ThreadPoolExecutor) -> bool:
        """Whether a small week could be made the best there is at once."""
        if len(self._parts) != 1 or size_of(self._whole) > SMALL:
            return False
        self._until(pool.submit(self._optimum))
        return self._proven is not None

    def _optimum(self) -> None:
        [part] = self._parts
        asked, effort = part.asked, OPTIMUM_SHARE * self._search.effort
        if part.chosen.missing:
            self._least = least_missing(asked, effort, self._limits, part.chosen)
        if part.chosen.missing == self._least:
            chosen = optimum(asked, part.chosen, effort, self._limits)
            if chosen.proven:
                self._proven = chosen.cost
            self._parts = [self._with_rooms(part.patients, asked, chosen, effort)]

    def _quality(self, missing: int, cost: int) -> Quality:
        bound = self._proven if self._proven is not None else self._bound
        return Quality(missing, self._least, cost, min(bound, cost) if missing == self._least else 0)

    def _until(self, *work: "Future[None]") -> None:
        """Wait; Ctrl-C ends the search at its best so far."""
        while True:
            try:
                done, _ = wait(work)
            except KeyboardInterrupt:
                self._limits.end()
                continue
            for each in done:
                each.result()
            return

    def _first(self) -> None:
        """Nobody short, part by part; where that fails, everybody at once."""
        effort = FIRST_SHARE * self._search.effort
        for patients in self._found:
            self._parts.append(self._placed(patients, max(effort / len(self._found), PART_EFFORT)))
            self._say()
        if len(self._found) > 1 and any(part.chosen.missing for part in self._parts):
            self._together(effort)
        self._least, self._placed_all = sum(part.chosen.missing for part in self._parts), True
        self._say()

    def _together(self, effort: float) -> None:
        """Everybody at once; where that leaves nobody short, in parts again as soon as it is known how."""
        before, self._parts = self._parts, []
        try:
            whole = self._placed(tuple(each.patient for each in self._whole.people), effort)
        except Undecided:
            self._parts = before
            return
        if whole.chosen.missing >= sum(part.chosen.missing for part in before):
            self._parts = before
        elif whole.chosen.missing:
            self._parts = [whole]
        else:
            self._parts = [self._part_of(whole, patients) for patients in self._found]

    def _part_of(self, whole: _Part, patients: tuple[str, ...]) -> _Part:
        mine = [each for each in whole.sessions if set(each.patients) & set(patients)]
        asked = problem(self._frame, patients, wide=())
        return _Part(patients, asked, chosen_of(problem(self._frame, patients), mine, 0), mine)

    def _placed(self, patients: tuple[str, ...], effort: float) -> _Part:
        """First with the givers that the plans name; who is short then may be seen by everybody."""
        frame = self._around(None)
        frame = replace(frame, fixed=(*frame.pinned, *self._reserved(patients, frame)))
        asked = problem(frame, patients, wide=(), substitutes=0)
        chosen = place(asked, effort, self._limits)
        short = {asked.people[each.person].patient for n, each in enumerate(asked.owns) if n not in chosen.owns}
        asked = problem(frame, patients, wide=short)
        if chosen.missing:
            chosen = place(asked, effort, self._limits, chosen)
        return self._with_rooms(patients, asked, chosen, effort)

    def _reserved(self, patients: tuple[str, ...], frame: Frame) -> Iterator[Session]:
        """The slots of those who come later, empty: their rooms and leads are not given away."""
        there = {each.id for each in frame.pinned}
        mine = {seat.opening for seat in self._whole.seats if self._whole.people[seat.person].patient in patients}
        theirs = {seat.opening for seat in self._whole.seats} - mine
        for number in sorted(theirs):
            session = self._whole.openings[number].session
            if session.id not in there:
                yield session

    def _with_rooms(self, patients: tuple[str, ...], asked: Problem, chosen: Chosen, effort: float) -> _Part:
        return _Part(patients, asked, *with_rooms(asked, chosen, effort, self._search.seed))

    def _around(self, part: _Part | None) -> Frame:
        """The week as it is around a part: what the others have stays."""
        others = [session for each in self._parts if each is not part for session in each.sessions]
        return replace(self._frame, fixed=(*self._frame.pinned, *others)) if others else self._frame

    def _better(self) -> None:
        """One part after the other, several times over: what one gives up is there for the next."""
        rest, parts_in_all = max(self._search.effort - self._spent, TURN), len(self._parts)
        turns = min(int(rest / TURN), ROUNDS * parts_in_all) if parts_in_all > 1 else 1
        effort = rest / turns - SET_UP
        for turn in range(turns):
            if self._limits.stop.is_set():
                return
            number = turn % parts_in_all
            part = self._parts[number]
            asked, chosen = part.asked, part.chosen
            if parts_in_all > 1:
                asked = problem(self._around(part), part.patients, wide=_with_others(part))
                chosen = chosen_of(asked, part.sessions, chosen.missing)
            self._limits.watch = self._watching()
            chosen = improve(asked, chosen, effort, self._limits, stands=partial(has_rooms, asked))
            self._parts[number] = self._with_rooms(part.patients, asked, chosen, effort)

    def _watching(self) -> Callable[[int], None]:
        """What costs less in the part that is made better costs less in the whole week."""
        sessions = [*self._frame.pinned, *(session for part in self._parts for session in part.sessions)]
        whole, first = sum(each.cost for each in costs(self._whole, sessions)), list[int]()

        def watch(cost: int) -> None:
            first.append(cost)
            self._cost = whole - first[0] + cost
            self._say()
            if self._bounded and self._cost == self._bound:
                self._limits.end()  # the first week found at this cost is returned, whenever this is noticed

        return watch

    def _say(self) -> None:
        with self._lock:
            missing = sum(part.chosen.missing for part in self._parts)
            bound = self._bound if self._bounded else None
            self._search.watch(Progress(missing, self._cost, bound, self._placed_all))

    def _bounds(self) -> None:
        """Each part as if the others were not there: together no week can be better than all of these."""
        short = sum(part.chosen.missing for part in self._parts)
        found = [part.patients for part in self._parts] if short else self._found
        rest = max(self._search.effort - self._spent, 1) / max(len(found), 1)
        effort = max(BOUND_SHARE * rest, min(rest, BOUND_EFFORT))
        least = bound = 0
        for number, (patients, mine) in enumerate(zip(found, owners(self._whole, found), strict=True)):
            asked = replace(problem(self._frame, patients, wide=None if short else ()), owners=mine)
            missing = 0
            if short and self._parts[number].chosen.missing:
                start = chosen_of(asked, self._parts[number].sessions, 0)
                missing = least_missing(asked, effort / 2, self._limits, start)
            least += missing
            bound += least_cost(asked, missing, effort / 2 if missing else effort, self._limits)
            if self._limits.stop.is_set():
                return
        self._least, self._bound, self._bounded = least, bound, True


def has_rooms(asked: Problem, chosen: Chosen) -> bool:
    """Whether the own sessions can have rooms at their times."""
    try:
        sessions_of(asked, chosen)
    except NoRooms:
        return False
    return True


def with_rooms(asked: Problem, chosen: Chosen, effort: float, seed: int) -> tuple[Chosen, list[Session]]:
    """What was decided, with its sessions; on days on which rooms do not suffice the search itself gives rooms."""
    exact = set[int]()
    while True:
        try:
            return chosen, sessions_of(asked, chosen)
        except NoRooms as lacking:
            exact |= lacking.days
        limits = Limits(seed)  # of its own: also when the search was ended, there must be rooms
        placed = place(asked, max(effort, ROOMS_EFFORT), limits, replace(chosen, rooms={}), exact)
        chosen = improve(asked, placed, effort / 4, limits, exact)


def _with_others(part: _Part) -> set[str]:
    """Who has a session with somebody who is not looked at for everybody."""
    return {
        part.asked.people[own.person].patient
        for number, own in enumerate(part.asked.owns)
        if number not in part.chosen.owns or part.chosen.owns[number][0] not in own.starts
    }
