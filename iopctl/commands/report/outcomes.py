"""report outcomes"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.options import AsOf, OutputFormat, PlansDir
from iopctl.commands.report.frame import Asked, First, Last, Quarter, Shared, show_report
from iopctl.console import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iopctl.model.instrument import Instrument


def outcomes(
    instrument: Annotated[
        str | None,
        typer.Option("--instrument", metavar="ID", help="One instrument. [default: each with constants for change]"),
    ] = None,
    first: First = None,
    last: Last = None,
    quarter: Quarter = None,
    shared: Shared = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """How far people got from the first to the last score, of the stays that ended in the period.

    JSON: {"report": {"name", "from", "to", "as_of", "commit", "changed", "command", "figures": [{"id", "text", "unit",
    "value", "count", "of", "interval", "left_out", "source", "hidden"}], "series", "notes"}}; ids are phq9.paired,
    .change, .g, .d_z, .d_av, .response, .remission, .recovered and so on; shares are fractions of 1.

    Example: iopctl report outcomes --quarter 2026Q3 --instrument phq9
    """
    from iopctl import library
    from iopctl.reporting.outcomes import in_use
    from iopctl.reporting.outcomes import outcomes as make

    known = library.instruments()
    asked_for = None if instrument is None else _scored(known, instrument)
    show_report(
        "outcomes",
        lambda loaded, period, today: make(
            loaded.census, period, today, [asked_for] if asked_for else in_use(loaded.census, known.values())
        ),
        Asked(first, last, quarter, shared, plans, as_of, form),
        [] if instrument is None else ["--instrument", instrument],
    )


def _scored(instruments: "Mapping[str, Instrument]", instrument: str) -> "Instrument":
    """The instrument of that id. Raises NotFound; Refused for one that gives a level and no score."""
    from iopctl.errors import Refused
    from iopctl.model.ids import known

    found = instruments[known(instrument, instruments, "no instrument of that id")]
    if found.triage is not None:
        raise Refused(f"{found.short} gives a level and no score: there is no change to report.")
    return found
