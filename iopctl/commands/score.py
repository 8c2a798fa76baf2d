"""score"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.asking import ask, ask_id
from iopctl.commands.charts import load_charts
from iopctl.commands.options import DryRun, OutputFormat, PlansDir, interactive, moment_in
from iopctl.commands.questionnaire import ask_items
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.model.assessment import Answer
    from iopctl.model.instrument import Instrument
    from iopctl.model.program import Program
    from iopctl.model.scoring_key import Number, Sex
    from iopctl.scoring import Score


class SexOption(StrEnum):
    """By which a cut-off may differ."""

    FEMALE = "female"
    MALE = "male"


def _total(text: str) -> "Number":
    from iopctl.scoring import read_total

    if (found := read_total(text)) is None:
        raise typer.BadParameter("write a number as it stands on the form, for example 12 or 3.5.")
    return found


def score(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart, or - to score without one.")],
    instrument: Annotated[
        str, typer.Argument(metavar="INSTRUMENT", help="Its id, as `iopctl instruments list` has it.")
    ],
    answers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ANSWER]...",
            help="One per item: as on the form, yes or no, or skip. [default: asked item by item]",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="When it was given, for example 2026-11-23T09:05. [default: now]"),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="STAFF", help="Who gave it.")] = None,
    total: Annotated[
        float | None,
        typer.Option("--total", metavar="N", parser=_total, help="The total as it was written on the form."),
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help="The level, of what is judged and not scored.")
    ] = None,
    sex: Annotated[
        SexOption | None, typer.Option("--sex", help="Where a cut-off differs by it; it is not recorded.")
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Many forms, a row each; with - for PT the rows name the patients."),
    ] = None,
    columns: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="TOML that says which column of --csv is what.")
    ] = None,
    fhir: Annotated[
        Path | None, typer.Option("--fhir", metavar="FILE", help="One form as a FHIR R4 QuestionnaireResponse in JSON.")
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

    What was scored elsewhere is recorded by --total or --level. A file of --csv has a header line; without --map its
    columns are patient, given_at, by, total and the number of each item, or its name behind the instrument's: 1, q1 or
    phq9_1. A map names them: patient = "ID", given_at = "Date", items = ["D1", "D2", ...]. One wrong row, and nothing
    is written.

    JSON: {"instrument", "status", "missing", "raw", "prorated", "total", "band", "positive", "subscales", "alerts",
    "text"}; for an answer that is not on the form {"instrument", "status": "invalid", "error", "item"} and exit 2;
    a stated total that differs stands beside it as "stated_total". With --csv {"scores": [{"line", "patient",
    "given_at", "file", "score": {...}}]}.

    Example: iopctl score pt-0001 phq9 1 1 1 1 0 0 0 skip 0 --by t03
    Example: iopctl score - phq9 --csv forms.csv --map columns.toml --dry-run
    """
    from iopctl import library
    from iopctl.commands.score_import import fhir_form, import_csv
    from iopctl.errors import UsageError

    if (action is None) != (action_by is None):
        raise UsageError("--action and --action-by go together: what was done, and who did it.")
    questionnaire = library.instrument(instrument)
    ways = [name for name, given in (("answers", answers), ("--csv", csv), ("--fhir", fhir)) if given]
    if ways[1:]:
        raise UsageError(f"{' and '.join(ways)}: the answers come from one place.")
    if csv is not None:
        refused = {"--at": at, "--by": by, "--total": total, "--level": level, "--action": action}
        if any(value is not None for value in refused.values()):
            raise UsageError(f"with --csv the rows say it: leave out {', '.join(n for n, v in refused.items() if v)}.")
        import_csv(
            questionnaire,
            patient,
            csv,
            columns,
            sex=sex.value if sex else None,
            dry_run=dry_run,
            plans=plans,
            form=form,
        )
        return
    if columns is not None:
        raise UsageError("--map says what the columns of --csv are: name that file.")
    source = "--at"
    stated = Stated(answers, total, level, sex.value if sex else None)
    if fhir is not None:
        typed = at
        stated, at = fhir_form(questionnaire, fhir, stated, at, recorded=patient != "-")
        source = "--at" if typed else f"{fhir}: authored"
    if patient == "-":
        _score_alone(questionnaire, stated, plans, form)
    else:
        _record(questionnaire, patient, stated, Context(at, by, action, action_by, source), dry_run, plans, form)


