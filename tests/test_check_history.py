"""check and git: history is read when a rule in view asks for it, and only then."""

import json
from pathlib import Path

import pytest

from iopctl import checking, library, store
from iopctl.checking import Selection
from iopctl.model.history import History
from iopctl.rules import all_rules
from iopctl.store import git
from tests.conftest import Iopctl
from tests.store.repository import PLAN, PLAN_FILE, SIGNED, WEEK, WEEK_FILE, Repository, repository

__all__ = ["repository"]

AS_OF = ("--as-of", "2026-11-23")
TIGHT = """schema = 1
id = "tight"
title = "Enter it the same day"

[[limits.late_entry_days]]
value = {}
cite = "the program's own policy"
certainty = "primary"
verified_on = 2026-11-23
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The git commands that were started."""
    started: list[str] = []
    real = git.Git.run

    def counted(self: git.Git, *words: str, **more: list[str]) -> bytes:
        started.append(words[0])
        return real(self, *words, **more)

    monkeypatch.setattr(git.Git, "run", counted)
    return started


def test_check_reads_history_when_a_rule_in_view_asks_for_it(
    repository: Repository, iopctl: Iopctl, asked: list[str]
) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK})

    def reads(*line: str) -> bool:
        asked.clear()
        assert iopctl(*line, *AS_OF, plans=repository.plans).status in {0, 1}
        return bool(asked)

    assert reads("check")
    assert reads("check", "pt-0001")
    assert reads("check", "--select", "FI")
    assert reads("check", "--select", "FI201")
    assert reads("check", "--select", "FI203")
    assert reads("check", "--select", "FI304")  # a waiver may be of a rule that reads history
    assert not reads("check", "--select", "DO")
    assert not reads("check", "--select", "FI1")
    assert not reads("check", "--ignore", "FI", "--ignore", "RV")
    for command in (
        ["review"],
        ["plan", "list"],
        ["plan", "show", "pt-0001"],
        ["today"],
        ["hours"],
        ["roster", "2026-W46/mon"],
    ):
        assert not reads(*command), command


def test_check_tells_what_git_knows(repository: Repository, iopctl: Iopctl) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-21", {PLAN_FILE: PLAN.replace("lifts", "rises") + SIGNED})
    line = ("check", "--select", "FI2", *AS_OF, "--format", "json")
    found = json.loads(iopctl(*line, plans=repository.plans).out)["findings"]
    assert [(each["code"], each["severity"], each["line"], each["key"]) for each in found] == [
        ("FI203", "error", 13, "signatures.0.on"),
        ("FI201", "warning", 13, "signatures.0.on"),
    ]


def test_a_waiver_sets_the_finding_aside_as_any_other(repository: Repository, iopctl: Iopctl) -> None:
    waiver = '\n[[waivers]]\ncode = "FI201"\nreason = "Found in the car."\nby = "d01"\non = 2026-11-20\n'
    covered = waiver + "from = 2026-11-10\nuntil = 2026-11-10\n"
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED + covered})
    ran = iopctl("check", "--select", "FI201", *AS_OF, plans=repository.plans)
    assert ran.out.endswith("0 errors, 0 warnings, 0 infos, 1 waived.\n")


def test_a_program_without_git_is_told_once(repository: Repository, iopctl: Iopctl, tmp_path: Path) -> None:
    repository.write({PLAN_FILE: PLAN + SIGNED})
    repository.plans.rename(tmp_path / "alone")
    ran = iopctl("check", "--select", "FI2", *AS_OF, plans=tmp_path / "alone")
    assert ran.status == 0
    assert ran.out == (
        f"{tmp_path}/alone/program.toml:1:1: info FI201 backdated-entry\n"
        "  what  the program folder is in no git repository, so entries made later than they say cannot be seen\n"
        "  why   pack core\n"
        "  next  keep it in one and commit every day, or record without it: every other check is made\n\n"
        f"{tmp_path}/alone/program.toml:1:1: info FI203 signed-then-changed\n"
        "  what  the program folder is in no git repository, so changes under a signature cannot be seen\n"
        "  why   pack core\n"
        "  next  keep it in one and commit every day, or record without it: every other check is made\n\n"
        "1 chart as of 2026-11-23: 0 errors, 0 warnings, 2 infos, 0 waived.\n"
    )


@pytest.mark.parametrize("days", [0, 9])
def test_the_strictest_pack_says_how_closely_history_is_read(repository: Repository, iopctl: Iopctl, days: int) -> None:
    repository.commit("2026-11-12", {PLAN_FILE: PLAN + SIGNED, "rulepacks/tight.toml": TIGHT.format(days)})
    ran = iopctl("check", "--pack", "tight", "--select", "FI201", *AS_OF, plans=repository.plans)
    assert ("2 days later, at most 0 are allowed" in ran.out) == (days == 0)


def test_the_least_number_of_all_packs_and_versions() -> None:
    packs = library.packs()
    assert checking.least(packs, "late_entry_days") == 3
    assert checking.least(packs, "no_such_limit") == 0
    assert checking.least(packs, "stay_days") == 0  # a range is no number


def test_the_rules_that_read_history_say_so() -> None:
    reading = {rule.RULE.code for rule in all_rules() if rule.RULE.history}
    assert {"FI201", "FI203", "FI304"} <= reading
    assert Selection().needs_history
    assert Selection(("FI203",)).needs_history
    assert not Selection(("DO", "EL")).needs_history
    assert not Selection((), tuple(reading)).needs_history


def test_a_program_that_is_only_loaded_knows_no_history(repository: Repository) -> None:
    census = store.load(repository.plans, library.packs(), library.instruments()).census
    assert census.history is None
    assert [chart.history for chart in census.charts] == [None]
    assert History().first_commit("x") is None
