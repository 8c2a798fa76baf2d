"""A text holds what looks like a name, a number, an address or a birth date of a person.

Why: a chart is kept under a code so that a copy of it tells nobody who the patient is. One phone number in a note
undoes that for good, because git keeps it. Names are those of identity.toml (each word of it in the patient's own
chart, two together in any other) and whatever follows Mr., Ms. or Dr.; without identity.toml no other word is guessed
to be a name. 988, toll-free lines and numbers of the program's crisis text are no secret, and a date is a birth date
only beside a word of birth. A plan with `identified = true` is left alone.
What to do: write the code, the relation or the role in its place, or set `identified = true` where the program keeps
identified charts. The finding never repeats what it found.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.identifiers import KINDS, Known, kinds_in
from iopctl.model.chart import Census
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.walk import free_texts

RULE = Rule("FI105", "identifier-present", Severity.ERROR, ("identifier_patterns",), personal=True)


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each text and kind of identifier: a continuing state, as long as it stands there."""
    limit = pack.limit("identifier_patterns", today)
    if limit is None:
        return
    known = Known.of(census)
    identified = {chart.patient for chart in census.charts if chart.plan.identified}
    for place, text, patient in _texts(census):
        if patient in identified:
            continue
        for kind in kinds_in(text, patient, known):
            if kind in limit.words:
                yield RULE.finding(
                    place,
                    f"{place} holds what looks like {KINDS[kind]}, and the chart is not marked identified",
                    "write the code, the relation or the role instead, or set identified = true in the plan",
                    patient=patient,
                    limit=limit,
                )


def _texts(census: Census) -> Iterator[tuple[Place, str, str | None]]:
    """Every text about patients, with the one it is about; a session's own and a waiver for many are about nobody's."""
    for chart in census.charts:
        for document in (chart.plan, *chart.reviews, *chart.assessments):
            for key, text in free_texts(document):
                yield document.at(*key), text, chart.patient
    for week in census.weeks:
        for key, text in free_texts(week):
            yield week.at(*key), text, str(key[3]) if "attendance" in key else None
    for key, text in free_texts(census.program):
        if key[0] == "waivers":
            yield census.program.at(*key), text, None
