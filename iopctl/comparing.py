"""Findings held against others: those that a baseline sets aside, and those of the packs in force."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from iopctl.model.baseline import Baseline, FrozenFinding, Slot
from iopctl.model.checked import Difference
from iopctl.model.rule import Finding, Severity


def freeze(findings: Iterable[Finding], as_of: date) -> Baseline:
    """A baseline of everything that is not waived, in an order that edits do not change."""
    entries = (FrozenFinding.of(finding) for finding in findings if finding.waived is None)
    return Baseline(as_of=as_of, findings=tuple(sorted(entries, key=_order)))


def held_against(
    findings: Sequence[Finding], baseline: Baseline, on_day: Callable[[date], Iterable[Finding]]
) -> tuple[list[Finding], list[FrozenFinding]]:
    """The findings with what the baseline sets aside marked, and the entries that nothing was found for.

    An entry stands for one finding with the same message. Where the message differs, as days that are counted do, the
    files of today are judged once more on the day of the baseline: if they say what it holds, only time has passed.
    What has become graver is not set aside.
    """
    left: dict[Slot, list[FrozenFinding]] = defaultdict(list)
    for entry in baseline.findings:
        left[entry.slot].append(entry)
    mine = [FrozenFinding.of(finding) for finding in findings]
    held = [_take(left[entry.slot], {entry.fact}) for entry in mine]
    if any(match is None and left[entry.slot] for entry, match in zip(mine, held, strict=True)):
        then: dict[Slot, set[str]] = defaultdict(set)
        for entry in map(FrozenFinding.of, on_day(baseline.as_of)):
            then[entry.slot].add(entry.fact)
        held = [match or _take(left[e.slot], then[e.slot]) for e, match in zip(mine, held, strict=True)]
    marked = [
        replace(finding, frozen=match is not None and finding.waived is None and not _graver(finding, match))
        for finding, match in zip(findings, held, strict=True)
    ]
    return marked, [entry for entry in baseline.findings if any(entry is other for other in left[entry.slot])]


def difference(pack: str, tried: Iterable[Finding], now: Iterable[Finding], patients: Collection[str]) -> Difference:
    """What the pack says of these charts, against what the packs in force say; whose citation it is does not matter."""
    tried = [finding for finding in tried if finding.stands]
    now = [finding for finding in now if finding.stands]
    theirs, ours = Counter(map(_fact, now)), Counter(map(_fact, tried))
    would, do = _failing(tried), _failing(now)
    return Difference(
        pack=pack,
        added=(ours - theirs).total(),
        gone=(theirs - ours).total(),
        would_fail=tuple(patient for patient in sorted(patients) if patient in would - do),
        would_pass=tuple(patient for patient in sorted(patients) if patient in do - would),
    )


def _take(entries: list[FrozenFinding], facts: Collection[str]) -> FrozenFinding | None:
    """Take the first entry with one of these facts out of the list."""
    return next((entries.pop(n) for n, entry in enumerate(entries) if entry.fact in facts), None)


def _graver(finding: Finding, entry: FrozenFinding) -> bool:
    return finding.severity.rank < Severity(entry.severity).rank


def _order(entry: FrozenFinding) -> tuple[object, ...]:
    on = entry.on or date.max
    return (entry.patient or "", entry.file, entry.code, entry.pack, entry.key, on, entry.fact)


def _fact(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.patient, finding.place, finding.on


def _failing(findings: Iterable[Finding]) -> set[str]:
    """The charts with an error."""
    return {f.patient for f in findings if f.patient is not None and f.severity is Severity.ERROR}
