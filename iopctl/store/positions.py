"""Line and column of a key: one position reader for all files, whichever parser read the values."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iopctl.model.frozen import Key
from iopctl.store.syntax import HEADERS, header_of, key_parts, pair_of, parsed

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass
class _Node:
    """Where a key, a table or an array item stands, and what stands below it."""

    row: int
    column: int
    children: dict[str | int, "_Node"] = field(default_factory=dict)
    is_array: bool = False


def locate(text: str, key: Key) -> tuple[int, int]:
    """Line and column, both from 1, of the deepest part of the key path that stands in the text."""
    return Positions(text).of(key)


class Positions:
    """The key positions of one text."""

    def __init__(self, text: str) -> None:
        self._lines = text.encode().split(b"\n")
        self._root = _Node(0, 0)
        _read_document(parsed(text), self._root)

    def of(self, key: Key) -> tuple[int, int]:
        """Line and column of the deepest part of the path that is there; 1, 1 when none of it is."""
        node = self._root
        for part in key:
            below = node.children.get(part)
            if below is None:
                break
            node = below
        before = self._lines[node.row][: node.column]
        return node.row + 1, len(before.decode(errors="replace")) + 1


def _read_document(document: "Node", root: _Node) -> None:
    for node in document.children:
        if node.type == "pair":
            _read_pair(node, root)
        elif node.type in HEADERS:
            _read_table(node, root)


def _read_table(node: "Node", root: _Node) -> None:
    *parents, last = header_of(node)
    row, column = node.start_point
    above = root
    for part in parents:
        above = _latest(above.children.setdefault(part, _Node(row, column)))
    if node.type == "table_array_element":
        array = above.children.setdefault(last, _Node(row, column, is_array=True))
        table = array.children.setdefault(len(array.children), _Node(row, column))
    else:
        table = above.children.setdefault(last, _Node(row, column))
        table.row, table.column = row, column  # it may have been named above, by the header of a table below it
    for pair in [child for child in node.children if child.type == "pair"]:
        _read_pair(pair, table)


def _latest(node: _Node) -> _Node:
    """In a header, the name of an array of tables means its latest table."""
    return node.children[len(node.children) - 1] if node.is_array and node.children else node


def _read_pair(pair: "Node", table: _Node) -> None:
    key, value = pair_of(pair)
    row, column = pair.start_point
    for part in key_parts(key):
        table = table.children.setdefault(part, _Node(row, column))
    _read_value(value, table)


def _read_value(value: "Node", at: _Node) -> None:
    inner = [child for child in value.children if child.is_named and child.type != "comment"]
    if value.type == "inline_table":
        for pair in inner:
            _read_pair(pair, at)
    elif value.type == "array":
        for index, item in enumerate(inner):
            below = at.children.setdefault(index, _Node(*item.start_point))
            _read_value(item, below)
