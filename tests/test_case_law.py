"""The cases that the packs ship with: each is run by all rules of its pack.

`data/findings/CODE.txt` holds the findings of a rule in its cases word for word, with their places, days and limits.
`UPDATE_CASES=1 pytest tests/test_case_law.py` writes what is said now; read the difference.
"""

import os
from pathlib import Path

import pytest

from iopctl import library, store
from iopctl.checking import check_census
from iopctl.model.case import Case
from iopctl.model.rule import Finding
from iopctl.rules import all_rules
from iopctl.testing import CLINIC, census_of

SAID = Path(__file__).parent / "data" / "findings"
CASES = [(code, case) for code, file in library.cases().items() for case in file.cases]


def findings_in(case: Case, folder: Path) -> list[Finding]:
    """What `check --pack` says of the facts."""
    if not case.files:
        return check_census(census_of(case.facts), library.packs(), case.as_of, only=case.pack)
    for name, text in {"program.toml": f"schema = 1\n{CLINIC}", **case.files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    loaded = store.load(folder, library.packs(), library.instruments())
    return [*loaded.problems, *check_census(loaded.census, loaded.packs, case.as_of, only=case.pack)]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case.title}" for code, case in CASES])
def test_case(code: str, case: Case, tmp_path: Path) -> None:
    found = findings_in(case, tmp_path)
    codes = {finding.code for finding in found}
    assert set(case.fires) - codes == set()
    assert set(case.silent) & codes == set()
    if case.says:
        assert [finding.message for finding in found if finding.code == code] == list(case.says)


@pytest.mark.parametrize("code", library.cases())
def test_a_rule_says_word_for_word_what_it_finds(code: str, tmp_path: Path) -> None:
    said: list[str] = []
    for number, case in enumerate(library.cases()[code].cases):
        found = [each for each in findings_in(case, tmp_path / f"{number}") if each.code == code]
        said += [f"# {case.title}", *(line for each in found for line in _lines(each)), ""] if found else []
    text = "\n".join(said)
    if os.environ.get("UPDATE_CASES"):
        SAID.mkdir(exist_ok=True)
        (SAID / f"{code}.txt").write_text(text, "utf-8")
    assert text == (SAID / f"{code}.txt").read_text("utf-8")


def _lines(finding: Finding) -> tuple[str, ...]:
    limit = "" if finding.limit is None else f" {finding.limit.name} since {finding.limit.since}"
    place = ".".join(str(key) for key in (finding.place.file, *finding.place.key))
    return (
        f"{finding.severity.value} {finding.pack}{limit}: {finding.patient or 'the program'}, {place}, on {finding.on}",
        f"  {finding.message}",
        f"  {finding.next}",
    )


def test_no_title_stands_twice() -> None:
    titles = [(code, case.title) for code, case in CASES]
    assert len(set(titles)) == len(titles)


def test_every_rule_has_three_cases_and_fires_in_one_and_is_silent_in_another() -> None:
    for module in all_rules():
        code = module.RULE.code
        assert code in library.cases(), f"data/cases/{code.lower()}.toml is missing"
        assert len(library.cases()[code].cases) >= 3, code


def test_every_case_is_about_a_rule_and_a_pack_that_are_there() -> None:
    known = {module.RULE.code for module in all_rules()}
    for code, case in CASES:
        assert {code, *case.fires, *case.silent} <= known
        assert case.pack in library.packs()
