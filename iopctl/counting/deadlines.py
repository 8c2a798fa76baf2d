"""S8, S10 and S14: when something is due."""

import calendar
from datetime import date, timedelta

# S14: a deadline this near is reported as information before it is missed.
LEAD = timedelta(days=7)


def add_months(day: date, months: int) -> date:
    """S10: calendar months, clamped to the last day of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_soon(due: date, today: date) -> bool:
    """Whether the deadline is ahead and inside the lead time; acting on the due date still passes (S8)."""
    return today <= due <= today + LEAD
