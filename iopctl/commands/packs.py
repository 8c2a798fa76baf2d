"""packs list · show"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts, load_packs
from iopctl.commands.options import InForceOn, OutputFormat, PlansDir
from iopctl.console import Format

app = typer.Typer(
    help="The dated, cited limits of payers, licences and houses.\n\nExample: iopctl packs list", no_args_is_help=True
)


@app.command("list")
def list_packs(plans: PlansDir = None, form: OutputFormat = Format.TABLE) -> None:
    """List the rule packs and who uses them.

    JSON: {"packs": [{"id", "title", "limits", "certainty": {"primary", "secondary", "memory", "uncertain"}, "own",
    "used_by_program", "used_by_charts"}]}; the last two are null where there is no program folder.

    Example: iopctl packs list
    """
    from iopctl import library, store
    from iopctl.console import show
    from iopctl.render.packs import packs_sheet

    census = None if store.program_if_any(plans) is None else load_charts(plans).census
    show(packs_sheet(load_packs(plans), library.packs(), census), form)


@app.command("show")
def show_pack(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack's id, for example medicare.")],
    on: InForceOn = None,
    plans: PlansDir = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show the limits of a pack with their dates and sources.

    JSON: {"pack": {"id", "title", "on", "age_bands", "partial_week", "holidays", "exempt_kinds", "limits": [{"name",
    "rules", "value", "unit", "since", "until", "lifted", "cite", "certainty", "sources", "verified_on", "severity",
    "note"}]}}.

    Example: iopctl packs show medicare --on 2026-11-23
    """
    from iopctl.console import show
    from iopctl.model.ids import known
    from iopctl.render.packs import pack_sheet

    packs = load_packs(plans)
    found = packs[known(pack, packs, "no such pack; `iopctl packs list` shows all")]
    show(pack_sheet(found, on), form)
