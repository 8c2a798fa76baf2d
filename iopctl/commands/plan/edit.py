"""plan edit"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.options import DryRun, OutputFormat, PlansDir
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.model.record import Signature
    from iopctl.store.editing import Edit


def edit_plan(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart.")],
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set one key, for example goals.g1.text=...; may be repeated."),
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="Take the whole new text from a file, - for stdin.")
    ] = None,
    dry_run: DryRun = False,
    plans: PlansDir = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Change a plan in your editor, or key by key.

    The editor is VISUAL or EDITOR. Only a valid text is written, and none that was typed is lost. A key is a path, with
    numbers or ids for items of lists; a value is written as in TOML, and a bare word is text.

    JSON: {"plan": {"patient", "file", "changed", "stale": [{"role", "by", "on"}]}}.

    Example: iopctl plan edit pt-0001 --set goals.g1.objectives.g1.o1.due_on=2026-12-18
    """
    from iopctl import store
    from iopctl.commands.plan.editor import edited
    from iopctl.commands.saving import settle
    from iopctl.console import show, write
    from iopctl.errors import UsageError
    from iopctl.render.edited import edited_sheet
    from iopctl.store import editing

    if set_ and file is not None:
        raise UsageError("--set and --file: one of them.")
    root = store.find_program(plans)
    name = f"{store.known_patient(root, patient)}/plan.toml"
    before = editing.text_of(root, name)
    show_diff = say if form in {Format.JSON, Format.LINES} else write

    def finish(after: str) -> "Edit":
        edit = _checked(root, patient, before, after)
        if edit.after != before:
            settle([edit], dry_run=dry_run, show_diff=show_diff)
        return edit

    if set_:
        edit = finish(_with_keys(root, name, before, set_))
    elif file is not None:
        edit = finish(_text_in(file))
    else:
        edit = edited(before, finish)
    stale = _lost_signatures(root, name, before, edit.after)
    show(edited_sheet(patient, edit.name, stale, changed=edit.after != before, dry_run=dry_run), form)


def _checked(root: Path, patient: str, before: str, after: str) -> "Edit":
    """The change, when it is a valid plan of the same patient. Raises Refused."""
    from iopctl.errors import Refused
    from iopctl.model.plan import Plan
    from iopctl.store import editing

    name = f"{patient}/plan.toml"
    if editing.check_text(root, name, after, Plan).patient != patient:
        raise Refused(f"{root / name}: patient must stay {patient}, the name of its folder. Nothing was written.")
    return editing.replace(root, name, before, after, Plan)


def _lost_signatures(root: Path, name: str, before: str, after: str) -> "list[Signature]":
    """The signatures that covered the plan before; none when it could not be read then."""
    from iopctl.drafting.signing import lost
    from iopctl.errors import Refused
    from iopctl.model.plan import Plan
    from iopctl.store.editing import check_text

    try:
        return lost(check_text(root, name, before, Plan), check_text(root, name, after, Plan))
    except Refused:
        return []


def _with_keys(root: Path, name: str, text: str, settings: Sequence[str]) -> str:
    from iopctl.errors import UsageError
    from iopctl.store.setting import set_key, toml_value

    for setting in settings:
        path, equals, value = setting.partition("=")
        if not (path.strip() and equals and value.strip()):
            raise UsageError("--set: write KEY=VALUE, for example planned_discharge_on=2026-12-18.")
        text = set_key(root, name, text, path.strip(), toml_value(value.strip()))
    return text


def _text_in(file: str) -> str:
    """The text of a file, or of stdin. Raises Refused."""
    import sys

    from iopctl.errors import Refused
    from iopctl.store.raw import MAX_BYTES, normal

    if file == "-":
        return sys.stdin.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as stream:
            return normal(stream.read(MAX_BYTES + 1)).decode()
    except UnicodeDecodeError:
        raise Refused(f"{file}: is not UTF-8 text. Save it again as UTF-8. Nothing was written.") from None
    except OSError as error:
        raise Refused(f"{file}: cannot be read: {error.strerror}. Nothing was written.") from None
