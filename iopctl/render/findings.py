"""Findings for people and for programs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from iopctl.model.pack import ByPopulation, Limit, Range, Value
from iopctl.model.rule import Finding, Severity
from iopctl.render.sheet import Sheet


def finding_json(finding: Finding, root: Path, as_of: date) -> dict[str, Any]:
    """One finding as design.md section 4 writes it."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "patient": finding.patient,
        "file": _file(finding, root),
        "line": finding.line,
        "column": finding.column,
        "key": str(finding.place),
        "message": finding.message,
        "next": finding.next,
        "pack": finding.pack,
        "limit": limit_json(finding.limit) if finding.limit else None,
        "waived": _waiver_json(finding),
        "as_of": as_of.isoformat(),
    }


def limit_json(limit: Limit) -> dict[str, Any]:
    """The number a finding rests on, with its source."""
    return {
        "value": value_json(limit.value),
        "unit": limit.unit,
        "since": iso(limit.since),
        "until": iso(limit.until),
        "cite": limit.cite,
        "certainty": limit.certainty,
        "sources": limit.sources,
    }


def value_json(value: Value | None) -> Any:
    """A limit's value as plain data."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {key: value_json(inner) for key, inner in value.items()}
    return value.model_dump() if isinstance(value, Range | ByPopulation) else value


def summary(findings: Sequence[Finding], charts: int) -> dict[str, int]:
    """The counts under the findings; a waived finding counts as waived only."""
    standing = [finding.severity for finding in findings if finding.waived is None]
    return {
        "charts": charts,
        "errors": standing.count(Severity.ERROR),
        "warnings": standing.count(Severity.WARNING),
        "infos": standing.count(Severity.INFO),
        "waived": len(findings) - len(standing),
    }


def findings_sheet(findings: Sequence[Finding], charts: int, root: Path, as_of: date) -> Sheet:
    """Every finding with where, why and what next; the counts last."""
    counts = summary(findings, charts)
    data = {"findings": [finding_json(finding, root, as_of) for finding in findings], "summary": counts}
    notes = [line for finding in findings for line in (*_text(finding, root), "")]
    return Sheet(data, notes=(*notes, _counted(counts, as_of)))


def _text(finding: Finding, root: Path) -> list[str]:
    at = f":{finding.line}:{finding.column}" if finding.line else ""
    waived = finding.waived
    lines = [
        f"{_file(finding, root)}{at}: {'waived ' if waived else ''}{finding.severity} {finding.code} {finding.name}",
        f"  what  {finding.message}",
        f"  why   {_why(finding)}",
        f"  next  {finding.next}",
    ]
    if waived:
        lines.append(f"  waived by {waived.by} until {waived.until}: {waived.reason}")
    return lines


def _why(finding: Finding) -> str:
    limit = finding.limit
    if limit is None:
        return f"pack {finding.pack}"
    certainty = certainty_text(limit.certainty, limit.sources)
    return f"pack {limit.pack}: {limit.cite}, {dates_text(limit.since, limit.until)}, {certainty}"


def dates_text(since: date | None, until: date | None) -> str:
    """From when to when a limit is in force."""
    start = f"in force since {since}" if since else "start not dated by the source"
    return f"{start} until {until}" if until else start


def certainty_text(certainty: str, sources: int) -> str:
    """How sure we are of a number, in words."""
    words = {
        "primary": "read in the primary text",
        "secondary": f"read in {sources} secondary source{'s' if sources > 1 else ''}",
        "memory": "from memory, not yet read",
        "uncertain": "uncertain",
    }
    return words[certainty]


def _counted(counts: dict[str, int], as_of: date) -> str:
    def many(count: int, word: str) -> str:
        return f"{count} {word}{'' if count == 1 else 's'}"

    parts = (many(counts["errors"], "error"), many(counts["warnings"], "warning"), many(counts["infos"], "info"))
    return f"{many(counts['charts'], 'chart')} as of {as_of}: {', '.join(parts)}, {counts['waived']} waived."


def _file(finding: Finding, root: Path) -> str:
    return (root / finding.place.file).as_posix()


def _waiver_json(finding: Finding) -> dict[str, Any] | None:
    waiver = finding.waived
    if waiver is None:
        return None
    return {
        "reason": waiver.reason,
        "by": waiver.by,
        "on": iso(waiver.on),
        "from": iso(waiver.from_),
        "until": iso(waiver.until),
    }


def iso(day: date | None) -> str | None:
    """A date as JSON writes it."""
    return day.isoformat() if day else None
