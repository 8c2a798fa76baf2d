"""Compose a week from the program's slots and the patients' standing patterns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count

from iopctl.counting.clock import ambiguous, exists
from iopctl.counting.planned import in_stay, pattern_on
from iopctl.model.chart import Census, Chart
from iopctl.model.pattern import OwnTime, Pattern
from iopctl.model.program import Program, Slot
from iopctl.model.week import Session, Week, week_id
from iopctl.model.words import DAYS

MAX_ID = 32  # as model.words.Id


@dataclass(frozen=True)
class LeftOut:
    """A session that the composed week does not hold, with its date, or a patient who is missing from it; and why."""

    what: str
    why: str
    on: date | None = None


@dataclass(frozen=True)
class Composed:
    """A week that is not on file yet, and what was left out of it."""

    week: Week
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Standing:
    """One patient's pattern on one date of the stay."""

    chart: Chart
    day: date
    pattern: Pattern


def compose(census: Census, monday: date, *, empty: bool = False) -> Composed:
    """The sessions of seven days. Slots that nobody attends are left out unless `empty` asks for them."""
    program, dates = census.program, [monday + timedelta(days=n) for n in range(7)]
    standing = [each for chart in census.charts for each in _standing(chart, dates)]
    left_out = [found for chart in census.charts if (found := _not_placed(chart, dates)) is not None]
    sessions: list[Session] = []
    for session, track in (*_from_slots(program, standing, dates), *_from_own_times(program, standing)):
        why = fault(program, session, track)
        if why is None and not session.patients and not empty:
            why = "nobody's pattern names it"
        if why is None:
            sessions.append(with_folds(program, session))
        else:
            left_out.append(LeftOut(session.id, why, session.date))
    sessions.sort(key=lambda session: (session.date, session.start, session.id))
    name = week_id(monday)
    week = Week.read({"week": name, "monday": monday, "sessions": sessions}, f"weeks/{name}.toml")
    return Composed(week, tuple(left_out))


def _standing(chart: Chart, dates: list[date]) -> Iterator[_Standing]:
    for day in dates:
        in_care = chart.plan.admitted_on is not None and chart.plan.status_on(day) == "active" and in_stay(chart, day)
        pattern = pattern_on(chart, day)[0]
        if in_care and pattern is not None:
            yield _Standing(chart, day, pattern)


def not_in_care(chart: Chart, dates: Sequence[date]) -> LeftOut | None:
    """Why somebody whose stay seems to touch these days is given no place."""
    plan, ends = chart.plan, chart.plan.ends_on
    if plan.status == "closed" or (plan.admitted_on or dates[0]) > dates[-1]:
        return None
    if plan.status == "draft":
        return LeftOut(chart.patient, f"draft, admitted {plan.admitted_on}") if plan.admitted_on else None
    if plan.admitted_on is None:
        return LeftOut(chart.patient, "no admission date")
    if ends is not None and ends < dates[0]:
        return LeftOut(chart.patient, f"planned discharge on {ends}")
    return None


def _not_placed(chart: Chart, dates: list[date]) -> LeftOut | None:
    """Why somebody who seems to be in care that week stands on no roster, or is missing from some."""
    plan, outside = chart.plan, not_in_care(chart, dates)
    if outside is not None or plan.status != "active" or (plan.admitted_on or dates[0]) > dates[-1]:
        return outside
    patterns = [pattern for day in dates if (pattern := pattern_on(chart, day)[0]) is not None]
    if not patterns:
        return LeftOut(chart.patient, "no pattern")
    unknown = {slot for pattern in patterns for slot in pattern.slots} - chart.program.slot_by_id.keys()
    return LeftOut(chart.patient, f"the program lacks slot {', '.join(sorted(unknown))}") if unknown else None


def _from_slots(program: Program, standing: list[_Standing], dates: list[date]) -> Iterator[tuple[Session, str | None]]:
    """Each slot on its day with everybody whose pattern names it that day, and the slot's track."""
    for slot in program.slots:
        day = dates[DAYS.index(slot.day)]
        patients = (each.chart.patient for each in standing if each.day == day and slot.id in each.pattern.slots)
        yield (
            session_of(slot, day, tuple(sorted(patients))),
            slot.track,
        )


def _from_own_times(program: Program, standing: list[_Standing]) -> Iterator[tuple[Session, str | None]]:
    """Each time of one patient alone, and the patient's track."""
    taken = set(program.slot_by_id)
    for each in standing:
        for own in each.pattern.own:
            if own.day != DAYS[each.day.weekday()]:
                continue
            name = own_id(own, each.chart.patient, taken)
            taken.add(name)
            yield (
                Session(
                    id=name,
                    service=own.service,
                    date=each.day,
                    start=own.start,
                    end=own.end,
                    room=own.room,
                    leads=(own.by,) if own.by else (),
                    patients=(each.chart.patient,),
                ),
                each.chart.plan.track,
            )


def own_id(own: OwnTime, patient: str, taken: set[str]) -> str:
    """`wed-1300-individual-pt-0001`; a long service is cut to fit, and a second one alike ends in -2."""
    suffixes = chain([""], (f"-{number}" for number in count(2)))
    names = (_fitted(f"{own.day}-{own.start:%H%M}-", own.service, f"-{patient}{suffix}") for suffix in suffixes)
    return next(name for name in names if name not in taken)


def _fitted(before: str, middle: str, after: str) -> str:
    return before + middle[: MAX_ID - len(before) - len(after)].rstrip("-._") + after


def fault(program: Program, session: Session, track: str | None) -> str | None:
    """Why a session cannot take place on its date."""
    closure = program.closed(session.date, track)
    if closure is not None:
        return f"closed, {closure.reason}"
    for clock in (session.start, session.end):
        if not exists(program.zone, session.date, clock):
            return f"{clock:%H:%M} does not exist on that day, the clocks go forward"
    return None if session.start < session.end else f"it ends at {session.end:%H:%M}, not after its start"


def session_of(slot: Slot, day: date, patients: tuple[str, ...] = ()) -> Session:
    """A slot of the program as the session of one day."""
    return Session(
        id=slot.id,
        service=slot.service,
        date=day,
        start=slot.start,
        end=slot.end,
        breaks=slot.breaks,
        room=slot.room,
        leads=slot.leads,
        patients=patients,
    )


def with_folds(program: Program, session: Session) -> Session:
    """A time that the clock shows twice that day is meant the first time round."""
    folds = {
        f"{name}_fold": 0
        for name, clock in (("start", session.start), ("end", session.end))
        if ambiguous(program.zone, session.date, clock)
    }
    return session.model_copy(update=folds)
