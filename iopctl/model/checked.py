"""The answer of one check, for everything that shows it or hands it on."""

from dataclasses import dataclass
from datetime import date

from iopctl.model.rule import Finding


@dataclass(frozen=True)
class Difference:
    """What one pack says of the program in place of the packs in force; `would_fail` and `would_pass` are charts."""

    pack: str
    added: int
    gone: int
    would_fail: tuple[str, ...]
    would_pass: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """The findings in order, the charts that were looked at, and the day they were judged on."""

    findings: tuple[Finding, ...]
    patients: tuple[str, ...]
    as_of: date
    has_baseline: bool = False
    difference: Difference | None = None
