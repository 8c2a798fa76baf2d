"""The standing week of one patient, and its dated changes."""

from typing import Annotated, Literal

from pydantic import Field

from iopctl.model.frozen import Frozen, Period
from iopctl.model.words import Clock, Day, Id, Ids


class OwnTime(Frozen):
    """A standing weekly time of one patient alone."""

    service: Id
    day: Day
    start: Clock
    end: Clock
    by: Id | None = None
    room: Id | None = None


class Pattern(Frozen):
    """The standing week: program slots, and times of one's own."""

    slots: Ids = ()
    own: Annotated[tuple[OwnTime, ...], Field(strict=False)] = ()


class PatternChange(Period, Pattern):
    """Another standing week for some days; `step-down` is the taper of DO105."""

    kind: Literal["step-down", "step-up", "other"] = "other"
