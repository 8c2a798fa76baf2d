"""The dated records of a file as its text has them, cut out without parsing the rest: a history is many texts.

A record is cut out of a text only where the layout leaves no doubt where it begins and ends. Everything else is parsed
and its records are written anew: slower, never other facts. What is no TOML has no records.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import tomli_w

from iopctl.model.digest import NOT_SIGNED
from iopctl.model.plan import Plan
from iopctl.store.parsing import parse_part
from iopctl.store.problems import Problem

# One attendance row: the session, the patient.
Row = tuple[str, str]

_QUOTES = ('"""', "'''")
_ODD_QUOTES = r"#[^\n]*(?:\"{3}|'{3})"  # in a comment they are not what they seem
_ESCAPED = re.compile(r"\\[uUx]")  # with these a key can be spelled so that no search finds it
_ODD_HEADING = r"^[ \t]*\[+[ \t]*[\"']"

_SESSION = "\n[[sessions]]\n"
_ATTENDANCE = "\n[sessions.attendance]\n"
_ODD_WEEK = re.compile(rf"{_ODD_QUOTES}|^[ \t]*(?:sessions\b|[\"'\[])", re.MULTILINE)
_ODD_SESSION = re.compile(r"^[ \t]*\[|attendance", re.MULTILINE)
_ID = re.compile(r"^[ \t]*id[ \t]*=[ \t]*\"([^\"\\\n]*)\"[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_ROW = re.compile(r"[ \t]*+([a-z]{1,4}-[0-9]{3,8})[ \t]*+=[ \t]*+\{(.*\})[ \t]*+(?:#.*)?")

_STRING = r"\"(?:[^\"\\]|\\.)*+\""
_VALUE = rf"{_STRING}|[^\"'\[\]{{}},#\s]++|\[(?:{_STRING}|[^\"'\[\]{{}}#])*+\]|\{{(?:{_STRING}|[^\"'\[\]{{}}#])*+\}}"
_PAIR = re.compile(rf"([a-z_]++)[ \t]*+=[ \t]*+({_VALUE})[ \t]*+(?:,[ \t]*+)?+")
_ROW_BEGINS = "row = {"
_ONE_LINE = re.compile(rf"{_ROW_BEGINS}[ \t]*+(?:[a-z_]++[ \t]*+=[ \t]*+(?:{_VALUE})[ \t]*+(?:,[ \t]*+)?+)*+\}}")

_RECORDS = ("signatures", "evaluations", "certifications")
_HEADING = re.compile(r"^[ \t]*\[(\[?)[ \t]*([A-Za-z0-9_-]+)[ \t]*([.\]])", re.MULTILINE)
_ODD_PLAN = re.compile(rf"{_ODD_QUOTES}|{_ODD_HEADING}|^[ \t]*[\"']?(?:{'|'.join(_RECORDS)})\b", re.MULTILINE)


def record(text: str) -> dict[str, Any]:
    """What one record says, by its text; nothing when that is no TOML. A review is a record of its own."""
    data = _plain(text)
    if "schema" in data:
        return data
    value: object = next(iter(data.values()), {})
    return _table(value[0] if isinstance(value, list) else value)


def spelled(text: str) -> dict[str, str] | None:
    """The values of a record of one line as they are spelled there, by their keys; None where a look does not tell."""
    return dict(_PAIR.findall(text, len(_ROW_BEGINS))) if _ONE_LINE.fullmatch(text) else None


def sessions(text: str) -> list[str] | None:
    """A week file cut into its sessions, which are read alone; None when it has to be read as a whole."""
    head, *blocks = text.split(_SESSION)
    if _ODD_WEEK.search(head) or _has_quotes(head) or _escapes(head):
        return None
    return [f"{_SESSION}{block}" for block in blocks]


def rows(part: str, *, whole: bool = False) -> dict[Row, str] | None:
    """The attendance rows of a part of a week file, each as a record.

    None for a part that is no TOML: it may have been cut in the middle of a long text.
    """
    above, _, below = part.removeprefix(_SESSION).partition(_ATTENDANCE)
    ids = _ID.findall(above)
    found = [_ROW.fullmatch(line) for line in below.split("\n") if line.strip() and line.lstrip()[0] != "#"]
    odd = _has_quotes(part) or _escapes(part) or _ODD_SESSION.search(above)
    if len(ids) == 1 and all(found) and not odd:
        return {(ids[0], row[1]): f"{_ROW_BEGINS}{row[2]}" for row in found if row}
    try:
        data = parse_part("", part)
    except Problem:
        return {} if whole else None
    return {
        (str(session.get("id")), patient): tomli_w.dumps({"row": row})
        for session in _tables(data.get("sessions"))
        for patient, row in _table(session.get("attendance")).items()
        if isinstance(row, dict)
    }


class PlanParts(NamedTuple):
    """The dated records of a plan in their order, and the rest of the text that a signature covers."""

    records: dict[str, list[str]]
    rest: str


def plan_parts(text: str) -> PlanParts:
    """A plan in parts. Two texts with equal `rest` have equal content under their signatures."""
    headings = list(_HEADING.finditer(text))
    bounds = [heading.start() for heading in headings]
    first, *sections = [text[a:b].rstrip() for a, b in pairwise([0, *bounds, len(text)])]
    plain = _whole([first, *sections]) and not _escapes(text) and not _ODD_PLAN.search(text)
    records: dict[str, list[str]] = {name: [] for name in _RECORDS}
    rest = [first]
    for (double, name, after), section in zip((each.groups() for each in headings), sections, strict=True):
        if name in _RECORDS and (double, after) == ("[", "]"):
            records[name].append(section)
        elif name in _RECORDS and records[name]:
            records[name][-1] += f"\n{section}"
        plain = plain and name in Plan.model_fields and (name not in _RECORDS or bool(records[name]))
        if name not in NOT_SIGNED:
            rest.append(section)
    return PlanParts(records, "\n".join(rest)) if plain else _parsed_plan(text)


def _parsed_plan(text: str) -> PlanParts:
    data = _plain(text)
    return PlanParts(
        {name: [tomli_w.dumps({name: [each]}) for each in _tables(data.get(name))] for name in _RECORDS}, text
    )


def _whole(parts: Iterable[str]) -> bool:
    """Whether no long text reaches over the end of a part: the first part with one would open it and not close it."""
    return all(part.count(quotes) % 2 == 0 for quotes in _QUOTES for part in parts)


def _has_quotes(text: str) -> bool:
    return any(quotes in text for quotes in _QUOTES)


def _escapes(text: str) -> bool:
    return "\\" in text and _ESCAPED.search(text) is not None


def _plain(text: str) -> dict[str, Any]:
    try:
        return parse_part("", text)
    except Problem:
        return {}


def _tables(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
