"""Fixtures: the chart in the test's own docstring, a program folder to break, and the command line."""

import inspect
import io
import os
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from iopctl import library
from iopctl.cli import main
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.testing import census_of as build_census
from iopctl.testing import chart_of as build_chart
from iopctl.testing import messages, pack_of

# The same examples on every machine and every run: a red build is about the change that is being built.
settings.register_profile("repeatable", derandomize=True, deadline=None)
# For exploring by hand: `HYPOTHESIS_PROFILE=exploring pytest`.
settings.register_profile("exploring", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

DEMO = Path(__file__).parent.parent / "plans"
AS_OF = date(2026, 11, 23)


@pytest.fixture
def chart(request: pytest.FixtureRequest) -> Chart:
    """The chart written in the test's own docstring."""
    return build_chart(inspect.getdoc(request.function) or "")


@pytest.fixture
def census(request: pytest.FixtureRequest) -> Census:
    """The program written in the test's own docstring."""
    return build_census(inspect.getdoc(request.function) or "")


@pytest.fixture
def packs() -> Mapping[str, RulePack]:
    """The shipped packs."""
    return library.packs()


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    out: str
    err: str
    status: int


Iopctl = Callable[..., Ran]


@pytest.fixture
def iopctl(monkeypatch: pytest.MonkeyPatch) -> Iopctl:
    """Run a command line in this process: `iopctl("check", "pt-0001", plans=folder, input="...")`."""

    def call(*args: str | Path, plans: Path | None = None, input: str | None = None) -> Ran:  # noqa: A002
        line = [str(arg) for arg in args]
        if plans is not None:
            line += ["--plans", str(plans)]
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(input or ""))
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main(line)
        return Ran(out.getvalue(), err.getvalue(), int(ended.value.code or 0))

    return call


__all__ = ["AS_OF", "DEMO", "Finding", "Iopctl", "Ran", "build_census", "build_chart", "messages", "pack_of"]
