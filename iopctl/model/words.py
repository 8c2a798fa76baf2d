"""The field types that every file shares."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

# Control characters but newline and tab, C1 codes and bidirectional marks never enter a chart: a terminal obeys them.
_SAFE_TEXT = r"^[^\x00-\x08\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]*$"

PATIENT = r"^[a-z]{1,4}-[0-9]{3,8}$"
PatientId = Annotated[str, StringConstraints(pattern=PATIENT)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}$")]
PackId = Id
RuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{3}$")]
WeekId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-W[0-5][0-9]$")]
SessionRef = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-W[0-5][0-9]/[a-z0-9][a-z0-9._-]{0,31}$")]
Text = Annotated[str, StringConstraints(pattern=_SAFE_TEXT, max_length=20_000)]
DiagnosisCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")]

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Population = Literal["adult", "youth"]
Certainty = Literal["primary", "secondary", "memory", "uncertain"]
ServiceKind = Literal[
    "group-therapy",
    "individual",
    "family",
    "skills",
    "education",
    "expressive",
    "mindfulness",
    "peer-support",
    "medication",
    "evaluation",
    "recreation",
    "meal",
    "self-help",
    "other",
]


def _whole_minutes(clock: time) -> time:
    if clock.second or clock.microsecond or clock.tzinfo:
        raise ValueError("write a clock time as hours and whole minutes, for example 09:00:00")
    return clock


def _zoned(stamp: datetime) -> datetime:
    if stamp.tzinfo is None:
        raise ValueError("write the offset from UTC, for example 2026-09-07T09:00:00-04:00")
    return stamp


Clock = Annotated[time, AfterValidator(_whole_minutes)]
Stamp = Annotated[datetime, AfterValidator(_zoned)]
# A record may know only the day; rules in hours are then tested to the day (S9).
Moment = Stamp | date


def day_of(moment: Moment) -> date:
    """The local day that a record names: the date as written, in the offset as written."""
    return moment.date() if isinstance(moment, datetime) else moment


def minutes_between(start: Moment, end: Moment) -> int | None:
    """Whole minutes that passed, whatever the clocks showed (S1); None where one of the two knows only the day."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return (end.astimezone(UTC) - start.astimezone(UTC)) // timedelta(minutes=1)
    return None


def reached(moment: Moment, start: Moment) -> bool:
    """Whether a moment is not before another; to the day where one of the two knows only the day."""
    minutes = minutes_between(start, moment)
    return day_of(start) <= day_of(moment) if minutes is None else minutes >= 0


# Lists stand as lists in TOML and as tuples here; the items stay strict.
Ids = Annotated[tuple[Id, ...], Field(strict=False)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Days = Annotated[tuple[Day, ...], Field(strict=False)]
