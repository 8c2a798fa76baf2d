"""A sheet as one page of HTML that needs nothing besides itself: for a wall, a printer, a screen reader."""

from collections.abc import Iterator
from html import escape

from iopctl.render.clean import clean
from iopctl.render.layout import cleaned
from iopctl.render.sheet import Grid, Sheet

STYLE = """\
body { font: 1rem/1.4 sans-serif; margin: 1.5rem; color: #000; background: #fff; }
h1 { font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: 0.3rem 0; }
th, td { border: 1px solid #555; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media print { body { margin: 0; } }"""


def export(sheet: Sheet, caption: str) -> str:
    """The page; `caption` says what a table is that has no title of its own."""
    title, *more = clean(sheet.heading).split("\n")
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{STYLE}\n</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(title)}</h1>",
        *map(_paragraph, more),
        *(line for grid in sheet.grids for line in _table(grid, grid.title or caption)),
        *(_paragraph(clean(note)) for note in sheet.notes if isinstance(note, str) and note),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines)


def _paragraph(text: str) -> str:
    return f"<p>{_lines(text)}</p>"


def _table(grid: Grid, caption: str) -> Iterator[str]:
    """A table whose first column names the row; a row without a name has none."""
    columns, *rows = cleaned(grid)
    yield "<table>"
    yield f"<caption>{_lines(clean(caption))}</caption>"
    yield "<thead>"
    yield f"<tr>{''.join(_cell('th', name, 'col') for name in columns)}</tr>"
    yield "</thead>"
    yield "<tbody>"
    for name, *cells in rows:
        yield f"<tr>{_cell('th', name, 'row')}{''.join(_cell('td', cell) for cell in cells)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _cell(tag: str, text: str, scope: str = "") -> str:
    """A cell; one that names nothing is no heading."""
    if not text:
        return "<td></td>"
    return f"<{tag}{f' scope={chr(34)}{scope}{chr(34)}' if scope else ''}>{_lines(text)}</{tag}>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
