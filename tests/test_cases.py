"""Golden cases: a folder holds `case.toml` (args, status, program) and `stdout.txt`, which must be printed exactly.

The command runs beside a copy of a program folder, `plans/`: the demo, or `program`, one below `tests/cases/_programs`.
Without `stdout.txt` nothing may be printed. `UPDATE_CASES=1 pytest tests/test_cases.py` writes what is printed now;
read the diff.
"""

import os
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.conftest import DEMO, Iopctl

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.toml"))


def test_the_cases_are_found() -> None:
    assert len(NAMES) > 30


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, iopctl: Iopctl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tomllib.loads((CASES / name / "case.toml").read_text("utf-8"))
    shutil.copytree(CASES / "_programs" / case["program"] if "program" in case else DEMO, tmp_path / "plans")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IOPCTL_PLANS", raising=False)
    ran = iopctl(*case["args"], input=case.get("input"))
    expected = CASES / name / "stdout.txt"
    if os.environ.get("UPDATE_CASES"):
        expected.unlink(missing_ok=True)
        if ran.out:
            expected.write_text(ran.out, "utf-8")
    assert ran.out == (expected.read_text("utf-8") if expected.exists() else "")
    assert ran.status == case["status"], ran.err
