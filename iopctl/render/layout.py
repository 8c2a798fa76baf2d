"""Sheets as text: one fact a line, or in columns as wide as they need."""

from collections.abc import Iterator
from itertools import zip_longest

from iopctl.render.clean import clean, one_line
from iopctl.render.excerpt import PIPED_WIDTH, excerpt_lines
from iopctl.render.sheet import GAP, Grid, Sheet
from iopctl.render.width import cell_width

GUTTER = "  "


def plain_lines(sheet: Sheet) -> Iterator[str]:
    """One fact a line, the row's name first, so that it reads well aloud."""
    if sheet.heading:
        yield clean(sheet.heading)
    for grid in sheet.grids:
        if grid.title:
            yield f"{one_line(grid.title)}:"
        yield from spoken_lines(grid)
    yield from (one_line(note) for note in sheet.notes if isinstance(note, str))


def spoken_lines(grid: Grid) -> Iterator[str]:
    """The cells of a grid, each with the names of its row and column; or the lines it brings for this."""
    yield from map(clean, grid.lines)
    names = grid.spoken or grid.columns
    for row in () if grid.lines else grid.rows:
        for name, cell in zip(names[1:], row[1:], strict=True):
            yield one_line(f"{row[0]}, {name}: {'not recorded' if cell == GAP else cell}")


def piped_lines(sheet: Sheet) -> Iterator[str]:
    """Columns as wide as their longest cell: nothing but an excerpt is cut, and nothing but text is printed."""
    if sheet.heading:
        yield clean(sheet.heading)
    for number, grid in enumerate(sheet.grids):
        if sheet.heading or number:
            yield ""
        if grid.title:
            yield one_line(grid.title)
        yield from _aligned(grid)
    for note in sheet.notes:
        yield from [one_line(note)] if isinstance(note, str) else excerpt_lines(note, PIPED_WIDTH)


def cleaned(grid: Grid) -> list[list[str]]:
    """The heads of the columns and the rows, as they may be printed."""
    return [[clean(cell) for cell in row] for row in (grid.columns, *grid.rows)]


def _aligned(grid: Grid) -> Iterator[str]:
    rows = cleaned(grid)
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    for row in rows if any(grid.columns) else rows[1:]:
        for cells in zip_longest(*(cell.split("\n") for cell in row), fillvalue=""):
            padded = (cell + " " * (width - cell_width(cell)) for cell, width in zip(cells, widths, strict=True))
            yield GUTTER.join(padded).rstrip()
