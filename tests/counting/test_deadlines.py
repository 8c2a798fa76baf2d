"""S8, S10 and S14: when something is due."""

from datetime import date

import pytest

from iopctl.counting.deadlines import add_months, due_soon


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 9, 7), 3, date(2026, 12, 7)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 9, 7), 0, date(2026, 9, 7)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_are_calendar_months_clamped_to_the_last_day(day: date, months: int, due: date) -> None:
    assert add_months(day, months) == due


@pytest.mark.parametrize(
    ("due", "soon"),
    [
        (date(2026, 11, 22), False),  # missed yesterday: no longer soon
        (date(2026, 11, 23), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_due_soon_is_from_the_due_date_back_to_the_lead_time(due: date, soon: bool) -> None:
    assert due_soon(due, date(2026, 11, 23)) is soon
