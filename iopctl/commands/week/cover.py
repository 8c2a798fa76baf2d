"""week cover"""

from typing import Annotated

import typer

from iopctl.commands.arranging import begin
from iopctl.commands.options import AsOf, OutputFormat, PlansDir
from iopctl.commands.sessions import find_session
from iopctl.console import Format


def cover_session(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="mon-0900-cbt in this week, 2026-W48/mon-0900-cbt in any.")
    ],
    out: Annotated[str, typer.Option("--out", metavar="STAFF", help="The lead who cannot come.")],
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show who may stand in for a lead: credential, skill, free then, load; and what stands against the others.

    JSON: {"cover": {"session", "service", "date", "start", "end", "leads", "out", "stand_ins": [{"staff", "role",
    "may", "against": [{"kind", "text"}], "credentials": [{"title", "until"}], "accepted_by", "refused_by", "skill",
    "free", "day": {"sessions", "minutes"}, "week": {"sessions", "minutes"}, "command"}]}}.

    Example: iopctl week cover 2026-W48/wed-0900-dbt --out t03
    """
    from iopctl.console import show
    from iopctl.render.cover import cover_sheet
    from iopctl.scheduling.covering import refuse_no_lead, stand_ins

    begun = begin(plans, as_of, dry_run=True, form=form)
    held = find_session(begun.loaded, session, begun.today)
    refuse_no_lead(held, out)
    show(cover_sheet(begun.program, held, out, stand_ins(begun.frame(held.week), held, out)), form)
