"""Findings as GitHub workflow commands, which the runner shows beside the lines of a pull request."""

from collections.abc import Iterator

from iopctl.export.naming import file_name
from iopctl.model.checked import Checked
from iopctl.model.rule import Finding, Severity
from iopctl.render.clean import one_line
from iopctl.render.findings import counted

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def export(checked: Checked, folder: str) -> str:
    """One annotation a finding, the counts last. What is set aside is a notice, whatever it was before."""
    return "\n".join([*_annotations(checked, folder), counted(checked)])


def _annotations(checked: Checked, folder: str) -> Iterator[str]:
    for finding in checked.findings:
        properties = {
            "file": file_name(finding, folder),
            "line": str(finding.line or 1),
            "col": str(finding.column or 1),
            "title": f"{_aside(finding)}{finding.code} {finding.name}",
        }
        named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        command = _COMMANDS[finding.severity] if finding.stands else "notice"
        yield f"::{command} {named}::{_data(_message(finding))}"


def _aside(finding: Finding) -> str:
    return "waived: " if finding.waived else "in the baseline: " if finding.frozen else ""


def _message(finding: Finding) -> str:
    waiver = finding.waived
    waived = f" Waived by {waiver.by} until {waiver.until}: {waiver.reason}" if waiver else ""
    return one_line(f"{finding.message}. Next: {finding.next}.{waived}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
