"""Who of the caseload comes first. The order is stated here and nowhere else.

1. an unanswered alert; 2. a finding of severity error; 3. an overdue review; 4. a last full week short of a
weekly minimum; 5. a score reliably worse than at the start; 6. a finding of severity warning; 7. everybody else.
Drafts come after every stay, ended stays last of all. Within one place the patient's code decides.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from iopctl.reviewing.stay import StayReview


class Reason(StrEnum):
    """Why somebody needs attention, the most urgent first."""

    ALERT = "open alert"
    ERROR = "error finding"
    OVERDUE = "review overdue"
    SHORT = "short hours"
    WORSE = "worsening score"
    WARNING = "warning finding"


STATUSES = ("active", "draft", "closed")


def reasons(stay: StayReview) -> list[Reason]:
    """Every reason that applies, the most urgent first. Only an active stay can be late, short or worse."""
    active, week = stay.status == "active", stay.last_full_week
    applies = {
        Reason.ALERT: bool(stay.alerts),
        Reason.ERROR: stay.count("error") > 0,
        Reason.OVERDUE: stay.next_review is not None and stay.next_review.overdue(stay.today),
        Reason.SHORT: active and week is not None and week.short,
        Reason.WORSE: active and any(c.change and c.change.movement == "reliably worse" for c in stay.courses),
        Reason.WARNING: stay.count("warning") > 0,
    }
    return [reason for reason in Reason if applies[reason]]


def caseload(stays: Iterable[StayReview], due: timedelta | None = None, *, everybody: bool) -> list[StayReview]:
    """The stays in the order above; ended ones on request, with a span only those with something due within it."""
    return sorted(
        (
            stay
            for stay in stays
            if (everybody or stay.status != "closed")
            and (due is None or any(item.within(stay.today, due) for item in stay.due))
        ),
        key=_urgency,
    )


def _urgency(stay: StayReview) -> tuple[int, int, str]:
    found = reasons(stay)
    place = list(Reason).index(found[0]) if found else len(Reason)
    return STATUSES.index(stay.status), place, stay.chart.patient
