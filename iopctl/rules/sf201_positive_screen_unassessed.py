"""A suicide screen was positive, and no full risk assessment was given the same day.

Why: a screen only says that somebody has to ask further; the standard wants ideation, plan, intent, behaviour and what
protects assessed, and the level of risk recorded. Positive is a triage form at one of the pack's levels, or a
questionnaire whose safety item, as the pack numbers it, was answered above zero. Only a clinician's own assessment
answers for it (instrument `risk`, with a level), whatever the hour of that day; another screen does not. A level
without answers from before admission is another record's, and an ended stay is judged by its last day.
What to do: assess the risk the same day and record it as instrument `risk` with its level.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from iopctl.counting.deadlines import due_soon
from iopctl.model.assessment import Assessment
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.raised import from_elsewhere

RULE = Rule(
    "SF201",
    "positive-screen-unassessed",
    Severity.ERROR,
    ("risk_assessment_days",),
    ("positive_screen_levels", "positive_screen_items"),
)

FULL = "risk"  # the instrument id of a clinician's own assessment


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each day with a positive screen, at the first of them."""
    for day, forms in groupby(_screens(chart, today), key=lambda form: form.given_on):
        limit = pack.limit("risk_assessment_days", day, chart.plan)
        positive = [each for form in forms for each in _positive(chart, pack, form)]
        if limit is not None and positive:
            yield from _judged(chart, day, positive, limit, today)


def _screens(chart: Chart, today: date) -> Iterator[Assessment]:
    last = chart.last_day(today)
    for form in chart.assessments:
        if form.instrument != FULL and form.given_on <= last and not from_elsewhere(chart, form):
            yield form


def _positive(chart: Chart, pack: RulePack, form: Assessment) -> Iterator[tuple[Place, str]]:
    """Where a form is positive, and by what."""
    levels = pack.limit("positive_screen_levels", form.given_on, chart.plan)
    items = pack.limit("positive_screen_items", form.given_on, chart.plan)
    if levels is not None and form.level in levels.words:
        yield form.at("level"), f"{form.instrument} was {form.level}"
    answer = _answer(form, {} if items is None else items.numbers)
    if answer is not None:
        number, value = answer
        yield form.at("answers", number - 1), f"{form.instrument} item {number} was {value}"


def _answer(form: Assessment, items: Mapping[str, int]) -> tuple[int, int] | None:
    """The number of the safety item and its answer, where that is above zero."""
    number = items.get(form.instrument)
    answers = dict(enumerate(form.answers, 1))
    value = None if number is None else answers.get(number)
    return (number, value) if number is not None and isinstance(value, int) and value > 0 else None


def _judged(chart: Chart, day: date, positive: list[tuple[Place, str]], limit: Limit, today: date) -> Iterator[Finding]:
    due = chart.last_day(day + timedelta(days=limit.number))
    if any(form.level is not None and day <= form.given_on <= min(due, today) for form in chart.given(FULL)):
        return
    what = f"{' and '.join(said for _, said in positive)} on {day}"
    within = "that day" if due == day else f"by {due}"
    if due < today:
        message, severity = f"{what}, and no full risk assessment was given {within}", None
    elif due_soon(due, today):
        message, severity = f"{what}, a full risk assessment is due {within}", Severity.INFO
    else:
        return
    yield RULE.finding(
        positive[0][0],
        message,
        f"assess the risk and record it: `iopctl score {chart.patient} {FULL} --level LEVEL`",
        patient=chart.patient,
        limit=limit,
        on=day,
        severity=severity,
    )
