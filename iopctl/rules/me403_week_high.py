"""At week 4, 9 or 14 the score is still so high that people like this rarely responded later (T3).

Why: in one study PHQ-9 scores from these thresholds on flagged later non-response (measures, section 3). Days are
counted from the first valid total of the stay, which is day 0; of the scores in a window the last one is judged, the
threshold itself fires, and a later score below it ends the finding. Only treatment that goes on is judged.
What to do: review what to change with the patient: dose, therapy, medication, level of care.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.course import Dated, in_treatment, stay_scores

WEEKS = ("week4", "week9", "week14")
RULE = Rule(
    "ME403",
    "week-high",
    Severity.WARNING,
    tuple(f"{week}_high" for week in WEEKS),
    tuple(f"{week}_days" for week in WEEKS),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each instrument and window, at its last score."""
    for instrument in chart.instruments.values() if in_treatment(chart, today) else ():
        scores = stay_scores(chart, instrument, today)
        for week in WEEKS if scores else ():
            yield from _judged(chart, pack, instrument, scores, week)


def _judged(chart: Chart, pack: RulePack, instrument: Instrument, scores: list[Dated], week: str) -> Iterator[Finding]:
    first = scores[0]
    limit = pack.limit(f"{week}_high", first.on, chart.plan)
    days = pack.limit(f"{week}_days", first.on, chart.plan)
    high = None if limit is None else limit.numbers.get(instrument.id)
    if limit is None or days is None or high is None:
        return
    begin, end = (first.on + timedelta(days=count) for count in (days.range.min, days.range.max))
    last = next((score for score in reversed(scores) if begin <= score.on <= end), None)
    if last is not None and min(last.total, scores[-1].total) >= high:
        yield RULE.finding(
            last.place,
            f"{instrument.id} was {last.total:g} on {last.on}, day {(last.on - first.on).days}: {high} or more at week"
            f" {week.removeprefix('week')} flagged later non-response",
            f"review what to change and record it: `iopctl review {chart.patient} --record`, or amend the plan",
            patient=chart.patient,
            limit=limit,
            on=last.on,
        )
