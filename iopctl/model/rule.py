"""Rules and findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from iopctl.model.frozen import Place

if TYPE_CHECKING:
    from iopctl.model.chart import Census, Chart
    from iopctl.model.pack import Limit, RulePack
    from iopctl.model.waiver import Waiver


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Severity).index(self)

    def at_most(self, cap: "Severity") -> "Severity":
        """The milder of the two."""
        return max(self, cap, key=lambda severity: severity.rank)


@dataclass(frozen=True)
class Finding:
    """One broken rule in one place.

    `on` is the day the fact is about, by which waivers, coverage and limits are dated; None is a continuing state.
    `anchor` is the key with ids and dates in place of positions in lists, so that it survives edits elsewhere; it is
    empty where a file cannot be parsed.
    """

    code: str
    name: str
    severity: Severity
    patient: str | None
    place: Place
    message: str
    next: str
    pack: str
    limit: "Limit | None" = None
    on: date | None = None
    waived: "Waiver | None" = None
    frozen: bool = False  # it stands in the baseline
    personal: bool = False  # its line is not for showing
    line: int | None = None
    column: int | None = None
    anchor: str = ""

    @property
    def stands(self) -> bool:
        """Whether it counts: neither waived nor in the baseline."""
        return self.waived is None and not self.frozen


@dataclass(frozen=True)
class Rule:
    """The identity of one check: its code, its name, how severe it is at most.

    `limits` make it run: a pack with any of them has the rule. `reads` are further limits that change what it says.
    `history` says that what git knows changes it, too: reading that takes time, so it is read only for these.
    `personal` says that the lines it finds may name a person, so that nothing quotes them.
    """

    code: str
    name: str
    severity: Severity
    limits: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    history: bool = False
    personal: bool = False

    @property
    def all_limits(self) -> tuple[str, ...]:
        """Every limit that the rule looks up."""
        return (*self.limits, *self.reads)

    def finding(
        self,
        place: Place,
        message: str,
        next_step: str,
        *,
        patient: str | None = None,
        limit: "Limit | None" = None,
        on: date | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule; the pack may lower its severity and the certainty of the limit caps it (S15)."""
        severity = severity or self.severity
        if limit is not None:
            severity = severity.at_most(limit.severity or limit.cap).at_most(limit.cap)
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity,
            patient=patient,
            place=place,
            message=message,
            next=next_step,
            pack=limit.pack if limit else "core",
            limit=limit,
            on=on,
            personal=self.personal,
        )


class RuleModule(Protocol):
    """A file in `rules/`. It has `check`, `check_program`, or both."""

    __name__: str
    __doc__: str | None
    RULE: Rule


class ChartRule(RuleModule, Protocol):
    """A rule about one chart."""

    def check(self, chart: "Chart", pack: "RulePack", today: date) -> Iterator[Finding]:
        """The findings of this rule in this chart."""


class ProgramRule(RuleModule, Protocol):
    """A rule about the program as a whole."""

    def check_program(self, census: "Census", pack: "RulePack", today: date) -> Iterator[Finding]:
        """The findings of this rule in the program."""
