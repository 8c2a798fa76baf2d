"""Who may sign what: roles, and credentials in force on a day."""

from collections.abc import Collection
from datetime import date

from iopctl.model.program import Program


def holds(program: Program, person: str | None, titles: Collection[str], day: date) -> bool:
    """Whether the staff member's role is one of the titles, or that of a credential in force on the day."""
    staff = program.staff_by_id.get(person or "")
    if staff is None:
        return False
    return staff.role in titles or any(each.title in titles and each.covers(day) for each in staff.credentials)
