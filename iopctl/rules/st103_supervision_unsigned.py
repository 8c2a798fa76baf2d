"""A supervisee's session note lacks the supervisor's signature in time.

Why: who is not yet licensed works under somebody who is, and that signature is the only proof of it. The business days
of the pack count from the day the note is dated (`noted_at`, else the supervisee's signature); signing on the last of
them passes. Whoever noted or signed counts as a supervisee while `supervision` in program.toml covers that day. The
signature counts from the supervisor of that day or of the day it is given: in `cosigned`, or as the signer of the note.
What to do: have the supervisor read and sign it. A late signature stays late; agree on a time each day for signing.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.deadlines import add_business_days, due_soon
from iopctl.counting.notes import Attended, noted
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.program import Staff
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule("ST103", "supervision-unsigned", Severity.WARNING, ("supervision_business_days",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """Late, or missing once the last day has passed; before that, a reminder."""
    for note in noted(chart, today):
        written = note.record.written_at
        author = None if written is None else _supervisee(chart, note, day_of(written))
        limit = None if written is None else pack.limit("supervision_business_days", day_of(written), chart.plan)
        if written is None or author is None or limit is None:
            continue
        due = add_business_days(day_of(written), limit.number, pack.holidays)
        signed = _signed_on(note, author, day_of(written), today)
        message = _message(signed, due, today)
        if message is not None:
            yield RULE.finding(
                note.at(),
                f"the note of {note.name} by {author.id} {message}",
                "have the supervisor read and sign it" if signed is None else "have the next ones signed in time",
                patient=chart.patient,
                limit=limit,
                on=day_of(written),
                severity=Severity.INFO if due >= today and signed is None else None,
            )


def _message(signed: date | None, due: date, today: date) -> str | None:
    """What is wrong with the signature; None while nothing is."""
    if signed is not None:
        return f"was signed by a supervisor on {signed}, it was due on {due}" if due < signed else None
    if due < today:
        return f"has no signature of a supervisor, it was due on {due}"
    return f"has no signature of a supervisor yet, it is due on {due}" if due_soon(due, today) else None


def _supervisee(chart: Chart, note: Attended, day: date) -> Staff | None:
    """Who noted or signed and was supervised that day."""
    authors = (chart.program.staff_by_id.get(by or "") for by in (note.record.noted_by, note.record.signed_by))
    return next((each for each in authors if each is not None and each.supervisors_on(day)), None)


def _signed_on(note: Attended, author: Staff, written: date, today: date) -> date | None:
    """The first day by the as-of day on which a supervisor signed."""
    record, days = note.record, []
    signatures = [(record.signed_by, record.signed_at)]
    if record.cosigned is not None:
        signatures.append((record.cosigned.by, record.cosigned.at))
    for by, at in signatures:
        day = None if at is None else day_of(at)
        if day is not None and day <= today and by in {*author.supervisors_on(written), *author.supervisors_on(day)}:
            days.append(day)
    return min(days, default=None)
