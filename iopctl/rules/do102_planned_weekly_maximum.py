"""The standing weekly pattern holds more countable minutes than the pack allows.

Why: above its range a service is another level of care. A payer that caps the week will not pay the rest, and a person
who needs more than the cap may need partial hospitalization.
What to do: take minutes out of the pattern, or record why the higher dose is right and who decided it. A taper makes
no difference here, and a partial week may not exceed the maximum either (S4).
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.planned import PlannedWeek, planned_blocks, planned_weeks
from iopctl.counting.runs import WeekFact, runs
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO102", "planned-weekly-maximum", Severity.WARNING, ("minutes_per_week_max",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each run of weeks with the same excess."""
    if "minutes_per_week_max" not in pack.limits:
        return
    full = planned_weeks(chart, today)
    over = sorted(_over(chart, pack, [*full, *_partial(chart, today)]), key=lambda fact: fact.week)
    judged = sorted({each.week for each in full} | {fact.week for fact in over})
    for run in runs(chart, judged, over, worst=max):
        yield RULE.finding(
            run.place,
            f"{run.value} minutes a week are planned{run.when}, at most {run.limit.number} are allowed",
            f"take out {run.value - run.limit.number} countable minutes a week,"
            " or record why the higher dose is right and who decided",
            patient=chart.patient,
            limit=run.limit,
            on=run.on(today),
        )


def _partial(chart: Chart, today: date) -> list[PlannedWeek]:
    """S4: maximums hold in partial weeks too; without a pattern nobody knows what falls into them."""
    return [each for each in planned_blocks(chart, today) if not each.full and each.dose is not None]


def _over(chart: Chart, pack: RulePack, planned: list[PlannedWeek]) -> Iterator[WeekFact]:
    for each in planned:
        limit = pack.limit("minutes_per_week_max", each.week.first, chart.plan)
        if limit is not None and each.minutes > limit.number:
            yield WeekFact(each.week, each.minutes, limit, chart.plan.at(*each.key))
