"""GitHub annotations: one line each, which no text in a chart can end or turn into another command."""

from iopctl.export import github
from tests.export.hostile import EACH, FILE, checked, finding


def test_an_annotation_names_file_line_column_and_title() -> None:
    annotation, counts = github.export(checked(finding(message="480 are planned: 1, 2")), "plans").splitlines()
    assert annotation == (
        "::error file=plans/pt-0001/plan.toml,line=17,col=3,title=DO101 planned-weekly-minimum"
        "::480 are planned: 1, 2. Next: add 60 minutes."
    )
    assert counts == "2 charts as of 2026-11-23: 1 error, 0 warnings, 0 infos, 0 waived."


def test_what_is_set_aside_is_a_notice() -> None:
    lines = github.export(checked(*EACH, has_baseline=True), "").splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::warning", "::error", *["::notice"] * 4]
    assert "title=waived%3A DO101 planned-weekly-minimum::" in lines[3]
    assert "title=in the baseline%3A DO101 planned-weekly-minimum::" in lines[5]
    assert lines[-1].endswith(": 1 error, 1 warning, 1 info, 2 waived, 1 in the baseline.")


def test_a_finding_without_a_line_is_at_the_beginning() -> None:
    assert ",line=1,col=1," in github.export(checked(finding(line=None, column=None)), "")


def test_what_would_end_a_property_or_a_line_is_escaped() -> None:
    [line, _] = github.export(checked(finding(file=FILE)), "plans").split("\n")
    assert line.startswith("::error file=plans/weeks/a b%2Cc%3Ad é%2541#?.toml,line=17,")
    assert "::::error::50 %25, \\x1b[31m]]>" in line
    assert "%250A \\x00" in line
    assert line.endswith("é 😀\\x0d second line. Next: add 60 minutes.")
    assert not set("\r\x00\x1b\u202e\ud800") & set(line)


def test_every_text_of_a_waiver_stays_on_its_line() -> None:
    lines = github.export(checked(*EACH), "plans").split("\n")
    assert len(lines) == len(EACH) + 1
    assert all(line.startswith("::") for line in lines[:-1])
