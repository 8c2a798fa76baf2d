"""report drr: remission and response 120 to 240 days after an elevated PHQ-9, in the style of HEDIS DRR-E.

measures, section 4, states the scores and the days, and of exclusions only death and hospice, for HEDIS FUH.
A person is counted once, with the first elevated score of the period, whatever chart it stands in; what counts is the
most recent score of days 120 to 240 after it, also from a later stay. It can be told once the 240 days have passed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from iopctl import scoring
from iopctl.model.chart import Census, Chart
from iopctl.model.instrument import Instrument
from iopctl.reporting.closed import charts_by_person
from iopctl.reporting.figures import Figure, Period, Report, share_figure
from iopctl.reporting.intervals import Share
from iopctl.reporting.outcomes import cited
from iopctl.scoring.change import change, is_clinical

INSTRUMENT = "phq9"
FIRST, LAST = timedelta(days=120), timedelta(days=240)
SOURCE = "HEDIS DRR-E, measures section 4 [read]"
GAPS = (
    "In the style of HEDIS DRR-E and not the measure itself: no certified measure, and check the list of the year.",
    "Most stays end before day 120, so this needs a PHQ-9 after discharge; without one somebody is not followed up.",
    "Whoever died within the days is left out. Not known, as no chart says of it: hospice care, left out in HEDIS FUH.",
    "Exclusions by diagnosis stand in none of our sources for this measure: none is applied.",
    "Our sources do not say whether the rates are of everybody or of those with a score, so both are printed.",
)
Unfollowed = Literal["the 240 days are not over", "died within the 240 days"]


@dataclass(frozen=True)
class Followed:
    """A person whose days have passed: the elevated score, and the most recent one of the days; None without any."""

    elevated: float
    last: float | None


def drr(census: Census, period: Period, as_of: date, phq9: Instrument) -> Report:
    """Followed up, remission and response, of everybody and of those who have a score."""
    told = [_person(charts, period, as_of, phq9) for charts in charts_by_person(census).values()]
    people = [each for each in told if each is not None]
    followed = [each for each in people if isinstance(each, Followed)]
    left_out = dict(Counter[str](each for each in people if not isinstance(each, Followed)).most_common())
    figures = [
        Figure("drr.elevated", "people with an elevated PHQ-9 in the period", "people", len(people), len(people),
               source=None if phq9.change.clinical_min is None else cited(phq9.change.clinical_min)),
        share_figure("drr.told", "of whom it can be told", Share(len(followed), len(people)), left_out),
        *_rates(followed, left_out, phq9),
    ]  # fmt: skip
    return Report("drr", "Depression remission or response (DRR-E style)", period, as_of, tuple(figures), notes=GAPS)


def _rates(followed: Sequence[Followed], left_out: dict[str, int], phq9: Instrument) -> list[Figure]:
    scored = [(each.elevated, each.last) for each in followed if each.last is not None]
    words = [change(phq9, elevated, last).words for elevated, last in scored]
    everybody, with_score = len(followed), len(scored)
    without = {"no score on days 120 to 240": everybody - with_score} if everybody > with_score else {}
    text = "PHQ-9 on days 120 to 240"
    figures = [share_figure("drr.followed", text, Share(with_score, everybody), left_out, SOURCE, within="drr.told")]
    for word in ("remission", "response"):
        reached = sum(word in each for each in words)
        constant = phq9.change.remission_max if word == "remission" else phq9.change.response_pct
        source = SOURCE if constant is None else cited(constant)
        figures += [
            share_figure(f"drr.{word}", f"{word}, of everybody", Share(reached, everybody), left_out, source,
                         within="drr.followed"),
            share_figure(f"drr.{word}_scored", f"{word}, of those with a score", Share(reached, with_score),
                         left_out | without, source, within=f"drr.{word}"),
        ]  # fmt: skip
    return figures


def _person(charts: Sequence[Chart], period: Period, as_of: date, phq9: Instrument) -> Followed | Unfollowed | None:
    """What is known of one person; None without an elevated score in the period."""
    forms = sorted((form for chart in charts for form in chart.given(phq9.id)), key=lambda form: form.given_on)
    totals = [(form.given_on, scoring.total_of(phq9, form)) for form in forms if form.given_on <= as_of]
    scores = [(day, total) for day, total in totals if total is not None]
    elevated = next((each for each in scores if period.holds(each[0]) and is_clinical(phq9, each[1])), None)
    if elevated is None:
        return None
    day, total = elevated
    if any(chart.plan.died_on and chart.plan.died_on <= min(day + LAST, as_of) for chart in charts):
        return "died within the 240 days"
    if day + LAST > as_of:
        return "the 240 days are not over"
    return Followed(total, next((last for on, last in reversed(scores) if day + FIRST <= on <= day + LAST), None))
