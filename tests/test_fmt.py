"""fmt: the proposal as a diff, saved with --write."""

from pathlib import Path

from tests.conftest import Iopctl
from tests.store.two_charts import BROKEN, plan, root, write_files

__all__ = ["root"]

WHOLE = "pt-0002/plan.toml"


def test_a_diff_is_shown_and_nothing_written(root: Path, iopctl: Iopctl) -> None:
    assert iopctl("fmt", "--write", plans=root).status == 0
    text = (root / BROKEN).read_text()
    write_files(root, {BROKEN: text.replace("patient = ", "patient   =")})
    ran = iopctl("fmt", plans=root)
    assert ran.status == 0
    assert "-patient   =" in ran.out
    assert "+patient = " in ran.out
    assert ran.err == "1 file would change. --write saves them.\n"
    assert "patient   =" in (root / BROKEN).read_text()
    assert iopctl("fmt", "--write", plans=root).err == f"saved {root}/{BROKEN}\n"
    assert (root / BROKEN).read_text() == text
    assert iopctl("fmt", plans=root).err == "Nothing to change.\n"


def test_a_file_with_faults_is_named_and_stops_no_other(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan(more="age_at_admission = 'forty'\n")})
    ran = iopctl("fmt", "--write", plans=root)
    assert f"{root}/{BROKEN} has faults and is left as it is.\n" in ran.err
    assert f"saved {root}/{WHOLE}\n" in ran.err


def test_only_what_is_named_is_looked_at(root: Path, iopctl: Iopctl) -> None:
    ran = iopctl("fmt", WHOLE.partition("/")[0], plans=root)
    assert BROKEN not in ran.out
    assert WHOLE in ran.out
