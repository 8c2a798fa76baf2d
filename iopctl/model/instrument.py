"""A questionnaire as data: items, bands, alerts, what to do with blanks, what counts as change."""

from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from iopctl.model.frozen import Document, Frozen
from iopctl.model.words import Id, Text, Texts

FactCertainty = Literal["read", "derived", "memory", "policy", "uncertain"]


class Band(Frozen):
    """A range of totals with a name; both ends inclusive."""

    id: Id
    min: int
    max: int


class Alert(Frozen):
    """An answer that needs a human whatever the total."""

    id: Id
    item: PositiveInt
    min: int
    level: Literal["critical", "warning"]


class Missing(Frozen):
    """How many blanks a total survives, and how it is then computed."""

    max_missing: NonNegativeInt
    method: Literal["person_mean", "none"]
    certainty: FactCertainty


class Change(Frozen):
    """Published constants for change, with where they come from. Thresholds are inclusive."""

    rci: int
    rci_certainty: FactCertainty
    rci_source: Text
    clinical_min: int
    clinical_certainty: FactCertainty | None = None
    remission_max: int
    remission_certainty: FactCertainty
    response_pct: int
    response_certainty: FactCertainty | None = None


class Loinc(Frozen):
    """LOINC codes, (c) Regenstrief Institute and the LOINC Committee; the notice travels with them."""

    panel: Text
    total: Text
    items: Texts
    answers: Texts = ()  # of the response labels, in their order
    notice: Text


class Instrument(Document):
    """data/instruments/*.toml."""

    id: Id
    short: Text
    title: Text
    measures: Text
    stem: Text
    recall: Text
    items: Texts
    response_labels: Texts
    response_min: int = 0
    higher_is_worse: bool = True
    licence: Text
    licence_source: Text
    citation: Text
    bands: Annotated[tuple[Band, ...], Field(strict=False)]
    alerts: Annotated[tuple[Alert, ...], Field(strict=False)] = ()
    safety_items: Annotated[tuple[PositiveInt, ...], Field(strict=False)] = ()
    positive_min: int
    missing: Missing
    change: Change
    loinc: Loinc

    @property
    def response_max(self) -> int:
        """The highest answer."""
        return self.response_min + len(self.response_labels) - 1

    @property
    def total_range(self) -> range:
        """Every possible total."""
        return range(len(self.items) * self.response_min, len(self.items) * self.response_max + 1)

    @model_validator(mode="after")
    def _bands_cover_every_total_once(self) -> Self:
        covered = [total for band in self.bands for total in range(band.min, band.max + 1)]
        if covered != list(self.total_range):
            raise ValueError("bands must cover every possible total once, in order")
        return self

    def band(self, total: int) -> Band:
        """The band that holds the total."""
        return next(band for band in self.bands if band.min <= total <= band.max)
