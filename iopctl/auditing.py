"""A chart audit that can be repeated: a seeded draw, a tick list by rule, a score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import blake2b

from iopctl.counting.weeks import DAY
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, RuleModule, Severity


@dataclass(frozen=True)
class Period:
    """The days that are audited, both ends included."""

    first: date
    last: date

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is about these days; a continuing state is."""
        return finding.on is None or self.first <= finding.on <= self.last


@dataclass(frozen=True)
class Tick:
    """One rule over the charts drawn: how many meet it, how many do not, in how many every finding is waived.

    `gaps` of those that meet it have something that could not be judged. A rule about the program is judged once.
    """

    rule: Rule
    met: int
    not_met: int
    waived: int
    gaps: int


@dataclass(frozen=True)
class Audit:
    """What an audit found; `findings` are those of the rules that are not met."""

    drawn: tuple[str, ...]
    of: int
    ticks: tuple[Tick, ...]
    findings: tuple[Finding, ...]

    @property
    def met(self) -> int:
        """How many judgements are met."""
        return sum(tick.met for tick in self.ticks)

    @property
    def judged(self) -> int:
        """How many judgements there are; what is waived is not one."""
        return self.met + sum(tick.not_met for tick in self.ticks)

    @property
    def score(self) -> Fraction | None:
        """The share that is met; None where nothing was judged."""
        return Fraction(self.met, self.judged) if self.judged else None


def in_treatment(charts: Iterable[Chart], period: Period) -> list[Chart]:
    """The charts whose stay touches the period."""
    return [
        chart
        for chart in charts
        if chart.plan.admitted_on is not None
        and chart.plan.admitted_on <= period.last
        and (chart.plan.discharged_on or period.last) >= period.first
    ]


def draw(charts: Sequence[Chart], sample: int, seed: int) -> list[Chart]:
    """So many of the charts, the same ones on every machine: those whose code and the seed have the lowest digest.

    Charts that come later or were out of the period do not change the order of the others.
    """
    ranked = sorted(charts, key=lambda chart: blake2b(f"{seed} {chart.patient}".encode()).digest())
    return sorted(ranked[:sample], key=lambda chart: chart.patient)


def audit(
    drawn: Sequence[Chart],
    of: int,
    findings: Iterable[Finding],
    period: Period,
    rules: Iterable[RuleModule],
    packs: Mapping[str, RulePack],
    only: str | None = None,
) -> Audit:
    """The tick list of the charts drawn, by the packs that applied to each in the period, or by one pack."""
    names = {chart.patient for chart in drawn}
    mine = [f for f in findings if (f.patient is None or f.patient in names) and period.holds(f)]
    asked = {chart.patient: _packs_of(chart, period, only) for chart in drawn}
    everybody = set().union(*asked.values())
    ticks = []
    for module in rules:
        by_code = [f for f in mine if f.code == module.RULE.code]
        if hasattr(module, "check"):
            units = [[f for f in by_code if f.patient == p] for p in asked if _runs(module.RULE, packs, asked[p])]
        else:
            units = [by_code] if _runs(module.RULE, packs, everybody) else []
        if units:
            ticks.append(_tick(module.RULE, units))
    unmet = {tick.rule.code for tick in ticks if tick.not_met}
    return Audit(tuple(sorted(names)), of, tuple(ticks), tuple(f for f in mine if f.code in unmet and _stands(f)))


def _tick(rule: Rule, units: Sequence[Sequence[Finding]]) -> Tick:
    not_met = sum(any(_stands(f) for f in unit) for unit in units)
    waived = sum(not any(_stands(f) for f in unit) and any(_set_aside(f) for f in unit) for unit in units)
    gaps = sum(bool(unit) and not any(_stands(f) or _set_aside(f) for f in unit) for unit in units)
    return Tick(rule, len(units) - not_met - waived, not_met, waived, gaps)


def _packs_of(chart: Chart, period: Period, only: str | None) -> frozenset[str]:
    if only is not None:
        return frozenset({only})
    days = ((period.first + n * DAY) for n in range((period.last - period.first).days + 1))
    return frozenset(pack for day in days for pack in chart.pack_ids(day))


def _runs(rule: Rule, packs: Mapping[str, RulePack], asked: Iterable[str]) -> bool:
    return any(name in packs[pack].limits for pack in asked if pack in packs for name in rule.limits)


def _stands(finding: Finding) -> bool:
    return finding.waived is None and finding.severity is not Severity.INFO


def _set_aside(finding: Finding) -> bool:
    return finding.waived is not None and finding.severity is not Severity.INFO
