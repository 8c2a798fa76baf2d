"""Text of a new plan: a template whose gap lines are replaced by what is known, everything else as it was written.

A gap line is a comment, `# left for you: KEY - what belongs there`; `[KEY]` and `[[KEY]]` stand for a table and a list
of tables.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from iopctl.store.toml_text import one_line

MARK = "# left for you: "
_GAP_LINE = re.compile(rf"{MARK}(?P<open>\[*)(?P<key>[a-z_.]+)\]*(?: - .*)?")


def fill(template: str, known: Mapping[str, Any]) -> str:
    """The template with what is known in the place of its gap lines; what is not known stays a gap."""
    text = template
    for key, value in known.items():
        lines = text.split("\n")
        gap = next((n for n, line in enumerate(lines) if gap_key(line) == header(key, value)), None)
        if gap is not None and value not in (None, [], {}):
            text = answered(lines, gap, key, value)
    return text


def answered(lines: Sequence[str], gap: int, key: str, value: Any) -> str:
    """The text with a gap line replaced by its key; a section has one blank line before and after it."""
    before, after = list(lines[:gap]), list(lines[gap + 1 :])
    own = _written(key, value).split("\n")
    if header(key, value) != key:
        own = [*([""] if before and before[-1] else []), *own, *([""] if after and after[0] else [])]
    return "\n".join([*before, *own, *after])


def gap_key(line: str) -> str:
    """The key that a gap line leaves open, in its brackets; nothing for any other line."""
    gap = _GAP_LINE.fullmatch(line)
    return "" if gap is None else f"{gap['open']}{gap['key']}{']' * len(gap['open'])}"


def header(key: str, value: Any) -> str:
    """The key as it stands in a gap line for a value of this shape."""
    if isinstance(value, Mapping):
        return f"[{key}]"
    return f"[[{key}]]" if _is_table_list(value) else key


def _written(key: str, value: Any) -> str:
    """A key with its value: a line, a section, or the blocks of a list of tables."""
    head = header(key, value)
    if head == key:
        return f"{key} = {one_line(value)}"
    return "\n\n".join(_section(head, item) for item in ([value] if isinstance(value, Mapping) else value))


def _section(head: str, values: Mapping[str, Any]) -> str:
    """The lines under one header; what is None becomes a gap line."""
    lines, blocks = [head], []
    for key, value in values.items():
        if _is_table_list(value):
            blocks += [_section(f"[[{head.strip('[]')}.{key}]]", item) for item in value]
        elif value is None:
            lines.append(f"{MARK}{key}")
        else:
            lines.append(f"{key} = {one_line(value)}")
            lines += [f"{MARK}{key}.{inner}" for inner in _gaps(value)]
    return "\n\n".join(["\n".join(lines), *blocks])


def _gaps(value: Any) -> list[str]:
    return [key for key, inner in value.items() if inner is None] if isinstance(value, Mapping) else []


def _is_table_list(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)
