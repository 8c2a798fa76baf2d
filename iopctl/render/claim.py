"""A claim, what the counts say of it, and the sentence that may be said."""

from dataclasses import replace

from iopctl.render.report import report_sheet
from iopctl.render.sheet import Sheet
from iopctl.reporting.claims import Tested

TOO_SMALL = "The counts are too small to be shared, so nothing may be said outside."


def claim_sheet(tested: Tested) -> Sheet:
    """The report with the verdict before it; where a figure is hidden the sentence would tell it."""
    report = tested.report
    hidden = any(figure.hidden for figure in report.figures)
    sentence = TOO_SMALL if hidden else tested.sentence
    sheet = report_sheet(report)
    told = {"claim": tested.claim, "verdict": tested.verdict, "sentence": sentence, **sheet.data["report"]}
    verdict = [f"Claim: {tested.claim}. Verdict: {tested.verdict}.", f"What may be said: {sentence}"]
    return replace(sheet, data={"claim": told}, notes=["", *verdict, *sheet.notes])
