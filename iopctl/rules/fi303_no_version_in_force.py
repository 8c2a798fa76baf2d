"""A selected pack has no version of a limit in force on a day of the stay, or one that nobody has verified.

Why: a rule without a limit is skipped, and silence reads like a clean chart. A limit from memory may be wrong.
What to do: look the source up. A pack of the same id in the program's `rulepacks/` takes the place of a shipped one:
write the missing version there, or the certainty and `verified_on` of one that was read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from iopctl.counting.weeks import DAY
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import LimitVersion, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("FI303", "no-version-in-force", Severity.INFO)


@dataclass(frozen=True)
class Judged:
    """Days of the stay on which the pack applies, and where the chart or the program says so."""

    place: Place
    first: date
    last: date
    by_coverage: bool


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """What is unverified, once for the pack; then every limit that leaves a day of the stay uncovered."""
    spans = list(_judged(chart, pack, today))
    unverified = [name for name, versions in pack.limits.items() if any(_unverified(versions, s) for s in spans)]
    if unverified:
        # About the pack, not the patient: equal for every chart in the program, so it is reported once.
        finding = RULE.finding(
            spans[0].place,
            f"not verified in the pack {pack.id}: {', '.join(unverified)}",
            f"read the source and record certainty and verified_on in rulepacks/{pack.id}.toml",
            on=spans[0].last if spans[0].by_coverage else None,
        )
        yield replace(finding, pack=pack.id)
    for span in spans:
        for name, versions in pack.limits.items():
            day = _uncovered(versions, span) if versions else None
            if day is not None:
                finding = RULE.finding(
                    span.place,
                    f"no version of {name} in the pack {pack.id} is in force on {day}, so nothing was held against it",
                    f"look the source up and record what was in force in rulepacks/{pack.id}.toml",
                    patient=chart.patient,
                    on=day,
                )
                yield replace(finding, pack=pack.id)


def _judged(chart: Chart, pack: RulePack, today: date) -> Iterator[Judged]:
    """The stay so far, in a payer's pack by its coverage; a pack that is only asked about judges all of it."""
    plan = chart.plan
    first, last = plan.admitted_on or today, chart.last_day(today)
    covered = [(n, each) for n, each in enumerate(plan.coverage) if each.pack == pack.id]
    if pack.id in chart.program.packs or not covered:
        spans = [Judged(chart.program.at("packs"), first, last, by_coverage=False)]
    else:
        spans = [
            Judged(plan.at("coverage", n), max(first, c.from_ or first), min(last, c.until or last), by_coverage=True)
            for n, c in covered
        ]
    return (span for span in spans if span.first <= span.last)


def _unverified(versions: Iterable[LimitVersion], span: Judged) -> bool:
    touching = (
        v for v in versions if (v.since or span.first) <= span.last and (v.until is None or v.until >= span.first)
    )
    return any(v.certainty in {"memory", "uncertain"} or v.verified_on is None for v in touching)


def _uncovered(versions: Iterable[LimitVersion], span: Judged) -> date | None:
    """The first day of the span on which no version is in force; a lifted one is."""
    day = span.first
    for version in sorted(versions, key=lambda version: version.since or date.min):
        if version.in_force(day):
            if version.until is None or version.until >= span.last:
                return None
            day = version.until + DAY
    return day
