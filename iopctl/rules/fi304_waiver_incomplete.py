"""A waiver lacks its code, reason, author or last day, or it has run out while its finding still stands.

Why: a waiver is the only thing that sets a finding aside. One without a reason, a person or an end hides a problem
instead of answering for it.
What to do: complete the waiver, mend what it was written for, or decide again with a new waiver and a new last day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.program import GroupWaiver
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.waiver import Waiver

# A waiver may be of a rule that reads history: whether its finding still stands depends on it.
RULE = Rule("FI304", "waiver-incomplete", Severity.WARNING, ("waiver_fields",), history=True)

W = TypeVar("W", bound=Waiver)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Waivers in the plan."""
    for index, waiver in enumerate(chart.plan.waivers):
        yield from _incomplete(waiver, chart.plan.at("waivers", index), pack, today, chart.patient)


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """Waivers for many patients at once."""
    for index, waiver in enumerate(census.program.waivers):
        yield from _incomplete(waiver, census.program.at("waivers", index), pack, today, None)


def ran_out(chart: Chart, findings: Sequence[Finding], today: date) -> Iterator[Finding]:
    """Waivers of the plan that have ended and set nothing aside any more, while a later finding of their code stands.

    One that was written for past days still sets the facts of those days aside; it has not run out.
    """
    for index, waiver, until in _ended(chart.plan.waivers, findings, today):
        if any(_still_stands(finding, waiver, until, chart.last_day(today)) for finding in findings):
            yield _ran_out(waiver, chart.plan.at("waivers", index), chart.patient)


def ran_out_for_many(census: Census, findings: Sequence[Finding], today: date) -> Iterator[Finding]:
    """The same of the program's waivers. A stay that began after the last day was never covered and does not count."""
    for index, waiver, until in _ended(census.program.waivers, findings, today):
        still = [
            finding
            for finding in findings
            if _covered(finding, waiver, until, census)
            and _still_stands(finding, waiver, until, _last_day(finding, census, today))
        ]
        if still:
            charts = len({finding.patient for finding in still if finding.patient})
            among = f" in {charts} chart{'s' * (charts > 1)}" if charts else ""
            yield _ran_out(waiver, census.program.at("waivers", index), None, among)


def _covered(finding: Finding, waiver: GroupWaiver, until: date, census: Census) -> bool:
    """Whether the waiver was ever about this patient."""
    chart = census.chart_by_patient.get(finding.patient or "")
    began = chart.plan.admitted_on if chart else None
    return (not waiver.patients or finding.patient in waiver.patients) and (began is None or began <= until)


def _last_day(finding: Finding, census: Census, today: date) -> date:
    chart = census.chart_by_patient.get(finding.patient or "")
    return chart.last_day(today) if chart else today


def _ended(waivers: Sequence[W], findings: Iterable[Finding], today: date) -> Iterator[tuple[int, W, date]]:
    """The waivers that are over and set aside nothing, with their index and their last day."""
    in_use = [finding.waived for finding in findings]
    for index, waiver in enumerate(waivers):
        if waiver.until is not None and waiver.until < today and waiver not in in_use:
            yield index, waiver, waiver.until


def _still_stands(finding: Finding, waiver: Waiver, until: date, last_day: date) -> bool:
    return finding.stands and finding.code == waiver.code and (finding.on or last_day) > until


def _ran_out(waiver: Waiver, place: Place, patient: str | None, among: str = "") -> Finding:
    return RULE.finding(
        place,
        f"the waiver of {waiver.code} ran out on {waiver.until} and the finding still stands{among}",
        "mend what it was written for, or decide again with a new waiver and a new last day",
        patient=patient,
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
