"""An evaluation is signed by somebody whom the pack does not let evaluate, or a co-signature is missing or late.

Why: what a plan rests on has to be somebody's who may judge it; audits ask for the credential before they read the
text. A role counts, or a credential that was in force on the day of the signature; the co-signer's counts as well as
the signer's. Where a credential needs a co-signature, the business days count from the signature, after the stay too,
by the text in force on that day; who could co-sign such an evaluation needs no other.
What to do: have the evaluation co-signed by somebody qualified, or record the credential if it is missing in
program.toml; a late co-signature stays late.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.credentials import holds
from iopctl.counting.deadlines import add_business_days, due_soon
from iopctl.counting.stay import day_in_stay
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Evaluation
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.week import Cosigned
from iopctl.model.words import day_of

RULE = Rule(
    "AS103",
    "assessor-not-qualified",
    Severity.ERROR,
    ("evaluation_credentials", "cosigned_credentials"),
    ("cosigner_credentials", "cosign_business_days"),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Of each signed evaluation: who signed it, and whether the co-signature it needs came in time."""
    for index, evaluation in enumerate(chart.plan.evaluations):
        signed = None if evaluation.signed_at is None else day_of(evaluation.signed_at)
        if signed is not None and signed <= today:
            yield from _signer(chart, pack, index, signed, today)
            yield from _cosigner(chart, pack, index, signed, today)


def _signer(chart: Chart, pack: RulePack, index: int, signed: date, today: date) -> Iterator[Finding]:
    evaluation, program = chart.plan.evaluations[index], chart.program
    limit = pack.limit("evaluation_credentials", signed, chart.plan)
    if limit is None or holds(program, evaluation.by, limit.words, signed):
        return
    who, cosigned = f"signed by {evaluation.by or 'nobody who is named'}", _cosigned(evaluation, today)
    if cosigned is not None:
        if holds(program, cosigned.by, limit.words, day_of(cosigned.at)):
            return
        who += f" and co-signed by {cosigned.by}"
    message = f"the evaluation {evaluation.id} of {signed} is {who}, one of {', '.join(limit.words)} is required"
    next_step = "have it co-signed by somebody qualified, or record the credential in program.toml"
    yield _finding(chart, index, signed, message, next_step, limit)


def _cosigner(chart: Chart, pack: RulePack, index: int, signed: date, today: date) -> Iterator[Finding]:
    evaluation, program = chart.plan.evaluations[index], chart.program
    needing = pack.limit("cosigned_credentials", signed, chart.plan)
    may = pack.limit("cosigner_credentials", signed, chart.plan)
    days = pack.limit("cosign_business_days", signed, chart.plan)
    if needing is None or may is None or days is None or holds(program, evaluation.by, may.words, signed):
        return
    if not holds(program, evaluation.by, needing.words, signed):
        return
    due, cosigned = add_business_days(signed, days.number, pack.holidays), _cosigned(evaluation, today)
    what = f"the evaluation {evaluation.id}, signed by {evaluation.by} on {signed},"
    one = f"one of {', '.join(may.words)}"
    if cosigned is not None and holds(program, cosigned.by, may.words, at := day_of(cosigned.at)):
        if at > due:
            allowed = f"{days.number} business day{'s' * (days.number > 1)}"
            message = f"{what} was co-signed on {at}, it was due within {allowed}, by {due}"
            yield _finding(
                chart, index, signed, message, "correct the date if it is wrong; a late one stays late", days
            )
    elif due < today:
        state, broken = ("has no co-signature", days) if cosigned is None else (f"is co-signed by {cosigned.by}", may)
        message = f"{what} {state}, {one} was to co-sign by {due}"
        yield _finding(chart, index, signed, message, "have it co-signed now; a late co-signature stays late", broken)
    elif due_soon(due, today):
        message = f"{what} has to be co-signed by {due} by {one}"
        yield _finding(chart, index, signed, message, "have it co-signed by then", days, Severity.INFO)


def _cosigned(evaluation: Evaluation, today: date) -> Cosigned | None:
    """The co-signature, once it had been given."""
    cosigned = evaluation.cosigned
    return cosigned if cosigned is not None and day_of(cosigned.at) <= today else None


def _finding(
    chart: Chart,
    index: int,
    signed: date,
    message: str,
    next_step: str,
    limit: Limit,
    severity: Severity | None = None,
) -> Finding:
    place, on = chart.plan.at("evaluations", index), day_in_stay(chart.plan, signed)
    return RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=on, severity=severity)
