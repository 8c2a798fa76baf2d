"""score --csv and --fhir: forms that another program holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iopctl.commands.charts import load_charts
from iopctl.commands.options import moment_in
from iopctl.commands.saving import tracked
from iopctl.console import Format, say, show, write

if TYPE_CHECKING:
    from datetime import date, datetime

    from iopctl.commands.score import Stated
    from iopctl.model.instrument import Instrument
    from iopctl.model.scoring_key import Sex
    from iopctl.reviewing.filled_form import FilledForm
    from iopctl.scoring.csv_forms import Row
    from iopctl.store import Loaded


def fhir_form(
    questionnaire: "Instrument", path: Path, stated: "Stated", at: str | None, *, recorded: bool
) -> "tuple[Stated, str | None]":
    """The answers and the total of a response, and when it was authored unless that is stated. Raises Refused."""
    from iopctl.errors import Refused
    from iopctl.scoring.fhir_response import NotAResponse, read_response
    from iopctl.store.json_files import read_json

    try:
        response = read_response(questionnaire, read_json(path))
    except NotAResponse as fault:
        raise Refused(f"{path}: {fault}. Nothing was written.") from None
    if recorded and not (at or response.authored):
        raise Refused(f"{path}: does not say when it was given: name it by --at. Nothing was written.")
    if response.left_out:
        say(f"Left out of {path}, for they are not of {questionnaire.id}: {response.left_out} answered.")
    total = response.total if stated.total is None else stated.total
    return replace(stated, answers=list(response.answers), total=total), at or response.authored


def import_csv(
    questionnaire: "Instrument",
    patient: str,
    path: Path,
    columns: Path | None,
    *,
    sex: "Sex | None",
    dry_run: bool,
    plans: Path | None,
    form: Format,
) -> None:
    """Score every row; record all of them, or none when one is wrong. Without patients nothing is recorded."""
    from iopctl.render.score import imported_sheet

    rows, faults = _read(questionnaire, path, columns, sex)
    if patient == "-" and all(row.patient is None for row in rows):
        _refuse(path, faults, len(rows))
        say("No chart was named: nothing was recorded.")
        show(imported_sheet(questionnaire, [(row, None, None) for row in rows]), form)
        return
    loaded = load_charts(plans, None if patient == "-" else patient)
    made = _forms(loaded, questionnaire, patient, rows, faults)
    _refuse(path, faults, len(made))
    names = _files(loaded, made)
    texts = {name: text for name, text in names.values() if text}
    _write(loaded.root, texts, dry_run=dry_run, form=form)
    _say_what_is_raised(loaded, made, names)
    show(imported_sheet(questionnaire, [(each.row, each.filled, names[each.row.line][0]) for each in made]), form)


@dataclass(frozen=True)
class _Made:
    """One row, whose it is, and the form that becomes of it."""

    row: "Row"
    patient: str
    filled: "FilledForm"


def _read(
    questionnaire: "Instrument", path: Path, columns: Path | None, sex: "Sex | None"
) -> "tuple[list[Row], list[tuple[int, str]]]":
    """The rows, and what is wrong in which line. Raises Refused for a table or a map that cannot be read."""
    from iopctl.errors import Refused
    from iopctl.scoring.csv_forms import WrongTable, read_table
    from iopctl.store.foreign import foreign_text

    if questionnaire.score == "none":
        raise Refused(f"{questionnaire.id} is scored elsewhere: record each score by --total or --level.")
    try:
        rows, faults = read_table(questionnaire, foreign_text(path), None if columns is None else _map(columns), sex)
    except WrongTable as fault:
        raise Refused(f"{path}: {fault}. Nothing was written.") from None
    if not rows and not faults:
        raise Refused(f"{path}: holds no form.")
    return rows, faults


def _map(path: Path) -> dict[str, Any]:
    import tomllib

    from iopctl.errors import Refused
    from iopctl.store.foreign import foreign_text

    try:
        return tomllib.loads(foreign_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(f"{path}: is not TOML: {error}. Write items = [...], and patient, given_at as heads.") from None


def _forms(
    loaded: "Loaded", questionnaire: "Instrument", patient: str, rows: "Iterable[Row]", faults: list[tuple[int, str]]
) -> "list[_Made]":
    """Whose each row is and what is written of it. A row that names nobody, no day or no staff member is a fault."""
    from iopctl.errors import IopctlError

    made: list[_Made] = []
    for row in rows:
        try:
            made.append(_form(loaded, questionnaire, patient, row))
        except IopctlError as error:
            faults.append((row.line, str(error).rstrip(".")))
    return made


def _form(loaded: "Loaded", questionnaire: "Instrument", patient: str, row: "Row") -> _Made:
    from iopctl.errors import UsageError
    from iopctl.model.ids import known_staff
    from iopctl.reviewing.filled_form import FilledForm
    from iopctl.store import known_patient

    program = loaded.census.program
    if patient != "-" and row.patient not in {None, patient}:
        raise UsageError(f"the row is not about {patient}")
    whose = row.patient if patient == "-" else patient
    if whose is None:
        raise UsageError("no patient is named")
    known_patient(loaded.root, whose)
    if row.given_at is None:
        raise UsageError("no day is named on which it was given")
    known_staff(program, row.by)
    given_at: datetime | date = moment_in(program.time_zone, row.given_at, "given_at")
    filled = FilledForm(questionnaire, row.answers, row.score, given_at, row.by, row.total)
    return _Made(row, whose, filled)


def _refuse(path: Path, faults: list[tuple[int, str]], good: int) -> None:
    """Say every fault with its line and end, when there is one."""
    from iopctl.errors import UsageError

    for line, fault in sorted(faults):
        say(f"{path}:{line}: {fault}.")
    if faults:
        wrong = "1 row is" if len(faults) == 1 else f"{len(faults)} rows are"
        raise UsageError(f"{path}: {wrong} wrong and {good} could be read. Nothing was written.")


def _files(loaded: "Loaded", made: list[_Made]) -> dict[int, tuple[str, str]]:
    """The file and the text of each row by its line; no text where the very form is on file already."""
    from iopctl.model.assessment import Assessment
    from iopctl.store.editing import new
    from iopctl.store.folder import free_file
    from iopctl.store.toml_text import toml_text

    found: dict[int, tuple[str, str]] = {}
    taken: dict[str, None] = {}
    for each in made:
        there = _on_file(loaded, each)
        if there is not None:
            found[each.row.line] = there, ""
            continue
        name = free_file(loaded.root, each.filled.stem(each.patient), taken)
        taken[name] = None
        found[each.row.line] = name, new(loaded.root, name, toml_text(each.filled.fields()), Assessment).after
    return found


def _on_file(loaded: "Loaded", made: _Made) -> str | None:
    """The file that has this form already: the same answers at the same moment."""
    chart = loaded.census.chart_by_patient.get(made.patient)
    for form in chart.given(made.filled.instrument.id) if chart else ():
        if form.given_at == made.filled.given_at and form.answers == made.filled.answers:
            return form.file
    return None


def _write(root: Path, texts: dict[str, str], *, dry_run: bool, form: Format) -> None:
    """Every file, or with --dry-run its text as a diff."""
    from iopctl.store import shown
    from iopctl.store.writing import create_all, diff

    if dry_run:
        show_diff = say if form in {Format.JSON, Format.LINES} else write
        for name, text in texts.items():
            show_diff(diff(root, name, "", text))
        say("Nothing was written (--dry-run).")
        return
    for name in list(tracked(create_all(root, texts), len(texts))):  # all are in place before one is named
        say(f"created {shown(root, name)}")


def _say_what_is_raised(loaded: "Loaded", made: list[_Made], names: dict[int, tuple[str, str]]) -> None:
    from iopctl.render.score import alert_lines, crisis_line, recorded_lines
    from iopctl.store import shown

    raised = False
    for each in made:
        name, text = names[each.row.line]
        if not text:
            say(f"line {each.row.line}: is on file already as {shown(loaded.root, name)}.")
            continue
        alerts = alert_lines(each.filled.instrument, each.filled.score.alerts, None)
        for line in [line for line in alerts if line.startswith("ALERT")]:
            say(f"line {each.row.line}: {line.replace('ALERT', f'ALERT  {each.patient}', 1)}")
        for line in recorded_lines(each.filled, each.patient, shown(loaded.root, name)):
            say(f"line {each.row.line}: {line}")
        raised = raised or bool(each.filled.raised)
    if raised:
        say(crisis_line(loaded.census.program.crisis_text))
