"""instruments list · show"""

from typing import Annotated

import typer

from iopctl.commands.options import OutputFormat
from iopctl.console import Format

app = typer.Typer(
    help="The questionnaires, how each is scored, and whose they are.\n\nExample: iopctl instruments list",
    no_args_is_help=True,
)


@app.command("list")
def list_instruments(form: OutputFormat = Format.TABLE) -> None:
    """List the instruments: with wording, scored from your own form, or recorded as a score made elsewhere.

    JSON: {"instruments": [{"id", "short", "title", "measures", "tier", "items", "lowest", "highest", "bands",
    "alerts", "reliable_change", "licence"}]}.

    Example: iopctl instruments list
    """
    from iopctl import library
    from iopctl.console import show
    from iopctl.render.instruments import instruments_sheet

    show(instruments_sheet(list(library.instruments().values())), form)


@app.command("show")
def show_instrument(
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Its id, for example phq9.")],
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show one instrument: items, bands, alerts, blanks, constants of change with their sources, licence, codes.

    JSON: {"instrument": {...}}: the fields of its file, those that are empty left out; LOINC codes with their notice.

    Example: iopctl instruments show phq9
    """
    from iopctl import library
    from iopctl.console import show
    from iopctl.render.instruments import instrument_sheet

    show(instrument_sheet(library.instrument(instrument)), form)
