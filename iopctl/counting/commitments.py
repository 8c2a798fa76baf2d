"""The life that treatment has to fit around: each declared block of work, school or family, and what cuts into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.minutes import clock_span, session_span, shared_minutes, union_minutes
from iopctl.counting.planned import in_stay
from iopctl.counting.weeks import Days
from iopctl.model.chart import Chart
from iopctl.model.words import DAYS


@dataclass(frozen=True)
class Block:
    """One commitment on one day: how long it is, and how many minutes of it sessions take; None without a week file."""

    kind: str
    firm: bool
    day: date
    minutes: int
    lost: int | None

    @property
    def kept(self) -> bool:
        """Whether no session cuts into it."""
        return self.lost == 0


def blocks(chart: Chart, days: Days) -> Iterator[Block]:
    """Every block on the days of the stay; a session that was called off cuts into none."""
    for day in days.dates:
        if chart.plan.admitted_on is None or not in_stay(chart, day):
            continue
        known = day - timedelta(days=day.weekday()) in chart.weeks_on_file
        held = [session_span(chart.program, each.session) for each in chart.booked(day, day) if each.offered]
        for commitment in chart.plan.commitments:
            if DAYS[day.weekday()] in commitment.days:
                block = clock_span(chart.program, day, commitment.kind, commitment.start, commitment.end)
                lost = sum(shared_minutes(block, session) for session in held)
                minutes = union_minutes([block])
                yield Block(commitment.kind, commitment.firm, day, minutes, min(lost, minutes) if known else None)
