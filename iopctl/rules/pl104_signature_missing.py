"""A signature that the pack requires under the plan is missing, for an earlier revision, stale, or late.

Why: a plan that the patient, the responsible staff and, where asked, the physician did not sign was not agreed to. The
federal audits of continuing day treatment counted unsigned plans among their first findings.
What to do: have the current revision signed. A signature is bound to what was signed: after a change it no longer
counts. Where the patient's cannot be had, record the attempt and the reason.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.digest import content_digest
from iopctl.model.pack import Limit, RulePack
from iopctl.model.plan import Plan
from iopctl.model.record import Signature
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule("PL104", "signature-missing", Severity.ERROR, ("signatures",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each signer that the pack asks for and that did not sign, or signed late."""
    plan, last = chart.plan, chart.last_day(today)
    limit = pack.limit("signatures", last, plan)
    if limit is None:
        return
    digest = content_digest(plan)
    for slot in limit.words:
        mine = [signature for signature in plan.signatures if _fits(signature, slot, chart, pack, last)]
        signed = [signature for signature in mine if _faults(signature, plan, digest) is None]
        if signed:
            yield from _late(chart, pack, slot, min(signed, key=lambda s: s.on or last))
        elif slot != "patient" or not any(_attempted(signature, plan) for signature in mine):
            yield _missing(chart, slot, mine, limit, digest)


def _fits(signature: Signature, slot: str, chart: Chart, pack: RulePack, last: date) -> bool:
    """Whether the signature is one of that slot, whatever it is worth."""
    if slot == "patient" and signature.role == "guardian":
        day = signature.on or signature.attempted_on or last
        return pack.population(chart.plan, day)[0] == "youth"
    if slot == "staff":
        person = chart.program.staff_by_id.get(signature.by)
        others = {"patient", "guardian", "physician"}
        return person is not None and person.role != "physician" and signature.role not in others
    return signature.role == slot


def _faults(signature: Signature, plan: Plan, digest: str) -> str | None:
    """Why the signature does not count; None when it does."""
    if signature.revision != plan.revision:
        return f"is for revision {signature.revision}, the plan is at revision {plan.revision}"
    if signature.on is None:
        return "was not given"
    if signature.digest is None:
        return "has no digest of what was signed"
    return None if signature.digest == digest else "is stale: the plan changed after it"


def _attempted(signature: Signature, plan: Plan) -> bool:
    tried = signature.attempted_on is not None and (signature.reason or "").strip()
    return bool(tried) and signature.revision == plan.revision


def _missing(chart: Chart, slot: str, mine: list[Signature], limit: Limit, digest: str) -> Finding:
    plan = chart.plan
    newest = max(mine, key=lambda s: (s.revision, s.on or date.min), default=None)
    why = "is missing" if newest is None else _faults(newest, plan, digest)
    key = () if newest is None else (plan.signatures.index(newest),)
    or_attempt = ", or record attempted_on and the reason" if slot == "patient" else ""
    return RULE.finding(
        plan.at("signatures", *key),
        f"the {slot} signature {why}",
        f"have revision {plan.revision} signed{or_attempt}",
        patient=chart.patient,
        limit=limit,
    )


def _late(chart: Chart, pack: RulePack, slot: str, signature: Signature) -> Iterator[Finding]:
    """A signature that counts, later than the first service under its revision."""
    first, plan = _first_service(chart), chart.plan
    if signature.on is None or first is None or signature.on <= first:
        return
    limit = pack.limit("signatures", signature.on, plan)
    if limit is not None and slot in limit.words:
        yield RULE.finding(
            plan.at("signatures", plan.signatures.index(signature)),
            f"the {slot} signature is of {signature.on}, after the first service under it on {first}",
            "have a revision signed before its first session; a late signature stays late",
            patient=chart.patient,
            limit=limit,
            on=signature.on,
            severity=Severity.WARNING,
        )


def _first_service(chart: Chart) -> date | None:
    """The first attended day since the current revision took effect; without a record of that, since admission."""
    plan = chart.plan
    effective = next((r.effective_at for r in plan.revisions if r.revision == plan.revision), plan.admitted_at)
    attended = (b.session.date for b in chart.bookings if b.attendance is not None and b.attendance.present)
    return None if effective is None else min((day for day in attended if day >= day_of(effective)), default=None)
