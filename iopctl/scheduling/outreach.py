"""Who has to be reached: an unexcused absence stays open until somebody has recorded that they reached out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pydantic import ValidationError

from iopctl.counting.absences import cycles, unexcused
from iopctl.errors import Refused, UsageError
from iopctl.model.chart import Booking, Census, Chart
from iopctl.model.ids import known_staff
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Event
from iopctl.model.week import Attendance
from iopctl.scheduling.days import Held

KIND = "outreach"


@dataclass(frozen=True)
class Counted:
    """How many unexcused absences stand in a stretch of the stay, of those that a pack allows there."""

    count: int
    limit: Limit


@dataclass(frozen=True)
class Item:
    """The unexcused absences of one patient on one day, and when the patient was seen again."""

    chart: Chart
    missed: tuple[Booking, ...]
    back_on: date | None
    counted: tuple[Counted, ...]

    @property
    def patient(self) -> str:
        """The code."""
        return self.chart.patient

    @property
    def on(self) -> date:
        """The day of the absence."""
        return self.missed[0].session.date

    def days(self, today: date) -> int:
        """How long it has been open."""
        return (today - self.on).days


def open_items(charts: Iterable[Chart], packs: Mapping[str, RulePack], today: date) -> list[Item]:
    """What waits for somebody, longest first. To be back is no outreach; a stay that has ended leaves none open."""
    found = [item for chart in charts for item in _of_chart(chart, packs, today)]
    return sorted(found, key=lambda item: (item.on, item.patient))


def _of_chart(chart: Chart, packs: Mapping[str, RulePack], today: date) -> Iterator[Item]:
    if chart.plan.status_on(today) != "active":
        return
    reached = max((each.on for each in chart.plan.events if each.kind == KIND and each.on <= today), default=date.min)
    for day, missed in groupby(unexcused(chart, today), key=lambda booking: booking.session.date):
        if day > reached:
            yield _item(chart, packs, tuple(missed), today)


def _item(chart: Chart, packs: Mapping[str, RulePack], missed: tuple[Booking, ...], today: date) -> Item:
    last = missed[-1].session
    seen = (
        each.session.date
        for each in chart.booked(last.date, today)
        if each.attendance is not None
        and each.attendance.present
        and (each.session.date, each.session.start) > (last.date, last.start)
    )
    return Item(chart, missed, next(seen, None), tuple(_counted(chart, packs, last.date, today)))


def _counted(chart: Chart, packs: Mapping[str, RulePack], day: date, today: date) -> Iterator[Counted]:
    for pack in (packs[each] for each in chart.pack_ids(day) if each in packs):
        for cycle in cycles(chart, pack, today):
            if cycle.first <= day <= cycle.last and cycle.limit is not None:
                yield Counted(len(cycle.absences), cycle.limit)


def opened_by(after: Census, before: Held, made: Mapping[str, Attendance], today: date) -> list[str]:
    """Of the patients with a new record, those whose unexcused absence now waits for somebody and did not before."""
    charts = [each for each in after.charts if made.get(each.patient) is not None]
    missed = {item.patient for item in open_items(charts, {}, today) if before.ref in {b.ref for b in item.missed}}
    was = before.session.attendance
    return [each for each in made if each in missed and (each not in was or was[each].status != "absent-unexcused")]


def reached_out(text: str, by: str, on: date) -> Event:
    """The event that is recorded. Raises UsageError for a note that says nothing or is no plain text."""
    if not text.strip():
        raise UsageError("--note: say what was done.")
    try:
        return Event(kind=KIND, on=on, by=by, text=text.strip())
    except ValidationError:
        raise UsageError("--note is plain text, and --by the id of a staff member.") from None


def closed_by(chart: Chart, items: Sequence[Item], event: Event, today: date) -> list[Item]:
    """The open items of the chart that the event closes. Raises NotFound; Refused when it closes none."""
    known_staff(chart.program, event.by)
    if event.on > today:
        raise Refused(f"{event.on} is still to come: record it once it is done. Nothing was written.")
    closed = [item for item in items if item.on <= event.on]
    if not items:
        raise Refused(f"{chart.patient} has no open outreach item; nothing was written.")
    if not closed:
        raise Refused(
            f"the open absence of {chart.patient} is of {items[0].on}, the note of {event.on}: what was done before an"
            " absence does not answer it. Nothing was written."
        )
    return closed
