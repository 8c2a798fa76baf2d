"""roster"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.commands.sessions import find_session
from iopctl.console import Format


def roster(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="mon-0900-cbt in this week, 2026-W48/mon-0900-cbt in any.")
    ],
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show who is expected in a session, with day of stay, objectives, last scores and what to know.

    JSON: {"roster": {"session", "service", "title", "module", "date", "start", "end", "minutes", "room", "capacity",
    "size", "leads", "patients", "makes_up", "make_ups", "cancelled", "attendance", "expected": [{"patient", "day",
    "objectives": [{"id", "text"}], "scores": [{"instrument", "total", "on"}], "notes", "recorded"}]}}.

    Example: iopctl roster 2026-W48/mon-0900-cbt
    """
    from iopctl import library
    from iopctl.console import show
    from iopctl.counting.deadlines import LEAD
    from iopctl.render.roster import roster_sheet
    from iopctl.reviewing.due import due_items, next_due
    from iopctl.scheduling.expected import expected

    loaded = load_charts(plans)
    census = loaded.census
    today = today_in(census.program.time_zone, as_of)
    held = find_session(loaded, session, today)
    reviews = {
        chart.patient: due.on
        for chart in census.charts
        if (due := next_due(due_items(chart, loaded.packs, today), "review")) and due.on and due.within(today, LEAD)
    }
    rows = expected(held.session, census.chart_by_patient, library.instruments(), reviews)
    show(roster_sheet(census.program, held, rows), form)
