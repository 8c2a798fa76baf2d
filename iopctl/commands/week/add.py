"""week add"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.arranging import Arranging, begin, known_room
from iopctl.commands.options import AsOf, AtTime, DryRun, OnDate, OutputFormat, PlansDir
from iopctl.commands.sessions import find_session, week_on_file
from iopctl.console import Format

if TYPE_CHECKING:
    from iopctl.model.chart import Chart
    from iopctl.scheduling.adding import Asked
    from iopctl.scheduling.days import Held


def add_to_week(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The patient.")],
    what: Annotated[
        str,
        typer.Argument(metavar="SESSION|SERVICE", help="fri-0900-skills, 2026-W48/fri-0900-skills; with --on, family."),
    ],
    on: OnDate = None,
    at: AtTime = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, max=1439, help="How long. [default: as the plan promises]")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="STAFF", help="Who leads it. [default: as the plan says]")
    ] = None,
    room: Annotated[str | None, typer.Option("--room", metavar="ID", help="Where.")] = None,
    makes_up: Annotated[
        str | None, typer.Option("--makes-up", metavar="SESSION", help="What it makes up for: 2026-W47/thu-0900-cbt.")
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Give a patient a place in a session; with --on and --at a session of a service for this patient alone.

    It is refused when it clashes with anything: seats, room, staff, stay, firm commitments, other sessions. `week
    build` leaves a new session and a make-up as they are; another place in a group it may plan anew.

    JSON: {"session": {as in `week show`, "notes": [...], "weeks": [{"patient", "week", "before", "after", "minimums":
    [{"pack", "unit", "value", "before", "after"}]}]}}; before and after: what was attended so far and is planned.

    Example: iopctl week add pt-0004 individual --on 2026-11-27 --at 15:00 --makes-up wed-1300-individual-pt-0004
    """
    from iopctl import store
    from iopctl.errors import UsageError
    from iopctl.scheduling.adding import Asked, notes_on, refuse_no_make_up

    begun = begin(plans, as_of, dry_run=dry_run, form=form)
    store.known_patient(begun.loaded.root, patient)
    chart = begun.loaded.chart(patient)
    missed = find_session(begun.loaded, makes_up, begun.today) if makes_up else None
    if missed is not None:
        refuse_no_make_up(begun.loaded.census, patient, missed)
    if on is not None and at is not None:
        held = _own(begun, chart, Asked(what, on, at, minutes, by, room, missed.ref if missed else None))
    elif on or at or minutes or by or room:
        raise UsageError("a new session of a service needs both --on DATE and --at HH:MM.")
    else:
        held = _seat(begun, chart, what, missed)
    begun.show(held, [patient], notes=list(notes_on(chart, held, missed)))


def _seat(begun: Arranging, chart: "Chart", what: str, missed: "Held | None") -> "Held":
    """A place in a session on file. Raises UsageError, NotFound, or Refused with what stands against it."""
    from iopctl.scheduling.adding import refuse_no_place, with_patient
    from iopctl.scheduling.arranging import against_seat

    held = _named(begun, what)
    refuse_no_place(held, chart.patient, begun.today)
    facts = against_seat(begun.frame(held.week), chart, held.session)
    begun.refuse(facts, f"{chart.patient} cannot be added to {held.ref}", held.week)
    return begun.replace(held, with_patient(held.session, chart.patient, missed.ref if missed else None))


def _named(begun: Arranging, what: str) -> "Held":
    """A session on file. Raises UsageError for what is a service, NotFound for what is neither."""
    from iopctl.errors import NotFound, UsageError

    try:
        return find_session(begun.loaded, what, begun.today)
    except NotFound:
        if what in begun.program.service_by_id:
            raise UsageError(f"{what} is a service: a new session of it needs --on DATE and --at HH:MM.") from None
        raise


def _own(begun: Arranging, chart: "Chart", asked: "Asked") -> "Held":
    """A session of one's own. Raises NotFound, UsageError, or Refused with what stands against it."""
    from iopctl.errors import Refused
    from iopctl.model.ids import known, known_staff
    from iopctl.model.week import week_id
    from iopctl.scheduling.adding import own_session
    from iopctl.scheduling.against import time_text
    from iopctl.scheduling.arranging import against_own
    from iopctl.store.sessions import add_session

    known(asked.service, begun.program.service_by_id, "program.toml: no service of that id")
    known_staff(begun.program, asked.by)
    known_room(begun.program, asked.room)
    if asked.on < begun.today:
        raise Refused(f"{asked.on} is over: what took place is recorded with `iopctl attend`. Name a day to come.")
    week = week_on_file(begun.loaded, week_id(asked.on))
    session = own_session(chart, week, asked)
    facts = against_own(begun.frame(week), chart, session)
    begun.refuse(facts, f"{chart.patient} cannot have {asked.service} {time_text(session)}", week)
    return begun.change(week, lambda text: add_session(text, session), session.id)
