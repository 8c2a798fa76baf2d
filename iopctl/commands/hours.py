"""hours"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in, week_days
from iopctl.console import Format


def hours(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PT]", help="One chart. [default: every active chart]")
    ] = None,
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="WEEK", help="Only this week: 2026-W48, a date in it, this or last."),
    ] = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show promised, scheduled and delivered hours of each week, held against the minimums in force.

    JSON: {"hours": [{"patient", "weeks": [{"week", "full", "promised", "scheduled", "delivered", "days_scheduled",
    "days_delivered", "sessions_scheduled", "sessions_delivered", "limits": [{"pack", "code", "value", "met"}]}]}]},
    minutes as integers; "met" is null in a week that is not judged: running, partial, in a taper, not on file.

    Example: iopctl hours pt-0001 --week 2026-W48
    """
    from datetime import date

    from iopctl.console import show
    from iopctl.counting import hours as counting
    from iopctl.render.hours import hours_sheet

    loaded = load_charts(plans, patient)
    today = today_in(loaded.census.program.time_zone, as_of)
    first, last = week_days(week, today) if week else (date.min, date.max)
    weeks = {
        chart.patient: [
            each
            for each in counting.hours(chart, loaded.packs, today)
            if each.week.first <= last and first <= each.week.last
        ]
        for chart in loaded.census.charts
        if patient is not None or chart.plan.status_on(today) == "active"
    }
    show(hours_sheet(weeks, today), form)
