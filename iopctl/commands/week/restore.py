"""week restore"""

from typing import Annotated

import typer

from iopctl.commands.arranging import begin
from iopctl.commands.options import AsOf, DryRun, OutputFormat, PlansDir
from iopctl.commands.sessions import find_session
from iopctl.console import Format


def restore_session(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="mon-0900-cbt in this week, 2026-W48/mon-0900-cbt in any.")
    ],
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Take back that a session was called off, unless its lead, room or a patient was given elsewhere since.

    JSON: {"session": {as in `week show`, "notes": [...], "weeks": [as in `week add`]}}.

    Example: iopctl week restore 2026-W48/wed-1045-art
    """
    from iopctl.scheduling.arranging import against_restore
    from iopctl.scheduling.calling_off import made_up_by, restored

    begun = begin(plans, as_of, dry_run=dry_run, form=form)
    held = find_session(begun.loaded, session, begun.today)
    again = restored(held)
    begun.refuse(against_restore(begun.frame(held.week), again), f"{held.ref} cannot be restored", held.week)
    back = begun.replace(held, again)
    begun.show(back, again.patients, notes=list(made_up_by(begun.loaded.census, held.ref)))
