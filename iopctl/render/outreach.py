"""Who has to be reached after an unexcused absence, and how long that has waited."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from iopctl.render.alerts import days_text
from iopctl.render.sheet import GAP, Grid, Sheet
from iopctl.scheduling.outreach import Item

COLUMNS = ("patient", "missed", "on", "open for", "therapist", "seen again", "unexcused absences")


def outreach_sheet(items: Sequence[Item], today: date) -> Sheet:
    """What waits for somebody, and what to type once it is done."""
    notes = [close_text(items)] if items else ["No outreach item is open."]
    grids = [outreach_grid("", items, today)] if items else []
    return Sheet({"outreach": [item_json(item, today) for item in items]}, grids, notes=notes)


def outreach_grid(title: str, items: Sequence[Item], today: date) -> Grid:
    """One row for each patient and day."""
    return Grid(title, COLUMNS, [_row(item, today) for item in items], lines=[_line(item, today) for item in items])


def close_text(items: Sequence[Item]) -> str:
    """What to type; the code stands in it where there is only one patient."""
    patients = {item.patient for item in items}
    patient = patients.pop() if len(patients) == 1 else "PT"
    return f'Once somebody has reached out: iopctl outreach {patient} --note "what was done" --by STAFF'


def item_json(item: Item, today: date) -> dict[str, Any]:
    """One item as data."""
    return {
        "patient": item.patient,
        "sessions": [booking.ref for booking in item.missed],
        "on": item.on.isoformat(),
        "days": item.days(today),
        "therapist": item.chart.plan.primary_therapist,
        "back_on": None if item.back_on is None else item.back_on.isoformat(),
        "absences": [
            {"pack": each.limit.pack, "count": each.count, "limit": each.limit.number} for each in item.counted
        ],
    }


def _row(item: Item, today: date) -> tuple[str, ...]:
    return (
        item.patient,
        _sessions(item),
        item.on.isoformat(),
        days_text(item.days(today)),
        item.chart.plan.primary_therapist or GAP,
        "not yet" if item.back_on is None else item.back_on.isoformat(),
        ", ".join(f"{each.count} of {each.limit.number}, {each.limit.pack}" for each in item.counted) or GAP,
    )


def _line(item: Item, today: date) -> str:
    back = "not seen since" if item.back_on is None else f"back on {item.back_on}"
    parts = [f"missed {_sessions(item)} on {item.on} without excuse", f"open for {days_text(item.days(today))}", back]
    therapist = item.chart.plan.primary_therapist
    parts += [f"therapist {therapist}" if therapist else "no primary therapist named", *_counted(item)]
    return f"{item.patient}: {', '.join(parts)}"


def _sessions(item: Item) -> str:
    return ", ".join(booking.session.id for booking in item.missed)


def _counted(item: Item) -> Iterator[str]:
    """How many there are of those that a pack allows."""
    for each in item.counted:
        count, allowed, pack = each.count, each.limit.number, each.limit.pack
        within = f"{count} of {allowed} unexcused absences that {pack} allows"
        yield within if count <= allowed else f"{count} unexcused absence{'s' * (count > 1)}, {pack} allows {allowed}"
