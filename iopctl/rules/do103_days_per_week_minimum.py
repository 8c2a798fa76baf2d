"""The standing weekly pattern has countable service on fewer days than the pack requires.

Why: intensity is also how often somebody comes. Nine hours on one long day are not the service that the source
describes. Sessions on the same local date count as one day. A pack may ask this only of the first weeks of a stay: it
then judges the weeks that lie wholly inside that many times seven days from admission.
What to do: move sessions to another day, or add a day. In a pack that knows a taper, mark step-down weeks as such.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.gaps import without_pattern
from iopctl.counting.minimum import asks_for_days, tapers
from iopctl.counting.planned import PlannedWeek, planned_weeks
from iopctl.counting.runs import Run, WeekFact, runs
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "DO103",
    "days-per-week-minimum",
    Severity.ERROR,
    ("days_per_week_min",),
    ("days_per_week_first_weeks", "taper_weeks_max"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each run of weeks with the same number of days."""
    if "days_per_week_min" not in pack.limits:
        return
    yield from without_pattern(RULE, chart, pack, "days_per_week_min", today)
    planned = [each for each in planned_weeks(chart, today) if asks_for_days(chart, pack, each.week)]
    for run in runs(chart, [each.week for each in planned], _few(chart, pack, planned), worst=min):
        days = "day has" if run.value == 1 else "days have"
        yield RULE.finding(
            run.place,
            f"{run.value} {days} countable service planned{run.when}, at least {run.limit.number} a week are required"
            f"{_first_weeks(chart, pack, run)}",
            "spread the sessions over more days, or record why fewer are right and who decided",
            patient=chart.patient,
            limit=run.limit,
            on=run.on(today),
        )


def _few(chart: Chart, pack: RulePack, planned: list[PlannedWeek]) -> Iterator[WeekFact]:
    for each in planned:
        limit = pack.limit("days_per_week_min", each.week.first, chart.plan)
        if limit is None or each.dose is None or tapers(chart, pack, each.week):
            continue
        if each.dose.days < limit.number:
            yield WeekFact(each.week, each.dose.days, limit, chart.plan.at(*each.key))


def _first_weeks(chart: Chart, pack: RulePack, run: Run) -> str:
    """Of which weeks the pack asks it, with a leading space; nothing when it is all of them."""
    limit = pack.limit("days_per_week_first_weeks", run.weeks[0].first, chart.plan)
    return "" if limit is None else f" in the first {limit.number} weeks of the stay"
