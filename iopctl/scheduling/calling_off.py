"""A session called off, and taken back."""

from collections.abc import Iterator
from datetime import date

from pydantic import ValidationError

from iopctl.errors import Refused, UsageError
from iopctl.model.chart import Census
from iopctl.model.week import Cancelled, Session
from iopctl.scheduling.days import Held


def called_off(held: Held, reason: str, by: str, on: date) -> Session:
    """The session with its cancellation. Raises Refused or UsageError."""
    session = held.session
    if not reason.strip():
        raise UsageError("--reason: say why it is called off.")
    if session.cancelled is not None:
        raise Refused(f"{held.ref} was called off already, on {session.cancelled.on} by {session.cancelled.by}.")
    there = [patient for patient, record in session.attendance.items() if record.present]
    if there:
        raise Refused(
            f"{held.ref} was held: {', '.join(there)} present."
            f" `iopctl attend {held.ref} --correct` mends a record that is wrong."
        )
    try:
        return session.model_copy(update={"cancelled": Cancelled(reason=reason.strip(), by=by, on=on)})
    except ValidationError:
        raise UsageError("--reason: write plain text.") from None


def how_to_make_up(held: Held) -> list[str]:
    """What can be done for those who lose it."""
    session = held.session
    if not session.patients:
        return []
    add = f"`iopctl week add PT SESSION --makes-up {held.ref}`"
    return [f"`iopctl week free --patient PT --week {held.week.week}` finds a time to make it up, {add} does it."]


def restored(held: Held) -> Session:
    """The session as it was before it was called off. Raises Refused when it was not."""
    if held.session.cancelled is None:
        raise Refused(f"{held.ref} is not called off, so there is nothing to take back.")
    return held.session.model_copy(update={"cancelled": None})


def made_up_by(census: Census, ref: str) -> Iterator[str]:
    """The sessions that were arranged to make up for one; they stay when it is held after all."""
    for week, _, session in census.sessions():
        if ref in {session.makes_up, *session.make_ups.values()} and session.cancelled is None:
            yield f"{week.week}/{session.id} makes up for it and stays."
