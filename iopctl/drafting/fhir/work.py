"""What a draft is made from, and what has been made so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from iopctl.drafting.fhir.ledger import Ledger
from iopctl.drafting.fhir.record import Record, Resource
from iopctl.drafting.fhir.shapes import words
from iopctl.model.instrument import Instrument
from iopctl.model.years import YEARS

NAMES_SOMEBODY = "its text names a person, left out"
_TEXT_MAX = 2_000  # a goal is a sentence; a page of notes is not one
_SHOWN = 80


@dataclass(frozen=True)
class Setting:
    """What is known besides the record."""

    zone: ZoneInfo
    today: date
    instruments: Mapping[str, Instrument]
    admitted_on: date | None = None
    age_given: int | None = None
    needs_before: int = 0  # that the template brings along
    goals_before: int = 0


@dataclass
class Work:
    """Fields of the plan as they grow, with the ledger."""

    record: Record
    setting: Setting
    ledger: Ledger = field(default_factory=Ledger)
    needs: list[dict[str, Any]] = field(default_factory=list)
    diagnoses: list[dict[str, Any]] = field(default_factory=list)
    goals: list[dict[str, Any]] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    supports: list[str] = field(default_factory=list)
    age_at_admission: int | None = None
    need_of: dict[Resource, str] = field(default_factory=dict)

    def add_need(self, resource: Resource, text: str) -> str:
        """The id of a new need that stands for a resource."""
        need = f"n{self.setting.needs_before + len(self.needs) + 1}"
        self.needs.append({"id": need, "text": text})
        self.need_of[resource] = need
        return need

    def why_unfit(self, text: str | None) -> str | None:
        """Why a text cannot enter the plan; None when it can."""
        if text is None:
            return "it has no text"
        if self.record.names.stand_in(text):
            return NAMES_SOMEBODY
        return f"its text is longer than {_TEXT_MAX} characters" if len(text) > _TEXT_MAX else None

    def shown(self, concept_text: str | None, otherwise: str) -> str:
        """A text of the record as it may be printed: short, on one line, and naming nobody."""
        text = words(concept_text)
        if text is None or self.why_unfit(text):
            return otherwise
        flat = " ".join(text.split())
        return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}..."

    def local(self, moment: datetime | date) -> datetime | date | None:
        """A moment in the program's time zone, to the second; None outside the years that a file may hold."""
        if not isinstance(moment, datetime):
            return moment
        local = moment.astimezone(self.setting.zone).replace(microsecond=0)
        return local if local.year in YEARS else None
