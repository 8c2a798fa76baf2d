"""Reports that take nothing but a period: each is a function of its own name in `iopctl/reporting/`."""

from collections.abc import Callable
from importlib import import_module

from iopctl.commands.options import AsOf, OutputFormat, PlansDir
from iopctl.commands.report.frame import Asked, First, Last, Quarter, Shared, show_report
from iopctl.console import Format

# In the order of `iopctl report --help`.
PLAIN = {
    "attendance": "Show attended over offered, in sessions and hours, by week on control charts, by service and track.",
    "stay": "Show how stays ended and how long they were: completion, drop-out, days and hours, open ones apart.",
    "waits": "Show the days from hospital or evaluation to admission, and from admission to first session and plans.",
    "fit": "Show how much of the declared work, school and family life the schedule kept free, and who lost time.",
    "fuh": "Show who attended within 7 and 30 days of a psychiatric hospital stay, in the style of HEDIS FUH.",
}
_HELP = """{what}

    JSON: {{"report": {{"name", "from", "to", "as_of", "commit", "changed", "command", "figures": [{{"id", "text",
    "unit", "value", "count", "of", "interval", "left_out", "source", "hidden"}}], "series": [{{"id", "title",
    "rows"}}], "notes"}}}}; shares are fractions of 1.

    Example: iopctl report {name} --quarter 2026Q3
    """


def plain_report(name: str) -> Callable[..., None]:
    """The command of one of them."""

    def command(
        first: First = None,
        last: Last = None,
        quarter: Quarter = None,
        shared: Shared = False,
        plans: PlansDir = None,
        as_of: AsOf = None,
        form: OutputFormat = Format.TABLE,
    ) -> None:
        make = getattr(import_module(f"iopctl.reporting.{name}"), name)
        asked = Asked(first, last, quarter, shared, plans, as_of, form)
        show_report(name, lambda loaded, period, today: make(loaded.census, period, today), asked)

    command.__doc__ = _HELP.format(what=PLAIN[name], name=name)
    return command
