"""A session is led by nobody whose credential is on the pack's list for that kind of service.

Why: a payer pays for a service by who gives it, and audits ask for the proof. A lead qualifies by the title of a
credential in force on the day of the session, or by role; a co-led session needs one who does. Nobody on file, or no
credential on file, shows nothing. Sessions held and sessions still planned are judged, so that another lead can be
found in time; one without any lead only once its day has come. Kinds that the list leaves out anybody may lead.
What to do: name a lead with one of the credentials, or record the credential in program.toml.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.program import Program
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("ST101", "credential-not-allowed", Severity.ERROR, ("lead_credentials",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each session: about it, not the patient, so equal for all in the group and reported once."""
    for booking in chart.bookings:
        limit = pack.limit("lead_credentials", booking.session.date, chart.plan)
        service = chart.program.service_by_id.get(booking.session.service)
        if limit is None or service is None or not booking.held_or_planned:
            continue
        allowed = [
            title for key, titles in limit.word_lists.items() if service.kind in key.split("/") for title in titles
        ]
        if allowed and not _qualified(chart.program, booking, allowed, today):
            yield _finding(chart.program, booking, service.kind, allowed, limit)


def _qualified(program: Program, booking: Booking, allowed: list[str], today: date) -> bool:
    session = booking.session
    if not session.leads:
        return session.date > today
    wanted = {title.casefold() for title in allowed}
    return any(title.casefold() in wanted for lead in session.leads for title in _titles(program, lead, session.date))


def _titles(program: Program, lead: str, day: date) -> list[str]:
    """What somebody may be called that day: by each credential in force, and by role."""
    person = program.staff_by_id.get(lead)
    return [] if person is None else [person.role, *(each.title for each in person.credentials_on(day))]


def _finding(program: Program, booking: Booking, kind: str, allowed: list[str], limit: Limit) -> Finding:
    session = booking.session
    led = " and ".join(f"{lead} ({_shown(program, lead, session.date)})" for lead in session.leads) or "nobody on file"
    return RULE.finding(
        booking.place,
        f"{booking.ref} on {session.date} is {kind} led by {led}, which needs one of {', '.join(allowed)}",
        "name a lead with one of these, or record the credential in program.toml",
        limit=limit,
        on=session.date,
    )


def _shown(program: Program, lead: str, day: date) -> str:
    if lead not in program.staff_by_id:
        return "not on the staff list"
    return ", ".join(_titles(program, lead, day)[1:]) or "no credential in force"
