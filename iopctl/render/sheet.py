"""What a command shows: one object for programs, grids and lines for people, from the same data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Cell = str
GAP = "-"  # a missing fact is printed as a gap


@dataclass(frozen=True)
class Grid:
    """A table: the first column names the row.

    `spoken` are the column names that plain mode reads out; `lines` are read in place of the cells where cells alone
    would not read well aloud.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    spoken: tuple[str, ...] = ()
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Excerpt:
    """A line of a file as it is, and the column, from 1, at which the thing begins that is meant."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """The answer of one command.

    `data` is the JSON object: the command's noun and its value. `grids` and `lines` say the same to people; `notes`
    come last, and the excerpts among them stand in tables only. With `--format lines` each item of the noun's list is
    one line.
    """

    data: Mapping[str, Any]
    grids: Sequence[Grid] = field(default_factory=tuple)
    heading: str = ""
    notes: Sequence[str | Excerpt] = field(default_factory=tuple)

    @property
    def items(self) -> list[Any]:
        """The list under the noun; a single object, under its noun or without one, is a list of one."""
        value = next(iter(self.data.values()))
        if isinstance(value, list):
            return value
        return [value if isinstance(value, Mapping) else self.data]


def hours_text(minutes: int) -> str:
    """Minutes as hours and minutes, exact: 540 is 9:00, 505 is 8:25."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def or_gap(value: object) -> str:
    """The value as text, or the gap mark."""
    return GAP if value is None or value == "" else str(value)
