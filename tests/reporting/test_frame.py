"""What every report shares: its period, what may be shared, the commit and the command that makes it again."""

from datetime import date
from pathlib import Path

import pytest
import typer

from iopctl.commands.report.frame import Asked, Days, read_quarter, show_report
from iopctl.console import Format
from iopctl.errors import UsageError
from iopctl.reporting.figures import Figure, Period, Report, Series, share_figure
from iopctl.reporting.intervals import Share
from iopctl.store import Loaded
from tests.repository import commit, git, repository

TODAY = date(2026, 11, 23)
__all__ = ["repository"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2024Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_is_three_whole_months(text: str, first: date, last: date) -> None:
    assert read_quarter(text) == read_quarter(Days(first, last)) == Days(first, last)


@pytest.mark.parametrize("text", ["2026Q5", "Q3", "26Q3", "2026Q3x", "0000Q1"])
def test_another_text_is_no_quarter(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        read_quarter(text)


def _asked(plans: Path, **changes: object) -> Asked:
    given = {"first": None, "last": None, "quarter": None, "shared": False, "plans": plans, "as_of": TODAY}
    return Asked(**(given | {"form": Format.PLAIN} | changes))  # type: ignore[arg-type]


def _make(loaded: Loaded, period: Period, today: date) -> Report:
    figures = (share_figure("r", "response", Share(3, 5), {"open": 2}), Figure("n", "charts", "people", 12, 12))
    rows = (("2026-W47", 9, 0.5), ("2026-W48", None, 0.123456))
    return Report("x", "A report", period, today, figures, (Series("w", "By week", ("week", "n", "share"), rows),))


def test_a_report_ends_with_the_commit_and_the_command_that_make_it_again(
    capsys: pytest.CaptureFixture[str], repository: Path
) -> None:
    plans = Path("plans")
    show_report("x", _make, _asked(plans), ["--days", "30"])
    head = git(repository, "rev-parse", "HEAD").stdout[:12]
    again = "Again: iopctl report x --days 30 --from 2025-11-24 --to 2026-11-23 --as-of 2026-11-23 --plans plans"
    assert capsys.readouterr().out.splitlines() == [
        "A report, 2025-11-24 to 2026-11-23, as of 2026-11-23",
        "response: 60.0 %; 95 % interval 23.1 % to 88.2 %; 3 of 5; left out 2 open",
        "charts: 12",
        "By week:",
        "2026-W47, n: 9",
        "2026-W47, share: 0.5",
        "2026-W48, n: not recorded",
        "2026-W48, share: 0.123",
        "",
        f"Made from commit {head}. {again}",
    ]
    (plans / "note.toml").write_text("")
    show_report("x", _make, _asked(plans), ["--days", "30"])
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"Made from commit {head} with changes that are not committed. {again}"
    )
    commit(repository)
    (plans / "pt-0002/plan.toml").write_text("=")
    show_report("x", _make, _asked(plans, shared=True, quarter=Days(date(2026, 7, 1), date(2026, 9, 30))))
    printed = capsys.readouterr()
    assert printed.err == "pt-0002 cannot be read and is left out: `iopctl check pt-0002` says where and why.\n"
    assert printed.out.splitlines()[:-1] == [
        "A report, 2026-07-01 to 2026-09-30, as of 2026-11-23",
        "response: hidden (10 or fewer)",
        "charts: 12",
        "",
        "In no figure, for they cannot be read: 1 charts.",
        "Not shared: By week.",
    ]
    assert printed.out.endswith(" --from 2026-07-01 --to 2026-09-30 --as-of 2026-11-23 --shared --plans plans\n")


def test_without_git_the_numbers_cannot_be_pinned(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_text('schema = 1\nname = "Small"\ntime_zone = "UTC"\n')
    show_report("x", _make, _asked(tmp_path, form=Format.TABLE))
    assert "Made from no git commit: these numbers cannot be pinned to one." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"first": date(2026, 1, 2), "last": date(2026, 1, 1)}, "--to is before --from."),
        (
            {"first": date(2026, 1, 2), "quarter": Days(date(2026, 1, 1), date(2026, 3, 31))},
            "--quarter names both days; leave out --from and --to.",
        ),
    ],
)
def test_a_period_that_is_none_is_refused(changes: dict[str, object], says: str, repository: Path) -> None:
    with pytest.raises(UsageError, match=says):
        show_report("x", _make, _asked(Path("plans"), **changes))
