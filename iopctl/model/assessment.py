"""One completed instrument on one day, as recorded."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from iopctl.model.frozen import Document, Frozen
from iopctl.model.words import Id, Moment, Text, day_of

SKIP: Literal["skip"] = "skip"
NOT_APPLICABLE: Literal["na"] = "na"
Answer = int | Literal["skip", "na", "yes", "no"]


class Action(Frozen):
    """What was done about an alert."""

    on: date
    by: Id
    text: Text


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
