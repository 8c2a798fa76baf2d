"""Blocks of one name in order of time, comments with them. What was signed keeps its order: that is content."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from iopctl.model.words import day_of
from iopctl.store.schemas import kind_of
from iopctl.store.syntax import HEADERS, header_of, parsed

if TYPE_CHECKING:
    from tree_sitter import Node

# The lists whose order says nothing, by kind of file, and by which fields they are ordered.
ORDERED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "week": {"sessions": ("date", "start", "id")},
    "program": {"closures": ("date",), "waivers": ("on",)},
    "plan": {
        "coverage": ("from",),
        "certifications": ("on",),
        "authorizations": ("from",),
        "consents": ("from",),
        "events": ("on",),
        "follow_ups": ("visit_on",),
        "other_care": ("from",),
        "waivers": ("on",),
    },
    "claim": {"lines": ("on",)},
}


def in_order(file: str, text: str) -> str:
    """The text with its blocks in order; it has to be valid TOML. Blocks that do not stand together stay."""
    for name, fields in ORDERED.get(kind_of(file) or "", {}).items():
        text = _ordered(text, name, fields)
    return text


def _ordered(text: str, name: str, fields: Sequence[str]) -> str:
    items = tomllib.loads(text).get(name)
    spans = _blocks(text, name)
    if not isinstance(items, list) or len(items) != len(spans):
        return text  # written on one line, or in places that do not stand together
    order = sorted(range(len(items)), key=lambda n: [_rank(items[n].get(field)) for field in fields])
    if order == list(range(len(items))):
        return text
    lines = text.split("\n")
    blocks = ["\n".join(lines[first:last]).strip("\n") for first, last in spans]
    before, after = lines[: spans[0][0]], lines[spans[-1][1] :]
    return "\n".join([*before, "\n\n".join(blocks[n] for n in order), "", *after])


def _blocks(text: str, name: str) -> list[tuple[int, int]]:
    """First row and the row after the last of each block; nothing where others stand between them."""
    nodes = [node for node in parsed(text).children if node.type in HEADERS]
    starts = [(node, _first_row(text, node)) for node in nodes] + [(None, text.count("\n") + 1)]
    spans: list[tuple[int, int]] = []
    for (node, row), (_, following) in pairwise(starts):
        head = () if node is None else header_of(node)
        if head == (name,):
            if spans and spans[-1][1] != row:
                return []
            spans.append((row, following))
        elif head[:1] == (name,) and spans and spans[-1][1] == row:
            spans[-1] = spans[-1][0], following
    return spans


def _first_row(text: str, node: "Node") -> int:
    """The row of the header, or of the first of the comments that stand directly above it."""
    lines = text.split("\n")
    row = node.start_point[0]
    while row and lines[row - 1].startswith("#") and not lines[row - 1].startswith("#:"):
        row -= 1
    return row


def _rank(value: Any) -> tuple[int, Any]:
    """What is absent comes first; moments and dates are ordered by the day."""
    if value is None:
        return 0, ""
    if isinstance(value, datetime | date):
        return 1, day_of(value).isoformat()
    return 1, value.isoformat() if isinstance(value, time) else str(value)
