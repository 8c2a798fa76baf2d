"""A command on a real terminal."""

import os
import re
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
    )


def ended(terminal: "pexpect.spawn[str]") -> tuple[str, int]:
    """What was printed since the last answer, without the marks for bold, and the exit status."""
    terminal.expect(pexpect.EOF)
    terminal.close()
    status = terminal.exitstatus
    assert status is not None
    text = re.sub(r"\x1b\[[01]m", "", terminal.before or "")
    return text.replace("\r\n", "\n"), status
