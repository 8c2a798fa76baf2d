"""week capacity"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, monday_of, today_in
from iopctl.commands.solving import Seed, TimeLimit, UnderPack, frame_of, searching
from iopctl.console import Format


def week_capacity(
    week: Annotated[str, typer.Argument(metavar="[WEEK]", help="2026-W48, a date in it, this, next or last.")] = "next",
    add: Annotated[int, typer.Option("--add", metavar="N", min=1, max=60, help="How many more would come.")] = 1,
    mix: Annotated[
        list[str] | None,
        typer.Option("--mix", metavar="TRACK=N", help="So many of them on this track; may be repeated."),
    ] = None,
    pack: UnderPack = None,
    time_limit: TimeLimit = 5,
    seed: Seed = 0,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Tell by solving whether so many more could come, with which groups and times, or how long who would wait.

    Each newcomer is given the dose of the patient in the middle of the track and no commitments. Those who are in care
    keep everything that they get; some may change places, and these are named. Who has no place in that week is tried
    in each of the twelve weeks after, as stays end. Without --mix, and for those whom it leaves over, the tracks take
    turns. --time-limit is for one week that is tried.

    JSON: {"capacity": {"week", "fits", "newcomers": [{"newcomer", "track", "starts", "waits_weeks", "sessions": [...],
    "facts"}], "models", "moved"}}.

    Example: iopctl week capacity next --add 6 --mix evening=4
    """
    from iopctl.building.capacity import capacity
    from iopctl.console import show
    from iopctl.render.capacity import capacity_sheet

    loaded = load_charts(plans)
    today = today_in(loaded.census.program.time_zone, as_of)
    frame = frame_of(loaded, monday_of(week, today), today, pack)
    shares = _mix(list(frame.program.track_by_id), add, mix or [])
    with searching(time_limit, seed) as search:
        found = capacity(frame, shares, search.effort, search.seed)
    show(capacity_sheet(frame.program, found), form)


def _mix(tracks: list[str], add: int, stated: list[str]) -> dict[str, int]:
    """How many on each track. Raises UsageError or NotFound."""
    from iopctl.errors import UsageError
    from iopctl.model.ids import known

    shares: dict[str, int] = {}
    for text in stated:
        track, _, count = text.partition("=")
        if not (count.isascii() and count.isdecimal()) or not int(count):
            raise UsageError("--mix: write a track and how many, for example evening=4.")
        known(track, tracks, "program.toml: no track of that id")
        shares[track] = shares.get(track, 0) + int(count)
    left = add - sum(shares.values())
    if left < 0:
        raise UsageError(f"--mix names {sum(shares.values())}, --add only {add}: let --add be all of them.")
    others = [track for track in tracks if track not in shares] or tracks
    if left and not others:
        raise UsageError("program.toml has no track on which somebody could come.")
    for number in range(left):
        track = others[number % len(others)]
        shares[track] = shares.get(track, 0) + 1
    return {track: shares[track] for track in tracks if track in shares}
