"""No suicide screen with a tool on the validated list was given in the days before admission or on its day.

Why: everybody in behavioral health care is screened, from an age on, with a validated tool (NPSG.15.01.01 EP 2); a
home-grown form is a frequent survey finding. The day of admission is the last that counts. Where the age is unknown and
no screen is on file, that is said and nothing is guessed.
What to do: screen today and record it; a screen given later does not mend the day of admission.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "AS104",
    "suicide-screen-missing",
    Severity.ERROR,
    ("suicide_screens",),
    ("suicide_screen_age", "suicide_screen_days_before"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Missed from the day after admission on; before that, within the lead time, a reminder."""
    plan, admitted = chart.plan, chart.plan.admitted_on
    if admitted is None or not (admitted < today or due_soon(admitted, today)):
        return
    tools = pack.limit("suicide_screens", admitted, plan)
    days = pack.limit("suicide_screen_days_before", admitted, plan)
    if tools is None or days is None:
        return
    first = admitted - timedelta(days=days.number)
    if not _screened(chart, tools, first, min(admitted, today)):
        yield from _unscreened(chart, pack, tools, (first, admitted), today)


def _screened(chart: Chart, tools: Limit, first: date, last: date) -> bool:
    return any(
        first <= each.given_on <= last and (each.filled_in or each.level is not None)
        for tool in tools.words
        for each in chart.given(tool)
    )


def _unscreened(chart: Chart, pack: RulePack, tools: Limit, days: tuple[date, date], today: date) -> Iterator[Finding]:
    plan, (first, admitted) = chart.plan, days
    from_age, age = pack.limit("suicide_screen_age", admitted, plan), plan.age_on(admitted)
    if from_age is not None and age is not None and age < from_age.number:
        return
    key, severity = "admitted_at", None if admitted < today else Severity.INFO
    which = f"suicide screen ({', '.join(tools.words)})"
    next_step = "screen now and record it; if the stay is over, say in the record why none was given"
    if from_age is not None and age is None:
        key, severity = "age_at_admission", Severity.INFO
        message = (
            f"no {which} up to admission on {admitted}; from age {from_age.number} it is required, the age is missing"
        )
        next_step = "write age_at_admission; 90 means 90 or older"
    elif admitted < today:
        message = f"no {which} was given from {first} to admission on {admitted}, one is required"
    else:
        message = f"no {which} since {first}, one is due by admission on {admitted}"
        next_step = "screen by then"
    yield RULE.finding(
        plan.at(key),
        message,
        next_step,
        patient=chart.patient,
        limit=from_age or tools,
        on=admitted,
        severity=severity,
    )
