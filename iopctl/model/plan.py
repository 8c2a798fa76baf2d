"""The treatment plan: what is promised, to whom, why, by whom, and who signed."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from iopctl.model.frozen import Document, Frozen, Key, Period
from iopctl.model.goal import Goal, Need, Objective
from iopctl.model.pattern import Pattern, PatternChange
from iopctl.model.record import (
    Authorization,
    Certification,
    Commitment,
    Consent,
    Coverage,
    Diagnosis,
    Discharge,
    Evaluation,
    Event,
    Exemption,
    FollowUp,
    LevelOfCareScore,
    Necessity,
    OtherCare,
    Pause,
    Physician,
    PopulationChange,
    Referral,
    Revision,
    Signature,
)
from iopctl.model.waiver import Waiver
from iopctl.model.words import Id, Ids, Moment, PatientId, Population, ServiceKind, Text, Texts, day_of

OLDEST_AGE = 90  # means 90 or older: an exact age above 89 would identify somebody

# The day on which a written plan was gone through again; a list where the earlier days still matter.
Reviewed = date | Annotated[tuple[date, ...], Field(strict=False)] | None


class Birthday(Frozen):
    """A birthday on which an age limit in force is crossed during the stay."""

    on: date
    turns: NonNegativeInt


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


class WrittenPlan(Frozen):
    """A safety plan or another plan whose date matters here; its words may stay elsewhere."""

    on: date
    reviewed_on: Reviewed = None
    text: Text | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day on which it was written or gone through, earliest first."""
        return _dates(self.on, self.reviewed_on)


class RelapsePrevention(Frozen):
    """Warning signs, what helps, whom to call."""

    warning_signs: Texts = ()
    coping: Texts = ()
    contacts: Texts = ()
    on: date | None = None
    reviewed_on: Reviewed = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day on which it was written or gone through, earliest first."""
        return _dates(self.on, self.reviewed_on)


def _dates(written: date | None, reviewed: Reviewed) -> tuple[date, ...]:
    days = reviewed if isinstance(reviewed, tuple) else (reviewed,)
    return tuple(sorted(day for day in (written, *days) if day is not None))


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
    physicians: Annotated[tuple[Physician, ...], Field(strict=False)] = ()
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
    level_of_care_scores: Annotated[tuple[LevelOfCareScore, ...], Field(strict=False)] = ()
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
    consents: Annotated[tuple[Consent, ...], Field(strict=False)] = ()
    other_care: Annotated[tuple[OtherCare, ...], Field(strict=False)] = ()
    events: Annotated[tuple[Event, ...], Field(strict=False)] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(strict=False)] = ()
    discharge: Discharge | None = None
    follow_ups: Annotated[tuple[FollowUp, ...], Field(strict=False)] = ()
    last_known_on: date | None = None  # the last day on which somebody knew how the patient was
    died_on: date | None = None

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

    def physician_on(self, day: date) -> str | None:
        """Who treated the patient that day: by the dated list, else the one the plan names."""
        dated = next((each.by for each in self.physicians if each.covers(day)), None)
        return dated or self.treating_physician

    def first_revision(self, *kinds: str) -> tuple[int, Revision] | None:
        """The revision of one of these kinds that took effect first, with its index; None without any."""
        found = [(n, each) for n, each in enumerate(self.revisions) if each.kind in kinds]
        return min(found, key=lambda each: (day_of(each[1].effective_at), each[1].revision), default=None)

    def active_objectives(self) -> Iterator[tuple[Key, Objective]]:
        """What is still worked on of goals that are still worked on, each with its key."""
        for g, goal in enumerate(self.goals):
            for o, objective in enumerate(goal.objectives):
                if goal.active and objective.active:
                    yield ("goals", g, "objectives", o), objective

    def stated_baseline(self, instrument: str) -> float | None:
        """The baseline that the first objective with this instrument states."""
        measures = (objective.measure for goal in self.goals for objective in goal.objectives)
        mine = (each.baseline for each in measures if each is not None and each.instrument == instrument)
        return next((baseline for baseline in mine if baseline is not None), None)

    def exempt(self, kind: ServiceKind, day: date) -> Exemption | None:
        """The coded reason for not giving this kind of service on that day."""
        return next((e for e in self.exemptions if e.kind == kind and e.covers(day)), None)
