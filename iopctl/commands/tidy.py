"""What `fmt` and `check --fix` share: the proposal as a diff, or written."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iopctl.commands.saving import settle
from iopctl.console import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iopctl.store import Loaded
    from iopctl.store.editing import Edit


def tidy(loaded: "Loaded", named: "Sequence[str] | None", *, totals: bool, write: bool) -> None:
    """Show what would change as a diff, or write it. Raises NotFound, UsageError, and what writing raises."""
    from iopctl.console import clean
    from iopctl.console import write as show

    edits = list(_edits(loaded, named, _totals(loaded) if totals else {}))
    if write:
        settle(edits, dry_run=False)
    for edit in () if write else edits:
        show(clean(edit.diff()))
    if not edits:
        say("Nothing to change.")
    elif not write:
        say(f"{len(edits)} file{'' if len(edits) == 1 else 's'} would change. --write saves them.")


def _edits(
    loaded: "Loaded", named: "Sequence[str] | None", totals: "Mapping[str, Mapping[str, Any]]"
) -> "Iterator[Edit]":
    """The files that would change; one that cannot be changed is named and stops none of the others."""
    from iopctl import store
    from iopctl.errors import Refused
    from iopctl.store import tidying

    scope = store.scope_of(loaded.root, named)
    faulty = {problem.place.file for problem in loaded.problems}
    for file in tidying.files(loaded.root):
        if scope is not None and not scope.holds(file.partition("/")[0], file):
            continue
        if file in faulty:
            say(f"{store.shown(loaded.root, file)} has faults and is left as it is.")
            continue
        try:
            edit = tidying.tidied(loaded.root, file, totals.get(file, {}))
        except Refused as refused:
            say(str(refused))
            continue
        if edit.after != edit.before:
            yield edit


def _totals(loaded: "Loaded") -> "Mapping[str, Mapping[str, Any]]":
    """By file: the keys of an assessment that its answers contradict."""
    from iopctl import library
    from iopctl.scoring import restated

    instruments = library.instruments()
    given = [each for chart in loaded.census.charts for each in chart.assessments if each.instrument in instruments]
    return {each.file: fields for each in given if (fields := restated(instruments[each.instrument], each))}


def load(plans: Path | None) -> "Loaded":
    """The whole program folder. Raises NoProgram, UnreadableProgram."""
    from iopctl import library, store

    return store.load(store.find_program(plans), library.packs(), library.instruments())
