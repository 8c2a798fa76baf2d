"""Partial hospitalization by the same provider lies in the days before the first day of a claim.

Why: Medicare returns an intensive outpatient claim that overlaps one for partial hospitalization, or that follows its
last service within the days given, of the same patient and provider. The source leaves open which way the days count
and whether the last one is inside; here they count back from the claim's first day with both ends. The provider is the
same when `other_care` names it as the program's own `name`; capitals and spaces do not matter.
What to do: hold the claim back until the partial hospitalization is billed and paid, or correct the days. Where
`provider` is missing in `other_care`, write it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.billed import claims_for
from iopctl.model.chart import Chart
from iopctl.model.claim import Claim
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AU202", "php-within-7-days", Severity.WARNING, ("php_days_before",))


@dataclass(frozen=True)
class _Before:
    """Partial hospitalization within the days before a claim."""

    claim: Claim
    first: date
    index: int
    last: date
    limit: Limit


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each claim and span before it; information where the chart does not say by which provider."""
    for each in _before(chart, pack, today):
        provider = _plain(chart.plan.other_care[each.index].provider or "")
        days = (each.first - each.last).days
        after = "on the day of" if not days else f"{days} day{'s' * (days > 1)} after"
        what = f"the claim from {each.first} begins {after} partial hospitalization on {each.last}"
        if not provider:
            yield RULE.finding(
                chart.plan.at("other_care", each.index, "provider"),
                f"{what}, and no provider is recorded, so it cannot be judged",
                "write the provider; where it is this program, its name as in program.toml",
                patient=chart.patient,
                limit=each.limit,
                on=each.first,
                severity=Severity.INFO,
            )
        elif provider == _plain(chart.program.name):
            yield RULE.finding(
                each.claim.at("from") if each.claim.from_ else each.claim.at("lines"),
                f"{what} by the same provider, more than {each.limit.number} days are expected",
                "hold the claim until the partial hospitalization is billed and paid, or correct the days",
                patient=chart.patient,
                limit=each.limit,
                on=each.first,
            )


def _before(chart: Chart, pack: RulePack, today: date) -> Iterator[_Before]:
    for claim in claims_for(chart, pack):
        first = claim.first
        limit = None if first is None else pack.limit("php_days_before", first, chart.plan)
        if first is None or limit is None or first > today:
            continue
        for index, care in enumerate(chart.plan.other_care):
            last = min(care.until or first, first)
            near = care.covers(last) and first - last <= timedelta(days=limit.number)
            if care.level == "php" and near:
                yield _Before(claim, first, index, last, limit)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
