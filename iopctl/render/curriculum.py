"""The modules of a service, group by group, and what of them one patient has seen."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from iopctl.model.chart import Chart
from iopctl.model.program import Service
from iopctl.model.week import week_id
from iopctl.render.session import STATES
from iopctl.render.sheet import Grid, Sheet
from iopctl.scheduling.catching_up import Course, Missed, ModuleState
from iopctl.scheduling.curriculum import Group, Meeting

MODULES = ("module", "last held", "next", "not seen by")
ROSTER = ("patient", "seen", "not seen")
COURSE = ("module", "state", "comes again", "who else misses it")
NO_MODULES = "No service lists modules: write `modules = [...]` in a service of program.toml."
PROJECTED = "Projected: nobody has said what is held then; it follows from the last module on file."

Roster = Sequence[tuple[Group, Sequence[Course]]]


def groups_sheet(found: Roster, day: date) -> Sheet:
    """Each group with the courses of those on its roster."""
    data = {"date": day.isoformat(), "groups": [_group_json(group, courses) for group, courses in found]}
    grids = [grid for group, courses in found for grid in _group_grids(group, courses)]
    return Sheet({"curriculum": data}, grids, f"Curriculum, {day}", [PROJECTED] if found else [NO_MODULES])


def courses_sheet(chart: Chart, courses: Sequence[Course], day: date) -> Sheet:
    """One patient's services."""
    data = {
        "date": day.isoformat(),
        "patient": chart.patient,
        "services": [_course_json(course, chart.plan.ends_on) for course in courses],
    }
    none = f"{chart.patient} is promised no service with modules, and has been to none."
    notes = [PROJECTED] if courses else [none]
    grids = [_course_grid(course, chart.plan.ends_on) for course in courses]
    return Sheet({"curriculum": data}, grids, f"Curriculum of {chart.patient}, {day}", notes)


def module_text(service: Service, module: str) -> str:
    """`module 3 of 8 distress tolerance`; of a module that the service does not list only its name."""
    if module not in service.modules:
        return f"module {module}"
    return f"module {service.modules.index(module) + 1} of {len(service.modules)} {module}"


def _group_grids(group: Group, courses: Sequence[Course]) -> Iterator[Grid]:
    rows = [
        (
            f"{number} {module}",
            held[-1].on.isoformat() if (held := group.held(module)) else "not on file",
            _coming(group.coming(module)),
            ", ".join(_not_seen_by(courses, module)) or "nobody",
        )
        for number, module in enumerate(group.service.modules, start=1)
    ]
    yield Grid(_title(group), MODULES, rows)
    if courses:
        yield Grid("On its roster", ROSTER, [(course.patient, _share(course), _open(course)) for course in courses])


def _title(group: Group) -> str:
    """The group, where it stands and what it holds next."""
    last, ahead = group.last, group.next
    parts = [f"{group.service.title}, {group.track or 'no single track'}"]
    parts.append(f"last {_at(group.service, last)}" if last else "no module is on file yet")
    if ahead is not None:
        parts.append(f"next {_at(group.service, ahead)}")
    if last is not None and group.unstated:
        parts.append(f"{group.unstated} meeting{'s' * (group.unstated > 1)} since then without a module on file")
    return "; ".join(parts)


def _at(service: Service, meeting: Meeting) -> str:
    if meeting.module is None:
        return f"{meeting.on}, module not known"
    return f"{meeting.on} {module_text(service, meeting.module)}{', projected' if meeting.projected else ''}"


def _coming(meeting: Meeting | None, ends_on: date | None = None) -> str:
    """The day of a session on file, else the week; and whether that is a projection, or too late."""
    if meeting is None:
        return "not known"
    parts = [week_id(meeting.on) if meeting.session is None else meeting.on.isoformat()]
    parts += ["projected"] if meeting.projected else []
    parts += [f"after the planned end {ends_on}"] if _too_late(meeting, ends_on) else []
    return ", ".join(parts)


def _too_late(meeting: Meeting, ends_on: date | None) -> bool:
    return ends_on is not None and meeting.on > ends_on


def _not_seen_by(courses: Sequence[Course], module: str) -> list[str]:
    return [course.patient for course in courses for each in course.modules if each.module == module and not each.seen]


def _share(course: Course) -> str:
    return f"{course.seen} of {len(course.modules)} modules"


def _open(course: Course) -> str:
    return ", ".join(each.module for each in course.modules if not each.seen) or "none"


def _course_grid(course: Course, ends_on: date | None) -> Grid:
    group = course.group
    title = f"{group.service.title}, {group.track or 'no track'}: {_share(course)} seen"
    rows = [
        (
            f"{number} {each.module}",
            _state(each),
            _coming(each.coming, ends_on),
            ", ".join(each.others) or "nobody",
        )
        for number, each in enumerate(course.modules, start=1)
    ]
    return Grid(title, COURSE, rows)


def _state(each: ModuleState) -> str:
    if each.seen:
        return f"seen {', '.join(map(str, each.seen))}"
    return f"missed {each.missed.on}, {_why(each.missed)}" if each.missed else "not held yet"


def _why(missed: Missed) -> str:
    return STATES.get(missed.why, missed.why)


def _group_json(group: Group, courses: Sequence[Course]) -> dict[str, Any]:
    return {
        "service": group.service.id,
        "track": group.track,
        "last": _meeting_json(group.last),
        "next": _meeting_json(group.next),
        "unstated": group.unstated,
        "modules": [
            {
                "module": module,
                "number": number,
                "held": [each.on.isoformat() for each in group.held(module)],
                "next": _meeting_json(group.coming(module)),
                "not_seen_by": _not_seen_by(courses, module),
            }
            for number, module in enumerate(group.service.modules, start=1)
        ],
        "roster": [{"patient": course.patient, "seen": course.seen, "of": len(course.modules)} for course in courses],
    }


def _course_json(course: Course, ends_on: date | None) -> dict[str, Any]:
    return {
        "service": course.group.service.id,
        "track": course.group.track,
        "seen": course.seen,
        "of": len(course.modules),
        "modules": [
            {
                "module": each.module,
                "number": number,
                "seen": [day.isoformat() for day in each.seen],
                "missed": each.missed and {"date": each.missed.on.isoformat(), "why": each.missed.why},
                "next": _meeting_json(each.coming),
                "after_planned_end": each.coming is not None and _too_late(each.coming, ends_on),
                "others": list(each.others),
            }
            for number, each in enumerate(course.modules, start=1)
        ],
    }


def _meeting_json(meeting: Meeting | None) -> dict[str, Any] | None:
    if meeting is None:
        return None
    return {
        "week": week_id(meeting.on),
        "date": None if meeting.session is None else meeting.on.isoformat(),
        "session": meeting.ref,
        "module": meeting.module,
        "projected": meeting.projected and meeting.module is not None,
    }
