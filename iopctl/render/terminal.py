"""Sheets laid out for the width of a terminal, with bold headings. rich is imported only where it is used."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from iopctl.render.clean import clean, one_line
from iopctl.render.excerpt import excerpt_lines
from iopctl.render.layout import GUTTER, cleaned, spoken_lines
from iopctl.render.sheet import Grid, Sheet
from iopctl.render.width import cell_width

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

LONGEST_WORD = 30  # columns; only longer words are broken


def terminal_text(sheet: Sheet) -> str:
    """The sheet laid out for the terminal's width, with bold headings."""
    from rich.text import Text

    terminal = _rich_console()
    parts: list[RenderableType] = [Text(clean(sheet.heading), style="bold")] if sheet.heading else []
    for number, grid in enumerate(sheet.grids):
        if parts or number:
            parts.append(Text(""))
        if grid.title:
            parts.append(Text(one_line(grid.title), style="bold"))
        parts += _rich_table(grid, terminal.width)
    for note in sheet.notes:
        if isinstance(note, str):
            parts.append(_hanging(one_line(note), terminal.width))
        else:
            parts += [Text(line, no_wrap=True) for line in excerpt_lines(note, terminal.width)]
    with terminal.capture() as captured:
        for part in parts:
            terminal.print(part)
    # Cells are padded to their column; the padding at the end of a line is nobody's data.
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


def _hanging(line: str, width: int) -> "RenderableType":
    """A line that keeps its indent where it is broken, if that leaves room for words."""
    from rich.padding import Padding
    from rich.text import Text

    text = line.lstrip(" ")
    indent = len(line) - len(text)
    return Padding(Text(text), (0, 0, 0, indent if 2 * indent < width else 0))


def _rich_table(grid: Grid, width: int) -> "Iterable[RenderableType]":
    """The grid as a table; as spoken lines where the terminal is too narrow for its words."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    columns, *rows = cleaned(grid)
    widths = _fitted([columns, *rows], width - len(GUTTER) * (len(columns) - 1))
    if widths is None:
        return [Text(line) for line in spoken_lines(grid)]
    # Of the two spaces between columns the frame draws one.
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        header_style="bold",
        show_edge=False,
        show_header=any(columns),
    )
    for name, wide in zip(columns, widths, strict=True):
        table.add_column(Text(name), width=wide, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return [table]


def _fitted(rows: list[list[str]], room: int) -> list[int] | None:
    """Widths of columns that fit, the widest narrowed first and none below its longest word; None when none fit."""
    columns = list(zip(*rows, strict=True))
    widths = [min(room, max(map(cell_width, column))) for column in columns]
    least = [max(cell_width(word) for cell in column for word in cell.split() or [""]) for column in columns]
    least = [min(LONGEST_WORD, word) for word in least]
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max((n for n in range(len(widths)) if widths[n] > least[n]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _rich_console() -> "Console":
    from rich.console import Console

    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
