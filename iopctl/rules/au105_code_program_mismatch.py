"""A claim lacks the condition code or bill type of its program and setting, or a line has another service's code.

Why: payers tell an intensive outpatient claim by these marks. Without them it is returned, or paid as something that
was not given. A bill type of 13X stands for 131, 132 and so on, with or without a leading zero. The marks of a claim
are dated by its first day, its lines each by their own. Modifiers of a code do not matter.
What to do: correct the mark, or bill the claim to the payer it belongs to and write that payer's pack in `pack`.
"""

from collections.abc import Collection, Iterator
from datetime import date
from fnmatch import fnmatchcase

from iopctl.counting.billed import billed, claims_for, shown
from iopctl.model.chart import Chart
from iopctl.model.claim import Claim
from iopctl.model.frozen import Key
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "AU105",
    "code-program-mismatch",
    Severity.ERROR,
    limits=("condition_codes", "bill_types", "service_codes"),
    reads=("bill_types_by_setting",),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each mark of a claim, and for each line."""
    for claim in claims_for(chart, pack):
        if claim.first is not None and claim.first <= today:
            yield from _condition(chart, pack, claim, claim.first)
            yield from _bill_type(chart, pack, claim, claim.first)
    for each in billed(chart, pack, today):
        limit = pack.limit("service_codes", each.on, chart.plan)
        if limit is not None and each.code not in limit.words:
            message = f"{each.name} is billed on {each.on}, this payer's code is {' or '.join(limit.words)}"
            yield _finding(chart, each.claim, ("lines", each.index, "code"), message, limit, each.on)


def _condition(chart: Chart, pack: RulePack, claim: Claim, day: date) -> Iterator[Finding]:
    limit = pack.limit("condition_codes", day, chart.plan)
    if limit is not None and not set(claim.condition_codes) & set(limit.words):
        seen = f"only {', '.join(map(shown, claim.condition_codes))}" if claim.condition_codes else "it has none"
        message = f"the claim from {day} needs condition code {' or '.join(limit.words)}, {seen}"
        yield _finding(chart, claim, ("condition_codes",), message, limit, day)


def _bill_type(chart: Chart, pack: RulePack, claim: Claim, day: date) -> Iterator[Finding]:
    """By the setting of the program where the pack knows it, after the types that the pack takes from any."""
    limit = pack.limit("bill_types", day, chart.plan)
    if limit is None:
        return
    by_setting = pack.limit("bill_types_by_setting", day, chart.plan)
    types = by_setting.word_lists.get(chart.program.setting or "") if by_setting else None
    seen = f"it has {shown(claim.bill_type.strip())}" if claim.bill_type else "it has none"
    if not _among(claim.bill_type, limit.words):
        message = f"the claim from {day} needs a bill type {' or '.join(types or limit.words)}, {seen}"
        yield _finding(chart, claim, ("bill_type",), message, limit, day)
    elif by_setting and types and not _among(claim.bill_type, types):
        message = f"the claim from {day} needs a bill type {' or '.join(types)} for this setting, {seen}"
        yield _finding(chart, claim, ("bill_type",), message, by_setting, day)


def _among(bill_type: str | None, allowed: Collection[str]) -> bool:
    """Whether a bill type is one of those given, in which X is any sign; payers write some with a leading zero."""
    bare = (bill_type or "").strip().upper().removeprefix("0")
    return any(fnmatchcase(bare, each.replace("X", "?")) for each in allowed)


def _finding(chart: Chart, claim: Claim, key: Key, message: str, limit: Limit, on: date) -> Finding:
    return RULE.finding(
        claim.at(*key),
        message,
        "correct the claim, or name in it the pack of the payer it is for",
        patient=chart.patient,
        limit=limit,
        on=on,
    )
