"""check --changed: what a commit or a branch changes is checked, and a hook refuses a commit that breaks a rule."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.repository import commit, git, repository
from tests.store.two_charts import BROKEN, WEEK, plan, write_files

__all__ = ["repository"]

AS_OF = ("--as-of", "2026-11-23")
ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def seen(iopctl: Iopctl, *options: str) -> tuple[set[str | None], int]:
    """The patients with findings, and how many charts were looked at."""
    ran = iopctl("check", *options, *AS_OF, "--select", "FI0", "--select", "PL104", "--format", "json")
    answer = json.loads(ran.out)
    return {finding["patient"] for finding in answer["findings"]}, answer["summary"]["charts"]


def test_only_what_changed_is_checked(repository: Path, iopctl: Iopctl) -> None:
    assert seen(iopctl) == ({"pt-0001", "pt-0002"}, 2)
    assert seen(iopctl, "--changed") == (set(), 0)
    write_files(repository, {f"plans/{BROKEN}": plan(more="# changed\n")})
    assert seen(iopctl, "--changed") == ({"pt-0001"}, 1)
    assert seen(iopctl, "--changed", "pt-0002") == (set(), 0)
    write_files(repository, {"plans/weeks/2026-W48.toml": WEEK + "x"})
    assert seen(iopctl, "--changed") == ({"pt-0001", None}, 1)
    write_files(repository, {"plans/program.toml": (repository / "plans/program.toml").read_text() + "# changed\n"})
    assert seen(iopctl, "--changed") == ({"pt-0001", "pt-0002", None}, 2)


def test_a_branch_is_checked_for_what_it_changed(repository: Path, iopctl: Iopctl) -> None:
    git(repository, "switch", "--quiet", "--create", "branch")
    write_files(repository, {f"plans/{BROKEN}": plan(more="# changed\n")})
    commit(repository)
    assert seen(iopctl, "--changed") == (set(), 0)
    assert seen(iopctl, "--base", "main") == ({"pt-0001"}, 1)
    assert seen(iopctl, "--base", "main", "--changed") == ({"pt-0001"}, 1)


def test_what_cannot_be_compared_is_a_sentence(repository: Path, tmp_path: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "--base", "mian")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "iopctl: --base mian: no such revision here. `git branch --all` shows the branches.\n"
    ran = iopctl("check", "--base", "-x")
    assert (ran.status, ran.out) == (2, "")
    shutil.copytree(repository / "plans", tmp_path / "plans")
    ran = iopctl("check", "--changed", plans=tmp_path / "plans")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        f"iopctl: {tmp_path}/plans: is in no git repository, so nobody knows what changed. Check without --changed.\n"
    )


# In a hook


BAD = plan(more="nonsense = 1\n")  # an unknown key is an error


@pytest.fixture
def hooked(repository: Path) -> Path:
    """The repository with a hook that calls the entry of the hook that is shipped."""
    [entry] = [line.partition(":")[2].strip() for line in HOOKS.read_text().splitlines() if "entry:" in line]
    program, *options = entry.split()
    assert program == "iopctl"
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m iopctl {" ".join(options)} --select FI0 --select FI1\n')
    hook.chmod(0o755)
    return repository


def committed(repository: Path, *options: str) -> bool:
    """Whether `git commit` made a commit."""
    before = git(repository, "rev-parse", "HEAD").stdout
    ran = git(repository, "commit", "-m", "change", *options, check=False)
    assert (ran.returncode == 0) == (git(repository, "rev-parse", "HEAD").stdout != before), ran.stderr
    return ran.returncode == 0


def test_a_commit_of_a_bad_plan_is_refused_and_of_a_good_one_made(hooked: Path) -> None:
    write_files(hooked, {f"plans/{BROKEN}": BAD})
    git(hooked, "add", "--all")
    ran = git(hooked, "commit", "-m", "bad", check=False)
    assert ran.returncode == 1
    assert "plans/pt-0001/plan.toml:16:1: error FI101 unknown-key" in ran.stdout + ran.stderr
    assert "1 chart as of " in ran.stdout + ran.stderr
    write_files(hooked, {f"plans/{BROKEN}": plan(more="# good\n")})
    git(hooked, "add", "--all")
    assert committed(hooked)


def test_what_is_not_committed_stops_no_commit(hooked: Path) -> None:
    write_files(hooked, {f"plans/{BROKEN}": BAD, "plans/pt-0002/plan.toml": plan("pt-0002", "# good\n")})
    git(hooked, "add", "plans/pt-0002")
    assert committed(hooked)
    assert not committed(hooked, "--all")


def test_a_commit_of_named_files_is_checked_for_those(hooked: Path) -> None:
    write_files(hooked, {f"plans/{BROKEN}": BAD, "plans/pt-0002/plan.toml": plan("pt-0002", "# good\n")})
    git(hooked, "add", "--all")
    assert not committed(hooked, "plans/pt-0001/plan.toml")
    assert committed(hooked, "plans/pt-0002/plan.toml")


def test_a_commit_in_a_linked_work_tree_is_checked(hooked: Path, tmp_path: Path) -> None:
    git(hooked, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    write_files(tmp_path / "linked", {f"plans/{BROKEN}": BAD})
    git(tmp_path / "linked", "add", "--all")
    assert not committed(tmp_path / "linked")
    write_files(tmp_path / "linked", {f"plans/{BROKEN}": plan(more="# good\n")})
    git(tmp_path / "linked", "add", "--all")
    assert committed(tmp_path / "linked")


def test_a_file_of_which_a_part_is_staged_is_named(hooked: Path) -> None:
    write_files(hooked, {f"plans/{BROKEN}": BAD})
    git(hooked, "add", "--all")
    write_files(hooked, {f"plans/{BROKEN}": plan(more="# good\n")})
    ran = git(hooked, "commit", "-m", "change", check=False)
    assert ran.returncode == 0
    said = "plans/pt-0001/plan.toml: was checked as it is; a part of it is not staged for this commit."
    assert said in ran.stdout + ran.stderr


def test_a_commit_of_what_is_no_program_is_not_stopped(hooked: Path) -> None:
    write_files(hooked, {"README": "Theirs.\n", f"plans/{BROKEN}": BAD})
    git(hooked, "add", "README")
    assert committed(hooked)
