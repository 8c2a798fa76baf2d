"""Put files on disk: whole or not at all, never over what somebody else saved meanwhile, one writer at a time."""

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from difflib import unified_diff
from pathlib import Path

from iopctl.errors import AlreadyThere, ChangedMeanwhile, Refused
from iopctl.store.folder import shown
from iopctl.store.raw import BOM, behind_link, normal

LOCK = ".iopctl.lock"
LOCK_SECONDS = 10
FILE_MODE = 0o600  # health information: nobody but the owner, unless a team has opened the file
FOLDER_MODE = 0o700
_DRAFT = re.compile(r"\.[0-9a-f]{16}\.tmp")


def create(root: Path, file: str, text: str) -> None:
    """Write a new file with mode 0600. Raises AlreadyThere when one of that name exists, Refused when it cannot be."""
    with _writing(root, file):
        _create(root, file, text)


def create_all(root: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """Write new files in their order, the lock taken once, and name each. Raises AlreadyThere before the first.

    When one cannot be written, those before it are taken away again. A file that is there with the same text is left as
    it is: a run that was killed is mended by running it again.
    """
    with _writing(root, ""):
        there = {file for file in texts if os.path.lexists(root / file)}
        for file in sorted(there):
            if _content(root / file) != texts[file].encode():
                raise _already_there(root, file)
        made: list[str] = []
        for file, text in texts.items():
            if file not in there:
                try:
                    _link(root, file, text)
                    made.append(file)
                    _settle(root, file)
                except BaseException:
                    for each in made:
                        _discard(root / each)
                    raise
            yield file


def save(root: Path, file: str, text: str, *, was: str) -> None:
    """Replace a file that was read as `was`. Raises ChangedMeanwhile when it is no longer that, Refused for a link."""
    path = root / file
    with _writing(root, file):
        folder = _folder_of(root, file)
        if path.is_symlink():
            raise Refused(f"{shown(root, file)}: is a link; nothing was written. Put the file itself there.")
        if _content(path) != was.encode():
            raise ChangedMeanwhile(
                f"{shown(root, file)}: somebody else changed it since it was read; nothing was written."
                " Run the command again."
            )
        about = path.stat()
        content = _laid_out_as(path.read_bytes(), text)
        draft = _write_aside(folder, content, stat.S_IMODE(about.st_mode), group=about.st_gid)
        try:
            draft.replace(path)
        except BaseException:
            _discard(draft)
            raise
        _settle(root, file)


def put(path: Path, content: bytes) -> None:
    """A new file outside the program folder, for its owner alone. Raises AlreadyThere, Refused."""
    try:
        draft = _write_aside(path.parent, content, FILE_MODE)
        try:
            os.link(draft, path)
        except FileExistsError:
            raise AlreadyThere(f"{path}: is there already; nothing was written. Give another name.") from None
        finally:
            _discard(draft)
        _sync(path.parent)
    except OSError as error:
        raise Refused(f"{path}: could not be written: {error.strerror}. Mend that and run the command again.") from None


def diff(root: Path, file: str, before: str, after: str) -> str:
    """The change as a unified diff; empty when there is none."""
    name = shown(root, file)
    return "\n".join(unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}", lineterm=""))


def _create(root: Path, file: str, text: str) -> None:
    _link(root, file, text)
    _settle(root, file)


def _link(root: Path, file: str, text: str) -> None:
    """Put a new file in place. Raises AlreadyThere when one of that name exists."""
    draft = _write_aside(_folder_of(root, file), normal(text.encode()), FILE_MODE)
    try:
        os.link(draft, root / file)
    except FileExistsError:
        raise _already_there(root, file) from None
    finally:
        _discard(draft)


def _already_there(root: Path, file: str) -> AlreadyThere:
    return AlreadyThere(f"{shown(root, file)}: is there already; nothing was written. Edit it instead.")


def _content(path: Path) -> bytes | None:
    """What a regular file holds, as it is read; None for anything else."""
    return normal(path.read_bytes()) if path.is_file() else None


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _laid_out_as(content: bytes, text: str) -> bytes:
    """The text with the byte order mark and the line ends that the file had, so that only what changed differs."""
    encoded = normal(text.encode())
    if 0 < content.count(b"\n") == content.count(b"\r\n"):
        encoded = encoded.replace(b"\n", b"\r\n")
    return BOM + encoded if content.startswith(BOM) else encoded


def _write_aside(folder: Path, content: bytes, mode: int, group: int = -1) -> Path:
    """A synced temporary file beside the target; it is gone again when writing fails."""
    draft = folder / f".{secrets.token_hex(8)}.tmp"
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with suppress(PermissionError):
                os.fchown(descriptor, -1, group)  # a team's folder stays the team's
            os.fchmod(descriptor, mode)
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
    except BaseException:
        _discard(draft)
        raise
    return draft


def _discard(draft: Path) -> None:
    """Take a file away that is not to stay; where that fails, of a temporary one the next writer does."""
    with suppress(OSError):
        draft.unlink()


def _settle(root: Path, file: str) -> None:
    """Have the disk confirm the file's name. Raises Refused when it does not, although the file is in place."""
    try:
        _sync((root / file).parent)
    except OSError as error:
        raise Refused(
            f"{shown(root, file)}: is written, but the disk did not confirm it: {error.strerror}. Look at the disk."
        ) from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _writing(root: Path, file: str) -> Iterator[None]:
    """Nobody else writes meanwhile. Raises Refused for what the disk says."""
    try:
        _make(root)
        with _locked(root):
            yield
    except OSError as error:
        raise Refused(
            f"{shown(root, file)}: could not be written: {error.strerror}. What was there is as it was."
            " Mend that and run the command again."
        ) from None


def _folder_of(root: Path, file: str) -> Path:
    """The file's folder, made where it is missing, without what a killed writer left. Raises Refused for a link."""
    if behind_link(root, file):
        raise Refused(f"{shown(root, file)}: lies behind a link; nothing was written. Put the folder itself there.")
    folder = (root / file).parent
    _make(folder)
    for entry in os.scandir(folder):
        if _DRAFT.fullmatch(entry.name):
            Path(entry.path).unlink()
    return folder


def _make(folder: Path) -> None:
    """The folder and those above it, for the owner alone whatever the umask says."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(FOLDER_MODE)
        _sync(folder.parent)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the program folder's lock. Raises Refused when it stays taken, or cannot be had at all."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / LOCK, timeout=LOCK_SECONDS, mode=FILE_MODE)
    try:
        lock.acquire()
    except Timeout:
        raise Refused(f"{root}: another iopctl is writing; nothing was written. Try again in a moment.") from None
    except (NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.ENOLCK:
            raise
        raise Refused(f"{root}: this file system cannot lock files; nothing was written. Use a local disk.") from None
    try:
        yield
    finally:
        lock.release()
