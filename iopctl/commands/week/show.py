"""week show"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, PlansDir, monday_of, today_in
from iopctl.commands.sessions import week_on_file
from iopctl.commands.wall import WeekFormat, fridge_of, refuse_part_for_the_fridge, show_on_wall, view_of


def show_week(
    week: Annotated[str, typer.Argument(metavar="[WEEK]", help="2026-W48, a date in it, this, next or last.")] = "this",
    patient: Annotated[
        str | None, typer.Option("--patient", metavar="PT", help="One patient's week, with what was recorded.")
    ] = None,
    staff: Annotated[str | None, typer.Option("--staff", metavar="ID", help="What one staff member leads.")] = None,
    room: Annotated[str | None, typer.Option("--room", metavar="ID", help="What one room holds.")] = None,
    track: Annotated[str | None, typer.Option("--track", metavar="ID", help="One track.")] = None,
    fridge: Annotated[
        bool, typer.Option("--fridge", help="With --patient: the week for the kitchen wall, no patient's code on it.")
    ] = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: Annotated[WeekFormat, typer.Option("--format", help="How to print the result.")] = WeekFormat.TABLE,
) -> None:
    """Show a week: days across, times down; with --format plain one session a line.

    `markdown` and `html` are for a wall: html is one page that needs nothing besides itself and prints. With --fridge
    the sheet says when, what, where and with whom, and the crisis text at the foot: no code of a patient, not even
    their own, no reason and nothing of what was recorded, because whoever comes into the kitchen reads it.

    JSON: {"week": {"week", "monday", "closures": [{"date", "tracks", "reason"}], "sessions": [{"session", "service",
    "date", "start", "end", "minutes", "room", "leads", "patients", "makes_up", "make_ups", "cancelled",
    "attendance": [...]}]}}; with
    --fridge {"fridge": {"week", "days": [{"date", "closed", "sessions": [{"start", "end", "what", "room", "with",
    "cancelled"}]}], "crisis_text"}}.

    Example: iopctl week show 2026-W48 --staff t03

    Example: iopctl week show next --patient pt-0006 --fridge --format html > fridge.html
    """
    from iopctl.model.week import week_id
    from iopctl.render.week import ShownWeek, week_sheet
    from iopctl.scheduling.days import View

    if fridge:
        refuse_part_for_the_fridge(View(patient, staff, room, track))
    loaded = load_charts(plans)
    program = loaded.census.program
    view = view_of(loaded, patient, staff, room, track)
    today = today_in(program.time_zone, as_of)
    asked = week_on_file(loaded, week_id(monday_of(week, today)))
    shown = ShownWeek(program, asked, view.of(loaded.census, asked), view, today)
    show_on_wall(fridge_of(loaded, shown) if fridge else week_sheet(shown), form, loaded.root)
