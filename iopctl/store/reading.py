"""Plain data to models: every fault of a file becomes a finding, and no rejected value is echoed."""

from copy import deepcopy
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from iopctl.model.frozen import Document, Key, Place, is_plain
from iopctl.model.rule import Finding
from iopctl.store.parsing import parse
from iopctl.store.problems import UNKNOWN_KEY, WRONG_TYPE, Problem, finding_in
from iopctl.store.raw import read_text

D = TypeVar("D", bound=Document)

# A file with more faults than this is another kind of file; the rest is counted.
MAX_FAULTS = 20

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
    unknown = [_key_in(data, detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"]
    findings = _findings(details, unknown, data, file, model)
    if len(unknown) < len(details):
        return None, findings
    document, others = validate(_without(data, unknown), file, model)
    return document, findings + others


def _findings(
    details: list[ErrorDetails], unknown: list[Key], data: dict[str, Any], file: str, model: type[Document]
) -> list[Finding]:
    """One finding for each faulty key, as many as somebody reads."""
    faults: dict[Key, list[str]] = {}
    for detail in details:
        if detail["type"] != "extra_forbidden":
            key = _key_in(data, detail["loc"], missing=detail["type"] == "missing")
            faults.setdefault(key, []).append(_sentence(detail))
    found = [_wrong(key, sentences, file) for key, sentences in list(faults.items())[:MAX_FAULTS]]
    found += [_unknown_key(key, file, model) for key in unknown[: MAX_FAULTS - len(found)]]
    more = len(faults) + len(unknown) - len(found)
    if more:
        message = f"{more} more keys are wrong or unknown"
        found.append(finding_in(WRONG_TYPE, file, (), message, "correct what is named first, and check again"))
    return found


def _wrong(key: Key, sentences: list[str], file: str) -> Finding:
    """A value that fits no member of a union has a sentence from each."""
    message = f"{str(Place(file, key)) or 'the file'} {', or '.join(dict.fromkeys(sentences))}"
    return finding_in(WRONG_TYPE, file, key, message, "correct it, and run `iopctl check` again")


def _unknown_key(key: Key, file: str, model: type[Document]) -> Finding:
    word = str(key[-1])
    near = get_close_matches(word, _vocabulary(model), n=1)
    message = f"{word if is_plain(word) else 'a key'} is not a key of this file"
    next_step = f"write {near[0]}, if that was meant" if near else "take it out, or write it under a key that is known"
    return finding_in(UNKNOWN_KEY, file, key, message, next_step)


def _sentence(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "literal_error":
        return f"must be one of {detail.get('ctx', {}).get('expected', '')}"
    if kind == "value_error":
        return f"is wrong: {detail.get('ctx', {}).get('error', '')}"
    return _SENTENCES.get(kind, "is of the wrong type")


def _key_in(data: Any, loc: Key, *, missing: bool = False) -> Key:
    """The part of pydantic's location that stands in the file; names of union members are left out."""
    key: list[str | int] = []
    for part in loc:
        if _has(data, part):
            data = data[part]
        elif not missing or part != loc[-1]:
            continue
        key.append(part)
    return tuple(key)


def _has(data: Any, part: str | int) -> bool:
    return part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)


def _without(data: dict[str, Any], unknown: list[Key]) -> dict[str, Any]:
    """A copy of the data without those keys."""
    kept = deepcopy(data)
    for *above, last in unknown:
        table: Any = kept
        for part in above:
            table = table[part]
        del table[last]
    return kept


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
