"""report NAME: the program's own figures, each with who was counted, who was left out, and how to make it again."""

import typer

app = typer.Typer(
    help="The program's own figures, with who was counted and who was left out.\n\n"
    "Example: iopctl report outcomes --quarter 2026Q3",
    no_args_is_help=True,
)
# One file a report, registered here in the order of `iopctl report --help`.
