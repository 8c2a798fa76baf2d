"""The dose of each service and the hours of the week: what was promised against what was given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.counting.hours import WeekHours
from iopctl.counting.minutes import attended_span, scheduled, union_minutes
from iopctl.counting.planned import promised_services
from iopctl.counting.weeks import ProgramWeek, week_of
from iopctl.model.chart import Booking, Chart
from iopctl.model.plan import PlannedService
from iopctl.model.record import Exemption


@dataclass(frozen=True)
class ServiceDose:
    """One promised service over the full weeks of the stay so far. None where the plan states no frequency."""

    service: str
    weeks: int  # full weeks for which it was promised
    sessions_promised: float | None
    sessions_scheduled: int
    sessions_given: int
    minutes_promised: float | None
    minutes_given: int
    exempt: Exemption | None  # as of the day of judgement


@dataclass(frozen=True)
class Attendance:
    """Sessions attended out of those that were held and recorded; what the program cancelled was never offered."""

    attended: int
    recorded: int
    unrecorded: int  # held on an earlier day, and nothing about this patient is on file


@dataclass(frozen=True)
class RunningWeek:
    """The week of the day of judgement: countable minutes attended, and those that are still to come."""

    week: ProgramWeek
    delivered: int
    still_scheduled: int


def service_doses(chart: Chart, weeks: Sequence[WeekHours], today: date) -> list[ServiceDose]:
    """Every service that the plan promises, in its order; only full weeks are held against the promise (S4)."""
    full = [hours.week for hours in weeks if hours.full]
    services = dict.fromkeys(planned.service for planned in chart.plan.services)
    return [_service_dose(chart, service, full, today) for service in services]


def attendance(chart: Chart, today: date) -> Attendance:
    """Over the whole stay up to a day; a session of that very day counts once it is recorded."""
    held = [b for b in chart.bookings if b.offered and b.session.date <= today]
    recorded = [b.attendance for b in held if b.attendance is not None]
    return Attendance(
        attended=sum(record.present for record in recorded),
        recorded=len(recorded),
        unrecorded=sum(b.attendance is None and b.session.date < today for b in held),
    )


def running_week(chart: Chart, weeks: Sequence[WeekHours], today: date) -> RunningWeek | None:
    """The program week that holds the day; None before admission and after the stay."""
    week = week_of(chart, today)
    delivered = next((hours.delivered for hours in weeks if hours.week == week), None)
    if delivered is None or (chart.plan.discharged_on or today) < today:
        return None
    ahead = (b for b in chart.bookings if b.session.date <= week.last and _is_ahead(b, today))
    return RunningWeek(week, delivered, scheduled(chart.program, ahead).minutes)


def _is_ahead(booking: Booking, today: date) -> bool:
    """Whether the session is still to come; one of today until something is recorded about it."""
    day = booking.session.date
    return day > today or (day == today and booking.attendance is None)


def _service_dose(chart: Chart, service: str, full: Sequence[ProgramWeek], today: date) -> ServiceDose:
    known = chart.program.service_by_id.get(service)
    promised = [
        (week, planned)
        for week in full
        for planned in promised_services(chart, week)
        if planned.service == service and not (known and chart.plan.exempt(known.kind, week.first))
    ]
    bookings = [
        b
        for b in chart.bookings
        if b.session.service == service and any(week.first <= b.session.date <= week.last for week in full)
    ]
    given = [union_minutes([span]) for b in bookings if (span := attended_span(chart.program, b)) is not None]
    return ServiceDose(
        service=service,
        weeks=len({week for week, _ in promised}),
        sessions_promised=_sum(planned.per_week for _, planned in promised),
        sessions_scheduled=sum(b.offered for b in bookings),
        sessions_given=len(given),
        minutes_promised=_sum(_weekly_minutes(planned) for _, planned in promised),
        minutes_given=sum(given),
        exempt=chart.plan.exempt(known.kind, today) if known else None,
    )


def _weekly_minutes(planned: PlannedService) -> float | None:
    return None if planned.per_week is None or planned.minutes is None else planned.weekly_minutes


def _sum(amounts: Iterable[float | None]) -> float | None:
    """The sum, or None when a part of it is not stated."""
    known = list(amounts)
    return None if None in known else sum(amount for amount in known if amount is not None)
