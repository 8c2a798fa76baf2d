"""Everybody in care on one day by track: how many, how many more fit, who waits, and what stands open."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.counting.authorized import for_this_level, in_force
from iopctl.counting.billed import procedure, shown
from iopctl.counting.hours import WeekHours, hours, last_full
from iopctl.counting.reviews import reviews_due
from iopctl.counting.weeks import paused
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.program import Program, Track
from iopctl.model.rule import Finding
from iopctl.scheduling.frame import one_to_one
from iopctl.scoring.raised import open_alerts

Packs = Mapping[str, RulePack]
Codes = tuple[str, ...]


@dataclass(frozen=True)
class TrackRow:
    """One track; without one, the patients whose plan names none that the program has. Patients by their codes.

    `on_break` are among those in care; so are those with a last full week that was short, or that is not on file.
    Open risk counts drafts and ended stays too: an alert ends with an answer only.
    """

    track: Track | None
    seats: int | None
    in_care: Codes
    on_break: Codes
    waiting: Codes
    short_weeks: Codes
    unknown_weeks: Codes
    late_reviews: Codes
    open_risk: Codes


@dataclass(frozen=True)
class _Marked:
    """The last full weeks, by patient; whose review is late, and who has an unanswered alert."""

    weeks: Mapping[str, WeekHours]
    late: Collection[str | None]
    alerted: Collection[str]


@dataclass(frozen=True)
class Board:
    """The rows, and what cannot be told by track: for what those in care are authorized, and who is in no column.

    `elsewhere` and `untold` hold the codes of the authorizations in force. `apart` says why somebody with an open plan
    is neither in care nor waiting.
    """

    day: date
    rows: tuple[TrackRow, ...]
    authorized: int
    elsewhere: Mapping[str, Codes]
    untold: Mapping[str, Codes]
    apart: Mapping[str, str]

    @property
    def people(self) -> int:
        """How many people."""
        return sum(len(row.in_care) for row in self.rows)


def board(census: Census, packs: Packs, findings: Iterable[Finding], day: date) -> Board:
    """The day as it stands; `findings` are those of RV201 that are not waived."""
    charts, program = census.charts, census.program
    marked = _Marked(
        weeks={chart.patient: week for chart in charts if (week := last_full(hours(chart, packs, day))) is not None},
        late={finding.patient for finding in findings if _is_late(census, packs, finding, day)},
        alerted={form.patient for form in open_alerts(charts, day)},
    )
    rows = [
        _row(track, seats(program, track.id), [chart for chart in charts if chart.plan.track == track.id], marked, day)
        for track in program.tracks
    ]
    nowhere = _row(None, None, [chart for chart in charts if chart.plan.track not in program.track_by_id], marked, day)
    rows += [nowhere] if nowhere.in_care or nowhere.waiting or nowhere.open_risk else []
    here = [chart for chart in charts if in_care(chart, day) and in_force(chart.plan, day)]
    same = {chart.patient: for_this_level(chart, packs, day) for chart in here}
    codes = {chart.patient: tuple(_codes(chart, day)) for chart in here}
    return Board(
        day=day,
        rows=tuple(rows),
        authorized=len(here),
        elsewhere={patient: codes[patient] for patient in codes if same[patient] is False},
        untold={patient: codes[patient] for patient in codes if same[patient] is None},
        apart={chart.patient: why for chart in charts if (why := _apart(chart, day)) is not None},
    )


def in_care(chart: Chart, day: date) -> bool:
    """Whether the stay has begun and not ended; somebody beyond the planned discharge, or on a break, is in care."""
    admitted = chart.plan.admitted_on
    return admitted is not None and admitted <= day and chart.plan.status_on(day) == "active"


def waits(chart: Chart, day: date) -> bool:
    """Whether a draft has no day of admission yet, or a stay begins later."""
    status, admitted = chart.plan.status_on(day), chart.plan.admitted_on
    return status == "draft" if admitted is None else status != "closed" and admitted > day


def seats(program: Program, track: str) -> int | None:
    """How many patients a track can hold: as many as fit into every one of its group slots.

    That is the smallest of the groups' largest sizes and their rooms' capacities, so the tightest hour of the week
    decides. Times of one patient alone and of one family are no seats. None where a slot has neither size nor room on
    file, because that slot may be the tightest; or where the track has no groups.
    """
    rooms = {room.id: room.capacity for room in program.rooms}
    found: list[int] = []
    for slot in program.slots:
        service = program.service_by_id.get(slot.service)
        if slot.track == track and not one_to_one(service):
            size = service.size.max if service and service.size else None
            caps = [cap for cap in (size, rooms.get(slot.room or "")) if cap is not None]
            if not caps:
                return None
            found.append(min(caps))
    return min(found, default=None)


def _row(track: Track | None, room: int | None, charts: Sequence[Chart], marked: _Marked, day: date) -> TrackRow:
    here = [chart for chart in charts if in_care(chart, day)]
    weeks = {chart.patient: marked.weeks[chart.patient] for chart in here if chart.patient in marked.weeks}
    return TrackRow(
        track=track,
        seats=room,
        in_care=tuple(chart.patient for chart in here),
        on_break=tuple(chart.patient for chart in here if paused(chart.plan, day)),
        waiting=tuple(chart.patient for chart in charts if waits(chart, day)),
        short_weeks=tuple(patient for patient, week in weeks.items() if week.short),
        unknown_weeks=tuple(patient for patient, week in weeks.items() if not week.on_file),
        late_reviews=tuple(chart.patient for chart in here if chart.patient in marked.late),
        open_risk=tuple(chart.patient for chart in charts if chart.patient in marked.alerted),
    )


def _is_late(census: Census, packs: Packs, finding: Finding, day: date) -> bool:
    """Whether it says that the review is overdue; RV201 reminds of one that is near as well."""
    chart = census.chart_by_patient[finding.patient or ""]
    last = chart.last_day(day)
    dues = reviews_due(chart, packs[finding.pack], last)
    return any(due.limit == finding.limit and due.on < last for due in dues)


def _codes(chart: Chart, day: date) -> Iterator[str]:
    for each in in_force(chart.plan, day):
        code = procedure(each.code or "")
        yield shown(code) if code else "any code"


def _apart(chart: Chart, day: date) -> str | None:
    status, admitted = chart.plan.status_on(day), chart.plan.admitted_on
    if status == "closed" or in_care(chart, day) or waits(chart, day):
        return None
    return f"draft, admitted {admitted}" if status == "draft" else "no day of admission"
