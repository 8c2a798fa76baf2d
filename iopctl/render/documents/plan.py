"""The plan for signature: everything that is signed, and lines for those who sign."""

from collections.abc import Iterator
from datetime import date

from iopctl.drafting.gaps import Gap
from iopctl.model.chart import Chart
from iopctl.model.digest import content_digest
from iopctl.model.rule import Finding
from iopctl.render.document import Document, Section
from iopctl.render.drafted import left_lines
from iopctl.render.plan import plan_sheet


def plan_document(chart: Chart, today: date, unsigned: list[Finding], gaps: list[Gap]) -> Document:
    """Every section of the plan as `plan show` has it; what is left open is printed as open."""
    sheet = plan_sheet(chart, today, unsigned, gaps)
    plan = chart.plan
    about = [
        chart.program.name,
        f"Patient {plan.patient}, {plan.status_on(today)}, revision {plan.revision}. Printed as of {today}.",
    ]
    sections = [Section(grid.title, grids=[grid]) for grid in sheet.grids]
    foot = [f"Who signs here signs revision {plan.revision} with these words: {content_digest(plan)}."]
    return Document(
        "plan", f"Treatment plan {plan.patient}", about, [*sections, Section("Left open", points=_open(gaps))],
        list(_signers(chart)), foot,
    )  # fmt: skip


def _open(gaps: list[Gap]) -> list[str]:
    return [line.strip() for line in left_lines(gaps) if gaps and line != "Left for you:"] or ["Nothing."]


def _signers(chart: Chart) -> Iterator[str]:
    plan = chart.plan
    yield f"Patient, {plan.patient}"
    if plan.primary_therapist:
        yield f"Primary therapist, {plan.primary_therapist}"
    if plan.treating_physician:
        yield f"Physician, {plan.treating_physician}"
