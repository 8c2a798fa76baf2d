"""The roster of one session: who is expected, and what the person who leads it should know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.planned import in_stay, pattern_on
from iopctl.counting.weeks import day_of_stay
from iopctl.model.chart import Chart
from iopctl.model.goal import Objective
from iopctl.model.instrument import Instrument
from iopctl.model.pattern import PatternChange
from iopctl.model.week import Attendance, Session
from iopctl.scoring import total_of


@dataclass(frozen=True)
class LastScore:
    """The last total on an instrument, up to the day of the session."""

    instrument: Instrument
    total: float
    on: date


@dataclass(frozen=True)
class Expected:
    """One patient of a roster. What the chart does not say is absent."""

    patient: str
    day: int | None
    objectives: tuple[Objective, ...]
    scores: tuple[LastScore, ...]
    remarks: tuple[str, ...]
    record: Attendance | None


def expected(
    session: Session,
    charts: Mapping[str, Chart],
    instruments: Mapping[str, Instrument],
    reviews_due: Mapping[str, date],
) -> list[Expected]:
    """Everybody on the roster, in the order written; `reviews_due` names those whose review is near or overdue."""
    return [
        _expected(session, patient, charts.get(patient), instruments, reviews_due.get(patient))
        for patient in session.roster
    ]


def _expected(
    session: Session, patient: str, chart: Chart | None, instruments: Mapping[str, Instrument], due: date | None
) -> Expected:
    record = session.attendance.get(patient)
    if chart is None:
        return Expected(patient, None, (), (), ("the chart cannot be read",), record)
    objectives = tuple(_linked(chart, session))
    return Expected(
        patient=patient,
        day=day_of_stay(chart.plan, session.date),
        objectives=objectives,
        scores=tuple(_last_scores(chart, objectives, instruments, session.date)),
        remarks=tuple(_remarks(chart, session, due)),
        record=record,
    )


def _linked(chart: Chart, session: Session) -> Iterator[Objective]:
    """The objectives in work that the plan ties to this service."""
    tied = {
        name for service in chart.plan.services if service.service == session.service for name in service.objectives
    }
    for goal in chart.plan.goals:
        for objective in goal.objectives:
            if goal.active and objective.active and objective.id in tied:
                yield objective


def _last_scores(
    chart: Chart, objectives: tuple[Objective, ...], instruments: Mapping[str, Instrument], day: date
) -> Iterator[LastScore]:
    """The last score on each instrument by which these objectives are measured."""
    measured = dict.fromkeys(o.measure.instrument for o in objectives if o.measure and o.measure.instrument)
    for name in measured:
        instrument = instruments.get(name)
        if instrument is not None:
            totals = [(total_of(instrument, form), form.given_on) for form in chart.given(name) if form.given_on <= day]
            known = [LastScore(instrument, total, on) for total, on in totals if total is not None]
            yield from known[-1:]


def _remarks(chart: Chart, session: Session, due: date | None) -> Iterator[str]:
    if chart.patient in session.make_ups:
        yield f"makes up for {session.make_ups[chart.patient]}"
    if session.attendance and chart.patient not in session.patients:
        yield "walked in"
    if not in_stay(chart, session.date):
        yield "not in the stay on this day"
    held = [booking for booking in chart.bookings if booking.offered]
    if held and held[0].session == session:
        yield "first session"
    elif not any(b.session.service == session.service and b.session.date < session.date for b in held):
        yield f"first {session.service}"
    change = pattern_on(chart, session.date)[0]
    if isinstance(change, PatternChange) and change.kind == "step-down":
        yield f"stepping down until {change.until}" if change.until else "stepping down"
    if chart.plan.ends_on == session.date:
        yield "last day of the stay"
    if due is not None:
        yield f"review due {due}"
