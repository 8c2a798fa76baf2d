"""Answers and an instrument give a total, a band and alerts: one engine for every instrument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Literal

from iopctl.model.assessment import NOT_APPLICABLE, SKIP, Answer, Assessment
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number, Sex, Triage
from iopctl.scoring.answering import InvalidAnswer, points_of, refuse_what_is_not_on_the_form
from iopctl.scoring.triage import risk, triage_alerts, unanswered

SAFETY_ITEM_UNANSWERED = "safety_item_unanswered"


@dataclass(frozen=True)
class Score:
    """What a set of answers amounts to. `incomplete` has no score, but its alerts stand.

    `raw` is the sum after reversing. `risk_at_least` is what an incomplete triage has shown so far.
    """

    instrument: str
    status: Literal["scored", "prorated", "incomplete"]
    missing: tuple[int, ...]
    raw: int | None = None
    prorated: float | None = None
    total: Number | None = None
    mean: float | None = None
    percent: Number | None = None
    band: str | None = None
    positive: bool | None = None
    subscales: Mapping[str, int | None] = field(default_factory=dict)
    alerts: tuple[str, ...] = ()
    level: str | None = None  # as a clinician or another program judged it
    risk: str | None = None
    risk_at_least: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def value(self) -> Number | None:
        """The score as it is recorded: the total, or the mean of an instrument that has one."""
        return self.total if self.mean is None else self.mean


def score(instrument: Instrument, answers: Sequence[Answer], sex: Sex | None = None) -> Score:
    """Score one form; blanks are the word `skip`. Raises InvalidAnswer."""
    refuse_what_is_not_on_the_form(instrument, answers)
    if instrument.triage is not None:
        return _triaged(instrument, instrument.triage, answers)
    points = points_of(instrument, answers)
    missing = _missing(instrument, answers, points)
    applied = len(instrument.topics) - answers[: instrument.count].count(NOT_APPLICABLE)
    answered = applied - len(missing)
    raw, allowed = sum(points.values()), instrument.missing.max_missing if instrument.missing else 0
    scored = len(missing) <= allowed and answered > 0
    prorated = Fraction(raw * applied, answered) if answered and missing else None
    mean = _rounded(Fraction(raw, answered), instrument.decimals) if scored and instrument.score == "mean" else None
    summed = scored and instrument.score == "sum"
    total = None if not summed else raw if prorated is None else half_up(prorated)
    percent = None if total is None else _percent(instrument, total, applied)
    judged = {"total": total, "mean": mean, "percent": percent}[instrument.band_on]
    band = None if judged is None else instrument.band(judged)
    return Score(
        instrument=instrument.id,
        status="incomplete" if not scored else "prorated" if missing else "scored",
        missing=missing,
        raw=raw,
        prorated=_shown(instrument, prorated) if summed and prorated is not None else None,
        total=total,
        mean=mean,
        percent=percent,
        band=band.id if band else None,
        positive=None if judged is None or instrument.screen is None else instrument.screen.positive(judged, sex),
        subscales={
            each.id: None if set(each.items) & set(missing) else sum(points.get(item, 0) for item in each.items)
            for each in instrument.subscales
        },
        alerts=alerts(instrument, answers),
        flags=_flags(instrument, answers),
    )


def half_up(value: Fraction) -> int:
    """4.5 is 5, where Python's round gives 4 (measures, traps)."""
    return floor(value + Fraction(1, 2))


