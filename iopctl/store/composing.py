"""Text of a new plan: a template whose gap lines are replaced by what is known, everything else as it was written.

A gap line is a comment, `# left for you: KEY - what belongs there`; `[KEY]` and `[[KEY]]` stand for a table and a list
of tables.
"""

import re
from collections.abc import Mapping
from typing import Any

from iopctl.store.toml_text import one_line

MARK = "# left for you: "
_GAP_LINE = re.compile(rf"{MARK}(?P<open>\[*)(?P<key>[a-z_.]+)\]*(?: - .*)?")
_THREE_BREAKS = re.compile(r"\n{3,}")


def fill(template: str, known: Mapping[str, Any]) -> str:
    """The template with what is known in the place of its gap lines; what is not known stays a gap."""
    lines = []
    for line in template.splitlines():
        key = gap_key(line)
        value = known.get(key.strip("[]")) if key else None
        lines.append(line if not value or key != header(key.strip("[]"), value) else written(key, value))
    return tidy("\n".join(lines) + "\n")


def gap_key(line: str) -> str:
    """The key that a gap line leaves open, in its brackets; nothing for any other line."""
    gap = _GAP_LINE.fullmatch(line)
    return "" if gap is None else f"{gap['open']}{gap['key']}{']' * len(gap['open'])}"


def header(key: str, value: Any) -> str:
    """The key as it stands in a gap line for a value of this shape."""
    if isinstance(value, Mapping):
        return f"[{key}]"
    return f"[[{key}]]" if _is_table_list(value) else key


def written(key: str, value: Any) -> str:
    """A key with its value: a line, a section, or the blocks of a list of tables."""
    if isinstance(value, Mapping):
        return f"\n{_section(key, value)}\n"
    if _is_table_list(value):
        return "\n" + "\n\n".join(_section(key, item) for item in value) + "\n"
    return f"{key} = {one_line(value)}"


def tidy(text: str) -> str:
    """The text with one blank line where sections left more; values hold no line breaks."""
    return _THREE_BREAKS.sub("\n\n", text)


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
