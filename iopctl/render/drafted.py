"""A plan that has just been drafted: what stands in it, what was carried from a record and what not, what is left."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from iopctl.drafting.fhir import Carried, Draft, NotCarried
from iopctl.drafting.gaps import Gap
from iopctl.model.plan import Plan
from iopctl.render.sheet import Grid, Sheet

_MASKED = re.compile(r"file [0-9]+")


def drafted_sheet(
    file: str, template: str, plan: Plan, assessments: Sequence[str], draft: Draft | None, left: Sequence[Gap]
) -> Sheet:
    """The draft as data and for people; without a record there is nothing to list but the heading."""
    carried, lost = (draft.carried, draft.not_carried) if draft else ((), ())
    resources = draft.resources if draft else 0
    data = {
        "patient": plan.patient,
        "file": file,
        "template": template,
        "status": plan.status,
        "assessments": list(assessments),
        "resources": resources,
        "carried": [asdict(each) for each in carried],
        "not_carried": [asdict(each) for each in lost],
        "left": [asdict(gap) for gap in left],
    }
    grids = [_carried_grid(carried), _lost_grid(lost), _parts_grid(lost)]
    notes = [] if draft is None else ["", f"carried {len(carried)} of {resources} resources"]
    files = {*(each.file for each in carried), *(each.file for each in lost)}
    if any(_MASKED.fullmatch(file or "") for file in files):
        notes.append("A file whose name holds somebody's name is printed by its place on the command line.")
    return Sheet({"plan": data}, [grid for grid in grids if grid.rows], _heading(plan, template), notes)


def left_lines(gaps: Iterable[Gap]) -> list[str]:
    """What is left for a person, a line for each section."""
    lines = [
        f"  {section}: {'; '.join(gap.text for gap in group)}"
        for section, group in groupby(gaps, key=lambda gap: gap.section)
    ]
    return ["Left for you:", *lines] if lines else ["Nothing is left open."]


def _heading(plan: Plan, template: str) -> str:
    counts = (
        (len(plan.needs), "needs"),
        (len(plan.goals), "goals"),
        (sum(len(goal.objectives) for goal in plan.goals), "objectives"),
        (len(plan.services), "services"),
    )
    listed = ", ".join(f"{count} {word if count != 1 else word[:-1]}" for count, word in counts)
    return f"{plan.patient}  {plan.status}, revision {plan.revision}, template {template}: {listed}"


def _carried_grid(carried: Sequence[Carried]) -> Grid:
    """Resources of one kind that went to the same place share a row."""
    rows = []
    for (file, kind, to, remark), group in groupby(carried, key=lambda c: (c.file, _kind(c.resource), c.to, c.remark)):
        numbers = _numbers([int(each.resource.rpartition(" ")[2]) for each in group])
        rows.append((f"{kind} {numbers}", file, to, remark))
    lines = [f"{name} of {file}: {to}{f'; {remark}' if remark else ''}" for name, file, to, remark in rows]
    return Grid("Carried", ("resource", "file", "where", "note"), rows, lines=lines)


def _lost_grid(lost: Sequence[NotCarried]) -> Grid:
    rows = [
        (each.resource if each.count == 1 else f"{each.resource} ({each.count})", each.file or "several", each.why)
        for each in lost
        if each.part is None
    ]
    lines = [f"{name} of {file}: {why}" for name, file, why in rows]
    return Grid("Not carried", ("resource", "file", "why"), rows, lines=lines)


def _parts_grid(lost: Sequence[NotCarried]) -> Grid:
    """Parts that stay behind for one reason share a row."""
    rows = []
    parts = (each for each in lost if each.part is not None)
    for (resource, file, why), group in groupby(parts, key=lambda each: (each.resource, each.file, each.why)):
        names = [str(each.part) if each.count == 1 else f"{each.part} ({each.count})" for each in group]
        rows.append((resource, file or "all", ", ".join(names), why))
    lines = [f"{name} of {file}, {part}: {why}" for name, file, part, why in rows]
    return Grid("Left out of what was carried", ("resource", "file", "part", "why"), rows, lines=lines)


def _numbers(numbers: Sequence[int]) -> str:
    """`1, 3`; of three and more in a row the first and the last: `1 to 220`."""
    rows: list[list[int]] = []
    for each in numbers:
        if rows and each == rows[-1][-1] + 1:
            rows[-1].append(each)
        else:
            rows.append([each])
    return ", ".join(f"{row[0]} to {row[-1]}" if row[2:] else ", ".join(str(each) for each in row) for row in rows)


def _kind(resource: str) -> str:
    return resource.rpartition(" ")[0]
