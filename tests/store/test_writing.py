"""A file is written whole or not at all, by one writer at a time, and never over what somebody else saved."""

import errno
import multiprocessing
import os
import resource
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from iopctl.errors import AlreadyThere, ChangedMeanwhile, IopctlError, Refused
from iopctl.model.plan import Plan
from iopctl.store import editing, writing
from iopctl.store.editing import append_table
from tests.store.two_charts import BROKEN, plan, root, snapshot, write_files

__all__ = ["root"]

NEW = "pt-0003/assessments/2026-11-23-phq9.toml"
Patch = pytest.MonkeyPatch


def mode(path: Path) -> int:
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def save(root: Path, text: str) -> None:
    """Replace the plan with another text."""
    writing.save(root, BROKEN, text, was=plan())


def create(root: Path, text: str) -> None:
    """Write a file that is not there."""
    writing.create(root, NEW, text)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Any:
    """What a shell may have set."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_new_file_and_its_folders_are_the_owners_alone(tmp_path: Path) -> None:
    root = tmp_path / "program" / "plans"
    writing.create(root, NEW, "x = 1\n")
    assert (root / NEW).read_text() == "x = 1\n"
    assert mode(root / NEW) == mode(root / writing.LOCK) == 0o600
    assert mode(root) == mode(root.parent) == mode((root / NEW).parent) == 0o700
    assert [path.name for path in (root / NEW).parent.iterdir()] == [Path(NEW).name]


@pytest.mark.usefixtures("umask")
def test_a_replaced_file_keeps_its_mode(root: Path) -> None:
    (root / BROKEN).chmod(0o664)
    save(root, "x = 1\n")
    assert mode(root / BROKEN) == 0o664


def test_a_replaced_file_keeps_its_group_where_that_is_allowed(root: Path, monkeypatch: Patch) -> None:
    groups: list[tuple[int, int]] = []

    def chown(_: int, user: int, group: int) -> None:
        groups.append((user, group))
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", chown)
    save(root, "x = 1\n")
    assert groups == [(-1, (root / BROKEN).stat().st_gid)]


def test_what_is_there_is_not_created_again(root: Path) -> None:
    with pytest.raises(AlreadyThere, match=r"pt-0001/plan.toml: is there already; nothing was written. Edit it"):
        writing.create(root, BROKEN, "x = 1\n")
    assert (root / BROKEN).read_text() == plan()


@pytest.mark.parametrize("put", [lambda path: path.symlink_to("nowhere"), lambda path: path.mkdir()])
def test_whatever_has_the_name_is_left_alone(root: Path, put: Callable[[Path], None]) -> None:
    (root / NEW).parent.mkdir(parents=True)
    put(root / NEW)
    with pytest.raises(AlreadyThere):
        create(root, "x = 1\n")
    assert [path.name for path in (root / NEW).parent.iterdir()] == [Path(NEW).name]


def test_a_file_that_changed_meanwhile_is_not_replaced(root: Path) -> None:
    (root / BROKEN).write_text(plan(more="# theirs\n"))
    with pytest.raises(ChangedMeanwhile, match="somebody else changed it since it was read; nothing was written"):
        save(root, "mine = 1\n")
    assert (root / BROKEN).read_text() == plan(more="# theirs\n")


@pytest.mark.parametrize("put", [lambda _: None, lambda path: path.mkdir(), os.mkfifo])
def test_a_file_that_is_gone_meanwhile_is_not_written(root: Path, put: Callable[[Path], None]) -> None:
    (root / BROKEN).unlink()
    put(root / BROKEN)
    with pytest.raises(ChangedMeanwhile):
        save(root, "mine = 1\n")


def test_a_link_is_not_written_through(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_text(plan())
    (root / BROKEN).unlink()
    (root / BROKEN).symlink_to(target)
    with pytest.raises(Refused, match="is a link; nothing was written"):
        save(root, "mine = 1\n")
    assert target.read_text() == plan()


def test_a_folder_behind_a_link_is_not_written_into(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "pt-0003").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match=r"pt-0003/assessments/2026-11-23-phq9.toml: lies behind a link; nothing was"):
        create(root, "x = 1\n")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_lock_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (root / writing.LOCK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="could not be written"):
        save(root, "mine = 1\n")
    assert not (tmp_path / "elsewhere").exists()


def test_crlf_and_a_byte_order_mark_stay(root: Path) -> None:
    written = b"\xef\xbb\xbf" + plan().replace("\n", "\r\n").encode()
    write_files(root, {BROKEN: written})
    editing.edit(root, BROKEN, Plan, lambda document: document.update({"status": "closed"})).apply()
    assert (root / BROKEN).read_bytes() == written.replace(b'"active"', b'"closed"')


def test_an_editor_that_writes_crlf_does_not_double_it(root: Path) -> None:
    write_files(root, {BROKEN: plan().replace("\n", "\r\n")})
    writing.save(root, BROKEN, plan(more="# x\n").replace("\n", "\r\n"), was=plan())
    assert (root / BROKEN).read_bytes() == plan(more="# x\n").replace("\n", "\r\n").encode()


def test_mixed_line_ends_become_plain(root: Path) -> None:
    write_files(root, {BROKEN: plan().replace("\n", "\r\n", 1)})
    writing.save(root, BROKEN, plan(more="# x\n"), was=plan())
    assert (root / BROKEN).read_text() == plan(more="# x\n")


def test_what_a_killed_writer_left_is_swept(root: Path) -> None:
    left, other = root / "pt-0001/.0123456789abcdef.tmp", root / "pt-0001/.mine.tmp"
    left.write_text("half a pl")
    other.write_text("")
    save(root, "x = 1\n")
    assert not left.exists()
    assert other.exists()


FAULTS = [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT]
CALLS = [(save, call) for call in ("open", "fchmod", "fsync", "replace")]
CALLS += [(create, call) for call in ("open", "fchmod", "fsync", "link")]


def failing(call: Callable[..., Any], fault: int, only: Callable[..., bool] = lambda *_: True) -> Callable[..., Any]:
    """The call, as a broken disk answers it."""

    def fail(*args: Any, **more: Any) -> Any:
        if only(*args):
            raise OSError(fault, os.strerror(fault))
        return call(*args, **more)

    return fail


@pytest.mark.parametrize(("write", "call"), CALLS)
@pytest.mark.parametrize("fault", FAULTS, ids=[errno.errorcode[fault] for fault in FAULTS])
def test_a_fault_of_the_disk_leaves_what_was_there(
    root: Path, monkeypatch: Patch, write: Callable[[Path, str], None], call: str, fault: int
) -> None:
    (root / NEW).parent.mkdir(parents=True)
    before = snapshot(root)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(getattr(os, call), fault))
        with pytest.raises(Refused, match=r"could not be written: .*\. What was there is as it was\. Mend that"):
            write(root, "x = 1\n")
    assert snapshot(root) == before
    write(root, "x = 1\n")


def test_a_temporary_file_that_cannot_be_taken_away_is_left_to_the_next_writer(root: Path, monkeypatch: Patch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", failing(os.unlink, errno.EIO))
        create(root, "x = 1\n")
    folder = (root / NEW).parent
    assert len(list(folder.iterdir())) == 2
    writing.create(root, NEW.replace("phq9", "gad7"), "x = 1\n")
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-23-gad7.toml", "2026-11-23-phq9.toml"]


@pytest.mark.parametrize("write", [save, create])
def test_a_disk_that_is_full_half_way_leaves_what_was_there(root: Path, write: Callable[[Path, str], None]) -> None:
    (root / NEW).parent.mkdir(parents=True)
    before = snapshot(root)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(Refused, match="could not be written: File too large"):
            write(root, "# " + "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert snapshot(root) == before


@pytest.mark.parametrize(("write", "call"), [(save, "replace"), (create, "link"), (save, "fsync"), (create, "fsync")])
def test_an_interruption_leaves_what_was_there(
    root: Path, monkeypatch: Patch, write: Callable[[Path, str], None], call: str
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    (root / NEW).parent.mkdir(parents=True)
    before = snapshot(root)
    monkeypatch.setattr(os, call, interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(root, "x = 1\n")
    assert snapshot(root) == before


@pytest.mark.parametrize(("write", "file"), [(save, BROKEN), (create, NEW)])
def test_a_disk_that_does_not_confirm_is_named(
    root: Path, monkeypatch: Patch, write: Callable[[Path, str], None], file: str
) -> None:
    (root / NEW).parent.mkdir(parents=True)
    of_a_folder = failing(os.fsync, errno.EIO, lambda number: stat.S_ISDIR(os.fstat(number).st_mode))
    monkeypatch.setattr(os, "fsync", of_a_folder)
    with pytest.raises(Refused, match=r"is written, but the disk did not confirm it: Input/output error. Look at"):
        write(root, "x = 1\n")
    assert (root / file).read_text() == "x = 1\n"


def test_a_lock_that_stays_taken_is_a_sentence(root: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(writing, "LOCK_SECONDS", 0.1)
    with FileLock(root / writing.LOCK), pytest.raises(Refused, match="another iopctl is writing; nothing was written"):
        save(root, "x = 1\n")
    assert (root / BROKEN).read_text() == plan()


def test_a_file_system_without_locks_is_a_sentence(root: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(FileLock, "acquire", failing(FileLock.acquire, errno.ENOLCK))
    with pytest.raises(Refused, match=r"this file system cannot lock files; nothing was written. Use a local disk"):
        save(root, "x = 1\n")


def test_many_new_files_are_created_in_their_order(root: Path) -> None:
    assert list(writing.create_all(root, {"b/1.toml": "x = 1\n", "a.toml": "y = 2\n"})) == ["b/1.toml", "a.toml"]
    assert (root / "b/1.toml").read_text() == "x = 1\n"


def test_many_new_files_are_completed_where_some_are_there(root: Path) -> None:
    assert list(writing.create_all(root, {BROKEN: plan(), "a.toml": "y = 2\n"})) == [BROKEN, "a.toml"]


@pytest.mark.parametrize("put", [lambda path: path.write_text("theirs = 1"), lambda path: path.mkdir()])
def test_many_new_files_are_not_begun_over_another(root: Path, put: Callable[[Path], None]) -> None:
    put(root / "b.toml")
    with pytest.raises(AlreadyThere, match=r"b.toml: is there already"):
        list(writing.create_all(root, {"a.toml": "x = 1\n", "b.toml": "y = 2\n"}))
    assert not (root / "a.toml").exists()


def test_the_diff_is_of_lines_as_an_editor_counts_them(root: Path) -> None:
    assert writing.diff(root, BROKEN, "a\u2028b\n", "a\u2028b\nc\n").splitlines()[3:] == [" a", "b", "+c"]
    assert writing.diff(root, BROKEN, "", "a\n\n").split("\n")[2:] == ["@@ -0,0 +1,2 @@", "+a", "+"]
    assert writing.diff(root, BROKEN, "a\n", "a\n") == ""


def _waive(root: Path, worker: int, times: int) -> None:
    """Add waivers to one plan again and again; exit with how many were refused."""
    refused = 0
    for number in range(times):
        waiver = {"code": "DO201", "reason": f"{worker}-{number}"}
        try:
            editing.edit(root, BROKEN, Plan, partial(append_table, name="waivers", values=waiver)).apply()
        except IopctlError:
            refused += 1
    sys.exit(refused)


def test_of_many_writers_each_change_is_saved_or_refused(root: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_waive, args=(root, worker, 8)) for worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    refused = sum(worker.exitcode or 0 for worker in workers)
    loaded = editing.check_text(root, BROKEN, editing.text_of(root, BROKEN), Plan)
    assert len(loaded.waivers) == len({waiver.reason for waiver in loaded.waivers}) == 24 - refused
    assert 0 <= refused < 24
    assert sorted(path.name for path in (root / "pt-0001").iterdir()) == ["plan.toml"]
