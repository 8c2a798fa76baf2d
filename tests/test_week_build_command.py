"""week build, as it is typed."""

import tomllib
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.scheduling.clinic import clinic, write  # noqa: F401

DAY = "2026-11-27"  # the Friday before W49, whose Thursday is closed


def test_the_proposal_is_shown_and_nothing_is_written(iopctl: Iopctl, clinic: Path) -> None:  # noqa: F811
    """Two patients are promised two groups; one of the two slots falls on a closed day."""
    ran = iopctl("week", "build", "2026-W49", "--plans", str(clinic), "--as-of", DAY)
    assert ran.status == 0
    assert "pt-0001  1 of 2 cbt-group, 60 minutes" in ran.out
    assert ran.err == "Nothing was written; --write saves this week.\n"
    assert not (clinic / "weeks/2026-W49.toml").exists()


def test_write_saves_the_week(iopctl: Iopctl, clinic: Path) -> None:  # noqa: F811
    ran = iopctl("week", "build", "2026-W49", "--plans", str(clinic), "--as-of", DAY, "--write")
    assert ran.err == f"created {clinic / 'weeks/2026-W49.toml'}\n"
    week = tomllib.loads((clinic / "weeks/2026-W49.toml").read_text())
    assert [(each["id"], each["patients"]) for each in week["sessions"]] == [("mon-0900-cbt", ["pt-0001", "pt-0002"])]


def test_a_week_on_file_keeps_what_is_pinned_and_its_comments(iopctl: Iopctl, clinic: Path) -> None:  # noqa: F811
    """On Tuesday: Monday is over and recorded; Tuesday's own session is nobody's promise any more and goes."""
    file = clinic / "weeks/2026-W48.toml"
    ran = iopctl("week", "build", "2026-W48", "--plans", str(clinic), "--as-of", "2026-11-24", "--write")
    assert ran.status == 0
    after = file.read_text()
    assert 'pt-0001 = { status = "attended", response = "calm", signed_by = "t01" }  # seen' in after
    assert '"off"' in after
    assert "tue-1300-individual-pt-0001" not in after
    assert after.count('patients = ["pt-0001", "pt-0002"]') == 3


def test_a_pack_that_there_is_not(iopctl: Iopctl, clinic: Path) -> None:  # noqa: F811
    ran = iopctl("week", "build", "2026-W49", "--plans", str(clinic), "--pack", "medicar")
    assert (ran.status, ran.err) == (3, "iopctl: no such pack. Did you mean medicare? `iopctl packs list` shows all.\n")


def test_without_the_solver_the_extra_is_named(
    iopctl: Iopctl,
    clinic: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("iopctl.building.solver.find_spec", lambda _: None)
    ran = iopctl("week", "build", "2026-W49", "--plans", str(clinic), "--as-of", DAY)
    assert ran.status == 3
    assert "needs a solver that is not installed: `pip install 'iopctl[build]'`" in ran.err


def test_nobody_in_care(iopctl: Iopctl, tmp_path: Path) -> None:
    write(tmp_path / "program.toml", 'schema = 1\nname = "Empty"\ntime_zone = "UTC"\n')
    ran = iopctl("week", "build", "2026-W49", "--plans", str(tmp_path), "--as-of", DAY)
    assert ran.status == 0
    assert "Nobody is in care that week." in ran.out
