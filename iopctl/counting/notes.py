"""Session notes: which sessions ask for one, and which have one on file by a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.model.chart import Booking, Chart
from iopctl.model.frozen import Place
from iopctl.model.week import Attendance
from iopctl.model.words import day_of


@dataclass(frozen=True)
class Attended:
    """A session of which the patient attended any part, and the row that records it."""

    booking: Booking
    record: Attendance
    patient: str
    kept_here: bool  # whether the program keeps its notes in these rows

    @property
    def day(self) -> date:
        """The local day of the session."""
        return self.booking.session.date

    @property
    def name(self) -> str:
        """The session in a sentence."""
        return f"{self.booking.ref} on {self.day}"

    def at(self, *key: str | int) -> Place:
        """The place of a key in the row."""
        return self.booking.week.at("sessions", self.booking.index, "attendance", self.patient, *key)

    def has_note_by(self, day: date) -> bool:
        """Whether the note stood on file by a day: one that was written later did not yet."""
        written = self.record.written_at
        noted = self.record.is_note(kept_here=self.kept_here)
        return noted and (written is None or day_of(written) <= day)


def attended(chart: Chart, today: date) -> Iterator[Attended]:
    """The sessions up to the as-of day that the patient attended and that were not called off."""
    kept_here = chart.program.notes == "here"
    for booking in chart.bookings:
        record, session = booking.attendance, booking.session
        if record is not None and record.present and session.cancelled is None and session.date <= today:
            yield Attended(booking, record, chart.patient, kept_here)


def noted(chart: Chart, today: date) -> Iterator[Attended]:
    """Those with a note on file by the as-of day."""
    return (each for each in attended(chart, today) if each.has_note_by(today))
