"""plan show"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


def show_plan(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart.")],
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show a whole plan for reading.

    Who and when, why this level, needs, goals, the dose, the week, safety, criteria, signatures, and what is left open.

    JSON: {"plan": the fields of plan.toml}, absent ones at their default.

    Example: iopctl plan show pt-0001 --format plain
    """
    from iopctl import checking, library
    from iopctl.console import show
    from iopctl.drafting.gaps import gaps
    from iopctl.render.plan import plan_sheet
    from iopctl.rules.pl104_signature_missing import RULE as UNSIGNED

    loaded = load_charts(plans, patient)
    chart = loaded.chart(patient)
    today = today_in(chart.program.time_zone, as_of)
    unsigned = [each for each in checking.check_chart(chart, loaded.packs, today) if each.code == UNSIGNED.code]
    show(plan_sheet(chart, today, unsigned, gaps(chart.plan, library.template_sentences())), form)
