"""The dated records that a plan rests on: referral, necessity, diagnoses, evaluations, signatures, coverage."""

from datetime import date
from typing import Literal

from pydantic import Field, PositiveInt

from iopctl.model.frozen import Frozen, Period
from iopctl.model.week import Cosigned, LateEntry
from iopctl.model.words import Clock, Days, DiagnosisCode, Id, Ids, Moment, PackId, ServiceKind, Text, Texts


class Referral(Frozen):
    """Where the patient came from."""

    from_: Text | None = Field(default=None, alias="from")
    inpatient_discharged_on: date | None = None
    psychiatric: bool | None = None


class Necessity(Frozen):
    """Why this level of care: not a lower one, not a higher one."""

    why_not_lower: Text | None = None
    why_not_higher: Text | None = None
    needs_24h_care: bool = False
    imminent_danger: bool = False
    on: date | None = None


class PopulationChange(Frozen):
    """The note for somebody who crosses an age band during the stay."""

    on: date
    by: Id
    text: Text


class Coverage(Period):
    """A payer's pack and the days it applies."""

    pack: PackId


class Evaluation(Frozen):
    """A clinical evaluation that the plan rests on."""

    id: Id
    kind: Literal["initial", "comprehensive", "update"]
    signed_at: Moment | None = None
    by: Id | None = None
    cosigned: Cosigned | None = None
    history: Text | None = None
    current: Text | None = None
    personal_goals: Texts = ()
    late_entry: LateEntry | None = None


class Diagnosis(Period):
    """An ICD-10-CM code, with the words it came with."""

    code: DiagnosisCode
    primary: bool = False
    text: Text | None = None


class Commitment(Frozen):
    """The life that treatment has to fit around."""

    kind: Literal["work", "school", "family", "other"]
    days: Days
    start: Clock
    end: Clock
    firm: bool = True


class Pause(Period):
    """A break in treatment."""

    reason: Text


class Exemption(Period):
    """A service not given, for a coded reason."""

    kind: ServiceKind
    reason: Literal["declined", "contraindicated"]
    by: Id
    on: date


class Revision(Frozen):
    """What was in force when."""

    revision: PositiveInt
    kind: Literal["initial", "comprehensive", "amendment"]
    effective_at: Moment
    evaluation: Id | None = None
    changed: Ids = ()


class Signature(Frozen):
    """Who signed which content as what; or the attempt and why it could not be had."""

    role: Id
    by: Id
    revision: PositiveInt
    on: date | None = None
    digest: Text | None = None
    attempted_on: date | None = None
    reason: Text | None = None
    late_entry: LateEntry | None = None


class Certification(Frozen):
    """A physician's certification of the need for this level of care."""

    on: date
    by: Id
    hours_per_week: int | float | None = None
    response: Text | None = None
    symptoms: Text | None = None
    discharge_goals: Text | None = None
    late_entry: LateEntry | None = None


class Authorization(Period):
    """What the payer agreed to."""

    number: Text
    code: Text | None = None
    units: PositiveInt | None = None
    requested_on: date | None = None


class Physician(Period):
    """Who treated the patient, and when; for a stay in which that changed."""

    by: Id


class LevelOfCareScore(Frozen):
    """The result of a level-of-care instrument; its items are licensed and never stand here."""

    instrument: Id
    composite: int | None = None
    level: Id | None = None
    on: date
    by: Id | None = None
    variance: Text | None = None  # the coded reason why the service differs from the score


class OtherCare(Period):
    """Care at another level during or beside the stay; `transition` says which allowed transition it is."""

    level: Id
    provider: Text | None = None
    transition: Text | None = None


class Consent(Period):
    """Which party may be told what, and until when."""

    id: Id
    party: Text
    scope: Text | None = None


class FollowUp(Frozen):
    """A visit after the stay: with whom, when it was arranged, when it is."""

    provider: Text
    arranged_on: date | None = None
    visit_on: date | None = None


class Event(Frozen):
    """Something that happened: a hospitalisation, an attempt, a crisis, or outreach after an absence."""

    kind: Id
    on: date
    by: Id | None = None
    text: Text | None = None


class Instructions(Frozen):
    """Written discharge instructions."""

    on: date | None = None
    medicines: Texts = ()
    referral_contacts: Texts = ()
    medical_issues: Texts = ()
    providers: Texts = ()


class Discharge(Frozen):
    """How and when the stay ended."""

    on: date
    reason: Literal["completed", "ama", "lost", "step-up", "step-down", "transfer", "administrative"]
    summary_on: date | None = None
    instructions: Instructions | None = None
