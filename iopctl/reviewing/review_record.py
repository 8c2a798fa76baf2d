"""What is to be written of a review that was held, from what somebody stated."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from iopctl.errors import UsageError
from iopctl.model.chart import Chart
from iopctl.model.goal import Number, Objective
from iopctl.model.ids import known, known_staff
from iopctl.model.review import Progress

PROGRESS: tuple[str, ...] = get_args(Progress)
MET = {"met": True, "not-met": False}


@dataclass
class HeldReview:
    """One review while it is put together. Ids are checked against the plan as they come in."""

    chart: Chart
    on: date
    by: str
    present: Sequence[str] = ()
    decision: str | None = None
    text: str | None = None
    goals: dict[str, dict[str, str]] = field(default_factory=dict)
    objectives: dict[str, dict[str, Number | bool]] = field(default_factory=dict)
    criteria: dict[str, dict[str, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known_staff(self.chart.program, self.by)
        self.check_present(self.present)

    def check_present(self, people: Iterable[str]) -> None:
        """Raise NotFound for somebody who is neither staff nor the patient."""
        for person in people:
            known(
                person,
                [*self.chart.program.staff_by_id, self.chart.patient],
                "present: of that id is neither the patient nor staff",
            )

    def goal(self, stated: str) -> None:
        """From `g1=improving` or `g1=improving:text`. Raises UsageError, NotFound."""
        goal, rest = _parts(stated, "--goal: write ID=STATUS or ID=STATUS:TEXT, for example g1=improving")
        known(goal, [each.id for each in self.chart.plan.goals], f"{self.chart.patient} has no goal of that id")
        status, _, text = rest.partition(":")
        if status not in PROGRESS:
            raise UsageError(f"--goal {goal}: the status is one of {', '.join(PROGRESS)}.")
        self.goals[goal] = {"status": status, **({"text": text} if text else {})}

    def objective(self, stated: str) -> None:
        """From `g1.o2=3` or `g1.o2=yes`. Raises UsageError, NotFound."""
        name, value = _parts(stated, "--objective: write ID=VALUE, for example g1.o2=3")
        by_id = {each.id: each for goal in self.chart.plan.goals for each in goal.objectives}
        known(name, by_id, f"{self.chart.patient} has no objective of that id")
        self.objectives[name] = {"seen": seen_value(by_id[name], value)}

    def criterion(self, stated: str) -> None:
        """From `d1=met` or `d1=not-met`. Raises UsageError, NotFound."""
        name, value = _parts(stated, "--criterion: write ID=met or ID=not-met, for example d1=met")
        ids = [each.id for each in self.chart.plan.discharge_criteria]
        known(name, ids, f"{self.chart.patient} has no discharge criterion of that id")
        if value not in MET:
            raise UsageError(f"--criterion {name}: write met or not-met.")
        self.criteria[name] = {"met": MET[value]}

    @property
    def stem(self) -> str:
        """The name of the file, before a suffix for a second one that day."""
        return f"{self.chart.patient}/reviews/{self.on}"

    def fields(self) -> dict[str, Any]:
        """The fields of the file; what was not stated is left out."""
        stated: Mapping[str, Any] = {
            "on": self.on,
            "by": self.by,
            "present": list(self.present),
            "decision": self.decision,
            "text": self.text,
            "goals": self.goals,
            "objectives": self.objectives,
            "discharge_criteria": self.criteria,
        }
        return {key: value for key, value in stated.items() if value}

    @property
    def empty(self) -> bool:
        """Whether nothing at all is said about the stay; such a review would only reset the clock."""
        return not (self.goals or self.objectives or self.criteria or self.decision or self.text)

    def without_status(self) -> list[str]:
        """Active goals that this review does not speak of."""
        return [goal.id for goal in self.chart.plan.goals if goal.active and goal.id not in self.goals]


def state(review: HeldReview, goals: Iterable[str], objectives: Iterable[str], criteria: Iterable[str]) -> None:
    """Everything that the options say. Raises UsageError, NotFound."""
    for stated in goals:
        review.goal(stated)
    for stated in objectives:
        review.objective(stated)
    for stated in criteria:
        review.criterion(stated)


def seen_value(objective: Objective, text: str) -> Number | bool:
    """A number, or yes or no where that is the question. Raises UsageError."""
    measure = objective.measure
    if measure is not None and measure.instrument is not None:
        raise UsageError(f"{objective.id} is measured by {measure.instrument}: record it with `iopctl score`.")
    if measure is not None and measure.yes_no is not None:
        if text not in {"yes", "no"}:
            raise UsageError(f"{objective.id} is a question of yes or no.")
        return text == "yes"
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise UsageError(f"{objective.id} takes a number.")
    return float(text) if "." in text else int(text)


def _parts(stated: str, usage: str) -> tuple[str, str]:
    name, equals, value = stated.partition("=")
    if not (name and equals and value):
        raise UsageError(f"{usage}.")
    return name, value
