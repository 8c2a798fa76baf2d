"""S4: what a weekly minimum asks of one week of a stay."""

from datetime import date

from iopctl.counting.planned import planned_week, steps_down
from iopctl.counting.weeks import ProgramWeek, is_full
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack


def tapers(chart: Chart, pack: RulePack, week: ProgramWeek) -> bool:
    """Whether the week is a step-down week and the pack knows a taper: DO105 judges it then, not the minimum."""
    return steps_down(chart, week) and pack.limit("taper_weeks_max", week.first, chart.plan) is not None


def required(chart: Chart, pack: RulePack, limit: Limit, week: ProgramWeek, end: date) -> int | None:
    """The minimum of that week; None where it is not judged: in a taper, and in a partial week.

    A pack may prorate partial weeks; one that is still running is not over and so not judged.
    """
    if tapers(chart, pack, week):
        return None
    if is_full(week, chart.plan, end):
        return limit.number
    over = min(week.last, chart.plan.discharged_on or week.last) <= end
    return _prorated(chart, limit.number, week) if over and pack.partial_week == "prorate" else None


def _prorated(chart: Chart, minimum: int, week: ProgramWeek) -> int | None:
    """Minimum x program days inside the stay / program days of the normal week, rounded up to a whole number.

    Program days are those on which the patient's own pattern holds countable service; without them there is no share.
    """
    normal = planned_week(chart, ProgramWeek(week.first), full=True).dose
    inside = planned_week(chart, week, full=False).dose
    if normal is None or inside is None or not normal.days:
        return None
    return -(-minimum * inside.days // normal.days)
