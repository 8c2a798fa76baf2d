"""What somebody states about who was there: one mark for each patient."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from iopctl.errors import UsageError
from iopctl.model.week import Status
from iopctl.model.words import PATIENT


@dataclass(frozen=True)
class Mark:
    """How one patient attended, as stated: minutes late, minutes left early, or why not there."""

    status: Status
    late: int = 0
    early: int = 0
    reason: str | None = None


# The options of `attend`, and how each is written.
FORMS = {
    "--present": "PT, for example pt-0001",
    "--late": "PT=MINUTES, for example pt-0001=15",
    "--left-early": "PT=MINUTES, for example pt-0001=30",
    "--excused": "PT=REASON, for example pt-0001=illness",
    "--unexcused": "PT or PT=REASON, for example pt-0001='no call'",
    "--cancelled": "PT or PT=REASON, for example pt-0001='room flooded'",
}


def read_marks(stated: Mapping[str, Sequence[str]]) -> dict[str, Mark]:
    """One mark for each patient named. Raises UsageError for what is not of its form or contradicts itself."""
    marks: dict[str, Mark] = {}
    for option, texts in stated.items():
        for text in texts:
            patient, _, value = text.partition("=")
            mark = mark_of(option, value.strip())
            if mark is None or not re.fullmatch(PATIENT, patient, re.ASCII):
                raise UsageError(f"{option}: write {FORMS[option]}.")
            marks[patient] = _joined(patient, marks.get(patient), mark)
    return marks


def mark_of(option: str, value: str) -> Mark | None:
    """The mark that an option states of somebody; None when the value does not fit it."""
    if option in {"--late", "--left-early"}:
        minutes = int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else 0
        late = option == "--late"
        return Mark("partial", late=minutes * late, early=minutes * (not late)) if minutes else None
    if option == "--present":
        return None if value else Mark("attended")
    if option == "--excused":
        return Mark("absent-excused", reason=value) if value else None
    return Mark("absent-unexcused" if option == "--unexcused" else "cancelled-by-program", reason=value or None)


def _joined(patient: str, before: Mark | None, mark: Mark) -> Mark:
    """Late and left early go together; nothing else does."""
    if before is None or before == mark:
        return mark
    if before.late and mark.early and not before.early:
        return replace(before, early=mark.early)
    raise UsageError(f"{patient} is marked in two ways that contradict each other. Only --late and --left-early join.")
