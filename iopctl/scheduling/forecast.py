"""Where a running week leads: what was attended, what is still booked, who will miss a weekly minimum, by how much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.delivery import attended
from iopctl.counting.hours import WEEK_LIMITS
from iopctl.counting.minimum import asks_for_days, required, tapers
from iopctl.counting.minutes import Dose, Span, dose, scheduled, session_span
from iopctl.counting.planned import in_stay
from iopctl.counting.weeks import ProgramWeek, on_file, week_of
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import RulePack


@dataclass(frozen=True)
class Prospect:
    """One weekly minimum, and what the week will lack of it; None where it is not judged or the week is not on file."""

    pack: str
    code: str
    value: int
    missing: int | None
    taper: bool


@dataclass(frozen=True)
class Forecast:
    """One program week of one chart as of a day; minutes are countable minutes."""

    chart: Chart
    week: ProgramWeek
    on_file: bool
    attended: tuple[Span, ...]
    coming: tuple[Span, ...]
    no_record: Dose  # sessions of past days about which nothing is recorded: a gap, and never delivered
    limits: tuple[Prospect, ...]

    @property
    def patient(self) -> str:
        """The code."""
        return self.chart.patient

    @property
    def done(self) -> Dose:
        """What was attended so far."""
        return dose(self.chart.program, self.attended)

    @property
    def booked(self) -> Dose:
        """What is still to come."""
        return dose(self.chart.program, self.coming)

    @property
    def total(self) -> Dose:
        """Both; a day that has some of each is one day."""
        return dose(self.chart.program, (*self.attended, *self.coming))

    @property
    def short_minutes(self) -> int:
        """The most that a pack in force will miss."""
        return self._missing("DO101")

    @property
    def short_days(self) -> int:
        """The same in days."""
        return self._missing("DO103")

    @property
    def short(self) -> bool:
        """Whether some minimum will be missed."""
        return bool(self.short_minutes or self.short_days)

    def _missing(self, code: str) -> int:
        return max((each.missing or 0 for each in self.limits if each.code == code), default=0)


def week_on(chart: Chart, first: date, last: date, today: date) -> ProgramWeek:
    """The chart's own week among the days that are named: the running one if it can be, else the nearest to it."""
    return week_of(chart, min(max(first, today), last))


def in_care(chart: Chart, week: ProgramWeek) -> bool:
    """Whether a day of the week lies in the stay of somebody who is, or then was, in treatment."""
    admitted = chart.plan.admitted_on is not None
    return admitted and any(chart.plan.status_on(day) == "active" and in_stay(chart, day) for day in week.dates)


def forecast(chart: Chart, packs: Mapping[str, RulePack], week: ProgramWeek, today: date) -> Forecast:
    """The week to its end, if everybody comes to what is booked."""
    end = chart.plan.ends_on or week.last
    bookings = chart.booked(week.first, min(week.last, end))
    given = attended(chart, [each for each in bookings if each.session.date <= today])
    ahead = [session_span(chart.program, each.session) for each in bookings if _is_coming(chart, each, today)]
    gaps = scheduled(chart.program, (b for b in bookings if b.session.date < today and b.attendance is None))
    known = on_file(chart, week, end)
    total = dose(chart.program, (*given, *ahead))
    limits = tuple(_limits(chart, packs, week, end, total if known else None))
    return Forecast(chart, week, known, tuple(given), tuple(ahead), gaps, limits)


def _is_coming(chart: Chart, booking: Booking, today: date) -> bool:
    """Whether a session is still to be held with the patient: a later one, or one of today without a record."""
    day = booking.session.date
    if day < today or (day == today and booking.attendance is not None):
        return False
    return booking.offered and in_stay(chart, day) and chart.program.closed(day, chart.plan.track) is None


def _limits(
    chart: Chart, packs: Mapping[str, RulePack], week: ProgramWeek, end: date, total: Dose | None
) -> Iterator[Prospect]:
    """The minimums in force on the first day, held against the week in prospect as DO101 and DO103 judge a week."""
    for pack in (packs[each] for each in chart.pack_ids(week.first) if each in packs):
        for code, name in WEEK_LIMITS.items():
            limit = pack.limit(name, week.first, chart.plan)
            if limit is None or (code == "DO103" and not asks_for_days(chart, pack, week)):
                continue
            need = required(chart, pack, limit, week, end)
            missing = None
            if need is not None and total is not None:
                missing = max(need - (total.minutes if code == "DO101" else total.days), 0)
            value = limit.number if need is None else need
            yield Prospect(pack.id, code, value, missing, tapers(chart, pack, week))
