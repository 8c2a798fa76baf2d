"""One progress review on one day."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from iopctl.model.frozen import Document, Frozen
from iopctl.model.week import LateEntry
from iopctl.model.words import Id, Text

Progress = Literal["met", "improving", "unchanged", "worse"]
Decision = Literal["continue", "amend", "step-down", "step-up", "discharge"]


class GoalReview(Frozen):
    """How a goal moved since the last review."""

    status: Progress
    text: Text | None = None


class ObjectiveReview(Frozen):
    """What was seen for an objective that no questionnaire measures: a count, a duration, yes or no."""

    seen: int | float | bool
    text: Text | None = None


class CriterionReview(Frozen):
    """Whether a discharge criterion is met."""

    met: bool
    text: Text | None = None


class Review(Document):
    """reviews/DATE.toml."""

    on: date
    by: Id
    present: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    decision: Decision | None = None
    filed_on: date | None = None
    late_entry: LateEntry | None = None
    event: Text | None = None
    text: Text | None = None
    goals: dict[Id, GoalReview] = {}
    objectives: dict[Id, ObjectiveReview] = {}
    discharge_criteria: dict[Id, CriterionReview] = {}
