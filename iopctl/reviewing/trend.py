"""One instrument over one stay, form by form: what `trend` draws and prints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.weeks import day_of_stay
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.rule import Finding
from iopctl.model.scoring_key import Number
from iopctl.reviewing.change import stated_baseline
from iopctl.reviewing.signals import signals
from iopctl.scoring import band_of, total_of
from iopctl.scoring.change import Change, change, points_of_change


@dataclass(frozen=True)
class Point:
    """One form. Without a valid total it is a gap in the course; before admission it has no day of stay."""

    on: date
    day: int | None
    total: Number | None
    band: str | None  # or the level of a triage
    change: Change | None  # None for the form that is the baseline


@dataclass(frozen=True)
class Trend:
    """The baseline as `review` has it, the plan's target, the score that would be a reliable change for the better."""

    patient: str
    instrument: Instrument
    points: tuple[Point, ...]
    baseline: Number | None
    target: Number | None
    reliable: float | None
    signals: tuple[Finding, ...]

    @property
    def scored(self) -> list[tuple[date, Number]]:
        """The days that have a total."""
        return [(point.on, point.total) for point in self.points if point.total is not None]


def trends(
    chart: Chart, instruments: Mapping[str, Instrument], findings: Iterable[Finding], today: date, only: str | None
) -> list[Trend]:
    """The trend of one instrument, else of every one with a total, in the order of their ids."""
    found = tuple(findings)
    named = [instruments[only]] if only else instruments.values()
    made = [_trend(chart, instrument, found, today) for instrument in named]
    return [trend for trend in made if only or trend.scored]


def _trend(chart: Chart, instrument: Instrument, findings: tuple[Finding, ...], today: date) -> Trend:
    forms = [form for form in chart.given(instrument.id) if form.given_on <= today]
    totals = [total_of(instrument, form) for form in forms]
    stated = stated_baseline(chart, instrument.id)
    first = next((number for number, total in enumerate(totals) if total is not None), None)
    baseline = stated if stated is not None or first is None else totals[first]
    points = []
    for number, (form, total) in enumerate(zip(forms, totals, strict=True)):
        begins = number == first and total == baseline
        moved = None if total is None or baseline is None or begins else change(instrument, baseline, total)
        band = form.level if instrument.triage is not None else band_of(instrument, total)
        admitted = chart.plan.admitted_on is not None and form.given_on >= chart.plan.admitted_on
        day = day_of_stay(chart.plan, form.given_on) if admitted else None
        points.append(Point(form.given_on, day, total, band, moved))
    files = {form.file for form in forms}
    return Trend(
        patient=chart.patient,
        instrument=instrument,
        points=tuple(points),
        baseline=baseline,
        target=_target(chart, instrument.id),
        reliable=_reliable(instrument, baseline),
        signals=tuple(each for each in signals(findings, chart.patient) if each.place.file in files),
    )


def _reliable(instrument: Instrument, baseline: Number | None) -> float | None:
    """The score that would be a reliable change for the better; None where the form has none so good."""
    points = points_of_change(instrument)
    if baseline is None or points is None:
        return None
    better = baseline - points if instrument.higher_is_worse else baseline + points
    return better if instrument.lowest <= better <= instrument.highest else None


def _target(chart: Chart, instrument: str) -> Number | None:
    """The target of the plan's first objective in work with this instrument."""
    for goal in chart.plan.goals:
        for objective in goal.objectives:
            measure = objective.measure
            in_work = goal.active and objective.active
            if in_work and measure is not None and measure.instrument == instrument and measure.target is not None:
                return measure.target
    return None
