"""The way out: results on stdout, talk on stderr, every text cleaned of what a terminal would obey."""

import json
import os
import shutil
import sys
from contextlib import suppress
from enum import StrEnum

from iopctl.errors import Refused
from iopctl.render.clean import clean
from iopctl.render.layout import piped_lines, plain_lines
from iopctl.render.sheet import Sheet

__all__ = ["Format", "clean", "prepare_streams", "say", "show", "write"]

READER_GONE = 141  # what a shell reports of a program that `| head` has ended


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    LINES = "lines"


def show(sheet: Sheet, form: Format) -> None:
    """Print a sheet on stdout."""
    if form is Format.JSON:
        write(json.dumps(sheet.data, indent=2))
    elif form is Format.LINES:
        write("\n".join(json.dumps(item) for item in sheet.items))
    elif form is Format.PLAIN:
        write("\n".join(plain_lines(sheet)))
    elif sys.stdout.isatty():
        from iopctl.render.terminal import terminal_text

        write(terminal_text(sheet))
    else:
        write("\n".join(piped_lines(sheet)))


def write(text: str) -> None:
    """Print finished text on stdout as it is, at once: a full disk shows here, not when the program has ended."""
    if not text:
        return
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError as error:
        # What could not be written must not be tried again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise SystemExit(READER_GONE) from None
        raise Refused(f"the result cannot be printed: {error.strerror}. Send it elsewhere.") from None


def columns() -> int:
    """How wide what is drawn may be: as the terminal is, else 80."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def say(sentence: str) -> None:
    """One sentence of talk on stderr. That nobody can hear it stops no work."""
    with suppress(OSError):
        sys.stderr.write(clean(sentence) + "\n")


def prepare_streams() -> None:
    """A terminal that cannot show a character, or sends one that is none, gets its escape, never a crash.

    Raises Refused when stdout is closed; the first file to be opened would take its place.
    """
    nowhere = sys.stdout is None
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "r" if name == "stdin" else "w"))
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    if nowhere:
        raise Refused("stdout is closed, so nothing can be printed and nothing was done. Send it to a file.")
