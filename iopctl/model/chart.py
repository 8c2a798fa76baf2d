"""Everything on file for one stay, and for the program as a whole."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from iopctl.model.assessment import Assessment
from iopctl.model.claim import Claim
from iopctl.model.frozen import Place
from iopctl.model.history import History
from iopctl.model.identity import Identity
from iopctl.model.instrument import Instrument
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.week import Attendance, Session, Week


@dataclass(frozen=True)
class Booking:
    """One patient's place in one session, and what was recorded about it."""

    week: Week
    index: int
    session: Session
    attendance: Attendance | None

    @property
    def place(self) -> Place:
        """The session's block in its week file."""
        return self.week.at("sessions", self.index)

    @property
    def ref(self) -> str:
        """The name by which other files and commands refer to the session."""
        return f"{self.week.week}/{self.session.id}"

    @property
    def offered(self) -> bool:
        """Whether the program held or holds it: not cancelled, for everybody or for this patient."""
        called_off = self.attendance is not None and self.attendance.status == "cancelled-by-program"
        return self.session.cancelled is None and not called_off

    @property
    def held_or_planned(self) -> bool:
        """Whether it is a visit of the patient, made or still to come: neither called off nor missed."""
        missed = self.attendance is not None and not self.attendance.present
        return self.session.cancelled is None and not missed


@dataclass(frozen=True)
class Chart:
    """One patient's stay. Bookings, assessments, reviews and claims are in order of time."""

    program: Program
    plan: Plan
    bookings: tuple[Booking, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    reviews: tuple[Review, ...] = ()
    claims: tuple[Claim, ...] = ()
    identity: Identity | None = None
    # Mondays whose week file could be read. A week without a file is a gap, not a week of no sessions.
    weeks_on_file: frozenset[date] = field(default_factory=frozenset)
    # Every instrument that can be scored, by id: rules read no files.
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    history: History | None = None  # None: nobody asked git

    @property
    def patient(self) -> str:
        """The patient's code."""
        return self.plan.patient

    def given(self, instrument: str) -> tuple[Assessment, ...]:
        """The assessments with this instrument, oldest first."""
        return tuple(a for a in self.assessments if a.instrument == instrument)

    def booked(self, first: date, last: date) -> tuple[Booking, ...]:
        """The bookings of these days, both ends included."""
        start = bisect_left(self.bookings, first, key=_day)
        return self.bookings[start : bisect_right(self.bookings, last, lo=start, key=_day)]

    def pack_ids(self, on: date) -> tuple[str, ...]:
        """The packs that apply that day: the program's, then the payers' by their coverage."""
        covered = (coverage.pack for coverage in self.plan.coverage if coverage.covers(on))
        return tuple(dict.fromkeys((*self.program.packs, *covered)))

    def last_day(self, today: date) -> date:
        """The day on which a continuing state is judged: today, or the last day of a stay that is over."""
        return min(today, self.plan.discharged_on or today)


@dataclass(frozen=True)
class Census:
    """The whole program: every chart that could be read, every week, and what could not be read."""

    program: Program
    charts: tuple[Chart, ...] = ()
    weeks: tuple[Week, ...] = ()
    # Ids of the packs that can be named, shipped or the program's own.
    known_packs: frozenset[str] = field(default_factory=frozenset)
    unreadable: frozenset[str] = field(default_factory=frozenset)
    history: History | None = None

    @cached_property
    def chart_by_patient(self) -> dict[str, Chart]:
        """Charts by patient code."""
        return {chart.patient: chart for chart in self.charts}

    @cached_property
    def patients(self) -> frozenset[str]:
        """Every patient with a folder, readable or not."""
        return self.unreadable | self.chart_by_patient.keys()

    def person_of(self, patient: str) -> str:
        """The code of somebody's first stay: who comes back gets a new one (`previous_stay`) and is the same person."""
        stays = [patient]
        while stays[-1] in self.chart_by_patient:
            earlier = self.chart_by_patient[stays[-1]].plan.previous_stay
            if earlier is None or earlier in stays:
                break
            stays.append(earlier)
        return stays[-1]

    def with_week(self, week: Week) -> "Census":
        """The program as it would be with this week on file, in place of the one of that name."""
        weeks = (*(each for each in self.weeks if each.week != week.week), week)
        bookings, mondays = bookings_of(weeks), frozenset(each.monday for each in weeks)
        charts = tuple(
            replace(chart, bookings=bookings.get(chart.patient, ()), weeks_on_file=mondays) for chart in self.charts
        )
        return replace(self, charts=charts, weeks=weeks)

    def sessions(self) -> Iterator[tuple[Week, int, Session]]:
        """Every session with its week and its index there."""
        for week in self.weeks:
            for index, session in enumerate(week.sessions):
                yield week, index, session


def _day(booking: Booking) -> date:
    return booking.session.date


def bookings_of(weeks: tuple[Week, ...]) -> dict[str, tuple[Booking, ...]]:
    """The sessions of each patient, in order of time."""
    found: dict[str, list[Booking]] = {}
    for week in sorted(weeks, key=lambda week: week.monday):
        for index, session in enumerate(week.sessions):
            for patient in session.roster:
                booking = Booking(week, index, session, session.attendance.get(patient))
                found.setdefault(patient, []).append(booking)
    return {
        patient: tuple(sorted(mine, key=lambda b: (b.session.date, b.session.start, b.session.id)))
        for patient, mine in found.items()
    }
