"""git is only asked: it runs nothing that is configured, sees the right repository, ends, and its absence has words."""

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from iopctl import library, store
from iopctl.store import git as git_module
from iopctl.store.git import Git, NoHistory
from iopctl.store.history import read_history
from tests.store.repository import (
    NOTED,
    PATIENT,
    PLAN,
    PLAN_FILE,
    SIGNED,
    WEEK,
    WEEK_FILE,
    Repository,
    changed,
    late,
    repository,
)

__all__ = ["repository"]

LATE_PLAN = late(PATIENT, "2026-11-10", "2026-11-20", 10)
CANNOT = (", so entries made later than they say cannot be seen", ", so changes under a signature cannot be seen")


def missing(root: Path) -> str:
    """Why there is no history of a program."""
    history = read_history(root, store.load(root, library.packs(), library.instruments()).census, 3)
    assert history.missing is not None
    assert (history.first, history.entered, history.changed) == ({}, {}, {})
    assert history.missing.next
    return history.missing.why


def script(path: Path, text: str) -> Path:
    """A program that can be run."""
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


# What a repository may be configured to


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a mark when it is run."""
    return script(tmp_path / "trap", f"#!/bin/sh\ntouch '{tmp_path}/sprung'\nexit 1\n")


def hostile(trap: Path) -> dict[str, str]:
    """Settings that would run a program, or print something else than a plain reader expects."""
    commands = dict.fromkeys(
        [
            "core.fsmonitor",
            "core.pager",
            "core.sshCommand",
            "core.editor",
            "diff.external",
            "diff.toml.command",
            "diff.toml.textconv",
            "filter.toml.clean",
            "filter.toml.smudge",
            "filter.toml.process",
            "gpg.program",
            "interactive.diffFilter",
            "pager.log",
            "pager.rev-list",
            "pager.diff-tree",
        ],
        str(trap),
    )
    return commands | {
        "alias.log": f"!{trap}",
        "alias.rev-list": f"!{trap}",
        "alias.diff-tree": "diff-tree --name-only",
        "core.hooksPath": str(trap.parent),
        "core.quotePath": "true",
        "core.abbrev": "4",
        "color.ui": "always",
        "color.diff": "always",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.renames": "copies",
        "diff.renameLimit": "1",
        "diff.orderFile": "/nowhere",
        "diff.relative": "true",
        "diff.ignoreSubmodules": "all",
        "diff.context": "0",
        "diff.suppressBlankEmpty": "true",
        "filter.toml.required": "true",
        "format.pretty": "oneline",
        "log.showSignature": "true",
        "log.showRoot": "false",
        "log.follow": "true",
        "log.date": "relative",
        "log.diffMerges": "first-parent",
        "log.abbrevCommit": "true",
        "i18n.logOutputEncoding": "UTF-16",
        "status.showUntrackedFiles": "no",
    }


def test_a_hostile_configuration_has_no_say(repository: Repository, trap: Path) -> None:
    repository.write({WEEK_FILE: WEEK})
    (repository.top / ".gitattributes").write_text("*.toml diff=toml\nweeks/** -diff\n")
    repository.commit("2026-11-09", {})
    repository.git("mv", "plans", "clinic ü")
    repository.plans = repository.top / "clinic ü"
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED})
    repository.commit("2026-11-21", {WEEK_FILE: WEEK + NOTED.replace("Took part.", "Took part in all.")})
    repository.write({PLAN_FILE: PLAN.replace("lifts", "rises") + SIGNED})
    calm = repository.said()
    assert len(calm) == 5
    (repository.top / ".gitattributes").write_text("*.toml diff=toml filter=toml\nweeks/** -diff\n")
    for name, value in hostile(trap).items():
        repository.git("config", name, value)
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "pre-commit"):
        shutil.copy(trap, repository.top / ".git/hooks" / hook)
    assert repository.said() == calm
    assert not (trap.parent / "sprung").exists()


def test_a_branch_or_a_file_with_the_name_of_an_option_is_none(repository: Repository) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED, "--output=x/plan.toml": "x"})
    (repository.plans / "HEAD").write_text("x")
    (repository.top / "--").write_text("x")
    repository.commit("2026-11-21")
    assert repository.said() == [LATE_PLAN]


def test_replaced_commits_do_not_hide_what_was_made(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN})
    first = repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    tree = repository.git("rev-parse", f"{first}^{{tree}}")
    forged = repository.git("commit-tree", tree, "-m", "x", at="2026-11-10T12:00:00Z")
    repository.git("replace", first, forged)
    assert repository.git("log", "--format=%cs") == "2026-11-10"
    assert repository.said() == [LATE_PLAN]
    repository.git("replace", "-d", first)
    (repository.top / ".git/info").mkdir(exist_ok=True)
    (repository.top / ".git/info/grafts").write_text(f"{first}\n")
    assert repository.said() == [LATE_PLAN]


def test_a_commit_beyond_every_calendar_is_in_the_future(repository: Repository) -> None:
    repository.write({PLAN_FILE: PLAN + SIGNED})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "x", at="@99999999999999 +0000")
    assert repository.said() == []


# Where it is run


def test_a_hook_sees_its_repository_whatever_is_set(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-11-01", {PLAN_FILE: PLAN, WEEK_FILE: WEEK})
    told = tmp_path / "told"
    line = "check --select FI201 --as-of 2026-11-23 --format lines --fail-on never --plans plans"
    run = f"{sys.executable} -c 'from iopctl.cli import main; main(\"{line}\".split())'"
    script(repository.top / ".git/hooks/pre-commit", f"#!/bin/sh\n{run} > '{told}' 2>&1\n")

    def says(*words: str) -> list[str]:
        repository.git("commit", "-q", "-m", "x", *words)
        return sorted(line.partition('"file": "')[2].partition('"')[0] for line in told.read_text().splitlines())

    repository.write({PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED})
    assert says("--only", f"plans/{PLAN_FILE}") == [f"plans/{PLAN_FILE}", f"plans/{WEEK_FILE}", f"plans/{WEEK_FILE}"]
    repository.write({PLAN_FILE: PLAN + SIGNED.replace("11-10", "11-09")})
    assert says("-a") == [f"plans/{PLAN_FILE}", f"plans/{WEEK_FILE}", f"plans/{WEEK_FILE}"]


def test_another_repository_in_the_environment_is_not_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    other = Repository(tmp_path / "other")
    other.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    for name in ("GIT_DIR", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(other.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.top))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nowhere")
    monkeypatch.setenv("GIT_NAMESPACE", "x")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/nowhere")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    assert repository.said() == [LATE_PLAN]
    assert not (tmp_path / "trace").exists()


def test_a_second_work_tree_is_a_place_like_the_first(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    repository.git("worktree", "add", "-q", str(tmp_path / "second"))
    repository.plans = tmp_path / "second/plans"
    assert repository.said() == [LATE_PLAN]


def test_nothing_in_the_repository_changes(repository: Repository) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    (repository.plans / PLAN_FILE).touch()
    before = {path: path.stat().st_mtime_ns for path in repository.top.rglob("*")}
    assert repository.said() == [LATE_PLAN]
    assert {path: path.stat().st_mtime_ns for path in repository.top.rglob("*")} == before


# Why there is none


def test_a_folder_in_no_repository(tmp_path: Path, repository: Repository) -> None:
    shutil.copytree(repository.plans, tmp_path / "alone")
    assert missing(tmp_path / "alone") == "the program folder is in no git repository"


def test_a_program_that_git_does_not_know(repository: Repository) -> None:
    repository.git("commit", "-q", "--allow-empty", "-m", "x")
    assert missing(repository.plans) == "no file of the program is in git"
    repository.git("add", "plans/program.toml")
    assert repository.said() == []


def test_a_repository_without_a_commit_knows_what_was_added(repository: Repository) -> None:
    repository.write({PLAN_FILE: PLAN + SIGNED})
    assert missing(repository.plans) == "no file of the program is in git"
    repository.git("add", "-A")
    assert repository.said() == [
        f"{PATIENT} is of 2026-11-10 and is not committed yet, 13 days later, at most 3 are allowed"
    ]
    assert repository.days() == {}


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {WEEK_FILE: WEEK})
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.top}", str(tmp_path / "shallow"))
    assert missing(tmp_path / "shallow/plans") == "this clone is shallow, its older commits are not here"


def test_a_partial_clone_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN.replace("lifts", "rises") + SIGNED})
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repository.git("clone", "-q", "--filter=blob:none", f"file://{repository.top}", str(partial))
    packs = sorted((partial / ".git/objects/pack").iterdir())
    assert missing(partial / "plans") == "git cannot read this history"
    assert sorted((partial / ".git/objects/pack").iterdir()) == packs


def test_the_repository_itself_is_no_place_for_a_program(repository: Repository) -> None:
    shutil.copytree(repository.plans, repository.top / ".git/plans")
    assert missing(repository.top / ".git/plans") == "the program folder is in no git repository"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else(repository: Repository) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    for path in (repository.top, repository.top / ".git"):
        os.chown(path, 12345, 12345)
    assert missing(repository.plans) == "git does not read a repository that belongs to somebody else"


def test_a_machine_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.top))
    assert missing(repository.plans) == "git cannot be started here"


def test_a_repository_that_lost_something(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN.replace("lifts", "rises") + SIGNED})
    blob = repository.git("rev-parse", f"HEAD~1:plans/{PLAN_FILE}")
    (repository.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert missing(repository.plans) == "git cannot read this history"
    (repository.top / ".git/HEAD").write_text("nonsense")
    assert missing(repository.plans) == "the program folder is in no git repository"


def test_a_git_that_says_nothing_is_not_waited_for(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin/git", "#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(Git.__init__, "__defaults__", (0.2, None))
    start = time.monotonic()
    assert missing(repository.plans) == "git did not answer in time"
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("sleep 60", "git did not answer in time"),
        ("exit 1", "git cannot read this history"),
        ("cat >/dev/null; echo 0 missing", "git cannot read this history"),
        ("cat >/dev/null; printf '0 blob 10\\nshort'", "git cannot read this history"),
    ],
)
def test_a_git_that_stops_while_it_is_read_is_not_waited_for(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, why: str
) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    real = shutil.which("git")
    (tmp_path / "bin").mkdir()
    script(
        tmp_path / "bin/git",
        f'#!/bin/sh\nfor last; do :; done\nif [ "$last" = --batch ]; then {answer}; exit; fi\nexec {real} "$@"\n',
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(Git.__init__, "__defaults__", (1.5, None))
    start = time.monotonic()
    assert missing(repository.plans) == why
    assert time.monotonic() - start < 20


# How it is asked


def test_the_number_of_processes_does_not_grow(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    real = subprocess.Popen.__init__

    def counted(self: "subprocess.Popen[bytes]", command: list[str], *args: object, **more: object) -> None:
        started.append(next(word for word in command[1:] if not word.startswith("-") and "=" not in word))
        real(self, command, *args, **more)  # type: ignore[call-overload]

    def processes() -> list[str]:
        census = store.load(repository.plans, library.packs(), library.instruments()).census
        started.clear()
        with monkeypatch.context() as patch:
            patch.setattr(subprocess.Popen, "__init__", counted)
            assert read_history(repository.plans, census, 3).missing is None
        return list(started)

    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    few = processes()
    for number in range(5):
        repository.commit(f"2026-11-{number + 12}", {WEEK_FILE: f"# {number}\n{WEEK}{NOTED}"})
    assert processes() == few == ["rev-parse", "rev-list", "diff-tree", "ls-files", "cat-file", "cat-file"]


def test_many_blobs_are_read_to_the_byte(repository: Repository) -> None:
    contents = [b"", b"\n", b"x" * 100_000, b"\0\n\0", b"0 blob 3\nabc\n"]
    ids = []
    for content in contents:
        (repository.top / "x").write_bytes(content)
        ids.append(repository.git("hash-object", "-w", "x"))
    git = Git(repository.top)
    assert git.sizes(ids) == {blob: len(content) for blob, content in zip(ids, contents, strict=True)}
    assert list(git.contents(ids * 300)) == contents * 300
    half = git.contents(ids)
    assert next(half) == b""
    half.close()


def test_a_command_that_is_none_is_a_reason_and_no_crash(repository: Repository) -> None:
    with pytest.raises(NoHistory) as raised:
        Git(repository.top).run("nonsense")
    assert raised.value.missing is git_module.FAILED
    assert str(raised.value) == "git cannot read this history"


def test_changes_are_named_by_commits(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN.replace("lifts", "rises") + SIGNED})
    assert repository.said() == [changed(PATIENT, "2026-11-10", "2026-11-20")]
