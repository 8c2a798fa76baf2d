"""What a day holds: its sessions in order of time, and who of the roster has a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from iopctl.model.chart import Booking, Census
from iopctl.model.program import Closure, Program
from iopctl.model.rule import Finding
from iopctl.model.week import Session, Week


@dataclass(frozen=True)
class Held:
    """A session in its week."""

    week: Week
    index: int
    session: Session

    @property
    def ref(self) -> str:
        """The name by which commands and files refer to it."""
        return f"{self.week.week}/{self.session.id}"

    def booking(self, patient: str) -> Booking:
        """One patient's place in it."""
        return Booking(self.week, self.index, self.session, self.session.attendance.get(patient))

    def in_week(self, week: Week) -> "Held":
        """The same session in a later state of its week, wherever it stands there."""
        index = [session.id for session in week.sessions].index(self.session.id)
        return Held(week, index, week.sessions[index])

    @property
    def recorded(self) -> int:
        """How many of those expected have a record."""
        return sum(patient in self.session.attendance for patient in self.session.roster)


@dataclass(frozen=True)
class View:
    """What of a week is looked at; everything that is named has to fit."""

    patient: str | None = None
    staff: str | None = None
    room: str | None = None
    track: str | None = None

    def of(self, census: Census, week: Week) -> list[Held]:
        """The sessions in view, in order of time."""
        held = [Held(week, index, session) for index, session in enumerate(week.sessions)]
        return in_order(each for each in held if self._shows(census, each.session))

    def _shows(self, census: Census, session: Session) -> bool:
        return (
            (self.patient is None or self.patient in session.roster)
            and (self.staff is None or self.staff in session.leads)
            and (self.room is None or self.room == session.room)
            and (self.track is None or self.track in tracks_of(census, session))
        )


def tracks_of(census: Census, session: Session) -> set[str | None]:
    """The track of the slot that the session came from, else those of its patients."""
    slot = census.program.slot_by_id.get(session.id)
    if slot is not None:
        return {slot.track}
    charts = census.chart_by_patient
    return {charts[patient].plan.track for patient in session.roster if patient in charts}


def in_order(held: Iterable[Held]) -> list[Held]:
    """By time, then by id."""
    return sorted(held, key=lambda each: (each.session.date, each.session.start, each.session.id))


def sessions_on(census: Census, day: date, staff: str | None = None) -> list[Held]:
    """The sessions of a day, or those that one staff member leads; cancelled ones too."""
    return in_order(
        Held(week, index, session)
        for week, index, session in census.sessions()
        if session.date == day and (staff is None or staff in session.leads)
    )


@dataclass(frozen=True)
class Unrecorded:
    """A past session with patients of whom no attendance, or of an absence no reason, is on file."""

    held: Held
    patients: tuple[str, ...]
    lacks: Literal["record", "reason"]


def unrecorded(census: Census, findings: Iterable[Finding]) -> list[Unrecorded]:
    """The findings of AT101, which are one a patient, together by session in order of time."""
    weeks = {week.file: week for week in census.weeks}
    patients: dict[tuple[str, int, bool], list[str]] = {}
    for finding in findings:
        _, index, *below = finding.place.key
        patients.setdefault((finding.place.file, int(index), bool(below)), []).append(finding.patient or "")
    found = [
        Unrecorded(
            Held(weeks[file], index, weeks[file].sessions[index]),
            tuple(sorted(set(mine))),
            "reason" if below else "record",
        )
        for (file, index, below), mine in patients.items()
    ]
    return sorted(found, key=lambda each: (each.held.session.date, each.held.session.start, each.held.session.id))


def closures_on(program: Program, day: date) -> list[Closure]:
    """The closures in force, of the whole program or of some tracks."""
    return [closure for closure in program.closures if closure.date <= day <= (closure.until or closure.date)]
