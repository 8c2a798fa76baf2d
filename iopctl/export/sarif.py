"""Findings as SARIF 2.1.0, for code scanning and for editors that read it."""

import json
import re
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from iopctl import __version__
from iopctl.export.naming import file_name
from iopctl.model.checked import Checked
from iopctl.model.program import GroupWaiver
from iopctl.model.rule import Finding, RuleModule, Severity
from iopctl.render.clean import one_line
from iopctl.render.findings import limit_json
from iopctl.render.rules import parts
from iopctl.rules import all_rules

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
TOP = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def export(checked: Checked, folder: str) -> str:
    """One run: the rules that fired, and their results. No line is quoted from a file, and no path of the machine."""
    fired = {finding.code for finding in checked.findings}
    rules = [module for module in all_rules() if module.RULE.code in fired]
    index = {module.RULE.code: number for number, module in enumerate(rules)}
    driver = {"name": "iopctl", "version": __version__, "rules": [_rule(module) for module in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {TOP: {"description": {"text": "The top folder of the repository."}}},
        "results": [_result(finding, folder, index, checked) for finding in checked.findings],
        "properties": {"asOf": checked.as_of.isoformat(), "charts": len(checked.patients)},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(module: RuleModule) -> dict[str, Any]:
    rule, (what, why, next_step) = module.RULE, parts(module)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(what),
        "fullDescription": _message(_sentence(why)),
        "help": _message(
            f"{_sentence(next_step)} `iopctl rules explain {rule.code}` shows the limits and their sources."
        ),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, folder: str, index: dict[str, int], checked: Checked) -> dict[str, Any]:
    result = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(f"{finding.message}. Next: {finding.next}."),
        "locations": [_location(finding, folder)],
        "partialFingerprints": {"findingIdentity/v1": _fingerprint(finding)},
        "suppressions": _suppressions(finding),
        "properties": {
            "patient": finding.patient,
            "pack": finding.pack,
            "on": finding.on.isoformat() if finding.on else None,
            "limit": limit_json(finding.limit) if finding.limit else None,
        },
    }
    return {**result, "baselineState": "unchanged" if finding.frozen else "new"} if checked.has_baseline else result


def _location(finding: Finding, folder: str) -> dict[str, Any]:
    physical = {
        "artifactLocation": {"uri": quote(file_name(finding, folder)), "uriBaseId": TOP},
        "region": {"startLine": finding.line or 1, "startColumn": finding.column or 1},
    }
    key = str(finding.place)
    return {"physicalLocation": physical, **({"logicalLocations": [{"fullyQualifiedName": key}]} if key else {})}


def _fingerprint(finding: Finding) -> str:
    """The same while the rule is broken in the same place, wherever the lines go and whatever the message counts.

    An alert that a reviewer has answered must not come back every morning as a new one.
    """
    identity = (finding.code, finding.pack, finding.patient, finding.place.file, finding.anchor, str(finding.on))
    told = json.dumps([*identity, re.sub("[0-9]+", "#", finding.message)])
    return blake2b(told.encode(), digest_size=16).hexdigest()


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """The waiver: in the chart itself, or from outside for many charts at once. Empty says that none was given."""
    waiver = finding.waived
    if waiver is None:
        return []
    kind = "external" if isinstance(waiver, GroupWaiver) else "inSource"
    return [{"kind": kind, "status": "accepted", "justification": one_line(waiver.reason or "")}]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _message(text: str) -> dict[str, str]:
    """Plain text: what would be read as a placeholder or a link is written so that it is none."""
    return {"text": one_line(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}
