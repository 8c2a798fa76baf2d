"""More patients attended a therapy group than the pack allows.

Why: beyond a size a therapy group becomes a lecture; states and payers set the maximum, and attendance sheets are what
audits count. Everybody who was there for any part counts, exactly the maximum passes; how many were booked does not
matter. Kinds of service that the pack exempts are left out.
What to do: split the group, or open a second one; write in the note how the larger group was led.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.groups import groups_attended
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import ServiceKind

RULE = Rule("GR101", "therapy-group-too-large", Severity.ERROR, ("therapy_group_max",))

KINDS: tuple[ServiceKind, ...] = ("group-therapy",)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each session: about it, not the patient, so equal for all in the group and reported once."""
    for booking, count in groups_attended(chart, pack, KINDS, today):
        limit = pack.limit("therapy_group_max", booking.session.date, chart.plan)
        if limit is not None and count > limit.number:
            yield RULE.finding(
                booking.place,
                f"{count} patients attended {booking.ref} on {booking.session.date},"
                f" at most {limit.number} are allowed in a therapy group",
                "split the group, or open a second one",
                limit=limit,
                on=booking.session.date,
            )
