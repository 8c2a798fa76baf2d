"""Two to four weeks after a clinical baseline the score has fallen by less than a fifth (T2).

Why: an early fall foretells remission at the end of the program, its absence asks for another plan while there is time
(measures, section 3). The baseline is the first valid total of the stay, in the clinical range; its day is day 0. The
last score from the first to the last day of the window is judged, exactly the percentage passes, and so does whoever
has got there since. An instrument whose clinical range nobody has published is not judged. Only treatment that goes on
is judged.
What to do: review what to change with the patient: dose, therapy, what stands in the way.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.change import is_clinical, percent_gained
from iopctl.scoring.course import Dated, in_treatment, stay_scores

RULE = Rule("ME402", "no-early-response", Severity.WARNING, ("early_response_percent",), ("early_response_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each instrument, at the last score of the window."""
    for instrument in chart.instruments.values() if in_treatment(chart, today) else ():
        scores = stay_scores(chart, instrument, today)
        if scores and is_clinical(instrument, scores[0].total):
            yield from _judged(chart, pack, instrument, scores)


def _judged(chart: Chart, pack: RulePack, instrument: Instrument, scores: list[Dated]) -> Iterator[Finding]:
    first = scores[0]
    limit = pack.limit("early_response_percent", first.on, chart.plan)
    days = pack.limit("early_response_days", first.on, chart.plan)
    if limit is None or days is None:
        return
    begin, end = (first.on + timedelta(days=count) for count in (days.range.min, days.range.max))
    last = next((score for score in reversed(scores) if begin <= score.on <= end), None)
    if last is not None and all(_below(instrument, first, each, limit) for each in (last, scores[-1])):
        yield RULE.finding(
            last.place,
            f"{instrument.id} went from {first.total:g} on {first.on} to {last.total:g} on {last.on},"
            f" day {(last.on - first.on).days}: less than {limit.number} % better",
            f"review what to change and record it: `iopctl review {chart.patient} --record`, or amend the plan",
            patient=chart.patient,
            limit=limit,
            on=last.on,
        )


def _below(instrument: Instrument, first: Dated, score: Dated, limit: Limit) -> bool:
    percent = percent_gained(instrument, first.total, score.total)
    return percent is not None and percent < limit.number
