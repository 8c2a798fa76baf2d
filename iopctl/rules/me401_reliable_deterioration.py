"""The last score is worse than the baseline by the reliable change of its instrument, or by more (T1).

Why: some people leave therapy worse than they came, and therapists rarely foresee who; feedback helps those most who
are off track (measures, section 3). The baseline is the first valid total of the stay, the threshold the published
reliable change, inclusive, as `iopctl instruments show` has it with its source. A later score that is back under it
ends the finding. Only treatment that goes on is judged.
What to do: ask the patient what has changed, look at risk and level of care, and record the review.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.change import gained
from iopctl.scoring.course import in_treatment, stay_scores

RULE = Rule("ME401", "reliable-deterioration", Severity.WARNING, ("reliable_change_instruments",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each instrument, at its last score."""
    for instrument in chart.instruments.values() if in_treatment(chart, today) else ():
        scores, reliable = stay_scores(chart, instrument, today), instrument.change.rci
        if not scores[1:] or reliable is None:
            continue
        first, last = scores[0], scores[-1]
        limit = pack.limit("reliable_change_instruments", last.on, chart.plan)
        worse = -gained(instrument, first.total, last.total)
        if limit is not None and instrument.id in limit.words and worse >= reliable.value:
            yield RULE.finding(
                last.place,
                f"{instrument.id} went from {first.total:g} on {first.on} to {last.total:g} on {last.on}, worse by"
                f" {worse:g}; {reliable.value:g} is a reliable change",
                "ask what has changed, look at risk and level of care, and record the review:"
                f" `iopctl review {chart.patient} --record`",
                patient=chart.patient,
                limit=limit,
                on=last.on,
            )
