"""schema"""

from typing import Annotated

import typer

from iopctl.commands.options import DryRun, PlansDir


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[KIND]", help="program, plan, week, assessment, review, claim, rulepack or identity."),
    ] = None,
    write_all: Annotated[
        bool, typer.Option("--write", help="Write every schema into the program folder, where the files name them.")
    ] = False,
    plans: PlansDir = None,
    dry_run: DryRun = False,
) -> None:
    """Print the JSON Schema of one kind of file, or write them all for editors and TOML linters.

    A file names its schema in its first line: `#:schema ../.schemas/plan.json`. The output is JSON.

    Example: iopctl schema plan
    """
    from iopctl import store
    from iopctl.commands.saving import settle
    from iopctl.console import write
    from iopctl.errors import UsageError
    from iopctl.model.ids import known
    from iopctl.store.editing import schema_edits
    from iopctl.store.schemas import KINDS, schema_text

    if write_all != (kind is None):
        raise UsageError("name one kind of file to print its schema, or give --write for all of them.")
    if kind is not None:
        write(schema_text(known(kind, KINDS, "no such kind of file")).removesuffix("\n"))
    else:
        settle(schema_edits(store.find_program(plans)), dry_run=dry_run)
