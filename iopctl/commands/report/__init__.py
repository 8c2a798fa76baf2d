"""report NAME: the program's own figures, each with who was counted, who was left out, and how to make it again."""

import typer

from iopctl.commands.report import drr, outcomes, plain, readmissions

app = typer.Typer(
    help="The program's own figures, with who was counted and who was left out.\n\n"
    "Example: iopctl report outcomes --quarter 2026Q3",
    no_args_is_help=True,
)
# A report with options of its own is a file here; one that takes only a period is a line in `plain`.
app.command("outcomes")(outcomes.outcomes)
app.command("readmissions")(readmissions.readmissions)
for name in plain.PLAIN:
    app.command(name)(plain.plain_report(name))
app.command("drr")(drr.drr)
