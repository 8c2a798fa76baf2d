"""check"""

from enum import StrEnum
from typing import Annotated

import typer

from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


class FailOn(StrEnum):
    """From which severity on the exit status is 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def check(
    named: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PT|PATH]...", help="Charts or files to look at. [default: the whole program]"),
    ] = None,
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="PACK", help="Ask what this one pack would say of every chart.")
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODE", help="Show only codes that begin so, for example DO or DO101."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave out codes that begin so.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="From which severity on the exit status is 1.")
    ] = FailOn.ERROR,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Report where charts and weeks break program rules, and what to do about each.

    JSON: {"findings": [...], "summary": {"charts", "errors", "warnings", "infos", "waived"}}.

    Example: iopctl check pt-0001 --select DO --as-of 2026-11-23
    """
    from iopctl import checking, library, store
    from iopctl.console import show
    from iopctl.model.rule import Severity
    from iopctl.render.findings import findings_sheet
    from iopctl.store.history import with_history

    root = store.find_program(plans)
    loaded = store.load(root, library.packs(), library.instruments())
    today = today_in(loaded.census.program.time_zone, as_of)
    view = checking.Selection.of(select, ignore)
    if view.needs_history:
        loaded = with_history(loaded, checking.least(loaded.packs, "late_entry_days"))
    found = [finding for finding in loaded.problems if view.shows(finding.code)]
    found += checking.check_census(
        loaded.census, loaded.packs, today, only=checking.pack_id(loaded.packs, pack), view=view
    )
    scope = store.scope_of(root, named)
    if scope is not None:
        found = [finding for finding in found if scope.holds(finding.patient, finding.place.file)]
    found = checking.in_order(store.located(root, found))
    seen = len(loaded.census.patients if scope is None else scope.patients)
    show(findings_sheet(found, seen, root, today), form)
    gravest = checking.worst(found)
    if fail_on is not FailOn.NEVER and gravest is not None and gravest.rank <= Severity(fail_on.value).rank:
        raise typer.Exit(1)
