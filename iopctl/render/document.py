"""What is handed to somebody on paper or a screen: a title, sections of words, tables and charts, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.render.sheet import Grid, Sheet


@dataclass(frozen=True)
class Band:
    """A stretch of a scale with a name."""

    label: str
    low: float
    high: float


@dataclass(frozen=True)
class LineChart:
    """Scores over time on the whole scale of an instrument; `grid` says the same in numbers."""

    title: str
    description: str
    points: Sequence[tuple[date, float]]
    lowest: float
    highest: float
    bands: Sequence[Band]
    target: float | None
    grid: Grid


@dataclass(frozen=True)
class Section:
    """A part with its heading; one without a heading belongs to the page itself."""

    title: str = ""
    words: Sequence[str] = ()
    points: Sequence[str] = ()
    grids: Sequence[Grid] = ()
    charts: Sequence[LineChart] = ()


@dataclass(frozen=True)
class Document:
    """One document; `kind` is the name of its template. `signed_by` are lines to sign on, `foot` stands last."""

    kind: str
    title: str
    about: Sequence[str] = ()
    sections: Sequence[Section] = ()
    signed_by: Sequence[str] = ()
    foot: Sequence[str] = ()


def document_of(kind: str, sheet: Sheet, caption: str) -> Document:
    """A sheet as a document; `caption` says what a table is that has no title of its own."""
    title, *about = sheet.heading.split("\n")
    grids = [Grid(grid.title or caption, grid.columns, grid.rows) for grid in sheet.grids]
    notes = [note for note in sheet.notes if isinstance(note, str) and note]
    return Document(kind, title, about, [Section(grids=grids)], foot=notes)
