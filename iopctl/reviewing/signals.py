"""The trajectory signals of one stay: what ME401 to ME406 find, in their own words."""

from collections.abc import Iterable

from iopctl.model.rule import Finding

SIGNALS = ("ME401", "ME402", "ME403", "ME404", "ME405", "ME406")


def signals(findings: Iterable[Finding], patient: str) -> tuple[Finding, ...]:
    """Those about one patient that stand, by rule, then by day; a code once for each place whatever packs have it."""
    mine = {(f.code, f.place, f.on): f for f in findings if f.code in SIGNALS and f.patient == patient and f.stands}
    return tuple(sorted(mine.values(), key=lambda f: (f.code, f.on.isoformat() if f.on else "", str(f.place))))
