"""JUnit: XML that any parser reads, with one test for each rule in each file, that fails when the command does."""

from xml.etree import ElementTree as Xml

import pytest

from iopctl.export import junit
from iopctl.model.checked import Checked
from iopctl.model.rule import Severity
from tests.export.hostile import EACH, FILE, checked, finding, waiver


def parsed(what: Checked, fails: Severity | None = Severity.ERROR) -> Xml.Element:
    """The report, read back."""
    text = junit.export(what, "plans", fails)
    assert text.isascii()
    return Xml.fromstring(text)  # noqa: S314  # our own


def outcomes(report: Xml.Element) -> dict[tuple[str, str], list[str]]:
    """What is below each test case."""
    return {
        (case.get("classname", ""), case.get("name", "")): [each.tag for each in case]
        for case in report.iter("testcase")
    }


def test_a_chart_without_findings_is_a_passed_test() -> None:
    report = parsed(checked())
    assert [suite.get("name") for suite in report] == ["pt-0001", "pt-0002"]
    assert outcomes(report) == {("pt-0001", "nothing found"): [], ("pt-0002", "nothing found"): []}
    assert [suite.get("tests") for suite in report] == ["1", "1"]


def test_a_rule_in_a_file_is_one_test_however_often_it_is_broken() -> None:
    report = parsed(checked(finding(message="one"), finding(message="two"), finding(message="three", line=None)))
    assert outcomes(report)["plans/pt-0001/plan.toml", "DO101 planned-weekly-minimum"] == ["failure"]
    [failure] = report.iter("failure")
    assert (failure.get("type"), failure.get("message")) == ("error", "one")
    assert failure.text == (
        "plans/pt-0001/plan.toml:17:3: error one\nnext: add 60 minutes\n\n"
        "plans/pt-0001/plan.toml:17:3: error two\nnext: add 60 minutes\n\n"
        "plans/pt-0001/plan.toml:1:3: error three\nnext: add 60 minutes\n"
    )
    [first, _] = report
    assert dict(first.items()) == {"name": "pt-0001", "tests": "1", "failures": "1", "skipped": "0", "errors": "0"}


@pytest.mark.parametrize(
    ("fails", "failed"),
    [(Severity.ERROR, 1), (Severity.WARNING, 2), (Severity.INFO, 3), (None, 0)],
)
def test_the_report_fails_where_the_command_does(fails: Severity | None, failed: int) -> None:
    report = parsed(checked(*EACH[:3]), fails)
    assert sum(int(suite.get("failures", "")) for suite in report) == failed
    assert len(list(report.iter("system-out"))) == 3 - failed


def test_what_is_set_aside_is_skipped_with_its_reason() -> None:
    report = parsed(checked(finding(waived=waiver())))
    [skipped] = report.iter("skipped")
    assert (skipped.get("message") or "").startswith("waived by d01 until 2026-12-04: ::error::50 %")
    assert outcomes(report)["plans/pt-0001/plan.toml", "DO101 planned-weekly-minimum"] == ["skipped", "system-out"]
    [skipped] = parsed(checked(finding(frozen=True))).iter("skipped")
    assert skipped.get("message") == "in the baseline"
    [suite, _] = parsed(checked(finding(frozen=True)))
    assert suite.get("skipped") == "1"


def test_what_is_set_aside_beside_a_failure_is_its_output() -> None:
    report = parsed(checked(finding(message="old", frozen=True), finding(message="new")))
    assert outcomes(report)["plans/pt-0001/plan.toml", "DO101 planned-weekly-minimum"] == ["failure", "system-out"]
    [output] = report.iter("system-out")
    assert (output.text or "").startswith("plans/pt-0001/plan.toml:17:3: error old (in the baseline)\n")


def test_what_is_about_no_chart_and_about_one_that_is_not_there_have_suites() -> None:
    report = parsed(checked(finding(patient=None, file=FILE), finding(patient="pt-0099")))
    assert [suite.get("name") for suite in report] == ["program", "pt-0001", "pt-0002", "pt-0099"]
    assert (f"plans/{FILE}", "DO101 planned-weekly-minimum") in outcomes(report)


def test_texts_are_text_and_what_is_no_xml_is_made_visible() -> None:
    text = junit.export(checked(*EACH), "plans", Severity.ERROR)
    assert "<!--" not in text
    [failure] = parsed(checked(finding())).iter("failure")
    for seen in ("\\x1b[31m]]> <!-- &amp; {0}", "\\x00 \\ufffe \\ud800 \\u202e", "é 😀\\x0d\nsecond line"):
        assert seen in (failure.text or "")
