"""A trajectory signal as data, for the review and the trend."""

from typing import Any

from iopctl.model.rule import Finding


def signal_json(finding: Finding) -> dict[str, Any]:
    """One signal as data."""
    return {
        "code": finding.code,
        "name": finding.name,
        "on": finding.on.isoformat() if finding.on else None,
        "message": finding.message,
        "next": finding.next,
    }
