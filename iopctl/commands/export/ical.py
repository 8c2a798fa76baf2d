"""export ical"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.export.handing import Out, hand_out
from iopctl.commands.options import AsOf, PlansDir, today_in
from iopctl.commands.wall import view_of

if TYPE_CHECKING:
    from iopctl.scheduling.days import View

YEAR = 53


def export_ical(
    patient: Annotated[str | None, typer.Option("--patient", metavar="PT", help="One patient's times.")] = None,
    staff: Annotated[str | None, typer.Option("--staff", metavar="ID", help="What one staff member leads.")] = None,
    room: Annotated[str | None, typer.Option("--room", metavar="ID", help="What one room holds.")] = None,
    track: Annotated[str | None, typer.Option("--track", metavar="ID", help="One track.")] = None,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=YEAR, help="How many weeks ahead, this one first.")] = 12,
    out: Out = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
) -> None:
    """Hand the sessions on as a calendar (iCalendar): of a patient, a therapist, a room, a track or the whole program.

    From the first week on file to so many weeks ahead; weeks without a file are as the patterns make them. A session
    that comes every week is one event with a rule: without those days on which the program is closed, with those
    sessions apart that were moved or called off. People stand in it by their codes; a patient's calendar names no
    other patient.

    Example: iopctl export ical --patient pt-0001 --out pt-0001.ics

    Example: iopctl export ical --staff t03 --weeks 26 > t03.ics
    """
    from importlib.util import find_spec

    from iopctl.errors import Refused
    from iopctl.export.ical import EXTRA, calendar_of, horizon
    from iopctl.scheduling.recurring import series, weeks_between

    if find_spec("icalendar") is None:
        raise Refused(f"writing a calendar needs a library that is not installed: `pip install '{EXTRA}'`.")
    loaded = load_charts(plans)
    census = loaded.census
    view = view_of(loaded, patient, staff, room, track)
    today = today_in(census.program.time_zone, as_of)
    first = min((week.monday for week in census.weeks), default=today)
    span = weeks_between(census, first, horizon(today, weeks), empty=patient is None)
    found = series(span, lambda week: (held.session for held in view.of(census, week)))
    calendar = calendar_of(census.program, _name(view), found, today, patients=patient is None)
    hand_out(calendar.to_ical(), out)


def _name(view: "View") -> str:
    parts = {"room": view.room, "track": view.track}
    named = [view.patient, view.staff, *(f"{kind} {value}" for kind, value in parts.items() if value)]
    return " ".join(filter(None, named)) or "program"
