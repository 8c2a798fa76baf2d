"""week new"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, DryRun, OutputFormat, PlansDir, interactive, monday_of, today_in
from iopctl.commands.sessions import refuse_second
from iopctl.console import Format, say, write


def new_week(
    week: Annotated[
        str | None, typer.Argument(metavar="WEEK", help="2026-W48, a date in it, this, next or last.")
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Also write the slots that nobody attends.")] = False,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Compose a week from the program's slots and the patients' standing patterns, and say what was left out.

    JSON: {"week": {"week", "monday", "closures", "sessions": [...], "left_out": [{"what", "why", "on"}],
    "clashes": [...]}}; sessions as in `week show`.

    Example: iopctl week new next --as-of 2026-11-23
    """
    from iopctl.commands.asking import ask
    from iopctl.commands.saving import settle
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.model.week import Week
    from iopctl.render.week import ShownWeek, left_out_json, left_out_lines, week_sheet
    from iopctl.scheduling.clashes import clashes
    from iopctl.scheduling.composing import compose
    from iopctl.scheduling.days import View
    from iopctl.store import editing, toml_text

    if week is None and not interactive():
        raise UsageError("name the week: 2026-W48, a date in it, this, next or last.")
    loaded = load_charts(plans)
    census = loaded.census
    today = today_in(census.program.time_zone, as_of)
    composed = compose(census, monday_of(week or ask("Which week? [next]:") or "next", today), empty=empty)
    made, overlaps = composed.week, clashes(census.program, composed.week)
    refuse_second(loaded, made)
    edit = editing.new(loaded.root, made.file, toml_text.document_text(made), Week)
    settle([edit], dry_run=dry_run, show_diff=say if form in {Format.JSON, Format.LINES} else write)
    for line in left_out_lines(composed.left_out):
        say(line)
    for line in overlaps:
        say(f"Warning: {line}.")
    more = {"left_out": left_out_json(composed.left_out), "clashes": overlaps}
    show(week_sheet(ShownWeek(census.program, made, View().of(census, made), View(), today), more), form)
