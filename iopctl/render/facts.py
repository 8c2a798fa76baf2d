"""Facts and records of any shape as grids: for what a file states beyond the sections with a layout of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from iopctl.render.sheet import GAP, Grid, or_gap

# A row is named by its first column.
_ORDER = {"id": 0, "code": 0, "kind": 0, "number": 0, "pack": 0, "from": 2, "until": 2}


def facts(title: str, stated: Mapping[str, Any]) -> Grid:
    """One fact a row."""
    rows = [(name, cell(value)) for name, value in stated.items()]
    lines = [f"{name}: {'not recorded' if value == GAP else value}" for name, value in rows]
    return Grid(title, ("", ""), rows, lines=lines)


def records(title: str, items: Sequence[Mapping[str, Any]]) -> Grid:
    """A list of records by the fields that any of them has."""
    names = sorted(dict.fromkeys(key for item in items for key in item), key=lambda name: _ORDER.get(name, 1))
    rows = [tuple(cell(item.get(name)) for name in names) for item in items]
    return Grid(title, tuple(spoken(name) for name in names), rows)


def is_records(value: Any) -> bool:
    """Whether a value is a list of records."""
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)


def cell(value: Any) -> str:
    """A value as text, lists and records on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return or_gap("; ".join(cell(item) for item in value))
    if isinstance(value, Mapping):
        return ", ".join(f"{spoken(key)} {cell(inner)}" for key, inner in value.items())
    return or_gap(value)


def spoken(key: str) -> str:
    """A key as words."""
    return key.replace("_", " ")
