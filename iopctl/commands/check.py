"""check"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from iopctl.commands.options import AsOf, PlansDir, today_in
from iopctl.commands.reporting import CheckFormat, report


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
        str | None,
        typer.Option("--pack", metavar="PACK", help="Ask what this one pack would say, and what that would change."),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODE", help="Show only codes that begin so, for example DO or DO101."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave out codes that begin so.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only charts and files that changed since the last commit.")
    ] = False,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Only what changed since the branch left this revision."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Set the findings in this file aside: only new ones fail."),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found now into the file of --baseline.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Show what can be mended without a clinician: totals, order, layout.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Save what --fix shows, and check again.")] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="From which severity on the exit status is 1.")
    ] = FailOn.ERROR,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: Annotated[CheckFormat, typer.Option("--format", help="How to print the result.")] = CheckFormat.TABLE,
) -> None:
    """Report where charts and weeks break program rules, and what to do about each.

    `table` quotes the line that a finding is about; all other formats quote nothing of a chart. `sarif`, `junit` and
    `github` (annotations) are for CI systems and name files from the top of the repository.

    Waivers set findings aside, and so does a baseline; both are still shown and counted. A baseline file holds codes,
    keys and digests and no text of a chart; a finding that has become worse is new. In a week, --changed looks at the
    patients whose sessions or rows changed; a changed program.toml or rule pack judges everybody. In a commit hook it
    looks at what will be committed.

    --fix touches nothing clinical: totals and bands that the answers contradict, the order of what has dates, blanks.
    It shows the change as a diff; with --write it saves the files, and the findings are those that are left.

    JSON: {"findings": [...], "summary": {"charts", "errors", "warnings", "infos", "waived"}}. With --baseline every
    finding has "baseline": true or false and the summary counts them; with --pack there is "difference": {"pack",
    "added", "gone", "would_fail": [patients], "would_pass": [patients]}.

    Example: iopctl check pt-0001 --select DO --as-of 2026-11-23

    Example: iopctl check --pack tricare

    Example: iopctl check --base main --format sarif > check.sarif

    Example: iopctl check --baseline plans/baseline.toml --write-baseline
    """
    from iopctl import checking, library, store
    from iopctl.commands.judging import Asked, judged
    from iopctl.commands.tidy import tidy
    from iopctl.errors import UsageError
    from iopctl.model.rule import Severity

    asked = Asked(named or (), pack, select or (), ignore or (), changed, base, baseline, write_baseline)
    asked.refuse_nonsense()
    if write and not fix:
        raise UsageError("--write saves what --fix shows: give both. A baseline is written by --write-baseline.")
    loaded = store.load(store.find_program(plans), library.packs(), library.instruments())
    if fix:
        tidy(loaded, named, totals=True, write=write)
        if not write:
            return
        loaded = store.load(loaded.root, library.packs(), library.instruments())
    checked = judged(loaded, asked, today_in(loaded.census.program.time_zone, as_of))
    fails = None if fail_on is FailOn.NEVER else Severity(fail_on.value)
    report(checked, loaded, form, fails)
    gravest = checking.worst(checked.findings)
    if fails is not None and gravest is not None and gravest.rank <= fails.rank:
        raise typer.Exit(1)