def _score_alone(questionnaire: "Instrument", stated: "Stated", plans: "Path | None", form: Format) -> None:
    from iopctl.console import show
    from iopctl.render.score import alert_lines, score_sheet
    from iopctl.render.sheet import or_gap

    _, result = scored(questionnaire, stated, form)
    _say(alert_lines(questionnaire, result.alerts, _crisis(plans)))
    if stated.total is not None and stated.total != result.value:
        say(f"The total stated, {stated.total:g}, is not that of the answers, {or_gap(result.value)}.")
    show(score_sheet(questionnaire, result, ["No chart was named: nothing was recorded."], stated.total), form)


def _record(
    questionnaire: "Instrument",
    patient: str,
    stated: "Stated",
    context: "Context",
    dry_run: bool,
    plans: "Path | None",
    form: Format,
) -> None:
    from iopctl.commands.saving import settle_new
    from iopctl.console import show
    from iopctl.model.assessment import Assessment
    from iopctl.model.ids import known_staff
    from iopctl.render.score import alert_lines, change_note, crisis_line, recorded_lines, score_sheet
    from iopctl.reviewing.filled_form import FilledForm
    from iopctl.scoring.raised import raised
    from iopctl.store.toml_text import toml_text

    loaded = load_charts(plans, patient)
    program = loaded.census.program
    action, action_by = context.action, context.action_by
    for person in (context.by, action_by):
        known_staff(program, person)
    given_at = moment_in(program.time_zone, context.at, context.source)
    given, result = scored(questionnaire, stated, form)
    # Said before anything is written: no full disk may swallow it.
    _say(alert_lines(questionnaire, result.alerts, crisis_line(program.crisis_text)))
    asked = not stated.answers and result.level is None
    if action is None and asked and interactive() and raised(questionnaire, given, result.value, result.risk):
        action, action_by = _ask_action(program)
    filled = FilledForm(questionnaire, given, result, given_at, context.by, stated.total, action, action_by)
    stem, text = filled.stem(patient), toml_text(filled.fields())
    edit = settle_new(loaded.root, stem, text, Assessment, dry_run=dry_run, form=form)
    notes = change_note(filled, loaded.chart(patient))
    show(score_sheet(questionnaire, result, notes, stated.total), form)
    _say(recorded_lines(filled, patient, edit.name))


@dataclass(frozen=True)
class Stated:
    """What was stated of one form: answers as typed, or a total or level that stands for them."""

    answers: list[str] | None = None
    total: "Number | None" = None
    level: str | None = None
    sex: "Sex | None" = None


@dataclass(frozen=True)
class Context:
    """When and by whom a form was given, and what was done about an alert."""

    at: str | None
    by: str | None
    action: str | None
    action_by: str | None
    source: str = "--at"  # where the time was named


def scored(questionnaire: "Instrument", stated: Stated, form: Format) -> "tuple[tuple[Answer, ...], Score]":
    """The answers, asked for when none were typed, and their score. What is not on the form ends the command."""
    from iopctl import scoring
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.render.score import invalid_sheet

    elsewhere = questionnaire.score == "none"
    if not elsewhere and stated.level is not None:
        raise UsageError(f"{questionnaire.id} is scored by its answers: leave out --level.")
    if not elsewhere and not stated.answers and not interactive():
        raise UsageError("give one answer per item, or run this on a terminal to be asked item by item.")
    try:
        if elsewhere and not stated.answers:
            return (), scoring.recorded(questionnaire, stated.total, stated.level)
        typed = stated.answers
        given = scoring.read_answers(questionnaire, typed) if typed else ask_items(questionnaire)
        return given, scoring.score(questionnaire, given, stated.sex)
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
