"""Which part of which questionnaire a resource speaks of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iopctl.drafting.fhir.record import Resource
from iopctl.drafting.fhir.shapes import codings, tables, words
from iopctl.model.instrument import Instrument

TOTAL, PANEL = 0, -1  # items have their numbers


@dataclass(frozen=True)
class Fact:
    """A part of a questionnaire, and what holds the value."""

    instrument: Instrument
    part: int
    holder: Mapping[str, Any]


class FactReader:
    """Knows the codes of the questionnaires, and the wording of their items for forms that have none."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._parts: dict[str, tuple[Instrument, int]] = {}
        # Short forms share the items of long ones: an item alone is taken for one of the longest.
        for instrument in sorted(instruments, key=lambda each: -each.count):
            codes: dict[str | None, int] = {_letters(item): n for n, item in enumerate(instrument.items, 1)}
            if instrument.loinc is not None:
                codes |= {code: n for n, code in enumerate(instrument.loinc.items, 1)}
                codes |= {instrument.loinc.panel: PANEL, instrument.loinc.total: TOTAL}
            for code, part in codes.items():
                # Some questionnaires have no LOINC codes.
                if code:
                    self._parts.setdefault(code, (instrument, part))

    def facts(self, resource: Resource) -> list[Fact]:
        """What a resource says about known questionnaires."""
        if resource.kind == "Observation":
            holders = [resource.data, *tables(resource.data.get("component"))]
            facts = (self._fact((coding.code for coding in codings(each.get("code"))), each) for each in holders)
        else:
            facts = (self._fact(_names_of(item), answer) for item, answer in answered(resource))
        return [fact for fact in facts if fact is not None]

    def _fact(self, names: Iterable[str], holder: Mapping[str, Any]) -> Fact | None:
        found = next((self._parts[name] for name in names if name in self._parts), None)
        return Fact(*found, holder) if found else None


def answered(resource: Resource) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The questions of a response that have an answer, with the first one, at any depth."""
    waiting = list(tables(resource.data.get("item")))[::-1]
    while waiting:
        item = waiting.pop()
        answers = list(tables(item.get("answer")))
        if answers:
            yield item, answers[0]
        below = [item, *answers]
        waiting += [inner for each in reversed(below) for inner in reversed(list(tables(each.get("item"))))]


def _names_of(item: dict[str, Any]) -> Iterator[str]:
    """By what an item may be known: the code at the end of its linkId, and its wording."""
    yield (words(item.get("linkId")) or "").rpartition("/")[2]
    yield _letters(words(item.get("text")) or "")


def _letters(text: str) -> str:
    """The wording without punctuation, capitals and a final question mark, in which copies of a form differ."""
    return re.sub(r"[^a-z]", "", text.casefold())
