"""Set one key of a file by its path: `goals.g1.own_words`. A gap line for it goes, everything else stays as written."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable, Table

from iopctl.errors import Refused, UsageError
from iopctl.model.frozen import Key
from iopctl.store.composing import answered, gap_key, header
from iopctl.store.editing import append_table, document_of, inline
from iopctl.store.folder import shown
from iopctl.store.positions import locate
from iopctl.store.tails import cut_tail, put_back

# By which field an item of a list is named: goals g1, diagnoses F33.1, services cbt-group.
_NAMES = ("id", "code", "service", "pack")


def toml_value(text: str) -> Any:
    """The value as TOML writes it; a bare word or sentence is text. Raises UsageError for a broken TOML value."""
    try:
        return tomlkit.value(text).unwrap()
    except ValueError:
        if not text or text[0] in "\"'[{":
            raise UsageError(
                'write the value as TOML writes it: text, 12, true, 2026-11-23, ["a", "b"] or { key = "value" }.'
            ) from None
        return text


def set_key(root: Path, file: str, text: str, path: str, value: Any) -> str:
    """The text with the key at that path. Raises Refused when the path leads nowhere or the text is not TOML."""
    data = document_of(root, file, text).unwrap()
    key, missing = _resolve(data, path.split("."), f"{shown(root, file)}: {path}")
    for part in reversed(missing[1:]):
        value = {part: value}
    key = (*key, *missing[:1])
    wanted = _with_key(data, key, value)
    for after in _written_ways(root, file, text, key, value):
        if _reads_as(after, wanted):
            return after
    raise Refused(f"{shown(root, file)}: {path} cannot be set without a change elsewhere. Use the editor.")


def _written_ways(root: Path, file: str, text: str, key: Key, value: Any) -> Iterator[str]:
    """In the place of the line that leaves the key open; else beside the others, with that line gone, or as it is."""
    document, lines = document_of(root, file, text), text.split("\n")
    gap = _gap_line(document, text, key, value)
    if gap is not None:
        if gap_key(lines[gap]).strip("[]") == key[-1]:
            yield answered(lines, gap, str(key[-1]), value)
        yield _put(document_of(root, file, "\n".join([*lines[:gap], *lines[gap + 1 :]])), key, value)
    yield _put(document, key, value)


def _reads_as(text: str, wanted: Any) -> bool:
    try:
        return bool(tomllib.loads(text) == wanted)
    except ValueError:
        return False


def _with_key(data: dict[str, Any], key: Key, value: Any) -> Any:
    holder: Any = data
    for part in key[:-1]:
        holder = holder[part]
    holder[key[-1]] = value
    return data


def add_block(root: Path, file: str, text: str, name: str, fields: Mapping[str, Any]) -> str:
    """The text with one more `[[name]]` block: in the place of the gap line for the first, after the last otherwise."""
    document = document_of(root, file, text)
    gap = None if name in document else _gap_line(document, text, (name,), [fields])
    if gap is None:
        append_table(document, name, fields)
        return tomlkit.dumps(document)
    return answered(text.split("\n"), gap, name, [fields])


def _resolve(data: Any, parts: Sequence[str], where: str) -> tuple[Key, list[str]]:
    """The part of the path that is there, with positions for names, and the part that is not."""
    key: list[str | int] = []
    rest = list(parts)
    while rest:
        if isinstance(data, list):
            index, taken = _item(data, rest, where)
            key.append(index)
            data, rest = data[index], rest[taken:]
        elif isinstance(data, dict) and rest[0] in data:
            key.append(rest[0])
            data, rest = data[rest[0]], rest[1:]
        elif isinstance(data, dict):
            return tuple(key), rest
        else:
            raise Refused(f"{where}: {'.'.join(map(str, key))} is a value and has nothing below it.")
    return tuple(key), []


def _item(items: Sequence[Any], rest: Sequence[str], where: str) -> tuple[int, int]:
    """Which item a path names, by number or by name, and how many parts that takes: the name `g1.o1` has two."""
    names = [next((str(each[name]) for name in _NAMES if name in each), "") for each in items if isinstance(each, dict)]
    for taken in range(len(rest), 0, -1):
        word = ".".join(rest[:taken])
        if names.count(word) == 1:
            return names.index(word), taken
    if rest[0].isascii() and rest[0].isdigit() and int(rest[0]) < len(items):
        return int(rest[0]), 1
    twice = names.count(rest[0]) > 1
    known = ", ".join(filter(None, names)) or f"0 to {len(items) - 1}"
    problem = "that name stands there twice; give its number, 0 for the first" if twice else f"there are {known}"
    raise Refused(f"{where}: no item of that name; {problem}.")


def _gap_line(document: Any, text: str, key: Key, value: Any) -> int | None:
    """The line that leaves this key open: in its own table; for a table of the file anywhere."""
    table, relative = _table_of(document, key)
    wanted = header(relative, value)
    lines = text.split("\n")
    first = locate(text, table)[0] if table else 0
    for number, line in enumerate(lines[first:], first):
        if line.startswith("[") and (table or not wanted.startswith("[")):
            return None
        if gap_key(line) in {wanted, relative}:
            return number
    return None


def _table_of(document: Any, key: Key) -> tuple[Key, str]:
    """The table with a header of its own that holds the key, and the key inside it."""
    depth, item = 0, document
    for number, part in enumerate(key[:-1], 1):
        item = item[part]
        if not isinstance(item, Table | AoT):
            break
        depth = number
    return key[:depth], ".".join(map(str, key[depth:]))


def _put(document: Any, key: Key, value: Any) -> str:
    """The text with the value set by tomlkit; a table on one line is laid out anew."""
    holder, above = document, None
    for part in key[:-1]:
        above, holder = (holder, part), holder[part]
    if isinstance(holder, InlineTable) and above is not None:
        above[0][above[1]] = inline({**holder.unwrap(), key[-1]: value})
    elif isinstance(value, Mapping) and holder is document and key[-1] not in document:
        section = tomlkit.table()
        for name, inner in value.items():
            section.add(name, inline(inner))
        document[key[-1]] = section
    elif isinstance(holder, Table) and key[-1] not in holder:
        # At the end of the table, and not behind the comments on the next one.
        tail = cut_tail(holder)
        holder.add(str(key[-1]), inline(value))
        put_back(holder, tail)
    else:
        holder[key[-1]] = inline(value)
    return tomlkit.dumps(document)
