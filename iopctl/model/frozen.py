"""The base of everything that is read from a file."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

Key = tuple[str | int, ...]

# A key is printed back only when it looks like one: it might as well be a name that was typed on the wrong side.
_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}", re.ASCII)


class Frozen(BaseModel):
    """Immutable and exact: an unknown key is an error, types are not guessed, rejected values are never echoed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    def altered(self, **values: Any) -> Self:
        """A copy with other values, not validated; what was derived from the old ones is derived anew."""
        copy = self.model_copy(update=values)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class Period(Frozen):
    """A span of days; `until` is the last day that still counts, and an absent end is open."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies inside, both ends included."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Place:
    """Where a fact stands: a file relative to the program folder, and the key path inside it."""

    file: str
    key: Key = ()

    def __str__(self) -> str:
        return ".".join(str(part) if isinstance(part, int) or is_plain(part) else "?" for part in self.key)


def is_plain(part: str) -> bool:
    """Whether part of a key may be printed."""
    return _PLAIN_KEY.fullmatch(part) is not None


class Document(Frozen):
    """One whole file. It remembers its name, relative to the program folder, so that findings can point at it."""

    _file: str = PrivateAttr(default="")

    @property
    def file(self) -> str:
        """Path of the file relative to the program folder, with forward slashes."""
        return self._file

    @classmethod
    def read(cls, data: dict[str, Any], file: str) -> Self:
        """Validate parsed TOML. Raises pydantic's ValidationError."""
        document = cls.model_validate(data)
        document._file = file  # noqa: SLF001  # its own class
        return document

    def at(self, *key: str | int) -> Place:
        """The place of a key in this file."""
        return Place(self.file, key)
