"""The command line as a shell sees it: streams, terminals, locales, and how it ends. A traceback would be a bug."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest

from iopctl import __version__, cli, store
from iopctl.commands.saving import settle
from iopctl.store import editing
from tests.conftest import Iopctl
from tests.store.two_charts import BROKEN, root, write_files
from tests.terminal import ended, on_terminal

__all__ = ["root"]

IOPCTL = [sys.executable, "-m", "iopctl"]


def shell(line: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """A line for bash in which `iopctl` is the program; `$?` of a pipe is that of its first command."""
    script = f'iopctl() {{ "{sys.executable}" -m iopctl "$@"; }}\n{line}\nexit ${{PIPESTATUS[0]}}'
    environment = {**os.environ, "IOPCTL_PLANS": str(cwd / "plans")}
    return subprocess.run(["bash", "-c", script], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def here(root: Path) -> Path:
    """The folder above a program with one broken chart."""
    write_files(root, {BROKEN: "x"})
    return root.parent


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        (
            "iopctl check > /dev/full",
            3,
            "iopctl: the result cannot be printed: No space left on device. Send it elsewhere.\n",
        ),
        (
            "iopctl --help > /dev/full",
            3,
            "iopctl: the system refused: No space left on device. Mend that and try again.\n",
        ),
        (
            "iopctl check >&-",
            3,
            "iopctl: stdout is closed, so nothing can be printed and nothing was done. Send it to a file.\n",
        ),
        ("iopctl check 2>&- > /dev/null", 1, ""),
        ("iopctl check <&- > /dev/null", 1, ""),
        ("iopctl check 2> /dev/full > /dev/null", 1, ""),
        ("iopctl nonsense 2>&-", 2, ""),
        ("iopctl rules list | true", 141, ""),
        ("iopctl check > out.txt", 1, ""),
    ],
)
def test_streams_of_every_kind_end_in_a_sentence_or_silence(here: Path, line: str, status: int, said: str) -> None:
    ran = shell(line, here)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", said, status)


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "xx_YY.unknown"},
        {"TERM": "dumb"},
        {"NO_COLOR": "1"},
        {"FORCE_COLOR": "1"},
        {"CLICOLOR_FORCE": "1", "TERM": "xterm-256color"},
        {"COLUMNS": "20"},
        {"PYTHONUNBUFFERED": "1"},
    ],
    ids=",".join,
)
def test_piped_output_is_the_same_text_everywhere(here: Path, env: Mapping[str, str]) -> None:
    ran = subprocess.run(
        [*IOPCTL, "check", "--plans", "plans"],
        env={**os.environ, **env},
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "\x1b" not in ran.stdout
    assert re.search(r"^2 charts as of [0-9-]+: \d+ errors?, ", ran.stdout, re.MULTILINE)
    assert ran.stderr == ""


def test_without_home_path_or_user_it_works(here: Path) -> None:
    ran = subprocess.run(
        [*IOPCTL, "check", "--plans", str(here / "plans")],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, "")


def test_a_deleted_working_folder_is_a_sentence(here: Path) -> None:
    ran = shell("mkdir gone && cd gone && rmdir ../gone && unset IOPCTL_PLANS && iopctl check", here)
    assert ran.returncode == 3
    assert ran.stderr.endswith("iopctl: the system refused: No such file or directory. Mend that and try again.\n")
    ran = shell(f"mkdir gone && cd gone && rmdir ../gone && iopctl check --plans {here}/plans > /dev/null", here)
    assert ran.returncode == 1


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_a_terminal_of_any_width_shows_everything(here: Path, columns: int) -> None:
    out, status = ended(on_terminal("rules", "list", plans=here / "plans", columns=columns))
    assert status == 0
    assert all(len(line) <= columns for line in out.splitlines())
    together = "".join(out.split())
    assert "FI101" in together
    assert "planned-weekly-minimum" in together


def test_a_dumb_terminal_gets_no_escape_codes(here: Path) -> None:
    env = {**os.environ, "TERM": "dumb", "IOPCTL_PLANS": str(here / "plans")}
    terminal = pexpect.spawn(sys.executable, ["-m", "iopctl", "packs", "list"], env=env, encoding="utf-8", timeout=30)
    terminal.expect(pexpect.EOF)
    assert "\x1b" not in (terminal.before or "")


def test_the_version_is_one_line(iopctl: Iopctl) -> None:
    assert iopctl("--version").out == f"iopctl {__version__}\n"


@pytest.mark.parametrize("line", [("-h",), ("--help",), ("check", "-h")])
def test_help_is_asked_for_in_either_way(iopctl: Iopctl, line: tuple[str, ...]) -> None:
    ran = iopctl(*line)
    assert ran.status == 0
    assert ran.out.startswith("Usage: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("chekc",), "No such command 'chekc'. Did you mean 'check'?"),
        (("check", "--formt", "json"), "No such option: --formt"),
        (("rules", "explain"), "Missing argument 'CODE'"),
    ],
)
def test_a_usage_error_is_2(iopctl: Iopctl, line: tuple[str, ...], said: str) -> None:
    ran = iopctl(*line)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (
            PermissionError(errno.EACCES, "Permission denied", "plans"),
            3,
            "iopctl: plans: the system refused: Permission denied.",
        ),
        (OSError(), 3, "iopctl: the system refused: OSError. Mend that and try again.\n"),
    ],
)
def test_what_the_system_says_is_a_sentence(
    root: Path, iopctl: Iopctl, monkeypatch: pytest.MonkeyPatch, raised: BaseException, status: int, said: str
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(store, "find_program", fail)
    ran = iopctl("check", plans=root)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(said)


def test_an_interruption_before_the_command_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupt)
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 130


@pytest.mark.parametrize(
    ("dry_run", "out", "err"),
    [
        (False, "", "saved {root}/pt-0001/plan.toml\ncreated {root}/pt-0001/reviews/2026-11-23.toml\n"),
        (True, "+on = 2026-11-23", "Nothing was written (--dry-run).\n"),
    ],
)
def test_files_that_were_written_are_named(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    dry_run: bool,
    out: str,
    err: str,  # a parameter
) -> None:
    from iopctl.model.plan import Plan
    from iopctl.model.review import Review

    review = 'schema = 1\non = 2026-11-23\nby = "t01"\n'
    before = (root / BROKEN).read_text()
    edits = [
        editing.replace(root, BROKEN, before, before.replace("active", "closed"), Plan),
        editing.new(root, "pt-0001/reviews/2026-11-23.toml", review, Review),
    ]
    settle(edits, dry_run=dry_run)
    printed = capsys.readouterr()
    assert printed.err == err.format(root=root)
    assert out in printed.out
    assert ((root / BROKEN).read_text() == before) is dry_run
