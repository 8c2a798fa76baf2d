"""Who may stand in for a lead who is out."""

from collections.abc import Sequence
from typing import Any

from iopctl.model.program import Program, Staff
from iopctl.render.attendance import session_heading
from iopctl.render.session import leads_text, people_text, room_text, title_text
from iopctl.render.sheet import GAP, Grid, Sheet, hours_text
from iopctl.scheduling.covering import Load, StandIn
from iopctl.scheduling.days import Held

MAY = ("staff", "role", "credentials in force", "accepted by", "skill", "leads that day", "leads that week")
MAY_NOT = ("staff", "role", "what stands against it", "leads that day", "leads that week")


def cover_sheet(program: Program, held: Held, out: str, found: Sequence[StandIn]) -> Sheet:
    """Those who may, then those who may not and why; the last line is the command that does it."""
    session = held.session
    may, may_not = [each for each in found if each.may], [each for each in found if not each.may]
    where = (title_text(program, session), room_text(session), leads_text(session), people_text(session.patients))
    heading = [session_heading(program, held), ", ".join(where), f"{out} is out."]
    grids = [
        Grid(
            "May stand in", MAY, [_may_row(program, held, each) for each in may], lines=_may_lines(program, held, may)
        ),
        Grid("May not", MAY_NOT, [_may_not_row(each) for each in may_not], lines=[_may_not_line(e) for e in may_not]),
    ]
    data = {
        "session": held.ref,
        "service": session.service,
        "date": session.date.isoformat(),
        "start": f"{session.start:%H:%M}",
        "end": f"{session.end:%H:%M}",
        "leads": list(session.leads),
        "out": out,
        "stand_ins": [_json(held, each) for each in found],
    }
    return Sheet({"cover": data}, [grid for grid in grids if grid.rows], "\n".join(heading), [_next(held, may)])


def _next(held: Held, may: Sequence[StandIn]) -> str:
    if may:
        return f"`{command(held, may[0])}` puts {may[0].person.id} in."
    off = f"iopctl week skip {held.ref} --reason TEXT --by STAFF"
    return f"Nobody on the staff list may stand in; `{off}` calls the session off."


def command(held: Held, each: StandIn) -> str:
    """What puts somebody in the place of the one who is out, and leaves every other lead."""
    return f"iopctl week move {held.ref} {' '.join(f'--by {lead}' for lead in each.leads)}"


def _may_row(program: Program, held: Held, each: StandIn) -> tuple[str, ...]:
    return (
        each.person.id,
        each.person.role,
        _credentials(each.person, held),
        ", ".join(each.accepted_by) or "no pack asks",
        _skill(program, held, each),
        _load(each.day),
        _load(each.week),
    )


def _may_not_row(each: StandIn) -> tuple[str, ...]:
    against = "\n".join(fact.text for fact in each.against)
    return each.person.id, each.person.role, against, _load(each.day), _load(each.week)


def _may_lines(program: Program, held: Held, may: Sequence[StandIn]) -> list[str]:
    """One person a line."""
    rows = [_may_row(program, held, each) for each in may]
    return [
        f"{staff}, {role}: {'no credential on file' if titles == GAP else titles}; accepted by: {packs};"
        f" skill: {skill}; leads {day} that day, {week} that week"
        for staff, role, titles, packs, skill, day, week in rows
    ]


def _may_not_line(each: StandIn) -> str:
    return f"{each.person.id}, {each.person.role}: {'; '.join(fact.text for fact in each.against)}"


def _credentials(person: Staff, held: Held) -> str:
    found = person.credentials_on(held.session.date)
    return ", ".join(f"{each.title} until {each.until}" if each.until else each.title for each in found) or GAP


def _skill(program: Program, held: Held, each: StandIn) -> str:
    """The skill that the service needs, with who has it where the stand-in has not."""
    needed = program.service_by_id[held.session.service].needs_skill if each.skilled is not None else None
    if needed is None:
        return "none needed"
    return needed if each.skilled else f"{needed}, of another lead"


def _load(load: Load) -> str:
    """`1:50 in 2 sessions`."""
    if not load.sessions:
        return "nothing"
    return f"{hours_text(load.minutes)} in {load.sessions} {'session' if load.sessions == 1 else 'sessions'}"


def _json(held: Held, each: StandIn) -> dict[str, Any]:
    return {
        "staff": each.person.id,
        "role": each.person.role,
        "may": each.may,
        "against": [{"kind": fact.kind, "text": fact.text} for fact in each.against],
        "credentials": [
            {"title": title.title, "until": title.until.isoformat() if title.until else None}
            for title in each.person.credentials_on(held.session.date)
        ],
        "accepted_by": list(each.accepted_by),
        "refused_by": list(each.refused_by),
        "skill": each.skilled,
        "free": each.free,
        "day": {"sessions": each.day.sessions, "minutes": each.day.minutes},
        "week": {"sessions": each.week.sessions, "minutes": each.week.minutes},
        "command": command(held, each) if each.may else None,
    }
