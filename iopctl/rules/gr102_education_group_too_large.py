"""More patients attended an education or skills session than the pack allows.

Why: education stands a larger circle than therapy, but not any; the maximum is the state's, and attendance sheets are
what audits count. Everybody who was there for any part counts, exactly the maximum passes; how many were booked does
not matter. Kinds of service that the pack exempts are left out; a seminar or an outside speaker is of kind `other`.
What to do: hold the session twice, or book a seminar as what it is.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.groups import groups_attended
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import ServiceKind

RULE = Rule("GR102", "education-group-too-large", Severity.ERROR, ("education_group_max",))

KINDS: tuple[ServiceKind, ...] = ("education", "skills")


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each session: about it, not the patient, so equal for all in the group and reported once."""
    for booking, count in groups_attended(chart, pack, KINDS, today):
        limit = pack.limit("education_group_max", booking.session.date, chart.plan)
        if limit is not None and count > limit.number:
            yield RULE.finding(
                booking.place,
                f"{count} patients attended {booking.ref} on {booking.session.date},"
                f" at most {limit.number} are allowed in education or skills training",
                "hold the session twice, or book a seminar as what it is",
                limit=limit,
                on=booking.session.date,
            )
