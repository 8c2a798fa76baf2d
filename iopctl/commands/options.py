"""Options that several commands share, each defined once."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from iopctl.console import Format


def _day(text: str | date) -> date:
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a date as YYYY-MM-DD, for example 2026-11-23.") from None


PlansDir = Annotated[
    Path | None,
    typer.Option("--plans", metavar="DIR", help="The program folder. [default: IOPCTL_PLANS, ./plans, or one above]"),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=_day, help="The day of judgement, YYYY-MM-DD. [default: today]"),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the result.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff and write nothing.")]
DayOption = Annotated[
    date | None, typer.Option("--on", metavar="DATE", parser=_day, help="The day it happened. [default: today]")
]


def today_in(zone: str, as_of: date | None) -> date:
    """The day of judgement: `--as-of`, else the date now in the program's time zone. The only clock of the program."""
    return as_of or now_in(zone).date()


def now_in(zone: str) -> datetime:
    """The present moment in the program's time zone, to the second."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).replace(microsecond=0)


def interactive() -> bool:
    """Whether somebody can be asked: both stdin and stderr are a terminal."""
    import sys

    return sys.stdin.isatty() and sys.stderr.isatty()
