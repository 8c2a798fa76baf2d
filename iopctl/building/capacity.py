"""Whether so many more could come, told by solving: in which groups, with whom and when, or how long who would wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median_low

from iopctl.building.around import around
from iopctl.building.built import Built, judged
from iopctl.building.differences import Difference, differences
from iopctl.building.explaining import facts_of
from iopctl.building.placing import chosen_of, sessions_of
from iopctl.building.problem import Problem, problem
from iopctl.building.rooms import NoRooms
from iopctl.building.searching import Quality, with_rooms
from iopctl.building.solver import Chosen, Limits, Undecided, improve, place
from iopctl.errors import Refused
from iopctl.model.chart import Chart
from iopctl.model.plan import Plan
from iopctl.model.week import Session
from iopctl.scheduling.against import Fact
from iopctl.scheduling.board import in_care
from iopctl.scheduling.frame import Frame

TIMES_EFFORT = 2.0
EVERYTHING = 7 * 24 * 60  # minutes that somebody may lack
WEEKS = 12  # that are looked ahead: as long as a stay


@dataclass(frozen=True)
class Newcomer:
    """Somebody who might come, and the track."""

    chart: Chart

    @property
    def patient(self) -> str:
        """A code that nobody has: new-0001."""
        return self.chart.patient

    @property
    def track(self) -> str:
        """The track's id."""
        return self.chart.plan.track or ""

    def from_on(self, monday: date) -> "Newcomer":
        """The same, admitted on another Monday."""
        return Newcomer(replace(self.chart, plan=self.chart.plan.altered(admitted_at=monday)))


