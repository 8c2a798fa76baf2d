"""The first and the last score of a stay that has ended; whoever lacks one is counted by the reason.

The first is the baseline as `review` has it: what the plan's first objective with the instrument states, else the first
valid total. The last is the last valid total up to the day of discharge. A pair needs valid forms of two days, so that
a baseline is never held against itself; a form that cannot be scored is none.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from iopctl import scoring
from iopctl.model.instrument import Instrument
from iopctl.reporting.closed import Closed

WEEK_4 = 28  # days: whoever leaves earlier has been measured once in many programs
# In the order in which it is asked; each stay without a pair is in exactly one.
Missing = Literal[
    "no form",
    "incomplete forms only",
    "one score, left before week 4",
    "no last score",
    "no first score",
]


@dataclass(frozen=True)
class Pair:
    """Both scores of one stay; `stated` where the first is the plan's and no form's."""

    first: float
    last: float
    stated: bool


@dataclass(frozen=True)
class Pairs:
    """The pairs of every closed stay, and how many stays have none and why."""

    pairs: tuple[Pair, ...]
    missing: dict[str, int]


def pairs_of(stays: Iterable[Closed], instrument: Instrument) -> Pairs:
    """Every stay once: with its pair, or with the reason why there is none."""
    found = [pair_of(stay, instrument) for stay in stays]
    missing = Counter[str](each for each in found if not isinstance(each, Pair))
    return Pairs(tuple(each for each in found if isinstance(each, Pair)), dict(missing.most_common()))


def pair_of(stay: Closed, instrument: Instrument) -> Pair | Missing:
    """The pair of one stay, or the reason why there is none."""
    forms = [form for form in stay.chart.given(instrument.id) if form.given_on <= stay.on]
    totals = [(form.given_on, scoring.total_of(instrument, form)) for form in forms]
    scores = [(day, total) for day, total in totals if total is not None]
    if not scores:
        return "incomplete forms only" if forms else "no form"
    (day, first), (last_day, last) = scores[0], scores[-1]
    if day < last_day:
        stated = stay.chart.plan.stated_baseline(instrument.id)
        return Pair(first if stated is None else stated, last, stated is not None and stated != first)
    admitted = stay.chart.plan.admitted_on
    if admitted is not None and (stay.on - admitted).days < WEEK_4:
        return "one score, left before week 4"
    early = admitted is None or day - admitted <= stay.on - day
    return "no last score" if early else "no first score"
