"""plan new"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.options import AsOf, DryRun, OutputFormat, PlansDir, interactive, read_day, today_in
from iopctl.commands.plan.stated import Stated
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.drafting.fhir import Draft, Filed
    from iopctl.drafting.intake import Intake
    from iopctl.model.plan import Plan
    from iopctl.store.editing import Edit
    from iopctl.store.loading import Loaded

BLANK = "blank"


def new_plan(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The code of the new chart, for example pt-0042.")],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="More FHIR files, as a shell pattern gives them.")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="NAME", help="depression, anxiety, trauma or blank.")
    ] = None,
    track: Annotated[str | None, typer.Option("--track", metavar="ID", help="Who comes when.")] = None,
    therapist: Annotated[str | None, typer.Option("--therapist", metavar="STAFF", help="Primary therapist.")] = None,
    physician: Annotated[str | None, typer.Option("--physician", metavar="STAFF", help="Treating physician.")] = None,
    age: Annotated[int | None, typer.Option("--age", min=0, max=130, help="At admission, in completed years.")] = None,
    admitted: Annotated[
        str | None, typer.Option("--admitted", metavar="TIME", help="A date, or a time such as 2026-11-23T09:00.")
    ] = None,
    pack: Annotated[
        list[str] | None, typer.Option("--pack", metavar="PACK", help="Rule pack of a payer; may be repeated.")
    ] = None,
    planned_discharge: Annotated[
        date | None,
        typer.Option("--planned-discharge", metavar="DATE", parser=read_day, help="Last day of the planned stay."),
    ] = None,
    from_fhir: Annotated[
        list[Path] | None,
        typer.Option("--from-fhir", metavar="FILE", help="FHIR R4 or STU3 in JSON to draft from; several may follow."),
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Draft a plan from a template, what is known, and other records.

    What is left for a person is listed. Of a FHIR record every resource is carried, or named with the reason why not;
    a bundle that `export fhir` wrote brings the plan back as it was.

    JSON: {"plan": {"patient", "file", "template", "status", "assessments": [files], "resources", "carried":
    [{"file", "resource", "to", "remark"}], "not_carried": [{"file", "resource", "part", "count", "why"}],
    "left": [{"section", "what", "ids"}]}}.

    Example: iopctl plan new pt-0042 --template depression --track morning --admitted 2026-11-23
    Example: iopctl plan new pt-0043 --from-fhir record-*.json
    """
    from iopctl import library, store
    from iopctl.commands.plan.returning import TEMPLATE, own_bundle, returned
    from iopctl.commands.plan.stated import complete, refuse_existing
    from iopctl.commands.saving import settle
    from iopctl.console import show, write
    from iopctl.drafting.gaps import gaps
    from iopctl.errors import UsageError
    from iopctl.render.drafted import drafted_sheet, left_lines

    if more and not from_fhir:
        raise UsageError("one code at a time; files to draft from follow --from-fhir.")
    records = [*(from_fhir or []), *(more or [])]
    loaded = store.load(store.find_program(plans), library.packs(), library.instruments(), [])
    refuse_existing(loaded.root, patient)
    today = today_in(loaded.census.program.time_zone, as_of)
    ours = own_bundle(records)
    stated = Stated(template, track, therapist, physician, age, admitted, tuple(pack or ()), planned_discharge)
    if interactive() and ours is None:
        stated = complete(stated, loaded, today, age_in_record=bool(records))
    intake = stated.intake(patient, loaded)
    name = stated.template or BLANK
    draft: Draft | None
    if ours is None:
        draft = _draft(records, loaded, intake, name, today)
        edit, plan = _plan(loaded, intake, draft, name, today)
    else:
        name = TEMPLATE
        edit, plan, draft = returned(loaded, intake, records[0].name, ours, today)
    forms = _form_edits(loaded.root, patient, draft.forms if draft else ())
    settle([edit, *forms], dry_run=dry_run, show_diff=say if form in {Format.JSON, Format.LINES} else write)
    left = gaps(plan, library.template_sentences())
    show(drafted_sheet(edit.name, name, plan, [each.name for each in forms], draft, left), form)
    for line in left_lines(left):
        say(line)
    say(f"Next: `iopctl plan edit {patient}`, then `iopctl check {patient}`.")


def _draft(files: Sequence[Path], loaded: "Loaded", intake: "Intake", template: str, today: date) -> "Draft | None":
    """What the files hold; None without files."""
    import tomllib

    from iopctl import library
    from iopctl.drafting.fhir import Setting, draft
    from iopctl.store.json_files import read_json

    if not files:
        return None
    skeleton = tomllib.loads(library.template(template))
    setting = Setting(
        zone=loaded.census.program.zone,
        today=today,
        instruments=library.instruments(),
        admitted_on=intake.admitted_on,
        age_given=intake.age,
        needs_before=len(skeleton.get("needs", [])),
        goals_before=len(skeleton.get("goals", [])),
    )
    return draft([(path.name, read_json(path)) for path in files], setting)


def _plan(loaded: "Loaded", intake: "Intake", draft: "Draft | None", template: str, today: date) -> "tuple[Edit, Plan]":
    """The new file, and the plan that it describes. What was stated stands before what the record says."""
    from iopctl import library
    from iopctl.model.plan import Plan
    from iopctl.store import editing
    from iopctl.store.composing import fill

    stated = intake.fields(loaded.census.program, loaded.packs, today)
    known = {**(draft.fields if draft else {}), **{key: value for key, value in stated.items() if value is not None}}
    file, text = f"{intake.patient}/plan.toml", fill(library.template(template), known)
    return editing.new(loaded.root, file, text, Plan), editing.check_text(loaded.root, file, text, Plan)


def _form_edits(root: Path, patient: str, forms: "Sequence[Filed]") -> "list[Edit]":
    """One file for each form; a second one on a day gets the suffix -2."""
    from iopctl.model.assessment import Assessment
    from iopctl.store.editing import new
    from iopctl.store.folder import free_file
    from iopctl.store.toml_text import toml_text

    edits: list[Edit] = []
    for form in forms:
        stem = f"{patient}/assessments/{form.given_on}-{form.instrument}"
        file = free_file(root, stem, [edit.file for edit in edits])
        edits.append(new(root, file, toml_text(form.fields), Assessment))
    return edits