@dataclass(frozen=True)
class Answer:
    """One newcomer: the first Monday on which there is a place, with the sessions; or why there is none."""

    newcomer: Newcomer
    starts: date | None
    sessions: tuple[Session, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Capacity:
    """All of them, in the order in which they would be admitted, and who in care would change places at once."""

    monday: date
    answers: tuple[Answer, ...]
    models: Mapping[str, str]  # by track, whose plan the newcomers are given
    moved: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether all can come in the week that was asked about."""
        return all(each.starts == self.monday for each in self.answers)


def newcomers(frame: Frame, mix: Mapping[str, int]) -> tuple[list[Newcomer], dict[str, str]]:
    """So many on each track, each with the dose of the patient in the middle there. Raises Refused."""
    found, models = list[Newcomer](), dict[str, str]()
    for track, count in mix.items():
        here = [each for each in frame.census.charts if each.plan.track == track and in_care(each, frame.today)]
        if not here:
            raise Refused(f"nobody is in care on track {track}, so the dose of a newcomer there is not known.")
        by_dose = sorted(here, key=lambda each: (_dose(each), each.patient))
        model = by_dose[median_low(range(len(by_dose)))]
        models[track] = model.patient
        for _ in range(count):
            found.append(Newcomer(_chart(frame, model, len(found) + 1)))
    return found, models


def _dose(chart: Chart) -> float:
    return sum(each.weekly_minutes for each in chart.plan.services)


def _chart(frame: Frame, model: Chart, number: int) -> Chart:
    """A stay from that Monday on: the doses and payer of another, and nothing of the life around it."""
    plan = model.plan
    services = tuple(each.altered(by=None, from_=None, until=None, objectives=()) for each in plan.services)
    code = f"new-{number:04}"
    fields = {"patient": code, "status": "active", "track": plan.track, "admitted_at": frame.monday}
    bare = Plan.read({key: value for key, value in fields.items() if value is not None}, f"{code}/plan.toml")
    coverage = tuple(each.altered(from_=None, until=None) for each in plan.coverage if each.covers(frame.today))
    full = bare.altered(services=services, coverage=coverage, population=plan.population, exemptions=plan.exemptions)
    return replace(model, plan=full, bookings=(), assessments=(), reviews=(), claims=(), identity=None)


def capacity(frame: Frame, mix: Mapping[str, int], effort: float, seed: int = 0) -> Capacity:
    """Week after week the newcomers are admitted for whom there is a place and nobody in care gets less.

    Raises Refused and Undecided.
    """
    everybody, models = newcomers(frame, mix)
    waiting, admitted, answers = list(everybody), list[Newcomer](), dict[str, Answer]()
    moved: tuple[str, ...] = ()
    for number in range(WEEKS + 1):
        week = _with(replace(frame, monday=frame.monday + timedelta(weeks=number)), admitted)
        waiting = [each.from_on(week.monday) for each in waiting]
        short, before = _placed(week, effort, seed)
        come, with_them = _who_can_come(week, waiting, short, effort, seed)
        if with_them is not None:
            after = _at_good_times(with_them, come, seed)
            answers |= {each.patient: _answer(each, week.monday, after) for each in come}
            moved = moved if number else tuple(_moved(before, after))
        admitted += come
        there = {each.patient for each in come}
        waiting = [each for each in waiting if each.patient not in there]
        if not waiting:
            break
    for each in (one.from_on(frame.monday) for one in waiting):
        answers[each.patient] = Answer(each, None, facts=_why(frame, each, effort, seed))
    return Capacity(frame.monday, tuple(answers[each.patient] for each in everybody), models, moved)


def _with(frame: Frame, some: Sequence[Newcomer]) -> Frame:
    charts = (*frame.census.charts, *(each.chart for each in some))
    return replace(frame, census=replace(frame.census, charts=charts))


def _who_can_come(
    week: Frame, waiting: Sequence[Newcomer], short: Mapping[str, int], effort: float, seed: int
) -> tuple[list[Newcomer], Built | None]:
    """All, or as many as one after the other leave nobody shorter than before; and the week with them."""
    everybody = _fitted(_with(week, waiting), short, effort, seed)
    if everybody is not None:
        return list(waiting), everybody
    come, full, last = list[Newcomer](), set[str](), None
    for each in waiting if len(waiting) > 1 else ():
        if each.track in full:
            continue  # one is like the other
        built = _fitted(_with(week, [*come, each]), short, effort, seed)
        if built is not None:
            come.append(each)
            last = built
        else:
            full.add(each.track)
    return come, last


def _at_good_times(built: Built, come: Sequence[Newcomer], seed: int) -> Built:
    """The same with the newcomers at times that suit them, where all others are."""
    patients = [each.patient for each in come]
    asked = problem(around(built.frame, built.week, patients), patients)
    limits = Limits(seed)
    chosen = place(asked, TIMES_EFFORT, limits, chosen_of(asked, built.week.sessions, 0))
    better = improve(asked, chosen, TIMES_EFFORT, limits)
    try:
        return judged(asked, sessions_of(asked, better), lambda cost: _quality(better, cost))
    except NoRooms:
        return built


def _fitted(frame: Frame, short: Mapping[str, int], effort: float, seed: int) -> Built | None:
    """A week in which nobody lacks more: given by those whom plans name, else by anybody. None if none is found."""
    for asked in (problem(frame, wide=(), substitutes=0), problem(frame)):
        try:
            chosen = place(asked, effort, Limits(seed), at_most=short)
        except Undecided:
            continue
        return _built(asked, chosen, effort, seed)
    return None


def _placed(frame: Frame, effort: float, seed: int) -> tuple[Mapping[str, int], Built]:
    """The minutes that each lacks, and the week."""
    asked = problem(frame, wide=(), substitutes=0)
    chosen = place(asked, effort, Limits(seed))
    if chosen.missing:
        asked = problem(frame)
        chosen = place(asked, effort, Limits(seed), chosen)
    return chosen.short, _built(asked, chosen, effort, seed)


def _built(asked: Problem, chosen: Chosen, effort: float, seed: int) -> Built:
    chosen, sessions = with_rooms(asked, chosen, effort, seed)
    return judged(asked, sessions, lambda cost: _quality(chosen, cost))


def _quality(chosen: Chosen, cost: int) -> Quality:
    return Quality(chosen.missing, 0, cost, 0)


def _answer(newcomer: Newcomer, monday: date, built: Built) -> Answer:
    mine = tuple(each for each in built.week.sessions if newcomer.patient in each.patients)
    return Answer(newcomer, monday, mine)


def _moved(before: Built, after: Built) -> list[str]:
    """Who in care gives up more of the places of last week than without the newcomers."""
    gone = [{each.patient: each for each in differences(built.problem, built.week)} for built in (before, after)]
    lost = [{patient: _lost(each) for patient, each in some.items()} for some in gone]
    return sorted(patient for patient, count in lost[1].items() if count > lost[0].get(patient, 0))


def _lost(difference: Difference) -> int:
    return len(difference.gone) + sum(move.before is not None for move in difference.moves)


def _why(frame: Frame, newcomer: Newcomer, effort: float, seed: int) -> tuple[Fact, ...]:
    """What clashes in the week that was asked about, for this one alone, while nobody in care gets less."""
    allowed, _ = _placed(frame, effort, seed)
    built = _fitted(_with(frame, [newcomer]), {**allowed, newcomer.patient: EVERYTHING}, effort, seed)
    short = [] if built is None else [each for each in built.short if each.patient == newcomer.patient]
    return facts_of(built, short[0])[0] if built is not None and short else ()
