"""What changed: staged, unstaged, untracked; in a commit, what will be committed; in a week, whose rows."""

from pathlib import Path

import pytest

from iopctl.errors import NotFound, Refused, UsageError
from iopctl.store.changes import Changes, changed_since
from tests.repository import commit, git, repository
from tests.store.two_charts import BROKEN, WEEK, plan, root, write_files

__all__ = ["repository", "root"]

SECOND = "pt-0002/plan.toml"
W48 = "weeks/2026-W48.toml"
SESSIONS = """
[[sessions]]
id = "mon"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
patients = ["pt-0001", "pt-0002"]

[sessions.attendance]
pt-0001 = { status = "attended" }
pt-0002 = { status = "attended" }

[[sessions]]
id = "tue"
service = "group"
date = 2026-11-24
start = 09:00:00
end = 10:00:00
patients = ["pt-0003"]
"""


@pytest.fixture
def plans(repository: Path) -> Path:
    """The program folder, with a week."""
    write_files(repository / "plans", {W48: WEEK + SESSIONS})
    commit(repository)
    return repository / "plans"


def changed(plans: Path, revision: str | None = None) -> Changes:
    """What changed, where that is not everything."""
    changes = changed_since(plans, revision)
    assert changes is not None
    return changes


def patients(plans: Path, revision: str | None = None) -> set[str]:
    """The charts that changed."""
    return set(changed(plans, revision).patients)


def test_nothing_changed(plans: Path) -> None:
    assert changed(plans) == Changes(frozenset(), frozenset())


def test_staged_unstaged_and_untracked_files_count(plans: Path) -> None:
    write_files(plans, {BROKEN: plan(more="# staged\n")})
    git(plans, "add", BROKEN)
    write_files(plans, {SECOND: "unstaged", "pt-0003/plan.toml": "untracked", "pt-0004/identity.toml": "ignored"})
    changes = changed(plans)
    assert changes.patients == {"pt-0001", "pt-0002", "pt-0003"}
    assert changes.files >= {BROKEN, SECOND, "pt-0003/plan.toml"}
    assert changes.unstaged == ()


def test_a_file_that_is_gone_or_moved_changes_its_charts(plans: Path) -> None:
    (plans / SECOND).unlink()
    assert patients(plans) == {"pt-0002"}
    git(plans, "mv", "pt-0001", "pt-0007")
    assert patients(plans) == {"pt-0001", "pt-0002", "pt-0007"}


def test_what_lies_outside_of_the_program_folder_does_not_count(plans: Path) -> None:
    write_files(plans.parent, {"README": "Theirs.", "other/pt-0001/plan.toml": "x", "pt-0001/plan.toml": "x"})
    assert changed(plans) == Changes(frozenset(), frozenset())


def test_the_program_folder_may_be_the_top(tmp_path: Path) -> None:
    write_files(tmp_path / "p", {"program.toml": "x", BROKEN: "x"})
    git(tmp_path / "p", "init", "--quiet")
    commit(tmp_path / "p")
    write_files(tmp_path / "p", {BROKEN: "y"})
    assert patients(tmp_path / "p") == {"pt-0001"}


@pytest.mark.parametrize("file", ["program.toml", "rulepacks/ours.toml"])
def test_a_changed_program_or_pack_judges_everybody_anew(plans: Path, file: str) -> None:
    write_files(plans, {file: "x"})
    assert changed_since(plans, None) is None
    git(plans, "add", "--all")
    assert changed_since(plans, None) is None


def test_a_chart_under_a_name_that_is_no_code_concerns_the_folder(plans: Path) -> None:
    write_files(plans, {"Jane/plan.toml": "x"})
    assert changed(plans).holds(None, "")
    assert not changed(plans).holds(None, W48)


def test_of_what_is_about_no_chart_the_file_counts(plans: Path) -> None:
    write_files(plans, {W48: WEEK + SESSIONS.replace('"tue"', '"wed"')})
    changes = changed(plans)
    assert changes.holds(None, W48)
    assert not changes.holds(None, "program.toml")
    assert changes.holds("pt-0003", "pt-0003/plan.toml")
    assert not changes.holds("pt-0001", W48)


# In a commit


