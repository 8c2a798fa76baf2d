"""S1: in America/New_York clocks go forward on 2026-03-08 at 2 and back on 2026-11-01 at 2."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from iopctl.counting.clock import ambiguous, exists, instant, instant_between, midnight_after, shown

NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


def minutes(day: date, start: time, end: time, folds: tuple[int | None, int | None] = (None, None)) -> float:
    elapsed = instant(NEW_YORK, day, end, folds[1]) - instant(NEW_YORK, day, start, folds[0])
    return elapsed / timedelta(minutes=1)


def test_a_local_time_is_an_instant_in_utc() -> None:
    assert instant(NEW_YORK, date(2026, 9, 7), time(9)) == datetime(2026, 9, 7, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "elapsed"), [(date(2026, 3, 7), 180), (SPRING, 120), (date(2026, 10, 31), 180), (AUTUMN, 240)]
)
def test_one_to_four_at_night_is_as_long_as_the_night(day: date, elapsed: int) -> None:
    assert minutes(day, time(1), time(4)) == elapsed


def test_a_time_shown_twice_is_its_first_occurrence_unless_marked() -> None:
    assert instant(NEW_YORK, AUTUMN, time(1, 30)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert instant(NEW_YORK, AUTUMN, time(1, 30), 0) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert instant(NEW_YORK, AUTUMN, time(1, 30), 1) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_the_same_clock_time_twice_is_an_hour_apart() -> None:
    assert minutes(AUTUMN, time(1, 30), time(1, 30), (0, 1)) == 60


def test_the_day_closes_at_the_local_midnight_that_ends_it() -> None:
    assert midnight_after(NEW_YORK, date(2026, 9, 7)) == datetime(2026, 9, 8, 4, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (date(2026, 9, 7), 24), (AUTUMN, 25)])
def test_days_of_a_clock_change_are_shorter_or_longer(day: date, hours: int) -> None:
    before = midnight_after(NEW_YORK, day - timedelta(days=1))
    assert midnight_after(NEW_YORK, day) - before == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "clock", "shown"),
    [
        (SPRING, time(1, 59), 1),
        (SPRING, time(2), 0),
        (SPRING, time(2, 59), 0),
        (SPRING, time(3), 1),
        (AUTUMN, time(0, 59), 1),
        (AUTUMN, time(1), 2),
        (AUTUMN, time(1, 59), 2),
        (AUTUMN, time(2), 1),
        (date(2026, 9, 7), time(2), 1),
    ],
)
def test_how_often_the_clock_shows_a_time(day: date, clock: time, shown: int) -> None:
    assert exists(NEW_YORK, day, clock) == (shown > 0)
    assert ambiguous(NEW_YORK, day, clock) == (shown > 1)


def test_a_zone_without_clock_changes_has_neither_holes_nor_repeats() -> None:
    phoenix = ZoneInfo("America/Phoenix")
    assert exists(phoenix, SPRING, time(2, 30))
    assert not ambiguous(phoenix, AUTUMN, time(1, 30))


@pytest.mark.parametrize(
    ("start", "end", "clock", "expected"),
    [
        ((time(0), 0), (time(4), 0), time(1, 30), 0),  # both lie in the span: the first
        ((time(1), 1), (time(4), 0), time(1, 30), 1),  # only the second does
        ((time(9), 0), (time(12), 0), time(1, 30), 0),  # neither does
        ((time(1, 30), 0), (time(4), 0), time(1, 30), 0),  # the first is where the span begins
        ((time(1, 30), 1), (time(4), 0), time(1, 30), 1),  # the second is
        ((time(1, 15), 1), (time(1, 30), 1), time(1, 30), 1),  # the second is where it ends
    ],
)
def test_inside_a_span_an_unmarked_time_is_the_first_that_lies_in_it(
    start: tuple[time, int], end: tuple[time, int], clock: time, expected: int
) -> None:
    span = instant(NEW_YORK, AUTUMN, *start), instant(NEW_YORK, AUTUMN, *end)
    assert instant_between(NEW_YORK, AUTUMN, clock, *span) == instant(NEW_YORK, AUTUMN, clock, expected)


def test_a_moment_is_shown_in_the_clock_of_the_program_and_a_day_as_a_day() -> None:
    assert shown(NEW_YORK, date(2026, 9, 7)) == "2026-09-07"
    assert shown(NEW_YORK, datetime(2026, 9, 8, 1, 5, tzinfo=UTC)) == "2026-09-07 21:05"
