"""Why somebody does not fit: a smallest set of facts that clash, none of which can be left out."""

from dataclasses import dataclass

from iopctl.building.built import Built, Short
from iopctl.building.fitting import Fitting
from iopctl.building.question import question
from iopctl.building.solver import Undecided
from iopctl.building.ways_out import WayOut, ways_out
from iopctl.scheduling.against import Fact


@dataclass(frozen=True)
class Explanation:
    """Facts, whether it is proven that none can be left out, and ways out. Without facts nothing was found to clash."""

    short: Short
    facts: tuple[Fact, ...]
    proven: bool
    ways_out: tuple[WayOut, ...]


def facts_of(built: Built, short: Short) -> tuple[tuple[Fact, ...], bool]:
    """Around one patient everybody else stays. The facts are minimal: without any one of them everything fits.

    With them whether that is proven. No facts where nothing was found to clash.
    """
    try:
        return Fitting(question(built, short)).clash()
    except Undecided:
        return (), False


def explain(built: Built, short: Short) -> Explanation:
    """The facts that clash, and up to three ways out."""
    facts, proven = facts_of(built, short)
    return Explanation(short, facts, proven, tuple(ways_out(built, short, facts)))
