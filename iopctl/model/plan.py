"""The treatment plan: what is promised, to whom, why, by whom, and who signed."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt, model_validator

from iopctl.model.frozen import Document, Frozen, Key, Period
from iopctl.model.record import (
    Authorization,
    Certification,
    Commitment,
    Coverage,
    Diagnosis,
    Discharge,
    Evaluation,
    Event,
    Exemption,
    Necessity,
    Pause,
    PopulationChange,
    Referral,
    Revision,
    Signature,
)
from iopctl.model.waiver import Waiver
from iopctl.model.words import Clock, Day, Id, Ids, Moment, PatientId, Population, ServiceKind, Text, Texts, day_of

Number = int | float
OLDEST_AGE = 90  # means 90 or older: an exact age above 89 would identify somebody


class Birthday(Frozen):
    """A birthday on which an age limit in force is crossed during the stay."""

    on: date
    turns: NonNegativeInt


class Deferred(Frozen):
    """Why a need is not worked on now."""

    on: date
    by: Id
    reason: Text


class Need(Frozen):
    """What the assessment found."""

    id: Id
    area: Text | None = None
    text: Text
    deferred: Deferred | None = None


class Measure(Frozen):
    """How an objective is seen to move: one metric, where it starts, where it should be."""

    instrument: Id | None = None
    count: Text | None = None
    frequency: Text | None = None
    duration: Text | None = None
    yes_no: Text | None = None
    baseline: Number | bool | None = None
    target: Number | bool | None = None

    @property
    def metric(self) -> str | None:
        """What is measured, in the plan's words; None when nothing is."""
        return self.instrument or self.count or self.frequency or self.duration or self.yes_no

    @model_validator(mode="after")
    def _one_metric(self) -> Self:
        given = (self.instrument, self.count, self.frequency, self.duration, self.yes_no)
        if sum(metric is not None for metric in given) > 1:
            raise ValueError("name one of instrument, count, frequency, duration, yes_no")
        return self


class Objective(Frozen):
    """A measurable step towards a goal."""

    id: Id
    text: Text
    measure: Measure | None = None
    due_on: date | None = None
    status: Literal["active", "met", "dropped"] = "active"
    closed_on: date | None = None
    strategies: Texts = ()
    by: Id | None = None

    @property
    def active(self) -> bool:
        """Whether it is still worked on."""
        return self.status == "active"


class Goal(Frozen):
    """An outcome the patient wants."""

    id: Id
    needs: Ids = ()
    text: Text
    own_words: Text | None = None
    status: Literal["active", "met", "dropped"] = "active"
    closed_on: date | None = None
    objectives: Annotated[tuple[Objective, ...], Field(strict=False)] = ()

    @property
    def active(self) -> bool:
        """Whether it is still worked on."""
        return self.status == "active"


class PlannedService(Period):
    """A dose promised: type, amount, frequency, duration."""

    service: Id
    per_week: Annotated[PositiveInt | PositiveFloat, Field(le=7 * 24)] | None = None
    minutes: Annotated[int, Field(gt=0, le=24 * 60)] | None = None
    weeks: PositiveInt | None = None
    objectives: Ids = ()
    by: Id | None = None

    @property
    def weekly_minutes(self) -> float:
        """Minutes a week; 0 while amount or frequency is not stated."""
        return (self.per_week or 0) * (self.minutes or 0)


class OwnTime(Frozen):
    """A standing weekly time of one patient alone."""

    service: Id
    day: Day
    start: Clock
    end: Clock
    by: Id | None = None
    room: Id | None = None


class Pattern(Frozen):
    """The standing week: program slots, and times of one's own."""

    slots: Ids = ()
    own: Annotated[tuple[OwnTime, ...], Field(strict=False)] = ()


class PatternChange(Period, Pattern):
    """Another standing week for some days; `step-down` is the taper of DO105."""

    kind: Literal["step-down", "step-up", "other"] = "other"


class WrittenPlan(Frozen):
    """A safety plan or another plan whose date matters here; its words may stay elsewhere."""

    on: date
    reviewed_on: date | None = None
    text: Text | None = None


class RelapsePrevention(Frozen):
    """Warning signs, what helps, whom to call."""

    warning_signs: Texts = ()
    coping: Texts = ()
    contacts: Texts = ()
    on: date | None = None
    reviewed_on: date | None = None


