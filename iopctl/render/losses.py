"""What a format could not hold."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from iopctl.render.sheet import Grid, Sheet


@dataclass(frozen=True)
class Loss:
    """One place, how often something is lost there, and why."""

    where: str
    count: int
    why: str


def losses_sheet(patient: str, losses: Sequence[Loss]) -> Sheet:
    """Every loss with its reason."""
    rows = [(each.where, str(each.count), each.why) for each in losses]
    return Sheet(
        {"losses": [asdict(each) for each in losses]},
        [Grid("", ("part of the plan", "times", "why"), rows)] if rows else [],
        f"{patient}: what of the plan does not come back",
        () if rows else ("Everything comes back.",),
    )


def losses_line(patient: str, losses: Sequence[Loss]) -> str:
    """One sentence for stderr."""
    if not losses:
        return f"{patient}: everything in the plan comes back from this bundle."
    parts = ", ".join(each.where for each in losses)
    return f"{patient}: not in the bundle: {parts}. `iopctl export fhir {patient} --losses` says why."
