"""report drr"""

from iopctl.commands.options import AsOf, OutputFormat, PlansDir
from iopctl.commands.report.frame import Asked, First, Last, Quarter, Shared, show_report
from iopctl.console import Format


def drr(
    first: First = None,
    last: Last = None,
    quarter: Quarter = None,
    shared: Shared = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Remission and response 120 to 240 days after an elevated PHQ-9 of the period, in the style of HEDIS DRR-E.

    JSON: {"report": {"name", "from", "to", "as_of", "commit", "changed", "command", "figures": [{"id", "text", "unit",
    "value", "count", "of", "interval", "left_out", "source", "hidden"}], "series", "notes"}}; shares are fractions
    of 1.

    Example: iopctl report drr --from 2025-07-01 --to 2026-03-31
    """
    from iopctl import library
    from iopctl.reporting.drr import INSTRUMENT
    from iopctl.reporting.drr import drr as make

    phq9 = library.instruments()[INSTRUMENT]
    show_report(
        "drr",
        lambda loaded, period, today: make(loaded.census, period, today, phq9),
        Asked(first, last, quarter, shared, plans, as_of, form),
    )
