"""TOML text to plain data, with guards: conflict markers, long keys, depth, numbers and dates out of range."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from math import isfinite
from typing import Any

from iopctl.model.frozen import Key, Place
from iopctl.model.years import EXPECTED, YEARS
from iopctl.store.problems import (
    NEWER_SCHEMA,
    NOT_READABLE,
    NOT_TOML,
    START,
    WRONG_TYPE,
    Problem,
    finding_in,
    problem_at,
)

SCHEMA = 1
MAX_DEPTH = 40
MAX_KEY_PARTS = 40
INTEGERS = range(-(2**63), 2**63)  # what TOML promises to hold

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: |$)", re.MULTILINE)
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

# A line without so many dots has no long key. tomllib needs seconds and gigabytes for a key of 20,000 parts.
_MAYBE_LONG = re.compile(rf"^(?:[^.\n]*+\.){{{MAX_KEY_PARTS}}}", re.MULTILINE)
# Whole tokens, so that dots in texts and comments are not taken for keys. What lacks its closing quotes ends with the
# line or the file: every character is looked at once or twice, whatever the file holds.
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?)"""
_MORE = rf"[ \t]*+\.[ \t]*+{_PART}"
_LONG_TEXT = r"""\"{3}(?:[^"\\]|\\.|"(?!""))*+(?:\"{3}|\Z)|'{3}(?:[^']|'(?!''))*+(?:'{3}|\Z)"""
_TOKEN = re.compile(
    rf"{_LONG_TEXT}|\#[^\n]*+|(?P<long>{_PART}(?:{_MORE}){{{MAX_KEY_PARTS},}}+)|{_PART}(?:{_MORE})*+|.", re.DOTALL
)

# What tomllib says, by its first words, in ours; its own texts would echo keys and characters of the file.
_REASONS = {
    "Cannot declare": "a table is declared twice",
    "Cannot overwrite": "a key is given twice",
    "Cannot mutate": "a table that is finished gets another key",
    "Cannot redefine": "a table is declared twice",
    "Duplicate inline": "a key is given twice",
    "Expected '=' after": "a key has no = and value",
    "Expected ']": "a table heading has no closing bracket",
    "Expected newline": "something follows where the line should end",
    "Found invalid": "something follows where the line should end",
    r"Illegal character '\n'": "a text has no closing quotes on its line",
    "Illegal character": "a control character stands in the text",
    "Invalid date": "a date or time does not exist",
    "Invalid initial": "a key begins with a character that needs quotes",
    "Invalid statement": "the line is no key and no table",
    "Invalid value": "a value is missing, or needs quotes",
    "Unclosed": "a list or table has no closing bracket",
    "Unescaped": "a backslash in a text has to be doubled",
    "Unterminated": "a text has no closing quotes",
}


def parse(file: str, text: str) -> dict[str, Any]:
    """Plain data of a file in a schema this version knows, without the `schema` key. Raises Problem."""
    return _without_schema(file, parse_part(file, text))


def parse_part(file: str, text: str) -> dict[str, Any]:
    """Plain data of a part of a file, or of a file in any schema. Raises Problem."""
    _refuse_conflict(file, text)
    _refuse_long_key(file, text)
    data = _loads(file, text)
    _refuse_out_of_range(file, data)
    return data


def _refuse_conflict(file: str, text: str) -> None:
    found = _CONFLICT.search(text)
    if found:
        message, next_step = "a merge conflict is left in the file", "choose one side of each and delete the markers"
        raise problem_at(NOT_TOML, file, _position(text, found.start()), message, next_step)


def _refuse_long_key(file: str, text: str) -> None:
    if _MAYBE_LONG.search(text) is None:
        return
    for token in _TOKEN.finditer(text):
        if token["long"]:
            message = f"a key has more than {MAX_KEY_PARTS} parts"
            raise problem_at(
                NOT_READABLE, file, _position(text, token.start()), message, "write the value under tables"
            )


def _loads(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(file, _named_position(str(error), text), _reason(str(error))) from None
    except RecursionError:
        raise problem_at(NOT_READABLE, file, START, _too_deep(), "flatten it") from None
    except ValueError:
        # The one error that tomllib lets through: int() refuses more digits than anybody needs.
        raise _not_toml(file, START, "a number is too long") from None


def _refuse_out_of_range(file: str, data: dict[str, Any]) -> None:
    for key, value in _values(data):
        if len(key) > MAX_DEPTH:
            raise Problem(finding_in(NOT_READABLE, file, key, _too_deep(), "flatten it"))
        if isinstance(value, date) and value.year not in YEARS:
            next_step = "correct it; where nothing ends, leave the key out"
            raise _wrong(file, key, f"must be a date {EXPECTED}", next_step)
        if (isinstance(value, int) and value not in INTEGERS) or (isinstance(value, float) and not isfinite(value)):
            raise _wrong(file, key, "is a number out of range", "correct it")


def _values(data: dict[str, Any]) -> Iterator[tuple[Key, object]]:
    """Every value with its key path, from the outside in."""
    waiting: list[tuple[Key, object]] = [((), data)]
    for key, value in waiting:
        yield key, value
        if isinstance(value, dict):
            waiting += [((*key, part), item) for part, item in value.items()]
        elif isinstance(value, list):
            waiting += [((*key, index), item) for index, item in enumerate(value)]


def _without_schema(file: str, data: dict[str, Any]) -> dict[str, Any]:
    schema = data.pop("schema", None)
    if schema is None:
        said = "schema is missing" if data else "the file is empty"
        raise problem_at(WRONG_TYPE, file, START, said, f"write `schema = {SCHEMA}` as the first line")
    if type(schema) is not int or schema < SCHEMA:
        raise _wrong(file, ("schema",), f"must be {SCHEMA}", f"write `schema = {SCHEMA}` as the first line")
    if schema > SCHEMA:
        message = f"is written in a newer schema; this version reads schema {SCHEMA}"
        next_step = "upgrade iopctl: pip install --upgrade iopctl"
        raise Problem(finding_in(NEWER_SCHEMA, file, ("schema",), message, next_step))
    return data


def _wrong(file: str, key: Key, message: str, next_step: str) -> Problem:
    return Problem(finding_in(WRONG_TYPE, file, key, f"{Place(file, key)} {message}", next_step))


def _not_toml(file: str, position: tuple[int, int], reason: str) -> Problem:
    next_step = "mend the line and run `iopctl check` again"
    return problem_at(NOT_TOML, file, position, f"is not TOML: {reason}", next_step)


def _too_deep() -> str:
    return f"is nested more than {MAX_DEPTH} levels deep"


def _reason(message: str) -> str:
    return next((ours for theirs, ours in _REASONS.items() if message.startswith(theirs)), "it cannot be parsed")


def _named_position(message: str, text: str) -> tuple[int, int]:
    """Line and column that tomllib names; the end of the document otherwise."""
    found = _POSITION.search(message)
    return (int(found[1]), int(found[2])) if found and found[1] else _position(text, len(text))


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
