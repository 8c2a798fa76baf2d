"""week free"""

from typing import Annotated

import typer

from iopctl.commands.arranging import begin, known_room
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, monday_of
from iopctl.commands.sessions import week_on_file
from iopctl.console import Format


def free_times(
    who: Annotated[str | None, typer.Option("--who", metavar="STAFF", help="Inside the hours at work.")] = None,
    room: Annotated[str | None, typer.Option("--room", metavar="ID", help="Inside the program's hours.")] = None,
    patient: Annotated[
        str | None, typer.Option("--patient", metavar="PT", help="Beside sessions and firm commitments.")
    ] = None,
    week: Annotated[
        str, typer.Option("--week", metavar="WEEK", help="2026-W48, a date in it, this, next or last.")
    ] = "this",
    minutes: Annotated[
        int, typer.Option("--minutes", min=1, max=1440, help="The least that a stretch has to last.")
    ] = 30,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show when a staff member, a room or a patient is free in a week on file; of several, when all of them are.

    JSON: {"free": {"week", "monday", "who", "room", "patient", "minutes", "days": [{"date", "stretches": [{"start",
    "end", "minutes"}], "why_not": [...], "soft": [{"kind", "days", "start", "end"}]}]}}.

    Example: iopctl week free --who t03 --room o3 --patient pt-0004 --minutes 50
    """
    from iopctl import store
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.model.ids import known_staff
    from iopctl.model.week import week_id
    from iopctl.render.free import free_sheet
    from iopctl.scheduling.free_times import Whose, free_days

    if who is None and room is None and patient is None:
        raise UsageError("say who or what has to be free: --who STAFF, --room ID, --patient PT, or several of them.")
    begun = begin(plans, as_of, dry_run=True, form=form)
    program = begun.program
    known_staff(program, who)
    known_room(program, room)
    if patient is not None:
        store.known_patient(begun.loaded.root, patient)
    frame = begun.frame(week_on_file(begun.loaded, week_id(monday_of(week, begun.today))))
    whose = Whose(
        program.staff_by_id[who] if who else None,
        next((each for each in program.rooms if each.id == room), None),
        begun.loaded.chart(patient) if patient else None,
    )
    show(free_sheet(frame, whose, free_days(frame, whose, minutes), minutes), form)
