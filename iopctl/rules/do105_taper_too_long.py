"""Step-down weeks below the minimum are too many in a row, or stand before the end of the stay.

Why: a short taper before discharge still counts as this level of care; a longer one, or one in the middle, is a lower
level of care under the name of this one.
What to do: shorten the taper, move it to the last weeks of the stay, or plan the full dose in those weeks.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from iopctl.counting.planned import PlannedWeek, planned_blocks
from iopctl.counting.runs import span_of
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO105", "taper-too-long", Severity.ERROR, ("taper_weeks_max",), ("minutes_per_week_min",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Each taper that is too long, at its first week too many, and each that is not at the end."""
    if "taper_weeks_max" not in pack.limits:
        return
    full = [each for each in planned_blocks(chart, today) if each.full]
    for is_taper, group in groupby(full, key=lambda each: _is_taper(chart, pack, each)):
        taper = list(group)
        limit = pack.limit("taper_weeks_max", taper[0].week.first, chart.plan)
        if is_taper and limit is not None:
            yield from _too_long(chart, taper, limit)
            if taper[-1] != full[-1]:
                yield _early(chart, taper, limit)


def _is_taper(chart: Chart, pack: RulePack, planned: PlannedWeek) -> bool:
    minimum = pack.limit("minutes_per_week_min", planned.week.first, chart.plan)
    return planned.step_down and minimum is not None and planned.minutes < minimum.number


def _too_long(chart: Chart, taper: list[PlannedWeek], limit: Limit) -> Iterator[Finding]:
    if len(taper) > limit.number:
        extra = taper[limit.number]
        yield RULE.finding(
            chart.plan.at(*extra.key),
            f"a step-down below the minimum is planned for {_weeks(len(taper))} in a row{_when(taper)},"
            f" at most {limit.number} are allowed",
            f"shorten it to {_weeks(limit.number)}, or plan the full dose before",
            patient=chart.patient,
            limit=limit,
            on=extra.week.first,
        )


def _early(chart: Chart, taper: list[PlannedWeek], limit: Limit) -> Finding:
    return RULE.finding(
        chart.plan.at(*taper[0].key),
        f"a step-down below the minimum is planned{_when(taper)}, before the last weeks of the stay",
        "move it to the last weeks of the stay, or plan the full dose in those weeks",
        patient=chart.patient,
        limit=limit,
        on=taper[0].week.first,
    )


def _when(taper: list[PlannedWeek]) -> str:
    return span_of([each.week for each in taper])


def _weeks(number: int) -> str:
    return "1 week" if number == 1 else f"{number} weeks"
