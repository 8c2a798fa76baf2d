"""One completed instrument on one day, as recorded."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from iopctl.model.frozen import Document, Frozen
from iopctl.model.words import Id, Moment, Stamp, Text, day_of

SKIP: Literal["skip"] = "skip"
NOT_APPLICABLE: Literal["na"] = "na"
Answer = int | Literal["skip", "na", "yes", "no"]


class Action(Frozen):
    """What was done about an alert; `at` where the time is known, a moment of that day."""

    on: date
    at: Stamp | None = None
    by: Id
    text: Text

    @model_validator(mode="after")
    def _at_is_on_its_day(self) -> Self:
        if self.at is not None and day_of(self.at) != self.on:
            raise ValueError("at must be a time of the day that on names")
        return self

    @property
    def done(self) -> Moment:
        """When it was done, as exactly as it is known."""
        return self.at or self.on


class Assessment(Document):
    """assessments/DATE-INSTRUMENT.toml. Total and band stand as recorded that day; `check` recomputes them."""

    instrument: Id
    given_at: Moment
    by: Id | None = None
    answers: Annotated[tuple[Answer, ...], Field(strict=False)] = ()
    total: int | float | None = None
    band: Id | None = None
    level: Id | None = None
    source: Text | None = None
    action: Action | None = None

    @property
    def given_on(self) -> date:
        """The local day it was given."""
        return day_of(self.given_at)

    @property
    def filled_in(self) -> bool:
        """Whether it measured something: a total or answers. A level alone is a judgement."""
        return self.total is not None or bool(self.answers)
