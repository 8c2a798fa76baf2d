"""Bytes to plain TOML data, with guards: size, encoding, depth, length of keys, conflict markers."""

import os
import re
import stat
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from iopctl.model.rule import Finding, Rule
from iopctl.store.problems import NEWER_SCHEMA, NOT_READABLE, NOT_TOML, WRONG_TYPE, Problem, patient_of, place

SCHEMA = 1
MAX_BYTES = 256 * 1024
MAX_WEEK_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40
MAX_KEY_PARTS = 40

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = re.compile(rf"^[ \t\[]*{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{MAX_KEY_PARTS}}}", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REREAD = "mend the line and run `iopctl check` again"


def read_text(root: Path, file: str) -> str:
    r"""The file's text with newlines as `\\n` and without a byte order mark. Raises Problem (FI003)."""
    try:
        content = _read_bytes(root / file, MAX_WEEK_BYTES if file.startswith("weeks/") else MAX_BYTES)
    except OSError as error:
        raise _problem(
            NOT_READABLE, file, f"cannot be read: {error.strerror}", "check what it is and who may read it"
        ) from None
    except ValueError as error:
        raise _problem(NOT_READABLE, file, str(error), "split it, or move what is not a chart elsewhere") from None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        message = "is not UTF-8 text"
        raise _problem(NOT_READABLE, file, message, "save it again as UTF-8", line, column) from None


def parse(file: str, text: str) -> dict[str, Any]:
    """Plain data of a file in a schema this version knows, without the `schema` key. Raises Problem."""
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        message = "a merge conflict is left in the file"
        raise _problem(NOT_TOML, file, message, "choose one side of each conflict and delete the markers", line, 1)
    long_key = _LONG_KEY.search(text)
    if long_key:
        line = text.count("\n", 0, long_key.start()) + 1
        message = f"a key has more than {MAX_KEY_PARTS} parts"
        raise _problem(NOT_READABLE, file, message, "write the value under tables", line, 1)
    data = _loads(file, text)
    if _depth(data) > MAX_DEPTH:
        raise _problem(NOT_READABLE, file, f"is nested more than {MAX_DEPTH} levels deep", "flatten it")
    return _without_schema(file, data)


def _loads(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, column = _position(str(error), text)
        raise _problem(NOT_TOML, file, f"is not TOML: {_reason(str(error))}", _REREAD, line, column) from None
    except RecursionError:
        raise _problem(NOT_READABLE, file, f"is nested more than {MAX_DEPTH} levels deep", "flatten it", 1, 1) from None
    except ValueError:
        # tomllib lets the errors of int() and of date() through, without a position.
        raise _problem(NOT_TOML, file, "is not TOML: a number or a date is out of range", _REREAD, 1, 1) from None


def _without_schema(file: str, data: dict[str, Any]) -> dict[str, Any]:
    schema = data.pop("schema", None)
    if isinstance(schema, int) and schema > SCHEMA:
        message = f"is written in schema {schema}; this version reads schema {SCHEMA}"
        raise _problem(NEWER_SCHEMA, file, message, "upgrade iopctl: pip install --upgrade iopctl", key="schema")
    if schema != SCHEMA or isinstance(schema, bool):
        said = "the file is empty" if not data and schema is None else "schema is missing or not a number"
        raise _problem(WRONG_TYPE, file, said, "write `schema = 1` as the first line", 1, 1)
    return data


def _read_bytes(path: Path, limit: int) -> bytes:
    """Read a regular file, never a pipe, a device or a link. Raises OSError, or ValueError when it is too large."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise ValueError("is not a regular file")
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"is larger than {limit // 1024} KiB")
    return content


def _position(message: str, text: str) -> tuple[int, int]:
    """Line and column that tomllib names; the end of the document otherwise."""
    found = _POSITION.search(message)
    if found and found[1]:
        return int(found[1]), int(found[2])
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1


def _reason(message: str) -> str:
    """What tomllib says without the position; a quoted key or value of the file is left out."""
    return re.sub(r"""['"(].*$""", "", _POSITION.sub("", message)).strip(" :") or "it cannot be parsed"


def _depth(value: object) -> int:
    deepest, level = 0, [value]
    while level and deepest <= MAX_DEPTH:
        inner: list[object] = []
        for item in level:
            inner.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        level, deepest = inner, deepest + 1
    return deepest


def _problem(
    rule: Rule,
    file: str,
    message: str,
    next_step: str,
    line: int | None = None,
    column: int | None = None,
    key: str = "",
) -> Problem:
    at = place(file, (key,) if key else ())
    finding: Finding = rule.finding(at, message, next_step, patient=patient_of(file))
    return Problem(replace(finding, line=line, column=column))
