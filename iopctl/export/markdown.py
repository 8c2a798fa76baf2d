"""A sheet as Markdown with tables, for a wiki or a chat: what stands in a text is shown, and nothing of it is obeyed.

Every sign by which Markdown, or GitHub's dialect of it, marks text is escaped; a line break in a cell is `<br>`.
"""

import re
from collections.abc import Iterator

from iopctl.render.clean import clean
from iopctl.render.layout import cleaned
from iopctl.render.sheet import Grid, Sheet

_MARKS = re.compile(r"([\\`*_\[\]<>|~#&$@])")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# What at the start of a line makes a list, a heading, a rule or code.
_STARTS = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")


def export(sheet: Sheet) -> str:
    """The heading, the tables with their titles, the notes."""
    title, *more = clean(sheet.heading).split("\n")
    parts = [f"# {_inline(title)}", *map(_paragraph, more)]
    for grid in sheet.grids:
        parts += [f"## {_inline(clean(grid.title))}"] if grid.title else []
        parts.append("\n".join(_table(grid)))
    parts += [_paragraph(clean(note)) for note in sheet.notes if isinstance(note, str) and note]
    return "\n\n".join(parts)


def _table(grid: Grid) -> Iterator[str]:
    columns, *rows = cleaned(grid)
    yield _row(columns)
    yield _row(["---"] * len(columns), escaped=True)
    yield from map(_row, rows)


def _row(cells: list[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(cells if escaped else map(_inline, cells))} |"


def _paragraph(text: str) -> str:
    """A line that starts nothing but a paragraph."""
    return _STARTS.sub(_start, _inline(text.strip()))


def _start(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _inline(text: str) -> str:
    return _LINKS.sub(r"\\", _MARKS.sub(r"\\\1", text)).replace("\n", "<br>")
