"""outreach"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, DayOption, DryRun, OutputFormat, PlansDir, today_in
from iopctl.console import Format, say, write

if TYPE_CHECKING:
    from iopctl.model.record import Event
    from iopctl.store import Loaded


def outreach(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PT]", help="One chart. [default: the whole program]")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="How PT was reached out to, and what came of it.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="STAFF", help="Who reached out.")] = None,
    on: DayOption = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show who missed sessions without excuse and was not reached out to since; with --note record that somebody did.

    An item is open until then, also when the patient came back. A note closes every item up to its day.

    JSON: {"outreach": [{"patient", "sessions", "on", "days", "therapist", "back_on", "absences": [{"pack", "count",
    "limit"}]}]}; with --note what is still open of that chart.

    Example: iopctl outreach pt-0002 --note "Phoned: the car broke down, comes tomorrow." --by t01
    """
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.render.outreach import outreach_sheet
    from iopctl.scheduling.outreach import closed_by, open_items, reached_out

    if note is None and (by or on or dry_run):
        raise UsageError("what was done is written with --note: iopctl outreach PT --note TEXT --by STAFF.")
    if note is not None and (patient is None or by is None):
        raise UsageError("--note needs a chart and who it was: iopctl outreach PT --note TEXT --by STAFF.")
    loaded = load_charts(plans, patient)
    today = today_in(loaded.census.program.time_zone, as_of)
    items = open_items(loaded.census.charts, loaded.packs, today)
    if patient is not None and note is not None and by is not None:
        event = reached_out(note, by, on or today)
        closed = closed_by(loaded.chart(patient), items, event, today)
        _record(loaded, patient, event, dry_run=dry_run, form=form)
        days = ", ".join(f"{item.on}" for item in closed)
        say(f"{'would close' if dry_run else 'closed'}: the absences of {patient} on {days}")
        items = items if dry_run else [item for item in items if item not in closed]
    show(outreach_sheet(items, today), form)


def _record(loaded: "Loaded", patient: str, event: "Event", *, dry_run: bool, form: Format) -> None:
    """Write the event at the end of the plan's events; nothing else in the file changes."""
    from iopctl.commands.saving import settle
    from iopctl.model.plan import Plan
    from iopctl.store import editing

    fields = event.model_dump(exclude_none=True)
    file = loaded.chart(patient).plan.file
    edit = editing.edit(loaded.root, file, Plan, lambda plan: editing.append_table(plan, "events", fields))
    settle([edit], dry_run=dry_run, show_diff=say if form in {Format.JSON, Format.LINES} else write)
