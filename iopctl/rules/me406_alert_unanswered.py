"""A critical answer was not followed by a recorded response the same day (T6).

Why: an answer about self-harm is lost when nobody says what was done about it. Every form that raises a critical alert
counts, whatever its total: a safety item answered above zero, one left blank, a triage at the highest level or left
unfinished. The day of the form is the last day; a later response stays late, none stays open, after the stay too.
What to do: do what the program's crisis procedure asks, and record it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.scoring.raised import AlertedForm, alerted_forms

RULE = Rule("ME406", "alert-unanswered", Severity.ERROR, ("alert_action_days",))
LATE = "correct the date if it is wrong; a late one stays late"


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each form without a response in time; on its last day a reminder."""
    for form in alerted_forms(chart, today):
        limit = pack.limit("alert_action_days", form.form.given_on, chart.plan)
        if limit is not None and form.level == "critical":
            yield from _judged(chart, form, limit, today)


def _judged(chart: Chart, alerted: AlertedForm, limit: Limit, today: date) -> Iterator[Finding]:
    given, action = alerted.form.given_on, alerted.action(today)
    due = given + timedelta(days=limit.number)
    what = f"{alerted.instrument.id} of {given} raised {', '.join(alerted.ids)}"
    within = "that day" if due == given else f"by {due}"
    next_step = f"do what is needed and record it: `iopctl risk {chart.patient} --record`"
    severity = None
    if action is not None and action.on > due:
        message, next_step = f"{what}, it was due {within} and answered on {action.on}", LATE
    elif action is None and due < today:
        message = f"{what}, and no response was recorded {within}"
    elif action is None:
        message, severity = f"{what}; a response is due {within}", Severity.INFO
    else:
        return
    yield RULE.finding(
        alerted.form.at("answers") if alerted.form.answers else alerted.form.at(),
        message,
        next_step,
        patient=chart.patient,
        limit=limit,
        on=given,
        severity=severity,
    )
