"""What an instrument is made of: bands, alerts, policies for blanks, triage, constants for change, codes."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from iopctl.model.frozen import Frozen
from iopctl.model.words import Id, Text, Texts

Number = int | float
# How a fact is known: read in its source, computed from what was read, from memory, our own policy, or doubtful.
FactCertainty = Literal["read", "derived", "memory", "policy", "uncertain"]
Sex = Literal["male", "female"]
Items = Annotated[tuple[PositiveInt, ...], Field(strict=False)]


class Band(Frozen):
    """A range of scores with a name; both ends inclusive."""

    id: Id
    min: Number
    max: Number


class Alert(Frozen):
    """What needs a human: an answer whatever the total, a total, or a level of risk."""

    id: Id
    item: PositiveInt | None = None
    min: int | None = None
    total_min: int | None = None
    risk: Id | None = None
    level: Literal["critical", "urgent"]


class Subscale(Frozen):
    """Items with a sum of their own."""

    id: Id
    items: Items


class ExtraItem(Frozen):
    """An item that follows the scored ones and counts to no total; a yes may alert."""

    item: PositiveInt
    topic: Text
    max: PositiveInt
    alert: Alert | None = None


class Screen(Frozen):
    """From which score on, or up to which, a screen is positive. Without the sex where it matters `min` holds."""

    min: Number | None = None
    max: Number | None = None
    by_sex: dict[Sex, int] = {}
    certainty: FactCertainty
    source: Text | None = None

    def positive(self, score: Number, sex: Sex | None) -> bool:
        """Whether the score is on the positive side; the cut-off itself is."""
        least = self.by_sex.get(sex, self.min) if sex else self.min
        return (least is not None and score >= least) or (self.max is not None and score <= self.max)


class Skip(Frozen):
    """Where all of some items are 0, others may be left blank and count 0."""

    zero: Items
    blank: Items


class Missing(Frozen):
    """How many blanks a score survives, and how it is then computed."""

    max_missing: NonNegativeInt
    method: Literal["person_mean", "mean_of_answered", "skip_logic", "none"]
    skips: Annotated[tuple[Skip, ...], Field(strict=False)] = ()
    decimals: NonNegativeInt | None = None  # of the prorated score as it is printed
    certainty: FactCertainty
    source: Text | None = None


class TriageRule(Frozen):
    """A yes to a field is a level of risk, unless another field says yes too."""

    field: Id
    risk: Id
    unless: Id | None = None


class Triage(Frozen):
    """Yes/no fields in the order they are asked, and the level that each yes means; the highest counts."""

    fields: Annotated[tuple[Id, ...], Field(strict=False)]
    levels: Annotated[tuple[Id, ...], Field(strict=False)]
    rules: Annotated[tuple[TriageRule, ...], Field(strict=False)]
    asked_if: dict[Id, Id] = {}  # a field that is asked only after a yes to another
    certainty: FactCertainty
    source: Text


class NotApplicable(Frozen):
    """An item that does not apply to some people; it is dropped, and the highest total falls by its maximum."""

    item: PositiveInt
    flag: Id
    certainty: FactCertainty


class Constant(Frozen):
    """One published number about change, with where it comes from. Thresholds are inclusive."""

    value: Number
    certainty: FactCertainty
    source: Text


class Change(Frozen):
    """Constants for change; what nobody has published is absent. `unit` is that of rci, mcid and the cut-offs."""

    unit: Literal["points", "percent"] = "points"
    rci: Constant | None = None
    mcid: Constant | None = None
    response_pct: Constant | None = None
    remission_max: Constant | None = None
    clinical_min: Constant | None = None
    clinical_max: Constant | None = None
    alternatives: dict[Id, Constant] = {}  # printed beside, used by nothing


class Loinc(Frozen):
    """LOINC codes, (c) Regenstrief Institute and the LOINC Committee; the notice travels with them."""

    panel: Text | None = None
    total: Text | None = None
    items: Texts = ()
    answers: Texts = ()  # of the response labels, in their order
    answers_reversed: bool = False  # whether the ordinal values of reversed items are stored as they count
    certainty: FactCertainty = "read"
    notice: Text
