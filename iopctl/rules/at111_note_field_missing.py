"""A session note lacks something that the pack requires of one.

Why: a note shows that a service was given, by whom, for which goal, and what came of it; what it leaves out cannot be
claimed. Date, start, end and participants are the session's own. The provider is shown by a lead who is on the staff
list with a credential in force that day; a signature needs who and when, and counts from its date on. A row that is no
note at all is a matter for AT109.
What to do: complete the note, and sign it. Name the lead in the session and their credentials in program.toml.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.notes import Attended, noted
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.program import Program
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import day_of

RULE = Rule("AT111", "note-field-missing", Severity.ERROR, ("note_fields",))

# What packs call a part of a note, in the words of a clinic; a part without words here goes by its key.
NAMES = {
    "noted_at": "when it was written (noted_at)",
    "provider": "a lead with a credential in force that day (leads)",
    "did": "what was done (did)",
    "response": "how the patient responded (response)",
    "objectives": "the objectives it served (objectives)",
    "signed": "a signature (signed_by, signed_at)",
}


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each note, with everything that it lacks."""
    for each in noted(chart, today):
        limit = pack.limit("note_fields", each.day, chart.plan)
        required = () if limit is None else limit.words
        missing = [NAMES.get(field, field) for field in required if not _has(chart.program, each, field, today)]
        if missing:
            yield RULE.finding(
                each.at(),
                f"the note of {each.name} lacks {', '.join(missing)}",
                "complete the note and sign it",
                patient=chart.patient,
                limit=limit,
                on=each.day,
            )


def _has(program: Program, each: Attended, field: str, today: date) -> bool:
    record = each.record
    if field == "provider":
        leads = (program.staff_by_id.get(lead) for lead in each.booking.session.leads)
        return any(lead is not None and lead.credentials_on(each.day) for lead in leads)
    if field == "signed":
        return record.signed_by is not None and record.signed_at is not None and day_of(record.signed_at) <= today
    value = getattr(record, field, None)
    return bool(value.strip() if isinstance(value, str) else value)
