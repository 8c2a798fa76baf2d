"""A line of a file with a caret under what is meant, cut to a width: it is an excerpt, the file has the whole."""

import re
from collections.abc import Iterator

from iopctl.render.clean import one_line
from iopctl.render.sheet import Excerpt
from iopctl.render.width import cell_width

PIPED_WIDTH = 120
TAB = "    "
CUT = "..."
LEAST = 20  # columns of text, however narrow the terminal

# A table's heading, a key with its dots, or a text: what a finding's column is the beginning of.
_MEANT = re.compile(r"""\[+[^\[\]]*\]+|(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*""")


def excerpt_lines(excerpt: Excerpt, width: int) -> tuple[str, str]:
    """The line behind its number, and the caret line below it."""
    before, rest = excerpt.text[: excerpt.column - 1], excerpt.text[excerpt.column - 1 :]
    found = _MEANT.match(rest)
    start = cell_width(_shown(before))
    length = max(1, cell_width(_shown(rest[: found.end()] if found else rest[:1])))
    gutter = f"{excerpt.line:>5} | "
    text, start, length = _cut(_shown(excerpt.text), start, length, max(LEAST, width - len(gutter)))
    return f"{gutter}{text}".rstrip(), f"{'|':>{len(gutter) - 1}} {' ' * start}{'^' * length}"


def _shown(text: str) -> str:
    return one_line(text.replace("\t", TAB))


def _cut(text: str, start: int, length: int, room: int) -> tuple[str, int, int]:
    """What fits of the text around the columns that are meant, with a mark where it is cut, and where they are then."""
    if cell_width(text) <= room:
        return text, start, length
    inner = room - 2 * len(CUT)
    first = 0 if start + length <= inner else max(0, start - inner // 4)
    kept = [
        (at, wide, character) for at, wide, character in _columns(text) if first <= at and at + wide <= first + inner
    ]
    first, last = kept[0][0], kept[-1][0] + kept[-1][1]
    left, right = CUT if first else "", CUT if last < cell_width(text) else ""
    shown = "".join(character for _, _, character in kept)
    return f"{left}{shown}{right}", start - first + len(left), max(1, min(length, last - start))


def _columns(text: str) -> Iterator[tuple[int, int, str]]:
    """Each character with the column at which it begins and how wide it is."""
    at = 0
    for character in text:
        wide = cell_width(character)
        yield at, wide, character
        at += wide
