"""Appointment for each place in a session, Encounter for each that was taken."""

from datetime import datetime

from iopctl.counting.minutes import attended_span, session_span
from iopctl.export.fhir.case import Case
from iopctl.export.fhir.elements import HL7, Json, coding, identifier, own, resource_id, written
from iopctl.model.chart import Booking

_AMBULATORY = coding(f"{HL7}/v3-ActCode", "AMB", "ambulatory")


def write(case: Case) -> None:
    """Oldest first."""
    for booking in case.chart.bookings:
        name = resource_id(booking.ref.replace("/", "-").lower().replace("-w", "W", 1))
        whole = session_span(case.program, booking.session)
        kind = _kind(case, booking)
        status = _status(booking)
        leads = [case.by(each) for each in booking.session.leads]
        appointment = {
            "identifier": identifier("session", booking.ref),
            "status": status,
            "serviceType": [kind],
            "start": _instant(case, whole.start),
            "end": _instant(case, whole.end),
            "participant": [
                {"actor": each, "status": "accepted"} for each in (case.subject, *leads) if each is not None
            ],
        }
        where = case.add("Appointment", name, appointment)
        here = attended_span(case.program, booking)
        if here is not None:
            encounter = {
                "identifier": identifier("session", booking.ref),
                "status": "finished",
                "class": _AMBULATORY,
                "type": [kind],
                "subject": case.subject,
                "episodeOfCare": [case.to("EpisodeOfCare", "stay")],
                "appointment": [where],
                "participant": [{"individual": each} for each in leads if each is not None],
                "period": {"start": _instant(case, here.start), "end": _instant(case, here.end)},
                "serviceProvider": case.organization,
            }
            case.add("Encounter", name, encounter, "us-core-encounter")


def _kind(case: Case, booking: Booking) -> Json:
    known = case.program.service_by_id.get(booking.session.service)
    return own("service", booking.session.service, (known and written(known.title)) or booking.session.service)


def _status(booking: Booking) -> str:
    record = booking.attendance
    if not booking.offered:
        return "cancelled"
    if record is not None:
        return "fulfilled" if record.present else "noshow"
    return "booked"


def _instant(case: Case, moment: datetime) -> str:
    return moment.astimezone(case.program.zone).isoformat()
