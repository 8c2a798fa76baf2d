"""Line and column of a key: one position reader for all files, whichever parser read the values.

It also knows by what an item of a list is told apart from its neighbours, whatever is added before it.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from iopctl.model.frozen import Key, Place, is_plain
from iopctl.store.syntax import HEADERS, header_of, key_parts, pair_of, parsed

if TYPE_CHECKING:
    from tree_sitter import Node

# What tells the tables of a list apart where they have no `id`: codes of rules, kinds and days. Never a diagnosis, a
# payer's number, or text: anchors leave the program folder.
_NAMING = ("code", "pack", "service", "role", "kind", "instrument", "revision", "day", "on", "from", "date", "start")
# Lists of words that are ids. Other lists may hold text.
_LISTS_OF_IDS = frozenset({"leads", "needs", "objectives", "packs", "patients", "slots", "tracks"})
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}", re.ASCII)
_NUMBER = re.compile(r"[0-9][0-9T:.Z+-]*", re.ASCII)


@dataclass
class _Node:
    """Where a key, a table or an array item stands, what stands below it, and its value if that is a word or a day."""

    row: int
    column: int
    children: dict[str | int, "_Node"] = field(default_factory=dict)
    is_array: bool = False
    word: str | None = None

    @cached_property
    def label(self) -> str | None:
        """How a table in a list is told apart: by its id, else by its codes, kinds and days; None by its position."""
        words = {name: self.children[name].word for name in ("id", *_NAMING) if name in self.children}
        if not _CODE.fullmatch(words.get("code") or ""):
            words.pop("code", None)  # of a diagnosis, or of what was billed
        return words.get("id") or "@".join(word for word in words.values() if word) or None


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

    def anchor(self, key: Key) -> str:
        """The path with labels in place of positions in lists; the second item of one label is `label~2`."""
        node: _Node | None = self._root
        parts: list[str] = []
        for part in key:
            twins = _twins(node, part, words=bool(parts) and parts[-1] in _LISTS_OF_IDS)
            label = twins[-1] if twins else str(Place("", (part,)))
            parts.append(label if len(twins) < 2 else f"{label}~{len(twins)}")
            node = None if node is None else node.children.get(part)
        return ".".join(parts)


def _twins(array: _Node | None, index: str | int, *, words: bool) -> list[str]:
    """The label of an item, once for each item so far that has it; nothing when it has none."""
    if array is None or isinstance(index, str) or index not in array.children:
        return []
    labels = [item.label or (item.word if words else None) for n, item in array.children.items() if int(n) <= index]
    return [labels[-1]] * labels.count(labels[-1]) if labels[-1] else []


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
    else:
        at.word = _word((value.text or b"").decode())


def _word(text: str) -> str | None:
    """A value that may be part of an anchor: an id, a rule's code, a number, a day; None for text."""
    inner = text[1:-1] if text[:1] in {'"', "'"} else ""
    if inner:
        return inner if is_plain(inner) or _CODE.fullmatch(inner) else None
    return text if _NUMBER.fullmatch(text) else None
