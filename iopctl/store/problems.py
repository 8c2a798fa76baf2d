"""Findings made while loading: FI001 to FI004 and FI101, which only the reader can see."""

from dataclasses import replace

from iopctl.model.frozen import Key, Place
from iopctl.model.rule import Finding, Rule
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

START = (1, 1)  # where nothing better is known


class Problem(Exception):
    """A file that cannot be read; it carries the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def problem_at(rule: Rule, file: str, position: tuple[int, int], message: str, next_step: str) -> Problem:
    """A problem at a line and column, for a file whose keys cannot be read."""
    line, column = position
    finding = finding_in(rule, file, (), message, next_step)
    return Problem(replace(finding, line=line, column=column))


def finding_in(rule: Rule, file: str, key: Key, message: str, next_step: str) -> Finding:
    """A finding at a key of a file."""
    return rule.finding(Place(file, key), message, next_step, patient=_patient_of(file))


def _patient_of(file: str) -> str | None:
    """The patient whose chart the file belongs to, by its folder."""
    folder, _, rest = file.partition("/")
    return folder if rest and folder not in {"weeks", "rulepacks"} else None
