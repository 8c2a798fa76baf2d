"""trend"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


def trend(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The patient's code.")],
    instrument: Annotated[
        str | None, typer.Argument(metavar="[INSTRUMENT]", help="One instrument. [default: all with a score]")
    ] = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Draw the scores of one patient over the stay, with bands, start, target and the line of a reliable change.

    A form without a valid total is a gap (x on the axis). With --format plain the numbers alone are read out.

    JSON: {"trend": {"patient", "as_of", "courses": [{"instrument", "baseline", "target", "reliably_better_at",
    "constants": {NAME: {"value", "certainty", "source"}}, "bands": [{"id", "min", "max"}], "points": [{"on", "day",
    "total", "band", "change": {"points", "percent", "movement", "response", "remission", "meaningful",
    "clinically_significant", "category"}}], "signals": [{"code", "name", "on", "message", "next"}]}]}}.

    Example: iopctl trend pt-0001 phq9 --as-of 2026-11-23
    """
    from iopctl import checking, library
    from iopctl.console import columns, show
    from iopctl.model.ids import known
    from iopctl.render.trend import trend_sheet
    from iopctl.reviewing.signals import SIGNALS
    from iopctl.reviewing.trend import trends
    from iopctl.rules import all_rules

    instruments = library.instruments()
    if instrument is not None:
        known(instrument, instruments, f"{instrument}: no such instrument")
    loaded = load_charts(plans, patient)
    today = today_in(loaded.census.program.time_zone, as_of)
    view = checking.Selection(select=SIGNALS)
    found = checking.check_census(loaded.census, loaded.packs, today, view=view)
    made = trends(loaded.chart(patient), instruments, found, today, instrument)
    titles = {module.RULE.code: module.RULE.name for module in all_rules()}
    show(trend_sheet(patient, made, today, columns(), titles), form)
