"""A FHIR R4 QuestionnaireResponse as the answers of one of our instruments.

Items are known by the LOINC code at the end of their linkId, or by a linkId that is the item's number, `q` and the
number, or the field of a triage. An answer is a LOINC answer code, a number, a yes or no, or the ordinal value that an
extension gives to a code. Of an instrument whose LOINC answers are stored already reversed (PSS-10) an ordinal value is
turned back into what is printed on the form, so that it is not reversed twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from iopctl.model.assessment import SKIP
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.scoring.answering import read_total

ORDINAL = ("ordinalValue", "itemWeight")  # the ends of the extension URLs that carry a score
DONE = ("completed", "amended")
DEEPEST = 50
MOST = 9999


class NotAResponse(ValueError):
    """The data are no finished response to this instrument; the sentence says why."""


@dataclass(frozen=True)
class Response:
    """The answers as they are typed, in the order of the form; how many items of the response are not on it."""

    answers: tuple[str, ...]
    total: Number | None
    authored: str | None
    left_out: int


def read_response(instrument: Instrument, data: Any) -> Response:
    """The answers in a resource. Raises NotAResponse."""
    if not isinstance(data, dict) or data.get("resourceType") != "QuestionnaireResponse":
        raise NotAResponse("is no FHIR QuestionnaireResponse")
    if data.get("status") not in DONE:
        raise NotAResponse(f"its status is not {' or '.join(DONE)}, so the form is not finished")
    if _of_another(instrument, data.get("questionnaire")):
        raise NotAResponse(f"is a response to another questionnaire than {instrument.id}")
    found: dict[int, str] = {}
    total: Number | None = None
    left_out = 0
    for link, answers in _items(data, 0):
        number = _number(instrument, link)
        if instrument.loinc and link.rpartition("/")[2] == instrument.loinc.total:
            total = _total(answers, total)
        elif number is None:
            left_out += bool(answers)
        elif number in found:
            raise NotAResponse(f"item {number} stands in it twice")
        else:
            found[number] = _answer(instrument, number, answers)
    if not found:
        raise NotAResponse(f"holds no item of {instrument.id}: link ids are LOINC codes or the numbers of the items")
    wanted = max(instrument.count, *found)
    answered = tuple(found.get(number, SKIP) for number in range(1, wanted + 1))
    authored = data.get("authored")
    return Response(answered, total, authored if isinstance(authored, str) else None, left_out)


def _items(node: dict[str, Any], depth: int) -> Iterator[tuple[str, list[Any]]]:
    """Every item with its answers, groups and items below answers too."""
    if depth > DEEPEST:
        raise NotAResponse("is nested too deep")
    items = node.get("item", [])
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(item.get("linkId"), str):
            answers = item.get("answer", [])
            kept = [each for each in answers if isinstance(each, dict)] if isinstance(answers, list) else []
            yield item["linkId"], kept
            yield from _items(item, depth + 1)
            for answer in kept:
                yield from _items(answer, depth + 1)


def _number(instrument: Instrument, link: str) -> int | None:
    """Which item of the form it is."""
    name = link.rpartition("/")[2].strip().lower()
    codes = instrument.loinc.items if instrument.loinc else ()
    if name in codes:
        return codes.index(name) + 1
    fields = instrument.triage.fields if instrument.triage else ()
    if name in fields:
        return fields.index(name) + 1
    digits = name.removeprefix("q")
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 and not fields else 0
    return number if 1 <= number <= instrument.count + len(instrument.extra_items) else None


def _answer(instrument: Instrument, number: int, answers: list[dict[str, Any]]) -> str:
    """One answer as it is typed; `skip` for none. Raises NotAResponse for one that cannot be read."""
    if not answers:
        return SKIP
    if len(answers) > 1:
        raise NotAResponse(f"item {number} has {len(answers)} answers")
    [answer] = answers
    coding = answer.get("valueCoding")
    if isinstance(coding, dict):
        return _coded(instrument, number, coding)
    for key in ("valueInteger", "valueDecimal", "valueBoolean", "valueString"):
        if key in answer:
            return _plain(number, answer[key])
    raise NotAResponse(f"item {number} has an answer of another kind than a code, a number, or yes and no")


def _coded(instrument: Instrument, number: int, coding: dict[str, Any]) -> str:
    codes = instrument.loinc.answers if instrument.loinc else ()
    code = coding.get("code")
    if code in codes:
        index = codes.index(code)
        if instrument.yes_no:  # LA32-8 is no, LA33-6 is yes
            return ("no", "yes")[index]
        return str(instrument.response_min + index)
    ordinal = _ordinal(coding)
    if ordinal is None:
        raise NotAResponse(f"item {number} has an answer code that is not known, and no ordinal value")
    if instrument.loinc and instrument.loinc.answers_reversed and number in instrument.reverse:
        values = instrument.values(number)
        ordinal = values[0] + values[-1] - ordinal
    return str(ordinal)


def _ordinal(coding: dict[str, Any]) -> int | None:
    """The score that an extension gives to a code."""
    extensions = coding.get("extension", [])
    for each in extensions if isinstance(extensions, list) else []:
        if isinstance(each, dict) and str(each.get("url", "")).endswith(ORDINAL):
            return _number_in(each.get("valueDecimal", each.get("valueInteger")))
    return None


def _plain(number: int, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if (whole := _number_in(value)) is not None:
        return str(whole)
    text = value.strip().lower() if isinstance(value, str) else ""
    if not text or len(text) > len(SKIP) or not text.isascii():
        raise NotAResponse(f"item {number} has an answer that is no whole number")
    return text


def _total(answers: list[dict[str, Any]], before: Number | None) -> Number | None:
    """The total that was stated, whole or not. Raises NotAResponse for one that is no number, and for two."""
    if not answers:
        return before
    [answer, *more] = answers
    quantity = answer.get("valueQuantity")
    stated = [answer[key] for key in ("valueInteger", "valueDecimal", "valueString") if key in answer]
    stated += [quantity.get("value")] if isinstance(quantity, dict) else []
    found = read_total(str(stated[0]).strip()) if stated else None
    if found is None:
        raise NotAResponse("the total in it is no number")
    if more or before not in {None, found}:
        raise NotAResponse("the total stands in it twice")
    return found


def _of_another(instrument: Instrument, questionnaire: Any) -> bool:
    """Whether the questionnaire is named by the LOINC panel of another instrument."""
    name = questionnaire.partition("|")[0].rpartition("/")[2] if isinstance(questionnaire, str) else ""
    panel = instrument.loinc.panel if instrument.loinc else None
    return panel is not None and re.fullmatch(r"[0-9]{1,7}-[0-9]", name) is not None and name != panel


def _number_in(value: Any) -> int | None:
    """A whole number of four digits at most."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST
    return int(value) if number and value == int(value) else None
