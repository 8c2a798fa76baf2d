"""The repository around a program folder, for what changed since a commit: single questions, each with its answer."""

import os
from pathlib import Path

from iopctl.errors import Refused
from iopctl.store.git import NO_REPOSITORY, Git, NoHistory


def git(root: Path, *args: str, index: Path | None = None) -> bytes:
    """What git prints when it runs in that folder, by another index than the repository's if one is given.

    Raises Refused when it fails, or when there is no git.
    """
    try:
        return Git(root, index=index).run("--literal-pathspecs", *args)  # a path is a name and no pattern
    except NoHistory as none:
        raise Refused(f"{none.missing.why}. Next: {none.missing.next}.") from None


def repository_of(root: Path) -> Path | None:
    """The top folder of the work tree that holds the folder; None outside of any. Raises Refused as `git` does."""
    try:
        return Path(os.fsdecode(Git(root).run("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    except NoHistory as none:
        if none.missing == NO_REPOSITORY:
            return None
        raise Refused(f"{none.missing.why}. Next: {none.missing.next}.") from None


def commit_index(root: Path) -> Path | None:
    """The index of the commit that is being made, when a hook of this repository calls; else None."""
    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return None
    index = Path(named).absolute()  # git starts a hook in the top folder, from which the name is given
    folder = Path(os.fsdecode(git(root, "rev-parse", "--absolute-git-dir").removesuffix(b"\n")))
    return index if index.resolve().is_relative_to(folder.resolve()) else None


def name_in_repository(root: Path) -> str:
    """The program folder as others name it: from the top of its repository, else from here; "" for that folder itself.

    Nothing when it lies elsewhere, so that no path of this machine gets into what is handed on.
    """
    try:
        top = repository_of(root)
    except Refused:
        top = None
    folder, above = root.resolve(), (top or Path.cwd()).resolve()
    name = folder.relative_to(above).as_posix() if folder.is_relative_to(above) else "."
    return "" if name == "." else name
