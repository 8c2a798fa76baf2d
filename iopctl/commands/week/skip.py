"""week skip"""

from datetime import date
from typing import Annotated

import typer

from iopctl.commands.arranging import begin
from iopctl.commands.options import AsOf, DryRun, OutputFormat, PlansDir, read_day
from iopctl.commands.sessions import find_session
from iopctl.console import Format


def skip_session(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="mon-0900-cbt in this week, 2026-W48/mon-0900-cbt in any.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, without naming anybody.")],
    by: Annotated[str, typer.Option("--by", metavar="STAFF", help="Who called it off.")],
    on: Annotated[
        date | None,
        typer.Option("--on", metavar="DATE", parser=read_day, help="When it was called off. [default: today]"),
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Call off one session of a week, and say who loses how many minutes and falls below a weekly minimum.

    JSON: {"session": {as in `week show`, "notes": [...], "weeks": [as in `week add`]}}.

    Example: iopctl week skip 2026-W48/wed-1045-art --reason "art therapist ill" --by d01
    """
    from iopctl.errors import UsageError
    from iopctl.model.ids import known_staff
    from iopctl.scheduling.calling_off import called_off, how_to_make_up

    begun = begin(plans, as_of, dry_run=dry_run, form=form)
    held = find_session(begun.loaded, session, begun.today)
    known_staff(begun.program, by)
    if on is not None and on > begun.today:
        raise UsageError(f"--on: {on} is still to come; it is the day on which the session was called off.")
    off = begun.replace(held, called_off(held, reason, by, on or begun.today))
    begun.show(off, off.session.patients, notes=how_to_make_up(off))
