"""What is to be written of a form that somebody filled in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from iopctl.model.assessment import Answer
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.words import Moment, day_of
from iopctl.reviewing.alerts import urgent
from iopctl.reviewing.change import Change, change, readings, stated_baseline
from iopctl.scoring import Score


@dataclass(frozen=True)
class FilledForm:
    """One form with its score. A total that was stated stands as stated; what was done about an alert goes with it."""

    instrument: Instrument
    answers: tuple[Answer, ...]
    score: Score
    given_at: Moment
    by: str | None = None
    stated_total: int | None = None
    action: str | None = None
    action_by: str | None = None

    @property
    def given_on(self) -> date:
        """The local day it was given."""
        return day_of(self.given_at)

    @property
    def total(self) -> int | None:
        """The total to be written."""
        return self.score.total if self.stated_total is None else self.stated_total

    @property
    def disagrees(self) -> bool:
        """Whether the total that was stated is not that of the answers."""
        return self.total != self.score.total

    @property
    def urgent(self) -> tuple[str, ...]:
        """The alerts that need a recorded action."""
        return urgent(self.instrument, self.answers)

    def stem(self, patient: str) -> str:
        """The name of the file, before a suffix for a second one that day."""
        return f"{patient}/assessments/{self.given_on}-{self.instrument.id}"

    def fields(self) -> dict[str, Any]:
        """The fields of the file."""
        on_the_form = self.total is not None and self.total in self.instrument.total_range
        return {
            "instrument": self.instrument.id,
            "given_at": self.given_at,
            "by": self.by,
            "answers": list(self.answers),
            "total": self.total,
            "band": self.instrument.band(self.total).id if self.total is not None and on_the_form else None,
            "action": self.action and {"on": self.given_on, "by": self.action_by, "text": self.action},
        }

    def change_in(self, chart: Chart) -> tuple[Change, float] | None:
        """The change from the baseline, and the baseline; None for a first score and for a form without a total."""
        before = readings(chart, self.instrument, self.given_on)
        start = stated_baseline(chart, self.instrument.id)
        if start is None and before:
            start = before[0].total
        if start is None or self.score.total is None:
            return None
        return change(self.instrument, start, self.score.total), start
