"""A clinic open Monday, Wednesday and Friday from 9 to 12, which is nine hours a week; texts to put charts together.

2026-09-07 is a Monday (W37). One patient, an adult of 40, unless the plan says otherwise.
"""

from collections.abc import Iterable
from datetime import date, timedelta

PROGRAM = """
[program]
{program}
slots = [
  {{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:00:00 }},
  {{ id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:00:00 }},
  {{ id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 12:00:00 }},
]
"""
STAY = """
[plan]
age_at_admission = 40
track = "morning"
admitted_at = 2026-09-07
"""
PATTERN = 'pattern = { slots = ["mon", "wed", "fri"] }'
ATTENDED = 'status = "attended"'


def chart_text(plan: str = PATTERN, *, program: str = "", stay: str = STAY, weeks: Iterable[str] = ()) -> str:
    """A chart as TOML: the clinic, one plan, some weeks."""
    return "\n".join([PROGRAM.format(program=program), stay, plan, *weeks])


def week(monday: date, *sessions: str) -> str:
    """One week file."""
    return f'[[weeks]]\nweek = "{monday:%G-W%V}"\nmonday = {monday}\nsessions = [\n' + ",\n".join(sessions) + "\n]"


def session(
    day: date, times: str = "09:00-12:00", record: str | None = ATTENDED, *, service: str = "group", more: str = ""
) -> str:
    """One session of the patient; without a record nothing is on file about attendance."""
    start, end = (f"{clock}:00" for clock in times.split("-"))
    seen = f"attendance = {{ pt-0001 = {{ {record} }} }}" if record else 'patients = ["pt-0001"]'
    name = f"{day:%a}-{start[:5].replace(':', '')}".lower()
    extra = f", {more}" if more else ""
    return f'{{ id = "{name}", service = "{service}", date = {day}, start = {start}, end = {end}, {seen}{extra} }}'


def mornings(monday: date, *records: str | None) -> str:
    """A week of three mornings with what was recorded about each; all attended when nothing is said."""
    days = (monday + timedelta(days=n) for n in (0, 2, 4))
    each = records or (ATTENDED,) * 3
    return week(monday, *(session(day, record=record) for day, record in zip(days, each, strict=True)))
