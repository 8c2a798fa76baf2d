"""claim test: published sentences against the program's own counts, one file per claim."""

import typer

from iopctl.commands.claim.improvement import improvement
from iopctl.commands.claim.readmit import readmit

app = typer.Typer(
    help="Published sentences against the program's own counts.\n\n"
    "Example: iopctl claim test readmit-30 --changed-on 2026-01-01 --fewer 30",
    no_args_is_help=True,
)
tested = typer.Typer(
    help="What the counts say of a claim and what may be said. It never says what caused a difference.\n\n"
    "Example: iopctl claim test improvement --share 80 --quarter 2026Q3",
    no_args_is_help=True,
)
app.add_typer(tested, name="test")
tested.command("readmit-30")(readmit)
tested.command("improvement")(improvement)
