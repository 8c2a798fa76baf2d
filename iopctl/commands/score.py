"""score"""

from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.asking import ask, ask_id
from iopctl.commands.charts import load_charts
from iopctl.commands.options import DryRun, OutputFormat, PlansDir, interactive, moment_in
from iopctl.commands.questionnaire import ask_items
from iopctl.console import Format, say

if TYPE_CHECKING:
    from pathlib import Path

    from iopctl.model.assessment import Answer
    from iopctl.model.instrument import Instrument
    from iopctl.model.program import Program
    from iopctl.scoring import Score


def score(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart, or - to score without one.")],
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="phq9 or gad7.")],
    answers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ANSWER]...", help="One per item: 0 to 3, or skip. [default: asked item by item]"),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="When it was given, for example 2026-11-23T09:05. [default: now]"),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="STAFF", help="Who gave it.")] = None,
    total: Annotated[
        int | None, typer.Option("--total", metavar="N", help="The total as it was written on the form.")
    ] = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="TEXT", help="What was done about an alert, that same day.")
    ] = None,
    action_by: Annotated[
        str | None, typer.Option("--action-by", metavar="STAFF", help="Who did it; goes with --action.")
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Score a questionnaire and record it in the chart; an alert says at once what is needed.

    JSON: {"instrument", "status", "missing", "raw", "prorated", "total", "band", "positive", "subscales", "alerts",
    "text"}; for an answer that is not on the form {"instrument", "status": "invalid", "error", "item"} and exit 2.

    Example: iopctl score pt-0001 phq9 1 1 1 1 0 0 0 skip 0 --by t03
    """
    from iopctl import library
    from iopctl.commands.saving import settle_new
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.model.assessment import Assessment
    from iopctl.model.ids import known_staff
    from iopctl.render.score import alert_lines, change_note, crisis_line, recorded_lines, score_sheet
    from iopctl.reviewing.filled_form import FilledForm
    from iopctl.scoring.raised import raised
    from iopctl.store.toml_text import toml_text

    if (action is None) != (action_by is None):
        raise UsageError("--action and --action-by go together: what was done, and who did it.")
    questionnaire = library.instrument(instrument)
    if patient == "-":
        given, result = _scored(questionnaire, answers, form)
        _say(alert_lines(questionnaire, result.alerts, _crisis(plans)))
        show(score_sheet(questionnaire, result, ["No chart was named: nothing was recorded."]), form)
        return
    loaded = load_charts(plans, patient)
    program = loaded.census.program
    for person in (by, action_by):
        known_staff(program, person)
    given_at = moment_in(program.time_zone, at)
    given, result = _scored(questionnaire, answers, form)
    # Said before anything is written: no full disk may swallow it.
    _say(alert_lines(questionnaire, result.alerts, crisis_line(program.crisis_text)))
    if action is None and not answers and raised(questionnaire, given, result.value, result.risk):
        action, action_by = _ask_action(program)
    filled = FilledForm(questionnaire, given, result, given_at, by, total, action, action_by)
    stem, text = filled.stem(patient), toml_text(filled.fields())
    edit = settle_new(loaded.root, stem, text, Assessment, dry_run=dry_run, form=form)
    show(score_sheet(questionnaire, result, change_note(filled, loaded.chart(patient))), form)
    _say(recorded_lines(filled, patient, edit.name))


def _scored(questionnaire: "Instrument", typed: list[str] | None, form: Format) -> "tuple[tuple[Answer, ...], Score]":
    """The answers, asked for when none were typed, and their score. What is not on the form ends the command."""
    from iopctl import scoring
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.render.score import invalid_sheet

    if not typed and not interactive():
        raise UsageError("give one answer per item, or run this on a terminal to be asked item by item.")
    try:
        given = scoring.read_answers(questionnaire, typed) if typed else ask_items(questionnaire)
        return given, scoring.score(questionnaire, given)
    except scoring.InvalidAnswer as fault:
        if form in {Format.JSON, Format.LINES}:
            show(invalid_sheet(questionnaire, fault), form)
        raise UsageError(f"{fault}. Nothing was written.") from None


def _ask_action(program: "Program") -> tuple[str | None, str | None]:
    """What was done about an alert and by whom; nothing when nothing was done yet."""
    text = ask("What was done about it? (Enter: nothing yet)")
    if not text:
        return None, None
    return text, ask_id("Done by, as staff id", program.staff_by_id, "no staff member of that id")


def _crisis(plans: "Path | None") -> str | None:
    """Whom to call, where there is a program."""
    from iopctl import store
    from iopctl.render.score import crisis_line

    root = store.program_if_any(plans)
    return crisis_line(store.load_program(root).crisis_text) if root else None


def _say(lines: "list[str]") -> None:
    for line in lines:
        say(line)
