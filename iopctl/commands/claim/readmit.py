"""claim test readmit-30"""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.options import AsOf, OutputFormat, PlansDir, read_day, today_in
from iopctl.commands.report.frame import Asked, Days, Shared
from iopctl.console import Format

if TYPE_CHECKING:
    from iopctl.reporting.figures import Period


def read_days(text: str | Days) -> Days:
    """A period as an option has it: two days with two dots between."""
    if isinstance(text, Days):
        return text
    first, dots, last = text.partition("..")
    if not dots:
        raise typer.BadParameter("write a period as 2025-01-01..2025-06-30.")
    days = Days(read_day(first), read_day(last))
    if days.last < days.first:
        raise typer.BadParameter("the last day is before the first.")
    return days


def readmit(
    before: Annotated[
        Days | None,
        typer.Option("--before", metavar="FROM..TO", parser=read_days, help="The discharges before the change."),
    ] = None,
    after: Annotated[
        Days | None, typer.Option("--after", metavar="FROM..TO", parser=read_days, help="Those after it.")
    ] = None,
    changed_on: Annotated[
        date | None,
        typer.Option(
            "--changed-on", metavar="DATE", parser=read_day, help="In place of both: as many days on either side."
        ),
    ] = None,
    fewer: Annotated[
        float | None,
        typer.Option("--fewer", metavar="PERCENT", min=0, max=100, help="The published fall. [default: any]"),
    ] = None,
    shared: Shared = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Test "30 % fewer readmissions": the stays followed by an admission within 30 days, before a change and after it.

    JSON: {"claim": {"claim", "verdict", "sentence", "name", "from", "to", "as_of", "commit", "changed", "command",
    "figures", "series", "notes"}}, the figures as in `iopctl report`; verdict is supported, smaller than claimed, not
    distinguishable from chance, contradicted, not comparable or n/a.

    Example: iopctl claim test readmit-30 --before 2025-01-01..2025-06-30 --after 2025-07-01..2025-12-31 --fewer 30
    """
    from iopctl.commands.charts import load_charts
    from iopctl.commands.claim.shown import show_tested
    from iopctl.reporting.claims import readmissions_fewer

    loaded = load_charts(plans)
    today = today_in(loaded.census.program.time_zone, as_of)
    one, other = _sides(before, after, changed_on, today)
    made = readmissions_fewer(loaded.census, one, other, today, None if fewer is None else fewer / 100)
    options = ["--before", f"{one.first}..{one.last}", "--after", f"{other.first}..{other.last}"]
    options += [] if fewer is None else ["--fewer", f"{fewer:g}"]
    show_tested("readmit-30", made, loaded, options, Asked(None, None, None, shared, plans, as_of, form), today)


def _sides(before: Days | None, after: Days | None, changed_on: date | None, today: date) -> "tuple[Period, Period]":
    from iopctl.errors import UsageError
    from iopctl.reporting.claims import around
    from iopctl.reporting.figures import Period

    if changed_on is not None and before is None and after is None:
        return around(changed_on, today)
    if changed_on is not None or before is None or after is None:
        raise UsageError("name the periods with --before and --after, or the day of the change with --changed-on.")
    if after.first <= before.last:
        raise UsageError("--after begins before --before has ended.")
    return Period(before.first, before.last), Period(after.first, after.last)
