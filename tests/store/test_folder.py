"""The program folder is found like a git work tree; codes and paths name what is in it."""

import os
from pathlib import Path

import pytest

from iopctl.errors import NoProgram, NotFound, UsageError
from iopctl.store import find_program, program_if_any, scope_of
from iopctl.store.folder import free_file, known_patient, toml_files
from iopctl.store.scope import Scope
from tests.store.two_charts import WEEK, plan, root, write_files

__all__ = ["root"]


@pytest.fixture(autouse=True)
def _no_program_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IOPCTL_PLANS", raising=False)


def test_a_named_folder_is_the_one(root: Path) -> None:
    assert find_program(root) == root


def test_a_folder_in_the_environment_is_the_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOPCTL_PLANS", str(root))
    assert find_program(None) == root


@pytest.mark.parametrize(
    ("inside", "expected"), [("..", "plans"), (".", "."), ("pt-0001", ".."), ("../other/deep", "../../plans")]
)
def test_a_folder_here_or_above_is_found(
    root: Path, monkeypatch: pytest.MonkeyPatch, inside: str, expected: str
) -> None:
    (root.parent / "other/deep").mkdir(parents=True)
    monkeypatch.chdir(root / inside)
    assert find_program(None) == Path(expected)


def test_no_folder_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert program_if_any(None) is None
    with pytest.raises(NoProgram, match=r"no program folder here or above. Start one with `iopctl init`, or name one"):
        find_program(None)


def test_a_wrong_name_is_a_sentence_even_where_none_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoProgram, match=r"no program.toml there. Start one with `iopctl init"):
        program_if_any(tmp_path)
    monkeypatch.setenv("IOPCTL_PLANS", str(tmp_path / "nowhere"))
    with pytest.raises(NoProgram):
        program_if_any(None)


@pytest.mark.parametrize(
    "code", ["pt0001", "PT-0001", "pt-01", "pt-0001\n", "pt-\u0660\u0660\u0660\u0661", "../pt-0001", ""]
)
def test_a_malformed_code_is_a_usage_error(root: Path, code: str) -> None:
    with pytest.raises(UsageError, match="a patient code is 1 to 4 small letters"):
        known_patient(root, code)


def test_an_unknown_code_is_answered_with_the_one_that_was_meant(root: Path) -> None:
    with pytest.raises(NotFound, match=r"plans/pt-0012: no such chart. Did you mean pt-0002\? `iopctl plan list`"):
        known_patient(root, "pt-0012")
    with pytest.raises(NotFound, match=r"plans/zz-99999999: no such chart. `iopctl plan list` shows all"):
        known_patient(root, "zz-99999999")


def test_a_second_file_of_a_day_takes_the_next_number(root: Path) -> None:
    assert free_file(root, "weeks/a") == "weeks/a.toml"
    write_files(root, {"weeks/a.toml": ""})
    (root / "weeks/a-2.toml").symlink_to("nowhere")
    assert free_file(root, "weeks/a") == "weeks/a-3.toml"


def test_files_that_cannot_be_listed_are_not_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "weeks").write_text("")
    with pytest.raises(NotADirectoryError):
        toml_files(root, "weeks")
    monkeypatch.setattr(os, "scandir", lambda _: (_ for _ in ()).throw(FileNotFoundError()))
    assert toml_files(root, "weeks") == []


@pytest.mark.parametrize(
    ("names", "patients", "files"),
    [
        (["pt-0001"], {"pt-0001"}, set()),
        (["plans/pt-0001"], {"pt-0001"}, set()),
        (["plans/pt-0001/plan.toml", "pt-0002"], {"pt-0001", "pt-0002"}, set()),
        (["plans/weeks"], set(), {"weeks"}),
        (["plans/weeks/2026-W48.toml", "plans/program.toml"], set(), {"weeks/2026-W48.toml", "program.toml"}),
    ],
)
def test_codes_and_paths_name_what_is_looked_at(
    root: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], patients: set[str], files: set[str]
) -> None:
    write_files(root, {"weeks/2026-W48.toml": WEEK})
    monkeypatch.chdir(root.parent)
    assert scope_of(Path("plans"), names) == Scope(frozenset(patients), frozenset(files))


@pytest.mark.parametrize("names", [None, [], ["plans"], ["pt-0001", "plans"]])
def test_nothing_or_the_folder_itself_is_everything(
    root: Path, monkeypatch: pytest.MonkeyPatch, names: list[str] | None
) -> None:
    monkeypatch.chdir(root.parent)
    assert scope_of(root, names) is None


@pytest.mark.parametrize(
    ("name", "error"),
    [("pt-0009", NotFound), ("plans/pt-0009/plan.toml", NotFound), ("/", NotFound), ("plans/x", UsageError)],
)
def test_what_is_not_in_the_folder_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: type[Exception]
) -> None:
    monkeypatch.chdir(root.parent)
    with pytest.raises(error):
        scope_of(root, [name])


def test_a_scope_holds_its_charts_and_files() -> None:
    scope = Scope(frozenset({"pt-0001"}), frozenset({"weeks", "program.toml"}))
    assert scope.holds("pt-0001", "weeks/2026-W48.toml")
    assert scope.holds(None, "weeks/2026-W48.toml")
    assert scope.holds("pt-0002", "program.toml")
    assert not scope.holds("pt-0002", "pt-0002/plan.toml")
    assert not scope.holds(None, "weeks2")


def test_a_folder_that_was_a_chart_keeps_its_code_when_the_plan_is_gone(root: Path) -> None:
    write_files(root, {"pt-0003/reviews/2026-11-23.toml": plan()})
    assert known_patient(root, "pt-0003") == "pt-0003"
