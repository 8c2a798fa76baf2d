"""A session that the patient attended has no note.

Why: what is not documented was not done; auditors take back the payment for a session without a note. A note is an
attendance row that is dated (`noted_at`), signed (`signed_at`), or has the patient's response. One written after the
as-of day did not stand there yet; a session of the as-of day itself is a reminder, since its day is not over. Where the
program keeps its notes in another system (`notes = "elsewhere"`) nothing here shows them, and that is said once.
What to do: write the note. After the day of the session it is a late entry: mark it as one, with the reason. If notes
are kept in another system, say so in program.toml.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.notes import Attended, attended
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AT109", "note-missing", Severity.ERROR, ("session_notes",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each attended session without a note; of a program without notes here only that."""
    for each in attended(chart, today):
        limit = pack.limit("session_notes", each.day, chart.plan)
        if limit is None or not limit.words:
            continue
        if chart.program.notes == "elsewhere":
            yield from _elsewhere(chart, pack, today)
            return
        if not each.has_note_by(today):
            yield _missing(chart, each, limit, today)


def _missing(chart: Chart, each: Attended, limit: Limit, today: date) -> Finding:
    over = each.day < today
    return RULE.finding(
        each.at(),
        f"{each.name} was attended and has no note" if over else f"{each.name} was attended and has no note yet",
        "write it as a late entry, or say in program.toml that notes are kept elsewhere" if over else "write it today",
        patient=chart.patient,
        limit=limit,
        on=each.day,
        severity=None if over else Severity.INFO,
    )


def _elsewhere(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """About the program, not the patient: equal for every chart, so it is reported once."""
    limit = pack.limit("session_notes", today)
    if limit is not None:
        yield RULE.finding(
            chart.program.at("notes"),
            "session notes are kept elsewhere: whether attended sessions have one cannot be seen here",
            "check the other system for them, with the list of attended sessions",
            limit=limit,
            severity=Severity.INFO,
        )
