"""What `check` was asked, and its answer: load, judge, set aside, narrow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iopctl.console import say
from iopctl.errors import UsageError

if TYPE_CHECKING:
    from iopctl.checking import Selection
    from iopctl.model.checked import Checked
    from iopctl.model.rule import Finding
    from iopctl.store import Loaded
    from iopctl.store.changes import Changes
    from iopctl.store.scope import Scope


@dataclass(frozen=True)
class Asked:
    """The question, as typed. `base` is a revision, `changed` asks for what changed since HEAD."""

    named: Sequence[str]
    pack: str | None
    select: Sequence[str]
    ignore: Sequence[str]
    changed: bool
    base: str | None
    baseline: Path | None
    write_baseline: bool

    def refuse_nonsense(self) -> None:
        """Raise UsageError for options that contradict each other."""
        narrowed = self.named or self.select or self.ignore or self.changed or self.base is not None
        if self.write_baseline and self.baseline is None:
            raise UsageError("--write-baseline: say which file, with --baseline FILE.")
        if self.write_baseline and narrowed:
            raise UsageError("--write-baseline freezes the whole program: leave out what narrows the view.")
        if self.baseline is not None and self.pack is not None:
            raise UsageError("--baseline is about the packs in force, --pack about another one: use one of them.")


@dataclass(frozen=True)
class Narrowing:
    """Which findings and charts are in view."""

    view: "Selection"
    scope: "Scope | None"
    changes: "Changes | None"

    def of(self, findings: "Iterable[Finding]") -> "list[Finding]":
        """The findings in view."""
        return [
            finding
            for finding in findings
            if self.view.shows(finding.code)
            and all(each.holds(finding.patient, finding.place.file) for each in (self.scope, self.changes) if each)
        ]

    def patients(self, everybody: "Iterable[str]") -> tuple[str, ...]:
        """The charts in view, in order."""
        narrowed = [each.patients for each in (self.scope, self.changes) if each]
        return tuple(sorted(patient for patient in everybody if all(patient in some for some in narrowed)))


def judged(loaded: "Loaded", asked: Asked, today: date) -> "Checked":
    """The findings that were asked for, in order. Raises as the store does for what cannot be read."""
    from iopctl import checking, comparing, store
    from iopctl.model.checked import Checked

    pack = checking.pack_id(loaded.packs, asked.pack)
    narrowing = _narrowing(loaded, asked)
    if narrowing.view.needs_history:
        loaded = store.with_history(loaded, checking.least(loaded.packs, "late_entry_days"))
    patients = narrowing.patients(loaded.census.patients)
    found = _findings(loaded, today, pack)
    if asked.baseline is not None:
        found = _held(loaded, found, today, asked.baseline, anew=asked.write_baseline)
    found = narrowing.of(found)
    difference = None
    if pack is not None:
        difference = comparing.difference(pack, found, narrowing.of(_findings(loaded, today)), patients)
    in_order = checking.in_order(store.located(loaded.root, found))
    return Checked(tuple(in_order), patients, today, has_baseline=asked.baseline is not None, difference=difference)


def _narrowing(loaded: "Loaded", asked: Asked) -> Narrowing:
    from iopctl import checking, store

    view = checking.Selection.of(asked.select, asked.ignore)
    changes = None
    if asked.changed or asked.base is not None:
        changes = store.changed_since(loaded.root, asked.base)
    for file in changes.unstaged if changes else ():
        say(f"{store.shown(loaded.root, file)}: was checked as it is; a part of it is not staged for this commit.")
    return Narrowing(view, store.scope_of(loaded.root, asked.named), changes)


def _findings(loaded: "Loaded", day: date, pack: str | None = None) -> "list[Finding]":
    from iopctl import checking

    return [*loaded.problems, *checking.check_census(loaded.census, loaded.packs, day, only=pack)]


def _held(loaded: "Loaded", found: "list[Finding]", today: date, file: Path, *, anew: bool) -> "list[Finding]":
    """The findings held against the baseline, which is written first where that was asked for."""
    from iopctl import comparing, store

    found = store.located(loaded.root, found)
    if anew:
        baseline = comparing.freeze(found, today)
        store.write_baseline(file, baseline)
        say(f"{file}: {len(baseline.findings)} findings are set aside from now on.")
    else:
        baseline = store.read_baseline(file)
    found, stale = comparing.held_against(
        found, baseline, lambda day: store.located(loaded.root, _findings(loaded, day))
    )
    for entry in stale:
        on = f" of {entry.on}" if entry.on else ""
        say(f"{file}: {entry.code} in {entry.file}{on} is no longer found; --write-baseline takes it out.")
    return found
