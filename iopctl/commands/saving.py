"""How commands that record something end: a diff with `--dry-run`, else the files are written and named."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iopctl.console import clean, say, write

if TYPE_CHECKING:
    from iopctl.store.editing import Edit


def settle(edits: "Sequence[Edit]", *, dry_run: bool) -> None:
    """Write the edits and say which files, or show them as a diff and write nothing."""
    for edit in edits:
        if dry_run:
            write(clean(edit.diff()))
        else:
            edit.apply()
            say(f"{'created' if edit.before is None else 'saved'} {edit.name}")
    if dry_run:
        say("Nothing was written (--dry-run).")
