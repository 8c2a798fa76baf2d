"""Put files on disk: whole or not at all, never over what somebody else saved meanwhile, one writer at a time."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from hashlib import blake2b
from pathlib import Path

from iopctl.errors import AlreadyThere, ChangedMeanwhile, Refused
from iopctl.store.folder import shown

LOCK = ".iopctl.lock"
LOCK_SECONDS = 10


def create(root: Path, file: str, text: str) -> None:
    """Write a new file with mode 0600. Raises AlreadyThere when one of that name exists."""
    with _locked(root):
        folder = (root / file).parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = _write_aside(folder, text, 0o600)
        try:
            os.link(draft, root / file)
        except FileExistsError:
            raise AlreadyThere(
                f"{shown(root, file)}: is there already; nothing was written. Edit it instead."
            ) from None
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(folder)


def save(root: Path, file: str, text: str, *, was: str) -> None:
    """Replace a file that was read as `was`. Raises ChangedMeanwhile when it is no longer that, Refused for a link."""
    path = root / file
    with _locked(root):
        if path.is_symlink():
            raise Refused(f"{shown(root, file)}: is a link; nothing was written. Put the file itself there.")
        if not path.is_file() or _content(path) != _normal(was):
            raise ChangedMeanwhile(
                f"{shown(root, file)}: somebody else changed it since it was read; nothing was written."
                " Run the command again."
            )
        draft = _write_aside(path.parent, text, stat.S_IMODE(path.stat().st_mode))
        try:
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def diff(root: Path, file: str, before: str, after: str) -> str:
    """The change as a unified diff; empty when there is none."""
    name = shown(root, file)
    lines = unified_diff(before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm="")
    return "\n".join(lines)


def _write_aside(folder: Path, text: str, mode: int) -> Path:
    """A synced temporary file beside the target; it is gone again when writing fails."""
    draft = folder / f".{secrets.token_hex(8)}.tmp"
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _content(path: Path) -> bytes:
    return blake2b(_normal_bytes(path.read_bytes())).digest()


def _normal(text: str) -> bytes:
    return blake2b(text.encode()).digest()


def _normal_bytes(content: bytes) -> bytes:
    """As the reader sees it: without byte order mark and carriage returns."""
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the program folder's lock. Raises Refused when it stays taken."""
    from filelock import FileLock, Timeout

    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(root / LOCK, timeout=LOCK_SECONDS, mode=0o600):
            yield
    except Timeout:
        raise Refused(f"{root}: another iopctl is writing; nothing was written. Try again in a moment.") from None
    except (NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.ENOLCK:
            raise
        raise Refused(f"{root}: this file system cannot lock files; nothing was written. Use a local disk.") from None
