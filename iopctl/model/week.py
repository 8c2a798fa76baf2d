"""One weekly schedule: sessions, rosters, attendance."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from iopctl.model.frozen import Document, Frozen
from iopctl.model.program import Break
from iopctl.model.words import Clock, Id, Ids, Moment, PatientId, SessionRef, Text, WeekId

Status = Literal["attended", "partial", "absent-excused", "absent-unexcused", "cancelled-by-program"]
PRESENT = frozenset({"attended", "partial"})


class LateEntry(Frozen):
    """Why a note or a signature was entered late."""

    reason: Text


class Cosigned(Frozen):
    """A supervisor's signature."""

    by: Id
    at: Moment


class Attendance(Frozen):
    """What one patient did in one session; minutes are derived from arrival and leaving."""

    status: Status
    arrived: Clock | None = None
    left: Clock | None = None
    reason: Text | None = None
    objectives: Ids = ()
    did: Ids = ()
    response: Text | None = None
    noted_by: Id | None = None
    noted_at: Moment | None = None
    signed_by: Id | None = None
    signed_at: Moment | None = None
    cosigned: Cosigned | None = None
    late_entry: LateEntry | None = None

    @property
    def present(self) -> bool:
        """Whether any part of the session was attended."""
        return self.status in PRESENT

    @property
    def written_at(self) -> Moment | None:
        """When the note was written: as noted, else as signed; None where no date is on record."""
        return self.noted_at or self.signed_at

    def is_note(self, *, kept_here: bool) -> bool:
        """Whether the row is a session note: signed, or with the patient's response in words.

        Where notes are kept in these rows a dated one is a note too; elsewhere the date is that of the attendance.
        """
        written = self.signed_at is not None or bool((self.response or "").strip())
        return self.present and (written or (kept_here and self.noted_at is not None))


class Cancelled(Frozen):
    """Why and by whom a session was called off."""

    reason: Text
    by: Id
    on: dt.date


class Session(Frozen):
    """One planned contact on one day, in the program's local time."""

    id: Id
    service: Id
    module: Text | None = None  # of the service's modules the one that is held, once somebody has said so
    date: dt.date
    start: Clock
    end: Clock
    start_fold: Literal[0, 1] | None = None
    end_fold: Literal[0, 1] | None = None
    breaks: Annotated[tuple[Break, ...], Field(strict=False)] = ()
    room: Id | None = None
    leads: Ids = ()
    patients: Annotated[tuple[PatientId, ...], Field(strict=False)] = ()
    makes_up: SessionRef | None = None  # of everybody in it
    make_ups: dict[PatientId, SessionRef] = {}  # of one patient in a group that others attend for its own sake
    pinned: bool = False  # `week build` leaves it as it is
    cancelled: Cancelled | None = None
    attendance: dict[PatientId, Attendance] = {}

    def makes_up_for(self, patient: str) -> str | None:
        """The session in place of which it is given to one patient."""
        return self.make_ups.get(patient, self.makes_up)

    @property
    def roster(self) -> tuple[str, ...]:
        """Everybody expected or seen, in the order written."""
        return tuple(dict.fromkeys((*self.patients, *self.attendance)))


def week_id(day: dt.date) -> str:
    """The ISO week that holds the day, as week files name it."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


class Week(Document):
    """weeks/2026-W48.toml."""

    week: WeekId
    monday: dt.date
    sessions: Annotated[tuple[Session, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _monday_begins_the_week(self) -> Self:
        if self.monday.weekday() != 0 or week_id(self.monday) != self.week:
            raise ValueError("monday is not the Monday of that ISO week")
        return self

    @property
    def sunday(self) -> dt.date:
        """The last day of the week."""
        return self.monday + dt.timedelta(days=6)
