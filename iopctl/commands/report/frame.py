"""What every report shares: its period, its options, and the line that makes it again."""

import re
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.options import read_day, today_in
from iopctl.console import Format

if TYPE_CHECKING:
    from iopctl.reporting.figures import Period, Report
    from iopctl.store import Loaded

YEAR = timedelta(days=364)  # without --from the period is a year, the last day included


@dataclass(frozen=True)
class Days:
    """A span as an option names it, both ends included. No tuple: of that an option would take two words."""

    first: date
    last: date


def read_quarter(text: str | Days) -> Days:
    """A quarter as 2026Q3: its first and last day."""
    if isinstance(text, Days):
        return text
    found = re.fullmatch(r"([0-9]{4})-?Q([1-4])", text)
    if not found:
        raise typer.BadParameter("write a quarter as 2026Q3.")
    month = 3 * int(found[2]) - 2
    first = read_day(f"{found[1]}-{month:02d}-01")
    return Days(first, (first + timedelta(days=93)).replace(day=1) - timedelta(days=1))


First = Annotated[
    date | None,
    typer.Option("--from", metavar="DATE", parser=read_day, help="First day. [default: a year up to the last]"),
]
Last = Annotated[date | None, typer.Option("--to", metavar="DATE", parser=read_day, help="Last day. [default: as of]")]
Quarter = Annotated[
    Days | None,
    typer.Option("--quarter", metavar="QUARTER", parser=read_quarter, help="In place of both: 2026Q3."),
]
Shared = Annotated[
    bool, typer.Option("--shared", help="For people outside: counts of 1 to 10 are hidden with what they would tell.")
]


@dataclass(frozen=True)
class Asked:
    """The options that every report has, as they were given."""

    first: date | None
    last: date | None
    quarter: Days | None
    shared: bool
    plans: Path | None
    as_of: date | None
    form: Format


def show_report(
    name: str, make: "Callable[[Loaded, Period, date], Report]", asked: Asked, options: Iterable[str] = ()
) -> None:
    """Load the program, make the report, and print it with its commit and its command.

    `options` are those of this report alone, as they were given. Raises UsageError for a period that is none.
    """
    from iopctl.commands.charts import load_charts
    from iopctl.console import show
    from iopctl.render.report import report_sheet

    loaded = load_charts(asked.plans)
    today = today_in(loaded.census.program.time_zone, asked.as_of)
    period = period_of(asked, today)
    made = make(loaded, period, today)
    command = ["report", *name.split(), *options, "--from", f"{period.first}", "--to", f"{period.last}"]
    show(report_sheet(pinned(made, loaded, command, asked, today)), asked.form)


def pinned(made: "Report", loaded: "Loaded", command: Iterable[str], asked: Asked, today: date) -> "Report":
    """The report with its commit and its command, as it may be shown.

    Nothing in the command depends on the day on which it is run; the folder is named where it was named.
    """
    from iopctl import store
    from iopctl.reporting.figures import shared

    folder = [] if asked.plans is None else ["--plans", str(asked.plans)]
    sharing = ["--shared"] if asked.shared else []
    made = replace(made, command=shlex.join(["iopctl", *command, "--as-of", f"{today}", *sharing, *folder]))
    if checkout := store.checkout_of(loaded.root):
        made = replace(made, commit=checkout.commit, changed=checkout.changed)
    if unread := len(loaded.census.unreadable):
        made = replace(made, notes=(*made.notes, f"In no figure, for they cannot be read: {unread} charts."))
    return shared(made) if asked.shared else made


def period_of(asked: Asked, today: date) -> "Period":
    """The period that was asked for. Raises UsageError for one that is none."""
    from iopctl.errors import UsageError
    from iopctl.reporting.figures import Period

    if asked.quarter and (asked.first or asked.last):
        raise UsageError("--quarter names both days; leave out --from and --to.")
    if asked.quarter:
        return Period(asked.quarter.first, asked.quarter.last)
    last = asked.last or today
    first = asked.first or last - YEAR
    if last < first:
        raise UsageError("--to is before --from.")
    return Period(first, last)
