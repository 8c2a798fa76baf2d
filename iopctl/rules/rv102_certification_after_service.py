"""The first certification is dated after the first service, or is missing after it.

Why: a physician certifies that the patient needs this level of care before it is given; what was given before nobody
had certified. The same day passes. The first service is the first session attended from admission on; of a payer who
came later, the first one on a day that the payer covers.
What to do: have the physician certify by the day of the first session. Afterwards, certify now and answer for the days
between.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.certifications import certified
from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("RV102", "certification-after-service", Severity.WARNING, ("certified_before",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Once the day of the first service has passed; ahead of a first session within the lead time a reminder."""
    first = _first_service(chart, pack, today)
    limit = None if first is None else pack.limit("certified_before", first, chart.plan)
    if first is None or limit is None or "first-service" not in limit.words:
        return
    on_file = certified(chart.plan, today)
    place, severity = chart.plan.at("certifications"), None
    next_step = "have the physician certify the need, and answer for the days served before"
    if on_file:
        index, certification = on_file[0]
        if certification.on <= first:
            return
        place = chart.plan.at("certifications", index, "on")
        message = f"the first certification is of {certification.on}, after the first service on {first}"
    elif first < today:
        message = f"no certification is on file, the first service was on {first}"
    elif due_soon(first, today):
        message = f"no certification is on file, it is due on {first} with the first service"
        next_step, severity = "have the physician certify the need by then", Severity.INFO
    else:
        return
    yield RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=first, severity=severity)


def _first_service(chart: Chart, pack: RulePack, today: date) -> date | None:
    """The first day attended or ahead, among the days on which the pack applies if there are any."""
    admitted = chart.plan.admitted_on
    if admitted is None:
        return None
    bookings = chart.booked(admitted, chart.plan.discharged_on or date.max)
    days = [booking.session.date for booking in bookings if _served(booking, today)]
    return min([day for day in days if pack.id in chart.pack_ids(day)] or days, default=None)


def _served(booking: Booking, today: date) -> bool:
    if booking.attendance is None:
        return booking.offered and booking.session.date >= today
    return booking.attendance.present
