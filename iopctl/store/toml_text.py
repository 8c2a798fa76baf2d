"""TOML text of whole files that the tool composes.

tomli-w writes a list of tables as one inline array until one row passes 100 columns, and as blocks from then on: one
longer text would rewrite the whole list. So it is given only the scalars of each table, and the headers are ours. What
stands on one line is fixed by its key, whatever its length.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import tomli_w

from iopctl.model.frozen import Document

WIDTH = 100  # a list of scalars that fits stays on one line
# Tables and lists that stand on the line of their key whatever their length, as design.md section 2 writes them.
ON_ONE_LINE = frozenset({"breaks", "cancelled", "cosigned", "late_entry", "make_ups", "patients"})
# Tables whose items are such lines: of a session, and of a review (in a plan `goals` is a list, and has blocks).
ROWS = frozenset({"attendance", "goals", "objectives", "discharge_criteria"})


def document_text(document: Document) -> str:
    """The file of a document; fields at their default are left out."""
    return toml_text(document.model_dump(by_alias=True, exclude_defaults=True, mode="python"))


def toml_text(data: Mapping[str, Any]) -> str:
    """The file of plain data, with `schema = 1` first."""
    return "\n".join(_sections({"schema": 1, **data}, ()))


def one_line(value: Any) -> str:
    """A value as it stands behind its key: lists and tables on the one line, absent fields left out."""
    if isinstance(value, Mapping):
        fields = (f"{_key(key)} = {one_line(item)}" for key, item in value.items() if item is not None)
        return "{ " + ", ".join(fields) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(one_line(item) for item in value) + "]"
    if isinstance(value, datetime):
        return value.isoformat()  # tomli-w puts a blank in place of the T
    return tomli_w.dumps({"value": value}).removeprefix("value = ").removesuffix("\n")


def _sections(table: Mapping[str, Any], path: tuple[str, ...], *, inline: bool = False) -> Iterator[str]:
    below = {key: value for key, value in table.items() if not inline and _is_section(key, value)}
    plain = [_line(key, value) for key, value in table.items() if key not in below and value is not None]
    if plain:
        yield "".join(plain)
    for key, value in below.items():
        here = (*path, key)
        if isinstance(value, Mapping):
            yield f"[{_dotted(here)}]\n" + "\n".join(_sections(value, here, inline=key in ROWS))
        else:
            for item in value:
                yield f"[[{_dotted(here)}]]\n" + "\n".join(_sections(item, here))


def _line(key: str, value: Any) -> str:
    if isinstance(value, str):
        return tomli_w.dumps({key: value}, multiline_strings=True)
    line = f"{_key(key)} = {one_line(value)}\n"
    if key in ON_ONE_LINE or len(line) <= WIDTH or not isinstance(value, list | tuple):
        return line
    return f"{_key(key)} = [\n" + "".join(f"    {one_line(item)},\n" for item in value) + "]\n"


def _is_section(key: str, value: object) -> bool:
    """Whether a table or a list of tables gets headers of its own."""
    return key not in ON_ONE_LINE and (isinstance(value, Mapping) or _is_table_list(value))


def _is_table_list(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(_key(part) for part in path)


def _key(part: str) -> str:
    bare = part.replace("-", "").replace("_", "")
    return part if bare.isascii() and bare.isalnum() else tomli_w.dumps({part: 0}).removesuffix(" = 0\n")
