"""plan sign"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iopctl.commands.asking import ask, ask_id
from iopctl.commands.options import AsOf, DayOption, DryRun, OutputFormat, PlansDir, interactive, read_day, today_in
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.model.plan import Plan
    from iopctl.model.program import Program

PATIENT, GUARDIAN = "patient", "guardian"


def sign_plan(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart.")],
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help="As what: patient, guardian, therapist, physician.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="ID", help="Who signs: staff, or the patient's code.")
    ] = None,
    on: DayOption = None,
    attempted: Annotated[
        date | None,
        typer.Option("--attempted", metavar="DATE", parser=read_day, help="It could not be had: when it was tried."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it could not be had, for example declined.")
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Record a signature, or why it could not be had.

    It is bound to the words of the plan: a later change makes it stale.

    JSON: {"signature": {"patient", "file", "role", "by", "revision", "on", "digest", "attempted_on", "reason"}}.

    Example: iopctl plan sign pt-0001 --role patient --by pt-0001 --on 2026-11-23
    """
    from iopctl import store
    from iopctl.commands.saving import settle
    from iopctl.console import show, write
    from iopctl.model.plan import Plan
    from iopctl.render.signature import signature_sheet
    from iopctl.store import editing
    from iopctl.store.setting import add_block

    root = store.find_program(plans)
    program = store.load_program(root)
    file = f"{store.known_patient(root, patient)}/plan.toml"
    today = today_in(program.time_zone, as_of)
    before = editing.text_of(root, file)
    plan = editing.check_text(root, file, before, Plan)
    role, by = role or _ask_role(), by or _ask_who(program, patient)
    _refuse_wrong_person(program, patient, role, by)
    fields = {"role": role, "by": by, "revision": plan.revision, **_given(plan, on, attempted, reason, today)}
    _refuse_second(plan, fields)
    edit = editing.replace(root, file, before, add_block(root, file, before, "signatures", fields), Plan)
    settle([edit], dry_run=dry_run, show_diff=say if form in {Format.JSON, Format.LINES} else write)
    show(signature_sheet(patient, edit.name, fields), form)
    _say_next(program, plan, patient, role, by)


def _ask_role() -> str:
    from iopctl.errors import UsageError

    if not interactive():
        raise UsageError("--role: as what is it signed? patient, guardian, therapist, physician ...")
    return ask("Signed as (patient, guardian, therapist, physician):") or PATIENT


def _ask_who(program: "Program", patient: str) -> str:
    from iopctl.errors import UsageError

    if not interactive():
        raise UsageError("--by: who signs? A staff id, or the patient's code.")
    return ask_id("Who signs?", [patient, *program.staff_by_id], "no such person", patient)


def _refuse_wrong_person(program: "Program", patient: str, role: str, by: str) -> None:
    """Raise Refused or NotFound when this person cannot sign in that role."""
    from iopctl.errors import Refused
    from iopctl.model.ids import known

    if role == PATIENT and by != patient:
        raise Refused(f"the patient's signature is by {patient}; for somebody else name their role with --role.")
    if role == GUARDIAN and by in program.staff_by_id:
        raise Refused("a guardian is nobody of the staff. Give another id, for example mother, with --by.")
    if role not in {PATIENT, GUARDIAN}:
        if by == patient:
            raise Refused(f"{patient} signs as patient, or somebody for them as guardian.")
        known(by, program.staff_by_id, "program.toml: no staff member of that id")


def _given(plan: "Plan", on: date | None, attempted: date | None, reason: str | None, today: date) -> dict[str, Any]:
    """The day and the digest of what was signed, or the attempt and its reason. Raises UsageError."""
    from iopctl.errors import UsageError
    from iopctl.model.digest import content_digest

    if (attempted is None) != (reason is None) or (attempted and on):
        raise UsageError("--attempted and --reason go together, without --on: a signature that could not be had.")
    day = attempted or on or today
    if day > today:
        raise UsageError(f"{day} is in the future, and a signature is not.")
    if attempted:
        return {"attempted_on": attempted, "reason": reason}
    return {"on": day, "digest": content_digest(plan)}


def _refuse_second(plan: "Plan", fields: dict[str, Any]) -> None:
    from iopctl.drafting.signing import states
    from iopctl.errors import Refused

    for signature, state in states(plan):
        if state == "ok" and (signature.role, signature.by) == (fields["role"], fields["by"]):
            raise Refused(
                f"{signature.by} signed these words as {signature.role} on {signature.on}; nothing was written."
            )


def _say_next(program: "Program", plan: "Plan", patient: str, role: str, by: str) -> None:
    works_as = program.staff_by_id[by].role if by in program.staff_by_id else role
    if works_as != role:
        say(f"Warning: {by} works here as {works_as} and signed as {role}.")
    if plan.status == "draft":
        say(f"Next: when all have signed, `iopctl plan edit {patient} --set status=active`.")