def alerts(instrument: Instrument, answers: Sequence[Answer]) -> tuple[str, ...]:
    """The alerts that answers raise, also on a form that cannot be scored.

    A safety item without an answer of the form raises its own: left out, or on file as something that is no answer.
    """
    if instrument.triage is not None:
        return triage_alerts(instrument.triage, instrument.alerts, answers)
    points = points_of(instrument, answers)
    unanswered = [item for item in range(1, instrument.count + 1) if item not in points]
    least = sum(points.values()) + sum(min(instrument.values(item)) for item in unanswered)
    raised = [
        alert.id
        for alert in instrument.alerts
        if (alert.item is not None and points.get(alert.item, -1) >= (alert.min or 0))
        or (alert.total_min is not None and least >= alert.total_min)
    ]
    extra = dict(zip(instrument.extra_items, answers[instrument.count :], strict=False))
    raised += [each.alert.id for each, answer in extra.items() if each.alert and isinstance(answer, int) and answer > 0]
    if any(item in unanswered for item in instrument.safety_items):
        raised.append(SAFETY_ITEM_UNANSWERED)
    return tuple(raised)


def total_of(instrument: Instrument, assessment: Assessment) -> Number | None:
    """The score of a form on file: by its answers, as recorded where it has none; None where there is no valid one."""
    if assessment.answers:
        try:
            return score(instrument, assessment.answers).value
        except InvalidAnswer:
            return None
    recorded = assessment.total
    if instrument.score == "mean":
        on_scale = recorded is not None and instrument.response_min <= recorded <= instrument.response_max
        return recorded if on_scale else None
    return recorded if isinstance(recorded, int) and recorded in instrument.total_range else None


def band_of(instrument: Instrument, recorded: Number | None) -> str | None:
    """The band of a score as it is recorded; None for one that is not on the form, or where there are no bands."""
    if recorded is None or (instrument.score == "sum" and recorded not in instrument.total_range):
        return None
    judged = recorded * (instrument.percent_factor or 1) if instrument.band_on == "percent" else recorded
    band = instrument.band(judged)
    return band.id if band else None


def restated(instrument: Instrument, assessment: Assessment) -> dict[str, Number | str]:
    """Total, band and level as the answers give them, where the record says otherwise; nothing where they give none."""
    try:
        by_answers = score(instrument, assessment.answers) if assessment.answers else None
    except InvalidAnswer:
        return {}
    if by_answers is None:
        return {}
    found = {"total": by_answers.value, "band": by_answers.band, "level": by_answers.risk}
    return {key: value for key, value in found.items() if value is not None and getattr(assessment, key) != value}


def _missing(instrument: Instrument, answers: Sequence[Answer], points: Mapping[int, int]) -> tuple[int, ...]:
    """The blanks that nothing excuses."""
    excused: set[int] = set()
    for skip in instrument.missing.skips if instrument.missing else ():
        if all(points.get(item) == 0 for item in skip.zero):
            excused |= set(skip.blank)
    blank = [item for item, answer in enumerate(answers[: instrument.count], 1) if answer == SKIP]
    return tuple(item for item in blank if item not in excused)


def _percent(instrument: Instrument, total: int, applied: int) -> Number | None:
    if instrument.percent_factor is not None:
        return total * instrument.percent_factor
    if instrument.percent_of_max:
        return round(100 * total / (applied * instrument.response_max), 1)
    return None


def _rounded(value: Fraction, decimals: int) -> float:
    """Half up, to so many decimals."""
    return float(Fraction(half_up(value * 10**decimals), 10**decimals))


def _shown(instrument: Instrument, prorated: Fraction) -> float:
    decimals = instrument.missing.decimals if instrument.missing else None
    return float(prorated) if decimals is None else _rounded(prorated, decimals)


def _flags(instrument: Instrument, answers: Sequence[Answer]) -> tuple[str, ...]:
    dropped = instrument.not_applicable
    return (dropped.flag,) if dropped and answers[dropped.item - 1] == NOT_APPLICABLE else ()


def _triaged(instrument: Instrument, triage: Triage, answers: Sequence[Answer]) -> Score:
    missing, highest = unanswered(triage, answers), risk(triage, answers)
    return Score(
        instrument=instrument.id,
        status="incomplete" if missing else "scored",
        missing=missing,
        positive=True if highest != triage.levels[0] else None if missing else False,
        alerts=alerts(instrument, answers),
        risk=None if missing else highest,
        risk_at_least=highest if missing else None,
    )
