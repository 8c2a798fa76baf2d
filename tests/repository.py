"""A git repository with a program in it, that reads nobody's own configuration."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.store.two_charts import BROKEN, PROGRAM, plan, write_files

ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def alone(**variables: str) -> dict[str, str]:
    """The environment without what a git around the tests sets up."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **ALONE, **variables}


def git(folder: Path, *args: str, check: bool = True, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run git there."""
    environment = alone(**variables)
    return subprocess.run(["git", *args], cwd=folder, env=environment, capture_output=True, text=True, check=check)


def commit(folder: Path, message: str = "change") -> str:
    """Commit everything; the revision."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top folder of a repository with one commit: a program in plans/ with two charts."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("IOPCTL_PLANS", raising=False)
    top = tmp_path / "top"
    write_files(top / "plans", {"program.toml": PROGRAM, BROKEN: plan(), "pt-0002/plan.toml": plan("pt-0002")})
    write_files(top, {"README": "Ours.\n", ".gitignore": "identity.toml\n"})
    git(top, "init", "--quiet", "--initial-branch", "main")
    commit(top, "start")
    monkeypatch.chdir(top)
    return top
