"""git, asked and not obeyed: nothing that a repository or the environment sets up is run on the way."""

import os
import subprocess
from pathlib import Path

from iopctl.errors import Refused

_OPTIONS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.ext.allow=never")
# Paths are names and no patterns, nobody is asked for a password, nothing is fetched, and git's words are English.
_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_NO_WORK_TREE = ("not a git repository", "must be run in a work tree")


def git(root: Path, *args: str, index: Path | None = None) -> bytes:
    """What git prints when it runs in that folder, by another index than the repository's if one is given.

    Raises Refused with git's own first words when it fails, or when there is no git.
    """
    # What GIT_DIR and its like point at is not the repository that was asked about.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    chosen = {"GIT_INDEX_FILE": str(index)} if index else {}
    line = ["git", "--no-pager", *_OPTIONS, "-C", str(root), *args]
    environment = {**kept, **_ENVIRONMENT, **chosen}
    try:
        ran = subprocess.run(line, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused("git is not installed, so nothing is known of what was before. Install it.") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise Refused(f"git {args[0]} failed: {said or 'it says nothing'}. Mend that and try again.")
    return ran.stdout


def repository_of(root: Path) -> Path | None:
    """The top folder of the work tree that holds the folder; None outside of any. Raises Refused as `git` does."""
    try:
        return Path(os.fsdecode(git(root, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    except Refused as refused:
        if any(words in str(refused) for words in _NO_WORK_TREE):
            return None
        raise


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
