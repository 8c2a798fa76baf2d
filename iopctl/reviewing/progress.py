"""Each objective: where it began, where it should be, what was seen, and what that amounts to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from iopctl.model.chart import Chart
from iopctl.model.goal import Goal, Measure, Number, Objective
from iopctl.model.instrument import Instrument
from iopctl.reviewing.change import readings
from iopctl.scoring.change import Change, Movement, change

Verdict = Movement | Literal["target met", "no score yet", "not seen yet"]


@dataclass(frozen=True)
class Seen:
    """What was found on a day: a score, or what a review recorded."""

    on: date
    value: Number | bool


@dataclass(frozen=True)
class ObjectiveProgress:
    """One objective. What the plan or the reviews do not say is None."""

    goal: str
    objective: Objective
    active: bool
    start: Number | bool | None
    target: Number | bool | None
    seen: tuple[Seen, ...]
    verdict: Verdict | None
    change: Change | None = None  # for questionnaires
    last_worked_on: date | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The verdict, then what else the scores reach."""
        found: list[str] = [self.verdict] if self.verdict else []
        if self.change is not None:
            if self.verdict == "target met" and self.change.movement == "reliable improvement":
                found.append(self.change.movement)
            found += self.change.words
        return tuple(found)


@dataclass(frozen=True)
class CriterionState:
    """A discharge criterion as the last review that spoke of it left it; None while none has."""

    id: str
    text: str
    met: bool | None
    on: date | None


def objectives(chart: Chart, instruments: Mapping[str, Instrument], today: date) -> list[ObjectiveProgress]:
    """Every objective of the plan, in the order of its goals."""
    return [
        _progress(chart, instruments, goal, objective, today)
        for goal in chart.plan.goals
        for objective in goal.objectives
    ]


def criteria(chart: Chart, today: date) -> list[CriterionState]:
    """Every discharge criterion with its last judgement."""
    found = []
    for criterion in chart.plan.discharge_criteria:
        judged = [
            (review.discharge_criteria[criterion.id].met, review.on)
            for review in chart.reviews
            if review.on <= today and criterion.id in review.discharge_criteria
        ]
        met, on = judged[-1] if judged else (None, None)
        found.append(CriterionState(criterion.id, criterion.text, met, on))
    return found


def _progress(
    chart: Chart, instruments: Mapping[str, Instrument], goal: Goal, objective: Objective, today: date
) -> ObjectiveProgress:
    measure = objective.measure or Measure()
    instrument = instruments.get(measure.instrument or "")
    start, verdict, moved = measure.baseline, None, None
    if instrument is not None:
        start, seen = _scores(chart, instrument, measure, today)
        if start is not None and seen:
            moved = change(instrument, start, seen[-1].value)
        verdict = _score_verdict(instrument, measure, seen, moved)
    else:
        seen = _reviewed(chart, objective, today)
        verdict = _count_verdict(measure, seen)
    return ObjectiveProgress(
        goal=goal.id,
        objective=objective,
        active=goal.active and objective.active,
        start=start,
        target=measure.target,
        seen=tuple(seen),
        verdict=verdict,
        change=moved,
        last_worked_on=_last_worked_on(chart, objective.id, today),
    )


def _scores(chart: Chart, instrument: Instrument, measure: Measure, today: date) -> tuple[Number | None, list[Seen]]:
    """The start, and the scores since admission. Without a stated baseline the first score is the start, no result."""
    found = readings(chart, instrument, today)
    start: Number | None = measure.baseline
    if start is None and found:
        start = found.pop(0).total
    admitted = chart.plan.admitted_on or date.min
    return start, [Seen(reading.on, reading.total) for reading in found if reading.on >= admitted]


def _score_verdict(instrument: Instrument, measure: Measure, seen: list[Seen], moved: Change | None) -> Verdict:
    if moved is None:
        return "no score yet"
    if measure.target is not None:
        left = seen[-1].value - measure.target
        if (left <= 0) if instrument.higher_is_worse else (left >= 0):
            return "target met"
    return moved.movement


def _reviewed(chart: Chart, objective: Objective, today: date) -> list[Seen]:
    """What the reviews up to a day saw of an objective that no questionnaire measures."""
    return [
        Seen(review.on, review.objectives[objective.id].seen)
        for review in chart.reviews
        if review.on <= today and objective.id in review.objectives
    ]


def _count_verdict(measure: Measure, seen: list[Seen]) -> Verdict | None:
    """Judged along the way from baseline to target; None where the plan does not state both."""
    if measure.baseline is None or measure.target is None:
        return None
    if not seen:
        return "not seen yet"
    value, way = seen[-1].value, measure.target - measure.baseline
    if value == measure.target or (value - measure.target) * way > 0:
        return "target met"
    if value == measure.baseline:
        return "unchanged"
    return "improving" if (value - measure.baseline) * way > 0 else "worse"


def _last_worked_on(chart: Chart, objective: str, today: date) -> date | None:
    """The last attended session that names the objective."""
    days: Iterable[date] = (
        booking.session.date
        for booking in chart.bookings
        if booking.attendance is not None
        and booking.attendance.present
        and objective in booking.attendance.objectives
        and booking.session.date <= today
    )
    return max(days, default=None)
