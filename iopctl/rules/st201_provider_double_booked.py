"""One staff member leads two sessions that overlap.

Why: nobody leads two rooms at once; a provider in two places is a program-integrity finding (settlements name it).
One session with two leads is co-led and no overlap.
What to do: name another lead for one of the sessions, move it, or cancel it. If the two are one session, write it once.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, groupby

from iopctl.counting.minutes import session_span, shared_minutes
from iopctl.model.chart import Census
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.week import Session, Week

RULE = Rule("ST201", "provider-double-booked", Severity.ERROR, ("overlap_minutes",))

Held = tuple[Week, int, Session]


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each pair of sessions and person, at the later session."""
    held = sorted((each for each in census.sessions() if each[2].cancelled is None), key=_when)
    for day, same_day in groupby(held, key=lambda each: each[2].date):
        limit = pack.limit("overlap_minutes", day)
        if limit is None:
            continue
        for earlier, later in combinations(same_day, 2):
            minutes = shared_minutes(session_span(census.program, earlier[2]), session_span(census.program, later[2]))
            if minutes >= limit.number:
                for person in sorted(set(earlier[2].leads) & set(later[2].leads)):
                    yield RULE.finding(
                        later[0].at("sessions", later[1]),
                        f"{person} leads {_ref(earlier)} and {_ref(later)},"
                        f" which overlap by {minutes} min, less than {limit.number} min is allowed",
                        "name another lead for one of them, move it, or cancel it",
                        limit=limit,
                        on=day,
                    )


def _when(each: Held) -> tuple[object, ...]:
    week, index, session = each
    return session.date, session.start, week.week, index


def _ref(each: Held) -> str:
    return f"{each[0].week}/{each[2].id}"
