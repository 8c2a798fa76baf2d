"""A patient added to a week: what a session of one's own is, and what it makes up for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from iopctl.counting.planned import promised_services
from iopctl.counting.weeks import week_of
from iopctl.errors import Refused, UsageError
from iopctl.model.chart import Census, Chart
from iopctl.model.pattern import OwnTime
from iopctl.model.plan import PlannedService
from iopctl.model.week import Session, Week
from iopctl.model.words import DAYS
from iopctl.scheduling.against import blocked, commitment_text, stretch_of
from iopctl.scheduling.arranging import refuse_settled, timed
from iopctl.scheduling.composing import own_id
from iopctl.scheduling.days import Held
from iopctl.scheduling.minutes_of_week import overlaps


@dataclass(frozen=True)
class Asked:
    """A session of one's own as it is asked for; what is not said the plan may say."""

    service: str
    on: date
    at: time
    minutes: int | None = None
    by: str | None = None
    room: str | None = None
    makes_up: str | None = None


def own_session(chart: Chart, week: Week, asked: Asked) -> Session:
    """The session, by the name a composed week would give it. Raises UsageError when nobody says how long it is."""
    dose = _dose(chart, asked.service, asked.on)
    minutes = asked.minutes or (dose and dose.minutes)
    if not minutes:
        raise UsageError(f"the plan of {chart.patient} does not say how long {asked.service} is: give --minutes.")
    by = asked.by or (dose.by if dose else None)
    day = DAYS[asked.on.weekday()]
    own = OwnTime(service=asked.service, day=day, start=asked.at, end=asked.at, by=by, room=asked.room)
    taken = {*chart.program.slot_by_id, *(each.id for each in week.sessions)}
    session = Session(
        id=own_id(own, chart.patient, taken),
        service=asked.service,
        date=asked.on,
        start=asked.at,
        end=asked.at,
        room=asked.room,
        leads=(by,) if by else (),
        patients=(chart.patient,),
        makes_up=asked.makes_up,
        pinned=asked.makes_up is None,  # a make-up stays as it is of itself
    )
    return timed(chart.program, session, asked.on, asked.at, minutes)


def _dose(chart: Chart, service: str, day: date) -> PlannedService | None:
    """What the plan promises of a service in the week of a day; None for nothing, or for two of unlike length."""
    found = [each for each in promised_services(chart, week_of(chart, day)) if each.service == service and each.minutes]
    return found[0] if len({each.minutes for each in found}) == 1 else None


def refuse_no_make_up(census: Census, patient: str, missed: Held) -> None:
    """Raise Refused for a session in which the patient had no place or was present, or that is made up already."""
    if patient not in missed.session.roster:
        raise Refused(f"{patient} is not on the roster of {missed.ref}, so there is nothing to make up.")
    record = missed.session.attendance.get(patient)
    if record is not None and record.present:
        raise Refused(f"{patient} was present in {missed.ref}, so there is nothing to make up.")
    for week, _, session in census.sessions():
        if session.makes_up_for(patient) == missed.ref and session.cancelled is None and patient in session.roster:
            raise Refused(f"{week.week}/{session.id} makes up for {missed.ref} already.")


def refuse_no_place(held: Held, patient: str, today: date) -> None:
    """Raise Refused for a session that the patient is in, that was called off, or that is over."""
    if patient in held.session.patients:
        raise Refused(f"{patient} is on the roster of {held.ref} already.")
    if held.session.cancelled is None and (held.session.date < today or held.session.attendance):
        attend = f"iopctl attend {held.ref} --walk-in --present {patient}"
        raise Refused(f"{held.ref} is over: who came is recorded, `{attend}`.")
    refuse_settled(held)


def with_patient(session: Session, patient: str, makes_up: str | None) -> Session:
    """The session with one patient more, and what it makes up for: for all in it where nobody else is."""
    fuller = session.model_copy(update={"patients": (*session.patients, patient)})
    if makes_up is None:
        return fuller
    of_one = {"make_ups": {**session.make_ups, patient: makes_up}}
    return fuller.model_copy(update=of_one if session.roster else {"makes_up": makes_up})


def notes_on(chart: Chart, held: Held, missed: Held | None) -> Iterator[str]:
    """What of a new place is to be known: what it makes up for, and whether it takes time that is kept if possible."""
    session, patient = held.session, chart.patient
    if (ref := session.makes_up_for(patient)) is not None:
        yield f"It makes up for {ref}."
    if missed is not None and missed.session.cancelled is None and patient not in missed.session.attendance:
        yield f"{missed.ref} is still planned for {patient}."
    for commitment in chart.plan.commitments:
        if not commitment.firm and overlaps(stretch_of(session), blocked(held.week.monday, commitment)):
            yield f"It takes time that {patient} would rather keep: {commitment_text(commitment)}."
