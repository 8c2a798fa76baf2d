"""What a start imports: help, completion and usage errors answer before anything heavy is loaded."""

import subprocess
import sys

import pytest

HEAVY = ("pydantic", "rich", "tomlkit", "tomli_w", "tree_sitter", "filelock")


def loaded_after(code: str) -> set[str]:
    """The heavy modules that are loaded when the code has run in a process of its own."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.__stderr__)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(HEAVY) & set(ran.stderr.split())


def test_the_command_line_imports_nothing_heavy() -> None:
    assert loaded_after("import iopctl.cli") == set()


@pytest.mark.parametrize(
    "line",
    [
        ["--version"],
        ["--help"],
        ["check", "--help"],
        ["rules", "--help"],
        ["plan", "--help"],
        ["chekc"],
        ["check", "--nonsense"],
        ["check", "--as-of", "yesterday"],
        ["rules", "explain"],
    ],
    ids=" ".join,
)
def test_help_and_usage_errors_import_nothing_heavy(line: list[str]) -> None:
    assert loaded_after(f"from iopctl.cli import main; main({line!r})") == set()


def test_completion_imports_nothing_heavy() -> None:
    environment = {"COMP_WORDS": "iopctl ru", "COMP_CWORD": "1", "_IOPCTL_COMPLETE": "complete_bash"}
    start = f"import os; os.environ.update({environment!r}); sys.argv = ['iopctl']; from iopctl.cli import main; main()"
    assert loaded_after(start) == set()


def test_a_table_for_a_pipe_needs_no_rich() -> None:
    assert "rich" not in loaded_after("from iopctl.cli import main; main(['rules', 'list'])")
