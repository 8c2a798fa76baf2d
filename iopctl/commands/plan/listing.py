"""plan list"""

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


def list_plans(plans: PlansDir = None, as_of: AsOf = None, form: OutputFormat = Format.TABLE) -> None:
    """List every plan with its day of stay, revision and signatures.

    JSON: {"plans": [{"patient", "status", "track", "admitted_on", "day", "revision", "signatures": {"ok", "stale",
    "attempted"}}]}.

    Example: iopctl plan list
    """
    from iopctl.console import show
    from iopctl.render.plans import plans_sheet

    loaded = load_charts(plans)
    today = today_in(loaded.census.program.time_zone, as_of)
    show(plans_sheet(loaded.census.charts, today), form)
