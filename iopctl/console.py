"""The way out: results on stdout, talk on stderr, every text cleaned of what a terminal would obey."""

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from iopctl.render.sheet import GAP, Grid, Sheet

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    LINES = "lines"


def show(sheet: Sheet, form: Format) -> None:
    """Print a sheet on stdout."""
    if form is Format.JSON:
        write(json.dumps(sheet.data, indent=2))
    elif form is Format.LINES:
        write("\n".join(json.dumps(item) for item in sheet.items))
    elif form is Format.PLAIN:
        write("\n".join(clean(line) for line in _plain(sheet)))
    else:
        _show_table(sheet)


def write(text: str) -> None:
    """Print finished text on stdout as it is."""
    if text:
        sys.stdout.write(text + "\n")


def say(sentence: str) -> None:
    """One sentence of talk on stderr."""
    sys.stderr.write(clean(sentence) + "\n")


def clean(text: str) -> str:
    """The text with control and bidirectional characters made visible; newline and tab stay."""
    return "".join(_visible(character) for character in text)


def prepare_streams() -> None:
    """A terminal that cannot show a character gets its escape, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _visible(character: str) -> str:
    code = ord(character)
    control = (code < 0x20 and character not in "\n\t") or 0x7F <= code <= 0x9F
    bidirectional = code in (0x200E, 0x200F) or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    if control or bidirectional:
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character


def _plain(sheet: Sheet) -> Iterable[str]:
    """One fact a line, the row's name first, so that it reads well aloud."""
    if sheet.heading:
        yield sheet.heading
    for grid in sheet.grids:
        if grid.title:
            yield f"{grid.title}:"
        names = grid.spoken or grid.columns
        for row in grid.rows:
            for name, cell in zip(names[1:], row[1:], strict=True):
                yield f"{row[0]}, {name}: {'not recorded' if cell == GAP else cell}"
    yield from sheet.notes


def _show_table(sheet: Sheet) -> None:
    from rich.text import Text

    terminal = _rich_console()
    parts: list[RenderableType] = [Text(clean(sheet.heading), style="bold")] if sheet.heading else []
    for number, grid in enumerate(sheet.grids):
        if parts or number:
            parts.append(Text(""))
        parts.append(_rich_table(grid, wide=not terminal.is_terminal))
    parts += [Text(clean(note)) for note in sheet.notes]
    with terminal.capture() as captured:
        for part in parts:
            terminal.print(part)
    # Cells are padded to their column; the padding at the end of a line is nobody's data.
    write("\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n")))


def _rich_table(grid: Grid, *, wide: bool) -> "RenderableType":
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None if wide else box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for column in grid.columns:
        table.add_column(Text(clean(column)), no_wrap=wide, overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    return Group(Text(clean(grid.title), style="bold"), table) if grid.title else table


def _rich_console() -> "Console":
    """Rich on stdout; piped output is as wide as its longest line and carries no colour."""
    from rich.console import Console

    piped = not sys.stdout.isatty()
    return Console(
        file=sys.stdout,
        width=100_000 if piped else None,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=False if piped else None,
    )
