"""The life that treatment has to fit around: each declared block of work, school or family, and what cuts into it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.clock import instant
from iopctl.counting.minutes import Span, session_span, shared_minutes, union_minutes
from iopctl.counting.planned import in_stay
from iopctl.counting.weeks import DAY, Days
from iopctl.model.chart import Chart
from iopctl.model.record import Commitment
from iopctl.model.words import DAYS


@dataclass(frozen=True)
class Cut:
    """A session that cuts into a block, and the minutes they share."""

    session: str
    minutes: int


@dataclass(frozen=True)
class Block:
    """One commitment on one day: how long it is, and how many minutes of it sessions take; None without a week file."""

    kind: str
    firm: bool
    day: date
    minutes: int
    lost: int | None
    cuts: tuple[Cut, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether no session cuts into it."""
        return self.lost == 0


@dataclass(frozen=True)
class Kept:
    """Some blocks together: so many kept of those whose week is on file, and the minutes lost of theirs."""

    kept: int
    known: int
    unknown: int
    minutes: int
    lost: int


def kept(some: Iterable[Block]) -> Kept:
    """Blocks in weeks without a file are counted apart: nobody knows whether they were kept."""
    every = list(some)
    known = [block for block in every if block.lost is not None]
    return Kept(
        kept=sum(block.kept for block in known),
        known=len(known),
        unknown=len(every) - len(known),
        minutes=sum(block.minutes for block in known),
        lost=sum(block.lost or 0 for block in known),
    )


def blocks(chart: Chart, days: Days) -> Iterator[Block]:
    """Every block on the days of the stay; a session that was called off cuts into none.

    A block that ends at or before its start by the clock ends on the next day, whose week has to be on file as well.
    """
    for day in days.dates:
        if chart.plan.admitted_on is not None and in_stay(chart, day):
            for commitment in chart.plan.commitments:
                if DAYS[day.weekday()] in commitment.days:
                    yield _block(chart, day, commitment)


def _block(chart: Chart, day: date, commitment: Commitment) -> Block:
    zone, last = chart.program.zone, day if commitment.start < commitment.end else day + DAY
    span = Span(day, commitment.kind, instant(zone, day, commitment.start), instant(zone, last, commitment.end))
    offered = (each for each in chart.booked(day, last) if each.offered)
    shared = {each.ref: shared_minutes(span, session_span(chart.program, each.session)) for each in offered}
    cuts = tuple(Cut(ref, minutes) for ref, minutes in shared.items() if minutes)
    known = all(each - timedelta(days=each.weekday()) in chart.weeks_on_file for each in (day, last))
    minutes = union_minutes([span])
    lost = min(sum(cut.minutes for cut in cuts), minutes) if known else None
    return Block(commitment.kind, commitment.firm, day, minutes, lost, cuts)
