"""A calendar as series: what comes every week at its time, and the weeks in which it does not or is other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from iopctl.model.chart import Census
from iopctl.model.week import Session, Week
from iopctl.scheduling.composing import compose

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Changed:
    """One session that is not as in the other weeks, and the day on which it would have been."""

    instead_of: date
    session: Session


@dataclass(frozen=True)
class Series:
    """The same session once a week: the first of them, the last day, days on which there is none, changed ones."""

    first: Session
    last: date
    without: tuple[date, ...]
    changed: tuple[Changed, ...]

    @property
    def once(self) -> bool:
        """Whether it comes a single time."""
        return self.first.date == self.last


def weeks_between(census: Census, first: date, last: date, *, empty: bool) -> Iterator[Week]:
    """The weeks on file, and what the patterns make of those that are not; `empty` slots too where asked for."""
    on_file = {week.monday: week for week in census.weeks}
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield on_file[monday] if monday in on_file else compose(census, monday, empty=empty).week
        monday += WEEK


def series(weeks: Iterable[Week], shows: Callable[[Week], Iterable[Session]]) -> list[Series]:
    """The sessions that a view shows, by their id, in order of the first of each."""
    found: dict[str, list[Session]] = {}
    for week in weeks:
        for session in shows(week):
            found.setdefault(session.id, []).append(session)
    everything = (each for sessions in found.values() for each in _series(sessions))
    return sorted(everything, key=lambda each: (each.first.date, each.first.start, each.first.id))


def _series(sessions: list[Session]) -> Iterator[Series]:
    """What most have in common is the rule, the earlier where two are as common; what lies outside of it is single."""
    held = [each for each in sessions if each.cancelled is None] or sessions
    shape = Counter(_shape(each) for each in held).most_common(1)[0][0]
    usual = [each for each in held if _shape(each) == shape]
    first, last = usual[0], usual[-1]
    by_week = {_monday(each.date): each for each in sessions}
    without, changed = list[date](), list[Changed]()
    day = first.date
    while day <= last.date:
        session = by_week.pop(_monday(day), None)
        if session is None:
            without.append(day)
        elif session.cancelled is not None or _shape(session) != shape:
            changed.append(Changed(day, session))
        day += WEEK
    yield Series(first, last.date, tuple(without), tuple(changed))
    for session in by_week.values():
        yield Series(session, session.date, (), ())


def _shape(session: Session) -> tuple[int, time, time, str, str | None, tuple[str, ...], bool]:
    folded = bool(session.start_fold or session.end_fold)
    return session.date.weekday(), session.start, session.end, session.service, session.room, session.leads, folded


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
