"""risk"""

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.asking import ask_id
from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, DayOption, DryRun, OutputFormat, PlansDir, interactive, moment_of, read_day
from iopctl.console import Format, say, write

if TYPE_CHECKING:
    from iopctl.counting.clock import Now
    from iopctl.model.chart import Chart
    from iopctl.model.program import Program
    from iopctl.reviewing.answering import Deed
    from iopctl.scoring.raised import AlertedForm
    from iopctl.store import Loaded

BACK = timedelta(days=30)  # how far the whole program looks back for what was answered


def _clock(text: str) -> time:
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        return time.fromisoformat(text)
    raise typer.BadParameter("write a clock time as HH:MM, for example 14:05.")


def risk(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PT]", help="One chart. [default: the whole program]")
    ] = None,
    record: Annotated[
        str | None, typer.Option("--record", metavar="TEXT", help="What was done about the open alert of PT.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="STAFF", help="Who did it.")] = None,
    on: DayOption = None,
    at: Annotated[
        time | None, typer.Option("--at", metavar="HH:MM", parser=_clock, help="The clock time it happened.")
    ] = None,
    instrument: Annotated[
        str | None, typer.Option("--instrument", metavar="ID", help="Of several open alerts, those of this form.")
    ] = None,
    of: Annotated[
        date | None, typer.Option("--of", metavar="DATE", parser=read_day, help="Of several, those given that day.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="It answers every open alert that is named.")] = False,
    since: Annotated[
        date | None,
        typer.Option(
            "--since",
            metavar="DATE",
            parser=read_day,
            help="From when on answered alerts are shown. [default: 30 days back; of one chart, all]",
        ),
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show every alert that waits for somebody, and how fast others were answered; with --record write what was done.

    An alert is open, of an ended stay too, until an action is recorded. With --as-of, hours are counted to the close
    of that day.

    JSON: {"risk": [{"patient", "instrument", "given_at", "raised": [{"id", "level"}], "level", "file", "open", "days",
    "minutes", "action": {"on", "at", "by", "text"}}], "as_of", "answered_since", "crisis_text", "not_read":
    [...]}; days and minutes are those open, or those to the action; minutes is null where only a day is known.

    Example: iopctl risk pt-0010 --record "C-SSRS the same hour, low; safety plan read." --by t03 --at 14:05
    """
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.render.risk import Risk, risk_sheet
    from iopctl.reviewing.answering import Deed, Named, answered_by
    from iopctl.scoring.raised import answered_alerts, open_alerts

    named = Named(instrument, of, everything)
    if record is None and (by or on or at or dry_run or named != Named()):
        raise UsageError("what was done is written with --record: iopctl risk PT --record TEXT --by STAFF.")
    if record is not None and patient is None:
        raise UsageError("--record needs a chart: iopctl risk PT --record TEXT --by STAFF.")
    loaded = load_charts(plans, patient)
    census = loaded.census
    now = moment_of(census.program, as_of)
    start = since or (now.day - BACK if patient is None else None)
    waiting, answered = open_alerts(census.charts, now.day), answered_alerts(census.charts, now.day, start)
    if record is not None:
        [chart] = census.charts
        meant = answered_by(chart, named, now.day)
        deed = Deed(record, by or _asked(census.program), on, at)
        done = _record(loaded, chart, meant, deed, now, dry_run=dry_run, form=form)
        if not dry_run:
            waiting, answered = [each for each in waiting if each not in meant], [*done, *answered]
    # Of one chart alone the others were not looked at.
    unread = loaded.census.unreadable if patient is None else set()
    faulty = {each.patient for each in loaded.problems if each.patient and "/assessments/" in each.place.file}
    page = Risk(census.program, now, waiting, answered, start, sorted(faulty | unread))
    show(risk_sheet(page, loaded.root), form)


def _asked(program: "Program") -> str:
    """Who did it, asked on a terminal. Raises UsageError elsewhere."""
    from iopctl.errors import UsageError

    if not interactive():
        raise UsageError("--by: who did it?")
    return ask_id("Done by, as staff id", program.staff_by_id, "no staff member of that id")


def _record(
    loaded: "Loaded",
    chart: "Chart",
    alerts: "list[AlertedForm]",
    deed: "Deed",
    now: "Now",
    *,
    dry_run: bool,
    form: Format,
) -> "list[AlertedForm]":
    """Write the action to the file of each alert; the alerts as they then stand."""
    from iopctl.commands.saving import settle
    from iopctl.reviewing.answering import action_on, with_action
    from iopctl.store.actions import action_edit

    action = action_on(alerts, chart, deed, now)
    fields = action.model_dump(exclude_none=True)
    edits = [action_edit(loaded.root, each.form.at().file, fields) for each in alerts]
    settle(edits, dry_run=dry_run, show_diff=say if form in {Format.JSON, Format.LINES} else write)
    return [with_action(each, action) for each in alerts]
