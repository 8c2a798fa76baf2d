"""A recorded total is none that the instrument can have, or not the one that the recorded answers give.

Why: every chart of change, every band and every claim rests on totals; one that was mistyped looks like a crisis or a
cure. The answers are scored anew by the instrument's own file, blanks as it says, so a total that leaves blanks at zero
differs too. An instrument without a file is not judged.
What to do: correct the answers from the form, or the total: `iopctl score` says what the answers give.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.assessment import Assessment
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring import InvalidAnswer, score

RULE = Rule("ME104", "score-invalid", Severity.ERROR, ("scores_valid",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """The first thing wrong with each form, from the answers to the total."""
    for assessment in chart.assessments:
        instrument = chart.instruments.get(assessment.instrument)
        limit = pack.limit("scores_valid", assessment.given_on, chart.plan)
        if instrument is None or limit is None or assessment.given_on > today:
            continue
        for word, key, fault in _faults(instrument, assessment):
            if word in limit.words:
                yield RULE.finding(
                    assessment.at(key),
                    f"the {instrument.id} of {assessment.given_on}: {fault}",
                    "correct it from the form that was filled in",
                    patient=chart.patient,
                    limit=limit,
                    on=assessment.given_on,
                )
                break


def _faults(instrument: Instrument, assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    """What is wrong, as packs name it; the key; and the value seen with the one required."""
    total = assessment.total
    if assessment.answers:
        yield from _sum_faults(instrument, assessment)
    if total is not None and instrument.score != "mean" and not isinstance(total, int):
        yield "whole", "total", f"the total is {total}, a whole number is required"
    low, high = _possible(instrument)
    if total is not None and not low <= total <= high:
        yield "range", "total", f"the total is {total:g}, {low} to {high} is possible"


def _possible(instrument: Instrument) -> tuple[int, int]:
    if instrument.score == "mean":
        return instrument.response_min, instrument.response_max
    return instrument.total_range[0], instrument.total_range[-1]


def _sum_faults(instrument: Instrument, assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    try:
        scored = score(instrument, assessment.answers)
    except InvalidAnswer as invalid:
        yield "sum", "answers", f"the answers give no total, {invalid}"
        return
    total, level = assessment.total, assessment.level
    if total is not None and scored.value is None:
        yield "sum", "total", f"the total is {total:g}, the answers leave {len(scored.missing)} blank and give none"
    elif total is not None and total != scored.value:
        yield "sum", "total", f"the total is {total:g}, the answers give {scored.value:g}"
    shown = scored.risk or scored.risk_at_least
    if level is not None and shown is not None and level != shown:
        yield "sum", "level", f"the level is {level}, the answers give {shown}"
