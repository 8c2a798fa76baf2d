"""The Typer app: which commands exist, and how errors become exit statuses."""

import sys

import typer

from iopctl import __version__
from iopctl.commands import check
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
app.command("check")(check.check)


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

    A problem the user can fix is one sentence and its exit status, never a traceback."""
    prepare_streams()
    try:
        app(argv)
    except IopctlError as error:
        say(f"iopctl: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader has gone, as in `| head`. Point stdout at nothing so that the exit does not complain.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        say(f"iopctl: the system refused: {error.strerror or type(error).__name__}. Nothing else was written.")
        sys.exit(3)