class DischargeCriterion(Frozen):
    """What must be seen before step-down or discharge."""

    id: Id
    text: Text


class Plan(Document):
    """PT/plan.toml."""

    patient: PatientId
    revision: PositiveInt = 1
    status: Literal["draft", "active", "closed"] = "draft"
    track: Id | None = None
    population: Population | None = None
    age_at_admission: Annotated[int, Field(ge=0, le=OLDEST_AGE)] | None = None
    birthdays: Annotated[tuple[Birthday, ...], Field(strict=False)] = ()
    admitted_at: Moment | None = None
    planned_discharge_on: date | None = None
    primary_therapist: Id | None = None
    treating_physician: Id | None = None
    previous_stay: PatientId | None = None
    continued_stay_reason: Text | None = None
    identified: bool = False
    strengths: Texts = ()
    preferences: Texts = ()
    supports: Texts = ()
    roles: dict[Id, Text] = {}
    communication_plan: Text | None = None
    behavior_plan: Text | None = None
    recovery_plan: Text | None = None
    referral: Referral | None = None
    necessity: Necessity | None = None
    population_change: PopulationChange | None = None
    coverage: Annotated[tuple[Coverage, ...], Field(strict=False)] = ()
    evaluations: Annotated[tuple[Evaluation, ...], Field(strict=False)] = ()
    diagnoses: Annotated[tuple[Diagnosis, ...], Field(strict=False)] = ()
    commitments: Annotated[tuple[Commitment, ...], Field(strict=False)] = ()
    needs: Annotated[tuple[Need, ...], Field(strict=False)] = ()
    goals: Annotated[tuple[Goal, ...], Field(strict=False)] = ()
    services: Annotated[tuple[PlannedService, ...], Field(strict=False)] = ()
    pattern: Pattern | None = None
    pattern_changes: Annotated[tuple[PatternChange, ...], Field(strict=False)] = ()
    pauses: Annotated[tuple[Pause, ...], Field(strict=False)] = ()
    exemptions: Annotated[tuple[Exemption, ...], Field(strict=False)] = ()
    revisions: Annotated[tuple[Revision, ...], Field(strict=False)] = ()
    safety_plan: WrittenPlan | None = None
    relapse_prevention: RelapsePrevention | None = None
    discharge_criteria: Annotated[tuple[DischargeCriterion, ...], Field(strict=False)] = ()
    signatures: Annotated[tuple[Signature, ...], Field(strict=False)] = ()
    certifications: Annotated[tuple[Certification, ...], Field(strict=False)] = ()
    authorizations: Annotated[tuple[Authorization, ...], Field(strict=False)] = ()
    events: Annotated[tuple[Event, ...], Field(strict=False)] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(strict=False)] = ()
    discharge: Discharge | None = None

    @property
    def admitted_on(self) -> date | None:
        """The local day of admission; None while it is not known."""
        return None if self.admitted_at is None else day_of(self.admitted_at)

    @property
    def discharged_on(self) -> date | None:
        """The last day of the stay, once it has ended."""
        return self.discharge.on if self.discharge else None

    @property
    def ends_on(self) -> date | None:
        """The actual end of the stay, else the planned one."""
        return self.discharged_on or self.planned_discharge_on

    def status_on(self, day: date) -> Literal["draft", "active", "closed"]:
        """The status as it was on a day: a stay that has ended since was active then."""
        if self.discharged_on is None:
            return self.status
        return "closed" if self.discharged_on < day else "active"

    def age_on(self, day: date) -> int | None:
        """Completed years on that day (S12), from the age at admission and the recorded birthdays."""
        ages = [birthday.turns for birthday in self.birthdays if birthday.on <= day]
        if self.age_at_admission is not None:
            ages.append(self.age_at_admission)
        return max(ages, default=None)

    def active_objectives(self) -> Iterator[tuple[Key, Objective]]:
        """What is still worked on of goals that are still worked on, each with its key."""
        for g, goal in enumerate(self.goals):
            for o, objective in enumerate(goal.objectives):
                if goal.active and objective.active:
                    yield ("goals", g, "objectives", o), objective

    def exempt(self, kind: ServiceKind, day: date) -> Exemption | None:
        """The coded reason for not giving this kind of service on that day."""
        return next((e for e in self.exemptions if e.kind == kind and e.covers(day)), None)
