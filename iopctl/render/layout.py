"""Sheets as text: one fact a line, or in columns as wide as they need."""

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

from iopctl.render.clean import clean, one_line
from iopctl.render.sheet import GAP, Grid, Sheet

GUTTER = "  "


def plain_lines(sheet: Sheet) -> Iterator[str]:
    """One fact a line, the row's name first, so that it reads well aloud."""
    if sheet.heading:
        yield clean(sheet.heading)
    for grid in sheet.grids:
        if grid.title:
            yield f"{one_line(grid.title)}:"
        yield from spoken_lines(grid)
    yield from map(one_line, sheet.notes)


def spoken_lines(grid: Grid) -> Iterator[str]:
    """The cells of a grid, each with the names of its row and column; or the lines it brings for this."""
    yield from map(clean, grid.lines)
    names = grid.spoken or grid.columns
    for row in () if grid.lines else grid.rows:
        for name, cell in zip(names[1:], row[1:], strict=True):
            yield one_line(f"{row[0]}, {name}: {'not recorded' if cell == GAP else cell}")


def piped_lines(sheet: Sheet) -> Iterator[str]:
    """Columns as wide as their longest cell: nothing is cut, and nothing but text is printed."""
    if sheet.heading:
        yield clean(sheet.heading)
    for number, grid in enumerate(sheet.grids):
        if sheet.heading or number:
            yield ""
        if grid.title:
            yield one_line(grid.title)
        yield from _aligned(grid)
    yield from map(one_line, sheet.notes)


def cleaned(grid: Grid) -> list[list[str]]:
    """The heads of the columns and the rows, as they may be printed."""
    return [[clean(cell) for cell in row] for row in (grid.columns, *grid.rows)]


def cell_width(text: str) -> int:
    """How many columns the widest line of a text takes."""
    return max(map(_line_width, text.split("\n")))


def _aligned(grid: Grid) -> Iterator[str]:
    rows = cleaned(grid)
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    for row in rows if any(grid.columns) else rows[1:]:
        for cells in zip_longest(*(cell.split("\n") for cell in row), fillvalue=""):
            padded = (cell + " " * (width - _line_width(cell)) for cell, width in zip(cells, widths, strict=True))
            yield GUTTER.join(padded).rstrip()


def _line_width(line: str) -> int:
    if line.isascii():
        return len(line)
    over_others = {"Mn", "Me", "Cf"}  # marks are drawn over the character before them
    shown = (character for character in line if unicodedata.category(character) not in over_others)
    return sum(2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1 for character in shown)
