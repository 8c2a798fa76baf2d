"""Between two scores at most two weeks apart somebody got reliably better, and by a quarter or more (T5).

Why: a sudden gain is news: what brought it about belongs into the plan while it is fresh (measures, section 3). The
gain is at least the instrument's published reliable change, and at least the percentage of the score from which it
began; both count from the threshold itself on. It is told once, at the score that shows it; the next one is looked for
from there. Only treatment that goes on is judged.
What to do: ask what helped, and write it into the plan or the next review.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.change import gained, percent_gained
from iopctl.scoring.course import Dated, in_treatment, stay_scores

RULE = Rule(
    "ME405",
    "sudden-gain",
    Severity.INFO,
    ("sudden_gain_percent",),
    ("sudden_gain_days", "reliable_change_instruments"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each gain, at the score that shows it."""
    for instrument in chart.instruments.values() if in_treatment(chart, today) else ():
        scores = stay_scores(chart, instrument, today)
        since = 0
        for index, score in enumerate(scores):
            found = list(_gains(chart, pack, instrument, scores[since:index], score))
            yield from found[:1]
            since = index if found else since


def _gains(
    chart: Chart, pack: RulePack, instrument: Instrument, before: list[Dated], score: Dated
) -> Iterator[Finding]:
    limit = pack.limit("sudden_gain_percent", score.on, chart.plan)
    days = pack.limit("sudden_gain_days", score.on, chart.plan)
    named = pack.limit("reliable_change_instruments", score.on, chart.plan)
    reliable = instrument.change.rci
    if limit is None or days is None or named is None or reliable is None or instrument.id not in named.words:
        return
    near = [each for each in before if (score.on - each.on).days <= days.number]
    for earlier in sorted(near, key=lambda each: -gained(instrument, each.total, score.total)):
        better = gained(instrument, earlier.total, score.total)
        percent = percent_gained(instrument, earlier.total, score.total)
        if better >= reliable.value and percent is not None and percent >= limit.number:
            yield RULE.finding(
                score.place,
                f"{instrument.id} went from {earlier.total:g} on {earlier.on} to {score.total:g} on {score.on}, better"
                f" by {better:g} in {(score.on - earlier.on).days} days",
                "ask what helped, and write it into the plan or the next review",
                patient=chart.patient,
                limit=limit,
                on=score.on,
            )
