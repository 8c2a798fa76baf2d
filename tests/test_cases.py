"""Golden cases: a command line in; what it prints, what it says beside and how it ends out.

A case is a folder in `cases/`: `case.toml` (args, status, plans, input, files), `stdout.txt`, and `stderr.txt` where
there is talk. `plans` names a program folder: `demo`, or one below `cases/_programs`. It is copied to `plans/` and the
command runs beside it and beside `files`; `forty` is written by `forty_stays.py`. `UPDATE_CASES=1 pytest
tests/test_cases.py` writes what is printed now; read the difference.
"""

import os
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.conftest import DEMO, Iopctl
from tests.forty_stays import write_forty

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.toml"))


def test_the_cases_are_found() -> None:
    assert len(NAMES) > 30


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, iopctl: Iopctl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tomllib.loads((CASES / name / "case.toml").read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IOPCTL_PLANS", raising=False)
    plans = case.get("plans")
    if plans == "forty":
        write_forty(tmp_path / "plans")
    elif plans:
        shutil.copytree(DEMO if plans == "demo" else CASES / "_programs" / plans, tmp_path / "plans")
    for file, text in case.get("files", {}).items():
        (tmp_path / file).write_text(text, "utf-8")
    ran = iopctl(*case["args"], input=case.get("input"))
    assert ran.status == case["status"], ran.err
    for stream, text in (("stdout", ran.out), ("stderr", ran.err)):
        assert text == _expected(CASES / name / f"{stream}.txt", text)


def _expected(file: Path, text: str) -> str:
    """What the file holds; without one nothing may be printed."""
    if os.environ.get("UPDATE_CASES"):
        file.unlink(missing_ok=True)
        if text:
            file.write_text(text, "utf-8")
    return file.read_text("utf-8") if file.exists() else ""
