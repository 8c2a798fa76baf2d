"""A questionnaire as data: what it asks, how it is scored, what alerts, and what counts as change."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from iopctl.model.frozen import Document
from iopctl.model.scoring_key import (
    Alert,
    Band,
    Change,
    ExtraItem,
    FactCertainty,
    Items,
    Loinc,
    Missing,
    NotApplicable,
    Number,
    Screen,
    Subscale,
    Triage,
)
from iopctl.model.words import Id, Ids, Text, Texts

# Whether the wording may be shipped, only the numbers, or nothing but a score that was made elsewhere.
Tier = Literal["verbatim", "scoring_only", "record_only"]
UNBOUNDED = 10_000  # no score that somebody types in is higher


class Instrument(Document):
    """data/instruments/*.toml. Answers are 1-based items with the values printed on the form; reversing is ours."""

    id: Id
    short: Text
    title: Text
    measures: Text
    respondent: Text | None = None
    ages: Text | None = None
    recall: Text | None = None
    tier: Tier
    licence: Text
    licence_source: Text | None = None
    licence_certainty: FactCertainty = "read"
    citation: Text | None = None
    note: Text | None = None
    stem: Text | None = None
    items: Texts = ()  # the wording, where its licence allows to ship it
    topics: Texts = ()  # in our own words
    response_min: int = 0
    response_max: int = 0
    response_labels: Texts = ()
    item_range: dict[str, Annotated[tuple[int, int], Field(strict=False)]] = {}
    allowed: dict[str, Annotated[tuple[int, ...], Field(strict=False)]] = {}
    reverse: Items = ()
    higher_is_worse: bool = True
    score: Literal["sum", "mean", "triage", "none"] = "sum"
    decimals: NonNegativeInt = 0
    percent_factor: PositiveInt | None = None
    percent_of_max: bool = False
    band_on: Literal["total", "percent", "mean"] = "total"
    bands: Annotated[tuple[Band, ...], Field(strict=False)] = ()
    band_certainty: FactCertainty | None = None
    band_source: Text | None = None
    subscales: Annotated[tuple[Subscale, ...], Field(strict=False)] = ()
    screen: Screen | None = None
    alerts: Annotated[tuple[Alert, ...], Field(strict=False)] = ()
    safety_items: Items = ()
    extra_items: Annotated[tuple[ExtraItem, ...], Field(strict=False)] = ()
    not_applicable: NotApplicable | None = None
    missing: Missing | None = None
    triage: Triage | None = None
    total_min: int | None = None
    total_max: int | None = None
    levels: Ids = ()  # of a level that is typed in, lowest first
    change: Change = Change()
    loinc: Loinc | None = None

    @property
    def count(self) -> int:
        """How many answers the score is made of."""
        return len(self.triage.fields) if self.triage else len(self.topics)

    @property
    def prompts(self) -> tuple[str, ...]:
        """What is read out: the wording where it may be shipped, else topics; the clinic holds the form."""
        if self.triage is not None:
            return tuple(f"{field} {topic}" for field, topic in zip(self.triage.fields, self.topics, strict=True))
        return self.items or self.topics

    def number_asked_if(self, number: int) -> int | None:
        """The item, by number, to which a yes is needed before this one is asked."""
        depends = None if self.triage is None else self.triage.asked_if.get(self.triage.fields[number - 1])
        return self.triage.fields.index(depends) + 1 if self.triage and depends else None

    @property
    def yes_no(self) -> bool:
        """Whether it is answered by yes and no."""
        return self.triage is not None or self.response_labels == ("No", "Yes")

    @property
    def total_range(self) -> range:
        """Every total that a complete form can have, or that was stated for a score made elsewhere."""
        if self.score == "none":
            return range(self.total_min or 0, (UNBOUNDED if self.total_max is None else self.total_max) + 1)
        ends = [self.values(item) for item in range(1, self.count + 1)]
        return range(sum(min(each) for each in ends), sum(max(each) for each in ends) + 1)

    @property
    def has_total(self) -> bool:
        """Whether a total can be recorded; a clinician's own judgement is a level alone."""
        return self.triage is None and not (self.levels and self.total_max is None)

    @property
    def lowest(self) -> int:
        """The lowest score there is."""
        return self.response_min if self.score == "mean" else self.total_range[0]

    @property
    def highest(self) -> int:
        """The highest score there is."""
        return self.response_max if self.score == "mean" else self.total_range[-1]

    def values(self, item: int) -> tuple[int, ...]:
        """The answers that an item takes, lowest first."""
        key = str(item)
        if key in self.allowed:
            return self.allowed[key]
        low, high = self.item_range.get(key, (self.response_min, self.response_max))
        return tuple(range(low, high + 1))

    def band(self, score: Number) -> Band | None:
        """The band that holds the score; None where the instrument has no bands."""
        return next((band for band in self.bands if band.min <= score <= band.max), None)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.score == "none":
            return self
        if (self.triage is None) == (self.score == "triage") or self.missing is None or not self.topics:
            raise ValueError("a scored instrument has topics and a policy for blanks; a triage its fields")
        asked = self.items or (self.triage.fields if self.triage else self.topics)
        if len(asked) != len(self.topics):
            raise ValueError("items, or the fields of a triage, and topics must be equally many")
        if (self.tier == "verbatim") != bool(self.items):
            raise ValueError("wording is shipped where the licence allows it, and only there")
        self._bands_cover_every_score_once()
        return self

    def _bands_cover_every_score_once(self) -> None:
        step = 10**-self.decimals if self.band_on == "mean" else 1
        gaps = [round(later.min - earlier.max, 6) for earlier, later in pairwise(self.bands)]
        if any(gap != step for gap in gaps):
            raise ValueError("bands must follow each other without gap or overlap")
        if self.bands and (self.bands[0].min, self.bands[-1].max) != self._ends():
            raise ValueError("bands must cover every possible score")

    def _ends(self) -> tuple[Number, Number]:
        if self.band_on == "percent":
            return 0, 100
        return self.lowest, self.highest
