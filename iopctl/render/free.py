"""The free stretches of a week, a day a row and a day a sentence."""

from collections.abc import Iterator, Sequence
from typing import Any

from iopctl.model.record import Commitment
from iopctl.render.clock import clock_text, day_text
from iopctl.render.sheet import Grid, Sheet
from iopctl.scheduling.against import commitment_text
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.free_times import FreeDay, Whose
from iopctl.scheduling.minutes_of_week import Stretch, moment

COLUMNS = ("day", "free", "remarks")


def free_sheet(frame: Frame, whose: Whose, days: Sequence[FreeDay], minutes: int) -> Sheet:
    """Monday to Friday, and a weekend day on which somebody is free."""
    shown = [each for each in days if each.day.weekday() < 5 or each.stretches]
    rows = [(f"{each.day:%a} {each.day.day}", _cell(frame, each), "\n".join(_remarks(each))) for each in shown]
    grid = Grid("", COLUMNS, rows, lines=[_sentence(frame, each) for each in shown])
    data = {
        "week": frame.week.id,
        "monday": frame.monday.isoformat(),
        "who": whose.person.id if whose.person else None,
        "room": whose.room.id if whose.room else None,
        "patient": whose.chart.patient if whose.chart else None,
        "minutes": minutes,
        "days": [_json(frame, each) for each in days],
    }
    *first, last = _names(whose)
    names = f"{', '.join(first)} and {last}" if first else last
    heading = f"{frame.week.id}, {names} free for at least {minutes} minutes"
    return Sheet({"free": data}, [grid], heading, list(_notes(whose)))


def _names(whose: Whose) -> Iterator[str]:
    if whose.person is not None:
        yield whose.person.id
    if whose.room is not None:
        yield f"room {whose.room.id}"
    if whose.chart is not None:
        yield whose.chart.patient


def _notes(whose: Whose) -> Iterator[str]:
    if whose.person is not None and not whose.person.available:
        yield f"The hours of {whose.person.id} are not on file; those of the program stand in for them."


def _cell(frame: Frame, each: FreeDay) -> str:
    return "\n".join(_stretch(frame, one, "-") for one in each.stretches) or "none"


def _stretch(frame: Frame, one: Stretch, to: str) -> str:
    start, end = (clock_text(frame.program, moment(frame.monday, minute)[1]) for minute in one)
    return f"{start}{to}{end} ({one[1] - one[0]} min)"


def _remarks(each: FreeDay) -> Iterator[str]:
    yield from each.why
    for soft in each.soft:
        yield f"would rather keep {commitment_text(soft)}"


def _sentence(frame: Frame, each: FreeDay) -> str:
    free = " and ".join(_stretch(frame, one, " to ") for one in each.stretches)
    parts = [f"free {free}" if free else "nothing free", *_remarks(each)]
    return f"{day_text(each.day)}: {', '.join(parts)}"


def _json(frame: Frame, each: FreeDay) -> dict[str, Any]:
    return {
        "date": each.day.isoformat(),
        "stretches": [
            {
                "start": f"{moment(frame.monday, start)[1]:%H:%M}",
                "end": f"{moment(frame.monday, end)[1]:%H:%M}",
                "minutes": end - start,
            }
            for start, end in each.stretches
        ],
        "why_not": list(each.why),
        "soft": [_commitment_json(soft) for soft in each.soft],
    }


def _commitment_json(soft: Commitment) -> dict[str, Any]:
    return {
        "kind": soft.kind,
        "days": list(soft.days),
        "start": f"{soft.start:%H:%M}",
        "end": f"{soft.end:%H:%M}",
    }
