"""week move"""

from typing import Annotated

import typer

from iopctl.commands.arranging import begin, known_room
from iopctl.commands.options import AsOf, AtTime, DryRun, OnDate, OutputFormat, PlansDir
from iopctl.commands.sessions import find_session
from iopctl.console import Format


def move_session(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="mon-0900-cbt in this week, 2026-W48/mon-0900-cbt in any.")
    ],
    on: OnDate = None,
    at: AtTime = None,
    room: Annotated[str | None, typer.Option("--room", metavar="ID", help="Where.")] = None,
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="STAFF", help="Who leads it now, all of them; may be repeated.")
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Move one session of a week to another day of it, time, room or lead; length, breaks, roster and id stay.

    It is refused when somebody or something then clashes that did not before; each is named. It is pinned: `week build`
    leaves it there.

    JSON: {"session": {as in `week show`, "notes": [...], "weeks": [as in `week add`]}}.

    Example: iopctl week move 2026-W48/fri-1115-yoga --at 12:30 --room studio
    """
    from iopctl.errors import Refused, UsageError
    from iopctl.model.ids import known_staff
    from iopctl.render.arranged import moved_lines
    from iopctl.scheduling import arranging

    begun = begin(plans, as_of, dry_run=dry_run, form=form)
    held = find_session(begun.loaded, session, begun.today)
    if not (on or at is not None or room or by):
        raise UsageError("say what changes: --on DATE, --at HH:MM, --room ID or --by STAFF.")
    known_room(begun.program, room)
    for person in by or ():
        known_staff(begun.program, person)
    arranging.refuse_settled(held)
    arranging.refuse_day(held, on or held.session.date, begun.today)
    moved = arranging.Move(on, at, room, tuple(dict.fromkeys(by or ()))).of(begun.program, held.session)
    if moved == held.session.model_copy(update={"pinned": True}):
        raise Refused(f"{held.ref} is there already; nothing was written.")
    facts = arranging.against_move(begun.frame(held.week), held.session, moved)
    begun.refuse(facts, f"{held.ref} cannot be moved", held.week)
    begun.show(begun.replace(held, moved), moved.patients, said=moved_lines(begun.program, held.session, moved))
