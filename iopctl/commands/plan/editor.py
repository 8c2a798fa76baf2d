"""The text of a plan in somebody's editor. What was typed is never lost: what cannot be saved stays where it is."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from iopctl.commands.asking import ask
from iopctl.commands.options import interactive
from iopctl.console import say

T = TypeVar("T")


def edited(before: str, finish: Callable[[str], T]) -> T:
    """Open the text, and hand what comes back to `finish` until it is accepted. Raises what `finish` raises."""
    import shutil
    import tempfile

    command = _editor()
    folder = Path(tempfile.mkdtemp(prefix="iopctl-"))  # 0700: nobody else reads what lies in it
    draft = folder / "plan.toml"
    try:
        _write(draft, before)
        result = _until_accepted(command, draft, finish)
    except BaseException:
        if draft.exists() and draft.read_bytes() != before.encode():
            say(f"What you wrote is kept in {draft}. Delete it when you are done.")
        else:
            shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)
    return result


def _until_accepted(command: list[str], draft: Path, finish: Callable[[str], T]) -> T:
    from iopctl.errors import Refused

    while True:
        _open(command, draft)
        try:
            return finish(_read(draft))
        except Refused as error:
            if not interactive():
                raise
            say(str(error))
            if ask("Open it again? [Y/n]:").lower().startswith("n"):
                raise


def _editor() -> list[str]:
    """The editor as the environment names it, with its options. Raises Refused."""
    import os
    import shlex

    from iopctl.errors import Refused

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError:
        command = []
    if not command:
        raise Refused("no editor: set VISUAL or EDITOR, for example EDITOR=nano, or use --set or --file.")
    return command


def _write(draft: Path, text: str) -> None:
    import os

    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text.encode())


def _open(command: list[str], draft: Path) -> None:
    """Run the editor without a shell; Ctrl-C meanwhile is the editor's. Raises Refused when it fails."""
    import signal
    import subprocess

    from iopctl.errors import Refused

    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        ended = subprocess.run([*command, str(draft)], check=False)
    except OSError as error:
        raise Refused(f"{command[0]}: cannot be started: {error.strerror}. Set VISUAL or EDITOR.") from None
    finally:
        signal.signal(signal.SIGINT, before)
    if ended.returncode:
        raise Refused(f"{command[0]} ended with status {ended.returncode}; nothing was written.")


def _read(draft: Path) -> str:
    from iopctl.errors import Refused
    from iopctl.store.raw import normal

    try:
        return normal(draft.read_bytes()).decode()
    except FileNotFoundError:
        raise Refused("the editor removed the file; nothing was written.") from None
    except UnicodeDecodeError:
        raise Refused("what came back is not UTF-8 text; nothing was written.") from None
