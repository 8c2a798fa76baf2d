"""Reads of JSON that somebody else wrote. A value of a wrong shape is as if absent, so nothing here raises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from iopctl.model.years import YEARS

# TOML promises whole numbers of 64 bits, JSON readers elsewhere only these.
_LARGEST = 2**53

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u200E\u200F\u202A-\u202E\u2066-\u2069\uD800-\uDFFF]")


@dataclass(frozen=True)
class Coding:
    """One code of a concept."""

    system: str
    code: str
    display: str | None

    @property
    def shown(self) -> str:
        """The code, if it looks like one; what else stands there is not printed."""
        return self.code if _CODE.fullmatch(self.code) else "a code that is not written like one"


def table(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def many(value: Any) -> list[Any]:
    """The list; a single value is a list of one, as STU3 writes some fields that are lists in R4."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list."""
    return (item for item in many(value) if isinstance(item, dict))


def words(value: Any) -> str | None:
    """Text that is not blank, without what a terminal would obey; tabs and line breaks stay."""
    if not isinstance(value, str):
        return None
    return _UNSAFE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip() or None


def codings(concept: Any) -> Iterator[Coding]:
    """The codes of a concept."""
    for each in tables(table(concept).get("coding")):
        code = words(each.get("code"))
        if code:
            yield Coding(words(each.get("system")) or "", code, words(each.get("display")))


def concept_text(concept: Any) -> str | None:
    """What a concept says in words: its text, else the display of a code; plain text stands for itself."""
    if isinstance(concept, str):
        return words(concept)
    displays = (words(each.get("display")) for each in tables(table(concept).get("coding")))
    return words(table(concept).get("text")) or next((display for display in displays if display), None)


def code_word(value: Any) -> str | None:
    """A status, whether it is a plain code, as in STU3, or a concept, as in R4."""
    if isinstance(value, str):
        return words(value)
    return next((coding.code for coding in codings(value)), None)


def number(value: Any) -> int | float | None:
    """A number that every reader can hold; a whole one as a whole number. Infinity and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
        return None
    return int(value) if value == int(value) else value


def day(value: Any) -> date | None:
    """A full date, also of a timestamp as it is written; a year or a month alone is not a day."""
    if not isinstance(value, str) or not _DAY.match(value):
        return None
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


def moment(value: Any) -> datetime | date | None:
    """A timestamp with its offset; without one, or with an unreadable time, only its day."""
    full = day(value)
    if full is None or len(value) <= len("2026-11-23"):
        return full
    try:
        stamp = datetime.fromisoformat(value)
    except ValueError:
        return full
    return full if stamp.tzinfo is None else stamp
