"""What a stay owes next: the review, the certification, signatures, objectives, the discharge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from iopctl.counting.certifications import certification_due
from iopctl.counting.reviews import reviews_due
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import pl104_signature_missing

Kind = Literal["review", "certification", "signature", "objective", "discharge"]


@dataclass(frozen=True)
class DueItem:
    """One thing that is due on a day, or without a day: now. Without a pack it is the plan's own word."""

    kind: Kind
    what: str
    on: date | None
    why: str | None = None
    pack: str | None = None

    def overdue(self, today: date) -> bool:
        """Whether the day has passed; acting on the day itself is in time (S8)."""
        return self.on is not None and self.on < today

    def within(self, today: date, span: timedelta) -> bool:
        """Whether it is due by the end of a span of days; what is overdue or due now is."""
        return self.on is None or self.on - today <= span


def due_items(chart: Chart, packs: Mapping[str, RulePack], today: date) -> list[DueItem]:
    """Everything that an active stay owes, the earliest first; drafts and ended stays owe nothing here."""
    if chart.plan.status_on(today) != "active":
        return []
    in_force = [packs[pack] for pack in chart.pack_ids(today) if pack in packs]
    found = [item for pack in in_force for item in _of_pack(chart, pack, today)]
    found += _signatures(chart, in_force, today)
    found += _objectives(chart)
    if chart.plan.planned_discharge_on is not None:
        found.append(DueItem("discharge", "planned discharge", chart.plan.planned_discharge_on))
    return sorted(found, key=lambda item: item.on or date.min)


def next_due(items: Sequence[DueItem], kind: Kind) -> DueItem | None:
    """The first of one kind."""
    return next((item for item in items if item.kind == kind), None)


def _of_pack(chart: Chart, pack: RulePack, today: date) -> Iterator[DueItem]:
    for due in reviews_due(chart, pack, today):
        unit = "months" if due.limit.name == "review_months" else "days"
        why = f"every {due.limit.number} {unit}, after {due.start.what}"
        yield DueItem("review", "progress review", due.on, why, pack.id)
    yield from _certification(chart, pack, today)


def _certification(chart: Chart, pack: RulePack, today: date) -> Iterator[DueItem]:
    due = certification_due(chart, pack, today)
    if due is None:
        return
    if due.last is None:
        yield DueItem("certification", "certification", None, "none is on file", pack.id)
        return
    start = f"that of {due.last}" if due.start.on == due.last else due.start.what
    yield DueItem("certification", "recertification", due.on, f"{due.limit.number} days after {start}", pack.id)


def _signatures(chart: Chart, packs: list[RulePack], today: date) -> Iterator[DueItem]:
    """What rule PL104 misses; a fault that several packs name stands once, with the first of them."""
    named: dict[str, DueItem] = {}
    for pack in packs:
        for finding in pl104_signature_missing.check(chart, pack, today):
            if finding.on is None:  # a dated one is a signature that came late; nobody can still give it in time
                item = DueItem("signature", finding.message, None, finding.next, pack.id)
                named.setdefault(finding.message, item)
    yield from named.values()


def _objectives(chart: Chart) -> Iterator[DueItem]:
    for goal in chart.plan.goals:
        for objective in goal.objectives:
            if goal.active and objective.active and objective.due_on is not None:
                yield DueItem("objective", f"objective {objective.id}", objective.due_on)
