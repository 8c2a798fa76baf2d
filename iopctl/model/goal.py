"""What treatment is for: assessed needs, goals, and the measurable steps to them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from iopctl.model.frozen import Frozen
from iopctl.model.words import Id, Ids, Text, Texts

Number = int | float


class Deferred(Frozen):
    """Why a need is not worked on now."""

    on: date
    by: Id
    reason: Text


class Need(Frozen):
    """What the assessment found."""

    id: Id
    area: Text | None = None
    text: Text
    deferred: Deferred | None = None


class Measure(Frozen):
    """How an objective is seen to move: one metric, where it starts, where it should be."""

    instrument: Id | None = None
    count: Text | None = None
    frequency: Text | None = None
    duration: Text | None = None
    yes_no: Text | None = None
    baseline: Number | bool | None = None
    target: Number | bool | None = None

    @property
    def metric(self) -> str | None:
        """What is measured, in the plan's words; None when nothing is."""
        return self.instrument or self.count or self.frequency or self.duration or self.yes_no

    @model_validator(mode="after")
    def _one_metric(self) -> Self:
        given = (self.instrument, self.count, self.frequency, self.duration, self.yes_no)
        if sum(metric is not None for metric in given) > 1:
            raise ValueError("name one of instrument, count, frequency, duration, yes_no")
        return self


class Objective(Frozen):
    """A measurable step towards a goal."""

    id: Id
    text: Text
    measure: Measure | None = None
    due_on: date | None = None
    status: Literal["active", "met", "dropped"] = "active"
    closed_on: date | None = None
    strategies: Texts = ()
    by: Id | None = None

    @property
    def active(self) -> bool:
        """Whether it is still worked on."""
        return self.status == "active"


class Goal(Frozen):
    """An outcome the patient wants."""

    id: Id
    needs: Ids = ()
    text: Text
    own_words: Text | None = None
    status: Literal["active", "met", "dropped"] = "active"
    closed_on: date | None = None
    objectives: Annotated[tuple[Objective, ...], Field(strict=False)] = ()

    @property
    def active(self) -> bool:
        """Whether it is still worked on."""
        return self.status == "active"
