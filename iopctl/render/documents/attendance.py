"""The sheet on which a facilitator ticks who is there, before it is typed in with `attend`."""

from collections.abc import Sequence

from iopctl.model.program import Program
from iopctl.render.document import Document, Section
from iopctl.render.roster import roster_sheet
from iopctl.render.sheet import Grid
from iopctl.scheduling.days import Held
from iopctl.scheduling.expected import Expected

BOX = "\u2610"
_COLUMNS = ("patient", "there", "came at", "left at", "excused", "not excused", "why, or what to know")


def attendance_document(program: Program, held: Held, expected: Sequence[Expected]) -> Document:
    """One line for each patient expected, and some empty ones."""
    title, *about = roster_sheet(program, held, expected).heading.split("\n")
    rows = [(each.patient, BOX, "", "", BOX, BOX, ", ".join(each.remarks)) for each in expected]
    rows += [("", BOX, "", "", BOX, BOX, "")] * 2
    leads = [f"Led by, {each}" for each in held.session.leads] or ["Led by"]
    foot = [f"Typed in with: iopctl attend {held.ref}"]
    return Document(
        "attendance", f"Attendance {title}", about, [Section(grids=[Grid("Who is there", _COLUMNS, rows)])], leads, foot
    )
