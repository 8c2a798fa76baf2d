"""S10: the calendar months of a stay, for what is asked once a month."""

import calendar
from dataclasses import dataclass
from datetime import date

from iopctl.counting.weeks import DAY, Days, paused
from iopctl.model.chart import Chart


@dataclass(frozen=True, order=True)
class Month(Days):
    """A calendar month."""

    @property
    def name(self) -> str:
        """The month in a sentence."""
        return f"{self.first:%Y-%m}"


def full_months(chart: Chart, until: date) -> list[Month]:
    """The months that lie wholly inside the stay up to a day and hold no break in treatment (S4)."""
    found: list[Month] = []
    day = chart.plan.admitted_on
    while day is not None and day <= until:
        month = _month(day)
        if month.first == day and month.last <= until and not any(paused(chart.plan, each) for each in month.dates):
            found.append(month)
        day = month.last + DAY
    return found


def _month(day: date) -> Month:
    return Month(day.replace(day=1), calendar.monthrange(day.year, day.month)[1])
