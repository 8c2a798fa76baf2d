"""S9 and S11: deadlines in hours and in business days."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from iopctl.counting.deadlines import add_business_days, hours_after, past_hours
from iopctl.model.words import Moment

SUMMER, WINTER = timezone(timedelta(hours=-4)), timezone(timedelta(hours=-5))
THANKSGIVING = {date(2026, 11, 26), date(2026, 11, 27)}


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # from Friday over the weekend
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from Saturday
        (date(2026, 11, 25), 1, date(2026, 11, 30)),  # over two holidays and a weekend
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # a holiday only where the pack says so
    ],
)
def test_business_days_count_from_the_next_one(day: date, count: int, due: date) -> None:
    assert add_business_days(day, count, THANKSGIVING) == due


@pytest.mark.parametrize(
    ("start", "at", "past"),
    [
        (datetime(2026, 9, 7, 9, tzinfo=SUMMER), datetime(2026, 9, 8, 9, tzinfo=SUMMER), False),
        (datetime(2026, 9, 7, 9, tzinfo=SUMMER), datetime(2026, 9, 8, 9, 0, 1, tzinfo=SUMMER), True),
        # A day of 25 hours ends the 24 an hour earlier by the clock; a day of 23 hours an hour later.
        (datetime(2026, 10, 31, 9, tzinfo=SUMMER), datetime(2026, 11, 1, 8, tzinfo=WINTER), False),
        (datetime(2026, 10, 31, 9, tzinfo=SUMMER), datetime(2026, 11, 1, 8, 1, tzinfo=WINTER), True),
        (datetime(2026, 3, 7, 9, tzinfo=WINTER), datetime(2026, 3, 8, 10, tzinfo=SUMMER), False),
        (datetime(2026, 3, 7, 9, tzinfo=WINTER), datetime(2026, 3, 8, 10, 1, tzinfo=SUMMER), True),
        (date(2026, 9, 7), datetime(2026, 9, 8, 23, 59, tzinfo=SUMMER), False),
        (date(2026, 9, 7), datetime(2026, 9, 9, tzinfo=SUMMER), True),
        (datetime(2026, 9, 7, 9, tzinfo=SUMMER), date(2026, 9, 8), False),
        (datetime(2026, 9, 7, 9, tzinfo=SUMMER), date(2026, 9, 9), True),
    ],
)
def test_twenty_four_hours_are_elapsed_and_without_a_time_a_day(start: Moment, at: Moment, past: bool) -> None:
    assert past_hours(start, 24, at) is past


@pytest.mark.parametrize(("hours", "due"), [(0, date(2026, 9, 7)), (24, date(2026, 9, 8)), (25, date(2026, 9, 9))])
def test_hours_from_a_day_are_rounded_up_to_days(hours: int, due: date) -> None:
    assert hours_after(date(2026, 9, 7), hours) == due
    assert past_hours(date(2026, 9, 7), hours, due) is False
    assert past_hours(date(2026, 9, 7), hours, due + timedelta(days=1)) is True


def test_hours_from_a_moment_end_at_a_moment() -> None:
    assert hours_after(datetime(2026, 9, 7, 9, tzinfo=UTC), 24) == datetime(2026, 9, 8, 9, tzinfo=UTC)
