"""One completed questionnaire, gathered from the resources that speak of it, and what a chart keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from iopctl import scoring
from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import codings, concept_text, number, table, words
from iopctl.model.assessment import SKIP, Answer
from iopctl.model.instrument import Instrument
from iopctl.scoring import takes

SOURCE = "carried from a FHIR record"
_DIGITS = 9  # no total of a questionnaire is longer


@dataclass(eq=False)
class Form:
    """What the record says about one form: answers by item, totals as stated, answers that could not be read."""

    instrument: Instrument
    at: datetime | date | None
    sources: dict[Resource, None] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    unread: set[int] = field(default_factory=set)
    contested: set[int] = field(default_factory=set)
    totals: list[int | float] = field(default_factory=list)
    named: bool = False  # a panel, or a total, says which questionnaire it is

    def take_answer(self, item: int, holder: Mapping[str, Any]) -> None:
        """The answer to one item; without a value it was left blank."""
        value = value_of(holder)
        if value is None:
            return
        answer = answer_in(self.instrument, item, value)
        if answer is None:
            self.unread.add(item)
        elif self.answers.setdefault(item, answer) != answer:
            self.contested.add(item)

    def take_total(self, holder: Mapping[str, Any]) -> None:
        """The total as stated."""
        stated = number_in(value_of(holder))
        if stated is not None and stated not in self.totals:
            self.totals.append(stated)


@dataclass(frozen=True)
class Filed:
    """A form as it goes into the chart."""

    instrument: str
    given_on: date
    fields: dict[str, Any]
    remarks: tuple[str, ...]


def filed(form: Form, at: datetime | date | None) -> Filed | str:
    """The form as a file of the chart, or why it cannot be one."""
    if at is None:
        return "it has no full date on which it was given"
    doubt = _doubt(form)
    return _by_answers(form, at) if form.answers and doubt is None else _by_total(form, at, doubt)


def _doubt(form: Form) -> str | None:
    """Why the answers cannot stand."""
    if form.unread:
        return f"the answer to item {min(form.unread)} is none of the form's"
    return f"item {min(form.contested)} has two different answers" if form.contested else None


def _by_total(form: Form, at: datetime | date, doubt: str | None) -> Filed | str:
    if not form.totals:
        return f"{form.instrument.short}: {doubt or 'neither answers nor a total'}"
    total = form.totals[0]
    if total not in form.instrument.total_range:
        return f"{form.instrument.short}: the total is outside {_span(form.instrument)}"
    remarks = [f"the answers are left out: {doubt}" if doubt else "a total without answers"]
    return _file(form, at, None, int(total), remarks)


def _by_answers(form: Form, at: datetime | date) -> Filed | str:
    instrument = form.instrument
    answers: list[Answer] = [form.answers.get(item, SKIP) for item in range(1, instrument.count + 1)]
    score = scoring.score(instrument, answers)
    safety = any(item in form.answers for item in instrument.safety_items)
    if score.total is None and not form.named and not safety:
        # Two items of the PHQ-9 are a PHQ-2; shorter forms share the codes of their items.
        return f"{instrument.short}: {len(form.answers)} of {len(answers)} items alone are not the form"
    remarks = [f"raises the alert {alert}" for alert in score.alerts]
    if score.total is None:
        remarks.append("incomplete: no total")
    stated = form.totals[0] if form.totals else score.total
    if stated is not None and stated not in instrument.total_range:
        remarks.append(f"a stated total outside {_span(instrument)} was left out")
        stated = score.total
    elif stated != score.total:
        remarks.append(f"the record states a total of {stated}, the answers add up to {score.total}")
    return _file(form, at, answers, None if stated is None else int(stated), remarks)


def _file(
    form: Form, at: datetime | date, answers: list[Answer] | None, total: int | None, remarks: list[str]
) -> Filed:
    if len(form.totals) > 1:
        remarks = [*remarks, "the record states another total as well"]
    fields = {
        "instrument": form.instrument.id,
        "given_at": at,
        "answers": answers,
        "total": total,
        "band": scoring.band_of(form.instrument, total),
        "source": SOURCE,
    }
    day = at.date() if isinstance(at, datetime) else at
    return Filed(form.instrument.id, day, fields, tuple(remarks))


def value_of(holder: Mapping[str, Any]) -> Any:
    """The value[x] of an Observation, a component or an answer."""
    return next((holder[key] for key in holder if key.startswith("value")), None)


def answer_in(instrument: Instrument, item: int, value: Any) -> Answer | None:
    """An answer to an item of the form: a LOINC answer, its words, its number, or true and false."""
    labels = instrument.response_labels or (("No", "Yes") if instrument.yes_no else ())
    spoken = {label.casefold(): n for n, label in enumerate(labels, instrument.response_min)}
    answers = instrument.loinc.answers if instrument.loinc else ()
    codes = {code: n for n, code in enumerate(answers, instrument.response_min)}
    said = table(value)
    for code in (words(said.get("code")), *(coding.code for coding in codings(said))):
        if code in codes:
            return _answer(instrument, item, codes[code])
    word = words(said.get("display")) or concept_text(value)
    if word and word.casefold() in spoken:
        return _answer(instrument, item, spoken[word.casefold()])
    return _answer(instrument, item, int(value) if isinstance(value, bool) else number_in(value))


def _answer(instrument: Instrument, item: int, value: int | float | None) -> Answer | None:
    """A number as the form has it; None for one that its item does not take."""
    if value is None or value != int(value):
        return None
    number = int(value)
    answer: Answer = number
    if instrument.yes_no and number in {0, 1}:
        answer = "yes" if number else "no"
    return answer if takes(instrument, item, answer) else None


def number_in(value: Any) -> int | float | None:
    """A number, a quantity, or a number written as text."""
    if isinstance(value, str):
        return int(value) if value.strip().isascii() and value.strip().isdigit() and len(value) < _DIGITS else None
    return number(table(value).get("value")) if isinstance(value, dict) else number(value)


def _span(instrument: Instrument) -> str:
    return f"{instrument.total_range[0]} to {instrument.total_range[-1]}"
