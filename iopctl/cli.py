"""The Typer app: which commands exist, and how errors become exit statuses."""

import sys

import typer

from iopctl import __version__
from iopctl.commands import (
    attend,
    audit,
    census,
    check,
    claim,
    curriculum,
    export,
    fit,
    fmt,
    hours,
    init,
    instruments,
    letter,
    outreach,
    packs,
    plan,
    report,
    review,
    risk,
    roster,
    rules,
    schema,
    score,
    today,
    trend,
    week,
)
from iopctl.console import prepare_streams, say
from iopctl.errors import IopctlError

app = typer.Typer(
    name="iopctl",
    help="Keep the care plans of a mental-health intensive outpatient program: write, check, show, hand on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# The order here is the order of `iopctl --help`.
app.command("init")(init.init)
app.add_typer(plan.app, name="plan")
app.add_typer(week.app, name="week")
app.command("attend")(attend.attend)
app.command("hours")(hours.hours)
app.command("score")(score.score)
app.command("trend")(trend.trend)
app.command("review")(review.review)
app.command("today")(today.today)
app.command("risk")(risk.risk)
app.command("outreach")(outreach.outreach)
app.command("roster")(roster.roster)
app.command("census")(census.census)
app.command("fit")(fit.fit)
app.command("curriculum")(curriculum.curriculum)
app.command("check")(check.check)
app.command("audit")(audit.audit)
app.command("letter")(letter.letter)
app.add_typer(export.app, name="export")
app.add_typer(report.app, name="report")
app.add_typer(claim.app, name="claim")
app.add_typer(rules.app, name="rules")
app.add_typer(packs.app, name="packs")
app.add_typer(instruments.app, name="instruments")
app.command("fmt")(fmt.fmt)
app.command("schema")(schema.schema)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"iopctl {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    """Keep the care plans of a mental-health intensive outpatient program: write, check, show, hand on."""


def main(argv: list[str] | None = None) -> None:
    """Run the command line; it ends with SystemExit.

    A problem the user can fix is one sentence and its exit status, never a traceback.
    """
    try:
        prepare_streams()
        app(argv)
    except IopctlError as error:
        say(f"iopctl: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"iopctl: {where}the system refused: {error.strerror or type(error).__name__}. Mend that and try again.")
        sys.exit(3)
