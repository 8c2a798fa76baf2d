"""Options that several commands share, each defined once."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.console import Format
from iopctl.model.years import EXPECTED, YEARS

if TYPE_CHECKING:
    from iopctl.counting.clock import Now
    from iopctl.model.program import Program


def read_day(text: str | date) -> date:
    """A date as an option has it; for options that name a day."""
    try:
        day = text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a date as YYYY-MM-DD, for example 2026-11-23.") from None
    if day.year not in YEARS:
        raise typer.BadParameter(f"write a date {EXPECTED}.")
    return day


def read_clock(text: str) -> time:
    """A clock time as an option has it, in whole minutes."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    if not found:
        raise typer.BadParameter("write a clock time as HH:MM, for example 09:05 or 17:30.")
    return time(int(found[1]), int(found[2]))


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,3})([dw])", text)
    if not found:
        raise typer.BadParameter("write a span as days or weeks, for example 7d or 2w.")
    return timedelta(days=int(found[1]) * (7 if found[2] == "w" else 1))


PlansDir = Annotated[
    Path | None,
    typer.Option("--plans", metavar="DIR", help="The program folder. [default: IOPCTL_PLANS, ./plans, or one above]"),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=read_day, help="The day of judgement, YYYY-MM-DD. [default: today]"),
]
DueSpan = Annotated[
    timedelta | None,
    typer.Option("--due", metavar="SPAN", parser=_span, help="Only who has something due within a span: 7d or 2w."),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the result.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff and write nothing.")]
InForceOn = Annotated[
    date | None,
    typer.Option(
        "--on", metavar="DATE", parser=read_day, help="Only what is in force that day. [default: all versions]"
    ),
]
DayOption = Annotated[
    date | None, typer.Option("--on", metavar="DATE", parser=read_day, help="The day it happened. [default: today]")
]
OnDate = Annotated[
    date | None, typer.Option("--on", metavar="DATE", parser=read_day, help="The day it takes place, YYYY-MM-DD.")
]
AtTime = Annotated[
    time | None, typer.Option("--at", metavar="HH:MM", parser=read_clock, help="When it begins, by the clock there.")
]


def today_in(zone: str, as_of: date | None) -> date:
    """The day of judgement: `--as-of`, else the date now in the program's time zone. The only clock of the program."""
    return as_of or now_in(zone).date()


def week_days(text: str, today: date) -> tuple[date, date]:
    """The first and last day that a week option names: an ISO week, a date, this, last or next. Raises UsageError."""
    from iopctl.errors import UsageError

    near = {"last": -1, "this": 0, "next": 1}
    try:
        if text in near:
            day = today + timedelta(weeks=near[text])
            return day, day
        if re.fullmatch(r"[0-9]{4}-W[0-9]{2}", text):
            monday = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
            return monday, monday + timedelta(days=6)
        return (day := date.fromisoformat(text)), day
    except (ValueError, OverflowError):
        raise UsageError("write a week as 2026-W48, a date in it, or this, last or next.") from None


def monday_of(text: str, today: date) -> date:
    """The Monday of the calendar week that is named as for `week_days`. Raises UsageError."""
    from iopctl.errors import UsageError

    first, _ = week_days(text, today)
    monday = first - timedelta(days=first.weekday())
    if monday.year not in YEARS:
        raise UsageError(f"write a week {EXPECTED}.")
    return monday


def moment_in(zone: str, text: str | None, option: str = "--at") -> datetime | date:
    """The moment that an option names, in the program's time zone unless it has an offset; a date stays a date."""
    from zoneinfo import ZoneInfo

    from iopctl.errors import UsageError

    if text is None:
        return now_in(zone)
    try:
        a_day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        moment = date.fromisoformat(text) if a_day else datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}: write a time as 2026-11-23T09:05, or a date as 2026-11-23.") from None
    if moment.year not in YEARS:
        raise UsageError(f"{option}: write a date {EXPECTED}.")
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=ZoneInfo(zone))
    return moment


def local_day(zone: str, moment: datetime | date) -> date:
    """The day that a moment falls on in the program's time zone."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment


def now_in(zone: str) -> datetime:
    """The present moment in the program's time zone, to the second."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).replace(microsecond=0)


def moment_of(program: "Program", as_of: date | None) -> "Now":
    """The moment of judgement: the close of the day of `--as-of`, else the present."""
    from iopctl.counting.clock import Now, close_of

    if as_of is not None:
        return close_of(program.zone, as_of)
    present = now_in(program.time_zone)
    return Now(present.date(), present)


def interactive() -> bool:
    """Whether somebody can be asked: both stdin and stderr are a terminal."""
    import sys

    return sys.stdin.isatty() and sys.stderr.isatty()
