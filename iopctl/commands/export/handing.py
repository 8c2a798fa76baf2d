"""Where an export goes: to a new file, or printed as it is."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from iopctl.console import say, write

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="A new file, for its owner alone. [default: print it]"),
]


def hand_out(content: str | bytes, out: Path | None) -> None:
    """Write a new file, or print. Raises AlreadyThere, Refused; UsageError for what no terminal can show."""
    from iopctl.errors import UsageError
    from iopctl.store.writing import put

    if out is not None:
        put(out, content if isinstance(content, bytes) else f"{content}\n".encode())
        say(f"Wrote {out}.")
    elif isinstance(content, str):
        write(content)
    elif b"\0" not in content:
        write(content.decode().removesuffix("\n"))
    elif sys.stdout.isatty():
        raise UsageError("this format is not text: name a file with --out.")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
