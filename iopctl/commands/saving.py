"""How commands that record something end: a diff with `--dry-run`, else the files are written and named."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from iopctl.console import Format, clean, say, write

if TYPE_CHECKING:
    from iopctl.model.frozen import Document
    from iopctl.store.editing import Edit

T = TypeVar("T")


def settle(edits: "Sequence[Edit]", *, dry_run: bool, show_diff: Callable[[str], None] = write) -> None:
    """Write the edits and say which files, or show them as a diff and write nothing."""
    for edit in edits:
        if dry_run:
            show_diff(clean(edit.diff()))
        else:
            edit.apply()
            say(f"{'created' if edit.before is None else 'saved'} {edit.name}")
    if dry_run:
        say("Nothing was written (--dry-run).")


def settle_new(
    root: Path, stem: str, text: str, model: "type[Document]", *, dry_run: bool, form: Format = Format.TABLE
) -> "Edit":
    """Write one event as a file of its own: `stem.toml`, or stem-2.toml for a second one on that day.

    Where the result is data for a program, the diff of `--dry-run` is talk.
    """
    from iopctl.errors import AlreadyThere
    from iopctl.store.editing import new
    from iopctl.store.folder import free_file

    show_diff = say if form in {Format.JSON, Format.LINES} else write
    while True:
        edit = new(root, free_file(root, stem), text, model)
        try:
            settle([edit], dry_run=dry_run, show_diff=show_diff)
        except AlreadyThere:
            continue  # somebody recorded one at the same moment; this one takes the next name
        return edit


def tracked(written: Iterable[str], count: int) -> Iterable[str]:
    """Files as they are written, on a terminal with a progress bar."""
    return _with_bar("Writing", written, count)


def tracked_in(what: str, items: "Sequence[T]") -> "Iterable[T]":
    """Items as they are worked through, on a terminal with a progress bar."""
    return _with_bar(what, items, len(items))


def _with_bar(what: str, items: "Iterable[T]", count: int) -> "Iterable[T]":
    import sys

    if not count or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, what, count, console=Console(stderr=True), transient=True)
