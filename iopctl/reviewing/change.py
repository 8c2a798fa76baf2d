"""Scores of one instrument over the stay, and how far the last is from the baseline (measures, section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from iopctl import scoring
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.scoring.change import Change, change


@dataclass(frozen=True)
class Reading:
    """One valid total on a day. A form that cannot be scored is no reading."""

    on: date
    total: Number


@dataclass(frozen=True)
class Course:
    """One instrument over one stay: the baseline, every reading up to a day, and the change to the last one."""

    instrument: Instrument
    baseline: float
    readings: tuple[Reading, ...]
    change: Change | None  # None while the only reading is the baseline itself

    @property
    def last(self) -> Reading:
        """The newest reading."""
        return self.readings[-1]


def readings(chart: Chart, instrument: Instrument, today: date) -> list[Reading]:
    """Every valid total up to a day, oldest first."""
    found = []
    for assessment in chart.given(instrument.id):
        total = scoring.total_of(instrument, assessment)
        if total is not None and assessment.given_on <= today:
            found.append(Reading(assessment.given_on, total))
    return found


def courses(chart: Chart, instruments: Mapping[str, Instrument], today: date) -> list[Course]:
    """The course of every instrument that has a reading, in the order of their ids."""
    found = []
    for instrument in instruments.values():
        seen = readings(chart, instrument, today)
        if seen:
            stated = stated_baseline(chart, instrument.id)
            moved = stated is not None or len(seen) > 1
            baseline = seen[0].total if stated is None else stated
            last = change(instrument, baseline, seen[-1].total) if moved else None
            found.append(Course(instrument, baseline, tuple(seen), last))
    return found


def stated_baseline(chart: Chart, instrument: str) -> float | None:
    """The baseline that the plan states."""
    return chart.plan.stated_baseline(instrument)
