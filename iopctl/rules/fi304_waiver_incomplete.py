"""A waiver lacks its code, reason, author or last day, or it has run out while its finding still stands.

Why: a waiver is the only thing that sets a finding aside. One without a reason, a person or an end hides a problem
instead of answering for it.
What to do: complete the waiver, mend what it was written for, or decide again with a new waiver and a new last day.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.waiver import Waiver

# A waiver may be of a rule that reads history: whether its finding still stands depends on it.
RULE = Rule("FI304", "waiver-incomplete", Severity.WARNING, ("waiver_fields",), history=True)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Waivers in the plan."""
    for index, waiver in enumerate(chart.plan.waivers):
        yield from _incomplete(waiver, chart.plan.at("waivers", index), pack, today, chart.patient)


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """Waivers for many patients at once."""
    for index, waiver in enumerate(census.program.waivers):
        yield from _incomplete(waiver, census.program.at("waivers", index), pack, today, None)


def ran_out(chart: Chart, findings: Iterable[Finding], today: date) -> Iterator[Finding]:
    """Waivers of the plan that have ended and set nothing aside any more, while a later finding of their code stands.

    One that was written for past days still sets the facts of those days aside; it has not run out.
    """
    findings = list(findings)
    standing = [(f.code, f.on or chart.last_day(today)) for f in findings if f.waived is None]
    in_use = [f.waived for f in findings]
    for index, waiver in enumerate(chart.plan.waivers):
        until = waiver.until
        if until is None or until >= today or waiver in in_use:
            continue
        if any(code == waiver.code and day > until for code, day in standing):
            yield RULE.finding(
                chart.plan.at("waivers", index),
                f"the waiver of {waiver.code} ran out on {until} and the finding still stands",
                "mend what it was written for, or decide again with a new waiver and a new last day",
                patient=chart.patient,
            )


def _incomplete(waiver: Waiver, place: Place, pack: RulePack, today: date, patient: str | None) -> Iterator[Finding]:
    limit = pack.limit("waiver_fields", today)
    if limit is not None and waiver.missing:
        yield RULE.finding(
            place,
            f"the waiver lacks {', '.join(waiver.missing)}, so it sets nothing aside",
            "write code, reason, by and until",
            patient=patient,
            limit=limit,
        )
