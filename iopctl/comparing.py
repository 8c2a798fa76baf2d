"""Findings held against others: those that a baseline sets aside, and those of the packs in force."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from iopctl.model.baseline import Baseline, FrozenFinding, Slot
from iopctl.model.checked import Difference
from iopctl.model.rule import Finding, Severity

DAY = timedelta(days=1)


def freeze(findings: Iterable[Finding], as_of: date) -> Baseline:
    """A baseline of everything that is not waived, in an order that edits do not change."""
    entries = (FrozenFinding.of(finding) for finding in findings if finding.waived is None)
    return Baseline(as_of=as_of, findings=tuple(sorted(entries, key=_order)))


def held_against(
    findings: Sequence[Finding], baseline: Baseline, on_day: Callable[[date], Iterable[Finding]]
) -> tuple[list[Finding], list[FrozenFinding]]:
    """The findings with what the baseline sets aside marked, and the entries that nothing was found for.

    An entry stands for one finding of the same day and message. Where these differ, as days that are counted do, the
    files of today are judged on earlier days: if on the day of the baseline they still say what it holds, and the
    finding went on since, only time has passed. What has become graver is not set aside.
    """
    left = _by_slot(baseline.findings)
    mine = [FrozenFinding.of(finding) for finding in findings]
    held = [_take(left[entry.slot], [entry]) for entry in mine]
    seen = cache(lambda day: _by_slot(map(FrozenFinding.of, on_day(day))))
    for number, entry in enumerate(mine):
        if held[number] is None and left[entry.slot] and _went_on(entry, baseline.as_of, seen):
            held[number] = _take(left[entry.slot], seen(baseline.as_of)[entry.slot])
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


def _by_slot(entries: Iterable[FrozenFinding]) -> defaultdict[Slot, list[FrozenFinding]]:
    found = defaultdict(list)
    for entry in entries:
        found[entry.slot].append(entry)
    return found


def _take(entries: list[FrozenFinding], wanted: Iterable[FrozenFinding]) -> FrozenFinding | None:
    """Take the first entry that says the same as one that is wanted out of the list."""
    facts = {(entry.on, entry.fact) for entry in wanted}
    return next((entries.pop(n) for n, entry in enumerate(entries) if (entry.on, entry.fact) in facts), None)


def _went_on(entry: FrozenFinding, since: date, seen: Callable[[date], Mapping[Slot, list[FrozenFinding]]]) -> bool:
    """Whether a fact of a later day is no new one: the day before it, the same rule was broken in the same place."""
    if entry.on is None or entry.on <= since:
        return True
    return any(_rank(other) <= _rank(entry) for other in seen(entry.on - DAY)[entry.slot])


def _rank(entry: FrozenFinding) -> int:
    return Severity(entry.severity).rank


def _graver(finding: Finding, entry: FrozenFinding) -> bool:
    return finding.severity.rank < _rank(entry)


def _order(entry: FrozenFinding) -> tuple[object, ...]:
    on = entry.on or date.max
    return (entry.patient or "", entry.file, entry.code, entry.pack, entry.key, on, entry.fact)


def _fact(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.patient, finding.place, finding.on


def _failing(findings: Iterable[Finding]) -> set[str]:
    """The charts with an error."""
    return {f.patient for f in findings if f.patient is not None and f.severity is Severity.ERROR}
