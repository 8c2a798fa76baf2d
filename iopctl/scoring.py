"""Answers and an instrument give a total, a band and alerts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal, cast

from iopctl.model.assessment import SKIP, Answer, Assessment
from iopctl.model.instrument import Instrument

SAFETY_ITEM_UNANSWERED = "safety_item_unanswered"


@dataclass(frozen=True)
class Score:
    """What a set of answers amounts to. `incomplete` has no total, but its alerts stand."""

    instrument: str
    status: Literal["scored", "prorated", "incomplete"]
    missing: tuple[int, ...]
    raw: int
    prorated: float | None
    total: int | None
    band: str | None
    positive: bool | None
    alerts: tuple[str, ...]


class InvalidAnswer(ValueError):
    """An answer is not on the form. `item` is its number, 1 for the first; 0 when the number of answers is wrong."""

    def __init__(self, item: int, sentence: str) -> None:
        super().__init__(sentence)
        self.item = item


def score(instrument: Instrument, answers: Sequence[Answer]) -> Score:
    """Score one form; blanks are the word `skip`. Raises InvalidAnswer."""
    _refuse_what_is_not_on_the_form(instrument, answers)
    given = [answer for answer in answers if isinstance(answer, int)]
    missing = tuple(n for n, answer in enumerate(answers, 1) if answer == SKIP)
    raw, count = sum(given), len(instrument.items)
    prorated = Fraction(raw * count, len(given)) if given and missing else None
    scored = len(missing) <= instrument.missing.max_missing and bool(given)
    total = None if not scored else raw if prorated is None else half_up(prorated)
    return Score(
        instrument=instrument.id,
        status="incomplete" if total is None else "prorated" if missing else "scored",
        missing=missing,
        raw=raw,
        prorated=float(prorated) if scored and prorated is not None else None,
        total=total,
        band=None if total is None else instrument.band(total).id,
        positive=None if total is None else total >= instrument.positive_min,
        alerts=alerts(instrument, answers),
    )


def read_answers(instrument: Instrument, words: Sequence[str]) -> tuple[Answer, ...]:
    """Answers as they were typed. Raises InvalidAnswer for the first word that no form takes."""
    return tuple(_read_answer(instrument, number, word) for number, word in enumerate(words, 1))


def half_up(value: Fraction) -> int:
    """4.5 is 5, where Python's round gives 4 (measures, traps)."""
    return floor(value + Fraction(1, 2))


def alerts(instrument: Instrument, answers: Sequence[Answer]) -> tuple[str, ...]:
    """The alerts that answers raise, also on a form that cannot be scored.

    A safety item without an answer of the form raises its own: left out, or on file as something that is no answer.
    """
    by_item = dict(enumerate(answers, 1))
    raised = [
        alert.id
        for alert in instrument.alerts
        if isinstance(answer := by_item.get(alert.item), int) and answer >= alert.min
    ]
    if not all(_on_the_form(instrument, by_item.get(item)) for item in instrument.safety_items):
        raised.append(SAFETY_ITEM_UNANSWERED)
    return tuple(raised)


def restated(instrument: Instrument, assessment: Assessment) -> dict[str, int | str]:
    """Total and band as the answers give them, where the record says otherwise; nothing where answers give no total."""
    try:
        by_answers = score(instrument, assessment.answers) if assessment.answers else None
    except InvalidAnswer:
        return {}
    if by_answers is None or by_answers.total is None or by_answers.band is None:
        return {}
    found: dict[str, int | str] = {"total": by_answers.total, "band": by_answers.band}
    return {key: value for key, value in found.items() if getattr(assessment, key) != value}


def total_of(instrument: Instrument, assessment: Assessment) -> int | None:
    """The total of a form on file: by its answers, as recorded where it has none; None when there is no valid total."""
    if assessment.answers:
        try:
            return score(instrument, assessment.answers).total
        except InvalidAnswer:
            return None
    recorded = assessment.total
    return recorded if isinstance(recorded, int) and recorded in instrument.total_range else None


def _read_answer(instrument: Instrument, number: int, word: str) -> Answer:
    if word in {SKIP, "yes", "no"}:
        return cast("Answer", word)
    if re.fullmatch(r"-?[0-9]{1,4}", word):
        return int(word)
    raise _off_the_form(instrument, number)


def _off_the_form(instrument: Instrument, number: int) -> InvalidAnswer:
    low, high = instrument.response_min, instrument.response_max
    return InvalidAnswer(number, f"item {number}: answer {low} to {high}, or skip")


def _refuse_what_is_not_on_the_form(instrument: Instrument, answers: Sequence[Answer]) -> None:
    wanted = len(instrument.items)
    if len(answers) != wanted:
        raise InvalidAnswer(0, f"{instrument.id} has {wanted} items, {len(answers)} answers were given")
    for number, answer in enumerate(answers, 1):
        if answer != SKIP and not _on_the_form(instrument, answer):
            raise _off_the_form(instrument, number)


def _on_the_form(instrument: Instrument, answer: Answer | None) -> bool:
    return isinstance(answer, int) and instrument.response_min <= answer <= instrument.response_max
