"""hours"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, moment_of, today_in, week_days
from iopctl.console import Format


def hours(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PT]", help="One chart. [default: every active chart]")
    ] = None,
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="WEEK", help="Only this week: 2026-W48, a date in it, this or last."),
    ] = None,
    short: Annotated[
        bool, typer.Option("--short", help="Who is or will be short by the end of the week, and what would make it up.")
    ] = False,
    forecast: Annotated[bool, typer.Option("--forecast", help="The same of everybody in care that week.")] = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show promised, scheduled and delivered hours of each week, held against the minimums in force.

    With --short or --forecast: where one week leads. Done is what was attended, booked what is to come from today on;
    a past session without a record is neither. Who will be short is offered make-up sessions in the rest of the week.

    JSON: {"hours": [{"patient", "weeks": [{"week", "full", "promised", "scheduled", "delivered", "days_scheduled",
    "days_delivered", "sessions_scheduled", "sessions_delivered", "limits": [{"pack", "code", "value", "met"}]}]}]},
    minutes as integers; "met" is null in a week that is not judged: running, partial, in a taper, not on file.
    With --short and --forecast {"hours": [{"patient", "week", "on_file", "done", "booked", "no_record", "total",
    "days_done", "days_booked", "days_total", "state", "short_minutes", "short_days", "limits": [{"pack", "code",
    "value", "missing"}], "offers": [{"session", "service", "date", "start", "end", "room", "leads", "taken", "seats",
    "promised", "minutes", "days", "makes_up", "command"}]}]}; "missing" is null where nothing is judged, "session"
    where the offer is a free time.

    Example: iopctl hours pt-0001 --week 2026-W48

    Example: iopctl hours --short --week this
    """
    if short or forecast:
        _show_forecast(plans, patient, week or "this", as_of, form, everybody=not short)
        return
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


def _show_forecast(
    plans: Path | None, patient: str | None, named: str, as_of: date | None, form: Format, *, everybody: bool
) -> None:
    from iopctl import store
    from iopctl.console import show
    from iopctl.render.forecast import Outlook, forecast_sheet
    from iopctl.scheduling.forecast import forecast, in_care, week_on
    from iopctl.scheduling.make_ups import make_ups

    loaded = load_charts(plans)  # everybody's: who else is in a session decides who fits
    census = loaded.census
    if patient is not None:
        store.known_patient(loaded.root, patient)
    now = moment_of(census.program, as_of)
    first, last = week_days(named, now.day)
    weeks = [
        forecast(chart, loaded.packs, week, now.day)
        for chart in ([loaded.chart(patient)] if patient else census.charts)
        if in_care(chart, week := week_on(chart, first, last, now.day))
    ]
    offers = make_ups(census, loaded.packs, [each for each in weeks if each.short], now)
    show(forecast_sheet(Outlook(census.program, now.day, weeks, offers, everybody)), form)
