"""git is asked and never obeyed: no hook, no driver, no variable of another repository."""

import os
from pathlib import Path

import pytest

from iopctl.errors import Refused
from iopctl.store.repository import commit_index, git, name_in_repository, repository_of
from tests.repository import commit, repository
from tests.repository import git as real_git

__all__ = ["repository"]


def test_git_answers_in_bytes(repository: Path) -> None:
    assert git(repository / "plans", "ls-files", "-z", "program.toml") == b"program.toml\0"


def test_a_path_is_a_name_and_no_pattern(repository: Path) -> None:
    assert git(repository, "ls-files", "--", "*.toml") == b""


def test_what_git_refuses_is_a_sentence(repository: Path) -> None:
    with pytest.raises(Refused, match=r"^git cannot read this history\. Next: run `git fsck`"):
        git(repository, "cat-file", "blob", "nothing")
    with pytest.raises(Refused, match=r"^git cannot read this history\."):
        git(repository, "rev-parse", "--verify", "--quiet", "nothing")


def test_without_git_there_is_a_sentence(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(Refused, match=r"^git cannot be started here\. Next: install git"):
        repository_of(repository)
    assert name_in_repository(repository / "plans") == "plans"


def test_nothing_that_is_set_up_in_the_repository_is_run(repository: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {ran}\n")
    evil.chmod(0o755)
    hooks = repository / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman"):
        (hooks / name).symlink_to(evil)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "diff.toml.textconv", "core.sshCommand"):
        real_git(repository, "config", key, str(evil))
    (repository / ".gitattributes").write_text("*.toml diff=toml\n")
    (repository / "plans/program.toml").write_text("changed")
    git(repository, "diff", "--name-only", "--no-ext-diff", "--no-textconv", "HEAD")
    git(repository, "status", "--porcelain")
    assert not ran.exists()


def test_the_environment_names_no_other_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    real_git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    assert repository_of(repository / "plans") == repository
    assert git(repository, "ls-files", "README") == b"README\n"
    assert commit_index(repository) is None


def test_the_repository_is_the_work_tree_around_a_folder(repository: Path, tmp_path: Path) -> None:
    assert repository_of(repository / "plans/pt-0001") == repository
    assert repository_of(tmp_path) is None
    assert repository_of(repository / ".git") is None


def test_a_repository_that_git_does_not_trust_is_not_taken_for_none(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".git/config").write_text("[core\n")
    with pytest.raises(Refused, match=r"^git cannot read this history\."):
        repository_of(repository)
    assert name_in_repository(repository / "plans") == "plans"


def test_a_linked_work_tree_is_a_repository(repository: Path, tmp_path: Path) -> None:
    real_git(repository, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    assert repository_of(tmp_path / "linked/plans") == tmp_path / "linked"


def test_the_index_of_a_commit_is_one_in_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert commit_index(repository) is None
    # A hook is started in the top folder, with a name from there.
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-77.lock")
    assert commit_index(repository / "plans") == repository / ".git/next-index-77.lock"
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git/index"))
    assert commit_index(repository / "plans") == repository / ".git/index"
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / "elsewhere"))
    assert commit_index(repository) is None
    monkeypatch.setenv("GIT_INDEX_FILE", "")
    assert commit_index(repository) is None


def test_a_program_is_named_from_the_top_of_its_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "plans")
    assert name_in_repository(Path()) == "plans"
    assert name_in_repository(repository) == ""
    commit(repository)
    bare = tmp_path / "no-git/plans"
    bare.mkdir(parents=True)
    monkeypatch.chdir(bare.parent)
    assert name_in_repository(Path("plans")) == "plans"
    assert name_in_repository(bare) == "plans"
    assert name_in_repository(Path()) == ""
    monkeypatch.chdir(repository)
    assert name_in_repository(bare) == ""
    assert os.fspath(bare) not in name_in_repository(bare)
