"""The program itself: its hours, staff, rooms, services, weekly slots and closures."""

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PositiveInt, model_validator

from iopctl.model.frozen import Document, Frozen, Period
from iopctl.model.waiver import Waiver
from iopctl.model.weights import Weights
from iopctl.model.words import Clock, Day, Days, Id, Ids, PackId, PatientId, Population, ServiceKind, Text, Texts

# S2: these never count to weekly hours unless the program says so for a service of its own.
UNCOUNTED_KINDS = frozenset({"meal", "self-help"})


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("not an IANA time zone, for example America/New_York") from None
    return name


ZoneName = Annotated[str, AfterValidator(_known_zone)]


class Closure(Frozen):
    """Days on which the program is closed, for everybody or for the named tracks."""

    date: dt.date
    until: dt.date | None = None
    tracks: Ids = ()
    reason: Text

    def covers(self, day: dt.date, track: str | None) -> bool:
        """Whether the program is closed on that day for that track."""
        named = not self.tracks or track in self.tracks
        return named and self.date <= day <= (self.until or self.date)


class Credential(Period):
    """A licence or certificate and the days it is valid."""

    title: Text


class Supervision(Period):
    """Who supervises this staff member, and when."""

    by: Id


class Availability(Frozen):
    """Weekly hours at work."""

    days: Days
    start: Clock
    end: Clock


class Staff(Frozen):
    """One staff member; people's names do not stand in the program file."""

    id: Id
    role: Text
    credentials: Annotated[tuple[Credential, ...], Field(strict=False)] = ()
    supervision: Annotated[tuple[Supervision, ...], Field(strict=False)] = ()
    skills: Ids = ()
    available: Annotated[tuple[Availability, ...], Field(strict=False)] = ()

    def credentials_on(self, day: dt.date) -> tuple[Credential, ...]:
        """The licences and certificates that were valid that day."""
        return tuple(each for each in self.credentials if each.covers(day))

    def supervisors_on(self, day: dt.date) -> tuple[str, ...]:
        """Who supervised this staff member that day; nobody once supervision has ended."""
        return tuple(each.by for each in self.supervision if each.covers(day))


class Room(Frozen):
    """A room and how many people fit."""

    id: Id
    capacity: PositiveInt


class Size(Frozen):
    """How many patients a session of this service takes."""

    min: PositiveInt | None = None
    max: PositiveInt | None = None
    best: PositiveInt | None = None  # absent: the middle of the two


class Service(Frozen):
    """Something the program offers."""

    id: Id
    title: Text
    kind: ServiceKind
    modality: Id | None = None
    countable: bool | None = None
    size: Size | None = None
    needs_skill: Id | None = None
    modules: Texts = ()  # in the order in which a group goes through them, then again from the start
    module_sessions: PositiveInt = 1  # so many sessions of a group each of them takes

    @model_validator(mode="after")
    def _modules_can_be_told_apart(self) -> Self:
        if len(set(self.modules)) < len(self.modules) or not all(each.strip() for each in self.modules):
            raise ValueError("give each module a name of its own")
        return self

    @property
    def counts(self) -> bool:
        """Whether its minutes count to weekly hours (S2)."""
        return self.kind not in UNCOUNTED_KINDS if self.countable is None else self.countable


class Track(Frozen):
    """Who comes when; a patient is on one track."""

    id: Id
    population: Population


class Break(Frozen):
    """Minutes inside a session that are never counted."""

    start: Clock
    end: Clock


class Slot(Frozen):
    """A standing weekly time of the program."""

    id: Id
    track: Id
    service: Id
    day: Day
    start: Clock
    end: Clock
    breaks: Annotated[tuple[Break, ...], Field(strict=False)] = ()
    room: Id | None = None
    leads: Ids = ()
    closed_since: dt.date | None = None  # a closed group: from that day only those who came before it


class GroupWaiver(Waiver):
    """A waiver for several patients at once, for example a snow closure; no list means all."""

    patients: Annotated[tuple[PatientId, ...], Field(strict=False)] = ()


class Display(Frozen):
    """How the calendar is printed."""

    clock: Literal["12h", "24h"] = "24h"


class Program(Document):
    """program.toml."""

    name: Text
    level_of_care: Literal["outpatient", "iop", "php", "residential", "inpatient"] = "iop"
    time_zone: ZoneName
    week_anchor: Literal["calendar", "admission", "rolling"] = "calendar"
    week_start: Day = "mon"
    setting: Text | None = None
    notes: Literal["here", "elsewhere"] = "here"  # whether session notes stand in the attendance rows
    kept_since: dt.date | None = None  # what is dated before came from another record; git history says nothing of it
    packs: Annotated[tuple[PackId, ...], Field(strict=False)] = ("core",)
    crisis_text: Text | None = None
    battery: Ids = ()
    calendar: Display = Display()
    weights: Weights = Weights()
    closures: Annotated[tuple[Closure, ...], Field(strict=False)] = ()
    staff: Annotated[tuple[Staff, ...], Field(strict=False)] = ()
    rooms: Annotated[tuple[Room, ...], Field(strict=False)] = ()
    services: Annotated[tuple[Service, ...], Field(strict=False)] = ()
    tracks: Annotated[tuple[Track, ...], Field(strict=False)] = ()
    slots: Annotated[tuple[Slot, ...], Field(strict=False)] = ()
    waivers: Annotated[tuple[GroupWaiver, ...], Field(strict=False)] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The program's time zone: every local date and clock time in the files is meant in it."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def service_by_id(self) -> dict[str, Service]:
        """The catalogue of services."""
        return {service.id: service for service in self.services}

    @cached_property
    def slot_by_id(self) -> dict[str, Slot]:
        """The standing weekly template."""
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def staff_by_id(self) -> dict[str, Staff]:
        """The people who work here."""
        return {person.id: person for person in self.staff}

    @cached_property
    def track_by_id(self) -> dict[str, Track]:
        """The tracks."""
        return {track.id: track for track in self.tracks}

    def counts(self, service: str) -> bool:
        """Whether minutes of this service count; a service that the catalogue lacks does not."""
        known = self.service_by_id.get(service)
        return known is not None and known.counts

    def closed(self, day: dt.date, track: str | None) -> Closure | None:
        """The closure that shuts the program, or this track, on that day."""
        return next((closure for closure in self.closures if closure.covers(day, track)), None)
