"""What is to be written of a form that somebody filled in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from iopctl.model.assessment import Answer
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.model.words import Moment, day_of
from iopctl.reviewing.change import readings, stated_baseline
from iopctl.scoring import Score, band_of
from iopctl.scoring.change import Change, change
from iopctl.scoring.raised import raised


@dataclass(frozen=True)
class FilledForm:
    """One form with its score. A total that was stated stands as stated; what was done about an alert goes with it."""

    instrument: Instrument
    answers: tuple[Answer, ...]
    score: Score
    given_at: Moment
    by: str | None = None
    stated_total: Number | None = None
    action: str | None = None
    action_by: str | None = None

    @property
    def given_on(self) -> date:
        """The local day it was given."""
        return day_of(self.given_at)

    @property
    def total(self) -> Number | None:
        """The total to be written; of an instrument that has one, the mean."""
        return self.score.value if self.stated_total is None else self.stated_total

    @property
    def disagrees(self) -> bool:
        """Whether the total that was stated is not that of the answers."""
        return self.total != self.score.value

    @property
    def raised(self) -> tuple[str, ...]:
        """The alerts that need a recorded action."""
        return tuple(each.id for each in raised(self.instrument, self.answers, self.total, self.score.risk))

    def stem(self, patient: str) -> str:
        """The name of the file, before a suffix for a second one that day."""
        return f"{patient}/assessments/{self.given_on}-{self.instrument.id}"

    def fields(self) -> dict[str, Any]:
        """The fields of the file."""
        return {
            "instrument": self.instrument.id,
            "given_at": self.given_at,
            "by": self.by,
            "answers": list(self.answers) or None,
            "total": self.total,
            "band": band_of(self.instrument, self.total),
            "level": self.score.level or self.score.risk,
            "action": self.action and {"on": self.given_on, "by": self.action_by, "text": self.action},
        }

    def change_in(self, chart: Chart) -> tuple[Change, float] | None:
        """The change from the baseline, and the baseline; None for a first score and for a form without a total."""
        before = readings(chart, self.instrument, self.given_on)
        start, admitted = stated_baseline(chart, self.instrument.id), chart.plan.admitted_on
        if admitted is not None and self.given_on < admitted:
            start = None  # what the plan states as the start came later
        if start is None and before:
            start = before[0].total
        if start is None or self.score.value is None:
            return None
        return change(self.instrument, start, self.score.value), start
