"""Somebody leads sessions on days on which none of their credentials on file is in force.

Why: a service by somebody whose licence had lapsed is not payable, and audits take back every session of the lapse. The
first and the last day of a credential count. Who has several needs one in force; who has none on file is a matter for
ST101. Sessions held and sessions still planned are judged. A credential that is still in force today but ends before
planned sessions is a reminder in its last days.
What to do: record the renewal under `credentials`, or name another lead until it is there.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from iopctl.counting.deadlines import due_soon
from iopctl.model.chart import Census
from iopctl.model.pack import Limit, RulePack
from iopctl.model.program import Staff
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.week import Session

RULE = Rule("ST102", "credential-not-current", Severity.ERROR, ("credential_in_force",))

Gap = tuple[date | None, date | None]  # the last day before it, the first day after it
Led = tuple[str, Session]


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each person and lapse, however many sessions it holds."""
    led = _led(census) if "credential_in_force" in pack.limits else {}
    for index, person in enumerate(census.program.staff):
        lapsed = [
            (_gap(person, each[1].date), limit, each)
            for each in led.get(person.id, ())
            if person.credentials and not person.credentials_on(each[1].date)
            if (limit := pack.limit("credential_in_force", each[1].date)) is not None and "lead" in limit.words
        ]
        for (gap, limit), group in groupby(lapsed, key=lambda each: each[:2]):
            yield from _finding(census, index, gap, limit, [each for _, _, each in group], today)


def _led(census: Census) -> dict[str, list[Led]]:
    """The sessions of each lead in order of time, held or planned for somebody."""
    found: dict[str, list[Led]] = {}
    for week, _, session in sorted(census.sessions(), key=lambda each: (each[2].date, each[2].start, each[2].id)):
        if session.cancelled is None and any(_expected(session, patient) for patient in session.roster):
            for lead in dict.fromkeys(session.leads):
                found.setdefault(lead, []).append((f"{week.week}/{session.id}", session))
    return found


def _expected(session: Session, patient: str) -> bool:
    record = session.attendance.get(patient)
    return record is None or record.present


def _gap(person: Staff, day: date) -> Gap:
    ended = [each.until for each in person.credentials if each.until is not None and each.until < day]
    begins = [each.from_ for each in person.credentials if each.from_ is not None and each.from_ > day]
    return max(ended, default=None), min(begins, default=None)


def _finding(census: Census, index: int, gap: Gap, limit: Limit, led: list[Led], today: date) -> Iterator[Finding]:
    ended, begins = gap
    ahead = ended is not None and ended >= today
    if ended is not None and ahead and not due_soon(ended, today):
        return
    (ref, first), days = led[0], [session.date for _, session in led]
    count = "1 session" if len(led) == 1 else f"{len(led)} sessions"
    yield RULE.finding(
        census.program.at("staff", index, "credentials"),
        f"{census.program.staff[index].id} leads {count} without a credential in force, first {ref} on {first.date}:"
        f" {_span(ended, begins)}",
        "record the renewal under credentials, or name another lead",
        limit=limit,
        on=max((day for day in days if day <= today), default=days[0]),
        severity=Severity.INFO if ahead else None,
    )


def _span(ended: date | None, begins: date | None) -> str:
    parts = [f"the last one ends on {ended}"] if ended else []
    if begins:
        parts.append(f"the {'next' if ended else 'first'} one begins on {begins}")
    return ", ".join(parts)
