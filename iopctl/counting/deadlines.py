"""S8 to S11 and S14: when something is due."""

import calendar
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from iopctl.model.words import Moment, day_of

# S14: a deadline this near is reported as information before it is missed.
LEAD = timedelta(days=7)
_WEEKEND = frozenset({5, 6})  # Saturday and Sunday, Monday being 0


def add_months(day: date, months: int) -> date:
    """S10: calendar months, clamped to the last day of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_business_days(day: date, count: int, holidays: Collection[date]) -> date:
    """S11: the Nth of the days from Monday to Friday after a day that are no holidays; the day itself for none."""
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() in _WEEKEND or day in holidays:
            day += timedelta(days=1)
    return day


def hours_after(start: Moment, hours: int) -> Moment:
    """S9: the last moment within N hours; where the start knows only its day, the last day."""
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(start.tzinfo)
    return start + timedelta(days=-(-hours // 24))


def past_hours(start: Moment, hours: int, at: Moment) -> bool:
    """S9: whether more than N elapsed hours lie between two moments; equal passes.

    Where one of them knows only its day, the day decides: later than N hours, rounded up to whole days.
    """
    if isinstance(start, datetime) and isinstance(at, datetime):
        return at.astimezone(UTC) > hours_after(start, hours)
    return day_of(at) > hours_after(day_of(start), hours)


def due_soon(due: date, today: date) -> bool:
    """Whether the deadline is ahead and inside the lead time; acting on the due date still passes (S8)."""
    return today <= due <= today + LEAD
