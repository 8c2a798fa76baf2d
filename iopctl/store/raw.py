"""Bytes to text, with guards: kind of file, links, size, encoding."""

import errno
import os
import stat
from pathlib import Path, PurePosixPath

from iopctl.store.problems import NOT_READABLE, START, Problem, problem_at

MAX_BYTES = 256 * 1024
MAX_WEEK_BYTES = 4 * 1024 * 1024
BOM = "\N{BYTE ORDER MARK}".encode()

_REASONS = {
    errno.ELOOP: ("is a link, and links are not followed", "put the file itself there"),
    errno.ENOENT: ("is not there", "write it, or move its folder out of the program folder"),
}


def read_text(root: Path, file: str, limit: int | None = None) -> str:
    r"""The file's text with newlines as `\\n` and without a byte order mark. Raises Problem (FI003)."""
    return decoded(file, _read(root, file, limit or max_bytes(file)))


def decoded(file: str, content: bytes) -> str:
    """The text of a file's content. Raises Problem (FI003) when it is not UTF-8."""
    content = normal(content)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        position = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise problem_at(NOT_READABLE, file, position, "is not UTF-8 text", "save it again as UTF-8") from None


def normal(content: bytes) -> bytes:
    """The content as it is read: without byte order mark, and without carriage returns before newlines."""
    return content.removeprefix(BOM).replace(b"\r\n", b"\n")


def max_bytes(file: str) -> int:
    """How large a file may be."""
    return MAX_WEEK_BYTES if file.startswith("weeks/") else MAX_BYTES


def behind_link(root: Path, file: str) -> bool:
    """Whether a folder on the way from the program folder to the file is a link: it might lead anywhere."""
    return any((root / folder).is_symlink() for folder in PurePosixPath(file).parents if folder.name)


def _read(root: Path, file: str, limit: int) -> bytes:
    try:
        if behind_link(root, file):
            raise _unreadable(file, "lies behind a link, and links are not followed", "put the folder itself there")
        return _read_bytes(root / file, limit)
    except ValueError as error:
        raise _unreadable(file, str(error), "split it, or move what is not a chart elsewhere") from None
    except OSError as error:
        other = f"cannot be read: {error.strerror}", "check what it is and who may read it"
        raise _unreadable(file, *_REASONS.get(error.errno or 0, other)) from None


def _unreadable(file: str, message: str, next_step: str) -> Problem:
    return problem_at(NOT_READABLE, file, START, message, next_step)


def _read_bytes(path: Path, limit: int) -> bytes:
    """Read a regular file, never a pipe, a device or a link. Raises OSError, or ValueError when it is not one."""
    # Without O_NONBLOCK the opening of a pipe waits until somebody writes into it.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("is not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(content) > limit:
        raise ValueError(f"is larger than {limit // 1024} KiB")
    return content
