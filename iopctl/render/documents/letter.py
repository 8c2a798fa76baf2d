"""A letter for work or school: days and hours, and nothing else.

Neither the name of the program nor the code nor a service stands in it: each of them says what the days are for. Whose
days they are, and who says so, is written in by hand.
"""

from collections.abc import Sequence
from datetime import date

from iopctl.model.program import Program
from iopctl.render.clock import day_text, span_text
from iopctl.render.document import Document, Section
from iopctl.render.sheet import Grid, Sheet
from iopctl.scheduling.away import Away

COLUMNS = ("day", "not available")


def letter_sheet(program: Program, days: Sequence[Away], purpose: str, consent: str, today: date) -> Sheet:
    """The days as data and for the terminal."""
    rows = [(f"{day_text(each.on)} {each.on.year}", span_text(program, each.start, each.end)) for each in days]
    data = {
        "for": purpose,
        "on": today.isoformat(),
        "consent": consent,
        "days": [
            {"on": each.on.isoformat(), "start": f"{each.start:%H:%M}", "end": f"{each.end:%H:%M}"} for each in days
        ],
    }
    grids = [Grid("Days and hours", COLUMNS, rows)] if rows else []
    words = [_claim(purpose)] if rows else ["No days in this time."]
    return Sheet({"letter": data}, grids, f"{day_text(today)} {today.year}\nName: {'_' * 30}", words)


def letter_document(sheet: Sheet, purpose: str) -> Document:
    """The same on paper, with a line to sign on."""
    about = sheet.heading.split("\n")
    words = [note for note in sheet.notes if isinstance(note, str)]
    section = Section(words=words, grids=sheet.grids)
    return Document("letter", f"Hours away from {purpose}", about, [section], ["For the office that writes this"])


def _claim(purpose: str) -> str:
    return f"On these days and hours the person named above has appointments and cannot be at {purpose}."
