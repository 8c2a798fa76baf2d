"""fit"""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, monday_of, read_day, today_in
from iopctl.console import Format

if TYPE_CHECKING:
    from iopctl.counting.weeks import Days


def fit(
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="WEEK", help="2026-W48, a date in it, this, next or last. [default: this]"),
    ] = None,
    first: Annotated[
        date | None, typer.Option("--from", metavar="DATE", parser=read_day, help="First day, in place of a week.")
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", metavar="DATE", parser=read_day, help="Last day, in place of a week.")
    ] = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show how much declared work, school and family time the schedule keeps free, and which sessions cut into it.

    Firm and soft commitments stand apart. Sessions still to come count as they are planned; a week without a file is a
    gap. `report fit` gives the same count over a long period, with intervals.

    JSON: {"fit": {"from", "to", "all": {"kept", "of", "share", "minutes", "minutes_lost", "not_on_file"}, "kinds":
    [{"kind", "firm", and as in "all"}], "people": [{"patient", "all", "kinds"}], "cut": [{"patient", "date", "kind",
    "firm", "minutes", "minutes_lost", "sessions": [{"session", "minutes"}]}], "declared_none": [patients]}}; "share" is
    a fraction of 1, and null where no week is on file.

    Example: iopctl fit --week next --as-of 2026-11-23
    """
    from iopctl.console import show
    from iopctl.render.fit import fit_sheet
    from iopctl.reporting.fit import declared, declared_none

    loaded = load_charts(plans)
    days = _span(week, first, last, today_in(loaded.census.program.time_zone, as_of))
    show(fit_sheet(days, declared(loaded.census, days), declared_none(loaded.census, days)), form)


def _span(week: str | None, first: date | None, last: date | None, today: date) -> "Days":
    """The days that were asked for, else those of the current week. Raises UsageError for what is no span."""
    from iopctl.counting.weeks import Days
    from iopctl.errors import UsageError

    if week and (first or last):
        raise UsageError("--week names both days; leave out --from and --to.")
    if first is None and last is None:
        return Days(monday_of(week or "this", today), 7)
    if first is None or last is None:
        raise UsageError("give both --from and --to, or a --week.")
    if last < first:
        raise UsageError("--to is before --from.")
    return Days(first, (last - first).days + 1)
