"""How a week leaves the program: as every command prints, or for a wall."""

from enum import StrEnum
from typing import TYPE_CHECKING

from iopctl.console import Format, say, show, write

if TYPE_CHECKING:
    from pathlib import Path

    from iopctl.render.sheet import Sheet
    from iopctl.render.week import ShownWeek
    from iopctl.scheduling.days import View
    from iopctl.store import Loaded

CAPTION = "Sessions by time and day"


class WeekFormat(StrEnum):
    """How a week is printed: as every command prints, or as a document."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    LINES = "lines"
    MARKDOWN = "markdown"
    HTML = "html"


def show_on_wall(sheet: "Sheet", form: WeekFormat, root: "Path") -> None:
    """Print a week on stdout."""
    from iopctl import library
    from iopctl.export import markdown
    from iopctl.export.documents import html
    from iopctl.render.document import document_of
    from iopctl.store import document_templates

    if form is WeekFormat.HTML:
        templates = {**library.documents(), **document_templates(root)}
        write(html.export(document_of("week", sheet, CAPTION), templates))
    elif form is WeekFormat.MARKDOWN:
        write(markdown.export(sheet))
    else:
        show(sheet, Format(form.value))


def view_of(loaded: "Loaded", patient: str | None, staff: str | None, room: str | None, track: str | None) -> "View":
    """What was asked for. Raises NotFound for what the program does not have."""
    from iopctl.model.ids import known, known_staff
    from iopctl.scheduling.days import View
    from iopctl.store import known_patient

    program = loaded.census.program
    if patient is not None:
        known_patient(loaded.root, patient)
    known_staff(program, staff)
    if room is not None:
        known(room, [each.id for each in program.rooms], "program.toml: no room of that id")
    if track is not None:
        known(track, program.track_by_id, "program.toml: no track of that id")
    return View(patient, staff, room, track)


def refuse_part_for_the_fridge(view: "View") -> None:
    """Raise UsageError unless the view is one patient's whole week."""
    from iopctl.errors import UsageError

    if view.patient is None:
        raise UsageError("--fridge is one patient's week: name who with --patient.")
    if view.staff or view.room or view.track:
        raise UsageError("--fridge is one patient's whole week: leave out --staff, --room and --track.")


def fridge_of(loaded: "Loaded", shown: "ShownWeek") -> "Sheet":
    """The patient's sheet for the fridge. Raises Refused when the plan, which knows the track, cannot be read."""
    from iopctl.render.fridge import fridge_sheet

    if not shown.program.crisis_text:
        say("Nobody to call stands at the foot of the sheet: write crisis_text in program.toml.")
    return fridge_sheet(shown, loaded.chart(shown.view.patient or "").plan.track)
