"""Weeks in a row with the same fact are one finding, not ten."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit

Worst = Callable[[Iterable[int]], int]


@dataclass(frozen=True)
class WeekFact:
    """A week whose value breaks a limit, or one day of it that does."""

    week: ProgramWeek
    value: int
    limit: Limit
    place: Place
    day: date | None = None

    @property
    def on(self) -> date:
        """The day by which the fact is dated: a week's is its first date (S13)."""
        return self.day or self.week.first


@dataclass(frozen=True)
class Run:
    """Weeks in a row that break the same limit by the same value."""

    weeks: tuple[ProgramWeek, ...]
    value: int
    limit: Limit
    place: Place
    days: tuple[date, ...]
    whole: bool  # every week that was judged
    applies: bool  # the program or a payer's coverage brings the pack in on these days

    @property
    def when(self) -> str:
        """Which weeks, with a leading space; nothing when it is all of them."""
        return "" if self.whole else span_of(self.weeks)

    def on(self, today: date) -> date:
        """The day of the week that the finding is most about: the one nearest to today."""
        begun = [day for day in self.days if day <= today]
        return begun[-1] if begun else self.days[0]


def applies(chart: Chart, limit: Limit, on: date) -> bool:
    """Whether the limit's pack is one of those that apply that day."""
    return limit.pack in chart.pack_ids(on)


def span_of(weeks: Sequence[ProgramWeek]) -> str:
    """In which week, or from which to which, with a leading space."""
    first, last = weeks[0].name, weeks[-1].name
    return f" in {first}" if first == last else f" from {first} to {last}"


def runs(
    chart: Chart, judged: Sequence[ProgramWeek], facts: Iterable[WeekFact], worst: Worst | None = None
) -> list[Run]:
    """Facts joined over neighbouring judged weeks, apart where a payer's coverage begins or ends.

    Of rolling windows only the worst is reported (domain rules, Readings); facts about days know no worst.
    """
    order = {week: index for index, week in enumerate(judged)}

    def alike(numbered: tuple[int, WeekFact]) -> tuple[object, ...]:
        index, fact = numbered
        return order[fact.week] - index, fact.value, fact.limit, fact.place, applies(chart, fact.limit, fact.on)

    groups = ([fact for _, fact in group] for _, group in groupby(enumerate(facts), alike))
    found = [_run(chart, mine, whole=len(mine) == len(judged)) for mine in groups]
    if chart.program.week_anchor == "rolling" and worst is not None:
        return _worst_window(found, worst)
    return found


def _run(chart: Chart, facts: Sequence[WeekFact], *, whole: bool) -> Run:
    first = facts[0]
    weeks, days = tuple(fact.week for fact in facts), tuple(fact.on for fact in facts)
    return Run(weeks, first.value, first.limit, first.place, days, whole, applies(chart, first.limit, first.on))


def _worst_window(found: Sequence[Run], worst: Worst) -> list[Run]:
    """The first with the worst value, among those that the pack applies to if there are any."""
    candidates = [run for run in found if run.applies] or list(found)
    if not candidates:
        return []
    value = worst(run.value for run in candidates)
    run = next(run for run in candidates if run.value == value)
    return [run if run.whole else replace(run, weeks=run.weeks[:1], days=run.days[:1])]
