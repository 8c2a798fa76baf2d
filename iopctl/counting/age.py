"""S12: age from a birth date."""

from datetime import date


def age_on(born: date, day: date) -> int:
    """Completed years; a 29 February birthday ages up on 1 March in common years."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had_birthday)
