"""A case of the case law: what it must say to be one."""

from datetime import date

import pytest
from pydantic import ValidationError

from iopctl.model.case import CaseFile

COMMON = {"pack": "core", "as_of": date(2026, 11, 23), "facts": "[plan]"}
PASSING: dict[str, object] = {**COMMON, "title": "a", "silent": ["DO101"], "example": "passing"}
FAILING: dict[str, object] = {**COMMON, "title": "b", "fires": ["DO101"], "example": "failing"}


def read(*cases: dict[str, object]) -> CaseFile:
    return CaseFile.read({"rule": "DO101", "cases": list(cases)}, "cases/do101.toml")


def test_a_file_of_cases_has_one_that_passes_and_one_that_fails() -> None:
    file = read(PASSING, FAILING)
    assert (file.passing.title, file.failing.title) == ("a", "b")


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([{**PASSING, "facts": ""}, FAILING], "give facts, or files"),
        ([{**PASSING, "files": {"program.toml": "x"}}, FAILING], "give facts, or files"),
        ([PASSING, FAILING, {**FAILING, "fires": ["DO102"], "example": "failing"}], "fires or is silent"),
        ([PASSING, FAILING, {**FAILING, "silent": ["DO101"]}], "fires or is silent"),
        ([PASSING], "one case is the passing example, one the failing example"),
        ([PASSING, FAILING, FAILING], "one case is the passing example, one the failing example"),
        ([{**PASSING, "example": "failing"}, {**FAILING, "example": "passing"}], "fires in the failing example"),
    ],
)
def test_a_case_that_says_nothing_about_its_rule_is_refused(cases: list[dict[str, object]], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read(*cases)
