"""claim test improvement"""

from typing import Annotated

import typer

from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.commands.report.frame import Asked, First, Last, Quarter, Shared, period_of
from iopctl.console import Format


def improvement(
    share: Annotated[
        float, typer.Option("--share", metavar="PERCENT", min=0, max=100, help="The published share who improve.")
    ],
    instrument: Annotated[str, typer.Option("--instrument", metavar="ID", help="On which they improve.")] = "phq9",
    first: First = None,
    last: Last = None,
    quarter: Quarter = None,
    shared: Shared = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Test "80 % improve": at least so many change reliably for the better, of the stays that ended in the period.

    JSON: {"claim": {"claim", "verdict", "sentence", "name", "from", "to", "as_of", "commit", "changed", "command",
    "figures", "series", "notes"}}, the figures as in `iopctl report`; verdict is supported, not distinguishable from
    chance, contradicted or n/a.

    Example: iopctl claim test improvement --share 80 --instrument gad7 --quarter 2026Q3
    """
    from iopctl import library
    from iopctl.commands.charts import load_charts
    from iopctl.commands.claim.shown import show_tested
    from iopctl.errors import Refused
    from iopctl.model.ids import known
    from iopctl.reporting import claims

    instruments = library.instruments()
    measured = instruments[known(instrument, instruments, "no instrument of that id")]
    if measured.change.rci is None:
        raise Refused(f"nobody has published what reliable change on the {measured.short} is.")
    loaded, asked = load_charts(plans), Asked(first, last, quarter, shared, plans, as_of, form)
    today = today_in(loaded.census.program.time_zone, as_of)
    period = period_of(asked, today)
    made = claims.improvement(loaded.census, period, today, measured, share / 100)
    options = ["--share", f"{share:g}", "--instrument", measured.id, "--from", f"{period.first}", "--to"]
    show_tested("improvement", made, loaded, [*options, f"{period.last}"], asked, today)
