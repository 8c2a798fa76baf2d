"""Findings whose every text tries to be more than text."""

from dataclasses import replace
from datetime import date
from typing import Any

from iopctl.model.checked import Checked
from iopctl.model.frozen import Place
from iopctl.model.program import GroupWaiver
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.waiver import Waiver
from iopctl.rules import do101_planned_weekly_minimum as do101
from iopctl.rules import fi101_unknown_key as fi101
from iopctl.rules import me101_baseline_missing as me101

AS_OF = date(2026, 11, 23)
HOSTILE = (
    "::error::50 %, \x1b[31m]]> <!-- &amp; {0} [her](file:///x) %0A \x00 \ufffe \ud800 \u202e ##[group] é 😀\r\n"
    "second line"
)
FILE = "weeks/a b,c:d é%41#?.toml"


def finding(rule: Rule = do101.RULE, **fields: Any) -> Finding:
    """A located finding about pt-0001; its message is hostile unless another is given."""
    place = Place(fields.pop("file", "pt-0001/plan.toml"), ("services", 0))
    message, patient = fields.pop("message", HOSTILE), fields.pop("patient", "pt-0001")
    made = rule.finding(place, message, "add 60 minutes", patient=patient)
    return replace(made, **{"line": 17, "column": 3, "anchor": "services.group", **fields})


def waiver(kind: type[Waiver] = Waiver) -> Waiver:
    """A waiver with a hostile reason, as no file could hold it."""
    return kind.model_construct(code="DO101", reason=HOSTILE, by="d01", until=date(2026, 12, 4))


def checked(*findings: Finding, **fields: Any) -> Checked:
    """A check of two charts."""
    return Checked(findings, ("pt-0001", "pt-0002"), AS_OF, **fields)


# One of each: an error, a warning about the program, an information, and the ways in which one is set aside.
EACH = (
    finding(patient=None, rule=fi101.RULE, file=FILE, severity=Severity.WARNING),
    finding(),
    finding(me101.RULE, severity=Severity.INFO),
    finding(waived=waiver()),
    finding(waived=waiver(GroupWaiver)),
    finding(frozen=True),
)
