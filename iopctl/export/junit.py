"""Findings as a JUnit report, for the test page of a CI system.

A test case is one rule in one file: its name stays the same from run to run, so that the page can say what is newly
broken and for how long; one for each finding would get another name whenever a value changes. A chart in which nothing
was found is one passed test, so that a clean report is not an empty one.
"""

from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree as Xml

from iopctl.export.naming import file_name
from iopctl.model.checked import Checked
from iopctl.model.rule import Finding, Severity
from iopctl.render.clean import clean

# Not in XML, whatever the encoding; `clean` has made the control characters visible.
_NO_CHARACTERS = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}


def export(checked: Checked, folder: str, fails: Severity | None) -> str:
    """A suite for each chart, and one for the program if something is wrong with it.

    What is as grave as `fails`, or graver, is a failure. What is milder passes with its text as output, and what is set
    aside is skipped with the reason.
    """
    suites = Xml.Element("testsuites", name="iopctl check")
    found = {finding.patient or "program" for finding in checked.findings}
    for name in sorted({*checked.patients, *found}):
        suite = Xml.SubElement(suites, "testsuite", name=name)
        suite.extend(_cases((f for f in checked.findings if (f.patient or "program") == name), folder, fails))
        if name not in found:
            Xml.SubElement(suite, "testcase", classname=name, name="nothing found")
        _count(suite)
    # Every other character is written as a reference, whatever the encoding of the terminal or the pipe.
    document: bytes = Xml.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return document.decode()


def _cases(findings: Iterable[Finding], folder: str, fails: Severity | None) -> Iterable[Xml.Element]:
    ordered = sorted(findings, key=_case)
    for (_, code), group in groupby(ordered, key=_case):
        together = list(group)
        name = file_name(together[0], folder)
        case = Xml.Element("testcase", classname=_text(name), name=f"{code} {together[0].name}", file=_text(name))
        _judge(case, together, folder, fails)
        yield case


def _case(finding: Finding) -> tuple[str, str]:
    return finding.place.file, finding.code


def _judge(case: Xml.Element, findings: list[Finding], folder: str, fails: Severity | None) -> None:
    """Failed by what stands and is grave enough; skipped when nothing stands; else passed."""
    standing = [finding for finding in findings if finding.stands]
    failing = [finding for finding in standing if fails is not None and finding.severity.rank <= fails.rank]
    milder = [finding for finding in findings if finding not in failing]
    if failing:
        failure = Xml.SubElement(case, "failure", type=failing[0].severity, message=_text(failing[0].message))
        failure.text = _text("\n".join(_paragraph(finding, folder) for finding in failing))
    elif not standing:
        Xml.SubElement(case, "skipped", message=_text(_aside(findings[0])))
    if milder:
        Xml.SubElement(case, "system-out").text = _text("\n".join(_paragraph(each, folder) for each in milder))


def _paragraph(finding: Finding, folder: str) -> str:
    aside = "" if finding.stands else f" ({_aside(finding)})"
    where = f"{file_name(finding, folder)}:{finding.line or 1}:{finding.column or 1}"
    return f"{where}: {finding.severity} {finding.message}{aside}\nnext: {finding.next}\n"


def _aside(finding: Finding) -> str:
    waiver = finding.waived
    return f"waived by {waiver.by} until {waiver.until}: {waiver.reason}" if waiver else "in the baseline"


def _count(suite: Xml.Element) -> None:
    suite.set("tests", str(len(suite)))
    for name, tag in (("failures", "failure"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("errors", "0")


def _text(text: str) -> str:
    return clean(text).translate(_NO_CHARACTERS)
