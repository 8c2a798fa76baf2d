"""The next provider was not contacted by the planned discharge.

Why: a name on a list is no handover; the licence wants referrals arranged before the scheduled day. Every entry of
`follow_ups` is a planned next provider, and the contact counts when `arranged_on` is the day of discharge or earlier:
the planned day, or the actual one if that is later. While the stay lasts there is only a reminder, and where the
patient died by then nothing is owed.
What to do: arrange the contact and record `arranged_on`, or take the provider out if that is no longer the plan.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DC104", "referral-not-arranged", Severity.WARNING, ("referrals_arranged_before",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each provider, once the day has passed and the stay is over; before, a reminder."""
    plan, due = chart.plan, _due(chart.plan)
    limit = None if due is None else pack.limit("referrals_arranged_before", due, plan)
    if due is None or limit is None or "discharge" not in limit.words:
        return
    over = plan.discharged_on is not None and due < today
    for index, each in enumerate(plan.follow_ups):
        arranged = each.arranged_on if each.arranged_on is not None and each.arranged_on <= today else None
        if (arranged is None or arranged > due) and (over or due_soon(due, today)):
            yield RULE.finding(
                plan.at("follow_ups", index, "arranged_on"),
                _message(arranged, due, over=over),
                "arrange the contact and record arranged_on, or take out a provider who is no longer planned",
                patient=chart.patient,
                limit=limit,
                on=plan.discharged_on if over else None,
                severity=None if over else Severity.INFO,
            )


def _message(arranged: date | None, due: date, *, over: bool) -> str:
    if arranged is None:
        was = "was" if over else "is"
        return f"no contact with the next provider is arranged, it {was} due by the discharge on {due}"
    return f"the contact with the next provider was arranged on {arranged}, it was due by the discharge on {due}"


def _due(plan: Plan) -> date | None:
    """The planned discharge, or the actual one if that is later; None where neither is known or the patient died."""
    due = max((day for day in (plan.planned_discharge_on, plan.discharged_on) if day is not None), default=None)
    return None if due is not None and plan.died_on is not None and plan.died_on <= due else due
