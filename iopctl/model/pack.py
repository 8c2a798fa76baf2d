"""A rule pack: dated, cited numbers of one payer, licence or house."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, NonNegativeInt, PositiveInt, StringConstraints, model_validator

from iopctl.errors import WrongLimit
from iopctl.model.frozen import Document, Frozen
from iopctl.model.plan import Plan
from iopctl.model.rule import Severity
from iopctl.model.words import Certainty, PackId, Population, ServiceKind, Text

ADULT_FROM = 18  # the common switch (domain rules, section 0 point 7); a pack may set another
CERTAINTIES: tuple[Certainty, ...] = ("primary", "secondary", "memory", "uncertain")


class AgeBand(Frozen):
    """Up to which age somebody counts as youth in this pack."""

    under: PositiveInt
    certainty: Certainty = "primary"


class Range(Frozen):
    """Both ends pass."""

    min: int
    max: int


class ByPopulation(Frozen):
    """One number for adults, one for youth; an absent one means the pack has none for them."""

    adult: int | None = None
    youth: int | None = None


def _of_kinds_or_ids(table: dict[str, object]) -> dict[str, object]:
    kinds = get_args(ServiceKind)
    if any("/" in key and not set(key.split("/")) <= set(kinds) for key in table):
        raise ValueError("join kinds of service with /, for example expressive/mindfulness")
    return table


# A number, or a list of words, for each kind of service or each instrument; `expressive/mindfulness` is either of both.
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._/-]{0,63}$")]
Numbers = Annotated[dict[_Key, NonNegativeInt], AfterValidator(_of_kinds_or_ids)]
WordLists = Annotated[dict[_Key, Annotated[tuple[Text, ...], Field(strict=False)]], AfterValidator(_of_kinds_or_ids)]
Value = Annotated[
    int | Annotated[tuple[Text, ...], Field(strict=False)] | Range | ByPopulation | Numbers | WordLists,
    Field(union_mode="left_to_right"),
]


class LimitVersion(Frozen):
    """One number or list in force from a day to a day, and its source. `lifted` says that the source removed it."""

    value: Value | None = None
    lifted: bool = False
    unit: Text | None = None
    since: date | None = None
    until: date | None = None
    cite: Text
    certainty: Certainty
    sources: PositiveInt = 1
    verified_on: date | None = None
    severity: Literal["error", "warning", "info"] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _a_value_or_lifted(self) -> Self:
        if (self.value is None) != self.lifted:
            raise ValueError("give a value, or lifted = true")
        return self

    def in_force(self, day: date) -> bool:
        """Whether this version applies on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Limit:
    """What a rule holds a fact against: the value for this patient on that day, with its source."""

    pack: str
    name: str
    # A table has no hash; two limits that differ in nothing else are still told apart.
    value: int | tuple[str, ...] | Range | dict[str, int] | dict[str, tuple[str, ...]] = field(hash=False)
    unit: str | None
    since: date | None
    until: date | None
    cite: str
    certainty: Certainty
    sources: int
    severity: Severity | None

    @property
    def number(self) -> int:
        """The value as one number. Raises WrongLimit where the pack gives something else."""
        if not isinstance(self.value, int):
            raise self._wrong("a number")
        return self.value

    @property
    def words(self) -> tuple[str, ...]:
        """The value as a list of words. Raises WrongLimit where the pack gives something else."""
        if not isinstance(self.value, tuple):
            raise self._wrong("a list")
        return self.value

    @property
    def range(self) -> Range:
        """The value as a range. Raises WrongLimit where the pack gives something else."""
        if not isinstance(self.value, Range):
            raise self._wrong("a range")
        return self.value

    @property
    def numbers(self) -> dict[str, int]:
        """The value as a table of numbers. Raises WrongLimit where the pack gives something else."""
        if not isinstance(self.value, dict):
            raise self._wrong("a table of numbers")
        found = {key: number for key, number in self.value.items() if isinstance(number, int)}
        if len(found) < len(self.value):
            raise self._wrong("a table of numbers")
        return found

    @property
    def word_lists(self) -> dict[str, tuple[str, ...]]:
        """The value as a table of lists. Raises WrongLimit where the pack gives something else."""
        if not isinstance(self.value, dict):
            raise self._wrong("a table of lists")
        found = {key: words for key, words in self.value.items() if isinstance(words, tuple)}
        if len(found) < len(self.value):
            raise self._wrong("a table of lists")
        return found

    @property
    def cap(self) -> Severity:
        """S15: how severe a finding on this limit may be at most."""
        if self.certainty == "uncertain":
            return Severity.INFO
        agreed = self.certainty == "primary" or (self.certainty == "secondary" and self.sources > 1)
        return Severity.ERROR if agreed else Severity.WARNING

    def _wrong(self, form: str) -> WrongLimit:
        return WrongLimit(f"rule pack {self.pack}: {self.name} must be {form}. Correct it in rulepacks/.")


class RulePack(Document):
    """data/rulepacks/*.toml and a program's own rulepacks/*.toml."""

    id: PackId
    title: Text
    age_bands: dict[Literal["youth"], AgeBand] = {}
    partial_week: Literal["skip", "prorate"] = "skip"
    holidays: Annotated[tuple[date, ...], Field(strict=False)] = ()
    exempt_kinds: Annotated[tuple[ServiceKind, ...], Field(strict=False)] = ()
    limits: dict[str, Annotated[tuple[LimitVersion, ...], Field(strict=False)]] = {}

    def limit(self, name: str, on: date, plan: Plan | None = None) -> Limit | None:
        """The version in force on the day of the fact, for this patient's age; None where the pack has none."""
        version = next((v for v in self.limits.get(name, ()) if v.in_force(on)), None)
        if version is None or version.value is None:
            return None
        value, certainty = version.value, version.certainty
        if isinstance(value, ByPopulation):
            population, known = self.population(plan, on)
            number = None if population is None else getattr(value, population)
            if number is None:
                return None
            value, certainty = number, max(certainty, known, key=CERTAINTIES.index)
        return Limit(
            pack=self.id,
            name=name,
            value=value,
            unit=version.unit,
            since=version.since,
            until=version.until,
            cite=version.cite,
            certainty=certainty,
            sources=version.sources,
            severity=Severity(version.severity) if version.severity else None,
        )

    def population(self, plan: Plan | None, on: date) -> tuple[Population | None, Certainty]:
        """Adult or youth by this pack's age band (S12), and how certain that is; without an age, as planned."""
        age = None if plan is None else plan.age_on(on)
        if age is None:
            return (None if plan is None else plan.population), "primary"
        band = self.age_bands.get("youth", AgeBand(under=ADULT_FROM))
        youth = age < band.under
        doubtful = youth != (age < ADULT_FROM)
        return ("youth" if youth else "adult"), (band.certainty if doubtful else "primary")
