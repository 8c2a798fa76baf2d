"""git as a subprocess: it only reads, runs nothing that a repository or a user has configured, and ends in time.

Only plumbing commands are used, so `log.*`, `diff.*`, `color.*`, aliases and pagers have no say in what they print. No
command looks at the files themselves, so no filter and no file system monitor is started.
"""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from iopctl.model.history import Missing

SECONDS = 60.0  # for all reading together; a history of 5,000 commits takes one or two

_DO_WITHOUT = "or record without it: every other check is made"
NOT_INSTALLED = Missing("git cannot be started here", f"install git, {_DO_WITHOUT}")
NO_REPOSITORY = Missing(
    "the program folder is in no git repository", f"keep it in one and commit every day, {_DO_WITHOUT}"
)
UNTRUSTED = Missing(
    "git does not read a repository that belongs to somebody else", "have the folder owned by the person who checks it"
)
TOO_SLOW = Missing("git did not answer in time", "run `git fsck` in the program folder and check again")
FAILED = Missing("git cannot read this history", "run `git fsck` in the program folder and mend what it names")

_REASONS = {
    b"not a git repository": NO_REPOSITORY,
    b"must be run in a work tree": NO_REPOSITORY,
    b"dubious ownership": UNTRUSTED,
    b"unsafe repository": UNTRUSTED,  # before git 2.38
}

_COMMAND = (
    *("git", "--no-pager", "--no-replace-objects", "--no-optional-locks"),
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never"),
)
_ENVIRONMENT = {
    "LC_ALL": "C",  # the reasons above are looked for in English
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone must not fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_GRAFT_FILE": os.devnull,  # like replaced objects, grafts would show another history than was made
}


class NoHistory(Exception):
    """git has no history to tell; it carries why."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.why)
        self.missing = missing


@dataclass(frozen=True)
class _Asked:
    """A git that is running, what it answers, and what it complains of."""

    process: "subprocess.Popen[bytes]"
    answers: IO[bytes]
    complaints: IO[bytes]


class Git:
    """The repository that holds a folder. Every method raises NoHistory when git cannot answer."""

    def __init__(self, folder: Path, seconds: float = SECONDS, index: Path | None = None) -> None:
        self._folder = folder
        self._end = time.monotonic() + seconds
        # A hook has GIT_DIR, GIT_INDEX_FILE and more set, for its repository; ours is the one around the folder.
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | _ENVIRONMENT
        if index is not None:
            self._environment["GIT_INDEX_FILE"] = str(index)

    def run(self, *words: str, lines: Iterable[str] = ()) -> bytes:
        """What a command prints."""
        with self._asking(words, lines) as asked:
            printed = asked.answers.read()
            if asked.process.wait():
                raise self._failed(asked)
            return printed

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """How many bytes each blob holds."""
        printed = self.run("cat-file", "--batch-check=%(objectname) %(objectsize)", lines=blobs)
        try:
            return {blob: int(size) for blob, size in (line.split() for line in printed.decode().splitlines())}
        except ValueError:  # "missing"
            raise NoHistory(FAILED) from None

    def contents(self, blobs: Sequence[str]) -> Generator[bytes]:
        """What the blobs hold, one after the other; to be closed when it is not read to its end."""
        with self._asking(("cat-file", "--batch"), blobs) as asked:
            for _ in blobs:  # a line with the size, the content, a newline
                size = asked.answers.readline().rpartition(b" ")[2].strip()
                content = asked.answers.read(int(size) + 1) if size.isdigit() else b""
                if not size.isdigit() or len(content) <= int(size):
                    raise self._failed(asked)
                yield content[:-1]

    @contextmanager
    def _asking(self, words: Sequence[str], lines: Iterable[str]) -> Iterator[_Asked]:
        """A command that is running, with lines on its stdin; it ends with the block, or when the time is up."""
        # Files in place of pipes: nobody has to write questions or read complaints while the answers come.
        with tempfile.TemporaryFile() as questions, tempfile.TemporaryFile() as complaints:
            questions.write("".join(f"{line}\n" for line in lines).encode())
            questions.seek(0)
            try:
                process = subprocess.Popen(
                    [*_COMMAND, *words],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=questions,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    process_group=0,  # what it starts itself ends with it
                )
            except OSError:
                raise NoHistory(NOT_INSTALLED) from None
            watch = threading.Timer(max(self._end - time.monotonic(), 0), _kill, [process])
            watch.start()
            with process:
                try:
                    yield _Asked(process, cast("IO[bytes]", process.stdout), complaints)
                finally:
                    watch.cancel()
                    _kill(process)

    def _failed(self, asked: _Asked) -> NoHistory:
        """Why there was no answer."""
        if time.monotonic() > self._end:
            return NoHistory(TOO_SLOW)
        asked.complaints.seek(0)
        said = asked.complaints.read()
        return NoHistory(next((why for words, why in _REASONS.items() if words in said), FAILED))


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
