"""What the commands that search for a week share: their options, the solver's presence, how far the search is."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from iopctl.building.searching import Progress, Search
    from iopctl.scheduling.frame import Frame
    from iopctl.store import Loaded

TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=1,
        max=3600,
        help="How long to search, about. It is counted as work, not by the clock, so that results can be repeated.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**31 - 1, help="Another seed, another search.")]
UnderPack = Annotated[
    str | None, typer.Option("--pack", metavar="PACK", help="Plan as if this one pack were in force for everybody.")
]


def frame_of(loaded: "Loaded", monday: date, today: date, pack: str | None) -> "Frame":
    """The week to be built. Raises NotFound for a pack that there is not."""
    from iopctl import checking
    from iopctl.scheduling.frame import Frame

    return Frame(loaded.census, loaded.packs, monday, today, checking.pack_id(loaded.packs, pack))


@contextmanager
def searching(effort: float, seed: int) -> "Iterator[Search]":
    """The search; on a terminal a line says how far it is. Raises Refused when it ends with nothing."""
    from iopctl.building import searching as search
    from iopctl.building import solver
    from iopctl.errors import Refused

    solver.refuse_without_solver()
    with _watched() as watch:
        try:
            yield search.Search(effort, seed, watch)
        except solver.Undecided:
            raise Refused("no week was found in that time. Give more with --time-limit.") from None


@contextmanager
def _watched() -> "Iterator[Callable[[Progress], None]]":
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    begun = time.monotonic()
    with Console(stderr=True).status("Searching") as status:
        yield lambda progress: status.update(progress_text(progress, time.monotonic() - begun))


def progress_text(progress: "Progress", seconds: float) -> str:
    """`12 s: nobody is short; cost 640, none below 604 (5.6 %)`."""
    short = f"{progress.missing} minutes missing" if progress.missing else "nobody is short"
    if progress.cost is None:
        return f"{seconds:.0f} s: {short}"
    if progress.bound is None:
        return f"{seconds:.0f} s: {short}; cost {progress.cost}"
    gap = 100 * (progress.cost - progress.bound) / progress.cost if progress.cost else 0
    return f"{seconds:.0f} s: {short}; cost {progress.cost}, none below {progress.bound} ({gap:.1f} %)"
