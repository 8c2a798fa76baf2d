"""Days and clock times as people say them, by the program's display choices."""

from datetime import date, time

from iopctl.model.program import Program


def day_text(day: date) -> str:
    """Monday 23 November."""
    return f"{day:%A} {day.day} {day:%B}"


def clock_text(program: Program, clock: time) -> str:
    """09:00, or 9:00 am where the program prefers twelve hours."""
    if program.calendar.clock == "24h":
        return f"{clock:%H:%M}"
    return f"{clock.hour % 12 or 12}:{clock:%M} {'am' if clock.hour < 12 else 'pm'}"


def span_text(program: Program, start: time, end: time) -> str:
    """09:00 to 10:00."""
    return f"{clock_text(program, start)} to {clock_text(program, end)}"
