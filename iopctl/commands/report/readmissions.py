"""report readmissions"""

from datetime import date
from typing import Annotated

import typer

from iopctl.commands.options import AsOf, OutputFormat, PlansDir, read_day
from iopctl.commands.report.frame import Asked, First, Last, Quarter, Shared, show_report
from iopctl.console import Format


def readmissions(
    changed_on: Annotated[
        date | None,
        typer.Option(
            "--changed-on", metavar="DATE", parser=read_day, help="Compare the days before with it and after."
        ),
    ] = None,
    first: First = None,
    last: Last = None,
    quarter: Quarter = None,
    shared: Shared = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show who was in a psychiatric hospital within 30 days of a stay's end: by Kaplan and Meier, and the naive ratio.

    JSON: {"report": {"name", "from", "to", "as_of", "commit", "changed", "command", "figures": [{"id", "text", "unit",
    "value", "count", "of", "interval", "left_out", "source", "hidden"}], "series", "notes"}}; shares are fractions
    of 1.

    Example: iopctl report readmissions --from 2025-07-01 --to 2026-06-30 --changed-on 2026-01-01
    """
    from iopctl.errors import UsageError
    from iopctl.reporting.figures import Period, Report
    from iopctl.reporting.readmissions import readmissions as make
    from iopctl.store import Loaded

    def made(loaded: Loaded, period: Period, today: date) -> Report:
        if changed_on is not None and not period.first < changed_on <= period.last:
            raise UsageError("--changed-on lies in the period, with days before it.")
        return make(loaded.census, period, today, changed_on)

    options = [] if changed_on is None else ["--changed-on", f"{changed_on}"]
    show_report("readmissions", made, Asked(first, last, quarter, shared, plans, as_of, form), options)
