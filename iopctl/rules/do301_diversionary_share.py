"""More than the allowed share of a week's countable minutes went to activities that serve no objective.

Why: a program that is mainly social, recreational or diversionary is not covered as intensive outpatient care. Art,
yoga or an outing is treatment where it works on an objective: where the plan's service cites one, or the attendance
record of that session does. Delivered minutes are judged, in every week that is over, partial weeks too (S4); exactly
the allowed share passes.
What to do: cite the objective where a session works on one, or put treatment in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from iopctl.counting.delivery import DeliveredWeek, attended, delivered_weeks
from iopctl.counting.minutes import dose, is_above_percent
from iopctl.counting.runs import applies
from iopctl.counting.weeks import end_of_stay, is_over
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO301", "diversionary-share", Severity.WARNING, ("diversionary_percent_max",), ("diversionary_kinds",))


@dataclass(frozen=True)
class _Share:
    """A week in which too much served no objective."""

    week: DeliveredWeek
    limit: Limit
    minutes: int

    @property
    def on(self) -> date:
        return self.week.week.first

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.minutes, self.week.given.minutes)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each such week on file; of rolling windows only the worst."""
    if "diversionary_percent_max" not in pack.limits:
        return
    found = list(_too_much(chart, pack, today))
    if chart.program.week_anchor == "rolling" and found:
        found = [max(found, key=lambda each: (applies(chart, each.limit, each.on), each.fraction))]
    for each in found:
        yield RULE.finding(
            each.week.place,
            f"{each.week.week.name}: {each.minutes} of {each.week.given.minutes} countable minutes went to activities"
            f" without an objective, at most {each.limit.number} % are allowed",
            "cite the objective in the sessions that work on one, or put treatment in their place",
            patient=chart.patient,
            limit=each.limit,
            on=each.on,
        )


def _too_much(chart: Chart, pack: RulePack, today: date) -> Iterator[_Share]:
    end = end_of_stay(chart.plan, today)
    for each in delivered_weeks(chart, today):
        limit = pack.limit("diversionary_percent_max", each.week.first, chart.plan)
        kinds = pack.limit("diversionary_kinds", each.week.first, chart.plan)
        if limit is None or kinds is None or not is_over(each.week, chart.plan, end):
            continue
        idle = [booking for booking in each.bookings if _serves_nothing(chart, booking, kinds.words)]
        minutes = dose(chart.program, attended(chart, idle)).minutes
        if is_above_percent(minutes, each.given.minutes, limit.number):
            yield _Share(each, limit, minutes)


def _serves_nothing(chart: Chart, booking: Booking, kinds: tuple[str, ...]) -> bool:
    """An activity for which neither the plan nor the attendance record cites an objective."""
    service = chart.program.service_by_id.get(booking.session.service)
    if service is None or service.kind not in kinds:
        return False
    cited = any(promise.service == service.id and promise.objectives for promise in chart.plan.services)
    return not cited and not (booking.attendance and booking.attendance.objectives)
