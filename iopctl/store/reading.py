"""Plain data to models: every fault of a file becomes a finding, and no rejected value is echoed."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from iopctl.model.frozen import Document, Key
from iopctl.model.rule import Finding
from iopctl.store.problems import UNKNOWN_KEY, WRONG_TYPE, Problem, patient_of, place
from iopctl.store.raw import parse, read_text

D = TypeVar("D", bound=Document)

# A key is printed back only when it looks like one: it might as well be a name that was typed on the wrong side.
_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}", re.ASCII)

# What pydantic's error types mean in the words of a clinic; its own texts would echo patterns and values.
_SENTENCES = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "string_pattern_mismatch": "is not written in the expected form",
    "string_too_long": "is too long",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "date_type": "must be a date without quotes, for example 2026-09-07",
    "datetime_type": "must be a date and time with offset, for example 2026-09-07T09:00:00-04:00",
    "time_type": "must be a clock time without quotes, for example 09:00:00",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "greater_than": "must be greater than zero",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
}


def read(root: Path, file: str, model: type[D]) -> tuple[D | None, list[Finding]]:
    """The document, or None, and what is wrong with the file. Unknown keys are reported and left out."""
    try:
        return validate(parse(file, read_text(root, file)), file, model)
    except Problem as problem:
        return None, [problem.finding]


def validate(data: dict[str, Any], file: str, model: type[D]) -> tuple[D | None, list[Finding]]:
    """The document that plain data describes, or None, and what is wrong with it."""
    try:
        return model.read(data, file), []
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=True)
    findings = list(dict.fromkeys(_findings(details, data, file, model)))
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    if len(unknown) < len(details):
        return None, findings
    try:
        return model.read(_without(data, unknown), file), findings
    except ValidationError:
        return None, findings


def _findings(details: list[ErrorDetails], data: dict[str, Any], file: str, model: type[Document]) -> Iterator[Finding]:
    for detail in details:
        if detail["type"] == "extra_forbidden":
            yield _unknown_key(detail["loc"], data, file, model)
        else:
            key = _key_in(data, detail["loc"], missing=detail["type"] == "missing")
            yield WRONG_TYPE.finding(
                place(file, key),
                f"{_name(key)} {_sentence(detail)}",
                "correct it, and run `iopctl check` again",
                patient=patient_of(file),
            )


def _unknown_key(loc: Key, data: dict[str, Any], file: str, model: type[Document]) -> Finding:
    key = _key_in(data, loc, missing=False)
    word = str(key[-1]) if key else ""
    near = get_close_matches(word, _vocabulary(model), n=1)
    shown = word if _PLAIN_KEY.fullmatch(word) else "a key"
    return UNKNOWN_KEY.finding(
        place(file, key),
        f"{shown} is not a key of this file",
        f"write {near[0]}, if that was meant" if near else "take it out, or write it under a key that is known",
        patient=patient_of(file),
    )


def _sentence(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "literal_error":
        return f"must be one of {detail.get('ctx', {}).get('expected', '')}"
    if kind == "value_error":
        return f"is wrong: {detail.get('ctx', {}).get('error', '')}"
    return _SENTENCES.get(kind, "is of the wrong type")


def _key_in(data: object, loc: Key, *, missing: bool) -> Key:
    """The part of pydantic's location that stands in the file; names of union members are left out."""
    key: list[str | int] = []
    for part in loc:
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            key.append(part)
            data = data[part]  # type: ignore[index]  # narrowed by the line above
        elif missing and part == loc[-1]:
            key.append(part)
    return tuple(key)


def _name(key: Key) -> str:
    shown = [str(part) if isinstance(part, int) or _PLAIN_KEY.fullmatch(part) else "?" for part in key]
    return ".".join(shown) or "the file"


def _without(data: Any, unknown: list[Key]) -> Any:
    """A copy of the data without those keys."""
    if isinstance(data, dict):
        gone = {loc[0] for loc in unknown if len(loc) == 1}
        return {
            key: _without(value, [loc[1:] for loc in unknown if len(loc) > 1 and loc[0] == key])
            for key, value in data.items()
            if key not in gone
        }
    if isinstance(data, list):
        return [_without(item, [loc[1:] for loc in unknown if loc and loc[0] == n]) for n, item in enumerate(data)]
    return data


@cache
def _vocabulary(model: type[BaseModel]) -> frozenset[str]:
    """Every key that may stand anywhere in such a file, as written in TOML."""
    words: set[str] = {"schema"}
    seen: set[type[BaseModel]] = set()
    waiting: list[object] = [model]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and not isinstance(each, GenericAlias) and issubclass(each, BaseModel):
            if each not in seen:
                seen.add(each)
                words |= {info.alias or name for name, info in each.model_fields.items()}
                waiting += [info.annotation for info in each.model_fields.values()]
        else:
            waiting += get_args(each)
    return frozenset(words)
