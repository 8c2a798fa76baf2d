"""week build"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, monday_of, today_in
from iopctl.commands.saving import tracked_in
from iopctl.commands.solving import Seed, TimeLimit, UnderPack, frame_of, searching
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.building.built import Built
    from iopctl.store import Loaded


def build_week(
    week: Annotated[str, typer.Argument(metavar="[WEEK]", help="2026-W48, a date in it, this, next or last.")] = "next",
    pack: UnderPack = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Of everybody who does not fit: the facts that clash, and ways out.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Save the week that is shown.")] = False,
    time_limit: TimeLimit = 30,
    seed: Seed = 0,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Place everybody in care into groups, and find times for individual and family sessions, under all limits.

    Never broken: firm commitments, closures, one place at a time for patients, staff and rooms, sizes of groups and
    rooms, skills and credentials, tracks and age bands, closed groups, hours at work. What the plan promises and the
    weekly minimums of the packs in force come before all wishes; the wishes weigh as [weights] of program.toml says.
    Whoever cannot get everything is placed as well as possible and named.

    With --explain the facts that clash are named for each of them, so few that without any one everything would fit
    while all others stay; and up to three ways out, each solved and held against the rules in force.

    What is pinned, over, called off, recorded or a make-up stays as it is on file. The proposal is shown with what it
    changes and what `check` would say of it; --write saves it. Ctrl-C ends the search with the best week so far.

    JSON: {"week": {as `week show`, "changes": [{"patient", "new", "gone", "moves"}], "short": [{"patient", "lacks",
    "below"}], "explained": [{"patient", "facts", "proven", "ways_out": [{"kind", "text", "disturbs"}]}], "left_out",
    "wishes": [{"name", "times", "weight", "cost"}], "findings", "missing_minutes",
    "least_missing_minutes", "cost", "bound", "proven"}}.

    Example: iopctl week build next --explain

    Example: iopctl week build 2026-W50 --pack medicare
    """
    from iopctl.building.built import build
    from iopctl.building.differences import differences
    from iopctl.building.explaining import explain as explain_short
    from iopctl.building.judging import findings_of
    from iopctl.console import show
    from iopctl.render.built import built_sheet

    loaded = load_charts(plans)
    today = today_in(loaded.census.program.time_zone, as_of)
    frame = frame_of(loaded, monday_of(week, today), today, pack)
    with searching(time_limit, seed) as search:
        built = build(frame, search)
    explained = [explain_short(built, each) for each in tracked_in("Explaining", built.short)] if explain else []
    changed = differences(built.problem, built.week)
    sheet = built_sheet(built, changed, findings_of(frame, built.week), today, explained)
    if write:
        _save(loaded, built)
    show(sheet, form)
    if not write:
        say("Nothing was written; --write saves this week.")


def _save(loaded: "Loaded", built: "Built") -> None:
    """Write the week file, or change the one there is: sessions that stay keep their lines and comments."""
    from iopctl.commands.saving import settle
    from iopctl.model.week import Week
    from iopctl.store import editing, toml_text
    from iopctl.store.sessions import replace_sessions

    week, before = built.week, built.frame.on_file
    if before is None:
        edit = editing.new(loaded.root, week.file, toml_text.document_text(week), Week)
    else:
        edit = editing.edit(loaded.root, week.file, Week, lambda file: replace_sessions(file, before, week))
    settle([edit], dry_run=False)
