"""Answers as they are typed, and what each is worth on its form."""

import re
from collections.abc import Sequence
from typing import cast

from iopctl.model.assessment import NOT_APPLICABLE, SKIP, Answer
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number

WORDS = {"no": 0, "yes": 1}


class InvalidAnswer(ValueError):
    """An answer is not on the form. `item` is its number, 1 for the first; 0 when the number of answers is wrong."""

    def __init__(self, item: int, sentence: str) -> None:
        super().__init__(sentence)
        self.item = item


def read_answers(instrument: Instrument, words: Sequence[str]) -> tuple[Answer, ...]:
    """Answers as they were typed. Raises InvalidAnswer for the first word that no form takes."""
    return tuple(_read_answer(instrument, number, word) for number, word in enumerate(words, 1))


def read_total(text: str) -> Number | None:
    """A total as it was written on a form, a mean with its decimals; None for what is no number of a form."""
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,4})?", text):
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def points_of(instrument: Instrument, answers: Sequence[Answer]) -> dict[int, int]:
    """What each scored item counts, reversed where the form is; what is blank or not on the form is left out."""
    points = {}
    for item, answer in enumerate(answers[: instrument.count], 1):
        value = _value(instrument, answer)
        if value is not None and value in instrument.values(item):
            ends = instrument.values(item)
            points[item] = ends[0] + ends[-1] - value if item in instrument.reverse else value
    return points


def refuse_what_is_not_on_the_form(instrument: Instrument, answers: Sequence[Answer]) -> None:
    """Raise InvalidAnswer for a wrong number of answers, or the first that its item does not take."""
    if instrument.score == "none":
        raise InvalidAnswer(0, f"{instrument.id} is scored elsewhere: give its total, not the answers")
    wanted, extra = instrument.count, len(instrument.extra_items)
    if not wanted <= len(answers) <= wanted + extra:
        also = f" to {wanted + extra}" if extra else ""
        raise InvalidAnswer(0, f"{instrument.id} has {wanted}{also} items, {len(answers)} answers were given")
    for number, answer in enumerate(answers, 1):
        if not takes(instrument, number, answer):
            raise _off_the_form(instrument, number)


def takes(instrument: Instrument, number: int, answer: Answer) -> bool:
    """Whether the item takes this answer; every item may be left blank."""
    if answer == SKIP:
        return True
    if answer == NOT_APPLICABLE:
        return instrument.not_applicable is not None and instrument.not_applicable.item == number
    if number > instrument.count:
        return isinstance(answer, int) and 0 <= answer <= instrument.extra_items[number - instrument.count - 1].max
    if instrument.triage is not None:
        return answer in WORDS
    return _value(instrument, answer) in instrument.values(number)


def offered(instrument: Instrument, number: int) -> str:
    """The answers of an item in words: `0 to 3`, `0, 2, 4`, `yes or no`."""
    if number > instrument.count:
        return f"0 to {instrument.extra_items[number - instrument.count - 1].max}"
    if instrument.yes_no:
        return "yes or no"
    values = instrument.values(number)
    even = values == tuple(range(values[0], values[-1] + 1))
    numbers = f"{values[0]} to {values[-1]}" if even else ", ".join(map(str, values))
    return f"{numbers}, na" if takes(instrument, number, NOT_APPLICABLE) else numbers


def _read_answer(instrument: Instrument, number: int, word: str) -> Answer:
    if word in {SKIP, NOT_APPLICABLE, *WORDS}:
        return cast("Answer", word)
    if re.fullmatch(r"-?[0-9]{1,4}", word):
        value = int(word)
        if instrument.yes_no and value in WORDS.values() and number <= instrument.count:
            return "yes" if value else "no"
        return value
    raise _off_the_form(instrument, number)


def _value(instrument: Instrument, answer: Answer) -> int | None:
    if isinstance(answer, int):
        return answer
    return WORDS.get(answer) if instrument.yes_no else None


def _off_the_form(instrument: Instrument, number: int) -> InvalidAnswer:
    if number > instrument.count + len(instrument.extra_items):
        return InvalidAnswer(0, f"{instrument.id} has {instrument.count} items, more answers were given")
    return InvalidAnswer(number, f"item {number}: answer {offered(instrument, number)}, or skip")
