"""There is no relapse prevention plan when the comprehensive plan takes effect, or again at discharge.

Why: warning signs and coping written down are what the patient takes home; the licence asks for a crisis or relapse
plan where it applies, and the program promises one. It counts with a warning sign or a way of coping in it, and a date.
With the comprehensive plan it must be there from the day that plan first takes effect; judged is what is on file now,
so one written late passes from its date on. At discharge it must be dated or reviewed within the stay.
What to do: write the relapse prevention plan with the patient and date it; before discharge, go through it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule("SF102", "relapse-plan-missing", Severity.WARNING, ("relapse_plan_due",))


@dataclass(frozen=True)
class _Unmet:
    word: str  # as packs name the occasion
    due: date
    passed: bool
    place: Place
    message: str
    on: date | None


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Missing once the occasion has come; within the lead time a reminder."""
    for unmet in (*_with_comprehensive_plan(chart, today), *_at_discharge(chart, today)):
        limit = pack.limit("relapse_plan_due", unmet.due, chart.plan)
        if limit is None or unmet.word not in limit.words or not (unmet.passed or due_soon(unmet.due, today)):
            continue
        yield RULE.finding(
            unmet.place,
            unmet.message if unmet.passed else f"a relapse prevention plan is due on {unmet.due}: {unmet.word}",
            "write it with the patient, or go through it again, and date it",
            patient=chart.patient,
            limit=limit,
            on=unmet.on,
            severity=None if unmet.passed else Severity.INFO,
        )


def _with_comprehensive_plan(chart: Chart, today: date) -> Iterator[_Unmet]:
    plan = chart.plan
    started = [(day_of(each.effective_at), n) for n, each in enumerate(plan.revisions) if each.kind == "comprehensive"]
    if started and not _dated(chart, date.min, today):
        due, index = min(started)
        message = f"no dated relapse prevention plan, it was due with the comprehensive plan of {due}"
        place = plan.at("revisions", index, "effective_at")
        yield _Unmet("comprehensive-plan", due, due <= today, place, message, None)


def _at_discharge(chart: Chart, today: date) -> Iterator[_Unmet]:
    plan, due = chart.plan, chart.plan.ends_on
    if due is None or _dated(chart, plan.admitted_on or date.min, today):
        return
    place = plan.at("planned_discharge_on") if plan.discharge is None else plan.at("discharge", "on")
    over = plan.discharge is not None and due <= today
    message = f"no relapse prevention plan dated or reviewed within the stay, discharge was on {due}"
    yield _Unmet("discharge", due, over, place, message, due if over else None)


def _dated(chart: Chart, first: date, today: date) -> bool:
    """Whether a relapse prevention plan with content was written or reviewed from a day to the last of the stay."""
    written = chart.plan.relapse_prevention
    if written is None or not (written.warning_signs or written.coping):
        return False
    return any(first <= day <= chart.last_day(today) for day in written.dates)
