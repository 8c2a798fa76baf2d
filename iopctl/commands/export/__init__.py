"""export FORMAT: what other programs, other people and other places can read."""

import typer

from iopctl.commands.export import document, fhir, ical

app = typer.Typer(
    help="Hand a chart, a calendar or data on, in formats that others read.\n\n"
    "Example: iopctl export fhir pt-0001 --out pt-0001.json",
    no_args_is_help=True,
)
for form in document.FORMATS:
    app.command(form)(document.export_document(form))
app.command("fhir")(fhir.export_fhir)
app.command("ical")(ical.export_ical)
