"""What is wrong with a built week, told from the files alone: nothing here knows how a week is built."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time

from iopctl.model.chart import Census, Chart
from iopctl.model.program import Program, Staff
from iopctl.model.week import Session, Week
from iopctl.model.words import DAYS
from iopctl.scheduling.clashes import clashes


def wrong(census: Census, week: Week) -> list[str]:
    """One sentence for each limit that is broken."""
    program, found = census.program, list(clashes(census.program, week))
    for session in week.sessions:
        found += [f"{session.id}: {text}" for text in _of_session(program, session)]
        for patient in session.patients:
            chart = census.chart_by_patient[patient]
            found += [f"{patient} in {session.id}: {text}" for text in _of_place(chart, session)]
    for chart in census.charts:
        found += [f"{chart.patient}: {text}" for text in _of_dose(chart, week)]
    return found


def _of_session(program: Program, session: Session) -> Iterator[str]:
    service = program.service_by_id[session.service]
    slot = program.slot_by_id.get(session.id)
    if program.closed(session.date, slot.track if slot else None):
        yield "the program is closed"
    if slot and (slot.service, DAYS.index(slot.day), slot.start, slot.end, slot.room, slot.leads) != (
        session.service,
        session.date.weekday(),
        session.start,
        session.end,
        session.room,
        session.leads,
    ):
        yield "not as the slot is"
    for lead in session.leads:
        staff = program.staff_by_id[lead]
        if staff.available and not _at_work(staff, session):
            yield f"{lead} is not at work"
        if staff.credentials and not staff.credentials_on(session.date):
            yield f"{lead} has no credential in force"
    skilled = any(service.needs_skill in program.staff_by_id[lead].skills for lead in session.leads)
    if service.needs_skill and session.leads and not skilled:
        yield "nobody has the skill"
    if slot is None and program.rooms and session.room not in {room.id for room in program.rooms}:
        yield "no room"
    if slot is None and not session.pinned and (len(session.patients) != 1 or not session.leads):
        yield "not one patient with somebody"


def _at_work(staff: Staff, session: Session) -> bool:
    day = DAYS[session.date.weekday()]
    return any(day in each.days and each.start <= session.start and session.end <= each.end for each in staff.available)


def _of_place(chart: Chart, session: Session) -> Iterator[str]:
    plan, program = chart.plan, chart.program
    slot = program.slot_by_id.get(session.id)
    if plan.admitted_on is None or session.date < plan.admitted_on or session.date > (plan.ends_on or date.max):
        yield "not in care"
    if any(pause.covers(session.date) for pause in plan.pauses):
        yield "on a break"
    if program.closed(session.date, plan.track):
        yield "closed for the track"
    day = DAYS[session.date.weekday()]
    for each in plan.commitments:
        if each.firm and day in each.days and _meet((each.start, each.end), (session.start, session.end)):
            yield f"{each.kind}"
    if slot is not None:
        named = plan.pattern is not None and slot.id in plan.pattern.slots
        if slot.track != plan.track and not named:
            yield "another track"
        if slot.closed_since and plan.admitted_on and plan.admitted_on >= slot.closed_since:
            yield "a closed group"


def _meet(one: tuple[time, time], other: tuple[time, time]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _of_dose(chart: Chart, week: Week) -> Iterator[str]:
    """More sessions than are promised."""
    promised = Counter({each.service: each.per_week or 0 for each in chart.plan.services})
    given = Counter(each.service for each in week.sessions if chart.patient in each.patients)
    for service, count in given.items():
        if count > promised[service]:
            yield f"{count} of {promised[service]} {service}"
