"""attend"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, DryRun, OutputFormat, PlansDir, interactive, local_day, moment_in
from iopctl.commands.roll_call import call_the_roll
from iopctl.commands.sessions import find_session
from iopctl.console import Format, say, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iopctl.model.program import Program
    from iopctl.model.week import Session
    from iopctl.scheduling.marks import Mark


def attend(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="mon-0900-cbt in this week, 2026-W48/mon-0900-cbt in any.")
    ],
    everybody: Annotated[
        bool, typer.Option("--all", help="Everybody on the roster without a record or another mark was present.")
    ] = False,
    present: Annotated[list[str] | None, typer.Option("--present", metavar="PT", help="Was there throughout.")] = None,
    late: Annotated[
        list[str] | None, typer.Option("--late", metavar="PT=MINUTES", help="Came so many minutes late.")
    ] = None,
    left_early: Annotated[
        list[str] | None, typer.Option("--left-early", metavar="PT=MINUTES", help="Left so many minutes early.")
    ] = None,
    excused: Annotated[
        list[str] | None, typer.Option("--excused", metavar="PT=REASON", help="Absent with a reason.")
    ] = None,
    unexcused: Annotated[
        list[str] | None, typer.Option("--unexcused", metavar="PT[=REASON]", help="Absent without excuse.")
    ] = None,
    cancelled: Annotated[
        list[str] | None, typer.Option("--cancelled", metavar="PT[=REASON]", help="The program called it off for one.")
    ] = None,
    did: Annotated[
        list[str] | None,
        typer.Option("--did", metavar="ID", help="What was done: cbt.thought-record. For all present."),
    ] = None,
    objective: Annotated[
        list[str] | None,
        typer.Option(
            "--objective", metavar="[PT=]ID", help="The objective worked on: for one, or for all who have it."
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="STAFF", help="Who notes it. [default: the first lead]")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="When it is noted: 2026-11-23T11:02. [default: --as-of, or now]"),
    ] = None,
    walk_in: Annotated[bool, typer.Option("--walk-in", help="Also record somebody who is not on the roster.")] = False,
    correct: Annotated[bool, typer.Option("--correct", help="Replace a record that is there.")] = False,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Record who was there; without options asks person by person. Nothing else in the week file changes.

    JSON: {"attendance": [{"session", "patient", "status", "arrived", "left", "minutes", "reason", "objectives", "did",
    "noted_by", "noted_at", "was", "week": {"week", "delivered", "promised"}}], "without_record": [...], "outreach":
    [patients of whom an unexcused absence opened an outreach item]}.

    Example: iopctl attend mon-0900-cbt --all --late pt-0002=15 --excused pt-0003=illness --did cbt.thought-record
    """
    from iopctl.commands.saving import settle
    from iopctl.console import show
    from iopctl.model.week import Week
    from iopctl.render.attendance import attendance_sheet
    from iopctl.scheduling import attending
    from iopctl.scheduling.outreach import opened_by
    from iopctl.store import editing
    from iopctl.store.attendance import set_attendance

    stated = {
        "--present": present or (),
        "--late": late or (),
        "--left-early": left_early or (),
        "--excused": excused or (),
        "--unexcused": unexcused or (),
        "--cancelled": cancelled or (),
    }
    loaded = load_charts(plans)
    census = loaded.census
    now = as_of if as_of and at is None else moment_in(census.program.time_zone, at)
    today = as_of or local_day(census.program.time_zone, now)
    held = find_session(loaded, session, today)
    attending.refuse_unheld(census.program, held.session, now)
    note = attending.Note(_noted_by(census.program, held.session, by), now, tuple(did or ()), tuple(objective or ()))
    marks = _marks(census.program, held.session, stated, everybody=everybody, correct=correct)
    attending.expected_or_walked_in(held.session, marks, census.patients if walk_in else None)
    made = attending.attend(census.program, held.session, census.chart_by_patient, marks, note, correct=correct)
    rows = {patient: record.model_dump(exclude_defaults=True) for patient, record in made.items()}
    edit = editing.edit(loaded.root, held.week.file, Week, lambda week: set_attendance(week, held.session.id, rows))
    settle([edit], dry_run=dry_run, show_diff=say if form in {Format.JSON, Format.LINES} else write)
    after = held.in_week(editing.check_text(loaded.root, edit.file, edit.after, Week))
    later = census.with_week(after.week)
    weeks = attending.weeks_so_far(later, loaded.packs, after.session.date, made, today)
    opened = opened_by(later, held, made, today)
    show(attendance_sheet(census.program, after, held.session, list(made), weeks, opened), form)


def _noted_by(program: "Program", session: "Session", by: str | None) -> str:
    """Who notes it, else the first lead. Raises NotFound, or UsageError when there is nobody to name."""
    from iopctl.errors import UsageError
    from iopctl.model.ids import known_staff

    person = by or next(iter(session.leads), None)
    if person is None:
        raise UsageError("this session names no lead: say who notes it with --by STAFF.")
    known_staff(program, person)
    return person


def _marks(
    program: "Program", session: "Session", stated: "Mapping[str, Sequence[str]]", *, everybody: bool, correct: bool
) -> "dict[str, Mark]":
    """What was stated, or what is answered on a terminal. Raises UsageError or Refused when it is nothing."""
    from iopctl.errors import Refused, UsageError
    from iopctl.render.clock import day_text, span_text
    from iopctl.scheduling.attending import everybody_else, length_of
    from iopctl.scheduling.marks import read_marks

    marks = read_marks(stated)
    if everybody:
        marks |= everybody_else(session, marks)
    elif not marks and not interactive():
        raise UsageError("say who was there: --all, --present PT, --late PT=MINUTES, --excused PT=REASON and so on.")
    elif not marks:
        waiting = [patient for patient in session.roster if correct or patient not in session.attendance]
        say(f"{session.id}, {day_text(session.date)}, {span_text(program, session.start, session.end)}")
        marks = call_the_roll(waiting, length_of(program, session))
    if not marks:
        raise Refused("nobody is left to record: all have a record or were skipped. --correct replaces a record.")
    return marks
