"""Findings for people and for programs."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from iopctl.model.checked import Checked
from iopctl.model.pack import ByPopulation, Limit, Range, Value
from iopctl.model.rule import Finding, Severity
from iopctl.render.set_aside import difference_text, set_aside_lines
from iopctl.render.sheet import Excerpt, Sheet

Lines = Mapping[tuple[str, int], str]  # of the program's files, by name and number


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


def summary(checked: Checked) -> dict[str, int]:
    """The counts under the findings; one that is set aside counts as that only."""
    findings = checked.findings
    standing = [finding.severity for finding in findings if finding.stands]
    counts = {
        "charts": len(checked.patients),
        "errors": standing.count(Severity.ERROR),
        "warnings": standing.count(Severity.WARNING),
        "infos": standing.count(Severity.INFO),
        "waived": sum(finding.waived is not None for finding in findings),
    }
    return {**counts, "baseline": sum(finding.frozen for finding in findings)} if checked.has_baseline else counts


def findings_sheet(checked: Checked, root: Path, quoted: Lines) -> Sheet:
    """Every finding with where, why and what next; what was set aside and the counts last."""
    return Sheet(_data(checked, root), notes=tuple(_notes(checked, root, quoted)))


def counted(checked: Checked) -> str:
    """The counts as a sentence."""
    counts = summary(checked)
    parts = (_many(counts["errors"], "error"), _many(counts["warnings"], "warning"), _many(counts["infos"], "info"))
    frozen = f", {counts['baseline']} in the baseline" if checked.has_baseline else ""
    charts = f"{_many(counts['charts'], 'chart')} as of {checked.as_of}"
    return f"{charts}: {', '.join(parts)}, {counts['waived']} waived{frozen}."


def _data(checked: Checked, root: Path) -> dict[str, Any]:
    findings = [finding_json(finding, root, checked.as_of) for finding in checked.findings]
    if checked.has_baseline:
        findings = [
            {**each, "baseline": finding.frozen} for each, finding in zip(findings, checked.findings, strict=True)
        ]
    data: dict[str, Any] = {"findings": findings, "summary": summary(checked)}
    if checked.difference:
        data["difference"] = asdict(checked.difference)
    return data


def _notes(checked: Checked, root: Path, quoted: Lines) -> Iterator[str | Excerpt]:
    for finding in checked.findings:
        yield from _text(finding, root, quoted)
        yield ""
    aside = list(set_aside_lines(checked.findings))
    yield from [*aside, ""] if aside else []
    if checked.difference:
        yield difference_text(checked.difference)
    yield counted(checked)


def _text(finding: Finding, root: Path, quoted: Lines) -> Iterator[str | Excerpt]:
    at = f":{finding.line}:{finding.column}" if finding.line else ""
    waived = finding.waived
    aside = "waived " if waived else "frozen " if finding.frozen else ""
    yield f"{_file(finding, root)}{at}: {aside}{finding.severity} {finding.code} {finding.name}"
    source = quoted.get((finding.place.file, finding.line or 0))
    if source is not None:
        yield Excerpt(finding.line or 0, finding.column or 1, source)
    yield f"  what  {finding.message}"
    yield f"  why   {_why(finding)}"
    yield f"  next  {finding.next}"
    if waived:
        yield f"  waived by {waived.by} until {waived.until}: {waived.reason}"


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


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


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
