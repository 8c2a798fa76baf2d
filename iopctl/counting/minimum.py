"""S4: what a weekly minimum asks of one week of a stay."""

from datetime import date

from iopctl.counting.planned import planned_week, steps_down
from iopctl.counting.weeks import WEEK, ProgramWeek, is_full, is_over
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack


def tapers(chart: Chart, pack: RulePack, week: ProgramWeek) -> bool:
    """Whether the week is a step-down week and the pack knows a taper: DO105 judges it then, not the minimum."""
    return steps_down(chart, week) and pack.limit("taper_weeks_max", week.first, chart.plan) is not None


def asks_for_days(chart: Chart, pack: RulePack, week: ProgramWeek) -> bool:
    """Whether a minimum of days holds in that week: of some packs only in weeks wholly inside the first N of a stay."""
    limit, admitted = pack.limit("days_per_week_first_weeks", week.first, chart.plan), chart.plan.admitted_on
    return limit is None or admitted is None or week.last < admitted + limit.number * WEEK


def required(chart: Chart, pack: RulePack, limit: Limit, week: ProgramWeek, end: date) -> int | None:
    """The minimum of that week; None where it is not judged: in a taper, and in a partial week."""
    return share(chart, pack, limit.number, week, end)


def share(chart: Chart, pack: RulePack, number: int, week: ProgramWeek, end: date) -> int | None:
    """What is left of a weekly number in that week; None where it is not judged.

    A pack may prorate partial weeks; one that is still running is not over and so not judged.
    """
    if tapers(chart, pack, week):
        return None
    if is_full(week, chart.plan, end):
        return number
    return _prorated(chart, number, week) if is_over(week, chart.plan, end) and pack.partial_week == "prorate" else None


def _prorated(chart: Chart, minimum: int, week: ProgramWeek) -> int | None:
    """Minimum x program days inside the stay / program days of the normal week, rounded up to a whole number.

    Program days are those on which the patient's own pattern holds countable service; without them there is no share.
    """
    normal = planned_week(chart, ProgramWeek(week.first), full=True).dose
    inside = planned_week(chart, week, full=False).dose
    if normal is None or inside is None or not normal.days:
        return None
    return -(-minimum * inside.days // normal.days)
