"""today"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


def today(
    who: Annotated[
        str | None,
        typer.Option("--who", metavar="STAFF", help="What one staff member leads, and whose therapist it is."),
    ] = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Open the day: unanswered alerts on top, then the sessions, what has no record and what is due.

    JSON: {"today": {"date", "who", "alerts": [{"patient", "instrument", "on", "alerts", "level", "days"}],
    "crisis_text", "closures": [{"tracks", "reason"}], "sessions": [as in `week show`], "unrecorded": [{"session",
    "date", "patients", "lacks"}], "outreach": [as in `outreach`], "due": [a finding as in `check`]}}.

    Example: iopctl today --who t03 --as-of 2026-11-23
    """
    from iopctl import checking
    from iopctl.console import show
    from iopctl.model.ids import known_staff
    from iopctl.model.week import week_id
    from iopctl.render.today import Today, today_sheet
    from iopctl.scheduling.days import closures_on, sessions_on, unrecorded
    from iopctl.scheduling.outreach import open_items
    from iopctl.scoring.raised import open_alerts

    loaded = load_charts(plans)
    census = loaded.census
    known_staff(census.program, who)
    day = today_in(census.program.time_zone, as_of)
    view = checking.Selection(select=("RV201", "AT101", "ME101"))
    found = [f for f in checking.check_census(census, loaded.packs, day, view=view) if f.waived is None]
    mine = {chart.patient for chart in census.charts if who in {None, chart.plan.primary_therapist}}
    past = unrecorded(census, [finding for finding in found if finding.code == "AT101"])
    page = Today(
        program=census.program,
        day=day,
        who=who,
        alerts=open_alerts(census.charts, day),
        closures=closures_on(census.program, day),
        sessions=sessions_on(census, day, who),
        unrecorded=[each for each in past if who is None or who in each.held.session.leads],
        outreach=open_items([chart for chart in census.charts if chart.patient in mine], loaded.packs, day),
        due=sorted(
            (finding for finding in found if finding.code != "AT101" and finding.patient in mine),
            key=lambda finding: finding.severity.rank,
        ),
        on_file=any(week.week == week_id(day) for week in census.weeks),
    )
    show(today_sheet(page, loaded.root), form)
