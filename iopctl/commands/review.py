"""review"""

from enum import StrEnum
from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, DayOption, DryRun, DueSpan, OutputFormat, PlansDir, today_in
from iopctl.commands.review_recording import Stated, held_review, record_review
from iopctl.console import Format


class Decision(StrEnum):
    """What the review decided."""

    CONTINUE = "continue"
    AMEND = "amend"
    STEP_DOWN = "step-down"
    STEP_UP = "step-up"
    DISCHARGE = "discharge"


def review(
    patient: Annotated[str | None, typer.Argument(metavar="[PT]", help="One chart. [default: the caseload]")] = None,
    due: DueSpan = None,
    everybody: Annotated[bool, typer.Option("--all", help="Ended stays too.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Write down a review; asks when nothing is stated.")] = False,
    decision: Annotated[Decision | None, typer.Option("--decision", help="What was decided.")] = None,
    goal: Annotated[
        list[str] | None,
        typer.Option("--goal", metavar="ID=STATUS[:TEXT]", help="met, improving, unchanged or worse; once a goal."),
    ] = None,
    objective: Annotated[
        list[str] | None, typer.Option("--objective", metavar="ID=VALUE", help="What was seen: 3, yes or no.")
    ] = None,
    criterion: Annotated[
        list[str] | None, typer.Option("--criterion", metavar="ID=met|not-met", help="A discharge criterion.")
    ] = None,
    present: Annotated[
        list[str] | None, typer.Option("--present", metavar="ID", help="Who was there; once a person.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="STAFF", help="Who writes the review.")] = None,
    on: DayOption = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Remarks.")] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show who needs attention first, or one stay side by side; with --record write the progress review.

    JSON: {"review": [...], "crisis_text"}; with PT {"review": {...}} with objectives, weeks, services,
    discharge_criteria, due and crisis_text. alerts are [{"patient", "instrument", "on", "alerts", "level", "days"}].

    Example: iopctl review pt-0001 --record --by t03 --decision continue --goal g1=improving --objective g1.o2=3
    """
    from iopctl import checking, library
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.render.caseload import caseload_sheet
    from iopctl.render.review import review_sheet
    from iopctl.reviewing.caseload import caseload
    from iopctl.reviewing.stay import review_stay

    stated = Stated(decision.value if decision else None, goal, objective, criterion, present, by, text)
    if patient is None and record:
        raise UsageError("--record needs a chart: iopctl review PT --record.")
    if not record and (on is not None or dry_run or stated != Stated()):
        raise UsageError("what a review decided is written with --record: iopctl review PT --record.")
    if patient is not None and (due is not None or everybody):
        raise UsageError("--due and --all narrow and widen the caseload: leave PT out.")
    loaded = load_charts(plans, patient)
    today = today_in(loaded.census.program.time_zone, as_of or on)
    findings = [*loaded.problems, *checking.check_census(loaded.census, loaded.packs, today)]
    instruments = library.instruments()
    stays = [review_stay(chart, loaded.packs, instruments, findings, today) for chart in loaded.census.charts]
    if patient is None:
        show(caseload_sheet(caseload(stays, due, everybody=everybody), stays, due), form)
        return
    [stay] = stays
    held = held_review(stay, on or today, stated) if record else None
    show(review_sheet(stay), form)
    if held is not None:
        record_review(loaded.root, stay, held, asking=stated.nothing, dry_run=dry_run, form=form)