def test_a_hook_sees_what_will_be_committed(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(plans, {BROKEN: plan(more="# staged\n")})
    git(plans, "add", BROKEN)
    write_files(plans, {SECOND: "unstaged", "pt-0003/plan.toml": "untracked"})
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert patients(plans) == {"pt-0001"}
    assert changed(plans).unstaged == ()


def test_a_hook_is_told_of_what_is_not_staged_of_a_file(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(plans, {BROKEN: plan(more="# staged\n")})
    git(plans, "add", BROKEN)
    write_files(plans, {BROKEN: plan(more="# staged, and not\n")})
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert changed(plans).unstaged == (BROKEN,)


def test_a_hook_of_a_commit_of_some_files_sees_those(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`git commit FILE` makes an index of its own."""
    write_files(plans, {BROKEN: "x", SECOND: "y"})
    git(plans, "add", SECOND)
    git(plans, "read-tree", "HEAD", GIT_INDEX_FILE=str(plans.parent / ".git/next.lock"))
    git(plans, "add", BROKEN, GIT_INDEX_FILE=str(plans.parent / ".git/next.lock"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next.lock")
    assert patients(plans) == {"pt-0001"}


def test_before_the_first_commit_everything_is_new(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(root.parent, "init", "--quiet")
    assert changed_since(root, None) is None
    git(root, "add", BROKEN)
    monkeypatch.setenv("GIT_INDEX_FILE", str(root.parent / ".git/index"))
    assert patients(root) == {"pt-0001"}
    with pytest.raises(NotFound, match=r"^--base main: no such revision here"):
        changed_since(root, "main")


# Since a revision


def test_a_branch_is_held_against_where_it_left(plans: Path) -> None:
    git(plans, "switch", "--quiet", "--create", "branch")
    write_files(plans, {BROKEN: plan(more="# on the branch\n")})
    commit(plans)
    git(plans, "switch", "--quiet", "main")
    write_files(plans, {SECOND: plan("pt-0002", "# on main\n")})
    commit(plans)
    git(plans, "switch", "--quiet", "branch")
    assert patients(plans, "main") == {"pt-0001"}
    assert patients(plans) == set()
    write_files(plans, {"pt-0003/plan.toml": "not committed"})
    assert patients(plans, "main") == {"pt-0001", "pt-0003"}
    assert patients(plans, "HEAD~1") == {"pt-0001", "pt-0003"}


@pytest.mark.parametrize("revision", ["", "--output=x", "-1"])
def test_an_option_is_no_revision(plans: Path, revision: str) -> None:
    with pytest.raises(UsageError, match=r"^--base: name a commit, a branch or a tag, for example main\.$"):
        changed_since(plans, revision)


def test_an_unknown_revision_is_a_sentence(plans: Path) -> None:
    for revision in ("mian", "HEAD:plans", "a b", "0000000"):
        with pytest.raises(NotFound, match=r"no such revision here\. `git branch --all` shows the branches\.$"):
            changed_since(plans, revision)


def test_a_revision_of_another_history_is_a_sentence(plans: Path) -> None:
    git(plans, "switch", "--quiet", "--orphan", "alone")
    commit(plans)
    git(plans, "switch", "--quiet", "main")
    with pytest.raises(NotFound, match=r"^--base alone: has no commit in common with HEAD\."):
        changed_since(plans, "alone")


def test_outside_of_a_repository_there_is_a_sentence(root: Path) -> None:
    with pytest.raises(Refused, match=r"plans: is in no git repository, so nobody knows what changed\."):
        changed_since(root, None)


# In a week


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ('pt-0002 = { status = "attended" }', 'pt-0002 = { status = "absent-excused" }', {"pt-0002"}),
        ('pt-0002 = { status = "attended" }\n', "", {"pt-0002"}),
        ('["pt-0001", "pt-0002"]', '["pt-0002", "pt-0001"]', set()),
        ('["pt-0003"]', '["pt-0003", "pt-0004"]', {"pt-0004"}),
        ('["pt-0003"]', "[]", {"pt-0003"}),
        ('"pt-0001", ', "", set()),  # the row is still there
        ("date = 2026-11-24", "date = 2026-11-25", {"pt-0003"}),
        ('id = "mon"', 'id = "mo"', {"pt-0001", "pt-0002"}),
        ('id = "tue"', 'id = "mon"', {"pt-0003"}),
        ('week = "2026-W48"', 'week = "2026-W49"', {"pt-0001", "pt-0002", "pt-0003"}),
        ("# a comment", "", set()),
        ('status = "attended" }\npt', 'status = \n"attended" }\npt', {"pt-0001", "pt-0002", "pt-0003"}),
        ("[[sessions]]", "[[session]]", {"pt-0001", "pt-0002", "pt-0003"}),
        ('patients = ["pt-0003"]', 'patients = "pt-0003"', {"pt-0003"}),
        ('patients = ["pt-0003"]', "patients = [3]", {"pt-0003"}),
        ('patients = ["pt-0003"]', 'patients = ["pt-0003"]\nattendance = 3', set()),
    ],
)
def test_in_a_week_only_those_count_whose_sessions_or_rows_changed(
    plans: Path, old: str, new: str, moved: set[str]
) -> None:
    text = WEEK + SESSIONS
    write_files(plans, {W48: text.replace(old, new) if old in text else text + old})
    assert patients(plans) == moved
    assert changed(plans).files == {W48}


def test_a_session_before_others_moves_nobody_else(plans: Path) -> None:
    first = SESSIONS.partition("[sessions.attendance]")[0].replace("mon", "sun").replace("pt-000", "pt-100")
    write_files(plans, {W48: WEEK + first + SESSIONS})
    assert patients(plans) == {"pt-1001", "pt-1002"}


def test_a_week_that_came_or_went_counts_for_everybody_in_it(plans: Path) -> None:
    (plans / W48).rename(plans / "weeks/2026-W49.toml")
    assert patients(plans) == {"pt-0001", "pt-0002", "pt-0003"}
    git(plans, "add", "--all")
    assert patients(plans) == {"pt-0001", "pt-0002", "pt-0003"}
    (plans / "weeks/2026-W49.toml").unlink()
    assert patients(plans) == {"pt-0001", "pt-0002", "pt-0003"}


def test_a_week_that_nobody_can_read_counts_for_those_who_were_in_it(plans: Path) -> None:
    write_files(plans, {W48: b"\xff"})
    assert patients(plans) == {"pt-0001", "pt-0002", "pt-0003"}
    commit(plans)
    write_files(plans, {W48: WEEK + SESSIONS})
    assert patients(plans) == {"pt-0001", "pt-0002", "pt-0003"}
    write_files(plans, {W48: "sessions = 3\n", "weeks/notes.txt": "x"})
    assert patients(plans) == set()
