"""What of a service's modules one patient has seen and missed, when each comes again, and who else misses it."""

from dataclasses import dataclass
from datetime import date

from iopctl.counting.weeks import paused
from iopctl.model.chart import Census, Chart
from iopctl.model.program import Service
from iopctl.model.week import Status
from iopctl.scheduling.board import in_care
from iopctl.scheduling.curriculum import Group, Meeting, groups


@dataclass(frozen=True)
class Missed:
    """The last meeting that held a module without the patient, and why: a status, or in words."""

    on: date
    why: Status | str


@dataclass(frozen=True)
class ModuleState:
    """One module for one patient; what was seen once is not missed. `others` of the group have not seen it."""

    module: str
    seen: tuple[date, ...]
    missed: Missed | None
    coming: Meeting | None
    others: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """One patient in one service."""

    group: Group
    patient: str
    modules: tuple[ModuleState, ...]

    @property
    def seen(self) -> int:
        """How many modules were seen at least once."""
        return sum(bool(each.seen) for each in self.modules)


def courses(census: Census, chart: Chart, day: date, service: str | None = None) -> list[Course]:
    """Every service with modules that the plan promises or the patient came to."""
    every = groups(census, day, service)
    mine = {each.service for each in chart.plan.services} | {each.session.service for each in chart.bookings}
    asked = (each for each in census.program.services if each.modules and service in {None, each.id})
    return [course(census, chart, _group(every, each, chart), day) for each in asked if each.id in mine]


def course(census: Census, chart: Chart, group: Group, day: date) -> Course:
    """One patient in one group."""
    modules = tuple(_state(census, chart, group, module, day) for module in group.service.modules)
    return Course(group, chart.patient, modules)


def _group(every: list[Group], service: Service, chart: Chart) -> Group:
    """The group of the patient's track; one that never meets where the track has none."""
    found = (each for each in every if (each.service.id, each.track) == (service.id, chart.plan.track))
    return next(found, Group(service, chart.plan.track))


def _state(census: Census, chart: Chart, group: Group, module: str, day: date) -> ModuleState:
    seen = seen_on(chart, group.service.id, module, day)
    missed = None if seen else _missed(chart, group, module)
    mates = (census.chart_by_patient[each] for each in group.roster if each in census.chart_by_patient)
    others = tuple(
        each.patient
        for each in mates
        if each is not chart and in_care(each, day) and not seen_on(each, group.service.id, module, day)
    )
    return ModuleState(module, seen, missed, group.coming(module), others)


def seen_on(chart: Chart, service: str, module: str, day: date) -> tuple[date, ...]:
    """The days by now on which the patient was there for some of it, in whatever group."""
    return tuple(
        each.session.date
        for each in chart.bookings
        if (each.session.service, each.session.module) == (service, module)
        and each.session.date <= day
        and each.session.cancelled is None
        and each.attendance is not None
        and each.attendance.present
    )


def _missed(chart: Chart, group: Group, module: str) -> Missed | None:
    meetings = group.held(module)
    return Missed(meetings[-1].on, _why(chart, meetings[-1])) if meetings else None


def _why(chart: Chart, meeting: Meeting) -> Status | str:
    """Why somebody was not at a meeting that is on file."""
    admitted, session = chart.plan.admitted_on, meeting.session
    record = session.attendance.get(chart.patient) if session else None
    if record is not None:
        return record.status
    if admitted is None or meeting.on < admitted:
        return "before admission"
    if paused(chart.plan, meeting.on):
        return "on a break in treatment"
    return "no record" if session and chart.patient in session.patients else "not on the roster"
