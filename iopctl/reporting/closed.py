"""Which stays a report is about: those that ended in the period. Open ones are counted, never as failures."""

from dataclasses import dataclass
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.reporting.figures import Figure, Period


@dataclass(frozen=True)
class Closed:
    """One stay and its last day."""

    chart: Chart
    on: date


@dataclass(frozen=True)
class Stays:
    """The stays that ended in a period, those still open at its end, and how many ended on a day nobody wrote down.

    Somebody who came back has two charts (`previous_stay`) and is counted once for each.
    """

    closed: tuple[Closed, ...]
    open: tuple[Chart, ...]
    undated: int

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What every report about ended stays begins with."""
        left_out = {"closed without a day of discharge": self.undated} if self.undated else {}
        closed, still_open = len(self.closed), len(self.open)
        return (
            Figure("closed", "stays closed in the period", "people", closed, closed, left_out=left_out),
            Figure("open", "stays open at its end, in no figure below", "people", still_open, still_open),
        )


def stays_of(census: Census, period: Period, as_of: date) -> Stays:
    """The stays of a period as they were known on the day of judgement: a discharge still to come has not happened."""
    last = min(period.last, as_of)
    closed: list[Closed] = []
    still_open: list[Chart] = []
    undated = 0
    for chart in census.charts:
        plan, ended = chart.plan, chart.plan.discharged_on
        if ended is not None and period.first <= ended <= last:
            closed.append(Closed(chart, ended))
        elif plan.status == "closed" and plan.discharge is None:
            undated += 1
        elif plan.admitted_on is not None and plan.admitted_on <= last and _open_after(chart, last):
            still_open.append(chart)
    return Stays(tuple(closed), tuple(still_open), undated)


def charts_by_person(census: Census) -> dict[str, list[Chart]]:
    """The charts of each person, by the code of the first stay."""
    people: dict[str, list[Chart]] = {}
    for chart in census.charts:
        people.setdefault(census.person_of(chart.patient), []).append(chart)
    return people


def _open_after(chart: Chart, last: date) -> bool:
    """Whether the stay goes on after a day; a draft has not begun."""
    ended = chart.plan.discharged_on
    return chart.plan.status == "active" if ended is None else ended > last
