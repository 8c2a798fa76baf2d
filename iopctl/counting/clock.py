"""S1: local dates and clock times of the program as instants; durations are elapsed, never clock differences."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from iopctl.model.words import Moment


@lru_cache(maxsize=8192)  # every rule of every pack asks for the same few thousand times
def instant(zone: ZoneInfo, day: date, clock: time, fold: int | None = None) -> datetime:
    """The instant in UTC; an ambiguous clock time without a fold mark is its first occurrence."""
    return datetime.combine(day, clock.replace(fold=fold or 0), zone).astimezone(UTC)


def instant_between(zone: ZoneInfo, day: date, clock: time, start: datetime, end: datetime) -> datetime:
    """The instant in UTC for a clock time without a fold mark inside a span: of two, the first that lies in it."""
    first = instant(zone, day, clock, 0)
    if start <= first <= end:
        return first
    second = instant(zone, day, clock, 1)
    return second if start <= second <= end else first


def midnight_after(zone: ZoneInfo, day: date) -> datetime:
    """The instant in UTC at which the local day closes."""
    return instant(zone, day + timedelta(days=1), time(0))


@dataclass(frozen=True)
class Now:
    """The moment of judgement: the present, or the close of a day that was named."""

    day: date
    instant: datetime
    named: bool = False


def close_of(zone: ZoneInfo, day: date) -> Now:
    """A day that was named, as it closes."""
    return Now(day, midnight_after(zone, day), named=True)


def shown(zone: ZoneInfo, moment: Moment) -> str:
    """The moment in a sentence: the day, with the program's clock time where the record knows one."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def exists(zone: ZoneInfo, day: date, clock: time) -> bool:
    """Whether the clock shows this time that day; it does not inside a spring-forward hole."""
    before, after = _offsets(zone, day, clock)
    return before >= after


def ambiguous(zone: ZoneInfo, day: date, clock: time) -> bool:
    """Whether the clock shows this time twice that day."""
    before, after = _offsets(zone, day, clock)
    return before > after


def _offsets(zone: ZoneInfo, day: date, clock: time) -> tuple[timedelta, timedelta]:
    """Offsets before and after the nearest clock change (PEP 495): the smaller first means a hole."""
    first, second = (datetime.combine(day, clock.replace(fold=fold), zone).utcoffset() for fold in (0, 1))
    return first or timedelta(0), second or timedelta(0)
