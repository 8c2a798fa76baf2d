"""Findings made while loading: FI001 to FI004 and FI101, which only the reader can see."""

from iopctl.model.frozen import Key, Place
from iopctl.model.rule import Finding
from iopctl.rules import (
    fi001_not_toml,
    fi002_wrong_type_or_missing,
    fi003_not_readable,
    fi004_newer_schema,
    fi101_unknown_key,
)

NOT_TOML = fi001_not_toml.RULE
WRONG_TYPE = fi002_wrong_type_or_missing.RULE
NOT_READABLE = fi003_not_readable.RULE
NEWER_SCHEMA = fi004_newer_schema.RULE
UNKNOWN_KEY = fi101_unknown_key.RULE


class Problem(Exception):
    """A file that cannot be read; it carries the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def patient_of(file: str) -> str | None:
    """The patient whose chart the file belongs to, by its folder."""
    folder, _, rest = file.partition("/")
    return folder if rest and folder not in {"weeks", "rulepacks"} else None


def place(file: str, key: Key = ()) -> Place:
    """A place in a file that may not have parsed."""
    return Place(file, key)
