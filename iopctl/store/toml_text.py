"""TOML text of whole files that the tool composes.

tomli-w writes a list of tables as one inline array until one row passes 100 columns, and as blocks from then on: one
longer text would rewrite the whole list. So it is given only the scalars of each table, and the headers are ours.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from iopctl.model.frozen import Document


def document_text(document: Document) -> str:
    """The file of a document; fields at their default are left out."""
    return toml_text(document.model_dump(by_alias=True, exclude_defaults=True, mode="python"))


def toml_text(data: Mapping[str, Any]) -> str:
    """The file of plain data, with `schema = 1` first."""
    return "\n".join(_sections({"schema": 1, **data}, ()))


def _sections(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    plain = {key: _plain(value) for key, value in table.items() if not _is_section(value) and value is not None}
    if plain:
        yield tomli_w.dumps(plain, multiline_strings=True)
    for key, value in table.items():
        here = (*path, key)
        if isinstance(value, Mapping) and _is_section(value):
            yield f"[{_dotted(here)}]\n" + "\n".join(_sections(value, here))
        elif _is_section(value):
            for item in value:
                yield f"[[{_dotted(here)}]]\n" + "\n".join(_sections(item, here))


def _is_section(value: object) -> bool:
    """Tables and lists of tables get headers of their own."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(_key(part) for part in path)


def _key(part: str) -> str:
    bare = part.replace("-", "").replace("_", "")
    return part if bare.isascii() and bare.isalnum() else tomli_w.dumps({part: 0}).partition(" = ")[0]
