"""The canonical layout of a TOML file that a person wrote: what differs is blanks and blank lines, never data.

`key = value` with one blank on each side, no blanks at line ends, no indented keys and headers, one blank line before
a header and its comments, no two blank lines in a row, one newline at the end, and the schema named in the first line.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iopctl.store.schemas import with_directive
from iopctl.store.syntax import HEADERS, pair_of, parsed

if TYPE_CHECKING:
    from tree_sitter import Node


def laid_out(file: str, text: str) -> str:
    """The text in canonical layout; it has to be valid TOML."""
    return with_directive(file, _spaced(_with_even_pairs(text)))


def _with_even_pairs(text: str) -> str:
    """One blank on each side of every `=`."""
    source = text.encode()
    pieces, end = [], 0
    for pair in _pairs(parsed(text)):
        key, value = pair_of(pair)
        pieces += [source[end : key.end_byte], b" = "]
        end = value.start_byte
    return b"".join([*pieces, source[end:]]).decode()


def _spaced(text: str) -> str:
    root = parsed(text)
    inside = _rows_inside_texts(root)
    heads = {node.start_point[0] for node in root.children if node.type in HEADERS}
    flush = heads | {pair.start_point[0] for pair in _document_pairs(root)}
    lines: list[str] = []
    for row, line in enumerate(text.split("\n")):
        if row in inside:
            lines.append(line.lstrip(" \t") if row in flush else line)
            continue
        if row in heads:
            _part(lines)
        shown = line.strip(" \t") if row in flush else line.rstrip(" \t")
        if shown or (lines and lines[-1]):
            lines.append(shown)
    even = "\n".join(lines).strip("\n")
    return f"{even}\n" if even else ""


def _part(lines: list[str]) -> None:
    """One blank line before the header that follows, and before the comments that stand directly above it."""
    first = len(lines)
    while first and lines[first - 1].startswith("#"):
        first -= 1
    if first and lines[first - 1]:
        lines.insert(first, "")


def _rows_inside_texts(root: "Node") -> set[int]:
    """The rows that begin or end inside a text of several lines: their blanks are data."""
    found: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "string" and node.start_point[0] != node.end_point[0]:
            found.update(range(node.start_point[0], node.end_point[0] + 1))
        waiting += node.children
    return found


def _pairs(node: "Node") -> Iterator["Node"]:
    """Every pair in the order of the text; of nested ones the outer first."""
    for child in node.children:
        if child.type == "pair":
            yield child
        yield from _pairs(child)


def _document_pairs(root: "Node") -> Iterator["Node"]:
    """The pairs that stand on lines of their own: not those inside of inline tables."""
    for node in root.children:
        if node.type == "pair":
            yield node
        elif node.type in HEADERS:
            yield from (child for child in node.children if child.type == "pair")
