"""fmt"""

from typing import Annotated

import typer

from iopctl.commands.options import PlansDir


def fmt(
    named: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PT|PATH]...", help="Charts or files to look at. [default: the whole program]"),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Save the files; without it the diff is shown.")] = False,
    plans: PlansDir = None,
) -> None:
    """Bring files into their canonical layout: blanks, blank lines, sessions in order of time. No data changes.

    Comments stay with what they stand above. Signed content keeps its order.

    Example: iopctl fmt pt-0001
    """
    from iopctl.commands.tidy import load, tidy

    tidy(load(plans), named, totals=False, write=write)
