"""What cannot be counted is said, not guessed."""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity


def without_pattern(rule: Rule, chart: Chart, pack: RulePack, limit_name: str, today: date) -> Iterator[Finding]:
    """For rules about days: the plan only has a dose by service, which says nothing about days."""
    limit = pack.limit(limit_name, chart.last_day(today), chart.plan)
    if chart.plan.pattern is None and limit is not None:
        yield rule.finding(
            chart.plan.at("pattern"),
            "no standing pattern is written, so days cannot be judged",
            "write the slots and own times of the standing week under [pattern]",
            patient=chart.patient,
            limit=limit,
            severity=Severity.INFO,
        )
