"""A command on a real terminal."""

import os
import re
import signal
import sys
from pathlib import Path

import pexpect


def on_terminal(*args: str, plans: Path, columns: int = 80) -> "pexpect.spawn[str]":
    """The command, started on a pseudo-terminal of that width, without colour."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "iopctl", *args, "--plans", str(plans)],
        encoding="utf-8",
        timeout=20,
        dimensions=(60, columns),
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": str(columns)},
        preexec_fn=_heed_ctrl_c,
    )


def _heed_ctrl_c() -> None:
    """A shell starts what runs in the background with SIGINT ignored, which the tests and their children inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ended(terminal: "pexpect.spawn[str]") -> tuple[str, int]:
    """What was printed since the last answer, without the marks for bold, and the exit status."""
    terminal.expect(pexpect.EOF)
    terminal.close()
    status = terminal.exitstatus
    assert status is not None
    text = re.sub(r"\x1b\[[01]m", "", terminal.before or "")
    return text.replace("\r\n", "\n"), status
