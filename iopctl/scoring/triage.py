"""Yes and no to a level of risk: the highest of any yes, never lowered (measures, suicide triage logic)."""

from collections.abc import Mapping, Sequence

from iopctl.model.assessment import SKIP, Answer
from iopctl.model.scoring_key import Alert, Triage

INCONSISTENT_ANSWERS = "inconsistent_answers"


def unanswered(triage: Triage, answers: Sequence[Answer]) -> tuple[int, ...]:
    """The numbers of the fields that had to be asked and were not answered."""
    said = _said(triage, answers)
    blank = [each for each in triage.fields if said.get(each, SKIP) == SKIP and _asked(triage, said, each)]
    return tuple(triage.fields.index(each) + 1 for each in blank)


def risk(triage: Triage, answers: Sequence[Answer]) -> str:
    """The highest level that a yes has shown; a contradiction never lowers it."""
    said = _said(triage, answers)
    shown = [
        rule.risk
        for rule in triage.rules
        if said.get(rule.field) == "yes" and (rule.unless is None or said.get(rule.unless) != "yes")
    ]
    return max(shown, key=triage.levels.index, default=triage.levels[0])


def triage_alerts(triage: Triage, alerts: Sequence[Alert], answers: Sequence[Answer]) -> tuple[str, ...]:
    """The alert of the level, and one for a yes to what is only asked after another yes."""
    said, level = _said(triage, answers), risk(triage, answers)
    raised = [alert.id for alert in alerts if alert.risk == level]
    contradicted = any(said.get(each) == "yes" and said.get(on) == "no" for each, on in triage.asked_if.items())
    return (*raised, *([INCONSISTENT_ANSWERS] if contradicted else []))


def _said(triage: Triage, answers: Sequence[Answer]) -> Mapping[str, Answer]:
    return dict(zip(triage.fields, answers, strict=False))


def _asked(triage: Triage, said: Mapping[str, Answer], each: str) -> bool:
    depends = triage.asked_if.get(each)
    return depends is None or said.get(depends) == "yes"
