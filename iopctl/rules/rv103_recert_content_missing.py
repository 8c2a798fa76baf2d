"""A recertification lacks something the payer asks for, or somebody else than the treating physician signed it.

Why: a recertification says that the hours are still needed, how the patient responds, which symptoms still threaten
relapse or a hospital stay, and what must be reached for discharge; only who treats the patient can say so. Every
certification later than the first one is a recertification. Whether a field is filled is judged, not what it says.
What to do: have the treating physician write what is missing and sign it. Where the physician changed during the stay,
write who treated the patient when under `physicians`.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.certifications import recertified
from iopctl.counting.fields import empty_fields
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Certification
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV103", "recert-content-missing", Severity.ERROR, ("recertification_fields",))

SIGNER = "treating-physician"  # the one word of the limit that is no field of a certification


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for what a recertification lacks, another for who signed it."""
    for index, each in recertified(chart.plan, chart.last_day(today)):
        limit = pack.limit("recertification_fields", each.on, chart.plan)
        if limit is None:
            continue
        lacking = empty_fields(each, [name for name in limit.words if name != SIGNER])
        if lacking:
            yield RULE.finding(
                chart.plan.at("certifications", index),
                f"the recertification of {each.on} lacks {', '.join(lacking)}",
                f"have the treating physician write {', '.join(lacking)}",
                patient=chart.patient,
                limit=limit,
                on=each.on,
            )
        if SIGNER in limit.words:
            yield from _signed_by_another(chart, index, each, limit)


def _signed_by_another(chart: Chart, index: int, each: Certification, limit: Limit) -> Iterator[Finding]:
    """A gap where nobody is recorded as the treating physician of that day."""
    physician = chart.plan.physician_on(each.on)
    if physician == each.by:
        return
    if physician is None:
        place, severity = chart.plan.at("treating_physician"), Severity.INFO
        message = f"no treating physician is recorded, so the signer of the recertification of {each.on} is not judged"
        next_step = "write treating_physician, or physicians with their days"
    else:
        place, severity = chart.plan.at("certifications", index, "by"), None
        message = f"{each.by} signed the recertification of {each.on}, the treating physician that day was {physician}"
        next_step = "have the treating physician recertify, or correct physicians"
    yield RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=each.on, severity=severity)
