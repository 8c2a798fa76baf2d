"""Weeks in a row with the same fact are one finding, not ten."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit


@dataclass(frozen=True)
class WeekFact:
    """A week whose value breaks a limit."""

    week: ProgramWeek
    value: int
    limit: Limit
    place: Place


@dataclass(frozen=True)
class Run:
    """Weeks in a row that break the same limit by the same value."""

    weeks: tuple[ProgramWeek, ...]
    value: int
    limit: Limit
    place: Place
    whole: bool  # every week that was judged

    @property
    def when(self) -> str:
        """Which weeks, with a leading space; nothing when it is all of them."""
        if self.whole:
            return ""
        first, last = self.weeks[0].id, self.weeks[-1].id
        return f" in {first}" if first == last else f" from {first} to {last}"

    def on(self, today: date) -> date:
        """The first date of the week that the finding is most about: the one nearest to today."""
        begun = [week.first for week in self.weeks if week.first <= today]
        return begun[-1] if begun else self.weeks[0].first


def runs(
    chart: Chart, judged: Sequence[ProgramWeek], facts: Iterable[WeekFact], worst: Callable[[Iterable[int]], int]
) -> list[Run]:
    """Facts joined over neighbouring judged weeks; of rolling windows only the worst (domain rules, Readings)."""
    facts = list(facts)
    if chart.program.week_anchor == "rolling" and facts:
        value = worst(fact.value for fact in facts)
        facts = [fact for fact in facts if fact.value == value][:1]
    order = {week: index for index, week in enumerate(judged)}
    found = []
    numbered = enumerate(facts)
    for _, group in groupby(numbered, lambda n: (order[n[1].week] - n[0], n[1].value, n[1].limit, n[1].place)):
        mine = [fact for _, fact in group]
        weeks = tuple(fact.week for fact in mine)
        first = mine[0]
        found.append(Run(weeks, first.value, first.limit, first.place, whole=len(weeks) == len(judged)))
    return found
