"""fmt and check --fix: the proposal as a diff, saved with --write."""

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


WRONG = """#:schema ../../.schemas/assessment.json
schema = 1
# counted in a hurry
instrument = "phq9"
given_at = 2026-11-23
answers = [1, 1, 1, 1, 1, 1, 1, 1, 1]
total = 8                              # by hand
band = "mild"
"""
FORM = "pt-0001/assessments/2026-11-23-phq9.toml"


def test_a_total_that_the_answers_contradict_is_recomputed(root: Path, iopctl: Iopctl) -> None:
    iopctl("fmt", "--write", plans=root)
    write_files(root, {FORM: WRONG})
    ran = iopctl("check", "--fix", "--as-of", "2026-11-23", plans=root)
    assert "-total = 8                              # by hand\n" in ran.out
    assert "+total = 9                              # by hand\n" in ran.out
    assert (ran.status, ran.err) == (0, "1 file would change. --write saves them.\n")
    assert (root / FORM).read_text() == WRONG
    found = iopctl("check", "pt-0001", "--select", "ME104", "--as-of", "2026-11-23", plans=root)
    assert (found.status, "the total is 8, the answers give 9" in found.out) == (1, True)
    saved = iopctl("check", "--fix", "--write", "--select", "ME104", "--as-of", "2026-11-23", plans=root)
    assert saved.err == f"saved {root}/{FORM}\n"
    assert saved.out.endswith("0 errors, 0 warnings, 0 infos, 0 waived.\n")
    assert (root / FORM).read_text() == WRONG.replace("total = 8 ", "total = 9 ")


def test_what_is_clinical_is_never_touched(root: Path, iopctl: Iopctl) -> None:
    """A form with too many blanks has no total: what somebody wrote stays. Answers and goals stay."""
    iopctl("fmt", "--write", plans=root)
    blank = WRONG.replace("[1, 1, 1,", '["skip", "skip", "skip",')
    write_files(root, {FORM: blank})
    assert iopctl("check", "--fix", "--as-of", "2026-11-23", plans=root).err == "Nothing to change.\n"


def test_write_alone_is_refused(root: Path, iopctl: Iopctl) -> None:
    ran = iopctl("check", "--write", plans=root)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("iopctl: --write saves what --fix shows: give both.")
