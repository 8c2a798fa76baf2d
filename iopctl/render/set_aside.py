"""What was set aside by whom, and what one pack would change, for people."""

from collections.abc import Iterable, Iterator

from iopctl.model.checked import Difference
from iopctl.model.program import GroupWaiver
from iopctl.model.rule import Finding
from iopctl.model.waiver import Waiver


def set_aside_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for each waiver in use: where it stands, what it is for, and how many findings it sets aside."""
    used: dict[tuple[str, int], tuple[Waiver, list[Finding]]] = {}
    for finding in findings:
        waiver = finding.waived
        if waiver is not None:
            where = "program.toml" if isinstance(waiver, GroupWaiver) else f"{finding.patient}"
            used.setdefault((where, id(waiver)), (waiver, []))[1].append(finding)
    for (where, _), (waiver, theirs) in used.items():
        yield f"waived in {where}: {waiver.code} by {waiver.by} until {waiver.until}, {_extent(waiver, theirs)}"


def difference_text(difference: Difference) -> str:
    """One line: what the pack would find and would not, and what that means by chart."""
    fail, passes = len(difference.would_fail), len(difference.would_pass)
    return (
        f"{difference.pack} instead of the packs in force: {_many(difference.added, 'finding')} that they do not have,"
        f" {difference.gone} of theirs gone; {_many(fail, 'chart')} that {_passes(fail)} now would not,"
        f" {passes} that {'does' if passes == 1 else 'do'} not now would."
    )


def _extent(waiver: Waiver, theirs: list[Finding]) -> str:
    charts = len({finding.patient for finding in theirs})
    among = f" in {_many(charts, 'chart')}" if isinstance(waiver, GroupWaiver) else ""
    return f"{_many(len(theirs), 'finding')}{among}: {waiver.reason}"


def _passes(count: int) -> str:
    return "passes" if count == 1 else "pass"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
