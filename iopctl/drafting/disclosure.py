"""What may be told to whom: a consent that is live, or a sentence that says why not."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from iopctl.errors import Refused
from iopctl.model.plan import Plan
from iopctl.model.record import Consent

Purpose = Literal["work", "school"]
# A consent is for one of these when the party that it names is called so.
_PARTY = {
    "work": re.compile(r"\b(?:work|workplace|employer|job)\b", re.IGNORECASE),
    "school": re.compile(r"\b(?:school|college|university|teacher)\b", re.IGNORECASE),
}


def consent_for(plan: Plan, purpose: Purpose, today: date) -> Consent:
    """The consent that is live that day and ends last. Raises Refused without one."""
    named = list(_named(plan, purpose))
    live = [each for each in named if each.covers(today)]
    if live:
        return max(live, key=lambda each: each.until or date.max)
    ended = [each.until for each in named if each.until is not None and each.until < today]
    begins = [each.from_ for each in named if each.from_ is not None and each.from_ > today]
    if ended:
        why = f"the consent ended on {max(ended)}"
    elif begins:
        why = f"the consent begins on {min(begins)}"
    else:
        why = f"no consent names {'an employer' if purpose == 'work' else 'a school'} as its party"
    raise Refused(f"{plan.patient}: {why}, so nothing may be told. Add one under [[consents]] once it is signed.")


def _named(plan: Plan, purpose: Purpose) -> Iterator[Consent]:
    return (each for each in plan.consents if _PARTY[purpose].search(each.party))
