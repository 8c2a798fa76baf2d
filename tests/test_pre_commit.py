"""The hook as its users run it: pre-commit installs this checkout into an environment of its own."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.repository import alone, commit, git, repository
from tests.store.two_charts import BROKEN, plan, write_files

__all__ = ["repository"]

ROOT = Path(__file__).parent.parent
pytest.importorskip("pre_commit")
pytestmark = [
    pytest.mark.index,
    pytest.mark.skipif(not (ROOT / "iopctl").is_dir(), reason="the tests of a wheel have no checkout"),
]

SHIPPED = ("iopctl", "plans", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
CONFIG = """repos:
  - repo: {source}
    rev: {revision}
    hooks:
      - id: iopctl-check
        args: [--select, FI0, --select, FI1]
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with what this one ships."""
    folder = tmp_path / "source"
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "identity.toml")
    for name in SHIPPED:
        path = ROOT / name
        copy = shutil.copytree(path, folder / name, ignore=ignored) if path.is_dir() else shutil.copy(path, folder)
        assert Path(copy).exists()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    return folder


@pytest.fixture
def hooked(repository: Path, source: Path, tmp_path: Path) -> Path:
    """The repository with the hook installed by pre-commit."""
    revision = git(source, "rev-parse", "HEAD").stdout.strip()
    write_files(repository, {".pre-commit-config.yaml": CONFIG.format(source=source, revision=revision)})
    commit(repository)
    install = [sys.executable, "-m", "pre_commit", "install", "--install-hooks"]
    subprocess.run(install, cwd=repository, env=alone(PRE_COMMIT_HOME=str(tmp_path / "home")), check=True)
    return repository


def committed(repository: Path, files: Mapping[str, str]) -> tuple[bool, str]:
    """Whether `git commit` takes the files, and what is said."""
    write_files(repository, files)
    git(repository, "add", "--all")
    home = str(repository.parent / "home")
    ran = git(repository, "commit", "-m", "change", check=False, PRE_COMMIT_HOME=home)
    return ran.returncode == 0, ran.stdout + ran.stderr


def test_pre_commit_refuses_a_bad_plan_and_lets_a_good_one_through(hooked: Path) -> None:
    done, said = committed(hooked, {f"plans/{BROKEN}": plan(more="nonsense = 1\n")})
    assert not done
    assert "check the care plans that change" in said
    assert "plans/pt-0001/plan.toml:16:1: error FI101 unknown-key" in said
    done, said = committed(hooked, {f"plans/{BROKEN}": plan(more="# good\n")})
    assert (done, "Passed" in said) == (True, True)
    done, said = committed(hooked, {"README": "Theirs.\n"})
    assert (done, "Skipped" in said) == (True, True)
