"""What is known at intake as fields of a plan: who comes when, and the dose that the track's week amounts to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from iopctl.counting.minutes import clock_span, union_minutes
from iopctl.counting.weeks import WEEK, days_inclusive
from iopctl.model.pack import RulePack
from iopctl.model.plan import OLDEST_AGE
from iopctl.model.program import Program, Slot
from iopctl.model.words import Moment, day_of

_ANY_DAY = date(2000, 1, 3)  # no clock changes on it


@dataclass(frozen=True)
class Intake:
    """What somebody said about a new patient; what is None was not said."""

    patient: str
    track: str | None = None
    therapist: str | None = None
    physician: str | None = None
    age: int | None = None
    admitted_at: Moment | None = None
    planned_discharge_on: date | None = None
    packs: tuple[str, ...] = ()

    @property
    def admitted_on(self) -> date | None:
        """The local day of admission."""
        return None if self.admitted_at is None else day_of(self.admitted_at)

    def fields(self, program: Program, packs: Mapping[str, RulePack], today: date) -> dict[str, Any]:
        """The fields of the plan; None is a gap."""
        slots = [slot for slot in program.slots if slot.track == self.track]
        track = program.track_by_id.get(self.track or "")
        return {
            "patient": self.patient,
            "track": self.track,
            "population": track.population if track else None,
            "age_at_admission": None if self.age is None else min(self.age, OLDEST_AGE),
            "admitted_at": self.admitted_at,
            "planned_discharge_on": self.planned_discharge_on,
            "primary_therapist": self.therapist,
            "treating_physician": self.physician,
            "coverage": [_without_gaps({"pack": pack, "from": self.admitted_on}) for pack in self.packs],
            "services": list(doses(program, slots, self._weeks(program, packs, today))),
            "pattern": {"slots": [slot.id for slot in slots]} if slots else None,
        }

    def _weeks(self, program: Program, packs: Mapping[str, RulePack], today: date) -> int | None:
        """The weeks of the planned stay, else the longest stay that a pack in force expects."""
        admitted = self.admitted_on
        if admitted and self.planned_discharge_on:
            return -(-days_inclusive(admitted, self.planned_discharge_on) // WEEK.days)
        for pack in (*program.packs, *self.packs):
            limit = packs[pack].limit("stay_days", admitted or today) if pack in packs else None
            if limit is not None:
                return limit.range.max // WEEK.days
        return None


def doses(program: Program, slots: Iterable[Slot], weeks: int | None) -> Iterator[dict[str, Any]]:
    """Type, amount, frequency and duration of what standing slots add up to, one for each service and length."""
    alike: dict[tuple[str, int], list[Slot]] = {}
    for slot in slots:
        span = clock_span(program, _ANY_DAY, slot.service, slot.start, slot.end, slot.breaks)
        minutes = union_minutes([span])
        if minutes > 0:
            alike.setdefault((slot.service, minutes), []).append(slot)
    for (service, minutes), mine in alike.items():
        leads = {slot.leads[:1] for slot in mine}
        lead = leads.pop() if len(leads) == 1 else ()
        yield {
            "service": service,
            "per_week": len(mine),
            "minutes": minutes,
            "weeks": weeks,
            "objectives": None,
            "by": lead[0] if lead else None,
        }


def _without_gaps(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}
